"""Two editions, standings, ballots, decisions and certificates side by side: each verb of the
result reaches its own alone.
"""

from dataclasses import dataclass

import pytest
from django.urls import reverse

from accounts.membership import grant
from accounts.models import Membership, User
from awards import announce, decision, ratification, standings, unsealing
from awards.certificates import issue, verify
from awards.models import (
    Award,
    AwardDecision,
    Certificate,
    Ratification,
    Revocation,
    StandingRow,
    Unsealing,
)
from competition import joint_requests
from competition.errors import NotAllowed, PhaseClosed, WrongState
from competition.models import Edition, JointRequest, Phase
from foundation.jobs.models import Job
from foundation.notifications.models import Message
from judging.models import Ranking
from submissions.models import Entry, Outcome
from tests import guards
from tests.beside import secretary_of, untouched
from tests.factories.accounts import UserFactory
from tests.factories.awards import (
    ApprovalFactory,
    AwardDecisionFactory,
    AwardFactory,
    CertificateFactory,
    RatificationFactory,
    StandingFactory,
    StandingRowFactory,
    UnsealingFactory,
)
from tests.factories.competition import (
    EditionFactory,
    PhaseFactory,
    PrizeTierFactory,
    SchemeFactory,
)
from tests.factories.judging import RankingFactory
from tests.factories.moments import NOON, days
from tests.factories.submissions import AuthorFactory, EntryFactory, SealingFactory, UnitFactory
from tests.factories.voting import TallyFactory
from tests.joint import member_of

pytestmark = [pytest.mark.django_db, pytest.mark.data]
KINDS = (Phase.Kind.RATIFICATION, Phase.Kind.ANNOUNCEMENT)
PAPER = {"date": NOON.date(), "signer_name": "Lê An", "signer_title": "TRƯỞNG BAN"}


@dataclass
class Result:
    """An edition whose standing has two prizes, with a committee of three."""

    edition: Edition
    secretary: User
    committee: list[User]
    rows: list[StandingRow]

    @property
    def standing(self):
        return self.edition.standing


def result_of() -> Result:
    edition = EditionFactory()
    for kind in KINDS:
        PhaseFactory(edition=edition, kind=kind)
    committee = UserFactory.create_batch(3)
    for member in committee:
        grant(member, Membership.Role.COMMITTEE, edition_id=edition.pk)
    standing = StandingFactory(edition=edition)
    tier = PrizeTierFactory(edition=edition, count=2)
    rows = []
    for rank in (1, 2):
        entry = EntryFactory(edition=edition, status=Entry.Status.SEALED, unit=UnitFactory())
        AuthorFactory(entry=entry)
        row = StandingRowFactory(
            standing=standing, tier=tier, rank=rank, entry=entry, field=entry.field
        )
        SealingFactory(
            version__entry=entry,
            judging_code=row.code,
            confirmed_at=days(-6),
            confirmed_by=UserFactory(),
        )
        rows.append(row)
    return Result(edition, secretary_of(edition), committee, rows)


@pytest.fixture
def ours() -> Result:
    return result_of()


@pytest.fixture
def theirs() -> Result:
    return result_of()


def opened(result: Result) -> None:
    UnsealingFactory(standing=result.standing)


def ballot(result: Result) -> Ratification:
    return RatificationFactory(standing=result.standing)


def approve(ratification: Ratification, row: StandingRow, *members: User) -> None:
    for member in members:
        ApprovalFactory(ratification=ratification, row=row, member=member)


class TestTheStanding:
    """Where ranking or count is missing, that of another edition does not stand in for it."""

    def compute(self, edition: Edition):
        return standings.compute(edition=edition, by=secretary_of(edition), at=NOON)

    def ranked(self, edition: Edition) -> Ranking:
        scheme = SchemeFactory(edition=edition)
        columns = {"round__edition": edition, "round__scheme": scheme}
        return RankingFactory(scheme={"vote_formula": "share_of_highest"}, **columns)

    def test_the_ranking_of_another_edition_is_no_ranking(self):
        edition, other = EditionFactory.create_batch(2)
        SchemeFactory(edition=edition)
        self.ranked(other)
        TallyFactory(edition=edition)
        with pytest.raises(WrongState, match=r"ranking|xếp hạng"):
            self.compute(edition)

    def test_the_count_of_another_edition_is_no_count(self):
        edition, other = EditionFactory.create_batch(2)
        self.ranked(edition)
        TallyFactory(edition=other)
        with pytest.raises(WrongState, match=r"public vote|bình chọn"):
            self.compute(edition)

    def test_a_standing_of_another_edition_hinders_nothing(self, voted):
        other = StandingFactory()
        TallyFactory(edition=other.edition)
        self.ranked(other.edition)
        with untouched(other):
            standing = standings.compute(
                edition=voted.edition, by=voted.cast.secretary, at=voted.at(76)
            )
        assert standing.formula["ranking"] == voted.ranking.digest
        assert standing.formula["tally"] == voted.tally.digest
        codes = set(standing.rows.values_list("code", flat=True))
        assert codes == set(voted.ranking.rows.values_list("code", flat=True))

    def test_the_secretariat_of_another_edition_computes_nothing(self):
        edition, other = EditionFactory.create_batch(2)
        with pytest.raises(NotAllowed):
            standings.compute(edition=edition, by=secretary_of(other), at=NOON)

    def test_the_ranking_of_the_last_round_that_is_in_force_decides(self):
        edition, other = EditionFactory.create_batch(2)
        self.ranked(edition)
        last = self.ranked(edition)
        self.ranked(other)
        assert Ranking.objects.decisive(edition).get() == last
        Ranking.objects.filter(pk=last.pk).update(superseded_at=NOON, superseded_by=UserFactory())
        assert not Ranking.objects.decisive(edition).exists()


class TestUnsealing:
    def test_one_standing_is_opened(self, ours, theirs):
        guards.change(StandingRow.objects.all(), entry=None)
        asked = self.asked(ours)
        beside = self.asked(theirs)
        with untouched(beside, *theirs.rows):
            joint_requests.agree(joint=asked, by=member_of(ours.edition), at=NOON)
        assert Unsealing.objects.get().standing == ours.standing
        assert not ours.standing.rows.filter(entry=None).exists()

    def asked(self, result: Result) -> JointRequest:
        member_of(result.edition)
        return unsealing.ask(standing=result.standing, by=result.secretary, at=NOON)

    def test_each_code_leads_to_its_own_entry(self, ours):
        expected = {row.code: row.entry_id for row in ours.rows}
        guards.change(StandingRow.objects.all(), entry=None)
        joint_requests.agree(joint=self.asked(ours), by=member_of(ours.edition), at=NOON)
        assert dict(ours.standing.rows.values_list("code", "entry")) == expected

    def test_asking_for_another_standing_is_not_asking_for_this_one(self, ours, theirs):
        asked = self.asked(theirs)
        assert unsealing.asked_for(ours.edition) is None
        assert unsealing.asked_for(theirs.edition) == asked

    def test_the_office_and_the_committee_are_told_that_a_second_person_is_needed(self, ours):
        member, colleague = member_of(ours.edition), secretary_of(ours.edition)
        stranger = member_of(EditionFactory())
        joint = unsealing.ask(standing=ours.standing, by=ours.secretary, at=NOON)
        told = Message.objects.filter(subject__contains="người thứ hai")
        pages = {message.recipient: message.link for message in told}
        assert pages[member] == pages[colleague] == reverse("joint_request", args=[joint.pk])
        assert not {stranger, ours.secretary} & set(pages)

    def test_people_of_another_edition_open_nothing(self, ours, theirs):
        joint = self.asked(ours)
        for stranger in (theirs.secretary, theirs.committee[0]):
            with pytest.raises(NotAllowed):
                unsealing.ask(standing=ours.standing, by=stranger, at=NOON)
            with pytest.raises(NotAllowed):
                joint_requests.agree(joint=joint, by=stranger, at=NOON)


class TestRatification:
    def open_ballot(self, result: Result) -> Ratification:
        usual = {"by": result.secretary, "at": NOON}
        return ratification.open_ballot(standing=result.standing, **usual)

    def test_the_seals_of_another_standing_are_other_seals(self, ours, theirs):
        opened(theirs)
        with pytest.raises(WrongState):
            self.open_ballot(ours)

    def test_its_members_are_those_of_its_edition(self, ours, theirs):
        opened(ours)
        grant(UserFactory(), Membership.Role.COMMITTEE, edition_id=theirs.edition.pk)
        vote = self.open_ballot(ours)
        assert vote.members == 3
        assert vote.required == 2
        told = set(Message.objects.values_list("recipient", flat=True))
        assert told == {member.pk for member in ours.committee}

    def test_its_phase_is_that_of_its_edition(self, ours, theirs):
        opened(ours)
        Phase.objects.filter(edition=ours.edition, kind=KINDS[0]).update(closes_at=days(-1))
        with pytest.raises(PhaseClosed):
            self.open_ballot(ours)

    def test_prizes_of_another_edition_are_not_voted_on_here(self, ours, theirs):
        vote = ballot(ours)
        choices = {row.pk: True for row in (*ours.rows, *theirs.rows)}
        usual = {"choices": choices, "by": ours.committee[0], "at": NOON}
        assert ratification.vote(ratification=vote, **usual) == 2
        assert set(vote.approvals.values_list("row", flat=True)) == {row.pk for row in ours.rows}

    def test_a_member_changes_the_own_choice_alone(self, ours):
        vote = ballot(ours)
        row, row_beside = ours.rows
        member, member_beside = ours.committee[:2]
        approve(vote, row, member, member_beside)
        approve(vote, row_beside, member)
        mine, *beside = vote.approvals.order_by("pk")
        with untouched(*beside):
            usual = {"choices": {row.pk: False}, "by": member, "at": NOON}
            ratification.vote(ratification=vote, **usual)
        mine.refresh_from_db()
        assert mine.approves is False

    def test_the_own_entry_is_left_out_and_no_other(self, ours):
        member = ours.committee[0]
        Entry.objects.filter(pk=ours.rows[0].entry_id).update(owner=member)
        vote = ballot(ours)
        choices = {row.pk: True for row in ours.rows}
        ratification.vote(ratification=vote, choices=choices, by=member, at=NOON)
        assert vote.approvals.get().row == ours.rows[1]

    def test_members_of_another_committee_do_not_vote(self, ours, theirs):
        with pytest.raises(NotAllowed):
            usual = {"choices": {}, "by": theirs.committee[0], "at": NOON}
            ratification.vote(ratification=ballot(ours), **usual)

    def test_approvals_of_another_ballot_are_not_counted(self, ours, theirs):
        mine, beside = ballot(ours), ballot(theirs)
        approve(mine, ours.rows[0], *ours.committee[:1])
        approve(beside, theirs.rows[0], *theirs.committee)
        assert ratification.approvals(mine) == {ours.rows[0].pk: 1}
        assert ratification.ratified_rows(mine) == []
        assert ratification.ratified_rows(beside) == theirs.rows[:1]

    def test_a_refusal_is_no_approval(self, ours):
        vote = ballot(ours)
        approve(vote, ours.rows[0], ours.committee[0])
        columns = {"row": ours.rows[0], "member": ours.committee[1], "approves": False}
        ApprovalFactory(ratification=vote, **columns)
        assert ratification.ratified_rows(vote) == []

    def test_who_voted_in_another_ballot_has_not_voted_here(self, ours, theirs):
        vote, beside = ballot(ours), ballot(theirs)
        approve(vote, ours.rows[0], ours.committee[0])
        approve(beside, theirs.rows[0], *theirs.committee)
        usual = {"by": ours.secretary, "at": NOON}
        with untouched(vote, beside), pytest.raises(WrongState):
            ratification.close(ratification=vote, **usual)

    def test_a_member_who_voted_twice_is_one_member(self, ours):
        vote = ballot(ours)
        for row in ours.rows:
            approve(vote, row, ours.committee[0])
        with pytest.raises(WrongState):
            ratification.close(ratification=vote, by=ours.secretary, at=NOON)

    def test_one_ballot_is_closed(self, ours, theirs):
        vote, beside = ballot(ours), ballot(theirs)
        approve(vote, ours.rows[0], *ours.committee)
        with untouched(beside):
            ratification.close(ratification=vote, by=ours.secretary, at=NOON)


class TestDecision:
    def adopt(self, result: Result) -> AwardDecision:
        vote = ballot(result)
        approve(vote, result.rows[0], *result.committee)
        Ratification.objects.filter(pk=vote.pk).update(
            closed_at=days(-1), closed_by=result.secretary
        )
        usual = {"number": "77/QĐ-BTC", "by": result.secretary, "at": NOON}
        return decision.adopt(ratification=vote, **PAPER, **usual)

    def test_a_decision_of_another_edition_neither_waits_nor_is_superseded(self, ours):
        waiting = AwardDecisionFactory()
        announced = AwardDecisionFactory(announced_at=days(-1))
        with untouched(waiting, announced):
            assert self.adopt(ours).supersedes is None

    def test_the_last_decision_of_the_edition_is_superseded(self, ours):
        first = AwardDecisionFactory(edition=ours.edition, announced_at=days(-2))
        columns = {"edition": ours.edition, "announced_at": days(-1), "supersedes": first}
        columns |= {"date": days(-9).date(), "adopted_at": days(-9)}  # whatever their dates say
        second = AwardDecisionFactory(**columns)
        assert self.adopt(ours).supersedes == second

    def test_what_was_ratified_is_awarded_and_nothing_else(self, ours, theirs):
        beside = ballot(theirs)
        approve(beside, theirs.rows[0], *theirs.committee)
        adopted = self.adopt(ours)
        assert adopted.awards.get().entry == ours.rows[0].entry
        assert Award.objects.count() == 1


class TestAnnouncement:
    def announce(self, result: Result) -> AwardDecision:
        adopted = AwardDecisionFactory(edition=result.edition)
        AwardFactory(decision=adopted, entry=result.rows[0].entry, tier=result.rows[0].tier)
        self.entrants_told = announce.announce(decision=adopted, by=result.secretary, at=NOON)
        return adopted

    def test_entrants_of_its_edition_learn_the_result(self, ours, theirs):
        AwardFactory(entry=ours.rows[1].entry, tier=theirs.rows[0].tier)  # another decision's
        waiting = AwardDecisionFactory(edition=theirs.edition)
        with untouched(waiting):
            self.announce(ours)
        assert self.entrants_told == 2
        winners = dict(Outcome.objects.values_list("entry", "is_winner"))
        assert winners == {ours.rows[0].entry_id: True, ours.rows[1].entry_id: False}

    def test_its_phase_is_that_of_its_edition(self, ours, theirs):
        Phase.objects.filter(edition=ours.edition, kind=KINDS[1]).update(opens_at=days(1))
        with pytest.raises(PhaseClosed):
            self.announce(ours)


class TestCertificates:
    @pytest.fixture
    def announced(self, ours) -> AwardDecision:
        return self.told(ours, *ours.rows)

    def told(self, result: Result, *rows: StandingRow) -> AwardDecision:
        """A decision about these rows that is announced."""
        adopted = AwardDecisionFactory(edition=result.edition)
        for row in rows:
            AwardFactory(decision=adopted, entry=row.entry, tier=row.tier)
        adopted.announced_at = days(-1)
        adopted.save()
        return adopted

    def issue(self, result: Result, announced: AwardDecision) -> Job:
        return issue.issue(decision=announced, by=result.secretary, at=NOON)

    def serials(self, announced: AwardDecision) -> list[str]:
        certificates = Certificate.objects.filter(award__decision=announced)
        serials = certificates.order_by("serial").values_list("serial", flat=True)
        return [serial[-5:] for serial in serials]

    def test_numbers_go_on_in_the_edition(self, ours, announced):
        before = CertificateFactory(award__decision__edition=ours.edition)
        with untouched(before):
            self.issue(ours, announced)
        assert self.serials(announced) == ["00002", "00003"]

    def test_those_of_another_edition_are_not_counted(self, ours, announced):
        CertificateFactory()
        self.issue(ours, announced)
        assert self.serials(announced) == ["00001", "00002"]

    def test_each_decision_is_a_job_of_its_own(self, ours, theirs, announced):
        beside = self.told(theirs, theirs.rows[0])
        first, second = self.issue(ours, announced), self.issue(theirs, beside)
        assert first.params == {"decision": announced.pk}
        assert second.params == {"decision": beside.pk}
        assert (first.total, second.total) == (2, 1)

    def test_a_job_counts_and_draws_those_of_its_decision(self, ours, announced, monkeypatch):
        CertificateFactory()
        job = self.issue(ours, announced)
        drawn = []
        original = issue.layout.render_batch

        def noted(chunk):
            drawn.extend(certificate.award.decision_id for certificate in chunk)
            return original(chunk)

        monkeypatch.setattr(issue.layout, "render_batch", noted)
        assert issue.render_next(job) == (2, 2)
        assert drawn == [announced.pk, announced.pk]

    def test_one_certificate_is_revoked(self, ours, announced):
        self.issue(ours, announced)
        first, second = Certificate.objects.order_by("serial")
        usual = {"reason": "Kê khai sai", "by": ours.secretary, "at": NOON}
        verify.revoke(certificate=first, **usual)
        assert Revocation.objects.get().certificate == first
        assert verify.revoke(certificate=second, **usual)

    def test_a_code_finds_its_own_certificate(self, ours, announced):
        issue.render_next(self.issue(ours, announced))
        for certificate in Certificate.objects.filter(award__decision=announced):
            assert verify.find(certificate.verify_id) == certificate

    def test_a_certificate_without_a_file_is_not_found(self):
        assert verify.find(CertificateFactory().verify_id) is None

    def test_the_file_of_another_certificate_is_another_file(self, ours, announced):
        issue.render_next(self.issue(ours, announced))
        first, second = Certificate.objects.filter(award__decision=announced).select_related("pdf")
        content = issue.store.read(second.pdf)
        assert verify.is_the_file(second, content)
        assert not verify.is_the_file(first, content)

    def test_the_secretariat_of_another_edition_issues_and_revokes_nothing(
        self, ours, theirs, announced
    ):
        with pytest.raises(NotAllowed):
            self.issue(theirs, announced)
        certificate = CertificateFactory(award=announced.awards.first())
        with pytest.raises(NotAllowed):
            usual = {"reason": "Kê khai sai", "by": theirs.secretary, "at": NOON}
            verify.revoke(certificate=certificate, **usual)
