"""What an entrant works on: the entry, its authors, its files."""

import datetime
import re
import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Unit, User
from competition.models import Edition, EntryKind, Field
from competition.publicity import Allowed, Face, face
from foundation.vault.models import Blob
from foundation.vietnamese.text import fold, name_key, nfc

if TYPE_CHECKING:
    from submissions.models.evidence import EntryVersion

_WORD = re.compile(r"\w+")
ADULT = 18  # Luật Trẻ em and Bộ luật Dân sự, Điều 20
OF_OWN_MIND = 7  # from this age a child agrees too (Law 91/2025/QH15, Điều 24)


def years_between(birth: datetime.date, day: datetime.date) -> int:
    """The age on a day: whole years."""
    years = day.year - birth.year
    had_birthday = (day.month, day.day) >= (birth.month, birth.day)
    return years if had_birthday else years - 1


def _words_of(text: str) -> set[bytes]:
    return {word[:40].encode() for word in _WORD.findall(fold(text))}


class EntryQuerySet(models.QuerySet["Entry"]):
    def in_edition(self, edition: Edition) -> Self:
        return self.filter(edition=edition)

    def readable_by(self, user: User) -> Self:
        """Entries of this person, and those whose invitation the person accepted."""
        return self._of(user, user.invitations_accepted.filter(revoked_at=None))

    def editable_by(self, user: User) -> Self:
        """Entries that this person writes on; in which state is the verb's question."""
        return self._of(user, user.invitations_accepted.filter(revoked_at=None, right="edit"))

    def _of(self, user: User, shared: models.QuerySet) -> Self:
        """The own entries and those shared: each found by its index, where an OR reads all."""
        own = Entry.objects.filter(owner=user).order_by()
        return self.filter(pk__in=own.values("pk").union(shared.order_by().values("entry")))

    def owned_by(self, user: User) -> Self:
        return self.filter(owner=user)

    def search(self, words: str) -> Self:
        """Words of the title, the receipt number or an author's name begin like this, with or
        without accents, in any case.

        Asked of the word index: a range of it costs the same among a hundred entries and among a
        hundred thousand.
        """
        matching = self
        for word in _words_of(words):
            indexed = EntryWord.objects.filter(word__gte=word, word__lt=word + b"\xff")
            matching = matching.filter(pk__in=indexed.values("entry"))
        return matching


class Entry(models.Model):
    """An entry of one edition: the working draft, and the state of its way.

    What was submitted stands in EntryVersion.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned for changes")
        ACCEPTED = "accepted", _("dossier accepted")
        SEALED = "sealed", _("sealed for judging")
        REFUSED = "refused", _("dossier refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("a state", "withdrawn")

    class Entrant(models.TextChoices):
        PERSON = "person", _("one person")
        GROUP = "group", _("a group of authors")
        ORGANISATION = "organisation", _("an organisation")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="entries", verbose_name=_("edition")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="entries", verbose_name=_("entrant")
    )
    field = models.ForeignKey(
        Field,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("field"),
    )
    kind = models.ForeignKey(
        EntryKind,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("kind"),
    )
    entrant = models.CharField(
        _("who enters"), max_length=12, choices=Entrant, default=Entrant.PERSON
    )
    # {"name", "tax_code", "address", "representative", "position"} of an organisation that enters.
    organisation = models.JSONField(_("organisation that enters"), null=True, blank=True)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("commune or unit"),
    )
    title = models.CharField(pgettext_lazy("a work", "title"), max_length=250, blank=True)
    folded_title = models.CharField(max_length=250, editable=False, db_index=True, default="")
    summary = models.TextField(_("summary"), blank=True)
    first_applied_on = models.DateField(_("first applied on"), null=True, blank=True)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    receipt_number = models.CharField(_("receipt number"), max_length=40, blank=True)
    # What the entrant allowed at the last submission; nothing is published without it.
    publish_names = models.BooleanField(_("names may be published"), default=False)
    publish_pictures = models.BooleanField(_("pictures may be published"), default=False)
    publish_summary = models.BooleanField(
        _("the summary may be shown in the public vote"), default=False
    )
    # Not even title and field: the rules say what stands in place of its vote points.
    is_kept_from_vote = models.BooleanField(_("kept out of the public vote"), default=False)
    embargo_until = models.DateField(_("not public before"), null=True, blank=True)
    # A submitted entry that its owner is changing before the deadline; what was submitted counts
    # until it is sent again.
    amending_since = models.DateTimeField(_("being amended since"), null=True, blank=True)
    # Grows with every saved change; two tabs that edit the same draft find out by it.
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["edition", "status", "-saved_at"]),
            models.Index(fields=["edition", "-saved_at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["receipt_number"],
                condition=~models.Q(receipt_number=""),
                name="submissions_one_receipt_number",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    status__in=[
                        "draft",
                        "submitted",
                        "returned",
                        "accepted",
                        "sealed",
                        "refused",
                        "withdrawn",
                    ]
                ),
                name="submissions_entry_status",
            ),
        ]

    def __str__(self):
        return self.title or str(_("Untitled entry"))

    @property
    def is_editable(self) -> bool:
        """A draft, one that was returned, and a submitted one that its owner is changing."""
        if self.status in (self.Status.DRAFT, self.Status.RETURNED):
            return True
        is_amended = self.amending_since is not None
        return is_amended and self.status in (self.Status.SUBMITTED, self.Status.ACCEPTED)

    @cached_property
    def submitted_versions(self) -> "list[EntryVersion]":
        """What was submitted, the newest first, each with what came of it; read once."""
        came_of_it = ("receipt", "screening", "sealing", "confirmation", "unit_return")
        return list(self.versions.select_related(*came_of_it))

    def latest_version(self) -> "EntryVersion":
        """What was submitted last. Raises ObjectDoesNotExist when nothing was."""
        version = self.versions.first()
        if version is None:
            raise ObjectDoesNotExist("this entry was never submitted")
        return version

    @property
    def allowed(self) -> Allowed:
        """What may be public of it."""
        return Allowed(
            names=self.publish_names,
            pictures=self.publish_pictures,
            summary=self.publish_summary,
            embargo_until=self.embargo_until,
        )

    def face(self, at: datetime.datetime, *, title: str = "", names: Sequence[str] = ()) -> Face:
        """The entry as strangers see it at this moment; `title` and `names` where a paper has been
        printed with others.

        A minor is named with two consents of its own. Where a minor takes part, neither the unit,
        which may be a school, nor pictures, which may show a face, are public.
        """
        authors = list(self.authors.all())
        begun = localdate(self.created_at)
        withheld = {author.full_name for author in authors if not author.publishes(begun)}
        has_minors = any(author.is_minor(begun) for author in authors)
        allowed = self.allowed
        if has_minors:
            allowed = replace(allowed, pictures=False)
        everybody = names or [author.full_name for author in authors]
        return face(
            allowed,
            at=at,
            title=title or self.title,
            field=self.field,
            kind=self.kind,
            summary=self.summary,
            names=[name for name in everybody if name not in withheld],
            unit=self.unit.name if self.unit and not has_minors else "",
        )

    def get_absolute_url(self) -> str:
        """The page of whoever enters it."""
        return reverse("entry", args=[self.public_id])

    def save(self, *args, **kwargs):
        self.title = nfc(" ".join(self.title.split()))
        self.folded_title = fold(self.title)
        super().save(*args, **kwargs)

    @property
    def awaits_decision(self) -> bool:
        """Submitted, and the secretariat has not screened it yet."""
        return self.status == Entry.Status.SUBMITTED

    def index_words(self) -> None:
        """Bring the words by which the entry is found up to date."""
        authors = self.authors.values_list("full_name", flat=True)
        wanted = _words_of(" ".join([self.title, self.receipt_number, *authors]))
        stored = {bytes(word) for word in self.words.values_list("word", flat=True)}
        outdated = stored - wanted
        if outdated:
            self.words.filter(word__in=outdated).delete()
        EntryWord.objects.bulk_create(
            EntryWord(entry=self, word=word) for word in sorted(wanted - stored)
        )


class EntryWord(models.Model):
    """A folded word by which an entry is found.

    As bytes: their order, which a range needs, is the same on every database.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="words")
    word = models.BinaryField(max_length=160)

    class Meta:
        verbose_name = _("word of an entry")
        verbose_name_plural = _("words of entries")
        constraints = [
            models.UniqueConstraint(fields=["word", "entry"], name="submissions_one_word_an_entry")
        ]

    def __str__(self):
        return bytes(self.word).decode()


class Author(models.Model):
    """One author of an entry, with the share of the work in per cent."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="authors")
    full_name = models.CharField(_("full name"), max_length=120)
    folded_name = models.CharField(max_length=120, editable=False, db_index=True)
    name_key = models.CharField(max_length=400, editable=False)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    guardian = models.CharField(
        _("guardian"),
        max_length=120,
        blank=True,
        help_text=_("For an author under 18: name and phone of a parent or guardian."),
    )
    guardian_agrees = models.BooleanField(_("the guardian has agreed in writing"), default=False)
    # Of a minor the name is published only where both say so (Law 91/2025/QH15, Điều 24).
    guardian_publishes = models.BooleanField(
        _("the guardian lets the name be published"), default=False
    )
    child_publishes = models.BooleanField(_("the child lets the name be published"), default=False)
    position = models.CharField(_("position, degree"), max_length=120, blank=True)
    workplace = models.CharField(_("place of work or school"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    share = models.DecimalField(_("share (%)"), max_digits=5, decimal_places=2)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(share__gt=0) & models.Q(share__lte=100),
                name="submissions_share_is_a_percentage",
            )
        ]

    def __str__(self):
        return self.full_name

    def is_minor(self, day: datetime.date) -> bool:
        """Under 18 on a day, or with a guardian whatever the birth date says."""
        if self.guardian.strip():
            return True
        return self.birth_date is not None and years_between(self.birth_date, day) < ADULT

    def publishes(self, day: datetime.date) -> bool:
        """Whether the name may be public, as far as this author's age is concerned: a minor's with
        the guardian's word and, from 7 on, the child's own.
        """
        if not self.is_minor(day):
            return True
        has_a_say = self.birth_date is None or years_between(self.birth_date, day) >= OF_OWN_MIND
        return self.guardian_publishes and (self.child_publishes or not has_a_say)

    def save(self, *args, **kwargs):
        self.full_name = nfc(" ".join(self.full_name.split()))
        self.folded_name = fold(self.full_name)
        self.name_key = name_key(self.full_name)
        super().save(*args, **kwargs)


class Attachment(models.Model):
    """A file of the draft, under the name its owner gave it. The content lies in the vault."""

    class Verdict(models.TextChoices):
        PENDING = "pending", _("being checked")
        # Taken apart and found good; the virus scanner was away. Nobody but its owner sees it.
        UNSCANNED = "unscan", _("waits for the virus scanner")
        CLEARED = "cleared", _("checked")
        REFUSED = "refused", _("refused")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="attachments")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(_("file name"), max_length=200)
    caption = models.CharField(_("what it shows"), max_length=200, blank=True)
    # The key of a question of the type “file”.
    part = models.SlugField(_("part of the dossier"), max_length=40, blank=True)
    verdict = models.CharField(_("check"), max_length=8, choices=Verdict, default=Verdict.PENDING)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name


class Upload(models.Model):
    """A file that is being sent in pieces (tus 1.0).

    How much has come is the length of the part file, nothing else.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="uploads")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("file name"), max_length=200)
    caption = models.CharField(_("what it shows"), max_length=200, blank=True)
    part = models.SlugField(_("part of the dossier"), max_length=40, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    begun_at = models.DateTimeField(_("begun"))
    expires_at = models.DateTimeField(_("kept until"))
    attachment = models.OneToOneField(
        Attachment, models.SET_NULL, null=True, blank=True, related_name="upload"
    )

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        indexes = [models.Index(fields=["expires_at"])]

    def __str__(self):
        return self.name


class DraftChange(models.Model):
    """What one person changed in a draft within a few minutes: {part: [before, after]}."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="draft_changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun"))
    saved_at = models.DateTimeField(_("saved"))
    changes = models.JSONField(_("changes"), default=dict)

    class Meta:
        verbose_name = _("change of a draft")
        verbose_name_plural = _("changes of drafts")
        ordering = ["-saved_at", "-pk"]

    def __str__(self):
        return f"{self.entry} {localtime(self.saved_at):%d/%m/%Y %H:%M}"
