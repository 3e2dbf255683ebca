"""Candidates, voters, their ballots, and rulings on them."""

import datetime
import secrets
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competition.models import Edition, EntryKind, Field, JointRequest
from competition.publicity import Allowed, Face, face
from foundation.ledger import chain
from voting.marks import is_mark, mark_of
from voting.models.booths import Booth


class Poll(models.Model):
    """The vote of an edition is released.

    The councils have locked their last sheet, or the edition lets both overlap.
    """

    edition = models.OneToOneField(
        Edition, models.PROTECT, related_name="poll", verbose_name=_("edition")
    )
    released_at = models.DateTimeField(_("released"))

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")

    def __str__(self):
        return str(self.edition)


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def in_edition(self, edition: Edition) -> Self:
        return self.filter(edition=edition)

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)


class Candidate(models.Model):
    """An entry as the public sees it: blinded, under a code that the judges do not know."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="candidates", verbose_name=_("edition")
    )
    code = models.CharField(_("vote code"), max_length=12, unique=True)
    # As the count and the published result call it: on no page it stands beside the title.
    result_code = models.CharField(_("result code"), max_length=12, unique=True, editable=False)
    field = models.ForeignKey(Field, models.PROTECT, related_name="+", verbose_name=_("field"))
    title = models.CharField(pgettext_lazy("a work", "title"), max_length=250)
    # Empty unless the entrant lets the public read it.
    summary = models.TextField(_("summary"), blank=True)
    kind = models.ForeignKey(
        EntryKind,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kind"),
    )
    embargo_until = models.DateField(_("not public before"), null=True, blank=True)
    # Digests of the people whose work it is (voting.whose): they do not vote for it.
    kept_from = models.JSONField(_("digests of its people"), default=list, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["code"]
        indexes = [
            models.Index(
                fields=["edition", "code"],
                condition=models.Q(withdrawn_at=None),
                name="voting_standing",
            )
        ]

    def __str__(self):
        return f"{self.code} {self.title}"

    def face(self, at: datetime.datetime) -> Face:
        """The work as voters see it at this moment."""
        allowed = Allowed(summary=bool(self.summary), embargo_until=self.embargo_until)
        return face(
            allowed,
            at=at,
            title=self.title,
            field=self.field,
            kind=self.kind,
            summary=self.summary,
        )


class Voter(models.Model):
    """Whoever votes in an edition, under a random name: it is all that a ballot knows of a person.

    Who it is stands here alone, and is forgotten for all voters of the edition in one moment
    (voting.forgetting): whose account is erased afterwards cannot be told by the gap it left.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="voters", verbose_name=_("edition")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="voters",
        verbose_name=_("person"),
    )
    # Whoever voted on paper is nobody but a number on a paper of a box.
    booth = models.ForeignKey(
        Booth,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="voters",
        verbose_name=_("polling place"),
    )
    paper = models.PositiveIntegerField(_("number on the paper"), null=True, blank=True)

    class Meta:
        verbose_name = _("voter")
        verbose_name_plural = _("voters")
        constraints = [
            models.UniqueConstraint(fields=["edition", "user"], name="voting_one_voter_a_person"),
            models.UniqueConstraint(fields=["booth", "paper"], name="voting_one_voter_a_paper"),
            models.CheckConstraint(
                condition=models.Q(booth=None, paper=None)
                | models.Q(booth__isnull=False, paper__isnull=False, user=None),
                name="voting_paper_is_nobodys",
            ),
        ]

    def __str__(self):
        return str(self.pk)


class BallotBatch(models.Model):
    """Ballots that were cast or taken back since the batch before, under one Merkle root in the
    ledger.
    """

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="ballot_batches", verbose_name=_("edition")
    )
    number = models.PositiveBigIntegerField(_("line of the ledger"))
    root = models.CharField(_("Merkle root"), max_length=64)
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("batch of ballots")
        verbose_name_plural = _("batches of ballots")
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="voting_one_batch_a_line")
        ]

    def __str__(self):
        return f"{self.edition_id}/{self.number}"


class ClusterRuling(models.Model):
    """Two people have looked at a cluster of ballots that was set aside: it stays so, or counts."""

    joint = models.OneToOneField(
        JointRequest, models.PROTECT, related_name="cluster_ruling", verbose_name=_("request")
    )
    counts = models.BooleanField(_("the ballots count"))
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("ruling on a cluster")
        verbose_name_plural = _("rulings on clusters")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.joint_id}: {self.counts}"


def random_nonce() -> str:
    """256 random bits as 64 hex digits."""
    return secrets.token_hex(32)


BURST = "burst"  # why a ballot is set aside: one of many for one work from one network


class BallotQuerySet(models.QuerySet["Ballot"]):
    def counted(self) -> Self:
        """Not revoked, not in quarantine."""
        return self.filter(revoked_at=None, quarantined_at=None)

    def set_aside(self) -> Self:
        """In quarantine, not revoked, for a candidate that is not withdrawn: what a count keeps
        apart.
        """
        standing = self.filter(revoked_at=None, candidate__withdrawn_at=None)
        return standing.filter(quarantined_at__isnull=False)  # as the index says it

    def not_ruled_on(self) -> Self:
        """Set aside by a look at clusters, and two people have not ruled on it."""
        return self.set_aside().filter(ruling=None, quarantine_reason=BURST)


class Ballot(models.Model):
    """One person's vote for one candidate; one at a time, unique in the database.

    Revoked once or set aside, never deleted; voting again is another ballot.
    """

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="ballots")
    voter = models.ForeignKey(
        Voter, models.PROTECT, related_name="ballots", verbose_name=_("voter")
    )
    cast_at = models.DateTimeField(_("cast"))
    # The network the ballot came from, as a keyed hash: enough to see clusters, not enough to find
    # a person.
    network = models.CharField(_("network"), max_length=32, blank=True)
    # What its voter holds: it proves that a ballot counts, and never for whom.
    receipt = models.CharField(_("receipt"), max_length=64, unique=True)
    # Without it nobody tells the choice from its seal; it leaves the house for an inspector alone.
    nonce = models.CharField(_("nonce"), max_length=64, default=random_nonce, editable=False)
    # That the site cast it: a row that was written past it has none that fits, and never counts.
    mark = models.CharField(_("mark of the site"), max_length=64, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    # That the site ended it, likewise: an end that was written past it is never noted.
    end_mark = models.BinaryField(_("mark of its end"), max_length=32, null=True, editable=False)
    quarantined_at = models.DateTimeField(_("set aside"), null=True, blank=True)
    quarantine_reason = models.CharField(_("why set aside"), max_length=200, blank=True)
    ruling = models.ForeignKey(
        ClusterRuling,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ballots",
        verbose_name=_("what was ruled on its cluster"),
    )
    noted_in = models.ForeignKey(
        BallotBatch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ballots",
        verbose_name=_("batch in which it was noted"),
    )
    ended_in = models.ForeignKey(
        BallotBatch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ended",
        verbose_name=_("batch in which its end was noted"),
    )

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "voter"],
                condition=models.Q(revoked_at=None),
                name="voting_one_ballot_at_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["candidate", "network", "cast_at"]),
            models.Index(
                fields=["candidate", "network"],
                condition=models.Q(quarantined_at__isnull=False, revoked_at=None),
                name="voting_set_aside",
            ),
            models.Index(
                fields=["candidate"],
                condition=models.Q(noted_in=None),
                name="voting_not_noted",
            ),
            models.Index(
                fields=["candidate"],
                condition=models.Q(revoked_at__isnull=False, ended_in=None),
                name="voting_end_not_noted",
            ),
        ]

    def __str__(self):
        return self.receipt[:12]

    def save(self, *args, **kwargs):
        if self._state.adding:
            self.mark = mark_of(self._marked())
            if self.revoked_at is not None:
                self.end_mark = self.end_mark_at(self.revoked_at)
        super().save(*args, **kwargs)

    @property
    def is_of_the_site(self) -> bool:
        """The site cast it, and not somebody who writes to the database."""
        return is_mark(self.mark, self._marked())

    @property
    def is_ended_by_the_site(self) -> bool:
        """It is over, and not by somebody who writes to the database."""
        if self.revoked_at is None or self.end_mark is None:
            return False
        return is_mark(bytes(self.end_mark).hex(), self._marked(until=self.revoked_at))

    def end_mark_at(self, at: datetime.datetime) -> bytes:
        """What shows, 32 bytes, that the site ended the ballot at this moment."""
        return bytes.fromhex(mark_of(self._marked(until=at)))

    def _marked(self, *, until: datetime.datetime | None = None) -> list[str]:
        parts = [self.receipt, self.nonce, str(self.candidate_id), str(self.voter_id)]
        for moment in (self.cast_at, until):
            if moment is not None:
                parts.append(moment.astimezone(datetime.UTC).isoformat(timespec="microseconds"))
        return parts

    @property
    def choice_seal(self) -> str:
        """H(result code, nonce): the choice, which nobody reads without the nonce."""
        return chain.digest_of([self.candidate.result_code, self.nonce])
