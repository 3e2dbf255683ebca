"""The regulation is published by two people; from then on it changes by a decision alone."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import User
from competition import clock, corrections, joint_requests, publication
from competition.errors import Frozen, NotAllowed, Refused, WrongState
from competition.models import Criterion, Edition, JointRequest, Phase, PrizeTier, Publication
from competition.regulation import regulation_of
from competition.validation import problems
from foundation.jobs.drain import drain
from foundation.ledger.models import Event
from foundation.notifications.models import Message
from tests.beside import secretary_of
from tests.factories.accounts import UserFactory
from tests.factories.competition import (
    CorrectionFactory,
    EditionFactory,
    ExtensionFactory,
    PhaseFactory,
    PublicationFactory,
    SchemeFactory,
)
from tests.factories.judging import JudgeFactory
from tests.factories.moments import NOON, days
from tests.factories.submissions import EntryFactory
from tests.joint import agreed, member_of
from tests.wagtail_forms import sent

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
WORDS = {"decision_number": "16/QĐ-BTCCT", "reason": "Đã đối chiếu từng trang"}


@pytest.fixture
def edition(drafted) -> Edition:
    """Complete rules, ten days before anything begins."""
    return drafted


@pytest.fixture
def secretary(edition) -> User:
    return secretary_of(edition)


@pytest.fixture
def member(edition) -> User:
    return member_of(edition)


@pytest.fixture
def asked(edition, secretary, member) -> JointRequest:
    return publication.ask_for(edition=edition, by=secretary, at=NOON, **WORDS)


@pytest.fixture
def published(edition, asked, member) -> Edition:
    agreed(asked, at=NOON, by=member)
    return Edition.objects.get(pk=edition.pk)


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


class TestPublishing:
    def test_the_rules_are_complete(self, edition):
        assert problems(edition) == []

    def test_one_person_publishes_nothing(self, asked):
        assert not Publication.objects.exists()

    def test_two_do(self, published, secretary, member):
        row = Publication.objects.get(edition=published)
        assert (row.asked_by, row.agreed_by) == (secretary, member)

    def test_the_second_person_reads_dates_prizes_and_points(self, asked, edition):
        shown = {what for what, _before, _after in asked.changes}
        expected = {phase.get_kind_display() for phase in edition.phases.all()}
        expected |= {tier.label for tier in edition.tiers.all()}
        expected |= {row.label for row in Criterion.objects.filter(scheme__edition=edition)}
        assert expected <= shown

    def test_by_its_decision(self, published):
        assert Publication.objects.get().decision_number == "16/QĐ-BTCCT"

    def test_the_ledger_holds_the_digest_of_the_rules(self, published):
        line = Event.objects.get(verb="rules.published")
        assert line.payload["rules"] == publication.digest_of_rules(published)

    def test_another_prize_is_another_digest(self, edition):
        before = publication.digest_of_rules(edition)
        PrizeTier.objects.filter(edition=edition).update(money=1)
        assert publication.digest_of_rules(edition) != before

    def test_another_criterion_is_another_digest(self, edition):
        before = publication.digest_of_rules(edition)
        Criterion.objects.filter(scheme__edition=edition).update(step="0.30")
        assert publication.digest_of_rules(edition) != before

    def test_words_of_the_page_are_not_part_of_it(self, edition):
        before = publication.digest_of_rules(edition)
        Edition.objects.filter(pk=edition.pk).update(call="Lời mời khác")
        assert publication.digest_of_rules(edition) == before

    def test_not_while_only_one_person_could_act(self, edition, secretary):
        with pytest.raises(Refused, match="hai người"):
            publication.ask_for(edition=edition, by=secretary, at=NOON, **WORDS)

    def test_not_with_a_gap_in_the_rules(self, edition, secretary, member):
        edition.tiers.all().delete()
        with pytest.raises(Refused, match="còn thiếu"):
            publication.ask_for(edition=edition, by=secretary, at=NOON, **WORDS)

    def test_not_when_a_gap_came_meanwhile(self, edition, asked, member):
        edition.tiers.all().delete()
        with pytest.raises(Refused, match="còn thiếu"):
            agreed(asked, at=NOON, by=member)

    def test_not_when_the_rules_are_others_by_then(self, edition, asked, member):
        PrizeTier.objects.filter(edition=edition).update(money=1)
        with pytest.raises(WrongState, match="đã thay đổi"):
            agreed(asked, at=NOON, by=member)

    @pytest.mark.parametrize("missing", ["decision_number", "reason"])
    def test_not_without(self, edition, secretary, member, missing):
        with pytest.raises(Refused, match="số quyết định"):
            publication.ask_for(edition=edition, by=secretary, at=NOON, **(WORDS | {missing: " "}))

    def test_not_by_a_member_of_the_committee(self, edition, secretary, member):
        with pytest.raises(NotAllowed):
            publication.ask_for(edition=edition, by=member, at=NOON, **WORDS)

    def test_not_by_a_secretary_of_another_edition(self, edition, secretary, member):
        other = secretary_of(EditionFactory())
        with pytest.raises(NotAllowed):
            publication.ask_for(edition=edition, by=other, at=NOON, **WORDS)

    def test_not_twice(self, published, secretary):
        with pytest.raises(WrongState, match="đã được công bố"):
            publication.ask_for(edition=published, by=secretary, at=NOON, **WORDS)

    def test_the_office_asks_on_its_page(self, client, edition, secretary, member):
        client.force_login(secretary)
        client.post(reverse("ask_publication", args=[edition.slug]), WORDS)
        assert JointRequest.objects.get().kind == "publication"

    def test_what_was_typed_stays_after_a_refusal(self, client, edition, secretary):
        client.force_login(secretary)
        answer = client.post(reverse("ask_publication", args=[edition.slug]), WORDS)
        assert answer.status_code == 422
        assert "Đã đối chiếu từng trang" in answer.content.decode()


class TestWhatIsPublishedStays:
    """No row of it is written past the verbs."""

    def test_a_phase(self, published):
        phase = published.phases.get(kind="submission")
        phase.closes_at += DAY
        with pytest.raises(Frozen, match="đã công bố"):
            phase.save()

    def test_a_new_phase(self, published):
        published.phases.filter(kind="voting").delete()
        with pytest.raises(Frozen, match="đã công bố"):
            PhaseFactory(edition=published, kind="voting", opens_at=days(90), closes_at=days(91))

    def test_a_phase_is_not_taken_away(self, published):
        with pytest.raises(Frozen, match="đã công bố"):
            published.phases.get(kind="voting").delete()

    def test_a_prize(self, published):
        tier = published.tiers.first()
        tier.money = 1
        with pytest.raises(Frozen, match="đã công bố"):
            tier.save()

    def test_a_criterion_is_not_taken_away(self, published):
        with pytest.raises(Frozen, match="đã công bố"):
            Criterion.objects.filter(scheme__edition=published).first().delete()

    def test_nor_is_a_round_added(self, published):
        with pytest.raises(Frozen, match="đã công bố"):
            SchemeFactory(edition=published, order=9)

    @pytest.mark.parametrize("column", ["sheets_per_entry", "max_authors", "grace_minutes"])
    def test_the_editions_own_rules(self, published, column):
        setattr(published, column, 7)
        with pytest.raises(Frozen, match="đã công bố"):
            published.save()

    def test_no_round_is_carried_into_another_edition(self, published):
        scheme = published.schemes.first()
        scheme.edition = EditionFactory()
        with pytest.raises(Frozen, match="đã công bố"):
            scheme.save()

    def test_nor_out_of_another_into_it(self, published):
        scheme = SchemeFactory()
        scheme.edition = published
        scheme.order = 9
        with pytest.raises(Frozen, match="đã công bố"):
            scheme.save()

    def test_no_decision_moves_one(self, published, secretary):
        scheme = published.schemes.first()
        after = scheme.serializable_data() | {"edition": EditionFactory().pk}
        with pytest.raises(Frozen):
            correct(scheme, after, secretary)

    def test_its_words_may_change(self, published):
        published.call = "Lời mời khác"
        published.save()
        assert Edition.objects.get(pk=published.pk).call == "Lời mời khác"

    def test_another_edition_is_free(self, published):
        other = EditionFactory()
        other.max_authors = 7
        other.save()
        assert Edition.objects.get(pk=other.pk).max_authors == 7

    def test_before_that_everything_may(self, edition, asked):
        tier = edition.tiers.first()
        tier.money = 1
        tier.save()
        assert PrizeTier.objects.get(pk=tier.pk).money == 1


def with_phases_moved(edition, delta=DAY) -> dict:
    """The edition's page with a vote that ends later."""
    changed = Edition.objects.get(pk=edition.pk)
    rows = list(changed.phases.all())
    for phase in rows:
        if phase.kind == Phase.Kind.VOTING:
            phase.closes_at += delta
    changed.phases = rows
    return changed.serializable_data()


def correct(edition, after, by, *, at=NOON, **more):
    words = {"decision_number": "20/QĐ-BTCCT", "reason": "Trùng ngày lễ"} | more
    return corrections.correct(rules=edition, after=after, by=by, at=at, **words)


def vote_ends(edition) -> datetime.datetime:
    return Phase.objects.get(edition=edition, kind="voting").closes_at


class TestCorrecting:
    @pytest.fixture
    def entries(self, edition):
        """Two of one person."""
        first = EntryFactory(edition=edition)
        return [first, EntryFactory(edition=edition, owner=first.owner, field=first.field)]

    @pytest.fixture
    def judge(self, edition):
        scheme = edition.schemes.first()
        return JudgeFactory(panel__round__edition=edition, panel__round__scheme=scheme)

    def test_before_the_first_phase_it_is_done_at_once(self, published, secretary):
        was = vote_ends(published)
        correct(published, with_phases_moved(published), secretary)
        assert vote_ends(published) == was + DAY

    def test_what_it_said_before_is_kept(self, published, secretary):
        correction = correct(published, with_phases_moved(published), secretary)
        [[what, before, after]] = correction.changes
        assert "bình chọn" in what.lower()
        assert before != after

    def test_once_a_phase_has_begun_it_waits(self, published, secretary, member):
        was = vote_ends(published)
        joint = correct(published, with_phases_moved(published), secretary, at=days(11))
        assert vote_ends(published) == was
        agreed(joint, at=days(11), by=member)
        assert vote_ends(published) == was + DAY

    def test_both_people_are_kept(self, published, secretary, member):
        joint = correct(published, with_phases_moved(published), secretary, at=days(11))
        agreed(joint, at=days(11), by=member)
        correction = published.corrections.get()
        assert (correction.by, correction.agreed_by) == (secretary, member)

    def test_the_ledger_has_the_decision(self, published, secretary):
        correct(published, with_phases_moved(published), secretary)
        assert Event.objects.get(verb="rules.corrected").payload["decision"] == "20/QĐ-BTCCT"

    def test_not_over_rules_that_were_changed_meanwhile(self, published, secretary, member):
        joint = correct(published, with_phases_moved(published), secretary, at=days(11))
        other = correct(published, with_phases_moved(published, 2 * DAY), secretary, at=days(11))
        agreed(other, at=days(11), by=member)
        with pytest.raises(WrongState, match="đã thay đổi"):
            agreed(joint, at=days(11), by=member)

    def test_words_that_change_meanwhile_do_not_end_it(self, published, secretary, member):
        joint = correct(published, with_phases_moved(published), secretary, at=days(11))
        Edition.objects.filter(pk=published.pk).update(call="Lời mời khác")
        agreed(joint, at=days(11), by=member)
        assert Edition.objects.get(pk=published.pk).call == "Lời mời khác"

    def test_of_what_is_added_everything_is_shown(self, published):
        after = Edition.objects.get(pk=published.pk).serializable_data()
        after["tiers"].append(after["tiers"][-1] | {"pk": None, "name": "Giải thêm", "count": 999})
        lines = corrections.differences(published, after)
        assert "999" in {new for _what, _old, new in lines}

    def test_not_what_makes_the_rules_contradict_each_other(self, published, secretary):
        scheme = published.schemes.first()
        after = scheme.serializable_data()
        after["criteria"].append(after["criteria"][-1] | {"pk": None, "name": "Thêm", "bands": []})
        with pytest.raises(Refused, match="mâu thuẫn"):
            correct(scheme, after, secretary)

    def test_two_phases_of_a_kind_are_a_refusal_and_no_error(self, published, secretary):
        after = Edition.objects.get(pk=published.pk).serializable_data()
        after["phases"].append(after["phases"][-1] | {"pk": None})
        with pytest.raises(Refused, match="giống nhau"):
            correct(published, after, secretary)

    def test_what_applies_already_is_not_corrected(self, published, secretary, member):
        scheme = published.schemes.first()
        after = scheme.serializable_data() | {"decimals": 3}
        joint = correct(scheme, after, secretary, at=days(11))
        judging = published.phases.get(kind="judging").opens_at
        with clock.set_to(judging), pytest.raises((Frozen, WrongState)):
            joint_requests.agree(joint=joint, by=member, at=days(11))

    def test_nothing_is_no_correction(self, published, secretary):
        after = Edition.objects.get(pk=published.pk).serializable_data()
        usual = {"decision_number": "20/QĐ", "reason": "x", "by": secretary, "at": NOON}
        with pytest.raises(WrongState, match="Không có gì khác"):
            corrections.correct(rules=published, after=after, **usual)

    @pytest.mark.parametrize("missing", ["decision_number", "reason"])
    def test_not_without(self, published, secretary, missing):
        with pytest.raises(Refused, match="số quyết định"):
            correct(published, with_phases_moved(published), secretary, **{missing: " "})

    def test_not_by_a_secretary_of_another_edition(self, published):
        other = secretary_of(EditionFactory())
        with pytest.raises(NotAllowed):
            correct(published, with_phases_moved(published), other)

    def test_entrants_and_judges_are_told_once(self, entries, judge, published, secretary):
        beside = EntryFactory()
        correct(published, with_phases_moved(published), secretary)
        drain()
        told = Message.objects.filter(subject__contains="sửa đổi")
        people = set(told.values_list("recipient", flat=True))
        assert people == {entries[0].owner_id, judge.user_id}
        assert beside.owner_id not in people


class TestTheForm:
    @pytest.fixture
    def office(self, client, secretary):
        client.force_login(secretary)
        return client

    def address(self, edition) -> str:
        return reverse("edition:edit", args=[edition.pk])

    def test_before_the_publication_it_asks_for_no_decision(self, office, edition):
        page = office.get(self.address(edition)).content.decode()
        assert "change_decision" not in page

    def test_texts_of_several_lines_that_nobody_touched_are_no_change(self, published, office):
        lines = "TỈNH THÁI NGUYÊN\nSỞ KHOA HỌC VÀ CÔNG NGHỆ"
        Edition.objects.filter(pk=published.pk).update(organiser_lines=lines)
        words = {"change_decision": "20/QĐ", "change_reason": "Theo góp ý của các sở"}
        sent(office, self.address(published), max_authors="7", **words)
        [[what, _before, _after]] = published.corrections.get().changes
        assert "tác giả" in what

    def test_a_rule_is_not_saved_without_a_decision(self, office, published):
        answer = sent(office, self.address(published), max_authors="7")
        assert answer.status_code == 200
        assert answer.context["form"].errors["change_decision"]
        assert Edition.objects.get(pk=published.pk).max_authors != 7

    def test_with_one_it_is(self, office, published):
        words = {"change_decision": "20/QĐ", "change_reason": "Theo góp ý của các sở"}
        sent(office, self.address(published), max_authors="7", **words)
        assert Edition.objects.get(pk=published.pk).max_authors == 7
        assert published.corrections.get().decision_number == "20/QĐ"

    def test_once_a_phase_has_begun_it_leads_to_the_request(self, office, published):
        words = {"change_decision": "20/QĐ", "change_reason": "Theo góp ý của các sở"}
        with clock.set_to(days(11)):
            answer = sent(office, self.address(published), max_authors="7", **words)
        joint = JointRequest.objects.get(kind="correction")
        assert answer.url == joint.get_absolute_url()
        assert Edition.objects.get(pk=published.pk).max_authors != 7

    def test_words_are_saved_as_ever(self, office, published):
        sent(office, self.address(published), call="Lời mời khác")
        assert Edition.objects.get(pk=published.pk).call == "Lời mời khác"

    def test_a_criterion_as_well(self, office, published):
        scheme = published.schemes.first()
        address = reverse("scheme:edit", args=[scheme.pk])
        answer = sent(office, address, **{"criteria-0-name": "Tên khác"})
        assert answer.context["form"].errors["change_decision"]

    def test_a_decision_without_a_change_is_said_beside_it(self, office, published):
        words = {"change_decision": "20/QĐ", "change_reason": "Theo góp ý"}
        answer = sent(office, self.address(published), **words)
        assert answer.status_code == 200
        assert "Không có gì" in str(answer.context["form"].errors["change_decision"])
        assert not published.corrections.exists()

    def test_words_that_are_sent_with_a_correction_are_saved_too(self, office, published):
        words = {"change_decision": "20/QĐ", "change_reason": "Theo góp ý của các sở"}
        with clock.set_to(days(11)):
            sent(office, self.address(published), max_authors="7", call="Lời mời khác", **words)
        assert Edition.objects.get(pk=published.pk).call == "Lời mời khác"

    def test_what_papers_say_takes_a_decision(self, office, published):
        answer = sent(office, self.address(published), signer_name="Lê An")
        assert answer.context["form"].errors["change_decision"]
        words = {"change_decision": "20/QĐ", "change_reason": "Thay người ký"}
        sent(office, self.address(published), signer_name="Lê An", **words)
        assert Edition.objects.get(pk=published.pk).signer_name == "Lê An"
        assert "Lê An" in {new for _what, _old, new in published.corrections.get().changes}

    def test_the_name_of_a_contest_needs_none(self, client, published):
        client.force_login(UserFactory(is_superuser=True, is_staff=True))
        sent(client, reverse("contest:edit", args=[published.contest_id]), name="Tên khác")
        assert Edition.objects.get(pk=published.pk).contest.name == "Tên khác"


class TestAddingARound:
    """To a published edition, by a decision on the page of a new scheme."""

    WORDS = {"change_decision": "20/QĐ", "change_reason": "Thêm vòng chung khảo"}

    @pytest.fixture
    def office(self, client, secretary):
        client.force_login(secretary)
        return client

    @pytest.fixture
    def two_rounds_planned(self, published, secretary) -> Edition:
        """The first round says who goes on."""
        scheme = published.schemes.get()
        after = scheme.serializable_data() | {"promotes_per_field": 3}
        correct(scheme, after, secretary)
        return published

    def form(self, office, edition, **more: str):
        criterion = {"name": "Trình bày", "max_points": "80", "step": "0.5"}
        criterion |= {"pass_mark": "0", "order": "1"}
        criteria = {f"criteria-0-{name}": value for name, value in criterion.items()}
        rows = {"criteria-TOTAL_FORMS": "1", "criteria-0-ORDER": "1", "criteria-0-id": ""}
        usual = {"edition": str(edition.pk), "order": "2", "name": "Chung khảo"}
        return sent(office, reverse("scheme:add"), **criteria, **rows, **usual, **more)

    def test_without_a_decision_it_says_what_is_missing(self, office, two_rounds_planned):
        answer = self.form(office, two_rounds_planned)
        assert answer.context["form"].errors["change_decision"]
        assert two_rounds_planned.schemes.count() == 1

    def test_with_one_it_is_added(self, office, two_rounds_planned):
        self.form(office, two_rounds_planned, **self.WORDS)
        assert two_rounds_planned.schemes.get(order=2).criteria.get().name == "Trình bày"
        changes = two_rounds_planned.corrections.first().changes
        assert "Chung khảo" in changes[0][0]

    def test_once_a_phase_has_begun_it_waits(self, office, two_rounds_planned, member):
        with clock.set_to(days(11)):
            self.form(office, two_rounds_planned, **self.WORDS)
            assert two_rounds_planned.schemes.count() == 1
            agreed(JointRequest.objects.get(kind="correction"), at=days(11), by=member)
        assert two_rounds_planned.schemes.count() == 2

    def test_not_while_nothing_says_who_goes_on(self, office, published):
        answer = self.form(office, published, **self.WORDS)
        assert "vòng sau" in str(answer.context["form"].non_field_errors())
        assert published.schemes.count() == 1


def test_the_page_of_the_rules_shows_what_was_changed(edition):
    CorrectionFactory(edition=edition, decision_number="20/QĐ", at=days(1))
    ExtensionFactory(edition=edition, decision_number="21/QĐ", at=days(2))
    CorrectionFactory(decision_number="22/QĐ")
    numbers = [decision.decision_number for decision in regulation_of(edition)["decisions"]]
    assert numbers == ["21/QĐ", "20/QĐ"]


def test_a_published_edition_is_published_for_its_own_rules_alone():
    PublicationFactory()
    assert not corrections.is_published(EditionFactory())
