"""The shape of the back-office pages inside the Wagtail admin: one edition, one room, a few buttons
that each call a verb.
"""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.permissions import is_secretariat
from competition import clock
from competition.models import Edition
from competition.web import attempt


class EditionOffice(WagtailAdminTemplateMixin, View):
    """A page of the secretariat for one edition; strangers get 404.

    A subclass gives `title`, `template_name`, `context()`, and one `do_<action>` a button, which
    calls one verb by `self.attempt`, or sets `is_refused` when its form has errors. After a POST
    the page is shown again.
    """

    title = ""
    header_icon = "list-ul"
    is_refused = False  # then the page is shown again at once, with everything that was typed

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.edition = get_object_or_404(Edition, slug=kwargs["slug"])

    def dispatch(self, request, *args, **kwargs):
        self.refuse_strangers()
        return super().dispatch(request, *args, **kwargs)

    def refuse_strangers(self):
        if not is_secretariat(self.request.user, self.edition.pk):
            raise Http404

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def post(self, request, *args, **kwargs):
        action = getattr(self, f"do_{request.POST.get('action', '')}", None)
        if action is None:
            raise Http404
        action()
        if self.is_refused:
            return self.render_to_response(self.get_context_data(), status=422)
        return redirect(self.after_post())

    def after_post(self) -> str:
        return self.request.get_full_path()

    def attempt(self, verb, done: str, **arguments) -> bool:
        """Call a verb as this person, now; `posted` holds what was typed when it refuses."""
        self.is_refused = not attempt(
            self.request, verb, done=done, by=self.request.user, at=clock.now(), **arguments
        )
        return not self.is_refused

    def context(self) -> dict:
        return {}

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
            | {"edition": self.edition, "posted": self.request.POST if self.is_refused else {}}
            | self.context()
        )


def without_time(verb):
    """Some verbs need no moment: they leave no line of their own in the timetable."""
    return lambda *, at, **arguments: verb(**arguments)
