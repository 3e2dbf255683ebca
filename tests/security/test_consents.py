"""Consent is free: nothing is ticked beforehand, nothing is published without, and it is taken
back at any time.
"""

import pytest
from django.urls import reverse

from competition.errors import NotAllowed, WrongState
from foundation.jobs.drain import drain
from foundation.notifications.models import Message
from submissions.desk.forms import PledgeForm
from submissions.models import ConsentWithdrawal, Entry, EntryConsent, Handling, Sealing
from submissions.screening import consents
from tests.factories.competition import SchemeFactory
from voting.models import Candidate

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TO_PUBLISH = ["names", "pictures", "summary"]
NEEDED = {"participation": "on", "personal_data": "on"}


class TestTheForm:
    @pytest.mark.parametrize("kind", [*TO_PUBLISH, "contact"])
    def test_no_box_is_ticked_beforehand(self, kind):
        assert PledgeForm().initial.get(kind) is None
        assert "checked" not in str(PledgeForm()[kind])

    @pytest.mark.parametrize("kind", [*TO_PUBLISH, "contact"])
    def test_none_but_the_needed_is_needed(self, kind):
        form = PledgeForm(NEEDED)
        assert form.is_valid()
        assert kind not in form.consents()

    def test_the_summary_is_asked_for_by_itself(self):
        form = PledgeForm(NEEDED | {"summary": "on"})
        assert form.is_valid()
        assert form.consents() == {"participation", "personal_data", "summary"}

    def test_the_work_is_kept_out_of_the_vote_by_a_box_of_its_own(self):
        form = PledgeForm(NEEDED | {"is_kept_from_vote": "on"}, scheme=SchemeFactory())
        assert form.is_valid()
        assert form.cleaned_data["is_kept_from_vote"]

    def test_beside_it_stands_what_the_rules_give_instead(self):
        form = PledgeForm(scheme=SchemeFactory(without_vote="nothing"))
        assert "0 điểm" in str(form["is_kept_from_vote"].help_text)

    def test_where_there_is_no_vote_there_is_no_such_box(self):
        form = PledgeForm(scheme=SchemeFactory(vote_formula="none"))
        assert "is_kept_from_vote" not in form.fields

    def test_the_warning_about_patents_stands_beside_it(self):
        assert "sáng chế" in str(PledgeForm()["summary"].help_text)


def entry_of(rehearsal, place: int = 0) -> Entry:
    return Entry.objects.get(pk=rehearsal.works[place].entry.pk)


class TestBeforeTheAnnouncement:
    @pytest.mark.parametrize("kind", TO_PUBLISH)
    def test_the_owner_takes_it_back_at_once(self, entered, kind):
        entry = entry_of(entered)
        consents.withdraw(entry=entry, kind=kind, by=entry.owner, at=entered.at(36))
        assert getattr(entry_of(entered), f"publish_{kind}") is False

    def test_the_other_consents_stay(self, entered):
        entry = entry_of(entered)
        consents.withdraw(entry=entry, kind="names", by=entry.owner, at=entered.at(36))
        assert entry_of(entered).publish_pictures is True

    def test_what_was_agreed_to_stays_on_record(self, entered):
        entry = entry_of(entered)
        consents.withdraw(entry=entry, kind="names", by=entry.owner, at=entered.at(36))
        assert EntryConsent.objects.filter(version__entry=entry, kind="names").exists()

    def test_the_summary_leaves_the_vote(self, judged):
        entry = entry_of(judged)
        copy = Sealing.objects.get(version__entry=entry)
        assert Candidate.objects.get(code=copy.vote_code).summary
        consents.withdraw(entry=entry, kind="summary", by=entry.owner, at=judged.at(62))
        drain()
        assert Candidate.objects.get(code=copy.vote_code).summary == ""

    def test_other_works_keep_theirs(self, judged):
        entry = entry_of(judged)
        copy = Sealing.objects.get(version__entry=entry_of(judged, 1))
        consents.withdraw(entry=entry, kind="summary", by=entry.owner, at=judged.at(62))
        drain()
        assert Candidate.objects.get(code=copy.vote_code).summary

    def test_names_leave_the_summary_alone(self, judged):
        entry = entry_of(judged)
        copy = Sealing.objects.get(version__entry=entry)
        consents.withdraw(entry=entry, kind="names", by=entry.owner, at=judged.at(62))
        drain()
        assert Candidate.objects.get(code=copy.vote_code).summary

    def test_nobody_else_takes_it_back(self, entered):
        with pytest.raises(NotAllowed):
            consents.withdraw(
                entry=entry_of(entered),
                kind="names",
                by=entered.cast.secretary,
                at=entered.at(36),
            )

    @pytest.mark.parametrize("kind", ["personal_data", "participation", "contact", "x"])
    def test_what_publishes_nothing_is_no_such_consent(self, entered, kind):
        entry = entry_of(entered)
        with pytest.raises(WrongState):
            consents.withdraw(entry=entry, kind=kind, by=entry.owner, at=entered.at(36))

    def test_it_is_taken_back_once(self, entered):
        entry = entry_of(entered)
        consents.withdraw(entry=entry, kind="names", by=entry.owner, at=entered.at(36))
        with pytest.raises(WrongState):
            consents.withdraw(entry=entry, kind="names", by=entry.owner, at=entered.at(36))

    def test_by_the_page(self, entered, client):
        entry = entry_of(entered)
        client.force_login(entry.owner)
        page = reverse("entry", args=[entry.public_id])
        address = reverse("withdraw_consent", args=[entry.public_id, "names"])
        with entered.step("x", 36):
            assert address in client.get(page).content.decode()
            client.post(address)
            assert address not in client.get(page).content.decode()


class TestAfterTheAnnouncement:
    @pytest.fixture
    def asked(self, awarded):
        entry = awarded.decision.awards.first().entry
        Handling.objects.update_or_create(
            entry=entry,
            defaults={
                "handler": awarded.cast.secretary,
                "by": awarded.cast.secretary,
                "at": awarded.at(5),
            },
        )
        at = awarded.at(95)
        awarded.request = consents.withdraw(entry=entry, kind="names", by=entry.owner, at=at)
        return awarded

    def test_it_is_a_request(self, asked):
        assert asked.request.done_at is None
        assert Entry.objects.get(pk=asked.request.entry_id).publish_names is True

    def test_it_has_a_clock(self, asked):
        assert (asked.request.due - asked.at(95).date()).days == consents.DAYS

    def test_asking_again_gives_the_same(self, asked):
        entry = asked.request.entry
        again = consents.withdraw(entry=entry, kind="names", by=entry.owner, at=asked.at(96))
        assert again == asked.request

    def test_whoever_handles_the_dossier_is_told(self, asked):
        keys = Message.objects.values_list("recipient", flat=True).filter(
            key=f"consent-asked:{asked.request.pk}"
        )
        assert list(keys) == [asked.cast.secretary.pk]

    def test_the_secretariat_carries_it_out(self, asked):
        consents.carry_out(withdrawal=asked.request, by=asked.cast.secretary, at=asked.at(96))
        assert Entry.objects.get(pk=asked.request.entry_id).publish_names is False

    def test_once(self, asked):
        consents.carry_out(withdrawal=asked.request, by=asked.cast.secretary, at=asked.at(96))
        with pytest.raises(WrongState):
            consents.carry_out(withdrawal=asked.request, by=asked.cast.secretary, at=asked.at(96))

    def test_nobody_else_does(self, asked):
        with pytest.raises(NotAllowed):
            consents.carry_out(
                withdrawal=asked.request, by=asked.request.entry.owner, at=asked.at(96)
            )

    def test_by_the_office(self, asked, client):
        entry = asked.request.entry
        client.force_login(asked.cast.secretary)
        page = reverse("office_entry", args=[asked.edition.slug, entry.public_id])
        address = reverse(
            "end_consent", args=[asked.edition.slug, entry.public_id, asked.request.pk]
        )
        with asked.step("x", 96):
            assert address in client.get(page).content.decode()
            client.post(address)
            assert address not in client.get(page).content.decode()
        assert ConsentWithdrawal.objects.get().done_by == asked.cast.secretary
