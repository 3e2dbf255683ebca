"""Views of a list that are kept: whose they are, what they keep, and the columns chosen last."""

import csv
import io

import lxml.html
import pytest
from django.http import QueryDict
from django.urls import reverse

from competition import clock
from competition.errors import NotAllowed, Refused
from competition.listing import saving
from competition.models import SavedView
from submissions.models import Entry
from submissions.office.entry_list import EntryList
from tests.beside import secretary_of
from tests.factories.competition import EditionFactory, SavedViewFactory
from tests.factories.moments import NOON
from tests.factories.submissions import EntryFactory, EntryVersionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture(autouse=True)
def _noon():
    with clock.set_to(NOON):
        yield


@pytest.fixture
def signed_in(client, office):
    client.force_login(office)
    return client


def at(edition, name="entry_queue", query=""):
    more = ["entry_queue"] if name in ("save_view", "drop_view", "choose_columns") else []
    return reverse(name, args=[edition.slug, *more]) + query


def tabs(answer) -> dict[str, bool]:
    """{label of a view: whether it is the open one}."""
    return {str(tab.label): tab.is_open for tab in answer.context["tabs"]}


def heads(answer) -> list[str]:
    return [column.name for column in answer.context["listing"].shown]


class TestSaving:
    def test_filters_words_and_sort_are_kept_and_no_page(self, signed_in, edition):
        query = "?trang-thai=returned&tim=may&sap-xep=-so&trang=2&la=1"
        signed_in.post(at(edition, "save_view", query), {"ten": "Trả lại"})
        assert SavedView.objects.get().query == "trang-thai=returned&tim=may&sap-xep=-so"

    def test_it_stands_above_the_list_and_is_open_where_its_filters_are(self, signed_in, edition):
        signed_in.post(at(edition, "save_view", "?trang-thai=refused"), {"ten": "Loại"})
        assert tabs(signed_in.get(at(edition)))["Loại"] is False
        assert tabs(signed_in.get(at(edition, query="?trang-thai=refused&trang=1")))["Loại"] is True

    def test_the_same_name_replaces_it(self, signed_in, edition):
        for query in ("?trang-thai=returned", "?trang-thai=refused"):
            signed_in.post(at(edition, "save_view", query), {"ten": " Của  tôi "})
        assert SavedView.objects.get(name="Của tôi").query == "trang-thai=refused"

    @pytest.mark.parametrize(("name", "why"), [("  ", "đặt tên"), ("a" * 41, "quá dài")])
    def test_a_refusal_shows_the_list_with_what_was_typed(self, signed_in, edition, name, why):
        answer = signed_in.post(at(edition, "save_view", "?trang-thai=refused"), {"ten": name})
        page = lxml.html.fromstring(answer.content)
        assert answer.status_code == 422
        assert page.get_element_by_id("view-name").value == name
        assert answer.context["listing"].chosen == {"trang-thai": "refused"}
        assert why in answer.content.decode()

    def test_there_are_not_endlessly_many(self, edition, office):
        SavedViewFactory.create_batch(saving.MOST_VIEWS, edition=edition, kept_by=office)
        listing = EntryList(edition, QueryDict(""))
        with pytest.raises(Refused, match="20"):
            saving.save_view(listing=listing, name="Mới", is_shared=False, by=office, at=NOON)

    def test_the_verb_refuses_who_does_not_run_the_edition(self, edition):
        stranger = secretary_of(EditionFactory())
        listing = EntryList(edition, QueryDict(""))
        with pytest.raises(NotAllowed):
            saving.save_view(listing=listing, name="Mới", is_shared=True, by=stranger, at=NOON)
        with pytest.raises(NotAllowed):
            saving.choose_columns(listing=listing, names=[], by=stranger, at=NOON)


class TestSharing:
    def test_a_colleague_sees_what_is_shared_and_nothing_else(self, signed_in, edition):
        colleague = secretary_of(edition)
        SavedViewFactory(edition=edition, kept_by=colleague, name="Riêng")
        SavedViewFactory(edition=edition, kept_by=colleague, name="Chung", is_shared=True)
        SavedViewFactory(kept_by=colleague, name="Lần khác", is_shared=True)
        shown = tabs(signed_in.get(at(edition)))
        assert {"Riêng", "Chung", "Lần khác"} & set(shown) == {"Chung"}

    def test_another_ones_own_view_cannot_be_taken_away(self, signed_in, edition):
        view = SavedViewFactory(edition=edition, kept_by=secretary_of(edition))
        answer = signed_in.post(at(edition, "drop_view"), {"view": view.pk})
        assert answer.status_code == 404
        assert SavedView.objects.filter(pk=view.pk).exists()

    def test_the_verb_does_not_do_it_either(self, edition, office):
        view = SavedViewFactory(edition=edition, kept_by=secretary_of(edition))
        with pytest.raises(NotAllowed):
            saving.drop_view(view=view, by=office)

    @pytest.mark.parametrize("whose", ["own", "shared"])
    def test_an_own_or_a_shared_one_can(self, signed_in, edition, office, whose):
        owner = office if whose == "own" else secretary_of(edition)
        view = SavedViewFactory(edition=edition, kept_by=owner, is_shared=whose == "shared")
        signed_in.post(at(edition, "drop_view"), {"view": view.pk})
        assert not SavedView.objects.exists()


class TestColumns:
    def test_those_chosen_last_are_shown_again(self, signed_in, edition):
        signed_in.post(at(edition, "choose_columns"), {"cot": ["so", "loai"]})
        assert heads(signed_in.get(at(edition))) == ["so", "ten", "loai"]

    def test_to_nobody_else(self, client, signed_in, edition):
        signed_in.post(at(edition, "choose_columns"), {"cot": ["so", "loai"]})
        client.force_login(secretary_of(edition))
        assert "loai" not in heads(client.get(at(edition)))

    def test_an_address_that_names_columns_goes_first(self, signed_in, edition):
        signed_in.post(at(edition, "choose_columns"), {"cot": ["so", "loai"]})
        assert heads(signed_in.get(at(edition, query="?cot=luu"))) == ["ten", "luu"]

    def test_none_brings_back_those_at_first(self, signed_in, edition):
        before = heads(signed_in.get(at(edition)))
        for chosen in (["loai"], []):
            signed_in.post(at(edition, "choose_columns"), {"cot": chosen})
        assert heads(signed_in.get(at(edition))) == before

    def test_they_are_no_view(self, signed_in, edition):
        before = tabs(signed_in.get(at(edition)))
        signed_in.post(at(edition, "choose_columns"), {"cot": ["so"]})
        assert tabs(signed_in.get(at(edition))) == before

    @pytest.mark.parametrize("bare", [True, False])
    def test_the_table_to_take_along_has_them_too(self, signed_in, edition, bare):
        EntryFactory(edition=edition, status=Entry.Status.SUBMITTED)
        signed_in.post(at(edition, "choose_columns"), {"cot": ["so", "loai"]})
        linked = dict(signed_in.get(at(edition)).context["tables"])["csv"]
        answer = signed_in.get(at(edition, "entry_queue_csv") if bare else linked)
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
        assert rows[0] == ["Số hồ sơ", "Công trình", "Loại"]


class TestReadyViews:
    def test_they_count_what_they_lead_to(self, signed_in, edition):
        for status in ("draft", "submitted", "submitted", "returned"):
            EntryFactory(edition=edition, status=status)
        EntryFactory(status="submitted")
        answer = signed_in.get(at(edition))
        for tab in answer.context["tabs"]:
            if tab.count is not None:
                found = signed_in.get(at(edition, query=f"?{tab.query}"))
                assert found.context["page_obj"].paginator.count == tab.count, tab

    def test_mine_are_the_own_ones(self, signed_in, edition, office):
        views = EntryList(edition, QueryDict("")).ready_views(office)
        assert f"nguoi={office.pk}" in {view.query for view in views}


class TestBeside:
    @pytest.fixture
    def entry(self, edition):
        entry = EntryFactory(edition=edition, status="submitted", receipt_number="26-060")
        EntryVersionFactory(entry=entry, submitted_at=NOON)
        return entry

    def of(self, entry):
        return reverse("entry_beside", args=[entry.edition.slug, entry.public_id])

    def test_it_is_a_part_of_a_page_with_the_dossier_in_short(self, signed_in, entry):
        answer = signed_in.get(self.of(entry))
        page = answer.content.decode()
        assert "<html" not in page
        assert "26-060" in page
        assert reverse("office_entry", args=[entry.edition.slug, entry.public_id]) in page

    def test_it_is_kept_nowhere(self, signed_in, entry):
        assert "no-store" in signed_in.get(self.of(entry)).headers["Cache-Control"]

    def test_a_draft_says_so(self, signed_in, edition):
        page = signed_in.get(self.of(EntryFactory(edition=edition))).content.decode()
        assert "Bản nháp" in page

    def test_another_editions_secretary_finds_nothing(self, client, entry):
        client.force_login(secretary_of(EditionFactory()))
        assert client.get(self.of(entry)).status_code == 404


def test_no_list_has_the_name(signed_in, edition):
    address = reverse("save_view", args=[edition.slug, "khong-co"])
    assert signed_in.post(address, {"ten": "A"}).status_code == 404


@pytest.mark.parametrize("name", ["save_view", "drop_view", "choose_columns"])
def test_strangers_press_nothing(client, edition, name):
    client.force_login(secretary_of(EditionFactory()))
    assert client.post(at(edition, name), {"ten": "A"}).status_code == 404
    assert not SavedView.objects.exists()
