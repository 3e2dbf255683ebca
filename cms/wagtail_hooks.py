from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from laces.components import Component
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms import desk, given_up
from cms.drafts import keep_back
from cms.setup import addresses
from cms.steps import steps_of
from competition import joint_requests
from competition.models import Edition
from competition.permissions import editions_run_by, runs_the_site
from foundation.jobs import life
from foundation.jobs.models import Job


def _editions_of(request) -> list[Edition]:
    """The editions that the person runs, read once a request: the menu and the panel ask."""
    if not hasattr(request, "editions_run"):
        request.editions_run = list(editions_run_by(request.user))
    return request.editions_run


class ToDoPanel(Component):
    """What waits, edition by edition, at the top of the office's first page."""

    order = 10

    def render_html(self, parent_context):
        request = parent_context["request"]
        editions = _editions_of(request)
        steps = steps_of(editions)
        desks = []
        for edition in editions:
            waiting = [step for step in steps[edition.pk] if step["todo"]]
            address = reverse("edition_desk", args=[edition.slug])
            desks.append({"edition": edition, "url": address, "todo": waiting})
        waiting = [
            {"joint": joint, "what": joint_requests.label_of(joint.kind)}
            for joint in joint_requests.waiting_for(request.user)
        ]
        still = life.stands_still_since()
        context = {"desks": desks, "waiting": waiting, "given_up": 0, "stands_still_since": still}
        if runs_the_site(request.user):
            context["given_up"] = Job.objects.given_up().count()
        return render_to_string("office/home_panel.html", context)


hooks.register("before_publish_page", keep_back)


@hooks.register("construct_homepage_panels")
def to_do_first(request, panels):
    panels[:] = [ToDoPanel()]


@hooks.register("construct_homepage_summary_items", order=1000)  # after Wagtail has put its own in
def no_inventory(request, summary_items):
    """How many pages and pictures there are is nobody's work; each number would cost a query."""
    summary_items[:] = []


@hooks.register("register_admin_urls")
def desk_urls():
    page = "dieu-hanh/<slug:slug>/"
    failed = "viec-chua-xong/"
    return [
        path(failed, given_up.GivenUp.as_view(), name="given_up"),
        path(f"{failed}<int:number>/thu-lai/", given_up.SendAgain.as_view(), name="send_again"),
        path(page, desk.EditionDesk.as_view(), name="edition_desk"),
        path(f"{page}gia-han/", desk.ExtendDeadline.as_view(), name="extend_deadline"),
        path(f"{page}cong-bo/", desk.AskPublication.as_view(), name="ask_publication"),
        path(f"{page}vai-tro/", desk.EditionRoles.as_view(), name="edition_roles"),
        path(f"{page}vai-tro/giao/", desk.GiveRole.as_view(), name="give_role"),
        path(f"{page}vai-tro/thoi/", desk.TakeRole.as_view(), name="take_role"),
        path(f"{page}mat-thiet-bi/", desk.AskRecovery.as_view(), name="ask_recovery"),
        path(f"{page}dau-moi/", desk.AppointFocalPoint.as_view(), name="appoint_focal_point"),
        *addresses.urlpatterns,
    ]


class EditionMenuItem(MenuItem):
    """One line for each edition the person runs."""

    def __init__(self, edition: Edition, order: int):
        self.edition = edition
        super().__init__(
            edition.name,
            reverse("edition_desk", args=[edition.slug]),
            name=f"edition-{edition.slug}",
            icon_name="tasks",
            order=order,
        )


@hooks.register("construct_main_menu")
def process_order(request, menu_items):
    editions = _editions_of(request)
    menu_items[:] = [entry for entry in menu_items if entry.name not in ("help", "reports")]
    menu_items += [
        EditionMenuItem(edition, order=place) for place, edition in enumerate(editions, start=10)
    ]


@hooks.register("insert_global_admin_css")
def office_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/office.css"))


@hooks.register("insert_global_admin_js")
def office_scripts():
    return format_html(
        '<script src="{}"></script><script src="{}" data-note="{}" defer></script>',
        static("js/typed_dates.js"),
        static("js/keep.js"),
        _("Typed before the last press; not sent yet."),
    )


@hooks.register("register_admin_menu_item")
def site_link():
    return MenuItem(_("View the site"), "/#", icon_name="view", order=9000)
