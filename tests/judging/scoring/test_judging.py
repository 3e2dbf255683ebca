import io
import itertools
import re
from collections import Counter
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from competition import clock
from competition.errors import NotAllowed, PhaseClosed, Refused, WrongState
from competition.models import Criterion, Field
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from foundation.ledger import chain
from foundation.ledger.models import Event, Head
from foundation.notifications.models import Message
from judging.arithmetic import engine, linking
from judging.assigning import assignment, conflicts
from judging.councils import panels, rounds
from judging.models import Assignment, BlindedEntry, Conflict, Judge, Ranking, Scoresheet
from judging.results import ranking
from judging.scoring import scoresheets
from submissions.models import Author, Entry, Sealing
from submissions.sealing import clearing, relations
from tests.factories.judging import ConflictFactory
from tests.papers import fetched
from tests.stages import stage

data = pytest.mark.data


@stage(day=41)
def opened(entered):
    """Panels, a confirmed assignment, an open round."""
    with clock.set_to(entered.at(40.5)):
        entered.round = steps.panels(entered.edition, entered.cast, sizes=4)
        steps.assign_and_open(entered.round, entered.cast, entered.at(40.5))
    return entered


def first_task(rehearsal) -> Assignment:
    return (
        Assignment.objects.filter(judge__panel__round=rehearsal.round)
        .select_related("judge__user")
        .first()
    )


def full(rehearsal, text="10") -> dict:
    return {criterion.pk: text for criterion in rehearsal.edition.scheme.criteria.all()}


@data
@pytest.mark.django_db
class TestTheOneDoor:
    def test_what_is_sealed_arrives_without_a_name(self, entered):
        blinded = BlindedEntry.objects.filter(round__edition=entered.edition)
        assert blinded.count() == len(entered.works)
        texts = chain.canonical(
            [
                [entry.title, entry.summary, entry.sections, [f.name for f in entry.files.all()]]
                for entry in blinded
            ]
        )
        for author in Author.objects.filter(entry__edition=entered.edition):
            assert author.full_name not in texts

    def test_no_code_tells_the_order_of_submission(self, entered):
        """The judges' code is the sealing's, and that is drawn: 300 drawn one after the other, of
        no entry at all, rise and fall as shuffled ones do, and every place takes many signs.
        """
        codes = list(BlindedEntry.objects.values_list("code", flat=True))
        assert len(set(codes)) == len(entered.works)
        assert set(codes) == set(Sealing.objects.values_list("judging_code", flat=True))
        drawn = [Sealing().judging_code for _ in range(300)]
        rises = sum(one < next_one for one, next_one in itertools.pairwise(drawn))
        # 149.5 on the average with a deviation of 5.
        assert 100 < rises < 200
        for signs in zip(*drawn, strict=True):
            assert len(set(signs)) == 1 or len(set(signs)) >= 20
        assert all(re.fullmatch(r"HS-[2-9A-HJKMNP-Z]{6}", code) for code in codes + drawn)


@data
@pytest.mark.django_db
class TestConflicts:
    def test_a_judge_from_the_same_unit_is_never_assigned(self, entered):
        judge, entry = entered.cast.judges[0], entered.works[0].entry
        judge.unit = Entry.objects.get(pk=entry.pk).unit
        judge.save()
        with clock.set_to(entered.at(40.5)):
            judging_round = steps.panels(entered.edition, entered.cast, sizes=4)
            assignment.propose(judging_round=judging_round, by=entered.cast.secretary)
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
            clearing.clear(
                entry=entry,
                person=judge,
                reason="Chỉ trùng họ tên",
                by=entered.cast.secretary,
                at=entered.at(40.5),
            )
            drain()
        assert not Conflict.objects.filter(judge__user=judge, reason="same_name").exists()

    def test_recognising_a_work_gives_it_up_for_good(self, opened):
        task = first_task(opened)
        scoresheets.submit_sheet(
            assignment=task, points=full(opened), comment="", by=task.judge.user, at=opened.at(41)
        )
        before = scoresheets.countable_sheets(opened.round).count()
        conflicts.recuse(
            assignment=task, reason="Tôi từng thấy máy này", by=task.judge.user, at=opened.at(41)
        )
        assert scoresheets.countable_sheets(opened.round).count() == before - 1
        plan = assignment.propose(judging_round=opened.round, by=opened.cast.secretary)
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
        sheet = scoresheets.save_sheet(
            assignment=task, points=some, comment="", by=task.judge.user, at=opened.at(41)
        )
        assert list(sheet.points.values()) == ["12.50"]
        with pytest.raises(scoresheets.BadPoints) as refusal:
            scoresheets.submit_sheet(
                assignment=task, points=some, comment="", by=task.judge.user, at=opened.at(41)
            )
        assert len(refusal.value.errors) == 2

    @pytest.mark.parametrize("text", ["20,5", "-1", "mười", "10,3", "1e9", "NaN"])
    def test_impossible_points_are_refused(self, opened, text):
        task = first_task(opened)
        with pytest.raises(scoresheets.BadPoints):
            scoresheets.save_sheet(
                assignment=task,
                points={next(iter(full(opened))): text},
                comment="",
                by=task.judge.user,
                at=opened.at(41),
            )
        assert not Scoresheet.objects.exists()

    def test_a_locked_sheet_cannot_be_changed_by_anybody(self, opened):
        task = first_task(opened)
        sheet = scoresheets.submit_sheet(
            assignment=task, points=full(opened), comment="", by=task.judge.user, at=opened.at(41)
        )
        assert sheet.total == Decimal(30)
        with pytest.raises(WrongState):
            scoresheets.save_sheet(
                assignment=task,
                points=full(opened, "20"),
                comment="",
                by=task.judge.user,
                at=opened.at(41),
            )
        for damage in (
            lambda: Scoresheet.objects.filter(pk=sheet.pk).update(total=80),
            lambda: Scoresheet.objects.filter(pk=sheet.pk).update(state="draft", locked_at=None),
            lambda: Scoresheet.objects.filter(pk=sheet.pk).delete(),
        ):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                damage()

    def test_an_optional_criterion_left_out_is_no_zero(self, opened):
        criteria = list(opened.edition.scheme.criteria.all())
        Criterion.objects.filter(pk=criteria[0].pk).update(is_optional=True)
        task = first_task(opened)
        rest = {criterion.pk: str(criterion.max_points / 2) for criterion in criteria[1:]}
        sheet = scoresheets.submit_sheet(
            assignment=task, points=rest, comment="", by=task.judge.user, at=opened.at(41)
        )
        assert str(criteria[0].pk) not in sheet.points
        assert sheet.total == Decimal(40)
        with pytest.raises(scoresheets.BadPoints):
            scoresheets.submit_sheet(
                assignment=Assignment.objects.filter(sheet=None).first(),
                points={},
                comment="",
                by=task.judge.user,
                at=opened.at(41),
            )

    def test_a_criterion_that_asks_for_a_comment_gets_one(self, opened):
        Criterion.objects.filter(scheme=opened.edition.scheme).update(asks_comment=True)
        task = first_task(opened)
        scoresheets.save_sheet(
            assignment=task, points=full(opened), comment="", by=task.judge.user, at=opened.at(41)
        )
        with pytest.raises(scoresheets.BadPoints, match="nhận xét"):
            scoresheets.submit_sheet(
                assignment=task,
                points=full(opened),
                comment=" ",
                by=task.judge.user,
                at=opened.at(41),
            )
        scoresheets.submit_sheet(
            assignment=task,
            points=full(opened),
            comment="Số liệu rõ",
            by=task.judge.user,
            at=opened.at(41),
        )

    def test_only_the_assigned_judge_scores_and_only_in_time(self, opened):
        task = first_task(opened)
        other = Judge.objects.exclude(pk=task.judge_id).first().user
        with pytest.raises(NotAllowed):
            scoresheets.save_sheet(
                assignment=task, points={}, comment="", by=other, at=opened.at(41)
            )
        with pytest.raises(NotAllowed):
            scoresheets.save_sheet(
                assignment=task, points={}, comment="", by=opened.cast.secretary, at=opened.at(41)
            )
        with pytest.raises(PhaseClosed):
            scoresheets.submit_sheet(
                assignment=task,
                points=full(opened),
                comment="",
                by=task.judge.user,
                at=opened.at(60.8),
            )


@data
@pytest.mark.django_db
class TestTheRound:
    def test_it_closes_only_when_every_sheet_is_locked(self, opened):
        keys, _votes = steps.code_keys(opened.works)
        late = first_task(opened)
        steps.score_all(opened.round, 1, keys, opened.at(42), skip={late.pk})
        with pytest.raises(WrongState, match=str(late.judge.user)):
            rounds.close_round(
                judging_round=opened.round, by=opened.cast.secretary, at=opened.at(43)
            )
        rounds.release_late(
            assignment=late,
            reason="Đi công tác dài ngày",
            by=opened.cast.secretary,
            at=opened.at(43),
        )
        rounds.close_round(judging_round=opened.round, by=opened.cast.secretary, at=opened.at(43))
        frozen = ranking.freeze(
            judging_round=opened.round, by=opened.cast.secretary, at=opened.at(44)
        )
        assert sum(row.sheets for row in frozen.rows.all()) == 3 * len(opened.works) - 1

    @pytest.mark.parametrize(
        ("verb", "arguments"),
        [
            (rounds.close_round, {}),
            (rounds.open_round, {}),
            (ranking.freeze, {}),
            (assignment.confirm, {}),
        ],
    )
    def test_a_judge_or_entrant_organises_nothing(self, opened, verb, arguments):
        for user in (opened.cast.judges[0], opened.cast.entrants[0], opened.cast.committee[0]):
            with pytest.raises(NotAllowed):
                verb(judging_round=opened.round, by=user, at=opened.at(41), **arguments)

    def test_the_steps_have_an_order(self, opened):
        with pytest.raises(WrongState):
            ranking.freeze(judging_round=opened.round, by=opened.cast.secretary, at=opened.at(41))
        with pytest.raises(WrongState):
            rounds.open_round(
                judging_round=opened.round, by=opened.cast.secretary, at=opened.at(41)
            )

    def test_a_panel_has_one_chair_and_no_secretariat(self, opened):
        panel = opened.round.panels.first()
        with pytest.raises(Refused):
            panels.appoint(
                panel=panel,
                user=opened.cast.entrants[0],
                by=opened.cast.secretary,
                position="chair",
                reason="1/QĐ",
                at=clock.now(),
            )
        with pytest.raises(Refused):
            panels.appoint(
                panel=panel,
                user=opened.cast.second,
                by=opened.cast.secretary,
                reason="1/QĐ",
                at=clock.now(),
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            Judge.objects.create(panel=panel, user=opened.cast.entrants[1], position="chair")


@data
@pytest.mark.django_db
class TestTheProposal:
    def panels(self, entered):
        with clock.set_to(entered.at(40.5)):
            return steps.panels(entered.edition, entered.cast, sizes=4)

    def test_the_bottleneck_is_named_with_the_way_out(self, entered):
        judging_round = self.panels(entered)
        Judge.objects.filter(panel__round=judging_round).update(max_load=1)
        with pytest.raises(
            assignment.Impossible,
            match=str(Judge.objects.filter(panel__round=judging_round).first()),
        ):
            assignment.propose(judging_round=judging_round, by=entered.cast.secretary)
        Judge.objects.filter(panel__round=judging_round).update(max_load=40)
        blinded = BlindedEntry.objects.first()
        for judge in Judge.objects.filter(panel__round=judging_round)[:2]:
            ConflictFactory(judge=judge, blinded_entry=blinded, reason="entered")
        with pytest.raises(assignment.Impossible, match=blinded.code):
            assignment.propose(judging_round=judging_round, by=entered.cast.secretary)

    def test_expertise_draws_entries_to_those_who_know_the_field(self, entered):
        judging_round = self.panels(entered)
        expert = Judge.objects.filter(panel__round=judging_round).first()
        entries = list(BlindedEntry.objects.filter(round=judging_round))
        expert.keywords, expert.max_load = entries[0].title.split(",")[0][:40], 1
        expert.save()
        for mode in ("balanced", "fair"):
            plan = assignment.propose(
                judging_round=judging_round, by=entered.cast.secretary, mode=mode
            )
            assert Assignment.objects.get(judge=expert).blinded_entry == entries[0]
            assert plan.parts == 1
            assert plan.worst > 0

    def test_the_page_tells_how_good_the_proposal_is_and_how_judges_are_linked(
        self, entered, client
    ):
        judging_round = self.panels(entered)
        client.force_login(
            entered.cast.secretary, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        address = reverse("propose_assignment", args=[entered.edition.slug])
        page = client.post(address, {"mode": "balanced"}, follow=True).content.decode()
        assert "mỗi giám khảo" in page
        assert "% mức tốt nhất" in page
        assert "Giám khảo có đủ hồ sơ chấm chung" in page
        assert "ít hồ sơ chấm chung" not in page
        assert (
            assignment.propose(judging_round=judging_round, by=entered.cast.secretary).connectivity
            >= linking.WELL_LINKED
        )

    def test_the_plan_as_a_table_has_every_sheet_once_and_the_load_of_every_judge(
        self, opened, client
    ):
        idle = panels.appoint(
            panel=opened.round.panels.first(),
            user=opened.cast.voters[0],
            by=opened.cast.secretary,
            reason="1/QĐ",
            at=clock.now(),
        )
        given_up = first_task(opened)
        conflicts.recuse(
            assignment=given_up,
            reason="Tôi biết nhóm này",
            by=given_up.judge.user,
            at=opened.at(41),
        )
        drain()
        trap = BlindedEntry.objects.exclude(pk=given_up.blinded_entry_id).first()
        Field.objects.filter(pk=trap.field_id).update(name='=HYPERLINK("http://x")')
        address = reverse("plan_xlsx", args=[opened.edition.slug, opened.round.order])
        client.force_login(
            opened.cast.judges[0], backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        assert client.get(address).status_code == 404
        client.force_login(
            opened.cast.secretary, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        book = load_workbook(io.BytesIO(fetched(client, address).content))
        sheets, loads = (
            [[cell.value for cell in row] for row in book[name].iter_rows(min_row=2)]
            for name in ("Phân công", "Khối lượng")
        )
        held = Assignment.objects.exclude(state="released").select_related(
            "judge__user", "blinded_entry"
        )
        assert sorted((row[1], row[2]) for row in sheets) == sorted(
            (str(item.judge), item.blinded_entry.code) for item in held
        )
        assert {row[3] for row in sheets if row[2] == trap.code} == {'\'=HYPERLINK("http://x")'}
        assert {row[4] for row in sheets} == {
            "đã xác nhận",
            "đề xuất",
        }  # the one that replaces what was given up waits to be confirmed
        counted = Counter(str(item.judge) for item in held)
        assert {row[1]: row[2] for row in loads} == {
            str(judge): counted[str(judge)]
            for judge in Judge.objects.filter(panel__round=opened.round)
        }
        assert {row[1]: row[2] for row in loads}[str(idle)] == counted[str(idle)]
        assert len(loads) == 5
        assert not any(author.full_name in str(sheets) for author in Author.objects.all())

    def test_a_late_judge_and_a_recusal_change_only_what_is_missing(self, opened):
        before = set(Assignment.objects.values_list("judge_id", "blinded_entry_id"))
        late = opened.cast.entrants[-1]
        panels.appoint(
            panel=opened.round.panels.first(),
            user=late,
            by=opened.cast.secretary,
            reason="1/QĐ",
            at=clock.now(),
        )
        drain()
        assert assignment.propose(judging_round=opened.round, by=opened.cast.secretary).created == 0
        task = first_task(opened)
        conflicts.recuse(
            assignment=task, reason="Tôi biết nhóm này", by=task.judge.user, at=opened.at(41)
        )
        assert assignment.propose(judging_round=opened.round, by=opened.cast.secretary).created == 1
        assert before <= set(Assignment.objects.values_list("judge_id", "blinded_entry_id"))

    def test_the_database_refuses_a_conflict_whoever_writes_it(self, opened):
        free = Assignment.objects.filter(state="confirmed").first()
        ConflictFactory(judge=free.judge, blinded_entry=free.blinded_entry, reason="entered")
        Assignment.objects.filter(pk=free.pk).update(state="released")
        for attempt in (
            lambda: Assignment.objects.filter(pk=free.pk).update(state="confirmed"),
            lambda: Assignment.objects.filter(pk=free.pk).update(state="proposed"),
        ):
            with pytest.raises(DatabaseError, match="conflict of interest"), transaction.atomic():
                attempt()
        with (
            pytest.raises(DatabaseError, match="conflict of interest"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "UPDATE judging_assignment SET state = 'confirmed' WHERE id = %s", [free.pk]
            )

    def test_a_sheet_is_moved_by_hand_with_warnings_and_never_into_a_conflict(self, entered):
        judging_round = self.panels(entered)
        assignment.propose(judging_round=judging_round, by=entered.cast.secretary)
        item = Assignment.objects.filter(judge__panel__round=judging_round).first()
        busy = set(
            Assignment.objects.filter(blinded_entry=item.blinded_entry).values_list(
                "judge_id", flat=True
            )
        )
        other = Judge.objects.filter(panel=item.judge.panel).exclude(pk__in=busy).first()
        moved = assignment.move(item=item, judge=other, by=entered.cast.secretary)
        assert moved.judge == other
        assert not Assignment.objects.filter(pk=item.pk).exists()
        ConflictFactory(judge=item.judge, blinded_entry=item.blinded_entry, reason="entered")
        for judge in (
            item.judge,
            Judge.objects.filter(pk__in=busy - {item.judge_id}).first(),
        ):  # a conflict; somebody who has it already
            with pytest.raises(Refused):
                assignment.move(item=moved, judge=judge, by=entered.cast.secretary)
        with pytest.raises(NotAllowed):
            assignment.move(item=moved, judge=item.judge, by=entered.cast.judges[0])


SCHEME = {
    "aggregate": "mean",
    "drop_extremes_from": 0,
    "council_decimals": 2,
    "rounding": "ROUND_HALF_UP",
    "criteria": [{"key": "1", "max": "40"}, {"key": "2", "max": "40"}],
}


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
        assert engine.council_score(
            [Decimal(total) for total in totals], SCHEME | change
        ) == Decimal(score)

    def test_an_entry_without_a_sheet_has_no_score(self):
        with pytest.raises(ValueError):
            engine.council_score([], SCHEME)

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=24),
        st.randoms(),
    )
    def test_the_ranking_does_not_depend_on_the_order_of_sheets(self, points, rng):
        sheets = [
            {"code": f"HS-{place % 5}", "points": {"1": str(a / 2), "2": str(b / 2)}}
            for place, (a, b) in enumerate(points)
        ]
        places = engine.ranking(SCHEME, sheets)
        rng.shuffle(sheets)
        assert engine.ranking(SCHEME, sheets) == places
        for better, worse in itertools.pairwise(places):
            assert (better.score == worse.score) == (better.rank == worse.rank)


@pytest.mark.django_db
def test_each_gate_publishes_its_head_and_the_council_has_it_by_mail(judged, client):
    heads = Head.objects.filter(chain__name=judged.edition.chain).order_by("published_at", "pk")
    gates = list(heads.values_list("gate", flat=True))
    assert gates == ["submission.closed", "round.closed", "ranking.frozen"]
    last = (
        Event.objects.filter(chain__name=judged.edition.chain, verb="entry.submitted")
        .order_by("number")
        .last()
    )
    assert heads[0].number >= last.number > 0  # every submission stands before it
    page = client.get(reverse("ledger_heads")).content.decode()
    assert all(head.digest in page for head in heads)
    assert "submission.closed" not in page
    for judge in judged.cast.judges:
        told = Message.objects.get(recipient=judge, key__startswith="frozen:")
        assert heads[2].digest in told.body
        assert Ranking.objects.get().digest in told.body
