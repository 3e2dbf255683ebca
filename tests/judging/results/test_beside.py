"""Two editions, rounds, rankings and comparisons side by side: each is frozen, sent on and compared
by its own sheets, entries and judges alone.
"""

import itertools
from operator import attrgetter

import pytest

from competition.errors import NotAllowed, Refused, WrongState
from competition.verbs import page_address
from foundation.ledger import chain
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from judging.models import ComparisonBallot, Judge, Panel, Promotion, Ranking, Round
from judging.results import comparing, evidence, promotion, ranking
from tests.beside import secretary_of, untouched
from tests.factories.accounts import UserFactory
from tests.factories.competition import (
    CriterionFactory,
    EditionFactory,
    FieldFactory,
    PrizeTierFactory,
    SchemeFactory,
)
from tests.factories.judging import (
    BlindedEntryFactory,
    ComparisonBallotFactory,
    ComparisonFactory,
    ConflictFactory,
    JudgeFactory,
    PanelFactory,
    PromotionFactory,
    RankingFactory,
    RankingRowFactory,
    RoundFactory,
    ScoresheetFactory,
)
from tests.factories.moments import NOON, days

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def office(edition):
    return secretary_of(edition)


def scored_panel(edition, state, *, judges: int = 1, entries: int = 2) -> Panel:
    """The panel of a round of its own, in which every judge has a locked sheet of every entry."""
    judging_round = RoundFactory(edition=edition, state=state)
    criterion = CriterionFactory(scheme=judging_round.scheme)
    panel = PanelFactory(round=judging_round)
    seats = JudgeFactory.create_batch(judges, panel=panel)
    works = BlindedEntryFactory.create_batch(entries, round=judging_round)
    for seat, work in itertools.product(seats, works):
        of_pair = {"assignment__judge": seat, "assignment__blinded_entry": work}
        ScoresheetFactory(points={str(criterion.pk): "15.5"}, locked=True, **of_pair)
    return panel


class TestFreezing:
    @pytest.fixture
    def panel(self, edition):
        return scored_panel(edition, Round.State.CLOSED)

    @pytest.fixture
    def beside(self, edition):
        """Of another round of the same edition."""
        return scored_panel(edition, Round.State.CLOSED)

    def freeze(self, panel, office) -> Ranking:
        return ranking.freeze(judging_round=panel.round, by=office, at=NOON)

    def test_a_ranking_holds_the_entries_and_sheets_of_its_round(self, panel, beside, office):
        with untouched(beside.round):
            frozen = self.freeze(panel, office)
        codes = set(panel.round.blinded_entries.values_list("code", flat=True))
        assert set(frozen.rows.values_list("code", flat=True)) == codes
        assert {sheet["judge"] for sheet in frozen.sheets} == {panel.judges.get().pk}

    def test_its_criteria_are_those_of_its_round(self, panel, beside, office):
        frozen = self.freeze(panel, office)
        keys = [criterion["key"] for criterion in frozen.scheme["criteria"]]
        assert keys == [str(panel.round.scheme.criteria.get().pk)]

    def test_an_entry_of_another_round_that_nobody_scored_hinders_nothing(
        self, panel, beside, office
    ):
        BlindedEntryFactory(round=beside.round)
        assert self.freeze(panel, office).rows.count() == 2

    def test_one_of_its_own_does(self, panel, office):
        BlindedEntryFactory(round=panel.round)
        with pytest.raises(WrongState):
            self.freeze(panel, office)

    def test_the_refusal_names_each_of_those_that_nobody_scored(self, panel, office):
        BlindedEntryFactory(round=panel.round, code="HS-900002")
        BlindedEntryFactory(round=panel.round, code="HS-900001")
        with pytest.raises(WrongState, match=r" HS-900001, HS-900002\.$"):
            self.freeze(panel, office)

    def test_the_judges_of_its_round_are_told(self, panel, beside, office):
        self.freeze(panel, office)
        assert Message.objects.get().recipient == panel.judges.get().user

    def test_a_judge_who_declined_is_not(self, panel, office):
        declined = JudgeFactory(panel=panel, declined_at=days(-9))
        self.freeze(panel, office)
        assert not Message.objects.filter(recipient=declined.user).exists()

    def test_a_ranking_keeps_the_head_of_its_own_line(self, panel, office):
        chain.append(panel.round.edition.chain, "x", {}, at=days(-1))
        frozen = self.freeze(panel, office)
        line = Event.objects.get(verb="ranking.frozen")
        assert frozen.ledger_head == line.digest

    @pytest.mark.parametrize("part", ["ledger_head", "digest", "round.name"])
    def test_the_mail_says_what_can_be_compared_later(self, panel, office, part):
        frozen = self.freeze(panel, office)
        assert attrgetter(part)(frozen) in Message.objects.get().body

    def test_and_where_the_heads_are_published(self, panel, office):
        self.freeze(panel, office)
        assert page_address("ledger_heads") in Message.objects.get().body

    def test_the_secretariat_of_another_edition_freezes_nothing(self, panel):
        with untouched(panel.round), pytest.raises(NotAllowed):
            self.freeze(panel, secretary_of(EditionFactory()))


class TestSuperseding:
    def supersede(self, frozen, office) -> Ranking:
        return ranking.supersede(ranking=frozen, reason="Nhầm phiếu", by=office, at=NOON)

    @pytest.fixture
    def frozen(self, edition):
        return RankingFactory(round__edition=edition)

    def test_one_ranking_is_superseded(self, edition, frozen, office):
        beside = RankingFactory(round__edition=edition)
        with untouched(beside, beside.round):
            assert self.supersede(frozen, office).superseded_at == NOON

    def test_entries_that_went_on_from_another_ranking_hinder_nothing(
        self, edition, frozen, office
    ):
        PromotionFactory(ranking__round__edition=edition)
        assert self.supersede(frozen, office)

    def test_the_standing_of_another_edition_hinders_nothing(self, frozen, office):
        chain.append(EditionFactory().chain, "standing.computed", {}, at=days(-1))
        assert self.supersede(frozen, office)

    def test_the_standing_of_its_own_does(self, edition, frozen, office):
        chain.append(edition.chain, "standing.computed", {}, at=days(-1))
        with pytest.raises(WrongState):
            self.supersede(frozen, office)


class TestPromotion:
    @pytest.fixture
    def frozen(self, edition):
        """The ranking of a round that another one follows."""
        frozen = RankingFactory(round__edition=edition)
        SchemeFactory(edition=edition, order=frozen.round.order + 1)
        return frozen

    def promote(self, frozen, office, **overrides) -> Round:
        return promotion.promote(ranking=frozen, overrides=overrides, by=office, at=NOON)

    def test_the_rows_of_its_ranking_go_on(self, edition, frozen, office):
        row = RankingRowFactory(ranking=frozen, goes_on=True)
        RankingRowFactory(ranking__round__edition=edition, goes_on=True)
        self.promote(frozen, office)
        assert Promotion.objects.get().code == row.code

    def test_what_went_on_from_another_ranking_hinders_nothing(self, edition, frozen, office):
        RankingRowFactory(ranking=frozen, goes_on=True)
        other = PromotionFactory(ranking__round__edition=edition)
        with untouched(other):
            self.promote(frozen, office)
        assert frozen.promotions.count() == 1

    def test_an_entry_of_another_ranking_is_not_decided_on(self, edition, frozen, office):
        RankingRowFactory(ranking=frozen)
        other = RankingRowFactory(ranking__round__edition=edition)
        with pytest.raises(Refused):
            self.promote(frozen, office, **{other.code: "Hội đồng nhất trí"})


class TestComparing:
    @pytest.fixture
    def panel(self, edition):
        """Two judges who have scored the same three entries."""
        return scored_panel(edition, Round.State.FROZEN, judges=2, entries=3)

    @pytest.fixture
    def frozen(self, panel):
        return RankingFactory(round=panel.round)

    @pytest.fixture
    def entries(self, panel):
        return list(panel.round.blinded_entries.order_by("code"))

    @pytest.fixture
    def comparison(self, frozen, entries):
        """Of the first two."""
        return ComparisonFactory(ranking=frozen, entries=entries[:2])

    @pytest.fixture
    def beside(self, frozen, entries):
        """Of the last two, of the same ranking."""
        return ComparisonFactory(ranking=frozen, entries=entries[1:])

    def put(self, frozen, entries, office):
        codes = [entry.code for entry in entries]
        return comparing.put(ranking=frozen, codes=codes, by=office, at=NOON)

    def answer(self, comparison, judge, better=None) -> ComparisonBallot:
        _judge, pairs = comparing.seat_of(comparison, judge.user)
        usual = {"better": better or pairs, "by": judge.user, "at": NOON}
        return comparing.answer(comparison=comparison, **usual)

    def close(self, comparison, office):
        return comparing.close(comparison=comparison, by=office, at=NOON)

    def given(self, comparison, judge, better, other) -> ComparisonBallot:
        choices = [[better.code, other.code]]
        return ComparisonBallotFactory(comparison=comparison, judge=judge, choices=choices)

    def test_the_entries_of_one_comparison(self, comparison, beside, entries):
        assert list(comparing.entries_of(comparison)) == entries[:2]

    def test_entries_of_another_round_under_these_codes_are_not_put(self, frozen, entries, office):
        following = RoundFactory(edition=frozen.round.edition)
        for entry in entries:
            BlindedEntryFactory(round=following, code=entry.code, field=entry.field)
        put = self.put(frozen, entries[:2], office)
        assert set(put.entries.all()) == set(entries[:2])

    def test_what_was_asked_of_a_superseded_ranking_hinders_nothing(self, frozen, entries, office):
        gone = {"superseded_at": days(-4), "superseded_by": UserFactory()}
        earlier = RankingFactory(round=frozen.round, **gone)
        other = ComparisonFactory(ranking=earlier, entries=entries)
        with untouched(other):
            assert self.put(frozen, entries[:2], office)

    def test_who_scored_is_asked_and_nobody_of_another_panel(self, panel, comparison):
        other = scored_panel(panel.round.edition, Round.State.FROZEN)
        JudgeFactory(panel=panel)  # without a sheet
        asked = set(comparing.asked(comparison))
        assert asked == set(Judge.objects.filter(panel=panel, assignments__isnull=False))
        assert other.judges.get() not in asked

    @pytest.mark.parametrize("of", ["another judge", "another entry"])
    def test_a_conflict_beside_it_takes_no_voice(self, panel, comparison, entries, of):
        seat, colleague = panel.judges.all()
        columns = {
            "another judge": {"judge": colleague, "blinded_entry": entries[0]},
            "another entry": {"judge": seat, "blinded_entry": entries[2]},
        }
        ConflictFactory(**columns[of])
        assert comparing.seat_of(comparison, seat.user)

    def test_a_judge_answers_each_comparison_once(self, panel, comparison, beside, entries):
        seat, colleague = panel.judges.all()
        of_judge = self.given(beside, seat, *entries[1:])
        of_colleague = self.given(comparison, colleague, *entries[:2])
        with untouched(of_judge, of_colleague, beside):
            assert self.answer(comparison, seat).judge == seat
        with pytest.raises(WrongState):
            self.answer(comparison, colleague)

    def test_a_judge_waits_for_what_the_own_sheets_are_about(self, panel, comparison, beside):
        seat, colleague = panel.judges.all()
        ComparisonBallotFactory(comparison=beside, judge=seat)
        ComparisonBallotFactory(comparison=comparison, judge=colleague)
        other = scored_panel(panel.round.edition, Round.State.FROZEN)
        ranked = RankingFactory(round=other.round)
        ComparisonFactory(ranking=ranked, entries=other.round.blinded_entries.all())
        assert comparing.waiting_for(seat.user) == [comparison]

    def test_who_has_chosen_elsewhere_is_reminded_here(self, panel, comparison, beside, office):
        seat, colleague = panel.judges.all()
        ComparisonBallotFactory(comparison=beside, judge=seat)
        ComparisonBallotFactory(comparison=comparison, judge=colleague)
        assert comparing.remind(comparison=comparison, by=office, at=NOON) == 1
        assert Message.objects.get().recipient == seat.user

    def test_choices_of_another_comparison_make_no_quorum(
        self, panel, comparison, beside, entries, office
    ):
        for seat in panel.judges.all():
            self.given(beside, seat, *entries[1:])
        with untouched(comparison), pytest.raises(WrongState):
            self.close(comparison, office)

    def test_the_result_follows_from_its_own_choices(
        self, panel, frozen, comparison, entries, office
    ):
        """Another comparison of the same entries says the opposite."""
        again = ComparisonFactory(ranking=frozen, entries=entries[:2])
        for seat in panel.judges.all():
            self.given(comparison, seat, *entries[:2])
            self.given(again, seat, *reversed(entries[:2]))
        with untouched(again):
            closed = self.close(comparison, office)
        strengths = comparing.strengths_in(closed)
        assert set(strengths) == {entries[0].code, entries[1].code}
        assert strengths[entries[0].code] > strengths[entries[1].code]
        assert len(comparing.as_told(closed)["ballots"]) == 2
        told = comparing.told(closed)
        assert [line["chosen"] for line in told] == [2, 0]

    @pytest.mark.parametrize("of", ["another judge", "another entry"])
    def test_a_conflict_beside_it_leaves_nothing_out(self, panel, comparison, entries, office, of):
        chosen = [self.given(comparison, seat, *entries[:2]) for seat in panel.judges.all()]
        columns = {
            "another judge": {"judge": JudgeFactory(panel=panel), "blinded_entry": entries[0]},
            "another entry": {"judge": chosen[0].judge, "blinded_entry": entries[2]},
        }
        ConflictFactory(**columns[of])
        assert self.close(comparison, office).left_out == []

    def test_strengths_of_one_ranking(self, edition, frozen):
        done = {"closed_at": days(-1), "closed_by": UserFactory()}
        ComparisonFactory(ranking=frozen, strengths={"HS-000001": "0.5"}, **done)
        ComparisonFactory(ranking__round__edition=edition, strengths={"HS-000002": "0.25"}, **done)
        assert [set(found) for found in comparing.strengths_of(frozen)] == [{"HS-000001"}]


class TestEvidence:
    @pytest.fixture
    def panel(self, edition):
        PrizeTierFactory(edition=edition, count=2)
        return scored_panel(edition, Round.State.CLOSED, judges=3, entries=4)

    def test_prizes_are_those_of_its_edition(self, panel):
        PrizeTierFactory(count=5)
        assert evidence.of(panel.round).prizes == 2

    def test_titles_and_fields_are_those_of_its_round(self, panel):
        """The same entry is called otherwise in the round that follows."""
        entries = list(panel.round.blinded_entries.all())
        following = RoundFactory(edition=panel.round.edition)
        field = FieldFactory(edition=panel.round.edition)
        for entry in entries:
            columns = {"code": entry.code, "field": field, "title": "Tên khác"}
            BlindedEntryFactory(round=following, **columns)
        lines = evidence.of(panel.round).entries
        assert {line.code: line.title for line in lines} == {
            entry.code: entry.title for entry in entries
        }

    def test_judges_are_those_of_its_round(self, panel):
        other = scored_panel(panel.round.edition, Round.State.CLOSED)
        judges = {line.judge for line in evidence.of(panel.round).judges}
        assert judges == set(panel.judges.values_list("pk", flat=True))
        assert other.judges.count() == 1
