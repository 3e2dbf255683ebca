"""What stands beside the ranking: by code, after the round is closed, for the office alone; one
judge's influence is real.
"""

import itertools

import numpy as np
import pytest
from django.urls import reverse

from competition import clock
from competition.errors import NotAllowed, WrongState
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from foundation.jobs.models import Job
from judging.arithmetic import calibration, engine
from judging.arithmetic.calibration import Sheets
from judging.models import (
    Assignment,
    BlindedEntry,
    EvidencePlace,
    Judge,
    KeptEvidence,
    Round,
    Scoresheet,
)
from judging.results import evidence, findings
from submissions.models import Author
from tests.factories.competition import CriterionFactory, FieldFactory
from tests.factories.judging import (
    BlindedEntryFactory,
    JudgeFactory,
    PanelFactory,
    RoundFactory,
    ScoresheetFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_the_page_says_how_sure_each_place_is_and_names_no_entrant(judged, client):
    address = reverse("judging_evidence", args=[judged.edition.slug])
    client.force_login(judged.cast.judges[0], backend=BACKEND)
    assert client.get(address).status_code == 404
    drain()
    client.force_login(judged.cast.secretary, backend=BACKEND)
    page = client.get(address).content.decode()
    found = evidence.of(judged.round)
    assert all(line.code in page for line in found.entries)
    seats = Judge.objects.in_bulk([line.judge for line in found.judges])
    assert all(str(seat) in page for seat in seats.values())
    assert not any(
        name in page
        for name in Author.objects.filter(entry__edition=judged.edition).values_list(
            "full_name", flat=True
        )
    )
    assert found.parts == 1


@pytest.fixture
def two_prizes(judged):
    """Two prizes for six entries: there is a line, and a judge may matter."""
    first = judged.edition.tiers.first()
    judged.edition.tiers.exclude(pk=first.pk).delete()
    judged.edition.tiers.filter(pk=first.pk).update(count=2)
    return judged


def test_each_line_is_about_its_own_entry(two_prizes):
    """Against a fit of the sheets as they stand in the database, numbered the other way round."""
    locked = Scoresheet.objects.filter(
        assignment__judge__panel__round=two_prizes.round,
        assignment__state=Assignment.State.CONFIRMED,
        state=Scoresheet.State.LOCKED,
    ).order_by("-pk")
    rows = [
        (sheet.assignment.judge_id, sheet.assignment.blinded_entry.code, sheet.total)
        for sheet in locked.select_related("assignment__blinded_entry")
    ]
    judges, codes = list({row[0]: 0 for row in rows}), list({row[1]: 0 for row in rows})
    sheets = Sheets(
        np.array([judges.index(judge) for judge, _code, _total in rows]),
        np.array([codes.index(code) for _judge, code, _total in rows]),
        np.array([float(total) for _judge, _code, total in rows]),
        len(judges),
        len(codes),
    )
    fitted = calibration.fit(sheets)
    sure = calibration.certainty(calibration.draws(sheets, fitted, count=4000, seed=1), 2)
    found = evidence.of(two_prizes.round)
    assert found.prizes == 2
    official = dict(two_prizes.ranking.rows.values_list("code", "rank"))
    assert {line.code: line.rank for line in found.entries} == official
    for line in found.entries:
        number = codes.index(line.code)
        assert line.calibrated == pytest.approx(fitted.mean + fitted.entry[number], abs=0.006)
        assert line.in_prize == pytest.approx(sure.in_prize[number], abs=0.12)
        assert abs(line.lowest - sure.lowest[number]) <= 1
        assert abs(line.highest - sure.highest[number]) <= 1
        assert line.is_near is (0.1 < line.in_prize < 0.9)
    assert len({line.calibrated for line in found.entries}) > 3
    assert {line.code for line in found.near} == {
        line.code for line in found.entries if 0.1 < line.in_prize < 0.9
    }


def test_across_groups_without_a_common_judge_nothing_is_claimed(judged, client):
    codes = sorted({sheet["code"] for sheet in judged.ranking.sheets})
    judges = sorted({sheet["judge"] for sheet in judged.ranking.sheets})
    # Two camps, each of half the judges and half the entries, where everybody reads everything;
    # points as they were given.
    pairs = [
        (code, judge)
        for place, code in enumerate(codes)
        for number, judge in enumerate(judges)
        if place % 2 == number % 2
    ]
    sheets = [
        given | {"code": code, "judge": judge}
        for (code, judge), given in zip(pairs, itertools.cycle(judged.ranking.sheets), strict=False)
    ]
    found = findings.computed(judged.round, judged.ranking.scheme, sheets, 3)
    assert found.parts == 2
    assert all(line.in_prize is None for line in found.entries)
    assert found.near == []
    sizes = {part: sum(line.part == part for line in found.entries) for part in (0, 1)}
    assert all(1 <= line.lowest <= line.highest <= sizes[line.part] for line in found.entries)


def test_before_the_round_is_closed_there_is_nothing(entered, client):
    with clock.set_to(entered.at(40.5)):
        judging_round = steps.panels(entered.edition, entered.cast, sizes=4)
        steps.assign_and_open(judging_round, entered.cast, entered.at(40.5))
    client.force_login(entered.cast.secretary, backend=BACKEND)
    assert client.get(reverse("judging_evidence", args=[entered.edition.slug])).status_code == 404


def test_what_would_change_without_a_judge_is_what_the_engine_says(two_prizes):
    judged = two_prizes
    found = evidence.of(judged.round)
    assert any(line.changed for line in found.judges), (
        "no judge matters: the test would see nothing"
    )
    scheme, sheets = judged.ranking.scheme, judged.ranking.sheets
    full = {place.code for place in engine.ranking(scheme, sheets) if place.rank <= found.prizes}
    for judge in Judge.objects.filter(panel__round=judged.round).select_related("user"):
        rest = {
            place.code
            for place in engine.ranking(
                scheme, [sheet for sheet in sheets if sheet["judge"] != judge.pk]
            )
            if place.rank <= found.prizes
        }
        line = next(line for line in found.judges if line.judge == judge.pk)
        assert set(line.changed) == full ^ rest
        assert (
            line.sheets
            == Scoresheet.objects.filter(
                assignment__judge=judge, assignment__state=Assignment.State.CONFIRMED
            ).count()
        )


class TestKept:
    """The worker works it out; the page shows what was kept."""

    @pytest.fixture(autouse=True)
    def is_closed(self, judged):
        judged.round.refresh_from_db()

    def address(self, judged, name="judging_evidence") -> str:
        return reverse(name, args=[judged.edition.slug])

    def test_as_it_was_worked_out(self, two_prizes):
        found = evidence.of(two_prizes.round)
        kept = evidence.keep(two_prizes.round, found, source="x")
        rows = kept.places.values_list("code", "rank", "lowest", "highest", "in_prize", "is_near")
        assert list(rows) == [
            (line.code, line.rank, line.lowest, line.highest, line.in_prize, line.is_near)
            for line in found.entries
        ]
        judges = kept.judges.values_list("judge", "sheets", "severity", "error", "changed")
        assert list(judges) == [
            (line.judge, line.sheets, line.severity, line.error, line.changed)
            for line in found.judges
        ]
        assert (kept.prizes, kept.near, kept.parts) == (2, len(found.near), found.parts)
        assert kept.alpha == found.alpha

    def test_what_nobody_can_compare_is_no_number(self, judged):
        kept = evidence.keep(judged.round, findings.Evidence(alpha=float("nan")), source="x")
        kept.refresh_from_db()
        assert kept.alpha is None

    def test_it_is_worked_out_when_the_round_is_closed(self, judged):
        drain()
        kept = KeptEvidence.objects.get(round=judged.round)
        assert kept.source == evidence.source_of(judged.round)
        assert kept.places.count() == judged.ranking.rows.count()

    def test_a_page_waits_for_it_and_looks_again(self, judged, client):
        Job.objects.filter(kind="evidence").delete()
        KeptEvidence.objects.all().delete()
        client.force_login(judged.cast.secretary, backend=BACKEND)
        page = client.get(self.address(judged))
        assert "Refresh" not in page.headers
        client.post(self.address(judged, "ask_evidence"))
        page = client.get(self.address(judged))
        assert page.headers["Refresh"] == "3"
        drain()
        page = client.get(self.address(judged))
        assert "Refresh" not in page.headers
        assert page.context["is_stale"] is False

    def test_when_the_prizes_change_it_is_asked_for_again(self, judged, client):
        drain()
        assert evidence.kept(judged.round).source == evidence.source_of(judged.round)
        judged.edition.tiers.update(count=1)
        client.force_login(judged.cast.secretary, backend=BACKEND)
        page = client.get(self.address(judged))
        assert page.context["is_stale"] is True
        assert page.context["evidence"] is not None  # what was known is still shown
        client.post(self.address(judged, "ask_evidence"))
        drain()
        kept = evidence.kept(judged.round)
        assert kept.prizes == judged.edition.tiers.count()
        assert client.get(self.address(judged)).context["is_stale"] is False

    def test_when_a_work_leaves_it_is_asked_for_again(self, judged):
        drain()
        left = BlindedEntry.objects.filter(round=judged.round).first()
        BlindedEntry.objects.filter(pk=left.pk).update(withdrawn_at=judged.at(60))
        assert evidence.job_of(judged.round) is None
        evidence.ask(judging_round=judged.round, by=judged.cast.secretary, at=judged.at(60))
        drain()
        codes = evidence.kept(judged.round).places.values_list("code", flat=True)
        assert left.code not in codes
        assert len(codes) == judged.ranking.rows.count() - 1

    def test_work_that_failed_is_taken_up_again(self, judged):
        KeptEvidence.objects.all().delete()
        Job.objects.filter(kind="evidence").update(state=Job.State.FAILED, attempts=5)
        evidence.ask(judging_round=judged.round, by=judged.cast.secretary, at=judged.at(60))
        drain()
        assert evidence.kept(judged.round) is not None

    def test_the_secretariat_asks(self, judged):
        with pytest.raises(NotAllowed):
            evidence.ask(judging_round=judged.round, by=judged.cast.judges[0], at=judged.at(60))

    def test_not_while_judges_score(self, judged):
        judged.round.state = Round.State.OPEN
        with pytest.raises(WrongState):
            evidence.ask(judging_round=judged.round, by=judged.cast.secretary, at=judged.at(60))

    def stop(self, judged):
        usual = {"by": judged.cast.secretary, "at": judged.at(60)}
        return evidence.stop(judging_round=judged.round, **usual)

    def test_it_is_stopped_and_not_worked_out(self, judged):
        KeptEvidence.objects.all().delete()
        Job.objects.filter(kind="evidence").update(state=Job.State.PENDING)
        self.stop(judged)
        drain()
        assert evidence.kept(judged.round) is None

    def test_it_stops_between_two_judges(self, judged, monkeypatch):
        KeptEvidence.objects.all().delete()
        Job.objects.filter(kind="evidence").update(state=Job.State.PENDING)
        fit = calibration.fit

        def stopped_meanwhile(data):
            self.stop(judged)
            return fit(data)

        monkeypatch.setattr(calibration, "fit", stopped_meanwhile)
        drain()
        assert evidence.kept(judged.round) is None

    def test_each_judge_is_a_step(self, two_prizes):
        told = []
        found = evidence.of(two_prizes.round, lambda done, total: told.append((done, total)))
        judges = len(found.judges)
        assert told == [(done, judges) for done in range(1, judges + 1)]

    def test_asked_for_again_it_is_worked_out(self, judged):
        KeptEvidence.objects.all().delete()
        Job.objects.filter(kind="evidence").update(state=Job.State.PENDING)
        self.stop(judged)
        evidence.ask(judging_round=judged.round, by=judged.cast.secretary, at=judged.at(60))
        drain()
        assert evidence.kept(judged.round) is not None

    def test_the_secretariat_stops_it(self, judged):
        Job.objects.filter(kind="evidence").update(state=Job.State.PENDING)
        with pytest.raises(NotAllowed):
            evidence.stop(judging_round=judged.round, by=judged.cast.judges[0], at=judged.at(60))

    def test_what_has_ended_is_not_stopped(self, judged):
        drain()
        with pytest.raises(WrongState):
            self.stop(judged)

    def test_nor_what_nobody_asked_for(self, judged):
        Job.objects.filter(kind="evidence").delete()
        with pytest.raises(WrongState):
            self.stop(judged)

    def test_the_page_stops_it_says_so_and_begins_again(self, judged, client):
        KeptEvidence.objects.all().delete()
        Job.objects.filter(kind="evidence").update(state=Job.State.PENDING)
        client.force_login(judged.cast.secretary, backend=BACKEND)
        assert self.address(judged, "stop_evidence") in self.read(client, judged)
        client.post(self.address(judged, "stop_evidence"))
        page = self.read(client, judged)
        assert "Việc này đã dừng" in page
        assert self.address(judged, "stop_evidence") not in page
        assert self.address(judged, "ask_evidence") in page

    def read(self, client, judged) -> str:
        return client.get(self.address(judged)).content.decode()

    def test_many_are_shown_fifty_at_a_time(self, judged, client):
        drain()
        kept = evidence.kept(judged.round)
        line = vars(evidence.of(judged.round).entries[0])
        EvidencePlace.objects.bulk_create(
            EvidencePlace(evidence=kept, **line | {"code": f"HS-{place:06d}", "rank": 100 + place})
            for place in range(60)
        )
        client.force_login(judged.cast.secretary, backend=BACKEND)
        first = client.get(self.address(judged))
        assert len(first.context["shown"]) == 50
        last = client.get(self.address(judged), {"trang": "2"})
        assert len(last.context["shown"]) == 60 + judged.ranking.rows.count() - 50
        assert last.context["shown"][-1]["place"].code == "HS-000059"

    def test_made_again_from_the_same_it_stands_once(self, judged):
        KeptEvidence.objects.all().delete()
        other = evidence.keep(judged.round, findings.Evidence(), source="y")
        evidence.keep(judged.round, findings.Evidence(), source="x")
        again = evidence.keep(judged.round, findings.Evidence(), source="x")
        assert set(KeptEvidence.objects.all()) == {other, again}

    def test_why_there_is_none_is_kept(self, judged):
        kept = evidence.keep(judged.round, findings.Evidence(why_not="few"), source="x")
        kept.refresh_from_db()
        assert kept.why_not == "few"

    def test_how_alike_sheets_of_one_entry_are_is_kept(self, two_prizes):
        found = evidence.of(two_prizes.round)
        kept = evidence.keep(two_prizes.round, found, source="x")
        assert kept.intraclass == found.intraclass is not None

    def test_the_work_is_one_step(self, judged):
        drain()
        job = Job.objects.get(kind="evidence")
        assert (job.done, job.total) == (1, 1)

    def test_who_asked_is_noted(self, judged):
        Job.objects.filter(kind="evidence").delete()
        secretary = judged.cast.secretary
        job = evidence.ask(judging_round=judged.round, by=secretary, at=judged.at(60))
        assert job.created_by == secretary

    def test_another_event_asks_for_nothing(self, judged):
        Job.objects.filter(kind="evidence").delete()
        evidence.apply("round.opened", {"round": judged.round.pk})
        assert not Job.objects.filter(kind="evidence").exists()


def test_points_are_told_to_hundredths():
    assert findings.to_hundredths(1.23456) == 1.23


class TestLeanings:
    """Five judges, sixteen works in two fields; the first gives six points more in one of them."""

    @pytest.fixture
    def seats(self):
        judging_round = RoundFactory(state=Round.State.CLOSED)
        criterion = CriterionFactory(scheme=judging_round.scheme)
        panel = PanelFactory(round=judging_round)
        seats = JudgeFactory.create_batch(5, panel=panel)
        fields = FieldFactory.create_batch(2, edition=judging_round.edition)
        for number in range(16):
            work = BlindedEntryFactory(round=judging_round, field=fields[number % 2])
            for place, seat in enumerate(seats):
                # Everybody is strict or mild in a way of the own, and sees a little differently.
                given = 2 + number % 5 + place / 2 + (number * 7 + place * 3) % 3 / 4
                given += 6 if place == 0 and work.field == fields[1] else 0
                ScoresheetFactory(
                    assignment__judge=seat,
                    assignment__blinded_entry=work,
                    points={str(criterion.pk): str(given)},
                    locked=True,
                )
        # The same code in another round stands in the other field.
        beside = RoundFactory(edition=judging_round.edition)
        BlindedEntryFactory(round=beside, code=work.code, field=fields[0])
        return seats

    @pytest.fixture
    def lines(self, seats):
        found = evidence.of(seats[0].panel.round)
        return {line.judge: line for line in found.judges}

    def test_the_one_who_favours_a_field_does_so_in_its_name(self, seats, lines):
        field = BlindedEntry.objects.filter(round=seats[0].panel.round).last().field
        favoured = [
            (favour["group"], favour["points"] > 0) for favour in lines[seats[0].pk].favours
        ]
        assert (str(field), True) in favoured

    def test_points_are_those_of_the_leaning(self, seats, lines):
        field = BlindedEntry.objects.filter(round=seats[0].panel.round).last().field
        points = {favour["group"]: favour["points"] for favour in lines[seats[0].pk].favours}
        assert 4 < points[str(field)] < 6

    def test_the_farthest_from_the_others_stand_first(self, seats, lines):
        severities = [abs(line.severity) for line in lines.values()]
        assert severities == sorted(severities, reverse=True)
        assert severities[0] > severities[-1]
