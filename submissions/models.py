import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from competition.models import Edition, EntryKind, Field
from foundation.vault.models import Blob
from foundation.vietnamese.text import fold, name_key, nfc


class EntryQuerySet(models.QuerySet):
    def in_edition(self, edition):
        return self.filter(edition=edition)

    def editable_by(self, user):
        """Entries of this person; what may be done with them in which state is the verb's question."""
        return self.filter(owner=user)

    def search(self, words: str):
        """Title, receipt number or author, with or without accents, in any case."""
        for word in fold(words).split():
            self = self.filter(
                models.Q(folded_title__contains=word)
                | models.Q(receipt_number__icontains=word)
                | models.Q(pk__in=Author.objects.filter(folded_name__contains=word).values("entry"))
            )
        return self


class Entry(models.Model):
    """An entry of one edition: the working draft, and the state of its way. What was submitted stands in EntryVersion."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned for changes")
        ACCEPTED = "accepted", _("dossier accepted")
        SEALED = "sealed", _("sealed for judging")
        REFUSED = "refused", _("dossier refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Entrant(models.TextChoices):
        PERSON = "person", _("one person")
        GROUP = "group", _("a group of authors")
        ORGANISATION = "organisation", _("an organisation")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="entries", verbose_name=_("edition"))
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="entries", verbose_name=_("entrant"))
    field = models.ForeignKey(Field, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("field"))
    kind = models.ForeignKey(EntryKind, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("kind"))
    entrant = models.CharField(_("who enters"), max_length=12, choices=Entrant, default=Entrant.PERSON)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("commune or unit"))
    title = models.CharField(_("title"), max_length=250, blank=True)
    folded_title = models.CharField(max_length=250, editable=False, db_index=True, default="")
    summary = models.TextField(_("summary"), blank=True)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    receipt_number = models.CharField(_("receipt number"), max_length=40, blank=True)
    # Grows with every saved change; two tabs that edit the same draft find out by it.
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["edition", "status", "-saved_at"]), models.Index(fields=["edition", "-saved_at"])]
        constraints = [
            models.UniqueConstraint(fields=["receipt_number"], condition=~models.Q(receipt_number=""), name="submissions_one_receipt_number"),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "submitted", "returned", "accepted", "sealed", "refused", "withdrawn"]),
                name="submissions_entry_status",
            ),
        ]

    def __str__(self):
        return self.title or str(_("Untitled entry"))

    def save(self, *args, **kwargs):
        self.title = nfc(" ".join(self.title.split()))
        self.folded_title = fold(self.title)
        super().save(*args, **kwargs)

    @property
    def is_editable(self) -> bool:
        return self.status in (self.Status.DRAFT, self.Status.RETURNED)


class Author(models.Model):
    """One author of an entry, with the share of the work in per cent."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="authors")
    full_name = models.CharField(_("full name"), max_length=120)
    folded_name = models.CharField(max_length=120, editable=False, db_index=True)
    name_key = models.CharField(max_length=400, editable=False)
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
        constraints = [models.CheckConstraint(condition=models.Q(share__gt=0) & models.Q(share__lte=100), name="submissions_share_is_a_percentage")]

    def __str__(self):
        return self.full_name

    def save(self, *args, **kwargs):
        self.full_name = nfc(" ".join(self.full_name.split()))
        self.folded_name = fold(self.full_name)
        self.name_key = name_key(self.full_name)
        super().save(*args, **kwargs)


class Attachment(models.Model):
    """A file of the draft, under the name its owner gave it. The content lies in the vault."""

    class Verdict(models.TextChoices):
        PENDING = "pending", _("being checked")
        CLEARED = "cleared", _("checked")
        REFUSED = "refused", _("refused")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="attachments")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(_("file name"), max_length=200)
    caption = models.CharField(_("what it shows"), max_length=200, blank=True)
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


class EntryVersion(models.Model):
    """What was submitted, frozen: texts, answers with the form's snapshot, authors, files with their digests."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("content"))
    digest = models.CharField(_("digest"), max_length=64)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"))

    class Meta:
        verbose_name = _("version of an entry")
        verbose_name_plural = _("versions of entries")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="submissions_one_version_a_number")]

    def __str__(self):
        return f"{self.entry} ({self.number})"


class ReceiptCounter(models.Model):
    """The last receipt number of an edition; its row is the lock."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="+")
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("receipt counter")
        verbose_name_plural = _("receipt counters")

    def __str__(self):
        return f"{self.edition_id}: {self.last}"


class Receipt(models.Model):
    """The evidence of filing: number, time and digest, anchored in the ledger."""

    version = models.OneToOneField(EntryVersion, models.PROTECT, related_name="receipt")
    number = models.CharField(_("number"), max_length=40)
    issued_at = models.DateTimeField(_("issued"))
    ledger_head = models.CharField(_("ledger head"), max_length=64)
    pdf = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self):
        return self.number


class UnitConfirmation(models.Model):
    """A unit's focal point confirms that the version is its people's work."""

    version = models.OneToOneField(EntryVersion, models.PROTECT, related_name="confirmation")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed"))

    class Meta:
        verbose_name = _("unit's confirmation")
        verbose_name_plural = _("units' confirmations")

    def __str__(self):
        return f"{self.unit}: {self.version}"


class Screening(models.Model):
    """The secretariat's decision on one version."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned for changes")
        REFUSED = "refused", _("refused")

    version = models.OneToOneField(EntryVersion, models.PROTECT, related_name="screening")
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict)
    reason = models.TextField(_("reason"), blank=True)
    due = models.DateField(_("answer by"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=models.Q(verdict="accepted") | ~models.Q(reason=""), name="submissions_screening_has_a_reason")]

    def __str__(self):
        return f"{self.version}: {self.get_verdict_display()}"


class Withdrawal(models.Model):
    """The entrant takes the entry out of the contest."""

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="withdrawal")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self):
        return str(self.entry)


def judging_code() -> str:
    """A random blind code for the judges, such as HS-7K3MQ; without letters that are misread."""
    return "HS-" + "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(6))


def vote_code() -> str:
    """A random code for the public vote, unrelated to the judges' one."""
    return "BC-" + "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(6))


class Sealing(models.Model):
    """The blinded copy of one version, confirmed by a person, and the only map from codes to the entry."""

    version = models.OneToOneField(EntryVersion, models.PROTECT, related_name="sealing")
    judging_code = models.CharField(_("blind code"), max_length=12, unique=True, default=judging_code)
    vote_code = models.CharField(_("vote code"), max_length=12, unique=True, default=vote_code)
    title = models.CharField(_("blinded title"), max_length=250)
    summary = models.TextField(_("blinded summary"), blank=True)
    sections = models.JSONField(_("blinded answers"), default=list)
    leaks = models.JSONField(_("leak report"), default=list)
    prepared_at = models.DateTimeField(_("prepared"))
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    voided_at = models.DateTimeField(_("voided"), null=True, blank=True)

    class Meta:
        verbose_name = _("sealing")
        verbose_name_plural = _("sealings")

    def __str__(self):
        return self.judging_code


class SealedFile(models.Model):
    """A file rewritten for judges under a neutral name."""

    sealing = models.ForeignKey(Sealing, models.CASCADE, related_name="files")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(_("neutral name"), max_length=60)
    pages = models.PositiveSmallIntegerField(_("pages"), default=1)

    class Meta:
        verbose_name = _("sealed file")
        verbose_name_plural = _("sealed files")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Clearance(models.Model):
    """The secretariat has looked at a found relation between a person and an entry and lets the person judge it."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="clearances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        constraints = [models.UniqueConstraint(fields=["entry", "person"], name="submissions_one_clearance_a_pair")]

    def __str__(self):
        return f"{self.entry_id} / {self.person_id}"


class Outcome(models.Model):
    """What became of an entry, for winners and others alike; written at the announcement, in one moment for all."""

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="outcome")
    is_winner = models.BooleanField(_("prize"))
    prize = models.CharField(_("prize"), max_length=200, blank=True)
    council_score = models.DecimalField(_("council score"), max_digits=8, decimal_places=4, null=True)
    vote_points = models.DecimalField(_("vote points"), max_digits=8, decimal_places=4, null=True)
    final_score = models.DecimalField(_("final score"), max_digits=8, decimal_places=4, null=True)
    rank = models.PositiveIntegerField(_("rank"), null=True)
    announced_at = models.DateTimeField(_("announced"))

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")

    def __str__(self):
        return f"{self.entry}: {self.prize or '–'}"
