"""Every rule of a round and its prizes that stands in the database reaches the result: with another
value than the default, scores, ranks and prizes are others, computed here by hand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from awards import standings
from competition import validation
from competition.errors import NotAllowed, PhaseClosed, WrongState
from competition.models import Criterion, PrizeTier, RubricBand, Scheme
from judging import intake
from judging.assigning import assignment
from judging.councils import discussion, fees, meetings, visits
from judging.models import Assignment, Judge, Scoresheet
from judging.results import comparing, promotion
from judging.scoring import scoresheets
from submissions.models import Outcome
from tests.factories.accounts import UserFactory
from tests.factories.competition import FieldFactory, RubricBandFactory, SchemeFactory
from tests.factories.judging import AttendanceFactory, MeetingFactory
from tests.factories.moments import NOON, days
from tests.factories.submissions import AuthorFactory, SealingFactory
from tests.factories.voting import BallotFactory, CandidateFactory
from tests.judging.results import walked
from voting import rules as ballot_rules

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

# Columns that bear no rule: what a row belongs to, and words that people read.
WORDS = {
    # Who may vote, and what the committee is shown, are no rules of the count.
    Scheme: {"id", "edition", "name", "name_en", "min_voter_age", "shows_what_if"},
    Criterion: {"id", "scheme", "name", "name_en", "guidance", "guidance_en"},
    PrizeTier: {"id", "edition", "name", "name_en"},
    RubricBand: {"id", "criterion", "text", "text_en"},
}
ONE_FIELD = {"A": "x", "B": "x"}
# Two works with equal final scores: 40 + 10 = 30 + 20.
TIED = {"A": [(10, 30)], "B": [(14, 16)]}
HALF_AND_WHOLE = {"A": 1, "B": 2}
NO_VOTES = {"A": 0, "B": 0}
Told = Mapping[str, tuple[int, str, str, str]]  # {work: (rank, council, vote points, prize)}


@dataclass(frozen=True)
class Row:
    """A rule, and the result of the same sheets and votes without and with it. `beside` are rules
    that hold in both.
    """

    of: str
    rules: walked.Rules
    sheets: walked.Sheets
    usual: Told
    told: Told
    votes: walked.Votes = field(default_factory=lambda: NO_VOTES)
    beside: walked.Rules = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=lambda: ONE_FIELD)

    def walk(self, rules: walked.Rules) -> walked.Result:
        both = {
            part: dict(self.beside.get(part, {})) | dict(rules.get(part, {}))
            for part in {*self.beside, *rules}
        }
        return walked.walk(both, self.sheets, self.votes, self.fields)


ROWS = [
    Row(
        "Scheme.vote_max",
        {"scheme": {"vote_max": 8}},
        {"A": [(10, 30)], "B": [(10, 25)]},
        {"A": (2, "40", "10", "Nhì"), "B": (1, "35", "20", "Nhất")},
        {"A": (1, "40", "4", "Nhất"), "B": (2, "35", "8", "Nhì")},
        votes=HALF_AND_WHOLE,
    ),
    Row(
        "Scheme.vote_formula",
        {"scheme": {"vote_formula": "none"}},
        {"A": [(10, 30)], "B": [(10, 25)]},
        {"A": (2, "40", "10", "Nhì"), "B": (1, "35", "20", "Nhất")},
        {"A": (1, "40", "0", "Nhất"), "B": (2, "35", "0", "Nhì")},
        votes=HALF_AND_WHOLE,
    ),
    Row(  # B is kept out of the vote: the mean of 20 points is 20
        "Scheme.without_vote",
        {"scheme": {"without_vote": "nothing"}},
        {"A": [(10, 15)], "B": [(10, 25)]},
        {"A": (2, "25", "20", "Nhì"), "B": (1, "35", "20", "Nhất")},
        {"A": (1, "25", "20", "Nhất"), "B": (2, "35", "0", "Nhì")},
        votes={"A": 1, "B": None},
    ),
    Row(  # 10, 40 and 40 points: their mean is 30, their median 40
        "Scheme.aggregate",
        {"scheme": {"aggregate": "median"}},
        {"A": [(0, 10), (10, 30), (10, 30)], "B": [(10, 25)] * 3},
        {"A": (2, "30", "0", "Nhì"), "B": (1, "35", "0", "Nhất")},
        {"A": (1, "40", "0", "Nhất"), "B": (2, "35", "0", "Nhì")},
    ),
    Row(  # 0, 40 and 44 points: 28 on the average, 40 without the highest and the lowest
        "Scheme.drop_extremes_from",
        {"scheme": {"drop_extremes_from": 3}},
        {"A": [(0, 0), (10, 30), (10, 34)], "B": [(10, 25)] * 3},
        {"A": (2, "28", "0", "Nhì"), "B": (1, "35", "0", "Nhất")},
        {"A": (1, "40", "0", "Nhất"), "B": (2, "35", "0", "Nhì")},
    ),
    Row(  # nothing is left out of three sheets where four are needed for it
        "Scheme.drop_extremes_from",
        {"scheme": {"drop_extremes_from": 4}},
        {"A": [(0, 0), (10, 30), (10, 34)], "B": [(0, 0), (10, 30), (10, 30), (10, 36)]},
        {"A": (2, "28", "0", "Nhì"), "B": (1, "31.5", "0", "Nhất")},
        {"A": (2, "28", "0", "Nhì"), "B": (1, "40", "0", "Nhất")},
    ),
    Row(  # 20 × 1 ÷ 3 = 6.666…; A has 46.7 or 46.67, B 26.67 + 20
        "Scheme.decimals",
        {"scheme": {"decimals": 2}},
        {"A": [(10, 30)], "B": [(10, 16.5), (10, 16.5), (10, 17)]},
        {"A": (1, "40", "6.7", "Nhất"), "B": (2, "26.67", "20", "Nhì")},
        {"A": (1, "40", "6.67", ""), "B": (1, "26.67", "20", "")},
        votes={"A": 1, "B": 3},
    ),
    Row(  # 121 ÷ 3 = 40.333…
        "Scheme.council_decimals",
        {"scheme": {"council_decimals": 0}},
        {"A": [(10, 30), (10, 30), (10, 31)], "B": [(10, 30)] * 3},
        {"A": (1, "40.33", "0", "Nhất"), "B": (2, "40", "0", "Nhì")},
        {"A": (1, "40", "0", ""), "B": (1, "40", "0", "")},
    ),
    Row(  # 160.5 ÷ 4 = 40.125, and 20 × 1 ÷ 16 = 1.25
        "Scheme.rounding",
        {"scheme": {"rounding": "ROUND_HALF_EVEN"}},
        {"A": [(10, 30), (10, 30), (10, 30), (10, 30.5)], "B": [(10, 5)]},
        {"A": (1, "40.13", "1.3", "Nhất"), "B": (2, "15", "20", "Nhì")},
        {"A": (1, "40.12", "1.2", "Nhất"), "B": (2, "15", "20", "Nhì")},
        votes={"A": 1, "B": 16},
    ),
    Row(  # A has just reached it; B is first with 35 + 20, and its council score is too low
        "Scheme.pass_mark",
        {"scheme": {"pass_mark": 40}},
        {"A": [(10, 30)], "B": [(10, 25)]},
        {"A": (2, "40", "10", "Nhì"), "B": (1, "35", "20", "Nhất")},
        {"A": (2, "40", "10", "Nhất"), "B": (1, "35", "20", "")},
        votes=HALF_AND_WHOLE,
    ),
    Row(
        "Scheme.tie_rules",
        {"scheme": {"tie_rules": ["council"]}},
        TIED,
        {"A": (1, "40", "10", ""), "B": (1, "30", "20", "")},
        {"A": (1, "40", "10", "Nhất"), "B": (2, "30", "20", "Nhì")},
        votes=HALF_AND_WHOLE,
    ),
    Row(
        "Scheme.tie_rules",
        {"scheme": {"tie_rules": ["first_criterion", "council"]}},
        TIED,
        {"A": (1, "40", "10", ""), "B": (1, "30", "20", "")},
        {"A": (2, "40", "10", "Nhì"), "B": (1, "30", "20", "Nhất")},
        votes=HALF_AND_WHOLE,
    ),
    Row(
        "Scheme.tie_rules",
        {"scheme": {"tie_rules": ["votes", "first_criterion", "council"]}},
        {"A": [(14, 26)], "B": [(10, 20)]},
        {"A": (1, "40", "10", ""), "B": (1, "30", "20", "")},
        {"A": (2, "40", "10", "Nhì"), "B": (1, "30", "20", "Nhất")},
        votes=HALF_AND_WHOLE,
    ),
    Row(
        "Criterion.pass_mark",
        {"novelty": {"pass_mark": 11}},
        {"A": [(10, 30)], "B": [(11, 20)]},
        {"A": (1, "40", "0", "Nhất"), "B": (2, "31", "0", "Nhì")},
        {"A": (1, "40", "0", ""), "B": (2, "31", "0", "Nhất")},
    ),
    Row(  # one zero of two does not make the mean of B zero
        "Criterion.zero_disqualifies",
        {"novelty": {"zero_disqualifies": True}},
        {"A": [(0, 40)] * 2, "B": [(0, 25), (10, 25)]},
        {"A": (1, "40", "0", "Nhất"), "B": (2, "30", "0", "Nhì")},
        {"A": (1, "40", "0", ""), "B": (2, "30", "0", "Nhất")},
    ),
    Row(  # A has 30 of 60 points: of 80 that is 40, of 100 it is 50
        "Criterion.max_points",
        {"novelty": {"max_points": 40}},
        {"A": [(None, 30)], "B": [(15, 30)]},
        {"A": (2, "40", "0", "Nhì"), "B": (1, "45", "0", "Nhất")},
        {"A": (1, "50", "0", "Nhất"), "B": (2, "45", "0", "Nhì")},
        beside={"novelty": {"is_optional": True}},
    ),
    Row(  # the criterion that stands second now decided ties before
        "Criterion.order",
        {"novelty": {"order": 3}},
        TIED,
        {"A": (2, "40", "10", "Nhì"), "B": (1, "30", "20", "Nhất")},
        {"A": (1, "40", "10", "Nhất"), "B": (2, "30", "20", "Nhì")},
        votes=HALF_AND_WHOLE,
        beside={"scheme": {"tie_rules": ["first_criterion"]}},
    ),
    Row(
        "PrizeTier.order",
        {"first prize": {"order": 3}},
        {"A": [(10, 30)], "B": [(10, 20)]},
        {"A": (1, "40", "0", "Nhất"), "B": (2, "30", "0", "Nhì")},
        {"A": (1, "40", "0", "Nhì"), "B": (2, "30", "0", "Nhất")},
    ),
    Row(
        "PrizeTier.count",
        {"first prize": {"count": 2}},
        {"A": [(10, 30)], "B": [(10, 20)], "C": [(10, 10)]},
        {
            "A": (1, "40", "0", "Nhất"),
            "B": (2, "30", "0", "Nhì"),
            "C": (3, "20", "0", ""),
        },
        {
            "A": (1, "40", "0", "Nhất"),
            "B": (2, "30", "0", "Nhất"),
            "C": (3, "20", "0", "Nhì"),
        },
        fields={"A": "x", "B": "x", "C": "x"},
    ),
    Row(
        "PrizeTier.per_field_cap",
        {"first prize": {"per_field_cap": 1}},
        {"A": [(10, 30)], "B": [(10, 20)], "C": [(10, 10)]},
        {
            "A": (1, "40", "0", "Nhất"),
            "B": (2, "30", "0", "Nhất"),
            "C": (3, "20", "0", "Nhì"),
        },
        {
            "A": (1, "40", "0", "Nhất"),
            "B": (2, "30", "0", "Nhì"),
            "C": (3, "20", "0", "Nhất"),
        },
        beside={"first prize": {"count": 2}},
        fields={"A": "x", "B": "x", "C": "y"},
    ),
    Row(
        "PrizeTier.minimum_score",
        {"first prize": {"minimum_score": Decimal("40.01")}},
        {"A": [(10, 30)], "B": [(10, 20)]},
        {"A": (1, "40", "0", "Nhất"), "B": (2, "30", "0", "Nhì")},
        {"A": (1, "40", "0", "Nhì"), "B": (2, "30", "0", "")},
    ),
    Row(  # A has just reached it
        "PrizeTier.minimum_score",
        {"first prize": {"minimum_score": 40}, "second prize": {"minimum_score": 31}},
        {"A": [(10, 30)], "B": [(10, 20)]},
        {"A": (1, "40", "0", "Nhất"), "B": (2, "30", "0", "Nhì")},
        {"A": (1, "40", "0", "Nhất"), "B": (2, "30", "0", "")},
    ),
]
SEEN = {row.of for row in ROWS}


def about(*columns: str) -> Callable:
    """The test that follows is about these columns."""
    SEEN.update(columns)
    return lambda test: test


def as_numbers(told: Told) -> walked.Result:
    return {
        name: (rank, Decimal(council), Decimal(vote), prize)
        for name, (rank, council, vote, prize) in told.items()
    }


def name_of(row: Row) -> str:
    """“Scheme.vote_max 8”."""
    values = [value for columns in row.rules.values() for value in columns.values()]
    return " ".join([row.of, *map(str, values)])


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_without_the_rule_the_result_is_the_usual_one(row):
    assert row.walk({}) == as_numbers(row.usual)


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_with_the_rule_the_result_is_what_it_says(row):
    assert row.walk(row.rules) == as_numbers(row.told)


class TestTheSheet:
    """What a judge may write on it."""

    SHEETS = {"A": [(10, 30)], "B": [(10, 25)]}

    def opened(self, rules: walked.Rules) -> walked.Contest:
        contest = walked.planned(rules, ONE_FIELD)
        walked.assigned(contest, self.SHEETS)
        return contest

    def lock(self, contest: walked.Contest, novelty: Any, use: Any = 30, **words) -> Scoresheet:
        walked.lock_sheet(contest, "A", contest.seats[0], novelty, use, **words)
        return Scoresheet.objects.get(assignment__blinded_entry=contest.works["A"])

    def test_points_keep_to_the_usual_step(self):
        with pytest.raises(scoresheets.BadPoints):
            self.lock(self.opened({}), "10.25")

    @about("Criterion.step")
    def test_and_to_the_step_of_their_criterion(self):
        contest = self.opened({"novelty": {"step": Decimal("0.25")}})
        assert self.lock(contest, "10.25").total == Decimal("40.25")

    def test_the_step_of_one_criterion_is_that_of_no_other(self):
        contest = self.opened({"novelty": {"step": Decimal("0.25")}})
        with pytest.raises(scoresheets.BadPoints):
            self.lock(contest, 10, "30.25")

    def test_points_keep_to_the_most_of_their_criterion(self):
        contest = self.opened({"novelty": {"max_points": 12}})
        with pytest.raises(scoresheets.BadPoints):
            self.lock(contest, "12.5")

    def test_a_criterion_is_not_left_out(self):
        with pytest.raises(scoresheets.BadPoints):
            self.lock(self.opened({}), None)

    @about("Criterion.is_optional")
    def test_but_where_it_is_optional_the_others_are_scaled_up(self):
        """30 of 60 points are 40 of 80."""
        contest = self.opened({"novelty": {"is_optional": True}})
        assert self.lock(contest, None).total == 40

    @pytest.mark.parametrize(
        ("rounding", "total"), [("ROUND_HALF_UP", "38.13"), ("ROUND_HALF_EVEN", "38.12")]
    )
    def test_what_is_scaled_up_is_rounded_as_the_rules_say(self, rounding, total):
        """30.5 of 64 points are 38.125 of 80."""
        rules = {
            "scheme": {"rounding": rounding},
            "novelty": {"max_points": 16, "is_optional": True},
            "use": {"max_points": 64},
        }
        assert self.lock(self.opened(rules), None, "30.5").total == Decimal(total)

    def test_points_need_no_comment(self):
        assert self.lock(self.opened({}), 10).state == Scoresheet.State.LOCKED

    @about("Criterion.asks_comment")
    def test_but_where_the_criterion_asks_for_one(self):
        contest = self.opened({"novelty": {"asks_comment": True}})
        with pytest.raises(scoresheets.BadPoints):
            self.lock(contest, 10)

    def test_and_with_it_they_are_taken(self):
        contest = self.opened({"novelty": {"asks_comment": True}})
        assert self.lock(contest, 10, comment="Rõ").state == Scoresheet.State.LOCKED

    @about("Scheme.begins_at")
    def test_none_is_locked_before_the_round_begins(self):
        contest = self.opened({})
        Scheme.objects.filter(pk=contest.scheme.pk).update(begins_at=days(0.001))
        with pytest.raises(PhaseClosed):
            self.lock(contest, 10)

    def test_at_its_first_moment_one_is(self):
        contest = self.opened({"scheme": {"begins_at": NOON}})
        assert self.lock(contest, 10).state == Scoresheet.State.LOCKED

    @about("Scheme.ends_at")
    def test_none_is_locked_from_its_end_on(self):
        contest = self.opened({})
        Scheme.objects.filter(pk=contest.scheme.pk).update(ends_at=NOON)
        with pytest.raises(PhaseClosed):
            self.lock(contest, 10)

    def test_before_its_end_one_is(self):
        contest = self.opened({"scheme": {"ends_at": days(0.001)}})
        assert self.lock(contest, 10).state == Scoresheet.State.LOCKED


class TestTheSheetsOfAnEntry:
    def sheets(self, rules: walked.Rules) -> int:
        contest = walked.planned(rules, ONE_FIELD)
        office = {"judging_round": contest.round, "by": contest.secretary}
        assignment.propose(**office)
        assignment.confirm(at=NOON, **office)
        return Assignment.objects.countable().filter(blinded_entry=contest.works["A"]).count()

    def test_are_as_many_as_the_edition_says(self):
        assert self.sheets({}) == 3

    @about("Scheme.sheets_per_entry")
    def test_but_where_the_round_says_another_number(self):
        assert self.sheets({"scheme": {"sheets_per_entry": 2}}) == 2


class TestTheSnapshot:
    RULES = {
        "scheme": {
            "council_max": 100,
            "vote_max": 8,
            "vote_formula": "none",
            "without_vote": "nothing",
            "ballot_rule": "fields",
            "ballot_number": 4,
            "voters": "phone",
            "aggregate": "median",
            "drop_extremes_from": 3,
            "decimals": 2,
            "council_decimals": 0,
            "rounding": "ROUND_HALF_EVEN",
            "pass_mark": 36,
            "tie_rules": ["votes"],
            "promotes_per_field": 2,
            "promotes_from": 10,
            "promotes_without_zero": True,
        },
        "novelty": {
            "name": "Tính sáng tạo",
            "max_points": 40,
            "pass_mark": 11,
            "is_optional": True,
            "zero_disqualifies": True,
        },
    }

    def snapshot(self, rules: walked.Rules) -> dict[str, Any]:
        contest = walked.planned(rules, ONE_FIELD)
        walked.scored(contest, TIED)
        return walked.frozen(contest).scheme

    def test_it_holds_what_stands_in_the_database(self):
        frozen = self.snapshot(self.RULES)
        novelty, use = frozen.pop("criteria")
        novelty.pop("key")
        use.pop("key")
        frozen["novelty"] = novelty
        frozen["use"] = use
        assert frozen == {
            "council_max": "100.00",
            "vote_max": "8.00",
            "vote_formula": "none",
            "without_vote": "nothing",
            "ballots": {"rule": "fields", "number": 4, "voters": "phone"},
            "aggregate": "median",
            "drop_extremes_from": 3,
            "decimals": 2,
            "council_decimals": 0,
            "rounding": "ROUND_HALF_EVEN",
            "pass_mark": "36.00",
            "tie_rules": ["votes"],
            "promotes_per_field": 2,
            "promotes_from": "10.00",
            "promotes_without_zero": True,
            "novelty": {
                "name": "Tính sáng tạo",
                "max": "40.00",
                "pass_mark": "11.00",
                "is_optional": True,
                "zero_disqualifies": True,
            },
            "use": {
                "name": "Hiệu quả",
                "max": "60.00",
                "pass_mark": "0.00",
                "is_optional": False,
                "zero_disqualifies": False,
            },
        }

    def test_none_of_these_values_is_a_default(self):
        usual, frozen = self.snapshot({}), self.snapshot(self.RULES)
        assert [key for key in frozen if frozen[key] == usual[key]] == []

    def test_the_keys_of_its_criteria_are_those_of_the_sheets(self):
        contest = walked.planned({}, ONE_FIELD)
        walked.scored(contest, TIED)
        frozen = walked.frozen(contest)
        keys = {criterion["key"] for criterion in frozen.scheme["criteria"]}
        assert {key for sheet in frozen.sheets for key in sheet["points"]} == keys

    def test_what_is_changed_after_the_freeze_changes_no_result(self):
        contest = walked.planned({}, ONE_FIELD)
        walked.scored(contest, TIED)
        walked.frozen(contest)
        walked.voted_on(contest, {"A": 1, "B": 1})
        columns = {"vote_max": 0, "pass_mark": 80, "tie_rules": ["votes"], "decimals": 0}
        Scheme.objects.filter(pk=contest.scheme.pk).update(**columns)
        Criterion.objects.filter(scheme=contest.scheme).update(pass_mark=20)
        told = {"A": (1, "40", "20", "Nhất"), "B": (2, "30", "20", "Nhì")}
        assert walked.result_of(contest, walked.standing_of(contest)) == as_numbers(told)


class TestTheOrderOfRounds:
    """Prizes follow from the last round."""

    def ranked(self) -> walked.Contest:
        contest = walked.planned({}, ONE_FIELD)
        walked.scored(contest, TIED)
        walked.frozen(contest)
        walked.voted_on(contest, NO_VOTES)
        return contest

    @about("Scheme.order")
    def test_while_a_round_follows_there_is_no_standing(self):
        contest = self.ranked()
        SchemeFactory(edition=contest.edition, order=contest.scheme.order + 1)
        with pytest.raises(WrongState):
            walked.standing_of(contest)

    def test_a_round_before_it_hinders_nothing(self):
        contest = self.ranked()
        SchemeFactory(edition=contest.edition, order=0)
        assert walked.standing_of(contest).rows.count() == 2


class TestWhoGoesOn:
    SHEETS = {"A": [(0, 40)], "B": [(10, 20)], "C": [(10, 10)]}

    def going_on(self, rules: walked.Rules) -> set[str]:
        contest = walked.planned(rules, {"A": "x", "B": "x", "C": "y"})
        SchemeFactory(edition=contest.edition, order=contest.scheme.order + 1)
        walked.scored(contest, self.SHEETS)
        ranked = walked.frozen(contest)
        promotion.promote(ranking=ranked, overrides={}, by=contest.secretary, at=NOON)
        codes = set(ranked.promotions.filter(goes_on=True).values_list("code", flat=True))
        return {name for name, work in contest.works.items() if work.code in codes}

    def test_everybody_where_the_rules_name_no_limit(self):
        assert self.going_on({}) == {"A", "B", "C"}

    @about("Scheme.promotes_per_field")
    def test_the_best_of_each_field(self):
        assert self.going_on({"scheme": {"promotes_per_field": 1}}) == {"A", "C"}

    @about("Scheme.promotes_from")
    def test_those_who_reach_the_least_score(self):
        assert self.going_on({"scheme": {"promotes_from": 30}}) == {"A", "B"}

    @about("Scheme.promotes_without_zero")
    def test_those_without_a_mean_of_zero(self):
        assert self.going_on({"scheme": {"promotes_without_zero": True}}) == {"B", "C"}


class TestTheComparisonInPairs:
    """Three judges are asked about two works of 40 points each, and one of them chooses."""

    SHEETS = {"A": [(10, 30)] * 3, "B": [(10, 30)] * 3}

    def ranked(self, **columns) -> walked.Contest:
        contest = walked.planned({"scheme": columns}, ONE_FIELD)
        walked.scored(contest, self.SHEETS)
        walked.frozen(contest)
        walked.voted_on(contest, NO_VOTES)
        return contest

    def choose(self, contest: walked.Contest, better: str, other: str):
        codes = [contest.works[name].code for name in (better, other)]
        office = {"by": contest.secretary, "at": NOON}
        frozen = contest.round.rankings.get()
        comparison = comparing.put(ranking=frozen, codes=codes, **office)
        comparing.answer(
            comparison=comparison, better=[tuple(codes)], by=contest.seats[0].user, at=NOON
        )
        return comparing.close(comparison=comparison, **office)

    def test_by_the_usual_quorum_one_of_three_decides_nothing(self):
        contest = self.ranked(tie_rules=["pairs"])
        with pytest.raises(WrongState):
            self.choose(contest, "B", "A")

    @about("Scheme.quorum_percent")
    def test_by_a_third_of_them_one_decides(self):
        contest = self.ranked(tie_rules=["pairs"], quorum_percent=33)
        self.choose(contest, "B", "A")
        told = {"A": (2, "40", "0", "Nhì"), "B": (1, "40", "0", "Nhất")}
        assert walked.result_of(contest, walked.standing_of(contest)) == as_numbers(told)

    def test_before_it_there_is_no_standing(self):
        contest = self.ranked(tie_rules=["pairs"])
        with pytest.raises(WrongState):
            walked.standing_of(contest)

    def test_without_the_rule_nobody_is_waited_for(self):
        assert standings.ties_to_compare(self.ranked().edition) == []


class TestTheQuorumOfAMeeting:
    """Two of four voting members are there."""

    def put_to_vote(self, **columns):
        contest = walked.planned({"scheme": columns}, ONE_FIELD)
        meeting = MeetingFactory(panel=contest.panel)
        for seat in contest.seats[:2]:
            AttendanceFactory(meeting=meeting, judge=seat)
        question = {"text": "Đồng ý?", "is_secret": False, "by": contest.secretary, "at": NOON}
        return meetings.put_to_vote(meeting=meeting, **question)

    def test_the_usual_one_is_not_reached(self):
        with pytest.raises(WrongState):
            self.put_to_vote()

    def test_one_half_is(self):
        assert self.put_to_vote(quorum_percent=50).closed_at is None


class TestTheCouncil:
    def spread(self, **columns) -> bool:
        """Whether 10 and 35 points are too far apart."""
        contest = walked.planned({"scheme": columns}, ONE_FIELD)
        walked.scored(contest, {"A": [(0, 10), (10, 25)], "B": [(10, 25)]})
        return discussion.spread_of(contest.works["A"], contest.panel).is_wide

    def test_a_spread_above_the_usual_limit_is_wide(self):
        assert self.spread()

    @about("Scheme.spread_limit")
    def test_at_a_limit_of_its_own_it_is_not(self):
        assert not self.spread(spread_limit=25)

    def voices(self, **columns) -> tuple[str, str]:
        """What a member is called by a colleague, and the name."""
        contest = walked.planned({"scheme": columns}, ONE_FIELD)
        reader, other = contest.seats[:2]
        called = discussion.voices(contest.panel, reader.user, [other.pk])
        return called[other.pk], str(other)

    def test_colleagues_have_names(self):
        called, name = self.voices()
        assert called == name

    @about("Scheme.shows_colleagues")
    def test_but_where_the_rules_keep_them_from_each_other(self):
        called, name = self.voices(shows_colleagues=False)
        assert called != name

    def byline(self, **columns) -> str:
        contest = walked.planned({"scheme": columns}, ONE_FIELD)
        sealing = SealingFactory(
            version__entry__edition=contest.edition,
            confirmed_at=days(-1),
            confirmed_by=contest.secretary,
        )
        AuthorFactory(entry=sealing.version.entry, full_name="Ma Thị Sen")
        return intake.receive(sealing.pk).byline

    def test_authors_are_not_named(self):
        assert self.byline() == ""

    @about("Scheme.names_authors")
    def test_but_where_the_rules_name_them(self):
        assert self.byline(names_authors=True) == "Ma Thị Sen"

    def plan_a_visit(self, **columns):
        contest = walked.planned({"scheme": columns}, ONE_FIELD)
        return visits.plan(
            entry=contest.works["A"],
            panel=contest.panel,
            planned_at=days(2),
            place="Xã La Bằng",
            team=contest.seats[:1],
            by=contest.secretary,
        )

    def test_nobody_goes_out(self):
        with pytest.raises(WrongState):
            self.plan_a_visit(names_authors=True)

    @about("Scheme.has_visits")
    def test_but_where_the_rules_hold_visits(self):
        visit = self.plan_a_visit(names_authors=True, has_visits=True)
        assert visit.place == "Xã La Bằng"

    def meeting_page(self, client, **columns) -> str:
        contest = walked.planned({"scheme": columns}, ONE_FIELD)
        works = [contest.works["A"]]
        meeting = meetings.call(
            panel=contest.panel, held_at=NOON, place="Sở", by=contest.secretary, entries=works
        )
        item = meeting.agenda.get()
        meetings.begin_presentation(item=item, by=contest.secretary, at=NOON)
        client.force_login(contest.secretary, backend=BACKEND)
        return client.get(reverse("meeting", args=[meeting.pk])).content.decode()

    def test_nobody_presents_a_work(self, client):
        assert "data-timer" not in self.meeting_page(client)

    @about("Scheme.presentation_minutes")
    def test_but_where_the_rules_give_minutes_for_it(self, client):
        assert 'data-timer="7"' in self.meeting_page(client, presentation_minutes=7)


class TestFees:
    """One judge has two sheets, one was at a meeting, and so was the panel's secretary."""

    def owed(self, **columns) -> list[int]:
        contest = walked.planned({"scheme": columns}, ONE_FIELD)
        scorer, member, secretary = contest.seats[:3]
        Judge.objects.filter(pk=secretary.pk).update(position="panel_secretary")
        walked.scored(contest, TIED)
        meeting = MeetingFactory(panel=contest.panel, closed_at=NOON)
        for seat in (member, secretary):
            AttendanceFactory(meeting=meeting, judge=seat)
        amounts = {line.judge.pk: line.amount for line in fees.owed(contest.round)}
        return [amounts[seat.pk] for seat in (scorer, member, secretary)]

    def test_there_are_none(self):
        assert self.owed() == [0, 0, 0]

    @about("Scheme.fee_per_sheet")
    def test_for_a_sheet(self):
        assert self.owed(fee_per_sheet=60_000) == [120_000, 0, 0]

    @about("Scheme.fee_per_session")
    def test_for_a_session(self):
        assert self.owed(fee_per_session=200_000) == [0, 200_000, 0]

    @about("Scheme.fee_of_secretary")
    def test_for_a_session_of_the_secretary(self):
        assert self.owed(fee_of_secretary=150_000) == [0, 0, 150_000]


class TestTheAnnouncement:
    """The result is walked to its decision and its end."""

    def told(self, rules: walked.Rules) -> tuple[walked.Contest, Any]:
        contest = walked.planned(rules, ONE_FIELD)
        walked.scored(contest, {"A": [(10, 30)], "B": [(10, 20)]}, remark="Nên thử thêm.")
        walked.frozen(contest)
        walked.voted_on(contest, NO_VOTES)
        return contest, walked.announced(contest, walked.standing_of(contest))

    def remarks(self, **columns) -> list[str]:
        contest, _decision = self.told({"scheme": columns})
        return Outcome.objects.get(entry=contest.entries["A"]).remarks

    def test_remarks_stay_in_the_council(self):
        assert self.remarks() == []

    @about("Scheme.releases_remarks")
    def test_but_where_the_rules_release_them(self):
        assert self.remarks(releases_remarks=True) == ["Nên thử thêm."]

    @about("PrizeTier.money")
    def test_the_decision_grants_the_money_of_each_prize(self):
        rules = {"first prize": {"money": 7_000_000}, "second prize": {"money": 3_000_000}}
        _contest, decision = self.told(rules)
        granted = {line["prize"]: line["money"] for line in decision.annex}
        assert granted == {"Nhất": 7_000_000, "Nhì": 3_000_000}


class TestTheBallots:
    """Who has a vote left; the whole of it is tried in tests/voting/test_ballot_rules.py."""

    def has_a_vote_left(self, **columns) -> bool:
        """After one vote in the same field."""
        contest = walked.planned({"scheme": columns}, ONE_FIELD)
        field = FieldFactory(edition=contest.edition)
        given, wanted = CandidateFactory.create_batch(2, edition=contest.edition, field=field)
        voter = BallotFactory(candidate=given).voter
        try:
            ballot_rules.require_free(voter, wanted, contest.edition.scheme)
        except WrongState:
            return False
        return True

    def test_there_is_one_for_each_work(self):
        assert self.has_a_vote_left()

    @about("Scheme.ballot_rule")
    def test_but_where_there_is_one_in_each_field(self):
        assert not self.has_a_vote_left(ballot_rule="fields")

    @about("Scheme.ballot_number")
    def test_or_a_number_is_reached(self):
        assert not self.has_a_vote_left(ballot_number=1)

    @about("Scheme.voters")
    def test_whoever_has_not_what_the_rules_ask_for_has_none(self):
        contest = walked.planned({"scheme": {"voters": "phone"}}, ONE_FIELD)
        with pytest.raises(NotAllowed):
            ballot_rules.require_may_vote(UserFactory(), contest.edition.scheme)


class TestWhatDoesNotFitTogether:
    """What the organiser reads before the call is opened."""

    def problems(self, rules: walked.Rules, *bands: tuple[int, int]) -> set[str]:
        contest = walked.planned(rules, ONE_FIELD)
        for lowest, highest in bands:
            RubricBandFactory(criterion=contest.novelty, lowest=lowest, highest=highest)
        return {problem.text for problem in validation.problems(contest.edition)}

    @about("Scheme.council_max")
    def test_the_criteria_add_up_to_the_council_s_share(self):
        found = self.problems({"scheme": {"council_max": 90}}) - self.problems({})
        assert len(found) == 1

    @about("RubricBand.highest")
    def test_no_band_ends_above_its_criterion(self):
        usual = self.problems({}, (0, 20))
        assert len(self.problems({}, (0, 21)) - usual) == 1

    @about("RubricBand.lowest")
    def test_no_points_lie_between_two_bands(self):
        usual = self.problems({}, (0, 10), (11, 20))
        assert len(self.problems({}, (0, 10), (12, 20)) - usual) == 1


class TestNoFieldIsForgotten:
    @pytest.mark.parametrize("model", WORDS, ids=lambda model: model.__name__)
    def test_every_column_that_bears_a_rule_is_seen_above(self, model):
        prefix = f"{model.__name__}."
        seen = {name.removeprefix(prefix) for name in SEEN if name.startswith(prefix)}
        columns = {column.name for column in model._meta.concrete_fields}
        assert columns - WORDS[model] == seen
