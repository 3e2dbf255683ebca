"""The blinded copy, and the only map from codes to the entry."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.vault.models import Blob
from submissions.models.drafts import Entry
from submissions.models.evidence import EntryVersion

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0, 1, I, L, O, which are misread
LENGTH = 6


def _random_signs() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def judging_code() -> str:
    """A random blind code for the judges, such as HS-7K3MQ2."""
    return f"HS-{_random_signs()}"


def vote_code() -> str:
    """A random code for the public vote, unrelated to the judges' one."""
    return f"BC-{_random_signs()}"


def result_code() -> str:
    """A random code for what is published of the count, which stands on no page beside a title."""
    return f"KQ-{_random_signs()}"


class Sealing(models.Model):
    """The blinded copy of one version, confirmed by a person.

    It is the only map from codes to the entry.
    """

    version = models.OneToOneField(EntryVersion, models.PROTECT, related_name="sealing")
    judging_code = models.CharField(
        _("blind code"), max_length=12, unique=True, default=judging_code
    )
    vote_code = models.CharField(_("vote code"), max_length=12, unique=True, default=vote_code)
    # Under it the seals of ballots, the count and the published result name the work.
    result_code = models.CharField(
        _("result code"), max_length=12, unique=True, default=result_code
    )
    title = models.CharField(_("blinded title"), max_length=250)
    summary = models.TextField(_("blinded summary"), blank=True)
    sections = models.JSONField(_("blinded answers"), default=list)
    leaks = models.JSONField(_("leak report"), default=list)
    # [{"why", "word", "where": "title", "summary" or the key of an answer}]: what may tell whose
    # work it is, until a person decides
    doubts = models.JSONField(_("words to decide about"), default=list, blank=True)
    prepared_at = models.DateTimeField(_("prepared"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    voided_at = models.DateTimeField(_("voided"), null=True, blank=True)
    # Why the dossier was opened again for changes; its entrant reads it.
    void_reason = models.TextField(_("why it was voided"), blank=True)

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
    pages = models.PositiveSmallIntegerField(pgettext_lazy("a file", "pages"), default=1)
    # [{"page": number from 1, "why": [word], "digest": of the page, "doubts": [{"why", "word"}]}],
    # of the pages that wait for a person's eye until there is a look at this digest
    eye = models.JSONField(_("pages for a person's eye"), default=list, blank=True)

    class Meta:
        verbose_name = _("sealed file")
        verbose_name_plural = _("sealed files")
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def place(self) -> int:
        """Of its original among the dossier's files, from 1: it stands in the neutral name."""
        return int(self.name.rpartition(".")[0].rpartition("-")[2])


class BlindCopy(models.Model):
    """The blinded copy of a content for a set of known identities.

    Made once, for the entrant's look and for the sealing.
    """

    blob = models.ForeignKey(Blob, models.CASCADE, related_name="+")
    identities = models.CharField(_("digest of the identities"), max_length=64)
    copy = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+")
    suffix = models.CharField(_("kind of the copy"), max_length=4, blank=True)
    pages = models.PositiveSmallIntegerField(pgettext_lazy("a file", "pages"), default=1)
    # {"removed": [channel], "hits": [{what, where, page}], "eye": [as of a sealed file],
    # "lost": [kind of thing]}
    report = models.JSONField(_("leak report"), default=dict)
    refused = models.CharField(_("why there is none"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("blinded copy")
        verbose_name_plural = _("blinded copies")
        constraints = [
            models.UniqueConstraint(
                fields=["blob", "identities"], name="submissions_one_blind_copy"
            ),
            models.CheckConstraint(
                condition=models.Q(copy__isnull=False) ^ ~models.Q(refused=""),
                name="submissions_copy_or_reason",
            ),
        ]

    def __str__(self):
        return self.refused or self.suffix


class PageReading(models.Model):
    """What OCR reads on one page of a content, whoever is known: read once, after submission."""

    blob = models.ForeignKey(Blob, models.CASCADE, related_name="+", verbose_name=_("content"))
    page = models.PositiveSmallIntegerField(_("page"))
    words = models.JSONField(_("words with their places"), default=list)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("reading of a page")
        verbose_name_plural = _("readings of pages")
        constraints = [
            models.UniqueConstraint(fields=["blob", "page"], name="submissions_one_reading_a_page")
        ]

    def __str__(self):
        return f"{self.blob_id}, {self.page}"


class PageLook(models.Model):
    """A person has looked at one page of a blinded copy: who, when, and at what exactly.

    It holds wherever a page of this entry has this digest: made again with the same result, a page
    need not be looked at again. What was seen stays written down when the copy is made anew.
    """

    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="page_looks", verbose_name=_("entry")
    )
    copy = models.ForeignKey(Blob, models.PROTECT, related_name="+", verbose_name=_("copy"))
    page = models.PositiveSmallIntegerField(_("page"))
    digest = models.CharField(_("digest of the page"), max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("look at a page")
        verbose_name_plural = _("looks at pages")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "copy", "page", "digest"], name="submissions_one_look_a_page"
            )
        ]

    def __str__(self):
        return f"{self.entry_id}, {self.page}"


class Redaction(models.Model):
    """A part of a page that a person covers by hand: the secretariat, or the entrant beforehand.

    It holds for this content wherever it stands in this entry's versions.

    The sides are parts of the page as it is seen: 0 is left or top, 1 is right or bottom.
    """

    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="redactions", verbose_name=_("entry")
    )
    blob = models.ForeignKey(Blob, models.CASCADE, related_name="+", verbose_name=_("content"))
    page = models.PositiveSmallIntegerField(_("page"))
    left = models.FloatField(_("left side"))
    top = models.FloatField(_("upper side"))
    right = models.FloatField(_("right side"))
    bottom = models.FloatField(_("lower side"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        ordering = ["page", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    page__gte=1,
                    left__gte=0,
                    top__gte=0,
                    right__lte=1,
                    bottom__lte=1,
                    right__gt=models.F("left"),
                    bottom__gt=models.F("top"),
                ),
                name="submissions_redaction_on_the_page",
            )
        ]

    def __str__(self):
        return f"{self.entry_id}, {self.page}"

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.left, self.top, self.right, self.bottom


class WordDecision(models.Model):
    """A person has decided about a word that may tell whose work it is: it is masked wherever it
    stands in this entry, or it stays.
    """

    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="word_decisions", verbose_name=_("entry")
    )
    word = models.CharField(_("word"), max_length=200)
    is_masked = models.BooleanField(_("masked"))
    # With it the ledger holds H(nonce, dossier, word, masked): nobody can try out the word.
    nonce = models.CharField(_("nonce"), max_length=32, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("decision about a word")
        verbose_name_plural = _("decisions about words")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "word"], name="submissions_one_decision_a_word"
            )
        ]

    def __str__(self):
        return f"{self.entry_id}, {self.pk}"


class Clearance(models.Model):
    """The secretariat has looked at a person's relation to an entry and lets the person judge."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="clearances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "person"], name="submissions_one_clearance_a_pair"
            )
        ]

    def __str__(self):
        return f"{self.entry_id} / {self.person_id}"


class EnteredConflict(models.Model):
    """This person must not judge this entry: the secretariat knows what no machine can see."""

    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="entered_conflicts", verbose_name=_("entry")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("entered conflict of interest")
        verbose_name_plural = _("entered conflicts of interest")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "person"], name="submissions_one_entered_conflict_a_pair"
            )
        ]

    def __str__(self):
        return f"{self.entry_id} / {self.person_id}"


class KeptRelation(models.Model):
    """What relates a person on a panel to a sealed entry, as it was found last.

    Finding compares everybody with everything; the secretariat's pages read what was kept. It names
    people, so no page of judges does.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=16)
    through = models.TextField(_("what relates them"))

    class Meta:
        verbose_name = _("kept relation")
        verbose_name_plural = _("kept relations")

    def __str__(self):
        return f"{self.entry_id} / {self.person_id}: {self.reason}"
