"""One look at everything: an edition that nobody touched has no faults, in any state; whatever is
changed behind the verbs is refused by the database, or found.
"""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, F

from accounts.membership import committee_seats, grant
from accounts.models import Membership, User
from awards.certificates import verify
from awards.models import (
    Approval,
    Award,
    AwardDecision,
    Certificate,
    Revocation,
    StandingRow,
    Unsealing,
)
from competition import audit, auditing
from competition.models import Criterion, Edition, PrizeTier, Scheme
from foundation.jobs.models import Job
from foundation.ledger import chain
from foundation.ledger.models import Event, KeptText
from foundation.notifications.models import Message
from foundation.vault.models import Blob
from judging.models import (
    BlindedEntry,
    BlindedFile,
    Judge,
    Meeting,
    RankingRow,
    Scoresheet,
    SeatChange,
)
from submissions.models import Author, CodePair, Entry, EntryVersion, Outcome, Screening, Sealing
from tests import guards
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, FieldFactory
from tests.factories.foundation import BlobFactory
from tests.factories.judging import RoundFactory
from tests.factories.moments import NOON
from tests.factories.submissions import EntryFactory, EntryVersionFactory, UndoneAcceptanceFactory
from tests.security.tampering import (
    again,
    changed,
    first,
    is_refused,
    taken_out,
    told,
    two_exchanged,
)
from voting import integrity
from voting.models import Ballot, Candidate, Tally, TallyRow, Voter

pytestmark = [pytest.mark.django_db, pytest.mark.data]


class TestNobodyTouchedIt:
    def test_while_dossiers_come_in(self, sent_in):
        assert audit.faults(sent_in.edition) == []

    def test_when_they_are_sealed(self, entered):
        assert audit.faults(entered.edition) == []

    def test_while_judges_score(self, convened):
        assert audit.faults(convened.edition) == []

    def test_when_the_ranking_is_frozen(self, judged):
        assert audit.faults(judged.edition) == []

    def test_when_the_vote_is_counted(self, voted):
        assert audit.faults(voted.edition) == []

    def test_when_all_is_told(self, awarded):
        assert audit.faults(awarded.edition) == []


def an_award_gone(edition):
    award = Award.objects.filter(decision__edition=edition).last()
    award.certificates.all()._raw_delete("default")
    Award.objects.filter(pk=award.pk)._raw_delete("default")


def another_award(edition):
    again(first(Award), entry_id=EntryFactory(edition=edition).pk)


def another_vote(edition):
    """A ballot past the vote's verb, once it is counted."""
    voter = Voter.objects.create(edition=edition, user=UserFactory())
    again(first(Ballot, revoked_at=None), voter_id=voter.pk, receipt="0" * 64, noted_in=None)


def switched_off(_edition):
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON awards_award"
        cursor.execute(f"DROP TRIGGER awards_award_no_update{on}")


def a_file_that_was_not_sealed(edition):
    """One more file beside a copy that judges read."""
    copy = first(BlindedEntry, round__edition=edition)
    BlindedFile.objects.create(
        blinded_entry=copy, blob=BlobFactory(), name=f"{copy.code}-9.pdf", pages=1
    )


def a_copy_of_nothing(edition):
    """A sealed copy and what judges are given, both written by hand."""
    entry = EntryFactory(edition=edition, status="sealed")
    version = EntryVersionFactory(entry=entry)
    sealing = again(
        first(Sealing),
        version_id=version.pk,
        judging_code="HS-ZZZZZZ",
        vote_code="ZZ",
        result_code="ZY",
    )
    again(first(BlindedEntry), code=sealing[0].judging_code)


def a_copy_out_of_its_round(edition):
    elsewhere = RoundFactory(edition=edition)
    BlindedEntry.objects.filter(pk=first(BlindedEntry).pk).update(round=elsewhere)


def last_seat(edition):
    return Judge.objects.filter(panel__round__edition=edition).order_by("pk").last()


def a_leading_role(edition):
    seat = last_seat(edition)
    grant(seat.user, "vice_chair", panel_id=seat.panel_id)


def a_voice_of_somebody_else(edition):
    """The numbers stay: who was absent is said to have voted."""
    seats = committee_seats(edition_id=edition.pk)
    absent = seats.exclude(user__in=Approval.objects.values("member")).first()
    Approval.objects.filter(pk=first(Approval).pk).update(member=absent.user)


def a_candidate_of_nothing(edition):
    again(first(Candidate), code="BC-ZZZZZZ", result_code="KQ-ZZZZZZ")


def an_acceptance_taken_back(edition):
    """The row of a verb that nobody called."""
    UndoneAcceptanceFactory(version=EntryVersion.objects.filter(entry__edition=edition).first())


def an_author_renamed(edition):
    author = Author.objects.filter(entry__edition=edition, entry__status="sealed").first()
    Author.objects.filter(pk=author.pk).update(full_name="Kẻ Mạo Danh")


def an_outcome_of_nothing(edition):
    again(first(Outcome), entry_id=EntryFactory(edition=edition).pk)


def moved_to_its_twin(edition):
    """A dossier with all its copies stands in a field of the same name, beside the prizes' cap."""
    sealing = first(Sealing, version__entry__edition=edition)
    field = sealing.version.entry.field
    twin = FieldFactory(edition=EditionFactory(), name=field.name, code=field.code)
    Entry.objects.filter(pk=sealing.version.entry_id).update(field=twin)
    for model in (BlindedEntry, RankingRow, StandingRow):
        model.objects.filter(code=sealing.judging_code).update(field=twin)
    Candidate.objects.filter(code=sealing.vote_code).update(field=twin)


def last_line(edition, verb="certificates.issued"):
    return chain.lines(edition.chain, verb).last()


def exchange_actors(edition, *verbs):
    one, other = (last_line(edition, verb) for verb in verbs)
    Event.objects.filter(pk=one.pk).update(actor=UserFactory())
    Event.objects.filter(pk=other.pk).update(actor=one.actor)


RULES_CHANGED = "rules: are not those"
COPY_CHANGED = "is not the copy that was sealed"
# What is done, and what the look says of it.
RULES = {
    "a prize's money": (changed(PrizeTier, money=1), RULES_CHANGED),
    "a prize more": (lambda _edition: again(first(PrizeTier), name="Giải thêm"), RULES_CHANGED),
    "a criterion's points": (changed(Criterion, max_points=1), RULES_CHANGED),
    "the vote's share": (changed(Scheme, vote_max=1), RULES_CHANGED),
    "a phase's end": (
        lambda edition: edition.phases.filter(kind="voting").update(
            closes_at=edition.phases.get(kind="announcement").closes_at
        ),
        RULES_CHANGED,
    ),
    "the committee's majority": (changed(Edition, ratification_numerator=1), RULES_CHANGED),
}
DOSSIERS = {
    "what was submitted": (changed(EntryVersion, content={}), "dossier and version"),
    "a verdict": (
        changed(Screening, verdict="refused", reason="Ai đó"),
        "decision about the dossier",
    ),
    "a verdict gone": (taken_out(Screening), "decision about the dossier"),
    "a verdict's reason": (changed(Screening, reason="Khác"), "decision about the dossier"),
    "a verdict's ticked points": (changed(Screening, checks=["Khác"]), "decision about the"),
    "an acceptance taken back by hand": (an_acceptance_taken_back, "acceptances taken back of"),
    "a verdict's day": (changed(Screening, due=NOON.date()), "decision about the dossier"),
    "where a dossier stands": (changed(Entry, status="refused"), "state of dossier"),
    "a sealed dossier is accepted": (changed(Entry, status="accepted"), "state of dossier"),
    "a copy voided": (changed(Sealing, voided_at=NOON), "state of dossier"),
    "a pair of codes": (changed(CodePair, digest="0" * 64), "are not those that were paired"),
    "a blinded title": (changed(Sealing, title="Khác"), "sealed copy"),
    "a blinded summary": (changed(Sealing, summary="Khác"), "sealed copy"),
    "blinded answers": (changed(Sealing, sections=[]), "sealed copy"),
    "a work's code": (changed(Sealing, judging_code="HS-ZZZZZZ"), "sealed copy"),
    "two copies of each other's dossiers": (
        two_exchanged(Sealing, "version_id"),
        "sealed copy",
    ),
    "an author of a sealed dossier": (an_author_renamed, "are not what was submitted"),
    "the title of a sealed dossier": (
        changed(Entry, title="Khác hẳn"),
        "are not what was submitted",
    ),
    "the field of a sealed dossier": (
        lambda edition: Entry.objects.filter(pk=first(Entry, status="sealed").pk).update(
            field=FieldFactory(edition=edition)
        ),
        "sealed copy",
    ),
    "a field of the same name": (moved_to_its_twin, "sealed copy"),
    "a copy of nothing": (a_copy_of_nothing, "have no line of their own"),
}
JUDGING = {
    "the title that judges read": (changed(BlindedEntry, title="Khác"), COPY_CHANGED),
    "the summary that judges read": (changed(BlindedEntry, summary="Khác"), COPY_CHANGED),
    "the answers that judges read": (changed(BlindedEntry, sections=[]), COPY_CHANGED),
    "the authors beside a blinded copy": (
        changed(BlindedEntry, byline="Nguyễn Văn A, THPT B"),
        "names its authors where the rules name none",
    ),
    "a file more for judges": (a_file_that_was_not_sealed, COPY_CHANGED),
    "a copy out of its round": (a_copy_out_of_its_round, "a copy is gone that was to be judged"),
    "a copy put aside": (changed(BlindedEntry, withdrawn_at=NOON), "does not say that it left"),
    "a meeting's conclusion": (changed(Meeting, conclusion="Khác"), "meeting"),
    "a meeting never closed": (changed(Meeting, closed_at=None), "meeting"),
    "a judge's points": (changed(Scoresheet, points={}), "is not the one that was locked"),
    "a place's field": (
        lambda edition: RankingRow.objects.filter(pk=first(RankingRow).pk).update(
            field=FieldFactory(edition=edition)
        ),
        "stands in another field",
    ),
    "the field that is judged": (
        lambda edition: BlindedEntry.objects.filter(pk=first(BlindedEntry).pk).update(
            field=FieldFactory(edition=edition)
        ),
        "is of another field than its dossier",
    ),
    "a reason beside a line": (changed(KeptText, text="Khác"), "text beside line"),
    "a nonce beside a line": (changed(KeptText, nonce="0" * 32), "text beside line"),
    "a reason beside a line gone": (taken_out(KeptText), "text beside line"),
    "a seat's rights": (
        changed(Judge, may_vote=False),
        "its position or rights are not those of its last change",
    ),
    "a seat's position": (
        lambda edition: Judge.objects.filter(pk=last_seat(edition).pk).update(
            position="vice_chair"
        ),
        "its position or rights are not those of its last change",
    ),
    "a seat that nobody gave": (
        lambda edition: again(last_seat(edition), user_id=UserFactory().pk, position="judge"),
        "is not in the ledger",
    ),
    "a change of a seat": (changed(SeatChange, reason="Khác"), "is not the one of the ledger"),
    "a leading role on a panel": (a_leading_role, "does not follow from a seat"),
    "a place of the ranking": (changed(RankingRow, rank=99), "do not follow from its sheets"),
}
RESULT = {
    "an award more": (another_award, "its awards are not those of its annex"),
    "another prize": (
        lambda edition: Award.objects.filter(pk=first(Award).pk).update(
            tier=edition.tiers.order_by("-pk").first()
        ),
        "its awards are not those of its annex",
    ),
    "an award gone": (an_award_gone, "its awards are not those of its annex"),
    "a decision more": (
        lambda _edition: again(first(AwardDecision), number="99/QĐ"),
        "decision 99/QĐ: is not in the ledger",
    ),
    "a decision's annex": (changed(AwardDecision, annex=[]), "is not the one of the ledger"),
    "a decision's number": (
        changed(AwardDecision, number="99/QĐ"),
        "decision 99/QĐ: is not in the ledger",
    ),
    "a decision never announced": (
        changed(AwardDecision, announced_at=None),
        "announcement of decision",
    ),
    "a place's points": (changed(StandingRow, final_score=1), "its places are not those"),
    "a place's council score": (
        lambda _edition: StandingRow.objects.filter(pk=first(StandingRow).pk).update(
            council_score=F("council_score") - 5, vote_points=F("vote_points") + 5
        ),
        "has not the council's score",
    ),
    "a place's votes": (changed(StandingRow, votes=999), "has not the votes that were counted"),
    "a place's vote points": (changed(StandingRow, vote_points=1), "has not the sum of both"),
    "who signs a decision": (changed(AwardDecision, signer_name="Ai đó"), "is not signed by whom"),
    "a certificate's number": (
        changed(Certificate, serial="TN-2027-GCN-99998"),
        "is not the one of its award",
    ),
    "a place's prize": (changed(StandingRow, tier=None), "its places are not those"),
    "a place more": (
        lambda _edition: again(first(StandingRow), code="HS-ZZZZZZ"),
        "its places are not those",
    ),
    "a voice of the committee": (changed(Approval, approves=False), "the committee's vote"),
    "a voice of the committee gone": (taken_out(Approval), "the committee's vote"),
    "a voice of somebody else": (
        a_voice_of_somebody_else,
        "the committee's vote: a voice",
    ),
    "two places of each other's works": (
        two_exchanged(StandingRow, "entry_id"),
        "is said to be somebody else's",
    ),
    "seals never opened": (taken_out(Unsealing), "opening of the seals"),
    "a certificate more": (
        lambda _edition: again(
            first(Certificate), serial="TN-2027-GCN-99999", verify_id="x" * 12, render_key="0" * 64
        ),
        "certificate TN-2027-GCN-99999: was not issued so",
    ),
    "a certificate's words": (
        changed(Certificate, snapshot={"title": "Khác"}),
        "was not issued so",
    ),
    "a certificate's file": (
        lambda _edition: Certificate.objects.filter(pk=first(Certificate).pk).update(
            pdf=BlobFactory()
        ),
        "file of certificate",
    ),
    "no file of a certificate": (changed(Certificate, pdf=None), "file of certificate"),
    "two certificates' files": (two_exchanged(Certificate, "pdf_id"), "file of certificate"),
    "a decision's paper": (
        lambda _edition: AwardDecision.objects.update(pdf=BlobFactory()),
        "paper of decision",
    ),
    "no paper of a decision": (changed(AwardDecision, pdf=None), "paper of decision"),
    "what the paper of a decision is": (
        lambda _edition: Blob.objects.filter(pk=first(AwardDecision).pdf_id).update(
            sha256="0" * 64
        ),
        "paper of decision",
    ),
    "a revocation": (
        lambda edition: Revocation.objects.bulk_create(
            [Revocation(certificate=first(Certificate), reason="Ai đó", by=first(User), at=NOON)]
        ),
        "revocation of certificate",
    ),
    "an outcome's prize": (changed(Outcome, prize="Giải Khác"), "does not follow"),
    "an outcome's place": (changed(Outcome, rank=99), "does not follow"),
    "an outcome's points": (changed(Outcome, final_score=1), "does not follow"),
    "an outcome's remarks": (changed(Outcome, remarks=["Khác"]), "does not follow"),
    "an outcome gone": (taken_out(Outcome), "outcome of entry"),
    "an outcome of nothing": (an_outcome_of_nothing, "of a dossier that was not judged"),
}
VOTE = {
    "a voter who is nobody": (changed(Voter, user=None), "voters who are nobody"),
    "two titles that voters read": (two_exchanged(Candidate, "title"), "is not the copy"),
    "a summary that voters read": (changed(Candidate, summary="Khác"), "is not the copy"),
    "a work out of the vote": (changed(Candidate, withdrawn_at=NOON), "left the vote"),
    "a work of nothing in the vote": (a_candidate_of_nothing, "no sealed copy stands behind it"),
    "own votes let in": (changed(Candidate, kept_from=[]), "its people may vote for it"),
    "a ballot more": (another_vote, "ballot"),
    "a ballot taken back": (
        lambda _edition: Ballot.objects.filter(pk=first(Ballot, revoked_at=None).pk).update(
            revoked_at=NOON
        ),
        "ballots that the site did not end: 1",
    ),
    "a ballot set aside": (
        changed(Ballot, quarantine_reason="x", quarantined_at=NOON),
        "ballot",
    ),
    "a ballot gone": (taken_out(Ballot), "ballot"),
    "a count": (changed(Tally, digest="0" * 64), "count"),
    "a work's votes": (changed(TallyRow, votes=99), "count"),
    "a row of the count more": (lambda _edition: again(first(TallyRow), code="BC-ZZZZZZ"), "count"),
}
LEDGER = {
    "who did a step": (
        lambda edition: Event.objects.filter(pk=last_line(edition).pk).update(actor=UserFactory()),
        "was altered",
    ),
    "who did two steps": (
        lambda edition: exchange_actors(edition, "standing.computed", "tally.closed"),
        "was altered",
    ),
    "that nobody did a step": (
        lambda edition: Event.objects.filter(pk=last_line(edition).pk).update(actor=None),
        "was altered",
    ),
    "that a step says nothing of who did it": (
        lambda edition: Event.objects.filter(pk=last_line(edition).pk).update(nonce=""),
        "was altered",
    ),
}
SITE = {
    "that somebody is of the secretariat of the whole site": (
        lambda _edition: Membership.objects.create(
            user=UserFactory(), role="secretariat", scope="site"
        ),
        "role for the whole site, secretariat of person",
    ),
    "that somebody administers": (
        lambda _edition: User.objects.filter(pk=UserFactory().pk).update(is_superuser=True),
        "role for the whole site, administrator of person",
    ),
}
WAYS = {**RULES, **DOSSIERS, **JUDGING, **RESULT, **VOTE, **LEDGER, **SITE}


@pytest.mark.parametrize("way", WAYS)
def test_what_the_role_writes_is_refused_or_found(settled, way):
    do, words = WAYS[way]
    assert is_refused(do, settled.edition) or words in told(settled.edition)


@pytest.mark.parametrize("way", WAYS)
def test_what_is_written_past_the_guards_is_found(settled, way):
    do, words = WAYS[way]
    with guards.lifted():
        do(settled.edition)
    assert words in told(settled.edition)


def test_there_are_sixty():
    assert len(WAYS) >= 60


def test_a_guard_that_was_switched_off_is_found(awarded):
    with guards.as_owner():
        switched_off(awarded.edition)
    assert [fault for fault in audit.faults(awarded.edition) if "awards_award_no_update" in fault]


class TestEachNight:
    def test_nobody_is_told_of_what_fits(self, awarded):
        auditing.audit_all(Job())
        assert not Message.objects.filter(key__startswith="audit:").exists()

    def test_administrators_and_committee_are_told_of_what_does_not(self, awarded):
        administrator = UserFactory(is_superuser=True)
        changed(Outcome, prize="Giải Khác")(awarded.edition)
        auditing.audit_all(Job())
        told = Message.objects.filter(key__startswith="audit:").values_list("recipient", flat=True)
        committee = {person.pk for person in awarded.cast.committee}
        assert set(told) == committee | {administrator.pk}

    def test_once_a_day(self, awarded):
        changed(Outcome, prize="Giải Khác")(awarded.edition)
        auditing.audit_all(Job())
        before = Message.objects.count()
        auditing.audit_all(Job())
        assert Message.objects.count() == before


class TestTheCommand:
    def test_in_order(self, awarded, capsys):
        call_command("audit", awarded.edition.slug)
        assert capsys.readouterr().out == "In order.\n"

    def test_what_does_not_fit_is_an_error(self, awarded):
        changed(Outcome, prize="Giải Khác")(awarded.edition)
        with pytest.raises(CommandError, match="does not follow from the decision"):
            call_command("audit")

    def test_another_edition_is_not_looked_at(self, awarded):
        changed(Outcome, prize="Giải Khác")(awarded.edition)
        call_command("audit", EditionFactory().slug)

    def test_no_such_edition(self, awarded):
        with pytest.raises(CommandError, match="no edition"):
            call_command("audit", "khong-co")


class TestWhatCannotBeRead:
    """One line or row that makes no sense is a fault, and hides no other."""

    def test_a_line_without_what_it_should_hold(self, awarded):
        chain.append(awarded.edition.chain, "sheet.locked", {"x": 1}, at=awarded.at(96))
        changed(Outcome, prize="Giải Khác")(awarded.edition)
        found = audit.faults(awarded.edition)
        assert "judging.audit, of_sheets: cannot be compared: KeyError('digest')" in found
        assert [fault for fault in found if "does not follow from the decision" in fault]

    def test_the_other_editions_are_looked_at(self, awarded):
        broken = EditionFactory()
        chain.append(broken.chain, "sheet.locked", {"x": 1}, at=NOON)
        assert audit.faults(awarded.edition) == []
        cannot = [fault for fault in audit.faults(broken) if "cannot be compared" in fault]
        assert len(cannot) == len(audit.faults(broken)) == 2

    def test_the_night_goes_on(self, awarded):
        chain.append(EditionFactory().chain, "sheet.locked", {"x": 1}, at=NOON)
        changed(Outcome, prize="Giải Khác")(awarded.edition)
        auditing.audit_all(Job())
        told = Message.objects.filter(key__startswith=f"audit:{awarded.edition.pk}:")
        assert told.count() == len(awarded.cast.committee)


def test_another_reason_of_a_revocation_is_found(awarded):
    certificate = first(Certificate)
    revoked = {"by": awarded.cast.secretary, "at": awarded.at(97)}
    verify.revoke(certificate=certificate, reason="Kê khai sai", **revoked)
    assert audit.faults(awarded.edition) == []
    with guards.lifted():
        Revocation.objects.update(reason="Khác")
    assert "revocation of certificate" in told(awarded.edition)


def test_ballots_set_aside_that_moved_to_another_work_are_found(judged, monkeypatch):
    """The sum that the ledger knows stays."""
    monkeypatch.setattr(integrity, "BURST_SIZE", 2)
    monkeypatch.setattr(integrity, "BURST_WINDOW", datetime.timedelta(days=30))
    judged.vote()
    most = Ballot.objects.values("candidate").annotate(votes=Count("pk")).order_by("-votes")
    with guards.lifted():
        Ballot.objects.filter(candidate=most[0]["candidate"]).update(network="một nơi")
        Ballot.objects.exclude(candidate=most[0]["candidate"]).update(network="")
    judged.count()
    assert audit.faults(judged.edition) == []
    aside = TallyRow.objects.get(set_aside__gt=0)
    other = TallyRow.objects.exclude(pk=aside.pk).order_by("pk").first()
    with guards.lifted():
        TallyRow.objects.filter(pk=aside.pk).update(set_aside=F("set_aside") - 1)
        TallyRow.objects.filter(pk=other.pk).update(set_aside=F("set_aside") + 1)
    words = "the count: not as many ballots for {} stood aside"
    assert set(audit.faults(judged.edition)) == {words.format(row.code) for row in (aside, other)}
