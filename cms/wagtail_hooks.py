from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.snippets.models import register_snippet

from cms import content_checks, desk, given_up, others_pages, searched_by_usage, unreached
from cms.drafts import keep_back
from cms.finding.page import OfficeSearch
from cms.letters import addresses as letter_addresses
from cms.news_admin import (
    CalendarEventViewSet,
    EnglishSummaryViewSet,
    IssuedDocumentViewSet,
    NewsCategoryViewSet,
)
from cms.setup import addresses
from cms.staff import addresses as staff_addresses
from cms.workbench import commune_map, focus, menu, page

unreached.name()
searched_by_usage.mend()
hooks.register("before_publish_page", keep_back)
for before in ("edit", "publish", "convert_alias"):
    hooks.register(f"before_{before}_page", others_pages.keep_from_others)
for before in ("unpublish", "delete", "move"):
    hooks.register(f"before_{before}_page", others_pages.keep_whole_from_others)
hooks.register("before_bulk_action", others_pages.keep_many_from_others)
hooks.register("after_create_page", content_checks.tell)
hooks.register("after_edit_page", content_checks.tell)
register_snippet(NewsCategoryViewSet)
register_snippet(IssuedDocumentViewSet)
register_snippet(CalendarEventViewSet)
register_snippet(EnglishSummaryViewSet)


@hooks.register("construct_homepage_panels")
def workbench_first(request, panels):
    focus.follow(request)
    panels[:] = [page.panel_of(request)]


@hooks.register("construct_homepage_summary_items", order=1000)  # after Wagtail has put its own in
def no_inventory(request, summary_items):
    """How many pages and pictures there are is nobody's work; each number would cost a query."""
    summary_items[:] = []


@hooks.register("register_admin_urls")
def desk_urls():
    here = "dieu-hanh/<slug:slug>/"
    failed = "viec-chua-xong/"
    return [
        path("tim/", OfficeSearch.as_view(), name="office_search"),
        path(failed, given_up.GivenUp.as_view(), name="given_up"),
        path(f"{failed}<int:number>/thu-lai/", given_up.SendAgain.as_view(), name="send_again"),
        path(f"{here}ban-do.svg", commune_map.CommuneMap.as_view(), name="commune_map"),
        path(here, desk.EditionDesk.as_view(), name="edition_desk"),
        path(f"{here}gia-han/", desk.ExtendDeadline.as_view(), name="extend_deadline"),
        path(f"{here}cong-bo/", desk.AskPublication.as_view(), name="ask_publication"),
        path(f"{here}vai-tro/", desk.EditionRoles.as_view(), name="edition_roles"),
        path(f"{here}vai-tro/giao/", desk.GiveRole.as_view(), name="give_role"),
        path(f"{here}vai-tro/thoi/", desk.TakeRole.as_view(), name="take_role"),
        path(f"{here}mat-thiet-bi/", desk.AskRecovery.as_view(), name="ask_recovery"),
        path(f"{here}dau-moi/", desk.AppointFocalPoint.as_view(), name="appoint_focal_point"),
        *addresses.urlpatterns,
        *staff_addresses.urlpatterns,
        *letter_addresses.urlpatterns,
    ]


@hooks.register("construct_main_menu")
def process_order(request, menu_items):
    menu_items[:] = [entry for entry in menu_items if entry.name not in ("help", "reports")]
    menu_items += menu.entries_of(request)


@hooks.register("insert_global_admin_css")
def office_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/office.css"))


@hooks.register("insert_global_admin_js")
def office_scripts():
    return format_html(
        '<script src="{}"></script><script src="{}" data-note="{}" data-lost="{}" defer></script>'
        '<script src="{}" data-words="{}" defer></script>'
        '<script src="{}" data-address="{}" defer></script>',
        static("js/typed_dates.js"),
        static("js/keep.js"),
        _("Typed before the last press; not sent yet."),
        _(
            "You typed this into a form that is not here any more. It was not taken; copy what you "
            "need."
        ),
        static("js/lengths.js"),
        _("At most {most} characters; {now} stand here. Shorten it: nothing was cut."),
        static("js/finding.js"),
        reverse("office_search"),
    )


@hooks.register("register_admin_search_area")
def search_first():
    """The box above the menu looks through the whole office, not through pages alone."""
    return SearchArea(
        _("Everything in the office"),
        reverse("office_search"),
        name="office",
        icon_name="search",
        order=1,
    )


@hooks.register("register_admin_menu_item")
def site_link():
    return MenuItem(_("View the site"), "/#", icon_name="view", order=9000)
