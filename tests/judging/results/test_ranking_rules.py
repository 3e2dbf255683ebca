"""What a frozen ranking keeps, column by column: its scheme, its sheets, its places, who froze or
superseded it and when.
"""

from decimal import Decimal

import pytest

from accounts.models import User
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition, Scheme
from foundation.ledger import chain
from foundation.ledger.models import Event, Head
from foundation.notifications.models import Message
from judging import permissions
from judging.models import Judge, Ranking, RankingRow, Round
from judging.results import ranking
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import CriterionFactory, EditionFactory, SchemeFactory
from tests.factories.judging import (
    BlindedEntryFactory,
    JudgeFactory,
    PanelFactory,
    PromotionFactory,
    RankingFactory,
    RoundFactory,
    ScoresheetFactory,
)
from tests.factories.moments import NOON, days
from tests.ledger_lines.rows import sha
from tests.refusals import unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]

# No value is the default, so that one that is left out shows.
RULES = {
    "council_max": Decimal("50.00"),
    "vote_max": Decimal("10.00"),
    "vote_formula": "none",
    "without_vote": "nothing",
    "ballot_rule": "picks",
    "ballot_number": 3,
    "voters": "email",
    "aggregate": "median",
    "drop_extremes_from": 5,
    "decimals": 3,
    "council_decimals": 4,
    "rounding": "ROUND_HALF_EVEN",
    "pass_mark": Decimal("12.50"),
    "tie_rules": ["council", "shared"],
    "promotes_per_field": 1,
    "promotes_from": Decimal("15.25"),
    "promotes_without_zero": True,
}


@pytest.fixture
def edition() -> Edition:
    return EditionFactory()


@pytest.fixture
def office(edition) -> User:
    return secretary_of(edition)


@pytest.fixture
def scheme(edition) -> Scheme:
    """Of two criteria, of which the second may be left out."""
    scheme = SchemeFactory(edition=edition, **RULES)
    CriterionFactory(scheme=scheme, name="Tính mới", max_points=20, pass_mark=5, order=1)
    CriterionFactory(
        scheme=scheme,
        name="Hiệu quả",
        max_points=30,
        is_optional=True,
        zero_disqualifies=True,
        order=2,
    )
    return scheme


@pytest.fixture
def closed(scheme) -> Round:
    """Two judges have locked sheets of HS-900001, one of them of HS-900002 too, without the second
    criterion.
    """
    judging_round = RoundFactory(
        edition=scheme.edition, scheme=scheme, name="Vòng chung khảo", state=Round.State.CLOSED
    )
    panel = PanelFactory(round=judging_round)
    first, second = JudgeFactory.create_batch(2, panel=panel)
    works = [
        BlindedEntryFactory(round=judging_round, code=code, title=f"Máy {code}")
        for code in ("HS-900002", "HS-900001")
    ]
    novelty, use = (str(criterion.pk) for criterion in scheme.criteria.all())
    locked(second, works[1], {novelty: "11", use: "20"})
    locked(first, works[1], {novelty: "10", use: "15.5"})
    locked(first, works[0], {novelty: "18"})
    return judging_round


def locked(judge: Judge, work, points: dict) -> None:
    of_pair = {"assignment__judge": judge, "assignment__blinded_entry": work}
    ScoresheetFactory(points=points, locked=True, **of_pair)


def freeze(judging_round: Round, by: User) -> Ranking:
    made = ranking.freeze(judging_round=judging_round, by=by, at=NOON)
    return Ranking.objects.get(pk=made.pk)


class TestTheScheme:
    def test_every_rule_is_kept(self, scheme):
        novelty, use = scheme.criteria.all()
        assert ranking.scheme_snapshot(scheme) == {
            "council_max": "50.00",
            "vote_max": "10.00",
            "vote_formula": "none",
            "without_vote": "nothing",
            "ballots": {"rule": "picks", "number": 3, "voters": "email"},
            "aggregate": "median",
            "drop_extremes_from": 5,
            "decimals": 3,
            "council_decimals": 4,
            "rounding": "ROUND_HALF_EVEN",
            "pass_mark": "12.50",
            "tie_rules": ["council", "shared"],
            "promotes_per_field": 1,
            "promotes_from": "15.25",
            "promotes_without_zero": True,
            "criteria": [
                {
                    "key": str(novelty.pk),
                    "name": "Tính mới",
                    "max": str(novelty.max_points),
                    "pass_mark": str(novelty.pass_mark),
                    "is_optional": False,
                    "zero_disqualifies": False,
                },
                {
                    "key": str(use.pk),
                    "name": "Hiệu quả",
                    "max": str(use.max_points),
                    "pass_mark": str(use.pass_mark),
                    "is_optional": True,
                    "zero_disqualifies": True,
                },
            ],
        }

    def test_a_round_without_a_lowest_score_to_go_on_has_none(self, scheme):
        scheme.promotes_from = None
        assert ranking.scheme_snapshot(scheme)["promotes_from"] is None


def test_sheets_stand_by_code_and_judge(closed):
    first, second = (judge.pk for judge in Judge.objects.order_by("pk"))
    sheets = ranking.sheet_snapshots(closed)
    assert [(sheet["code"], sheet["judge"]) for sheet in sheets] == [
        ("HS-900001", first),
        ("HS-900001", second),
        ("HS-900002", first),
    ]
    assert sorted(sheets[0]["points"].values()) == ["10", "15.5"]


class TestTheRanking:
    def test_it_keeps_scheme_and_sheets_with_the_digest_of_both(self, closed, office):
        scheme = ranking.scheme_snapshot(closed.scheme)
        sheets = ranking.sheet_snapshots(closed)
        frozen = freeze(closed, office)
        assert (frozen.scheme, frozen.sheets) == (scheme, sheets)
        assert frozen.digest == sha({"scheme": scheme, "sheets": sheets})

    def test_it_says_of_which_round_and_who_froze_it_when(self, closed, office):
        frozen = freeze(closed, office)
        assert frozen.round == closed
        assert frozen.frozen_by == office
        assert frozen.frozen_at == NOON
        assert frozen.superseded_at is None

    def test_its_line_holds_the_round_and_the_digest(self, closed, office):
        frozen = freeze(closed, office)
        line = Event.objects.get(chain__name=closed.edition.chain)
        assert line.verb == "ranking.frozen"
        assert line.payload == {"round": closed.order, "digest": frozen.digest}
        assert (line.actor, line.at) == (office, NOON)
        assert line.digest == frozen.ledger_head

    def test_the_head_is_published_under_it(self, closed, office):
        frozen = freeze(closed, office)
        head = Head.objects.get(chain__name=closed.edition.chain)
        assert (head.gate, head.digest) == ("ranking.frozen", frozen.ledger_head)
        assert head.published_at == NOON

    def test_the_round_is_frozen(self, closed, office):
        freeze(closed, office)
        closed.refresh_from_db()
        assert closed.state == Round.State.FROZEN

    @pytest.mark.parametrize("state", ["preparing", "open", "frozen"])
    def test_only_a_closed_round_is_frozen(self, closed, office, state):
        Round.objects.filter(pk=closed.pk).update(state=state)
        with unchanged(), pytest.raises(WrongState):
            freeze(closed, office)


class TestThePlaces:
    def place(self, frozen, code) -> RankingRow:
        return frozen.rows.get(code=code)

    def test_a_place_keeps_what_was_computed(self, closed, office):
        """The median of 25.5 and 31 points is 28.25, and they are 5.5 apart."""
        place = self.place(freeze(closed, office), "HS-900001")
        work = closed.blinded_entries.get(code="HS-900001")
        assert (place.field, place.title) == (work.field, work.title)
        assert (place.sheets, place.rank) == (2, 2)
        assert (place.score, place.spread) == (Decimal("28.25"), Decimal("5.5"))
        assert [Decimal(mean) for mean in place.criterion_means] == [
            Decimal("10.5"),
            Decimal("17.75"),
        ]

    def test_a_criterion_that_nobody_scored_has_no_mean(self, closed, office):
        place = self.place(freeze(closed, office), "HS-900002")
        assert place.criterion_means[1] is None
        assert place.sheets == 1

    @pytest.mark.parametrize(
        ("lowest", "going_on"),
        [("28.25", {"HS-900001", "HS-900002"}), ("28.26", {"HS-900002"}), ("45.01", set())],
    )
    def test_who_has_the_points_goes_on_by_the_rule(self, closed, office, lowest, going_on):
        """28.25 points, and 18 of the 20 that were asked for: 45 of 50."""
        Scheme.objects.filter(pk=closed.scheme_id).update(promotes_from=lowest)
        frozen = freeze(closed, office)
        assert set(frozen.rows.filter(goes_on=True).values_list("code", flat=True)) == going_on


class TestTelling:
    def test_each_judge_is_told_once_for_each_ranking(self, closed, office):
        frozen = freeze(closed, office)
        keys = set(Message.objects.values_list("key", flat=True))
        assert keys == {f"frozen:{frozen.pk}:{judge.pk}" for judge in Judge.objects.all()}

    def test_the_inbox_leads_to_the_heads(self, closed, office):
        freeze(closed, office)
        links = set(Message.objects.values_list("link", flat=True))
        assert links == {ranking.page_address("ledger_heads")}


class TestSuperseding:
    """`usual` is superseded: what is refused below is refused for one reason alone."""

    @pytest.fixture
    def usual(self, edition, office) -> dict:
        frozen = RankingFactory(round__edition=edition)
        return {"ranking": frozen, "reason": "Nhầm mã phách", "by": office, "at": NOON}

    def test_it_says_who_superseded_it_when_and_why(self, usual, office):
        ranking.supersede(**usual | {"reason": "  Nhầm mã phách\n"})
        gone = Ranking.objects.get()
        assert gone.superseded_at == NOON
        assert gone.superseded_by == office
        assert gone.superseded_why == "Nhầm mã phách"

    def test_nothing_else_of_it_changes(self, usual):
        kept = ("scheme", "sheets", "digest", "ledger_head", "frozen_by", "frozen_at", "round")
        before = Ranking.objects.values(*kept).get()
        ranking.supersede(**usual)
        assert Ranking.objects.values(*kept).get() == before

    def test_its_round_waits_closed(self, usual):
        ranking.supersede(**usual)
        assert Round.objects.get().state == Round.State.CLOSED

    def test_what_is_written_to_its_round_meanwhile_stays(self, usual, monkeypatch):
        """The ranking is locked, and its round is not."""
        can_organise = permissions.can_organise

        def slowly(by, edition_id):
            Round.objects.update(name="Vòng chung khảo")
            return can_organise(by, edition_id)

        monkeypatch.setattr(permissions, "can_organise", slowly)
        ranking.supersede(**usual)
        assert Round.objects.get().name == "Vòng chung khảo"

    def test_its_line_holds_the_round_the_digest_and_the_reason(self, edition, usual, office):
        ranking.supersede(**usual)
        line = Event.objects.get(chain__name=edition.chain)
        old = usual["ranking"]
        assert line.verb == "ranking.superseded"
        beside = line.kept_text
        assert beside.text == "Nhầm mã phách"
        assert line.payload == {
            "round": old.round.order,
            "digest": old.digest,
            "kept": chain.digest_of([beside.nonce, beside.text]),
        }
        assert (line.actor, line.at) == (office, NOON)

    def test_other_lines_of_its_edition_hinder_nothing(self, edition, usual):
        chain.append(edition.chain, "round.closed", {}, at=days(-1))
        assert ranking.supersede(**usual)

    def test_by_nobody_of_another_edition(self, usual):
        stranger = secretary_of(EditionFactory())
        with unchanged(), pytest.raises(NotAllowed):
            ranking.supersede(**usual | {"by": stranger})

    def test_not_without_a_reason(self, usual):
        with unchanged(), pytest.raises(Refused):
            ranking.supersede(**usual | {"reason": " \n"})

    def test_not_twice(self, usual):
        Ranking.objects.update(superseded_at=days(-1), superseded_by=UserFactory())
        with unchanged(), pytest.raises(WrongState):
            ranking.supersede(**usual)

    def test_not_after_entries_have_gone_on(self, usual):
        PromotionFactory(ranking=usual["ranking"])
        with unchanged(), pytest.raises(WrongState):
            ranking.supersede(**usual)
