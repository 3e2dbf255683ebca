"""The contest in numbers."""

from django.db import models
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms.copy_form import BoundedCopyForm
from cms.numbers.page import as_csv, numbers_of
from competition import clock
from competition.models import Edition
from foundation.vault import headers


class NumbersPage(Page):
    """Counts that may be public, as charts with their tables. Visitors choose an edition, or all;
    the page says which one stands first.
    """

    intro = models.TextField(_("introduction"), blank=True)
    edition = models.ForeignKey(
        Edition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("edition"),
        help_text=_("Empty: the newest one whose call has begun."),
    )
    shows_all = models.BooleanField(_("all editions stand first"), default=False)

    copy_form_class = BoundedCopyForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("edition"),
        FieldPanel("shows_all"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("page of numbers")
        verbose_name_plural = _("pages of numbers")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        chosen = request.GET.get("lan", "")
        context["numbers"] = numbers_of(chosen, self.edition, self.shows_all, clock.now())
        return context

    def serve(self, request, *args, **kwargs):
        """`?bang=…` asks for the table behind a chart."""
        asked = request.GET.get("bang")
        if asked is None:
            return super().serve(request, *args, **kwargs)
        numbers = self.get_context(request)["numbers"]
        for chart in numbers.charts if numbers else []:
            if chart.key == asked:
                answer = HttpResponse(as_csv(chart), content_type="text/csv; charset=utf-8")
                name = f"{numbers.chosen}-{chart.key}.csv"
                headers.tell(answer, disposition="attachment", name=name)
                return answer
        raise Http404
