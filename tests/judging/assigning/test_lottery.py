"""The assignment drawn by lot: chances as they were fixed, a secret that was committed, and a draw
that anybody can repeat.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

import numpy as np
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from scipy.optimize import linprog

from awards import bundle
from competition import audit, clock
from competition.errors import NotAllowed, Refused, WrongState
from demo.rehearsal import steps
from foundation.ledger.models import Event, Head
from judging.arithmetic import lots, matching
from judging.assigning import assignment, lottery
from judging.assigning.workload import Impossible
from judging.models import Assignment, BlindedEntry, Conflict, Lottery
from tests.factories.judging import ConflictFactory
from tests.judging.arithmetic.problems import random_problem
from tests.judging.council import visit_as
from tests.rehearsed import SCALE
from tests.stages import stage

SOURCE = "Giải đặc biệt xổ số miền Bắc ngày 26/11/2026"
django = [pytest.mark.django_db, pytest.mark.data]


# --- chances


def linear_chances(problem, low: int, high: int, most: float) -> float:
    """The best total of chances within `most` a pair, as a linear programme."""
    judges, entries = problem.preference.shape
    upper = np.full((judges, entries), most)
    for pair in problem.blocked:
        upper[pair] = 0
    per_entry = np.kron(np.ones(judges), np.eye(entries))
    per_judge = np.kron(np.eye(judges), np.ones(entries))
    found = linprog(
        -problem.preference.ravel(),
        A_eq=per_entry,
        b_eq=problem.needs,
        A_ub=np.vstack([per_judge, -per_judge]),
        b_ub=[high] * judges + [-low] * judges,
        bounds=[(0, u) for u in upper.ravel()],
    )
    return -found.fun


def test_chances_are_the_best_within_their_bound_and_leave_conflicts_out():
    rng, solved, refused, compared = np.random.default_rng(31), 0, 0, 0
    for _ in range(120):
        problem = random_problem(rng)
        most = int(rng.choice([128, 256, 512, 512, 768, 1024]))
        try:
            shares = matching.solve_in_shares(problem, lots.UNITS, most)
        except matching.Infeasible:
            refused += 1
            least = (
                None
                if matching.cheapest_relaxation(problem)
                else matching.least_share(problem, lots.UNITS)
            )
            if least:
                assert most < least
                assert matching.solve_in_shares(problem, lots.UNITS, least)
                with pytest.raises(matching.Infeasible):
                    matching.solve_in_shares(problem, lots.UNITS, least - 1)
            continue
        solved += 1
        assert all(
            0 < units <= most and (judge, entry) not in problem.blocked
            for judge, entry, units in shares
        )
        sheets, loads = Counter(), Counter()
        for judge, entry, units in shares:
            sheets[entry] += units
            loads[judge] += units
        assert [sheets[entry] for entry in range(len(problem.needs))] == [
            need * lots.UNITS for need in problem.needs
        ]
        every = [loads[judge] / lots.UNITS for judge in range(len(problem.load))]
        low, high = int(min(every)), int(np.ceil(max(every)))
        total = (
            sum(problem.preference[judge, entry] * units for judge, entry, units in shares)
            / lots.UNITS
        )
        if high - low <= 1:
            compared += 1
            assert total == pytest.approx(
                linear_chances(problem, low, high, most / lots.UNITS), abs=1e-6
            )
    assert solved > 25
    assert refused > 25
    assert compared > 20


# --- the draw


def chances_of(rng: np.random.Generator, most: int) -> list[list]:
    while True:
        problem = random_problem(rng)
        try:
            return [
                [judge, f"HS-{entry:03d}", units]
                for judge, entry, units in matching.solve_in_shares(problem, lots.UNITS, most)
            ]
        except matching.Infeasible:
            continue


def test_every_draw_gives_each_entry_its_sheets_and_each_judge_the_rounded_load():
    rng = np.random.default_rng(32)
    for number in range(150):
        chances = chances_of(rng, int(rng.choice([300, 512, 700])))
        plan = lots.drawn(chances, f"{number}")
        sheets, loads = Counter(), Counter()
        for judge, entry, units in chances:
            sheets[entry] += units
            loads[judge] += units
        assert Counter(entry for _judge, entry in plan) == {
            entry: units // lots.UNITS for entry, units in sheets.items()
        }
        got = Counter(judge for judge, _entry in plan)
        assert all(
            load // lots.UNITS <= got[judge] <= -(-load // lots.UNITS)
            for judge, load in loads.items()
        )
        assert len(set(map(tuple, plan))) == len(plan)
        assert {tuple(pair) for pair in plan} <= {(judge, entry) for judge, entry, _ in chances}
        assert plan == lots.drawn(
            Random(number).sample(chances, len(chances)), f"{number}"
        )  # the order of the lines says nothing


def test_each_pair_comes_out_with_its_chance():
    chances = chances_of(np.random.default_rng(34), 400)
    draws, seen = 400 * max(SCALE, 5) // 5, Counter()
    for number in range(draws):
        seen.update(map(tuple, lots.drawn(chances, f"hạt giống {number}")))
    for judge, entry, units in chances:
        chance = units / lots.UNITS
        assert (
            abs(seen[judge, entry] / draws - chance)
            <= 4.5 * (chance * (1 - chance) / draws) ** 0.5 + 1e-9
        )
    assert any(0.1 < units / lots.UNITS < 0.9 for _j, _e, units in chances)


def test_chances_that_are_no_whole_sheets_are_refused():
    with pytest.raises(ValueError, match="whole"):
        lots.drawn([[1, "A", 500], [2, "A", 500]], "x")


# --- the way


@stage(day=40.5)
def seated(entered):
    """A panel of four before any assignment."""
    with clock.set_to(entered.at(40.5)):
        entered.round = steps.panels(entered.edition, entered.cast, sizes=4)
    return entered


def commit(seated, most: int = 60) -> Lottery:
    return lottery.commit(
        judging_round=seated.round,
        most_percent=most,
        source=SOURCE,
        by=seated.cast.secretary,
        at=seated.at(40.5),
    )


def draw(seated, drawing: Lottery, number: str = "38 215") -> assignment.Plan:
    return lottery.draw(
        lottery=drawing, public_number=number, by=seated.cast.secretary, at=seated.at(40.6)
    )


class TestTheVerbs:
    pytestmark = django

    def test_from_the_commitment_to_the_confirmed_plan(self, seated):
        drawing = commit(seated, 80)
        said = Event.objects.get(verb="lottery.committed")
        assert said.payload["commitment"] == lots.digest_of(drawing.secret)
        assert drawing.secret not in json.dumps(said.payload)
        assert Head.objects.filter(gate="lottery.committed").exists()
        assert not Assignment.objects.exists()
        assert max(units for _j, _e, units in drawing.chances) <= 0.8 * lots.UNITS
        plan = draw(seated, drawing)
        drawing.refresh_from_db()
        pairs = Assignment.objects.filter(state="proposed").values_list(
            "judge", "blinded_entry__code"
        )
        assert sorted(map(list, pairs)) == drawing.plan
        assert plan.created == len(drawing.plan) > 0
        counted = Counter(code for _judge, code in drawing.plan)
        assert set(counted.values()) == {seated.round.sheets_per_entry}
        assert len(counted) == BlindedEntry.objects.filter(round=seated.round).count()
        assert Event.objects.get(verb="lottery.drawn").payload["secret"] == drawing.secret
        assert (
            assignment.confirm(
                judging_round=seated.round, by=seated.cast.secretary, at=seated.at(40.7)
            )
            == plan.created
        )
        assert Event.objects.get(verb="assignment.confirmed").payload["lottery"] == drawing.pk
        assert audit.faults(seated.edition) == []

    def test_another_number_draws_another_plan(self, seated):
        plans = set()
        for number in range(12):
            with transaction.atomic():
                drawing = commit(seated, 80)
                draw(seated, drawing, f"1000{number}")
                drawing.refresh_from_db()
                plans.add(json.dumps(drawing.plan))
        assert len(plans) > 3

    def test_no_way_of_writing_the_number_gives_another_draw(self, seated):
        plans = set()
        for text in ("38 215", "38215", " 38.215 ", "số 38-215"):
            with transaction.atomic():
                drawing = commit(seated, 80)
                Lottery.objects.filter(pk=drawing.pk).update(secret="5" * 64)
                draw(seated, drawing, text)
                drawing.refresh_from_db()
                plans.add(json.dumps(drawing.plan))
        assert len(plans) == 1

    def test_what_was_drawn_is_not_moved_by_hand_but_another_proposal_is(self, seated):
        draw(seated, commit(seated, 80))
        item = Assignment.objects.filter(state="proposed").select_related("judge__panel").first()
        free = seated_elsewhere(item)
        with pytest.raises(WrongState, match="bốc thăm"):
            assignment.move(item=item, judge=free, by=seated.cast.secretary)
        assignment.propose(judging_round=seated.round, by=seated.cast.secretary)
        item = next(
            item
            for item in Assignment.objects.filter(state="proposed").select_related("judge__panel")
            if seated_elsewhere(item)
        )
        assert assignment.move(item=item, judge=seated_elsewhere(item), by=seated.cast.secretary)

    def test_a_proposal_that_happens_to_equal_the_draw_was_not_drawn(self, seated):
        draw(seated, commit(seated, 80))
        assert assignment.drawn_by_lot(seated.round)
        standing = Assignment.objects.filter(judge__panel__round=seated.round, state="proposed")
        standing.update(lottery=None)  # as another proposal with the same pairs would leave it
        assert assignment.drawn_by_lot(seated.round) is None

    def test_a_draw_that_lost_a_sheet_to_a_conflict_is_no_longer_the_proposal(self, seated):
        draw(seated, commit(seated, 80))
        standing = Assignment.objects.filter(judge__panel__round=seated.round, state="proposed")
        standing.first().delete()
        assert assignment.drawn_by_lot(seated.round) is None

    def test_refusals(self, seated):
        with pytest.raises(NotAllowed):
            lottery.commit(
                judging_round=seated.round,
                most_percent=50,
                source=SOURCE,
                by=seated.cast.judges[0],
                at=seated.at(40.5),
            )
        with pytest.raises(Refused, match="con số"):
            lottery.commit(
                judging_round=seated.round,
                most_percent=80,
                source=" ",
                by=seated.cast.secretary,
                at=seated.at(40.5),
            )
        for share in (0, 101):
            with pytest.raises(Refused):
                commit(seated, share)
        with pytest.raises(Impossible, match="75"):  # three sheets an entry of four judges
            commit(seated, 40)
        first, second = commit(seated, 80), commit(seated, 90)
        with pytest.raises(WrongState):
            draw(seated, first)
        with pytest.raises(Refused):
            draw(seated, second, "  12 ")
        with pytest.raises(NotAllowed):
            lottery.draw(
                lottery=second, public_number="123", by=seated.cast.judges[0], at=seated.at(40.6)
            )
        judge = seated.round.panels.first().judges.first()
        ConflictFactory(
            judge=judge, blinded_entry=seated.round.blinded_entries.first(), reason="entered"
        )
        with pytest.raises(WrongState):
            draw(seated, second)
        third = commit(seated, 100)
        draw(seated, third)
        with pytest.raises(WrongState):
            draw(seated, third)
        assert not Assignment.objects.filter(
            judge=judge, blinded_entry=seated.round.blinded_entries.first()
        ).exists()

    def test_changes_are_refused_or_found(self, seated):
        drawing = commit(seated, 80)
        Lottery.objects.update(secret="0" * 64)
        assert audit.faults(seated.edition) == []  # it shows when it is drawn
        Lottery.objects.update(chances=drawing.chances[1:])
        assert any("committed" in fault for fault in audit.faults(seated.edition))
        Lottery.objects.update(chances=drawing.chances)
        draw(seated, drawing)
        assert any("secret" in fault for fault in audit.faults(seated.edition))
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Lottery.objects.update(plan=[])
        Assignment.objects.update(lottery=None)
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            drawing.delete()


def seated_elsewhere(item):
    """A judge of the same panel who may get this sheet."""
    taken = Assignment.objects.filter(blinded_entry=item.blinded_entry).values("judge")
    conflicted = Conflict.objects.filter(blinded_entry=item.blinded_entry).values("judge")
    return (
        item.judge.panel.judges.filter(may_score=True)
        .exclude(pk__in=taken)
        .exclude(pk__in=conflicted)
        .first()
    )


class TestTheOffice:
    pytestmark = django

    def test_the_secretary_fixes_draws_and_sees_the_secret_only_then(self, seated, client):
        visit_as(client, seated.cast.secretary)
        address = reverse("judging_office", args=[seated.edition.slug])
        fixing = reverse("commit_lottery", args=[seated.edition.slug])
        refused = client.post(fixing, {"most_percent": "x", "source": SOURCE})
        assert refused.status_code == 422
        client.post(fixing, {"most_percent": "80 %", "source": SOURCE})
        drawing = Lottery.objects.get()
        page = client.get(address).content.decode()
        assert drawing.commitment in page
        assert drawing.secret not in page
        drawing_address = reverse("draw_lottery", args=[seated.edition.slug])
        client.post(drawing_address, {"lottery": drawing.pk, "public_number": ""})
        assert drawing.secret not in client.get(address).content.decode()
        client.post(drawing_address, {"lottery": drawing.pk, "public_number": "38 215"})
        page = client.get(address).content.decode()
        assert drawing.secret in page
        assert "38215" in page
        assert SOURCE in page
        assert Assignment.objects.filter(state="proposed").exists()
        assert visit_as(client, seated.cast.judges[0]).get(address).status_code in (302, 404)


class TestTheBundle:
    pytestmark = django

    @pytest.fixture
    def exported(self, awarded, tmp_path) -> Path:
        """A result whose first round was drawn by lot."""
        judging_round = awarded.edition.rounds.first()
        BlindedEntry.objects.filter(round=judging_round)
        with clock.set_to(awarded.at(40.5)):
            type(judging_round).objects.filter(pk=judging_round.pk).update(
                state="preparing", sheets_per_entry=judging_round.sheets_per_entry + 1
            )
            drawing = lottery.commit(
                judging_round=judging_round,
                most_percent=100,
                source=SOURCE,
                by=awarded.cast.secretary,
                at=awarded.at(40.5),
            )
            lottery.draw(
                lottery=drawing,
                public_number="38 215",
                by=awarded.cast.secretary,
                at=awarded.at(40.6),
            )
        for name, content in bundle.files_of(awarded.edition).items():
            (tmp_path / name).write_bytes(content)
        return tmp_path

    def checked(self, folder: Path):
        done = subprocess.run(
            [sys.executable, "-I", str(folder / "verify_lottery.py"), str(folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    def test_anybody_draws_again_and_finds_what_was_changed(self, exported):
        code, said = self.checked(exported)
        assert code == 0
        assert "IN ORDER: 1 lotteries" in said
        assert SOURCE in said
        assert "38215" in said
        told = json.loads((exported / "lotteries.json").read_text())
        for change in (
            {"public_number": "1"},
            {"secret": "0" * 64},
            {"source": "Giải khác"},
            {"plan": told[0]["plan"][1:]},
            {"chances": told[0]["chances"][1:]},
            {"most_percent": 10},
        ):
            (exported / "lotteries.json").write_text(json.dumps([told[0] | change]))
            assert self.checked(exported)[0] == 1, change
        (exported / "lotteries.json").write_text("[]")
        assert self.checked(exported)[0] == 1

    def test_a_whole_other_lottery_does_not_fit_the_ledger(self, exported):
        told = json.loads((exported / "lotteries.json").read_text())[0]
        forged = told | {"secret": "1" * 64, "commitment": lots.digest_of("1" * 64)}
        forged["plan"] = lots.drawn(
            forged["chances"], lots.seed_of(forged["secret"], forged["public_number"])
        )
        assert lots.fault_of(forged) == ""
        (exported / "lotteries.json").write_text(json.dumps([forged]))
        assert self.checked(exported)[0] == 1
