"""Whoever asks a second person to agree asks for what was read: where it was changed since, nothing
is asked for, and what changed stands there.
"""

import datetime
import inspect

import lxml.html
import pytest
from django.urls import reverse

from accounts.models import User
from awards import inspection, inspectors, unsealing
from competition import (
    clock,
    corrections,
    extension,
    joint_requests,
    publication,
    recovery,
    roles,
    switching,
)
from competition.letters import broadcasting
from competition.models import Edition, Phase, PrizeTier, Publication
from competition.rulebook import parts_of_rules
from competition.two_windows import Stale, changed_since, mark_of
from demo.edition import rules
from demo.rehearsal.whole import DAYS
from judging.scoring import reopening
from submissions.sealing import sealing
from tests.beside import secretary_of
from tests.factories.moments import NOON, days
from tests.joint import agreed, member_of
from tests.wagtail_forms import values_of
from voting import clusters

DAY = datetime.timedelta(days=1)
WORDS = {"decision_number": "16/QĐ-BTCCT", "reason": "Đã đối chiếu từng trang"}

# {kind: the verb that asks}, of things that two people may change.
CHANGES = {
    "broadcast": broadcasting.ask,
    "publication": publication.ask_for,
    "extension": extension.extend,
    "correction": corrections.correct,
    "ballot_cluster": clusters.ask,
    "reopening": reopening.ask,
}
# {kind: (the verb that asks, why nobody changes beneath it what was read)}.
STAYS = {
    "role": (roles.give, "the whole of it is typed: a person, a role"),
    "recovery": (recovery.ask_for, "the whole of it is typed: a person"),
    "switching": (switching.switch_off, "on or off is what is asked for"),
    "vote_copy": (sealing.unseal_for_changes, "a sealed copy is never changed"),
    "unsealing": (unsealing.ask, "a standing is computed once"),
    "inspector": (inspectors.ask, "the whole of it is typed: a person, a paper, a day"),
    "vote_choices": (inspection.ask, "the count is closed"),
}


def test_every_kind_is_one_of_the_two():
    stays = set(STAYS) - {"vote_copy"} | {sealing.VOIDING}
    assert set(joint_requests.kinds()) == set(CHANGES) | stays


@pytest.mark.parametrize("kind", sorted(CHANGES))
def test_what_two_may_change_is_asked_for_upon_what_was_read(kind):
    assert "upon" in inspect.signature(CHANGES[kind]).parameters


def test_every_kind_says_whether_it_can_still_be_done():
    """But for those beneath which nothing changes: nobody agrees to what would be refused."""
    ever = {
        kind
        for kind in joint_requests.kinds()
        if joint_requests._kinds[kind].still is joint_requests._as_ever
    }
    assert ever == {"inspector", "vote_choices"}


class TestTheMark:
    def test_of_the_same_nothing_has_changed(self):
        assert changed_since({"a": 1, "b": [2]}, mark_of({"a": 1, "b": [2]})) == []

    def test_each_part_by_its_name(self):
        assert changed_since({"a": 1, "b": 3}, mark_of({"a": 1, "b": 2})) == ["b"]

    def test_one_that_is_new_or_gone_as_well(self):
        assert changed_since({"new": 1}, mark_of({"gone": 1})) == ["new", "gone"]

    @pytest.mark.parametrize("broken", ["", "a", "a=", "=", "a=b=c"])
    def test_a_broken_one_is_none_of_it(self, broken):
        assert "a" in changed_since({"a": 1}, broken)


@pytest.fixture
def edition(db) -> Edition:
    """Complete rules, ten days before anything begins."""
    contest = rules.contest("cuoc-thi", "Cuộc thi", "Contest")
    return rules.edition(
        contest,
        slug="lan-dau",
        number=1,
        year=2030,
        name="Lần thứ nhất",
        name_en="First",
        begins=days(10),
        days=DAYS,
        prefix="L1",
    )


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def secretary(edition) -> User:
    member_of(edition)
    return secretary_of(edition)


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


def form_on(page, action: str) -> dict[str, str]:
    document = lxml.html.document_fromstring(page.content)
    return dict(next(form for form in document.forms if form.action == action).form_values())


def changed_on(page) -> str:
    document = lxml.html.document_fromstring(page.content)
    (found,) = document.xpath("//section[@aria-label='Đã đổi từ khi bạn mở trang']")
    assert "autofocus" in found.attrib
    return " ".join(found.text_content().split())


@pytest.mark.parametrize(
    ("page", "button"), [("set_up", "publish_set_up"), ("edition_desk", "ask_publication")]
)
class TestThePublication:
    @pytest.fixture
    def ask(self, office, edition, button):
        return lambda form: office.post(reverse(button, args=[edition.slug]), form | WORDS)

    @pytest.fixture
    def opened(self, office, edition, page, button):
        shown = office.get(reverse(page, args=[edition.slug]))
        return form_on(shown, reverse(button, args=[edition.slug]))

    @pytest.fixture
    def refused(self, opened, ask, edition):
        PrizeTier.objects.filter(pk=edition.tiers.first().pk).update(money=410_000_000)
        return ask(opened)

    def test_of_other_prizes_nobody_is_asked(self, refused, edition):
        assert refused.status_code == 422
        assert not edition.joint_requests.exists()

    def test_what_changed_stands_there(self, refused):
        text = changed_on(refused)
        assert "410.000.000 đ" in text
        assert "Nhận hồ sơ" not in text

    def test_pressed_again_it_is_asked_for(self, refused, ask, edition, button):
        ask(form_on(refused, reverse(button, args=[edition.slug])))
        assert edition.joint_requests.get().kind == "publication"

    @pytest.mark.parametrize("change", ["a criterion", "a date", "a text"])
    def test_any_other_rule(self, opened, ask, edition, change):
        criterion = edition.schemes.first().criteria.first()
        if change == "a criterion":
            type(criterion).objects.filter(pk=criterion.pk).update(name="Tên khác")
        elif change == "a date":
            Phase.objects.filter(edition=edition, kind="voting").update(closes_at=days(99))
        else:
            edition.texts.filter(pk=edition.texts.first().pk).delete()
        assert ask(opened).status_code == 422
        assert not edition.joint_requests.exists()

    def test_what_changed_stands_there_even_where_the_rules_now_lack_something(
        self, opened, ask, edition
    ):
        PrizeTier.objects.filter(pk=edition.tiers.last().pk).update(money=410_000_000)
        assert "410.000.000 đ" in changed_on(ask(opened))

    def test_of_what_was_read_it_is(self, opened, ask, edition):
        assert ask(opened).status_code == 302
        assert edition.joint_requests.exists()


class TestTheRulesThatArePublished:
    @pytest.fixture
    def published(self, edition, secretary) -> Edition:
        joint = publication.ask_for(edition=edition, by=secretary, at=NOON, **WORDS)
        agreed(joint, at=NOON)
        return Edition.objects.get(pk=edition.pk)

    @pytest.fixture
    def address(self, published):
        return reverse("edition:edit", args=[published.pk])

    @pytest.fixture
    def opened(self, office, address):
        """The form of a window that was opened before somebody else corrected a rule."""
        return values_of(office.get(address))

    @pytest.fixture
    def refused(self, office, opened, address, published):
        words = {"change_decision": "20/QĐ", "change_reason": "Theo góp ý"}
        office.post(address, values_of(office.get(address)) | words | {"max_authors": "7"})
        assert published.corrections.count() == 1
        return office.post(address, opened | words | {"min_voter_age": "17", "signer_name": "An"})

    def test_a_correction_of_others_is_not_taken_back_unseen(self, refused, published):
        assert published.corrections.count() == 1
        assert Edition.objects.get(pk=published.pk).max_authors == 7

    def test_what_stands_now_is_said(self, refused):
        form = refused.context["form"]
        assert "người khác" in " ".join(form.non_field_errors())
        assert "“7”" in " ".join(form.errors["max_authors"])

    def test_whoever_has_read_that_decides(self, office, refused, address, published):
        office.post(address, values_of(refused) | {"max_authors": "7"})
        stands = Edition.objects.get(pk=published.pk)
        assert (stands.max_authors, stands.signer_name) == (7, "An")


def test_a_deadline_that_somebody_else_has_moved(office, edition, secretary):
    submission = edition.phase(Phase.Kind.SUBMISSION)
    mark = mark_of(extension.parts_of(submission))
    Publication.objects.create(edition=edition, at=NOON)
    Phase.objects.filter(pk=submission.pk).update(closes_at=submission.closes_at + DAY)
    with pytest.raises(Stale):
        extension.extend(
            edition=edition,
            closes_at=submission.closes_at + 2 * DAY,
            decision_number="7/QĐ",
            reason="Mưa lũ",
            by=secretary,
            at=NOON,
            upon=mark,
        )


def test_the_parts_are_all_that_the_digest_covers(edition):
    """Nothing of the rules changes without a part that says so."""
    assert {"edition", "round-1", "phases", "tiers", "fields"} <= set(parts_of_rules(edition))
