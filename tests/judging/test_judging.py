import itertools
from decimal import Decimal

import numpy as np
import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from awards.rehearsal import steps
from competition import clock
from competition.errors import NotAllowed, PhaseClosed, Refused, WrongState
from foundation.jobs.drain import drain
from foundation.ledger import chain
from judging import assignment, conflicts, engine, ranking, rounds, scoring
from judging.models import Assignment, BlindedEntry, Conflict, Judge, Scoresheet
from submissions import clearing, relations
from submissions.models import Author, Entry
from tests.conftest import SCALE

data = pytest.mark.data


@pytest.fixture
def opened(entered):
    """Panels, a confirmed assignment, an open round; the clock stands on day 41."""
    with clock.set_to(entered.at(40.5)):
        entered.round = steps.panels(entered.edition, entered.cast, sizes=4)
        steps.assign_and_open(entered.round, entered.cast, entered.at(40.5))
    with clock.set_to(entered.at(41)):
        yield entered


def first_task(rehearsal) -> Assignment:
    return Assignment.objects.filter(judge__panel__round=rehearsal.round).select_related("judge__user").first()


def full(rehearsal, text="10") -> dict:
    return {criterion.pk: text for criterion in rehearsal.edition.scheme.criteria.all()}


@data
@pytest.mark.django_db
class TestTheOneDoor:
    def test_what_is_sealed_arrives_without_a_name(self, entered):
        blinded = BlindedEntry.objects.filter(round__edition=entered.edition)
        assert blinded.count() == len(entered.works)
        texts = chain.canonical([[entry.title, entry.summary, entry.sections, [f.name for f in entry.files.all()]] for entry in blinded])
        for author in Author.objects.filter(entry__edition=entered.edition):
            assert author.full_name not in texts

    def test_no_code_tells_the_order_of_submission(self, entered):
        codes = list(BlindedEntry.objects.order_by("pk").values_list("code", flat=True))
        assert codes != sorted(codes)
        assert len(set(codes)) == len(codes)


@data
@pytest.mark.django_db
class TestConflicts:
    def test_a_judge_from_the_same_unit_is_never_assigned(self, entered):
        judge, entry = entered.cast.judges[0], entered.works[0].entry
        judge.unit = Entry.objects.get(pk=entry.pk).unit
        judge.save()
        with clock.set_to(entered.at(40.5)):
            round = steps.panels(entered.edition, entered.cast, sizes=4)
            assignment.propose(round=round, by=entered.cast.secretary)
        found = Conflict.objects.filter(judge__user=judge)
        assert {conflict.reason for conflict in found} == {"same_unit"}
        pairs = set(Assignment.objects.values_list("judge_id", "blinded_entry_id"))
        assert not pairs & set(found.values_list("judge_id", "blinded_entry_id"))

    def test_the_same_name_is_found_without_accents_and_cleared_by_a_person_only(self, entered):
        judge, entry = entered.cast.judges[1], entered.works[1].entry
        judge.full_name = Author.objects.filter(entry=entry).first().full_name.upper()
        judge.save()
        with clock.set_to(entered.at(40.5)):
            steps.panels(entered.edition, entered.cast, sizes=4)
            assert {r.reason for r in relations.find([judge], entered.edition)} >= {"same_name"}
            clearing.clear(entry=entry, person=judge, reason="Chỉ trùng họ tên", by=entered.cast.secretary, at=entered.at(40.5))
            drain()
        assert not Conflict.objects.filter(judge__user=judge, reason="same_name").exists()

    def test_recognising_a_work_gives_it_up_for_good(self, opened):
        task = first_task(opened)
        scoring.submit_sheet(assignment=task, points=full(opened), comment="", by=task.judge.user, at=opened.at(41))
        before = scoring.countable_sheets(opened.round).count()
        conflicts.recuse(assignment=task, reason="Tôi từng thấy máy này", by=task.judge.user, at=opened.at(41))
        assert scoring.countable_sheets(opened.round).count() == before - 1
        plan = assignment.propose(round=opened.round, by=opened.cast.secretary)
        assert plan.created == 1
        proposed = Assignment.objects.get(state=Assignment.State.PROPOSED)
        assert proposed.judge_id != task.judge_id
        assert proposed.blinded_entry_id == task.blinded_entry_id


@data
@pytest.mark.django_db
class TestScoring:
    def test_a_draft_may_be_incomplete_and_a_lock_may_not(self, opened):
        task = first_task(opened)
        some = {next(iter(full(opened))): "12,5"}
        sheet = scoring.save_sheet(assignment=task, points=some, comment="", by=task.judge.user, at=opened.at(41))
        assert list(sheet.points.values()) == ["12.50"]
        with pytest.raises(scoring.BadPoints) as refusal:
            scoring.submit_sheet(assignment=task, points=some, comment="", by=task.judge.user, at=opened.at(41))
        assert len(refusal.value.errors) == 2

    @pytest.mark.parametrize("text", ["20,5", "-1", "mười", "10,3", "1e9", "NaN"])
    def test_impossible_points_are_refused(self, opened, text):
        task = first_task(opened)
        with pytest.raises(scoring.BadPoints):
            scoring.save_sheet(assignment=task, points={next(iter(full(opened))): text}, comment="", by=task.judge.user, at=opened.at(41))
        assert not Scoresheet.objects.exists()

    def test_a_locked_sheet_cannot_be_changed_by_anybody(self, opened):
        task = first_task(opened)
        sheet = scoring.submit_sheet(assignment=task, points=full(opened), comment="", by=task.judge.user, at=opened.at(41))
        assert sheet.total == Decimal(30)
        with pytest.raises(WrongState):
            scoring.save_sheet(assignment=task, points=full(opened, "20"), comment="", by=task.judge.user, at=opened.at(41))
        for damage in (
            lambda: Scoresheet.objects.filter(pk=sheet.pk).update(total=80),
            lambda: Scoresheet.objects.filter(pk=sheet.pk).update(state="draft", locked_at=None),
            lambda: Scoresheet.objects.filter(pk=sheet.pk).delete(),
        ):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                damage()

    def test_only_the_assigned_judge_scores_and_only_in_time(self, opened):
        task = first_task(opened)
        other = Judge.objects.exclude(pk=task.judge_id).first().user
        with pytest.raises(NotAllowed):
            scoring.save_sheet(assignment=task, points={}, comment="", by=other, at=opened.at(41))
        with pytest.raises(NotAllowed):
            scoring.save_sheet(assignment=task, points={}, comment="", by=opened.cast.secretary, at=opened.at(41))
        with pytest.raises(PhaseClosed):
            scoring.submit_sheet(assignment=task, points=full(opened), comment="", by=task.judge.user, at=opened.at(60.8))


@data
@pytest.mark.django_db
class TestTheRound:
    def test_it_closes_only_when_every_sheet_is_locked(self, opened):
        keys, _votes = steps.code_keys(opened.works)
        late = first_task(opened)
        steps.score_all(opened.round, 1, keys, opened.at(42), skip={late.pk})
        with pytest.raises(WrongState, match=str(late.judge.user)):
            rounds.close_round(round=opened.round, by=opened.cast.secretary, at=opened.at(43))
        rounds.release_late(assignment=late, reason="Đi công tác dài ngày", by=opened.cast.secretary, at=opened.at(43))
        rounds.close_round(round=opened.round, by=opened.cast.secretary, at=opened.at(43))
        frozen = ranking.freeze(round=opened.round, by=opened.cast.secretary, at=opened.at(44))
        assert sum(row.sheets for row in frozen.rows.all()) == 3 * len(opened.works) - 1

    @pytest.mark.parametrize(
        ("verb", "arguments"),
        [(rounds.close_round, {}), (rounds.open_round, {}), (ranking.freeze, {}), (assignment.confirm, {})],
    )
    def test_a_judge_or_entrant_organises_nothing(self, opened, verb, arguments):
        for user in (opened.cast.judges[0], opened.cast.entrants[0], opened.cast.committee[0]):
            with pytest.raises(NotAllowed):
                verb(round=opened.round, by=user, at=opened.at(41), **arguments)

    def test_the_steps_have_an_order(self, opened):
        with pytest.raises(WrongState):
            ranking.freeze(round=opened.round, by=opened.cast.secretary, at=opened.at(41))
        with pytest.raises(WrongState):
            rounds.open_round(round=opened.round, by=opened.cast.secretary, at=opened.at(41))

    def test_a_panel_has_one_chair_and_no_secretariat(self, opened):
        panel = opened.round.panels.first()
        with pytest.raises(Refused):
            rounds.appoint(panel=panel, user=opened.cast.entrants[0], by=opened.cast.secretary, position="chair")
        with pytest.raises(Refused):
            rounds.appoint(panel=panel, user=opened.cast.second, by=opened.cast.secretary)
        with pytest.raises(IntegrityError), transaction.atomic():
            Judge.objects.create(panel=panel, user=opened.cast.entrants[1], position="chair")


def random_problem(rng) -> assignment.Problem:
    judges, entries, k = int(rng.integers(3, 9)), int(rng.integers(2, 14)), int(rng.integers(1, 4))
    blocked = {(j, e) for j in range(judges) for e in range(entries) if rng.random() < 0.15}
    return assignment.Problem([k] * entries, [40] * judges, [0] * judges, blocked, rng.random((judges, entries)))


class TestAssignment:
    @pytest.mark.soak
    def test_the_total_equals_an_independent_optimum_and_no_conflict_is_assigned(self):
        rng = np.random.default_rng(5)
        solved = 0
        for _ in range(12 * SCALE):
            problem = random_problem(rng)
            judges, entries = problem.preference.shape
            try:
                pairs = assignment.solve(problem)
            except assignment.Impossible:
                assert any(sum((j, e) not in problem.blocked for j in range(judges)) < problem.needs[e] for e in range(entries))
                continue
            solved += 1
            counts = np.bincount([e for _, e in pairs], minlength=entries)
            assert (counts == problem.needs).all()
            assert not set(pairs) & problem.blocked
            loads = np.bincount([j for j, _ in pairs], minlength=judges)
            best = integer_optimum(problem, loads.min(), loads.max())
            assert sum(problem.preference[pair] for pair in pairs) >= best - 1e-6
        assert solved > 8 * SCALE

    def test_the_bottleneck_is_named(self):
        problem = assignment.Problem([3, 3], [9] * 3, [0] * 3, {(0, 1)}, np.ones((3, 2)), ["HS-AAAAAA", "HS-BBBBBB"])
        with pytest.raises(assignment.Impossible, match="HS-BBBBBB"):
            assignment.solve(problem)
        with pytest.raises(assignment.Impossible, match="6"):
            assignment.solve(assignment.Problem([3, 3], [1] * 3, [0] * 3, set(), np.ones((3, 2))))


def integer_optimum(problem, lowest, highest) -> float:
    """The same task as an integer programme over all pairs, written independently: conflicts have a bound of 0."""
    judges, entries = problem.preference.shape
    upper = np.ones(judges * entries)
    for j, e in problem.blocked:
        upper[j * entries + e] = 0
    per_entry = np.array([[1 if i % entries == e else 0 for i in range(judges * entries)] for e in range(entries)])
    per_judge = np.array([[1 if i // entries == j else 0 for i in range(judges * entries)] for j in range(judges)])
    result = milp(
        -problem.preference.ravel(), integrality=np.ones(judges * entries), bounds=Bounds(0, upper),
        constraints=[LinearConstraint(per_entry, problem.needs, problem.needs), LinearConstraint(per_judge, lowest, highest)],
    )  # fmt: skip
    return -result.fun


SCHEME = {"aggregate": "mean", "drop_extremes_from": 0, "council_decimals": 2, "rounding": "ROUND_HALF_UP", "criteria": [{"key": "1"}, {"key": "2"}]}


class TestTheEngine:
    @pytest.mark.parametrize(
        ("totals", "change", "score"),
        [
            (["70", "75", "80"], {}, "75.00"),
            (["70", "75", "75"], {}, "73.33"),
            (["70.005"], {}, "70.01"),
            (["10", "75", "76", "77", "80"], {"drop_extremes_from": 5}, "76.00"),
            (["10", "75", "76", "80"], {"drop_extremes_from": 5}, "60.25"),
            (["10", "70", "80", "81"], {"aggregate": "median"}, "75.00"),
        ],
    )
    def test_the_published_aggregate(self, totals, change, score):
        assert engine.council_score([Decimal(total) for total in totals], SCHEME | change) == Decimal(score)

    def test_an_entry_without_a_sheet_has_no_score(self):
        with pytest.raises(ValueError):
            engine.council_score([], SCHEME)

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=24), st.randoms())
    def test_the_ranking_does_not_depend_on_the_order_of_sheets(self, points, rng):
        sheets = [{"code": f"HS-{place % 5}", "points": {"1": str(a / 2), "2": str(b / 2)}} for place, (a, b) in enumerate(points)]
        places = engine.ranking(SCHEME, sheets)
        rng.shuffle(sheets)
        assert engine.ranking(SCHEME, sheets) == places
        for better, worse in itertools.pairwise(places):
            assert (better.score == worse.score) == (better.rank == worse.rank)
