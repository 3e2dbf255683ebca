"""The page of the office's search: also what `Ctrl K` shows over any other page."""

from collections.abc import Sequence
from typing import cast

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.finding.found import LONGEST_TYPED, found_by
from cms.permissions import works_in_office
from cms.workbench.focus import OfficeRequest

WORDS = "q"  # of the address, as Wagtail's own search has it
OVER_A_PAGE = "cua-so"  # of the address: the form and its answer alone


class OfficeSearch(WagtailAdminTemplateMixin, View):
    """A form, and what it finds; the words stay in the address."""

    template_name = "office/finding/page.html"
    page_title = gettext_lazy("Search in the office")
    header_icon = "search"
    http_method_names: Sequence[str] = ("get", "head", "options")

    def dispatch(self, request, *args, **kwargs):
        if not works_in_office(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """The whole page, or only its middle for the window over another one."""
        if OVER_A_PAGE in request.GET:
            response = render(request, "office/finding/_found.html", self._asked())
        else:
            response = self.render_to_response(self.get_context_data())
        response.headers.setdefault("Content-Security-Policy", settings.OFFICE_PAGE_POLICY)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def _asked(self) -> dict:
        typed = self.request.GET.get(WORDS, "")[:LONGEST_TYPED].strip()
        request = cast(OfficeRequest, self.request)  # nobody else comes through the office's door
        return {"typed": typed, "longest": LONGEST_TYPED, "kinds": found_by(request, typed)}

    def get_breadcrumbs_items(self):
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | self._asked()
