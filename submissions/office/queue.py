"""The queue of dossiers: filtered by state, field, colleague, clock and words."""

from django.utils.translation import gettext_lazy

from competition import clock
from competition.listing.export import ListTable
from competition.listing.office import ListOffice
from competition.listing.printing import ListPrint
from submissions.models import Attachment
from submissions.office.entry_list import EntryList
from submissions.sealing import batch


class EntryQueue(ListOffice):
    """All dossiers of an edition; several are dealt with at once."""

    title = gettext_lazy("Dossiers")
    template_name = "office/entries.html"
    header_icon = "folder-inverse"
    route = "entry_queue"
    listing_class = EntryList
    file_name = "ho-so"

    def context(self):
        return super().context() | {
            "colleagues": self.listing.colleagues,
            "unscanned": Attachment.objects.filter(
                entry__edition=self.edition, verdict=Attachment.Verdict.UNSCANNED
            ).count(),
            "why_not_prepared": batch.why_not_prepared(self.edition, clock.now()),
            "why_not_sealed": batch.why_not_sealed(self.edition),
        }


class EntryPrint(ListPrint, EntryQueue):
    """What is listed, on paper."""


class EntryXlsx(ListTable, EntryQueue):
    """What is listed, as a workbook."""

    kind = "xlsx"


class EntryCsv(ListTable, EntryQueue):
    """What is listed, as text."""

    kind = "csv"
