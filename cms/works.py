"""The works that won, one by one: what stands on the page of a work. Which works have one is said
by `facts`: announced, not revoked, not withdrawn; and by their faces: not under embargo.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from awards import applied
from awards.models import AppliedReport, Award, Certificate, Standing
from cms import facts
from cms.facts import Winner
from competition import clock
from competition.models import Question
from foundation.vault import pictures
from submissions.models import Attachment, Outcome

MOST_PICTURES = 9
RELATED = 3


@dataclass(frozen=True)
class Part:
    """A part of the final score, of `most` points; `width` in per cent of them."""

    name: str
    points: Decimal
    most: Decimal

    @property
    def width(self) -> Decimal:
        return 100 * self.points / self.most if self.most else Decimal(0)


@dataclass(frozen=True)
class Work:
    """A work that won, as its page shows it."""

    award: Award
    winner: Winner
    parts: Sequence[Part]  # none: the final score alone is known
    certificates: Sequence[Certificate]  # those in force, with a file
    pictures: Sequence[Attachment]
    reports: Sequence[AppliedReport]  # of what came after: confirmed, and agreed to
    previous: Winner | None  # of the same prize
    following: Winner | None
    related: Sequence[Winner]  # of the same field, the newest first


def award_at(number: str, at: datetime.datetime) -> Award | None:
    """The award of the work under this number; None where strangers may not open its page."""
    written = "-" + "-".join(number.split("-")[-2:])  # the prefix may have accents
    for award in facts.all_winners().filter(entry__receipt_number__endswith=written):
        if facts.number_of(award.entry) == number:
            return None if award.entry.allowed.is_hidden(at) else award
    return None


def revoked_at(number: str, at: datetime.datetime) -> bool:
    """A prize that was announced for the work under this number is revoked; nothing is said of one
    that is withdrawn or under embargo.
    """
    written = "-" + "-".join(number.split("-")[-2:])
    gone = facts.revoked_awards().filter(entry__receipt_number__endswith=written)
    return any(
        facts.number_of(award.entry) == number and not award.entry.allowed.is_hidden(at)
        for award in gone
    )


def work_of(award: Award) -> Work:
    """What the page of this work shows now, in as many statements for any work."""
    at = clock.now()
    shown = facts.winner(award, at)
    return Work(
        award=award,
        winner=shown,
        parts=parts_of(award),
        certificates=_certificates(award),
        pictures=pictures_of(award, at),
        reports=list(applied.public_of(award)),
        previous=_neighbour(award, at, lambda rest: rest.filter(_before(award)).reverse()),
        following=_neighbour(award, at, lambda rest: rest.filter(_behind(award))),
        related=_related(award, at),
    )


def parts_of(award: Award) -> list[Part]:
    """Council and vote, where they add up to the score of the prize; the rules say of how many
    points.
    """
    outcome = Outcome.objects.filter(entry=award.entry_id).first()
    standing = Standing.objects.filter(edition=award.decision.edition_id).first()
    if outcome is None or standing is None or outcome.final_score != award.final_score:
        return []
    scheme = standing.formula.get("scheme", {})
    parts = []
    if outcome.council_score is not None and scheme.get("council_max"):
        most = Decimal(scheme["council_max"])
        parts.append(Part(_("Council"), outcome.council_score, most))
    if outcome.vote_points is not None and scheme.get("vote_formula", "none") != "none":
        parts.append(Part(_("Public vote"), outcome.vote_points, Decimal(scheme["vote_max"])))
    return parts


def _certificates(award: Award) -> list[Certificate]:
    return list(award.certificates.filter(author=None, revocation=None).exclude(pdf=None))


def pictures_of(award: Award, at: datetime.datetime) -> list[Attachment]:
    """Photographs of the dossier, where they may be published; never scans of papers that judges
    are not shown.
    """
    entry = award.entry
    if not entry.face(at).has_pictures:
        return []
    papers = Question.objects.filter(
        edition=entry.edition_id, type=Question.Type.FILE, judges_see=False
    )
    attachments = entry.attachments.filter(
        verdict=Attachment.Verdict.CLEARED, blob__media_type__startswith="image/"
    ).exclude(part__in=papers.values("key"))
    shown = attachments.select_related("blob")[:MOST_PICTURES]
    return [one for one in shown if pictures.can_be_shown(one.blob)]


def _public(at: datetime.datetime) -> QuerySet[Award]:
    """Winners whose embargo is over, or who have none."""
    return facts.all_winners().exclude(entry__embargo_until__gt=localdate(at))


def _before(award: Award) -> Q:
    """Equals stand in the order of their rows."""
    return Q(rank__lt=award.rank) | Q(rank=award.rank, pk__lt=award.pk)


def _behind(award: Award) -> Q:
    return Q(rank__gt=award.rank) | Q(rank=award.rank, pk__gt=award.pk)


def _neighbour(
    award: Award,
    at: datetime.datetime,
    beside: Callable[[QuerySet[Award]], QuerySet[Award]],
) -> Winner | None:
    of_tier = _public(at).filter(decision=award.decision_id, tier=award.tier_id)
    found = beside(of_tier.order_by("rank", "pk")).first()
    return facts.winner(found, at) if found else None


def _related(award: Award, at: datetime.datetime) -> list[Winner]:
    field = award.entry.field
    if field is None:
        return []
    others = _public(at).filter(entry__field__code=field.code).exclude(pk=award.pk)
    return [facts.winner(other, at) for other in others[:RELATED]]
