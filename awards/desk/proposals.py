"""What the committee is shown of the proposed prizes: the list by tier, and the evidence of one."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Max, QuerySet

from accounts.models import User
from awards.models import Approval, Ratification, Standing, StandingRow
from competition.models import Criterion, Edition, PrizeTier
from judging.models import Ranking, Scoresheet
from submissions.sealing import sealing
from voting.models import TallyRow

CLOSE = Decimal("0.5")  # points: nearer to the line of a prize than this is said
BESIDE = 2  # places shown above and below a proposed prize


@dataclass(frozen=True)
class Near:
    """The next place beyond a line of prizes, and by how many points it is apart."""

    rank: int
    apart: Decimal
    is_above: bool


@dataclass
class Proposal:
    """A proposed prize and what this member answered; `answer` is yes, no, none, or empty for not
    yet.
    """

    place: StandingRow
    authors: str
    answer: str
    is_own: bool
    approvals: int | None = None  # known after the close
    near: list[Near] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        """This member may answer, and has not."""
        return not self.answer and not self.is_own


def proposals_of(vote: Ratification, member: User) -> list[Proposal]:
    """Every proposed prize, the highest first."""
    own = Approval.objects.filter(ratification=vote, member=member)
    answers = {row: ANSWERS[approves] for row, approves in own.values_list("row_id", "approves")}
    places = vote.standing.rows.exclude(tier=None)
    places = places.select_related("tier", "entry__unit", "field")
    near = near_lines(vote.standing)
    proposals = []
    for place in places.prefetch_related("entry__authors").order_by("tier__order", "rank", "code"):
        authors = place.entry.authors.all() if place.entry else []
        proposal = Proposal(
            place,
            authors=", ".join(author.full_name for author in authors),
            answer=answers.get(place.pk, ""),
            is_own=place.entry is not None and place.entry.owner_id == member.pk,
            near=near.get(place.pk, []),
        )
        proposals.append(proposal)
    return proposals


# How an answer is posted and shown; None is an abstention.
ANSWERS = {True: "yes", False: "no", None: "none"}
MEANT = {answer: approves for approves, answer in ANSWERS.items()}


def by_tier(proposals: list[Proposal]) -> list[tuple[PrizeTier, list[Proposal]]]:
    """The list under the prizes, the highest first."""
    tiers: dict[int, tuple[PrizeTier, list[Proposal]]] = {}
    for proposal in proposals:
        tier = proposal.place.tier
        if tier:
            tiers.setdefault(tier.pk, (tier, []))[1].append(proposal)
    return list(tiers.values())


def near_lines(standing: Standing) -> dict[int, list[Near]]:
    """{row id: the places of another prize, or of none, that are nearer than `CLOSE`}."""
    last = standing.rows.exclude(tier=None).aggregate(last=Max("rank"))["last"] or 0
    reached = standing.rows.filter(rank__lte=last + 1).order_by("rank", "code")
    rows = list(reached.values("pk", "rank", "final_score", "tier"))
    near: dict[int, list[Near]] = {}
    for above, below in itertools.pairwise(rows):
        apart = above["final_score"] - below["final_score"]
        if above["tier"] == below["tier"] or apart >= CLOSE:
            continue
        near.setdefault(above["pk"], []).append(Near(below["rank"], apart, is_above=False))
        near.setdefault(below["pk"], []).append(Near(above["rank"], apart, is_above=True))
    return near


@dataclass(frozen=True)
class SheetTable:
    """The countable sheets of one work: one column a sheet, the highest total first, so that no
    column tells a judge. `lines` are (criterion, its points in that order); None was left out.
    """

    totals: list[Decimal]
    lines: list[tuple[Criterion, list[Decimal | None]]]
    remarks: list[str]

    @property
    def spread(self) -> Decimal:
        """The highest total less the lowest."""
        return self.totals[0] - self.totals[-1] if self.totals else Decimal(0)


def sheets_of(edition: Edition, code: str) -> SheetTable | None:
    """The sheets of the round that decides, without a judge's name; None where no ranking is."""
    ranking = Ranking.objects.decisive(edition).without_sheets().select_related("round").first()
    if ranking is None:
        return None
    sheets = Scoresheet.objects.countable().filter(
        assignment__blinded_entry__code=code, assignment__judge__panel__round=ranking.round_id
    )
    locked = sheets.exclude(total=None).values_list("total", "points", "remark")
    ordered = [(Decimal(total or 0), points, remark) for total, points, remark in locked]
    ordered.sort(key=lambda row: (-row[0], str(row[1])))
    lines = []
    for criterion in Criterion.objects.filter(scheme=ranking.round.scheme_id):
        given = [points.get(str(criterion.pk)) for _total, points, _remark in ordered]
        lines.append((criterion, [None if one is None else Decimal(one) for one in given]))
    remarks = sorted(remark for _total, _points, remark in ordered if remark)
    return SheetTable([total for total, _points, _remark in ordered], lines, remarks)


def votes_of(edition: Edition, code: str) -> TallyRow | None:
    """The counted votes of a work, and those set aside; None where it was in no vote."""
    result_code = sealing.result_codes_of([code]).get(code)
    return TallyRow.objects.filter(tally__edition=edition, result_code=result_code).first()


def beside(place: StandingRow) -> QuerySet[StandingRow]:
    """The places right above and below in the standing, this one among them."""
    rows = place.standing.rows.select_related("tier").order_by("rank", "code")
    return rows.filter(rank__gte=place.rank - BESIDE, rank__lte=place.rank + BESIDE)


def following(proposals: list[Proposal], shown: Proposal) -> Proposal | None:
    """The proposal after this one that waits for an answer; from the top again at the end."""
    at = proposals.index(shown)
    return next((one for one in _round(proposals, at) if one.waits), None)


def _round(proposals: list[Proposal], at: int) -> Iterator[Proposal]:
    yield from proposals[at + 1 :]
    yield from proposals[:at]
