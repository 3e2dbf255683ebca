"""A work that is withdrawn leaves whatever the contest has come to: before screening, accepted,
sealed, while judges score, after the close, after the freeze, during the vote, after the count,
after the standing; not after the result.
"""

import uuid

import pytest
from django.urls import reverse

from awards import announce, decision, ratification, standings, unsealing
from awards.bundle import files_of
from awards.certificates import issue
from awards.models import Award, Certificate
from cms import facts
from competition import audit, clock, joint_requests
from competition.errors import NotAllowed, WrongState
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from foundation.ledger import chain
from foundation.ledger.models import Event
from judging.assigning import assignment
from judging.councils import rounds
from judging.models import Assignment, BlindedEntry
from judging.results import ranking
from judging.scoring import scoresheets
from submissions.models import Entry, Outcome, Sealing, Withdrawal
from submissions.screening import screening
from submissions.sealing import batch, sealing
from submissions.sharing import invitations, units
from submissions.writing import drafting, intake
from tests import guards
from tests.awards.bundles import checked, written
from tests.refusals import unchanged
from tests.stages import stage
from voting import casting, tally
from voting.models import Ballot, Candidate

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def leave(rehearsal, entry: Entry, day: float) -> None:
    """The owner withdraws the entry, and everybody who must hear of it has."""
    at = rehearsal.at(day)
    with clock.set_to(at):
        intake.withdraw(entry=entry, reason="Chờ cấp bằng", by=entry.owner, at=at)
        drain()
    entry.refresh_from_db()


def entry_behind(code: str) -> Entry:
    return Sealing.objects.get(judging_code=code).version.entry


def code_of(entry: Entry) -> str:
    return Sealing.objects.get(version__entry=entry).judging_code


def candidate_of(entry: Entry) -> Candidate:
    return Candidate.objects.get(code=Sealing.objects.get(version__entry=entry).vote_code)


class TestBeforeScreening:
    @pytest.fixture
    def gone(self, sent_in) -> Entry:
        leave(sent_in, sent_in.entries[0], 6)
        return sent_in.entries[0]

    def test_it_is_withdrawn_and_the_other_is_not(self, sent_in, gone):
        statuses = Entry.objects.order_by("pk").values_list("pk", "status")
        assert dict(statuses) == {gone.pk: "withdrawn", sent_in.entries[1].pk: "submitted"}

    def test_its_receipt_stands_beside_the_line(self, sent_in, gone):
        line = Event.objects.get(chain__name=sent_in.edition.chain, verb="entry.withdrawn")
        assert set(line.payload) == {"kept"}
        assert chain.told(line) == {"receipt": gone.receipt_number}

    @pytest.mark.parametrize("verb", [screening.return_for_changes, screening.refuse])
    def test_nobody_returns_or_refuses_it(self, sent_in, gone, verb):
        with unchanged(), pytest.raises(WrongState):
            verb(entry=gone, by=sent_in.cast.secretary, at=sent_in.at(6), reason="Thiếu")

    def test_nobody_accepts_it(self, sent_in, gone):
        points = sent_in.edition.screening_points
        with unchanged(), pytest.raises(WrongState):
            screening.accept(entry=gone, by=sent_in.cast.secretary, at=sent_in.at(6), checks=points)

    def test_the_other_one_is_accepted(self, sent_in, gone):
        points = sent_in.edition.screening_points
        office = {"by": sent_in.cast.secretary, "at": sent_in.at(6)}
        screening.accept(entry=sent_in.entries[1], checks=points, **office)
        assert Entry.objects.get(status=Entry.Status.ACCEPTED) == sent_in.entries[1]

    @pytest.mark.parametrize("verb", [intake.amend, intake.submit])
    def test_its_owner_changes_nothing_any_more(self, sent_in, gone, verb):
        with unchanged(), pytest.raises(NotAllowed):
            verb(entry=gone, by=gone.owner, at=sent_in.at(6))

    def test_its_owner_does_not_withdraw_it_again(self, sent_in, gone):
        with unchanged(), pytest.raises(NotAllowed):
            intake.withdraw(entry=gone, reason="Lần nữa", by=gone.owner, at=sent_in.at(6))

    def test_nobody_is_invited_to_it(self, sent_in, gone):
        asked = {"email": "ban@example.vn", "right": "view", "by": gone.owner}
        with unchanged(), pytest.raises(NotAllowed):
            invitations.invite(entry=gone, at=sent_in.at(6), **asked)

    def test_its_unit_lists_the_other_one_alone(self, sent_in, gone):
        focal = sent_in.cast.voters[0]
        office = sent_in.cast.secretary
        units.appoint(
            edition=sent_in.edition,
            user=focal,
            unit=gone.unit,
            by=office,
            at=clock.now(),
            reason="1/QĐ",
        )
        focal.refresh_from_db()
        assert list(units.entries_of(focal)) == [sent_in.entries[1]]

    def test_the_front_page_does_not_count_it(self, sent_in, gone):
        assert facts._totals(sent_in.edition)["entries"] == 1

    @pytest.mark.parametrize(("number", "offers"), [(0, False), (1, True)])
    def test_only_the_page_of_the_other_one_offers_to_withdraw_it(
        self, sent_in, gone, client, number, offers
    ):
        entry = sent_in.entries[number]
        client.force_login(entry.owner, backend=BACKEND)
        page = client.get(reverse("entry", args=[entry.public_id])).content.decode()
        assert (reverse("withdraw_entry", args=[entry.public_id]) in page) is offers

    def test_its_owner_still_reads_it(self, sent_in, gone, client):
        client.force_login(gone.owner, backend=BACKEND)
        assert client.get(reverse("entry", args=[gone.public_id])).status_code == 200


class TestAccepted:
    @pytest.fixture
    def accepted(self, sent_in):
        """Both are accepted, and the clock stands after the deadline."""
        office = {"by": sent_in.cast.secretary, "at": sent_in.at(31)}
        for entry in sent_in.entries:
            points = sent_in.edition.screening_points
            screening.accept(entry=entry, checks=points, **office)
        with clock.set_to(sent_in.at(31)):
            yield sent_in

    def test_no_copy_is_prepared(self, accepted):
        gone = accepted.entries[0]
        leave(accepted, gone, 31)
        with unchanged(), pytest.raises(WrongState):
            sealing.prepare(entry=gone, by=accepted.cast.secretary, at=accepted.at(32))

    def test_all_copies_are_those_of_the_other_one(self, accepted):
        gone, stays = accepted.entries
        leave(accepted, gone, 31)
        usual = {"by": accepted.cast.secretary, "at": accepted.at(32)}
        batch.prepare_all(edition=accepted.edition, **usual)
        drain()
        assert Sealing.objects.get().version.entry == stays

    @pytest.fixture
    def prepared(self, accepted) -> dict[int, Sealing]:
        """{entry: its copy, which nobody has confirmed}, and the first entry leaves."""
        office = {"by": accepted.cast.secretary, "at": accepted.at(31)}
        copies = {entry.pk: sealing.prepare(entry=entry, **office) for entry in accepted.entries}
        leave(accepted, accepted.entries[0], 32)
        return copies

    def test_a_prepared_copy_is_not_sealed(self, accepted, prepared):
        copy = prepared[accepted.entries[0].pk]
        with unchanged(), pytest.raises(WrongState):
            sealing.seal(sealing=copy, by=accepted.cast.secretary, at=accepted.at(33))

    def test_that_of_the_other_one_is(self, accepted, prepared):
        copy = Sealing.objects.get(version__entry=accepted.entries[1])  # OCR has read it since
        steps.look_through(copy, by=accepted.cast.secretary, at=accepted.at(33))
        sealing.seal(sealing=copy, by=accepted.cast.secretary, at=accepted.at(33))
        assert list(sealing.code_pairs(accepted.edition)) == [copy.judging_code]

    def test_nothing_of_it_comes_to_judges_or_voters(self, accepted, prepared):
        drain()
        assert BlindedEntry.objects.count() + Candidate.objects.count() == 0


class TestSealed:
    @pytest.fixture
    def gone(self, entered) -> Entry:
        gone = entered.works[0].entry
        leave(entered, gone, 36)
        return gone

    def test_the_code_leads_nowhere_any_more(self, entered, gone):
        codes = {code_of(work.entry) for work in entered.works[1:]}
        assert set(sealing.code_pairs(entered.edition)) == codes

    def test_judges_have_the_others_alone(self, entered, gone):
        codes = {code_of(work.entry) for work in entered.works[1:]}
        countable = BlindedEntry.objects.countable()
        assert set(countable.values_list("code", flat=True)) == codes

    def test_voters_have_the_others_alone(self, entered, gone):
        works = {candidate_of(work.entry) for work in entered.works[1:]}
        assert set(Candidate.objects.standing()) == works

    def test_no_judge_is_proposed_for_it(self, entered, gone):
        with clock.set_to(entered.at(40.5)):
            judging_round = steps.panels(entered.edition, entered.cast, sizes=4)
            assignment.propose(judging_round=judging_round, by=entered.cast.secretary)
        codes = set(Assignment.objects.values_list("blinded_entry__code", flat=True))
        assert codes == {code_of(work.entry) for work in entered.works[1:]}


class TestWhileJudgesScore:
    """Nothing is scored when it leaves."""

    @pytest.fixture
    def gone(self, convened) -> Entry:
        gone = convened.works[0].entry
        convened.task = (
            Assignment.objects.filter(blinded_entry__code=code_of(gone))
            .select_related("judge__user")
            .first()
        )
        leave(convened, gone, 41)
        return gone

    def test_no_sheet_of_it_is_late(self, convened, gone):
        late = rounds.late_assignments(convened.round)
        codes = set(late.values_list("blinded_entry__code", flat=True))
        assert codes == {code_of(work.entry) for work in convened.works[1:]}

    def test_its_judge_fills_in_nothing(self, convened, gone):
        task = convened.task
        about = {"points": {}, "comment": "", "by": task.judge.user, "at": convened.at(41)}
        with unchanged(), pytest.raises(NotAllowed):
            scoresheets.save_sheet(assignment=task, **about)

    def test_its_judge_has_no_page_of_it(self, convened, gone, client):
        client.force_login(convened.task.judge.user, backend=BACKEND)
        address = reverse("sheet", args=[convened.task.public_id])
        assert client.get(address).status_code == 404

    def test_its_judge_has_a_page_of_another(self, convened, gone, client):
        judge = convened.task.judge
        client.force_login(judge.user, backend=BACKEND)
        other = Assignment.objects.countable().filter(judge=judge).first()
        assert client.get(reverse("sheet", args=[other.public_id])).status_code == 200

    def test_its_judge_s_desk_does_not_name_it(self, convened, gone, client):
        client.force_login(convened.task.judge.user, backend=BACKEND)
        page = client.get(reverse("judge_desk")).content.decode()
        assert code_of(gone) not in page

    def test_nobody_is_proposed_instead(self, convened, gone):
        proposed = Assignment.objects.filter(state=Assignment.State.PROPOSED)
        assert not proposed.exists()

    def test_the_round_closes_without_its_sheets(self, convened, gone):
        keys, _votes = steps.code_keys(convened.works)
        steps.score_all(convened.round, 1, keys, convened.at(42))
        office = {"by": convened.cast.secretary, "at": convened.at(43)}
        assert rounds.close_round(judging_round=convened.round, **office).closed_at


class TestAfterTheClose:
    """The round is closed and not frozen; the best work leaves."""

    @pytest.fixture
    def places(self, convened) -> dict[str, int]:
        """{code: rank} of the ranking that is frozen afterwards; the codes from the best to the
        worst are `convened.in_order`.
        """
        tasks = Assignment.objects.countable().select_related("judge__user", "blinded_entry")
        convened.in_order = [code_of(work.entry) for work in convened.works]
        criteria = list(convened.round.scheme.criteria.all())
        for task in tasks:
            points = str(20 - convened.in_order.index(task.blinded_entry.code))
            scoresheets.submit_sheet(
                assignment=task,
                points={criterion.pk: points for criterion in criteria},
                comment="",
                by=task.judge.user,
                at=convened.at(42),
            )
        office = {"by": convened.cast.secretary, "at": convened.at(43)}
        rounds.close_round(judging_round=convened.round, **office)
        leave(convened, convened.works[0].entry, 44)
        convened.ranking = ranking.freeze(judging_round=convened.round, **office)
        return dict(convened.ranking.rows.values_list("code", "rank"))

    def test_the_others_close_up(self, convened, places):
        rest = convened.in_order[1:]
        assert places == {code: rank for rank, code in enumerate(rest, start=1)}

    def test_none_of_its_sheets_is_frozen(self, convened, places):
        codes = {sheet["code"] for sheet in convened.ranking.sheets}
        assert codes == set(convened.in_order[1:])

    def test_the_audit_finds_nothing(self, convened, places):
        assert audit.faults(convened.edition) == []


def standing_of(rehearsal, day: float = 76):
    return standings.compute(
        edition=rehearsal.edition, by=rehearsal.cast.secretary, at=rehearsal.at(day)
    )


def best_of(rehearsal) -> Entry:
    """The entry with the highest council score of the frozen ranking."""
    return entry_behind(rehearsal.ranking.rows.order_by("rank", "code").first().code)


def is_in_order(rehearsal, folder) -> bytes:
    """The exported result, computed again by its script; raises a Fault where it does not fit."""
    return checked(written(files_of(rehearsal.edition), folder))


class TestBetweenFreezeAndStanding:
    """The best of the ranking leaves before the vote."""

    @pytest.fixture
    def gone(self, judged) -> Entry:
        judged.gone = best_of(judged)
        leave(judged, judged.gone, 60)
        return judged.gone

    @pytest.fixture
    def standing(self, judged, gone):
        judged.vote()
        judged.count()
        return standing_of(judged)

    def test_the_frozen_ranking_stays_as_it_was(self, judged, gone):
        assert judged.ranking.rows.filter(code=code_of(gone), rank=1).exists()

    def test_it_has_no_place(self, judged, gone, standing):
        codes = set(judged.ranking.rows.values_list("code", flat=True)) - {code_of(gone)}
        assert set(standing.rows.values_list("code", flat=True)) == codes

    def test_the_others_close_up(self, standing):
        """No two of them are equal here."""
        ranks = standing.rows.order_by("rank").values_list("rank", flat=True)
        assert list(ranks) == [1, 2, 3, 4, 5]

    def test_the_first_prize_goes_to_the_first_of_the_others(self, judged, standing):
        first = judged.edition.tiers.first()
        assert standing.rows.get(rank=1).tier == first

    def test_audit_and_bundle_are_in_order(self, judged, gone, standing, tmp_path):
        assert is_in_order(judged, tmp_path)
        assert audit.faults(judged.edition) == []


class TestDuringTheVote:
    """One work has most votes and leaves."""

    @pytest.fixture
    def gone(self, judged) -> Entry:
        gone, stays = (work.entry for work in judged.works[:2])
        for entry, number in ((gone, 8), (stays, 4)):
            for voter in judged.cast.voters[:number]:
                casting.cast(candidate=candidate_of(entry), by=voter, at=judged.at(62))
        leave(judged, gone, 63)
        return gone

    def counted(self, judged):
        return tally.close(edition=judged.edition, by=judged.cast.secretary, at=judged.at(76))

    def test_it_takes_no_vote(self, judged, gone):
        voter = judged.cast.voters[9]
        with unchanged(), pytest.raises(WrongState):
            casting.cast(candidate=candidate_of(gone), by=voter, at=judged.at(64))

    def test_its_page_is_gone_for_strangers(self, judged, gone, client):
        place = [judged.edition.slug, candidate_of(gone).code]
        with clock.set_to(judged.at(64)):
            assert client.get(reverse("candidate", args=place)).status_code == 404

    def test_that_of_another_work_is_not(self, judged, gone, client):
        place = [judged.edition.slug, candidate_of(judged.works[1].entry).code]
        with clock.set_to(judged.at(64)):
            assert client.get(reverse("candidate", args=place)).status_code == 200

    def test_its_ballots_are_kept(self, judged, gone):
        assert Ballot.objects.filter(candidate=candidate_of(gone)).count() == 8

    def test_and_not_counted(self, judged, gone):
        counted = self.counted(judged)
        assert not counted.rows.filter(code=candidate_of(gone).code).exists()

    def test_the_most_votes_are_those_of_the_other_work(self, judged, gone):
        self.counted(judged)
        code = code_of(judged.works[1].entry)
        assert standing_of(judged).rows.get(code=code).vote_points == 20


class TestAfterTheCount:
    """The work with most votes leaves."""

    @pytest.fixture
    def gone(self, voted) -> Entry:
        most = voted.tally.rows.order_by("-votes", "code").first()
        gone = Sealing.objects.get(vote_code=most.code).version.entry
        leave(voted, gone, 75.9)
        return gone

    def test_the_count_stays_as_it_was_closed(self, voted, gone):
        assert voted.tally.rows.filter(code=candidate_of(gone).code).exists()

    def test_it_has_no_place(self, voted, gone):
        assert not standing_of(voted).rows.filter(code=code_of(gone)).exists()

    def test_the_others_close_up(self, voted, gone):
        ranks = standing_of(voted).rows.order_by("rank").values_list("rank", flat=True)
        assert list(ranks) == [1, 2, 3, 4, 5]

    def test_vote_points_are_reckoned_by_the_most_votes_of_the_others(self, voted, gone):
        rows = standing_of(voted).rows.order_by("-votes")
        assert rows.first().vote_points == 20

    def test_its_page_is_gone_for_strangers(self, voted, gone, client):
        place = [voted.edition.slug, candidate_of(gone).code]
        with clock.set_to(voted.at(76)):
            assert client.get(reverse("candidate", args=place)).status_code == 404

    def test_audit_and_bundle_are_in_order(self, voted, gone, tmp_path):
        standing_of(voted)
        assert is_in_order(voted, tmp_path)
        assert audit.faults(voted.edition) == []


@stage(day=77)
def standing_computed(voted):
    """Nobody has asked for the names. `first` is the entry on the first place, `second` that on
    the next.
    """
    voted.standing = standing_of(voted)
    places = voted.standing.rows.order_by("rank", "code")
    voted.first, voted.second = (entry_behind(row.code) for row in places[:2])
    return voted


@stage(day=80)
def prizes_ratified(standing_computed):
    """The seals are open, and the committee has approved of every prize and closed its vote."""
    rehearsal = standing_computed
    cast = rehearsal.cast
    opened(rehearsal)
    office = {"by": cast.secretary, "at": rehearsal.at(80)}
    vote = ratification.open_ballot(standing=rehearsal.standing, **office)
    prizes = rehearsal.standing.rows.exclude(tier=None).values_list("pk", flat=True)
    for member in cast.committee[: vote.required]:
        choices = dict.fromkeys(prizes, True)
        ratification.vote(ratification=vote, choices=choices, by=member, at=rehearsal.at(80))
    rehearsal.ratification = ratification.close(ratification=vote, **office)
    return rehearsal


@stage(day=92)
def decision_adopted(prizes_ratified):
    """The decision is adopted, and nothing is announced."""
    prizes_ratified.decision = adopted(prizes_ratified)
    return prizes_ratified


def opened(rehearsal) -> None:
    """Two people open the seals."""
    standing, at = rehearsal.standing, rehearsal.at(77)
    asked = unsealing.ask(standing=standing, by=rehearsal.cast.secretary, at=at)
    joint_requests.agree(joint=asked, by=rehearsal.cast.second, at=at)


def adopted(rehearsal):
    return decision.adopt(
        ratification=rehearsal.ratification,
        number="77/QĐ-BTCCT",
        date=rehearsal.at(85).date(),
        signer_name="Lê An",
        signer_title="TRƯỞNG BAN",
        by=rehearsal.cast.secretary,
        at=rehearsal.at(85),
    )


def announced(rehearsal) -> None:
    """The result is told, and certificates are made."""
    office = {"by": rehearsal.cast.secretary, "at": rehearsal.at(92)}
    announce.announce(decision=rehearsal.decision, **office)
    issue.issue(decision=rehearsal.decision, **office)
    drain()


class TestAfterTheStanding:
    def test_the_standing_stays_as_it_was_computed(self, standing_computed):
        leave(standing_computed, standing_computed.first, 77)
        ranks = standing_computed.standing.rows.order_by("rank").values_list("rank", flat=True)
        assert list(ranks) == [1, 2, 3, 4, 5, 6]

    def test_the_seals_are_opened_all_the_same(self, standing_computed):
        leave(standing_computed, standing_computed.first, 77)
        opened(standing_computed)
        assert not standing_computed.standing.rows.filter(entry=None).exists()

    def test_bundle_and_audit_are_in_order(self, standing_computed, tmp_path):
        leave(standing_computed, standing_computed.first, 77)
        assert is_in_order(standing_computed, tmp_path)
        assert audit.faults(standing_computed.edition) == []

    def test_no_prize_is_ratified(self, prizes_ratified):
        leave(prizes_ratified, prizes_ratified.first, 81)
        rows = ratification.ratified_rows(prizes_ratified.ratification)
        assert prizes_ratified.first not in [row.entry for row in rows]

    def test_that_of_another_work_is(self, prizes_ratified):
        leave(prizes_ratified, prizes_ratified.first, 81)
        rows = ratification.ratified_rows(prizes_ratified.ratification)
        assert prizes_ratified.second in [row.entry for row in rows]

    def test_the_decision_does_not_award_it(self, prizes_ratified):
        leave(prizes_ratified, prizes_ratified.first, 81)
        entries = adopted(prizes_ratified).awards.values_list("entry", flat=True)
        assert prizes_ratified.first.pk not in set(entries)

    def test_its_annex_does_not_name_it(self, prizes_ratified):
        leave(prizes_ratified, prizes_ratified.first, 81)
        annex = adopted(prizes_ratified).annex
        assert prizes_ratified.first.title not in [line["title"] for line in annex]


def shown_in_results(rehearsal) -> list[Entry]:
    """The works on the results page."""
    tiers = facts.results_of(rehearsal.edition)["tiers"]
    titles = [winner.face.title for tier in tiers for winner in tier["winners"]]
    return list(Entry.objects.filter(title__in=titles))


@stage(day=92)
def told_without_it(decision_adopted):
    """The first one left after the decision; the result is told."""
    leave(decision_adopted, decision_adopted.first, 86)
    announced(decision_adopted)
    return decision_adopted


@stage(day=92)
def all_told(decision_adopted):
    """Nobody has left; the result is told."""
    announced(decision_adopted)
    return decision_adopted


class TestAfterTheDecision:
    """It leaves between the decision and its announcement."""

    def test_it_has_no_outcome(self, told_without_it):
        assert not Outcome.objects.filter(entry=told_without_it.first).exists()

    def test_it_has_no_certificate(self, told_without_it):
        assert not Certificate.objects.filter(award__entry=told_without_it.first).exists()

    def test_every_other_winner_has_one(self, told_without_it):
        awards = Award.objects.exclude(entry=told_without_it.first)
        made = Certificate.objects.exclude(pdf=None)
        assert set(made.values_list("award", flat=True)) == set(awards.values_list("pk", flat=True))

    def test_the_results_do_not_show_it(self, told_without_it):
        assert told_without_it.first not in shown_in_results(told_without_it)

    def test_they_show_the_next_one(self, told_without_it):
        assert told_without_it.second in shown_in_results(told_without_it)

    def test_no_gallery_shows_it(self, told_without_it):
        assert told_without_it.first not in [award.entry for award in facts.all_winners()]


class TestAfterTheResult:
    def test_nobody_withdraws_a_winner(self, all_told):
        entry = all_told.first
        with unchanged(), pytest.raises(NotAllowed):
            intake.withdraw(entry=entry, reason="Thôi", by=entry.owner, at=all_told.at(93))

    def test_the_page_offers_no_way_to_it(self, all_told, client):
        client.force_login(all_told.first.owner, backend=BACKEND)
        page = client.get(reverse("entry", args=[all_told.first.public_id])).content.decode()
        assert reverse("withdraw_entry", args=[all_told.first.public_id]) not in page

    def test_the_button_is_refused(self, all_told, client):
        client.force_login(all_told.first.owner, backend=BACKEND)
        address = reverse("withdraw_entry", args=[all_told.first.public_id])
        assert client.post(address, {"reason": "Thôi"}).status_code == 422


class TestDrafts:
    """What was never submitted has no receipt: its line names the dossier."""

    @pytest.fixture
    def both(self, begun) -> list[Entry]:
        """Withdrawn by two people, one after the other."""
        entries = []
        for day, owner in enumerate(begun.cast.entrants[:2], start=3):
            with clock.set_to(begun.at(day)):
                usual = {"by": owner, "at": begun.at(day)}
                entry = drafting.start_draft(edition=begun.edition, **usual)
            leave(begun, entry, day)
            entries.append(entry)
        return entries

    def test_the_audit_takes_neither_for_the_other(self, begun, both):
        assert audit.faults(begun.edition) == []

    def test_the_line_names_it_beside(self, begun, both):
        lines = list(chain.lines(begun.edition.chain, "entry.withdrawn"))
        assert [set(line.payload) for line in lines] == [{"kept"}, {"kept"}]
        named = [chain.told(line)["dossier"] for line in lines]
        assert named == [str(entry.public_id) for entry in both]

    def test_another_name_below_it_is_told(self, begun, both):
        Withdrawal.objects.filter(entry=both[0]).update(by=begun.cast.entrants[1])
        found = audit.faults(begun.edition)
        assert [fault for fault in found if "submissions.Withdrawal.by" in fault]

    def test_a_row_that_is_gone_is_told(self, begun, both):
        with guards.lifted():
            Withdrawal.objects.filter(entry=both[0])._raw_delete("default")
        found = audit.faults(begun.edition)
        assert [fault for fault in found if str(both[0].public_id) in fault]

    def test_lines_of_before_named_none(self, begun, both):
        for entry in both:
            entry.pk = entry._state.adding = None
            entry.public_id = uuid.uuid4()
            entry.save()
            at = begun.at(9)
            Withdrawal.objects.create(entry=entry, reason="x", by=entry.owner, at=at)
            chain.append(
                begun.edition.chain,
                "entry.withdrawn",
                {},
                at=at,
                by=entry.owner,
                beside={"receipt": ""},
            )
        assert audit.faults(begun.edition) == []
