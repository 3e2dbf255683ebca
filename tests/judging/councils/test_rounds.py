"""Several rounds: each with its own rules, panels, sheets and ranking; who goes on, and what the
next judges may know.
"""

import dataclasses
import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from awards import standings
from awards.bundle import files_of
from competition import audit, clock
from competition.errors import NotAllowed, PhaseClosed, Refused, WrongState
from competition.models import Scheme
from competition.validation import problems
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from foundation.ledger import chain
from judging.assigning import assignment, conflicts
from judging.councils import panels, rounds
from judging.models import Assignment, BlindedEntry, Conflict, Promotion, Ranking, Round, Scoresheet
from judging.results import promotion, ranking
from judging.scoring import scoresheets
from submissions.models import Author
from submissions.writing import intake
from tests.factories.judging import ConflictFactory, PromotionFactory
from tests.judging.council import score
from tests.refusals import known_as, unchanged
from tests.rehearsed import small
from tests.stages import stage
from voting.models import Candidate, Poll

pytestmark = pytest.mark.django_db
data = pytest.mark.data
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@stage(day=59.2)
def first():
    """Two rounds are planned; the first, blinded one is scored and its ranking frozen."""
    rehearsal = small(entries=12, judges=6)
    rehearsal.final = True
    rehearsal.set_up()
    with clock.set_to(rehearsal.at(-5)):
        Scheme.objects.filter(edition=rehearsal.edition, order=1).update(promotes_per_field=1)
    rehearsal.enter()
    rehearsal.final = False  # the second round is walked by each test
    rehearsal.judge()
    return rehearsal


@stage(day=59.2)
def final(first):
    """The second, open round is being scored."""
    first.round_one = first.round
    first.round = promotion.promote(
        ranking=first.ranking, overrides={}, by=first.cast.secretary, at=first.at(59.2)
    )
    drain()
    steps.panels(first.edition, first.cast, sizes=4, judging_round=first.round)
    steps.assign_and_open(first.round, first.cast, first.at(59.3))
    return first


def row(code, field, rank, score, means=("1", "1")):
    return SimpleNamespace(
        code=code, field_id=field, rank=rank, score=Decimal(score), criterion_means=list(means)
    )


class TestTheRule:
    RULE = dataclasses.make_dataclass(
        "Rule",
        [
            ("promotes_per_field", int, None),
            ("promotes_from", Decimal, None),
            ("promotes_without_zero", bool, False),
        ],
    )

    def test_the_best_of_each_field_and_equals_go_on_together(self):
        rows = [
            row("A", 1, 1, 90),
            row("B", 1, 2, 80),
            row("C", 1, 2, 80),
            row("D", 1, 4, 70),
            row("E", 2, 5, 60),
        ]
        assert promotion.by_rule(self.RULE(2), rows) == {
            "A",
            "B",
            "C",
            "E",
        }  # B and C share the last rank that fits

    def test_a_threshold_and_no_zero(self):
        rows = [
            row("A", 1, 1, 90, ("1", "0.0000")),
            row("B", 1, 2, 80),
            row("C", 1, 3, "49.99"),
            row("D", 1, 4, 10, (None, "5")),
        ]
        assert promotion.by_rule(self.RULE(None, Decimal(50), True), rows) == {"B"}
        assert promotion.by_rule(self.RULE(None, Decimal(10), True), rows) == {
            "B",
            "C",
            "D",
        }  # a criterion left out is no zero

    def test_who_is_below_takes_no_place_of_the_field(self):
        rows = [row("A", 1, 1, 90, ("0", "1")), row("B", 1, 2, 80), row("C", 1, 3, 70)]
        assert promotion.by_rule(self.RULE(1, None, True), rows) == {"B"}


@data
class TestPromotion:
    def test_those_that_go_on_arrive_with_names_and_the_others_stay(self, first):
        rows = list(first.ranking.rows.all())
        expected = promotion.by_rule(first.round.scheme, rows)
        assert 0 < len(expected) < len(rows)
        following = promotion.promote(
            ranking=first.ranking, overrides={}, by=first.cast.secretary, at=first.at(59.2)
        )
        drain()
        arrived = BlindedEntry.objects.filter(round=following)
        assert {entry.code for entry in arrived} == expected
        names = set(
            Author.objects.filter(entry__edition=first.edition).values_list("full_name", flat=True)
        )
        assert all(
            any(name in entry.byline for name in names) for entry in arrived
        )  # the round is open
        assert (
            not BlindedEntry.objects.filter(round=first.round).exclude(byline="").exists()
        )  # the blinded one still names nobody
        assert all(
            entry.files.count()
            == BlindedEntry.objects.get(round=first.round, code=entry.code).files.count()
            for entry in arrived
        )

    def test_the_public_votes_on_those_that_went_on(self, first):
        before = Candidate.objects.in_edition(first.edition).standing().count()
        promotion.promote(
            ranking=first.ranking, overrides={}, by=first.cast.secretary, at=first.at(59.2)
        )
        drain()
        on = Promotion.objects.filter(goes_on=True).count()
        assert Candidate.objects.in_edition(first.edition).standing().count() == on < before

    def test_the_vote_waits_for_the_last_round(self, first):
        assert not Poll.objects.filter(edition=first.edition).exists()

    def test_the_council_decides_otherwise_with_a_reason_only(self, first):
        rows = list(first.ranking.rows.all())
        stays = next(
            one.code for one in rows if one.code not in promotion.by_rule(first.round.scheme, rows)
        )
        about = {"ranking": first.ranking, "by": first.cast.secretary, "at": first.at(59.2)}
        with pytest.raises(Refused, match=stays):
            promotion.promote(overrides={stays: "  "}, **about)
        with pytest.raises(Refused, match="HS-NOBODY"):
            promotion.promote(overrides={"HS-NOBODY": "vì thế"}, **about)
        assert not Promotion.objects.exists()
        following = promotion.promote(overrides={stays: "Giải pháp cấp bách sau bão"}, **about)
        drain()
        assert BlindedEntry.objects.filter(round=following, code=stays).exists()
        decided = Promotion.objects.get(code=stays)
        assert decided.by_rule is False
        assert decided.goes_on is True
        assert decided.reason == "Giải pháp cấp bách sau bão"
        with pytest.raises(WrongState):
            promotion.promote(overrides={}, **about)

    def test_the_database_wants_the_reason_too(self, first):
        with pytest.raises(IntegrityError), transaction.atomic():
            PromotionFactory(ranking=first.ranking, by_rule=False, goes_on=True)

    def test_strangers_promote_nobody(self, first):
        with pytest.raises(NotAllowed):
            promotion.promote(
                ranking=first.ranking, overrides={}, by=first.cast.judges[0], at=first.at(59.2)
            )

    def test_a_recognised_work_stays_recognised_in_the_next_round(self, first):
        code = sorted(promotion.by_rule(first.round.scheme, list(first.ranking.rows.all())))[0]
        old = BlindedEntry.objects.get(round=first.round, code=code)
        knows = old.assignments.first().judge
        ConflictFactory(judge=knows, blinded_entry=old, reason=Conflict.Reason.RECOGNISED)
        judging_round = promotion.promote(
            ranking=first.ranking, overrides={}, by=first.cast.secretary, at=first.at(59.2)
        )
        drain()
        steps.panels(first.edition, first.cast, sizes=4, judging_round=judging_round)
        drain()
        seats = Conflict.objects.filter(blinded_entry__round=judging_round, judge__user=knows.user)
        assert {(one.blinded_entry.code, one.reason) for one in seats} == {(code, "recognised")}

    def test_a_withdrawal_reaches_every_round(self, final):
        code = BlindedEntry.objects.filter(round=final.round).first().code
        work = next(work for work in final.works if steps.code_keys([work])[0].get(code))
        intake.withdraw(
            entry=work.entry, reason="Không tiếp tục", by=work.entry.owner, at=final.at(59.4)
        )
        drain()
        assert not BlindedEntry.objects.countable().filter(code=code).exists()
        assert BlindedEntry.objects.filter(code=code).count() == 2


@data
class TestTheSecondRound:
    def test_it_has_its_own_sheets_and_dates(self, final):
        task = (
            Assignment.objects.filter(judge__panel__round=final.round)
            .select_related("judge__user")
            .first()
        )
        points = {criterion.pk: "10" for criterion in final.round.scheme.criteria.all()}
        assert final.round.scheme != final.round_one.scheme
        Scheme.objects.filter(pk=final.round.scheme_id).update(ends_at=final.at(59.5))
        about = {"assignment": task, "points": points, "comment": "", "by": task.judge.user}
        with pytest.raises(PhaseClosed):
            scoresheets.submit_sheet(at=final.at(59.5), **about)
        with pytest.raises(
            scoresheets.BadPoints
        ):  # the first round's criteria are not this round's
            scoresheets.submit_sheet(
                at=final.at(59.4),
                **about
                | {
                    "points": {
                        criterion.pk: "10" for criterion in final.round_one.scheme.criteria.all()
                    }
                },
            )
        scoresheets.submit_sheet(at=final.at(59.4), **about)
        assert scoresheets.countable_sheets(final.round).count() == 1
        assert scoresheets.countable_sheets(final.round_one).count() > 1

    def test_its_judges_read_the_authors_and_the_first_rounds_did_not(self, final, client):
        task = (
            Assignment.objects.filter(judge__panel__round=final.round)
            .select_related("judge__user", "blinded_entry")
            .first()
        )
        client.force_login(task.judge.user, backend=BACKEND)
        with clock.set_to(final.at(59.4)):
            assert (
                task.blinded_entry.byline
                in client.get(reverse("sheet", args=[task.public_id])).content.decode()
            )
            old = Assignment.objects.filter(
                judge__panel__round=final.round_one, judge__user=task.judge.user, state="confirmed"
            ).first()
            page = client.get(reverse("sheet", args=[old.public_id])).content.decode()
        assert task.blinded_entry.byline.split(",")[0].split(" – ")[0] not in page

    def test_the_result_follows_from_the_last_ranking_and_all_of_it_fits(self, final):
        keys, _votes = steps.code_keys(final.works)
        steps.score_all(final.round, 5, keys, final.at(59.4))
        rounds.close_round(judging_round=final.round, by=final.cast.secretary, at=final.at(59.6))
        drain()
        assert Poll.objects.filter(edition=final.edition).exists()
        final.ranking = ranking.freeze(
            judging_round=final.round, by=final.cast.secretary, at=final.at(59.6)
        )
        assert Ranking.objects.decisive(final.edition).get() == final.ranking
        final.vote()
        final.count()
        final.award()
        on = set(BlindedEntry.objects.filter(round=final.round).values_list("code", flat=True))
        assert {line.code for line in final.standing.rows.all()} == on
        assert audit.faults(final.edition) == []
        assert set(files_of(final.edition)) >= {"rankings.json", "sheets.json"}


@data
class TestSuperseding:
    def freeze(self, rehearsal, at):
        return ranking.freeze(judging_round=rehearsal.round, by=rehearsal.cast.secretary, at=at)

    def test_a_superseded_ranking_is_kept_and_another_takes_its_place(self, first):
        old = first.ranking
        about = {"by": first.cast.secretary, "at": first.at(59.3)}
        with pytest.raises(Refused):
            ranking.supersede(ranking=old, reason=" ", **about)
        with pytest.raises(NotAllowed):
            ranking.supersede(ranking=old, reason="Sai", by=first.cast.judges[0], at=first.at(59.3))
        ranking.supersede(ranking=old, reason="Một giám khảo chấm nhầm mã phách", **about)
        first.round.refresh_from_db()
        assert first.round.state == Round.State.CLOSED
        taken = Assignment.objects.countable().filter(judge__panel__round=first.round).first()
        Assignment.objects.filter(pk=taken.pk).update(state=Assignment.State.RELEASED)
        chain.append(
            first.edition.chain,
            "assignment.released",
            {"assignment": taken.pk, "reason": "nhầm"},
            at=first.at(59.3),
            by=first.cast.secretary,
        )
        new = self.freeze(first, first.at(59.4))
        assert Ranking.objects.in_force().get(round=first.round) == new
        assert Ranking.objects.filter(round=first.round).count() == 2
        assert new.digest != old.digest
        assert audit.faults(first.edition) == []

    def test_not_after_entries_have_gone_on(self, first):
        promotion.promote(
            ranking=first.ranking, overrides={}, by=first.cast.secretary, at=first.at(59.2)
        )
        with pytest.raises(WrongState):
            ranking.supersede(
                ranking=first.ranking, reason="Muộn rồi", by=first.cast.secretary, at=first.at(59.3)
            )

    def test_nor_after_the_standing(self, judged):
        judged.vote()
        judged.count()
        with clock.set_to(judged.at(76)):
            standings.compute(edition=judged.edition, by=judged.cast.secretary, at=judged.at(76))
            with pytest.raises(WrongState):
                ranking.supersede(
                    ranking=judged.ranking,
                    reason="Muộn rồi",
                    by=judged.cast.secretary,
                    at=judged.at(76),
                )


@data
class TestPanels:
    def test_panels_that_share_fields_get_the_same_number_at_random_and_keep_it(self, entered):
        cast = entered.cast
        with clock.set_to(entered.at(40.5)):
            judging_round = rounds.prepare_round(edition=entered.edition, by=cast.secretary)
            fields = list(entered.edition.fields.all())
            one, two = (
                panels.establish_panel(
                    judging_round=judging_round,
                    name=name,
                    fields=fields,
                    by=cast.secretary,
                    shares_fields=True,
                )
                for name in ("A", "B")
            )
            with pytest.raises(Refused):
                panels.establish_panel(
                    judging_round=judging_round, name="C", fields=fields, by=cast.secretary
                )
            for place, user in enumerate(cast.judges):
                panels.appoint(
                    panel=(one, two)[place % 2],
                    user=user,
                    by=cast.secretary,
                    position="chair" if place < 2 else "judge",
                    reason="1/QĐ",
                    at=clock.now(),
                )
            drain()
            judging_round.sheets_per_entry = 2
            judging_round.save()
            assignment.propose(judging_round=judging_round, by=cast.secretary)
            dealt = dict(
                BlindedEntry.objects.filter(round=judging_round).values_list("code", "panel")
            )
            assert sorted(list(dealt.values()).count(panel.pk) for panel in (one, two)) == [3, 3]
            assert all(
                pair.blinded_entry.panel_id == pair.judge.panel_id
                for pair in Assignment.objects.all()
            )
            assignment.propose(judging_round=judging_round, by=cast.secretary)
            assert (
                dict(BlindedEntry.objects.filter(round=judging_round).values_list("code", "panel"))
                == dealt
            )

    def test_who_may_not_score_gets_no_sheet(self, entered):
        cast = entered.cast
        with clock.set_to(entered.at(40.5)):
            judging_round = rounds.prepare_round(edition=entered.edition, by=cast.secretary)
            panel = panels.establish_panel(
                judging_round=judging_round,
                name="A",
                fields=entered.edition.fields.all(),
                by=cast.secretary,
            )
            seats = [
                panels.appoint(
                    panel=panel,
                    user=user,
                    by=cast.secretary,
                    position=position,
                    reason="1/QĐ",
                    at=clock.now(),
                )
                for user, position in zip(
                    cast.judges, ["chair", "judge", "judge", "panel_secretary"], strict=True
                )
            ]
            drain()
            assignment.propose(judging_round=judging_round, by=cast.secretary)
            assignment.confirm(judging_round=judging_round, by=cast.secretary, at=entered.at(40.5))
            assert not Assignment.objects.filter(judge=seats[3]).exists()
            with pytest.raises(Refused):
                panels.set_rights(
                    judge=seats[1],
                    rights={"may_score": False},
                    by=cast.secretary,
                    reason="1/QĐ",
                    at=clock.now(),
                )
            assert panels.set_rights(
                judge=seats[3],
                rights={"may_vote": True},
                by=cast.secretary,
                reason="1/QĐ",
                at=clock.now(),
            ).may_vote

    def test_no_round_opens_without_a_chair_and_there_is_one_chair(self, entered):
        cast = entered.cast
        with clock.set_to(entered.at(40.5)):
            judging_round = rounds.prepare_round(edition=entered.edition, by=cast.secretary)
            panel = panels.establish_panel(
                judging_round=judging_round,
                name="A",
                fields=entered.edition.fields.all(),
                by=cast.secretary,
            )
            for user in cast.judges:
                panels.appoint(
                    panel=panel, user=user, by=cast.secretary, reason="1/QĐ", at=clock.now()
                )
            drain()
            assignment.propose(judging_round=judging_round, by=cast.secretary)
            assignment.confirm(judging_round=judging_round, by=cast.secretary, at=entered.at(40.5))
            with pytest.raises(WrongState, match="chủ tịch"):
                rounds.open_round(
                    judging_round=judging_round, by=cast.secretary, at=entered.at(40.5)
                )
            panel.judges.filter(pk=panel.judges.first().pk).update(position="chair")
            with pytest.raises(IntegrityError), transaction.atomic():
                panel.judges.update(position="chair")
            rounds.open_round(judging_round=judging_round, by=cast.secretary, at=entered.at(40.5))

    def test_a_panel_whose_term_is_over_takes_nobody(self, entered):
        with clock.set_to(entered.at(40.5)):
            judging_round = rounds.prepare_round(edition=entered.edition, by=entered.cast.secretary)
            over = entered.at(30).date()
            about = {
                "judging_round": judging_round,
                "name": "A",
                "fields": entered.edition.fields.all(),
                "by": entered.cast.secretary,
            }
            with pytest.raises(Refused):
                panels.establish_panel(
                    term_from=over, term_until=over - datetime.timedelta(days=1), **about
                )
            panel = panels.establish_panel(term_until=over, **about)
            with pytest.raises(Refused):
                panels.appoint(
                    panel=panel,
                    user=entered.cast.judges[0],
                    by=entered.cast.secretary,
                    reason="1/QĐ",
                    at=clock.now(),
                )


class TestTheRules:
    def test_a_gap_a_missing_rule_and_crossing_dates_are_said(self, begun):
        edition = begun.edition
        with clock.set_to(begun.at(-5)):
            Scheme.objects.filter(edition=edition).update(ends_at=begun.at(55))
            second = Scheme.objects.create(
                edition=edition, order=3, name="Chung khảo", begins_at=begun.at(50)
            )
        texts = " ".join(problem.text for problem in problems(edition))
        assert len([problem for problem in problems(edition) if problem.part == "Chung khảo"]) >= 1
        assert "1, 2, 3" in texts
        edition.refresh_from_db()
        assert edition.scheme == second  # prizes follow from the last round

    def test_a_late_gap_gets_a_replacement_at_once(self, entered):
        with clock.set_to(entered.at(41)):
            judging_round = steps.panels(entered.edition, entered.cast, sizes=4)
            steps.assign_and_open(judging_round, entered.cast, entered.at(41))
            task = (
                Assignment.objects.filter(judge__panel__round=judging_round)
                .select_related("judge__user")
                .first()
            )
            conflicts.recuse(
                assignment=task, reason="Tôi nhận ra", by=task.judge.user, at=entered.at(41)
            )
            assert assignment.gaps(judging_round) == [(task.blinded_entry, 1)]
            drain()
            proposed = Assignment.objects.get(state=Assignment.State.PROPOSED)
            assert proposed.blinded_entry_id == task.blinded_entry_id
            assert proposed.judge_id != task.judge_id
            assert assignment.gaps(judging_round) == []
            assert not Scoresheet.objects.filter(assignment=proposed).exists()


@data
class TestReleasingTheLate:
    """`usual` is released: what is refused below is refused for one reason alone."""

    @pytest.fixture
    def late(self, council) -> dict:
        """Nobody has scored the entry yet."""
        assignments = rounds.late_assignments(council.round).filter(judge__user=council.member)
        return {
            "assignment": assignments.order_by("pk").first(),
            "reason": "Ốm dài ngày",
            "by": council.cast.secretary,
            "at": council.at(41),
        }

    @pytest.fixture
    def usual(self, council, late) -> dict:
        """The chair has."""
        score(council, only=council.chair)
        return late

    def test_the_secretariat_takes_an_entry_off_a_late_judge(self, usual):
        assert rounds.release_late(**usual).state == "released"

    @pytest.mark.parametrize("who", ["chair", "panel_secretary", "member"])
    def test_nobody_of_the_panel_does(self, council, usual, who):
        with unchanged(), pytest.raises(NotAllowed):
            rounds.release_late(**usual | {"by": getattr(council, who)})

    @pytest.mark.parametrize(
        "who", ["entrant", "committee member", "secretary of another edition", "secretary who left"]
    )
    def test_nor_does_anybody_outside(self, council, usual, who):
        stranger = known_as(council, who)
        with unchanged(), pytest.raises(NotAllowed):
            rounds.release_late(**usual | {"by": stranger})

    def test_not_without_a_reason(self, usual):
        with unchanged(), pytest.raises(Refused):
            rounds.release_late(**usual | {"reason": " \n"})

    def test_not_when_nobody_else_has_scored_the_entry(self, late):
        with unchanged(), pytest.raises(Refused):
            rounds.release_late(**late)

    def test_a_sheet_that_is_not_locked_is_not_enough(self, council, late):
        entry = late["assignment"].blinded_entry
        other = Assignment.objects.get(judge__user=council.chair, blinded_entry=entry)
        Scoresheet.objects.create(assignment=other, state="draft", saved_at=council.at(41))
        with unchanged(), pytest.raises(Refused):
            rounds.release_late(**late)

    def test_nor_is_one_of_a_judge_who_was_released(self, council, usual):
        entry = usual["assignment"].blinded_entry
        scored = Assignment.objects.filter(judge__user=council.chair, blinded_entry=entry)
        scored.update(state="released")
        with unchanged(), pytest.raises(Refused):
            rounds.release_late(**usual)

    def test_nor_is_ones_own(self, council, usual):
        """The only locked sheet is the one that would be taken away."""
        entry = usual["assignment"].blinded_entry
        own = Assignment.objects.get(judge__user=council.chair, blinded_entry=entry)
        with unchanged(), pytest.raises(Refused):
            rounds.release_late(**usual | {"assignment": own})
