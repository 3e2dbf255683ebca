"""The shape of the office's pages inside the Wagtail admin: one edition, one room.

And the shape of a button, which is an address of its own that calls one verb.
"""

from collections.abc import Callable, Sequence
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from competition import clock, joint_requests, permissions, phases
from competition.errors import Refused
from competition.models import Edition, JointRequest
from competition.recap import Recap, shown
from competition.rows import DealtWith
from competition.two_windows import UPON, Stale, version_of
from competition.web import attempt
from foundation.soft_cache import remembered

LINES_A_PAGE = 50
STATE_KEPT = 60  # seconds
EDITION_IN_FOCUS = "edition_in_focus"  # of the session: the edition that was opened last


def state_of(edition: Edition) -> str:
    """Where the edition stands, in words; a minute old at most, as every page of the office says
    it.
    """
    key = f"state:{edition.pk}:{get_language()}"
    return remembered(key, lambda: phases.in_words(edition, clock.now()), STATE_KEPT)


class EditionOffice(WagtailAdminTemplateMixin, View):
    """A page of the secretariat for one edition; whoever may not see it gets 404.

    A subclass gives `route` (its own name in the URLconf), `title`, `template_name`, `context()`,
    and `may` where another predicate than `can_run` opens it.
    """

    http_method_names: Sequence[str] = ("get", "head", "options")
    route = ""
    title: str | Promise = ""
    header_icon = "list-ul"
    is_refused = False  # then the page is shown again at once, with everything that was typed
    is_asked_about = False  # it shows a thing for which a second person may be asked
    is_stale = False  # because somebody else has changed it meanwhile
    may: Callable = staticmethod(permissions.can_run)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.edition = get_object_or_404(Edition, slug=kwargs["slug"])

    def dispatch(self, request, *args, **kwargs):
        if not self.may(self.request.user, self.edition.pk):
            raise Http404
        if request.session.get(EDITION_IN_FOCUS) != self.edition.pk:
            request.session[EDITION_IN_FOCUS] = self.edition.pk
        request.edition_shown = self.edition  # the menu need not look for it
        response = super().dispatch(request, *args, **kwargs)
        if response.headers["Content-Type"].startswith("text/html"):
            response.headers.setdefault("Content-Security-Policy", settings.OFFICE_PAGE_POLICY)
        return response

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def address(self) -> str:
        """This page, with the same filters; where a button leads back to."""
        query = self.request.GET.urlencode()
        page = reverse(self.route, args=self.route_arguments())
        return f"{page}?{query}" if query else page

    def page_of(self, rows: QuerySet, name: str = "trang") -> Page:
        """The page of these rows that the address asks for: each list of a page by its own name."""
        return Paginator(rows, LINES_A_PAGE).get_page(self.request.GET.get(name))

    def query_without(self, name: str) -> str:
        """The rest of the address: turning the pages of one list leaves the others alone."""
        query = self.request.GET.copy()
        query.pop(name, None)
        return query.urlencode()

    def route_arguments(self) -> list:
        """What stands in this page's address."""
        return [self.edition.slug]

    def context(self) -> dict:
        """What this page shows beside the edition."""
        return {}

    def upon(self, stored: Any) -> str:
        """The version that a form of this page carries: of what is stored; of a form that is shown
        again with what was typed, the one on which that was done, until both have been shown.
        """
        if self.request.method == "POST" and not self.is_stale and UPON in self.request.POST:
            return self.request.POST[UPON]
        return version_of(stored)

    def waiting_here(self) -> list[dict[str, Any]]:
        """What waits for a second person of the thing that this page shows: from here the person
        finds the request.
        """
        if not self.is_asked_about:
            return []
        user = cast(User, self.request.user)  # nobody else passes `may`
        here = reverse(self.route, args=self.route_arguments())
        return [
            {
                "joint": joint,
                "what": joint_requests.label_of(joint.kind),
                "may_answer": permissions.can_answer_joint_request(user, joint),
            }
            for joint in joint_requests.waiting_on(self.edition, here, user)
        ]

    def get_page_title(self):
        return self.title

    def get_page_subtitle(self):
        return self.edition.label

    def get_breadcrumbs_items(self):
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("edition_desk", args=[self.edition.slug]), "label": self.edition.label},
            {"url": "", "label": self.title},
        ]

    def get_context_data(self, **kwargs):
        return (
            super().get_context_data(**kwargs)
            | {
                "edition": self.edition,
                "state": state_of(self.edition),
                "posted": self.request.POST if self.is_refused else {},
                "waiting_here": self.waiting_here(),
            }
            | self.context()
        )


class Button(EditionOffice):
    """One button of an office page: `class OpenRound(Button, JudgingOffice)`, with `press()`.

    `press` calls exactly one verb by `self.attempt`, or sets `is_refused` when its form has
    errors. Then the page is shown again with status 422 and everything that was typed; otherwise
    the browser is led back to the page. Opened by GET (a reload, a sign-in in between), the address
    leads to the page. The row that it is about is found by `row_of`: that somebody else has dealt
    with it meanwhile is told on the page, as a refusal is. A button whose work cannot be undone has
    a `recap()`: what will happen is read on a page of its own first, and pressed once more there.
    """

    http_method_names: Sequence[str] = ("get", "head", "post", "options")
    compares = True  # once it is stale, the page shows what is stored beside what was typed

    def get(self, request, *args, **kwargs):
        return redirect(self.address())

    def post(self, request, *args, **kwargs):
        try:
            recap = self.recap()
            if recap and not recap.is_read(request.POST):
                return self._ask(recap)
            self.press()
        except DealtWith as told:
            messages.error(request, str(told))
            self.is_refused = True
        if self.is_refused:
            return self.render_to_response(self.get_context_data(), status=422)
        return redirect(self.address())

    def recap(self) -> Recap | None:
        """What is read before; None where the press alone does it."""
        return None

    def _ask(self, recap: Recap) -> HttpResponse:
        self.template_name = "office/recap.html"
        page = super(EditionOffice, self).get_context_data()
        about = {
            "edition": self.edition,
            "state": state_of(self.edition),
            "back": self.address(),
        }
        return self.render_to_response(page | about | shown(recap, self.request.POST))

    def press(self) -> None:
        """What the button does. Every button says it."""
        raise NotImplementedError

    def attempt(self, verb: Callable, done: str, **arguments: Any) -> bool:
        """Call a verb as this person, now; a refusal becomes a message and keeps what was typed."""
        self.is_refused = not attempt(
            self.request, verb, done=done, by=self.request.user, at=clock.now(), **arguments
        )
        return not self.is_refused

    def attempt_upon(
        self, verb: Callable, done: str, *, waits: object = "", **arguments: Any
    ) -> bool:
        """As `attempt`, of what was typed upon a version; `is_stale` where another one is stored by
        now: then the page shows what that is beside what was typed.
        """

        upon = self.request.POST.get(UPON)
        try:
            result = verb(by=self.request.user, at=clock.now(), upon=upon, **arguments)
        except Refused as refusal:
            self.is_refused = True
            self.is_stale = isinstance(refusal, Stale)
            leads = self.is_stale and self.compares
            messages.error(self.request, _with_way(refusal) if leads else str(refusal))
        else:
            words = waits if waits and isinstance(result, JointRequest) else done
            messages.success(self.request, str(words))
            self.is_refused = False
        return not self.is_refused


def _with_way(refusal: Refused) -> str:
    """The refusal, and where both stand side by side: that may be far below."""
    return format_html('{} <a href="#hai-ban">{}</a>', str(refusal), _("Compare both"))


def without_time(verb: Callable) -> Callable:
    """Some verbs need no moment: they leave no line of their own in the timetable."""
    return lambda *, at, **arguments: verb(**arguments)
