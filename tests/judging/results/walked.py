"""A small contest whose rules stand in the database, walked through the verbs: sheets are locked,
votes are cast, the ranking is frozen, the standing computed, the result announced.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.membership import grant
from accounts.models import Membership, User
from awards import announce, decision, ratification, standings, unsealing
from awards.models import AwardDecision, Standing
from competition import joint_requests
from competition.models import Criterion, Edition, Field, Phase, PrizeTier, Scheme
from judging.councils import rounds
from judging.models import Assignment, BlindedEntry, Judge, Panel, Ranking, Round
from judging.results import ranking
from judging.scoring import scoresheets
from submissions.models import Entry
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import (
    CriterionFactory,
    EditionFactory,
    FieldFactory,
    PhaseFactory,
    PrizeTierFactory,
    SchemeFactory,
)
from tests.factories.judging import (
    AssignmentFactory,
    BlindedEntryFactory,
    JudgeFactory,
    PanelFactory,
)
from tests.factories.moments import NOON, days
from tests.factories.submissions import AuthorFactory, SealingFactory, UnitFactory
from tests.factories.voting import CandidateFactory, PollFactory
from voting import casting, tally
from voting.models import Candidate

# {what it is a rule of: {column: value}}; what is not named has its default.
Rules = Mapping[str, Mapping[str, Any]]
# {work: what each judge gives for both criteria}; None leaves a criterion out.
Sheets = Mapping[str, Sequence[tuple[Any, Any]]]
# {work: how many vote for it}; None: it is kept out of the vote.
Votes = Mapping[str, int | None]
# {work: (rank, council score, vote points, prize)}
Result = dict[str, tuple[int, Decimal, Decimal, str]]

JUDGES = 4
MOMENTS = {
    Phase.Kind.JUDGING: (-10, 30),
    Phase.Kind.VOTING: (-5, -1),
    Phase.Kind.RATIFICATION: (-10, 30),
    Phase.Kind.ANNOUNCEMENT: (-10, 30),
}


@dataclass
class Contest:
    """An edition of one round with two criteria, “novelty” of 20 and “use” of 60 points, and two
    prizes of one winner each, “Nhất” and “Nhì”.
    """

    edition: Edition
    scheme: Scheme
    novelty: Criterion
    use: Criterion
    panel: Panel
    seats: list[Judge]
    secretary: User
    works: dict[str, BlindedEntry]
    candidates: dict[str, Candidate]
    entries: dict[str, Entry]

    @property
    def round(self) -> Round:
        return Round.objects.get(pk=self.panel.round_id)

    @property
    def tiers(self) -> list[PrizeTier]:
        return list(self.edition.tiers.all())


def planned(rules: Rules, fields: Mapping[str, str]) -> Contest:
    """The contest before its first sheet. `fields` has the field of each work by name."""
    edition = EditionFactory()
    scheme = SchemeFactory(edition=edition, **rules.get("scheme", {}))
    novelty = _criterion(scheme, "Tính mới", rules.get("novelty", {}), max_points=20, order=1)
    use = _criterion(scheme, "Hiệu quả", rules.get("use", {}), max_points=60, order=2)
    prizes = {"Nhất": rules.get("first prize", {}), "Nhì": rules.get("second prize", {})}
    for order, (name, columns) in enumerate(prizes.items(), start=1):
        PrizeTierFactory(edition=edition, **{"name": name, "order": order} | columns)
    for kind, (opens, closes) in MOMENTS.items():
        PhaseFactory(edition=edition, kind=kind, opens_at=days(opens), closes_at=days(closes))
    secretary = secretary_of(edition)
    secretary.full_name = "Phùng Lệ Quyên"  # nobody else's: an equal name relates people
    secretary.save()
    judging_round = rounds.prepare_round(edition=edition, by=secretary)
    panel = PanelFactory(round=judging_round)
    positions = [Membership.Role.CHAIR] + [Membership.Role.JUDGE] * (JUDGES - 1)
    seats = [JudgeFactory(panel=panel, position=position) for position in positions]
    contest = Contest(edition, scheme, novelty, use, panel, seats, secretary, {}, {}, {})
    in_edition = {name: FieldFactory(edition=edition) for name in set(fields.values())}
    panel.fields.set(in_edition.values())
    for name, field in fields.items():
        _enter(contest, name, in_edition[field])
    PollFactory(edition=edition)
    return contest


def _criterion(scheme: Scheme, name: str, columns: Mapping[str, Any], **usual: int) -> Criterion:
    return CriterionFactory(scheme=scheme, **{"name": name} | usual | columns)


def _enter(contest: Contest, name: str, field: Field) -> None:
    """A sealed entry, its blinded copy and its profile in the vote, under codes of their own."""
    number = f"{contest.edition.pk}{name}"
    sealing = SealingFactory(
        version__entry__edition=contest.edition,
        version__entry__field=field,
        version__entry__unit=UnitFactory(),
        version__entry__status=Entry.Status.SEALED,
        judging_code=f"HS-{number}",
        vote_code=f"BC-{number}",
        result_code=f"KQ-{number}",
        confirmed_at=days(-11),
        confirmed_by=contest.secretary,
    )
    entry = sealing.version.entry
    AuthorFactory(entry=entry)
    contest.entries[name] = entry
    contest.works[name] = BlindedEntryFactory(
        round=contest.round, code=sealing.judging_code, field=field
    )
    contest.candidates[name] = CandidateFactory(
        edition=contest.edition,
        code=sealing.vote_code,
        result_code=sealing.result_code,
        field=field,
    )


def assigned(contest: Contest, sheets: Sheets) -> None:
    """Each work to as many judges as it has sheets, and the round is open."""
    for name, of_work in sheets.items():
        for seat, _points in zip(contest.seats, of_work, strict=False):
            AssignmentFactory(judge=seat, blinded_entry=contest.works[name])
    rounds.open_round(judging_round=contest.round, by=contest.secretary, at=NOON)


def scored(contest: Contest, sheets: Sheets, **words: str) -> None:
    """Every judge locks the sheets."""
    assigned(contest, sheets)
    for name, of_work in sheets.items():
        for seat, (novelty, use) in zip(contest.seats, of_work, strict=False):
            lock_sheet(contest, name, seat, novelty, use, **words)


def lock_sheet(
    contest: Contest, name: str, seat: Judge, novelty: Any, use: Any, **words: str
) -> None:
    """One judge hands in one sheet."""
    typed = {contest.novelty.pk: novelty, contest.use.pk: use}
    scoresheets.submit_sheet(
        assignment=Assignment.objects.get(judge=seat, blinded_entry=contest.works[name]),
        points={key: str(value) for key, value in typed.items() if value is not None},
        by=seat.user,
        at=NOON,
        **{"comment": ""} | words,
    )


def frozen(contest: Contest) -> Ranking:
    """The round is closed and its ranking frozen."""
    usual = {"judging_round": contest.round, "by": contest.secretary, "at": NOON}
    rounds.close_round(**usual)
    return ranking.freeze(**usual)


def voted_on(contest: Contest, votes: Votes) -> None:
    """So many people vote for each work, and the vote is counted; those with None are kept out."""
    for name, number in votes.items():
        candidate = contest.candidates[name]
        if number is None:
            Candidate.objects.filter(pk=candidate.pk).update(withdrawn_at=days(-3))
            continue
        for _each in range(number):
            casting.cast(candidate=candidate, by=UserFactory(), at=days(-2))
    tally.close(edition=contest.edition, by=contest.secretary, at=NOON)


def standing_of(contest: Contest) -> Standing:
    return standings.compute(edition=contest.edition, by=contest.secretary, at=NOON)


def result_of(contest: Contest, standing: Standing) -> Result:
    """What the standing says of each work."""
    name_of = {work.code: name for name, work in contest.works.items()}
    return {
        name_of[row.code]: (
            row.rank,
            row.council_score,
            row.vote_points,
            row.tier.name if row.tier else "",
        )
        for row in standing.rows.select_related("tier")
    }


def walk(rules: Rules, sheets: Sheets, votes: Votes, fields: Mapping[str, str]) -> Result:
    """From the rules to the result."""
    contest = planned(rules, fields)
    scored(contest, sheets)
    frozen(contest)
    voted_on(contest, votes)
    return result_of(contest, standing_of(contest))


def announced(contest: Contest, standing: Standing) -> AwardDecision:
    """The seals are opened, the committee of one ratifies everything, and the result is told."""
    member = UserFactory()
    grant(member, Membership.Role.COMMITTEE, edition_id=contest.edition.pk)
    office = {"by": contest.secretary, "at": NOON}
    asked = unsealing.ask(standing=standing, **office)
    joint_requests.agree(joint=asked, by=member, at=NOON)
    vote = ratification.open_ballot(standing=standing, **office)
    prizes = standing.rows.exclude(tier=None).values_list("pk", flat=True)
    ratification.vote(ratification=vote, choices=dict.fromkeys(prizes, True), by=member, at=NOON)
    vote = ratification.close(ratification=vote, **office)
    adopted = decision.adopt(
        ratification=vote,
        number=f"{contest.edition.pk}/QĐ-BTC",
        date=NOON.date(),
        signer_name="Lê An",
        signer_title="TRƯỞNG BAN",
        **office,
    )
    announce.announce(decision=adopted, **office)
    return adopted
