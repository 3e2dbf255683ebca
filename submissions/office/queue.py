"""The queue of dossiers: filtered by state, field, colleague, clock and words."""

import datetime
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.permissions import Role, staff_of
from competition import clock
from competition.models import Edition
from competition.office import EditionOffice
from competition.regulation import regulation_of
from competition.web import number_of
from foundation.vietnamese.calendar import add_working_days, earliest_still_in_time
from submissions.models import Attachment, Entry, EntryVersion, Letter
from submissions.sealing import batch

FILTERS = ("trang-thai", "linh-vuc", "nguoi", "han", "tim")
A_PAGE = 50
NOBODY = "0"  # of the colleagues: dossiers that nobody looks at
LATE = "tre"  # the decision is late
UNANSWERED = "thu"  # the entrant wrote last


def decision_due(submitted_at: datetime.datetime, edition: Edition) -> datetime.date:
    """The last day of the edition's working days for screening."""
    return add_working_days(localdate(submitted_at), edition.screening_days)


class EntryQueue(EditionOffice):
    """All dossiers of an edition; several are dealt with at once."""

    title = gettext_lazy("Dossiers")
    template_name = "office/entries.html"
    header_icon = "folder-inverse"
    route = "entry_queue"

    def context(self):
        chosen = {name: self.request.GET.get(name, "") for name in FILTERS}
        everything = Entry.objects.in_edition(self.edition)
        counts = dict(everything.order_by().values_list("status").annotate(Count("pk")))
        return {
            "page_obj": self._page(everything, chosen, counts),
            "headings": self._headings(),
            "chosen": chosen,
            "query": urlencode(chosen),
            "fields": regulation_of(self.edition)["fields"],
            "states": [
                {"value": value, "label": label, "count": counts.get(value, 0)}
                for value, label in Entry.Status.choices
            ],
            "colleagues": staff_of(Role.SECRETARIAT, edition_id=self.edition.pk),
            "unscanned": Attachment.objects.filter(
                entry__edition=self.edition, verdict=Attachment.Verdict.UNSCANNED
            ).count(),
            "why_not_prepared": batch.why_not_prepared(self.edition, clock.now()),
            "why_not_sealed": batch.why_not_sealed(self.edition),
            "ticked": set(self.request.POST.getlist("chon")),
        }

    def _headings(self) -> list[str]:
        return [
            _("Dossier number"),
            _("Work"),
            _("Entrant"),
            pgettext("a work", "Field"),
            _("State"),
            _("Colleague"),
            _("Saved"),
        ]

    def _page(self, everything: QuerySet, chosen: dict[str, str], counts: dict[str, int]) -> Page:
        entries = _filtered(everything, chosen, self.edition).search(chosen["tim"])
        entries = entries.select_related("field", "owner", "unit", "handling__handler")
        pages = Paginator(entries.order_by("-saved_at"), A_PAGE)
        if not any(value for name, value in chosen.items() if name != "trang-thai"):
            pages.count = _counted(chosen["trang-thai"], counts)
        page = pages.get_page(self.request.GET.get("trang"))
        today = localdate(clock.now())
        for entry in page:
            entry.due = None
            if entry.awaits_decision and entry.submitted_at:
                entry.due = decision_due(entry.submitted_at, self.edition)
            entry.is_late = entry.due is not None and entry.due < today
        return page


def _counted(state: str, counts: dict[str, int]) -> int:
    """How many dossiers stand in a state, or in any but a draft's, from the counts by state."""
    if state in Entry.Status.values:
        return counts.get(state, 0)
    return sum(counts.values()) - counts.get(Entry.Status.DRAFT, 0)


def _filtered(entries: QuerySet, chosen: dict[str, str], edition: Edition):
    versions = EntryVersion.objects.filter(entry=OuterRef("pk")).order_by("-number")
    letters = Letter.objects.filter(entry=OuterRef("pk"))
    entries = entries.annotate(
        submitted_at=Subquery(versions.values("submitted_at")[:1]),
        office_wrote_last=Subquery(letters.values("from_office")[:1]),
    )
    if chosen["trang-thai"] in Entry.Status.values:
        entries = entries.filter(status=chosen["trang-thai"])
    else:
        entries = entries.exclude(status=Entry.Status.DRAFT)
    if chosen_field := number_of(chosen["linh-vuc"]):
        entries = entries.filter(field=chosen_field)
    if chosen["nguoi"] == NOBODY:
        entries = entries.filter(handling=None)
    elif handler := number_of(chosen["nguoi"]):
        entries = entries.filter(handling__handler=handler)
    if chosen["han"] == LATE:
        in_time = earliest_still_in_time(localdate(clock.now()), edition.screening_days)
        entries = entries.filter(status=Entry.Status.SUBMITTED, submitted_at__date__lt=in_time)
    elif chosen["han"] == UNANSWERED:
        entries = entries.filter(office_wrote_last=False)
    return entries
