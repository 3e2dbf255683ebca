"""The office's first page, put together: Wagtail shows it as the panel of its own first page."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import get_language
from laces.components import Component

from accounts.models import User
from cms import communes
from cms.shares import shares_of
from cms.workbench import drawing, editors_desk, figures, today, upkeep
from cms.workbench.focus import OfficeRequest, editions_of, in_focus
from cms.workbench.milestones import WithMilestones, entries_by_status, late_sheets, with_milestones
from cms.workbench.rail import Rail, Standing, Step, rail_of
from competition import clock, joint_requests
from competition.letters import broadcasting
from competition.models import Edition, JointRequest, Phase
from competition.office import state_of
from competition.permissions import runs_the_site
from foundation.jobs import life
from foundation.jobs.models import Job
from foundation.soft_cache import remembered
from judging.models import Round

MINE = "cua-toi"
WHOSE = "viec"  # of the address: the own tasks alone
RAILS = "rails"  # of the request: what was read for another part of the page
STILL_KEPT = 20  # seconds
MENU_KEPT = 30  # seconds
FAILED_SHOWN = 5


@dataclass
class Card:
    """An edition that the person runs, with how much waits in it."""

    edition: Edition
    waits: int
    is_in_focus: bool


class Workbench(Component):
    """One edition in focus and everything about it; what waits in the others as numbers."""

    order = 10
    fills_the_page = True  # Wagtail's own head and search make room

    def __init__(self, edition: Edition):
        self.edition = edition

    def render_html(self, parent_context):
        request = parent_context["request"]
        now = clock.now()
        rails = rails_of(request)
        rail = rails[self.edition.pk]
        joint = joint_requests.waiting_for(request.user)
        tasks = today.tasks_of(rail, self.edition, joint, request.user, now)
        mine = [task for task in tasks if task.is_mine]
        shows_mine = request.GET.get(WHOSE) == MINE
        drawn = figures.figures_of(self.edition, now)
        context = {
            "edition": self.edition,
            "state": state_of(self.edition),
            "cards": self._cards(request, rails, Counter(one.edition_id for one in joint)),
            "steps": rail.steps,
            "groups": today.grouped(mine if shows_mine else tasks, now),
            "shows_mine": shows_mine,
            "mine": sum(task.count for task in mine),
            "all": sum(task.count for task in tasks),
            "elsewhere": self._elsewhere(joint),
            "running": upkeep.running_for(request.user),
            "daily": upkeep.daily_work(),
            "stands_still_since": _stands_still_since(),
            "given_up": _given_up(request.user),
            "failed_mail": broadcasting.failed_in(self.edition)[:FAILED_SHOWN],
            "figures": drawn,
            "days": drawing.days_of(drawn),
            "fields": shares_of(drawn.fields),
            "communes": drawn.communes,
            "all_communes": len(communes.outlines()["units"]),
        }
        return render_to_string("office/workbench/page.html", context, request=request)

    def _cards(
        self, request: OfficeRequest, rails: dict[int, Rail], joint: Counter[int]
    ) -> list[Card]:
        """`joint`: what waits for this person as the second one, by edition."""
        return [
            Card(edition, rails[edition.pk].waits + joint[edition.pk], edition == self.edition)
            for edition in editions_of(request)
        ]

    def _elsewhere(self, waiting: list[JointRequest]) -> list[dict]:
        """What waits for this person as the second one in other editions."""
        return [_named(joint) for joint in waiting if joint.edition_id != self.edition.pk]


def _named(joint: JointRequest) -> dict:
    """A request with what it asks for, in words."""
    return {"joint": joint, "what": joint_requests.label_of(joint.kind)}


def rails_of(request: OfficeRequest) -> dict[int, Rail]:
    """{edition id: its way} of every edition that the person runs, read once a request."""
    read: dict[int, Rail] | None = getattr(request, RAILS, None)
    if read is None:
        read = rails_for(editions_of(request), clock.now())
        setattr(request, RAILS, read)
    return read


def rails_for(editions: list[Edition], now: datetime.datetime) -> dict[int, Rail]:
    """{edition id: its way}, in as many statements for one edition as for twenty."""
    counts = entries_by_status(editions)
    phases: dict[int, dict[str, Phase]] = {edition.pk: {} for edition in editions}
    for phase in Phase.objects.filter(edition__in=editions):
        phases[phase.edition_id][phase.kind] = phase
    rails = {}
    for edition in with_milestones(editions):
        late = _late(edition)
        standing = Standing(edition, counts[edition.pk], phases[edition.pk], late, now)
        rails[edition.pk] = rail_of(standing)
    return rails


def menu_of(request: OfficeRequest, edition: Edition) -> list[Step]:
    """The steps as the menu names them, on every page of the office: of a page that reads them
    itself as they are, otherwise some seconds old.
    """
    key = f"menu:{edition.pk}:{get_language()}"
    if hasattr(request, RAILS):
        return rails_of(request)[edition.pk].steps
    return remembered(key, lambda: rails_for([edition], clock.now())[edition.pk].steps, MENU_KEPT)


def _late(edition: WithMilestones) -> int:
    return late_sheets(edition.round_id) if edition.round_state == Round.State.OPEN else 0


def _stands_still_since() -> datetime.datetime | None:
    """At most some seconds old, so that a page of many asks for it once."""
    asked = remembered("stands-still", lambda: (life.stands_still_since(),), STILL_KEPT)
    return asked[0]


def _given_up(user: User) -> int:
    return Job.objects.given_up().count() if runs_the_site(user) else 0


class WithoutEdition(Component):
    """What is told to whoever runs no edition: editors, and administrators of an empty site."""

    order = 10

    def render_html(self, parent_context):
        request = parent_context["request"]
        context = {
            "desk": editors_desk.desk_of(request.user),
            "elsewhere": [_named(joint) for joint in joint_requests.waiting_for(request.user)],
            "stands_still_since": _stands_still_since(),
            "given_up": _given_up(request.user),
        }
        return render_to_string("office/workbench/without_edition.html", context, request=request)


def panel_of(request: OfficeRequest) -> Workbench | WithoutEdition:
    """The page of the edition in focus, or what there is to tell without one."""
    edition = in_focus(request)
    return Workbench(edition) if edition else WithoutEdition()
