"""The office's menu: the edition in focus, its steps in the order of the process, what waits."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from cms.workbench.focus import OfficeRequest, in_focus, names_of_editions
from cms.workbench.page import menu_of
from cms.workbench.rail import Step
from competition.models import Edition

FIRST = 10  # before Wagtail's own


def entries_of(request: OfficeRequest) -> list[MenuItem]:
    """The workbench, the switch of editions, then the steps; nothing for whoever runs no edition.
    Read once a request: the menu that a script draws and the one without a script ask.

    Later parts of the office add their entries to Wagtail's menu by its hooks, with an order behind
    that of the steps.
    """
    if not hasattr(request, "office_entries"):
        request.office_entries = _entries_of(request)
    return request.office_entries


def _entries_of(request: OfficeRequest) -> list[MenuItem]:
    edition = in_focus(request)
    if edition is None:
        return []
    steps = menu_of(request, edition)
    entries = [
        MenuItem(
            _("Workbench"),
            reverse("wagtailadmin_home"),
            name="workbench",
            icon_name="home",
            order=FIRST,
        ),
        _switch(request, edition),
        _people(edition),
        MenuItem(
            _("Letters and reminders"),
            reverse("letters", args=[edition.slug]),
            name="letters",
            icon_name="mail",
            order=FIRST + 1,
        ),
    ]
    return [*entries, *_entries(steps)]


def _switch(request: OfficeRequest, edition: Edition) -> MenuItem:
    """The edition in focus; behind it the others, where the person runs several."""
    own_page = reverse("edition_desk", args=[edition.slug])
    others = [
        MenuItem(
            label,
            reverse("edition_desk", args=[slug]),
            name=f"edition-{slug}",
            icon_name="tasks",
            order=place,
        )
        for place, (slug, label) in enumerate(names_of_editions(request))
    ]
    if len(others) == 1:
        return MenuItem(
            edition.label, own_page, name="edition-in-focus", icon_name="tasks", order=FIRST + 1
        )
    return SubmenuMenuItem(
        edition.label,
        Menu(items=others),
        name="edition-in-focus",
        icon_name="tasks",
        order=FIRST + 1,
    )


def _people(edition: Edition) -> SubmenuMenuItem:
    """Who works in the edition, who is invited, who may do what."""
    pages = [
        ("people_of_edition", _("Who may do what"), "table"),
        ("role_invitations", _("Invitations"), "mail"),
        ("edition_roles", _("Roles in the edition"), "group"),
        ("unit_tree", _("Units"), "site"),
        ("conflict_graph", _("Conflicts of interest"), "link"),
    ]
    items = []
    for place, (route, label, icon) in enumerate(pages):
        page = reverse(route, args=[edition.slug])
        items.append(MenuItem(label, page, name=route, icon_name=icon, order=place))
    return SubmenuMenuItem(
        pgettext("of an edition", "People"),
        Menu(items=items),
        name="people-of-edition",
        icon_name="group",
        order=FIRST + 1,
    )


def _entries(steps: list[Step]) -> list[MenuItem]:
    """One for each page: the steps that are taken on the same one stand together."""
    pages: dict[str, list[Step]] = {}
    for step in steps:
        pages.setdefault(step.address, []).append(step)
    return [_entry(of_page, FIRST + 1 + place) for place, of_page in enumerate(pages.values(), 1)]


def _entry(steps: list[Step], order: int) -> MenuItem:
    first = steps[0]
    last = steps[-1]
    label = f"{first.number}. {first.title}"
    if len(steps) > 1:
        results = pgettext("the last steps of the process", "Results")
        label = f"{first.number}–{last.number}. {results}"
    waits = sum(step.waits for step in steps)
    if waits:
        label = f"{label} ({waits})"
    return MenuItem(
        label, first.address, name=f"step-{first.number}", icon_name="tasks", order=order
    )
