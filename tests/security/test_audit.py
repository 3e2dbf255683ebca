"""One look at everything: an edition that nobody touched has no faults, in any state; whatever is
changed behind the verbs is refused by the database, or found.
"""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.models import User
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
from competition.rulebook import digest_of_ruling
from foundation.jobs.models import Job
from foundation.ledger import chain
from foundation.notifications.models import Message
from judging.models import BlindedEntry
from submissions.models import CodePair, Outcome, Screening, Sealing
from tests import guards
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory
from tests.factories.moments import NOON
from tests.factories.submissions import EntryFactory
from voting.models import Ballot, Tally, TallyRow, Voter

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


def first(model, **where):
    return model.objects.filter(**where).order_by("pk").first()


def again(row, **columns):
    """Another row like this one, with other columns."""
    row.pk = None
    row._state.adding = True
    for name, value in columns.items():
        setattr(row, name, value)
    return type(row).objects.bulk_create([row])


def changed(model, **columns):
    return lambda _edition: model.objects.filter(pk=first(model).pk).update(**columns)


def taken_out(model):
    return lambda _edition: model.objects.filter(pk=first(model).pk)._raw_delete("default")


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


RULES = {
    "a prize's money": changed(PrizeTier, money=1),
    "a prize more": lambda _edition: again(first(PrizeTier), name="Giải thêm"),
    "a criterion's points": changed(Criterion, max_points=1),
    "the vote's share": changed(Scheme, vote_max=1),
    "a phase's end": lambda edition: edition.phases.filter(kind="voting").update(
        closes_at=edition.phases.get(kind="announcement").closes_at
    ),
    "the committee's majority": changed(Edition, ratification_numerator=1),
}
DOSSIERS = {
    "a verdict": changed(Screening, verdict="refused", reason="Ai đó"),
    "a verdict gone": taken_out(Screening),
    "a pair of codes": changed(CodePair, digest="0" * 64),
    "a blinded title": changed(Sealing, title="Khác"),
    "a blinded summary": changed(Sealing, summary="Khác"),
    "blinded answers": changed(Sealing, sections=[]),
    "a work's code": changed(Sealing, judging_code="HS-ZZZZZZ"),
}
JUDGING = {
    "the title that judges read": changed(BlindedEntry, title="Khác"),
    "the summary that judges read": changed(BlindedEntry, summary="Khác"),
    "the answers that judges read": changed(BlindedEntry, sections=[]),
}
RESULT = {
    "an award more": another_award,
    "another prize": lambda edition: Award.objects.filter(pk=first(Award).pk).update(
        tier=edition.tiers.order_by("-pk").first()
    ),
    "an award gone": an_award_gone,
    "a decision more": lambda _edition: again(first(AwardDecision), number="99/QĐ"),
    "a decision's annex": changed(AwardDecision, annex=[]),
    "a decision's number": changed(AwardDecision, number="99/QĐ"),
    "a decision never announced": changed(AwardDecision, announced_at=None),
    "a place's points": changed(StandingRow, final_score=1),
    "a place's prize": changed(StandingRow, tier=None),
    "a place more": lambda _edition: again(first(StandingRow), code="HS-ZZZZZZ"),
    "a voice of the committee": changed(Approval, approves=False),
    "a voice of the committee gone": taken_out(Approval),
    "seals never opened": taken_out(Unsealing),
    "a certificate more": lambda _edition: again(
        first(Certificate), serial="TN-2027-GCN-99999", verify_id="x" * 12, render_key="0" * 64
    ),
    "a certificate's words": changed(Certificate, snapshot={"title": "Khác"}),
    "a revocation": lambda edition: Revocation.objects.bulk_create(
        [Revocation(certificate=first(Certificate), reason="Ai đó", by=first(User), at=NOON)]
    ),
    "an outcome's prize": changed(Outcome, prize="Giải Khác"),
    "an outcome's place": changed(Outcome, rank=99),
    "an outcome's points": changed(Outcome, final_score=1),
    "an outcome's remarks": changed(Outcome, remarks=["Khác"]),
}
VOTE = {
    "a ballot more": another_vote,
    "a ballot set aside": changed(Ballot, quarantine_reason="x", quarantined_at=NOON),
    "a ballot gone": taken_out(Ballot),
    "a count": changed(Tally, digest="0" * 64),
    "a work's votes": changed(TallyRow, votes=99),
    "a row of the count more": lambda _edition: again(first(TallyRow), code="BC-ZZZZZZ"),
}
WAYS = {**RULES, **DOSSIERS, **JUDGING, **RESULT, **VOTE}


@pytest.fixture
def settled(awarded):
    """Everything is told, and the ledger holds the digest of the rules."""
    line = {"decision": "1/QĐ", "ruling": digest_of_ruling(awarded.edition)}
    chain.append(awarded.edition.chain, "rules.corrected", line, at=awarded.at(96))
    assert audit.faults(awarded.edition) == []
    return awarded


@pytest.mark.parametrize("way", WAYS)
def test_what_the_role_writes_is_refused_or_found(settled, way):
    try:
        with transaction.atomic():
            WAYS[way](settled.edition)
    except DatabaseError:
        return
    assert audit.faults(settled.edition), "it went through, and nobody would know"


@pytest.mark.parametrize("way", WAYS)
def test_what_is_written_past_the_guards_is_found(settled, way):
    with guards.lifted():
        WAYS[way](settled.edition)
    assert audit.faults(settled.edition), "it went through, and nobody would know"


def test_there_are_forty():
    assert len(WAYS) >= 40


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
