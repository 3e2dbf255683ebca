"""Forms of Wagtail's that two people have open: the second is refused, sees what the first has
saved, and saving again is a decision.
"""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.contrib.settings.registry import registry
from wagtail.contrib.settings.views import get_setting_edit_handler

from accounts.models import User
from cms.models import SiteAlert, SiteMenus, SiteTexts
from competition.kept_forms import TwoWindows
from tests import wagtail_forms
from tests.factories import cms as made
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]
# Wagtail's own, of administrators alone, and looked up rather than written.
OF_WAGTAIL = {"Site", "Locale", "Group", "Collection", "Workflow", "Task", "Image", "Document"}


@pytest.fixture
def office(client):
    person = User.objects.create_superuser("goc@example.vn", full_name="Quản Trị")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def settings_page(model) -> str:
    kind = ContentType.objects.get_for_model(model)
    row = model.load()
    return reverse("wagtailsettings:edit", args=[kind.app_label, kind.model, row.pk])


# name: (its address, a field that the first changes, another one that the second changes)
FORMS = {
    "contest": (lambda edition: ("contest:edit", edition.contest), "name_en", "name"),
    "edition": (lambda edition: ("edition:edit", edition), "summary", "summary_en"),
    "scheme": (lambda edition: ("scheme:edit", edition.schemes.first()), "name", "name_en"),
    "criterion": (
        lambda edition: ("criterion:edit", edition.schemes.first().criteria.first()),
        *("name_en", "name"),
    ),
    "category": (
        lambda _edition: ("wagtailsnippets_cms_newscategory:edit", made.NewsCategoryFactory()),
        *("name", "name_en"),
    ),
    "event": (
        lambda _edition: ("wagtailsnippets_cms_calendarevent:edit", made.CalendarEventFactory()),
        *("place", "title"),
    ),
    "document": (
        lambda _edition: ("wagtailsnippets_cms_issueddocument:edit", made.IssuedDocumentFactory()),
        *("title", "number"),
    ),
    "summary": (
        lambda _edition: ("wagtailsnippets_cms_englishsummary:edit", made.EnglishSummaryFactory()),
        *("title", "text"),
    ),
    "person": (lambda _edition: ("wagtailusers_users:edit", UserFactory()), *("last_name",) * 2),
}


@pytest.fixture(params=[*FORMS, "texts", "alert"])
def opened(begun, request):
    """(address, row, what the first changes, what the second changes)."""
    if request.param == "texts":
        return settings_page(SiteTexts), SiteTexts.load(), "footer", "footer_en"
    if request.param == "alert":
        SiteAlert.load()
        SiteAlert.objects.update(text="Bảo trì", text_en="Maintenance", shows_until=begun.at(90))
        return settings_page(SiteAlert), SiteAlert.load(), "text_en", "text"
    which, first, second = FORMS[request.param]
    name, row = which(begun.edition)
    return reverse(name, args=[row.pk]), row, first, second


def names_in(answer) -> dict:
    return answer.context["form"].errors


def test_the_second_is_refused_and_decides(opened, office):
    address, row, first, second = opened
    older = wagtail_forms.shown(office, address)
    said = wagtail_forms.sent(office, address, **{first: "Lời của Khánh"})
    assert said.status_code == 302, names_in(said)

    answer = office.post(address, older | {second: "Lời của Hiền"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<title>Lỗi: " in text
    assert "Lời của Khánh" in text
    assert "Lời của Hiền" in text
    row.refresh_from_db()
    assert str(getattr(row, first)) == "Lời của Khánh"
    assert "Hiền" not in str(getattr(row, second))

    again = wagtail_forms.values_of(answer)
    assert office.post(address, again).status_code == 302
    row.refresh_from_db()
    assert str(getattr(row, second)) == "Lời của Hiền"


def test_what_is_saved_as_it_was_opened_is_taken(opened, office):
    address, row, _first, second = opened
    older = wagtail_forms.shown(office, address)
    assert office.post(address, older | {second: "Lời của Hiền"}).status_code == 302
    row.refresh_from_db()
    assert str(getattr(row, second)) == "Lời của Hiền"


def test_a_row_that_somebody_else_has_added_stays(office):
    menus = SiteMenus.load()
    address = settings_page(SiteMenus)
    older = wagtail_forms.shown(office, address)
    added = made.MenuLinkFactory(menus=menus)
    office.post(address, older)
    assert [*menus.links.all()] == [added]


def test_a_row_that_somebody_else_has_changed_stands_beside(begun, office):
    scheme = begun.edition.schemes.first()
    address = reverse("scheme:edit", args=[scheme.pk])
    older = wagtail_forms.shown(office, address)
    criterion = scheme.criteria.first()
    scheme.criteria.filter(pk=criterion.pk).update(name="Lời của Khánh")
    answer = office.post(address, older)
    assert "Lời của Khánh" in " ".join(answer.context["form"].non_field_errors())
    criterion.refresh_from_db()
    assert criterion.name == "Lời của Khánh"


def test_what_both_have_typed_alike_is_no_matter(office):
    category = made.NewsCategoryFactory()
    address = reverse("wagtailsnippets_cms_newscategory:edit", args=[category.pk])
    older = wagtail_forms.shown(office, address)
    for _person in range(2):
        assert office.post(address, older | {"name": "Lời của Khánh"}).status_code == 302


def test_a_day_that_cannot_be_read_is_not_said_to_be_missing(office):
    SiteAlert.load()
    typed = {"text": "Bảo trì", "text_en": "Maintenance", "shows_until": "8h 31/02/2027"}
    answer = office.post(settings_page(SiteAlert), typed)
    (said,) = names_in(answer)["shows_until"]
    assert "không có ngày này" in said
    answer = office.post(settings_page(SiteAlert), typed | {"shows_until": ""})
    (said,) = names_in(answer)["shows_until"]
    assert "không có ngày này" not in said


def every_form():
    viewsets.populate()
    for one in viewsets.viewsets:
        parts = one.registerables if isinstance(one, ModelViewSetGroup) else [one]
        for part in parts:
            if isinstance(part, ModelViewSet):
                yield part.model.__name__, part.get_form_class(for_update=True)
    for model in registry:
        yield model.__name__, get_setting_edit_handler(model).get_form_class()


def test_no_form_of_a_row_that_is_kept_is_forgotten():
    forms = dict(every_form())
    loose = {name for name, form in forms.items() if not issubclass(form, TwoWindows)}
    assert len(forms) > 10
    assert loose - OF_WAGTAIL == set()
