"""A second decision takes the place of the first, in everybody's sight."""

import pytest
from django.urls import reverse

from awards import announce, decision
from awards.certificates import issue
from awards.models import Approval, AwardDecision, Certificate
from cms import facts
from competition.errors import PhaseClosed, WrongState
from foundation.jobs.drain import drain
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from submissions.models import Outcome
from tests import guards
from tests.awards.deciding import certificates_due
from tests.stages import stage

pytestmark = [pytest.mark.django_db, pytest.mark.data]
LONG_AFTER = 400  # days: the phase of the announcement is over


@stage(day=LONG_AFTER)
def corrected(awarded):
    """A second decision, which withdraws the highest prize, is adopted long after the phase; it is
    not announced.
    """
    vote = awarded.standing.ratification
    awarded.lost = awarded.decision.awards.order_by("rank").first()
    row = awarded.standing.rows.get(entry=awarded.lost.entry)
    with guards.lifted():
        Approval.objects.filter(row=row).update(approves=False)
    awarded.second = decision.adopt(
        ratification=vote,
        number="9999/QĐ-BTCCT",
        date=awarded.at(LONG_AFTER).date(),
        signer_name="Lê An",
        signer_title="PHÓ TRƯỞNG BAN",
        by=awarded.cast.secretary,
        at=awarded.at(LONG_AFTER),
    )
    return awarded


def announced(corrected):
    usual = {"by": corrected.cast.secretary, "at": corrected.at(LONG_AFTER)}
    announce.announce(decision=corrected.second, **usual)
    drain()
    return corrected


def test_it_is_announced_after_the_phase(corrected):
    announced(corrected)
    corrected.second.refresh_from_db()
    assert corrected.second.announced_at == corrected.at(LONG_AFTER)


def test_the_first_one_has_its_phase(corrected):
    with guards.lifted():
        AwardDecision.objects.filter(pk=corrected.second.pk).update(supersedes=None)
    corrected.second.refresh_from_db()
    usual = {"by": corrected.cast.secretary, "at": corrected.at(LONG_AFTER)}
    with pytest.raises(PhaseClosed):
        announce.announce(decision=corrected.second, **usual)


def test_it_is_announced_once(corrected):
    announced(corrected)
    usual = {"by": corrected.cast.secretary, "at": corrected.at(LONG_AFTER)}
    with pytest.raises(WrongState):
        announce.announce(decision=corrected.second, **usual)


def test_its_line_names_the_one_that_it_replaces(corrected):
    announced(corrected)
    line = Event.objects.filter(verb="results.announced").last()
    first = corrected.decision.number
    assert line.payload == {"decision": "9999/QĐ-BTCCT", "supersedes": first}


def test_until_then_the_first_one_is_in_force(corrected):
    assert facts.decision_of(corrected.edition) == corrected.decision


def test_until_then_its_winners_are_shown(corrected):
    tiers = facts.results_of(corrected.edition)["tiers"]
    shown = sum(len(item["winners"]) for item in tiers)
    assert shown == corrected.decision.awards.count()


def test_until_then_nothing_is_earlier(corrected):
    assert facts.earlier_results(corrected.edition) == []


def test_afterwards_the_second_one_is_in_force(corrected):
    announced(corrected)
    assert facts.decision_of(corrected.edition) == corrected.second


def test_the_first_result_stays_readable(corrected):
    [earlier] = facts.earlier_results(announced(corrected).edition)
    assert earlier["decision"].announced_at == corrected.decision.announced_at
    assert earlier["by"] == corrected.second
    assert len(earlier["rows"]) == corrected.decision.awards.count()


def test_what_was_withdrawn_is_marked_and_nothing_else(corrected):
    [earlier] = facts.earlier_results(announced(corrected).edition)
    marked = [row["winner"].rank for row in earlier["rows"] if row["is_withdrawn"]]
    assert marked == [corrected.lost.rank]


def certificate_of(award) -> Certificate:
    return Certificate.objects.get(award=award, author=None)


def page_of(client, certificate) -> str:
    address = reverse("verify_certificate", args=[certificate.verify_id])
    return client.get(address).content.decode()


WITHDRAWN = "Giải thưởng ghi trên giấy này đã bị thu hồi."


def test_the_certificate_of_a_withdrawn_prize_says_so(corrected, client):
    certificate = certificate_of(corrected.lost)
    announced(corrected)
    assert WITHDRAWN in page_of(client, certificate)


def test_before_the_announcement_it_does_not(corrected, client):
    assert WITHDRAWN not in page_of(client, certificate_of(corrected.lost))


def test_one_whose_prize_was_confirmed_names_the_new_decision_alone(corrected, client):
    kept = corrected.decision.awards.exclude(pk=corrected.lost.pk).first()
    announced(corrected)
    page = page_of(client, certificate_of(kept))
    assert WITHDRAWN not in page
    assert "9999/QĐ-BTCCT" in page


def test_its_winner_reads_it_among_the_own_certificates(corrected, client):
    announced(corrected)
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(corrected.lost.entry.owner, backend=backend)
    page = client.get(reverse("my_certificates")).content.decode()
    assert "Giải đã bị thu hồi bằng quyết định sau" in page


def messages_to(entry) -> int:
    return Message.objects.filter(recipient=entry.owner, key__startswith="outcome:").count()


def test_whose_prize_was_withdrawn_is_told(corrected):
    before = messages_to(corrected.lost.entry)
    announced(corrected)
    assert messages_to(corrected.lost.entry) == before + 1


def test_who_has_what_he_had_is_not_told_again(corrected):
    kept = corrected.decision.awards.exclude(entry__owner=corrected.lost.entry.owner).first()
    before = messages_to(kept.entry)
    announced(corrected)
    assert messages_to(kept.entry) == before


def test_the_outcome_is_that_of_the_second(corrected):
    announced(corrected)
    assert Outcome.objects.get(entry=corrected.lost.entry).prize == ""


def test_certificates_of_the_second_are_issued(corrected):
    announced(corrected)
    usual = {"by": corrected.cast.secretary, "at": corrected.at(LONG_AFTER)}
    issue.issue(decision=corrected.second, **usual)
    drain()
    made = Certificate.objects.filter(award__decision=corrected.second).exclude(pdf=None)
    assert made.count() == certificates_due(corrected.second)
