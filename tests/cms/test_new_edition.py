"""The page on which next year's edition is begun: copied, or from ready rules."""

import lxml.html
import pytest
from django.urls import reverse

from competition import clock
from competition.models import Edition
from competition.permissions import can_run
from demo.edition import rules
from demo.rehearsal.whole import DAYS
from tests.beside import secretary_of
from tests.factories.competition import ContestFactory, EditionFactory
from tests.factories.moments import NOON, days
from tests.pressing import facts_of, pressed
from tests.reading import seen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def edition() -> Edition:
    return rules.edition(
        rules.contest("cuoc-thi", "Cuộc thi", "Contest"),
        slug="lan-2030",
        number=1,
        year=2030,
        name="Lần thứ nhất, năm 2030",
        name_en="First, 2030",
        begins=days(10),
        days=DAYS,
        prefix="L1",
    )


@pytest.fixture
def office(client, edition):
    client.force_login(secretary_of(edition))
    return client


def form_of(office, edition, route: str, **changes: str) -> tuple[str, dict[str, str]]:
    page = office.get(reverse("new_edition", args=[edition.slug]))
    address = reverse(route, args=[edition.slug])
    document = lxml.html.document_fromstring(page.content)
    form = next(form for form in document.forms if form.action == address)
    return address, dict(form.form_values()) | changes


class TestTheCopy:
    def test_where_the_dates_go_is_read_first(self, office, edition):
        address, typed = form_of(office, edition, "clone_edition")
        answer = office.post(address, typed)
        assert any("→" in fact for fact in facts_of(answer))

    def test_nothing_is_made_before(self, office, edition):
        address, typed = form_of(office, edition, "clone_edition")
        office.post(address, typed)
        assert Edition.objects.count() == 1

    def test_what_moved_is_said_with_the_reason(self, office, edition):
        opens = {"copyform-opens_on": "2/9/2030"}
        address, typed = form_of(office, edition, "clone_edition", **opens)
        told = " ".join(facts_of(office.post(address, typed)))
        assert "Quốc khánh" in told

    def test_then_the_set_up_of_the_draft_opens(self, office, edition):
        address, typed = form_of(office, edition, "clone_edition")
        answer = pressed(office, address, typed)
        assert answer.url == reverse("set_up", args=["lan-2031"])

    def test_the_same_secretariat_comes_along(self, office, edition):
        second = secretary_of(edition)
        same = {"copyform-same_secretariat": "on"}
        address, typed = form_of(office, edition, "clone_edition", **same)
        pressed(office, address, typed)
        assert can_run(second, Edition.objects.get(slug="lan-2031").pk)

    def test_an_address_that_is_taken_is_said_beside_it(self, office, edition):
        EditionFactory(slug="da-co")
        slug = {"copyform-slug": "da-co"}
        address, typed = form_of(office, edition, "clone_edition", **slug)
        answer = office.post(address, typed)
        assert answer.status_code == 422
        assert "Đã có lần thi dùng địa chỉ này" in str(answer.context["copy_form"].errors["slug"])

    def test_what_was_typed_stays(self, office, edition):
        words = {"copyform-name": "Lần thứ hai", "copyform-opens_on": "mai"}
        address, typed = form_of(office, edition, "clone_edition", **words)
        assert 'value="mai"' in office.post(address, typed).content.decode()

    def test_the_set_up_says_what_differs(self, office, edition):
        address, typed = form_of(office, edition, "clone_edition")
        pressed(office, address, typed)
        draft = Edition.objects.get(slug="lan-2031")
        draft.tiers.filter(order=3).update(count=12)
        page = seen(office.get(reverse("set_up", args=[draft.slug])))
        assert "Khác năm 2030" in page
        assert "<del>8</del>→<ins>12</ins>" in page

    def test_a_contest_that_one_does_not_run_is_not_offered(self, office, edition):
        other = ContestFactory(name="Cuộc thi của người khác")
        page = office.get(reverse("new_edition", args=[edition.slug]))
        assert other.name not in page.content.decode()


class TestReadyRules:
    def test_it_opens_the_set_up_of_the_draft(self, office, edition):
        more = {"readyform-key": "sang-kien", "readyform-opens_on": "2/9/2030"}
        address, typed = form_of(office, edition, "start_afresh", **more)
        assert office.post(address, typed).url == reverse("set_up", args=["lan-2031"])

    def test_without_a_day_it_is_refused(self, office, edition):
        address, typed = form_of(office, edition, "start_afresh")
        assert office.post(address, typed).status_code == 422

    def test_what_is_not_known_is_said(self, office, edition):
        page = office.get(reverse("new_edition", args=[edition.slug]))
        assert "Chưa có trong văn bản đã đọc" in page.content.decode()


class TestRights:
    @pytest.mark.parametrize("route", ["new_edition", "clone_edition", "start_afresh"])
    def test_another_editions_secretary(self, client, edition, route):
        client.force_login(secretary_of(EditionFactory()))
        assert client.get(reverse(route, args=[edition.slug])).status_code == 404

    def test_the_second_of_the_secretariat(self, office, client, edition):
        client.force_login(secretary_of(edition))
        assert client.get(reverse("new_edition", args=[edition.slug])).status_code == 404


@pytest.mark.counts_queries("new_edition")
def test_as_many_questions_for_more_editions(office, edition, django_assert_max_num_queries):
    address = reverse("new_edition", args=[edition.slug])
    office.get(address)
    counts = []
    for _round in range(2):
        with django_assert_max_num_queries(100) as captured:
            office.get(address)
        counts.append(len(captured.captured_queries))
        EditionFactory.create_batch(5, contest=edition.contest)
    assert counts[0] == counts[1]
