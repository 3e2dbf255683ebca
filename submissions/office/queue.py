"""The queue of dossiers: filtered by state, field, colleague, clock and words."""

from django.utils.translation import gettext_lazy

from competition.listing.export import ListTable
from competition.listing.office import ListOffice
from competition.listing.printing import ListPrint
from submissions.office.entry_list import EntryList, holds_undecided
from submissions.office.queue_numbers import CLEAN, PREPARED, RECEIVES, UNSCANNED, WITHOUT_COPY
from submissions.sealing import batch


class EntryQueue(ListOffice):
    """All dossiers of an edition; several are dealt with at once."""

    title = gettext_lazy("Dossiers")
    template_name = "office/entries.html"
    header_icon = "folder-inverse"
    route = "entry_queue"
    listing_class = EntryList
    file_name = "ho-so"

    beside = "ben-canh/"

    def context(self):
        numbers = self.listing.numbers
        states = self.request.GET.getlist("trang-thai")
        return super().context() | {
            "colleagues": self.listing.colleagues,
            # A list of drafts, or of what was decided, offers no decision.
            "waits_for_decisions": holds_undecided(states),
            "unscanned": numbers.get(UNSCANNED, 0),
            "why_not_prepared": batch.not_prepared_in_words(
                is_over=not numbers[RECEIVES], waits=bool(numbers[WITHOUT_COPY])
            ),
            "why_not_sealed": batch.not_sealed_in_words(
                is_clean=bool(numbers[CLEAN]), is_prepared=bool(numbers[PREPARED])
            ),
        }


class EntryPrint(ListPrint, EntryQueue):
    """What is listed, on paper."""


class EntryXlsx(ListTable, EntryQueue):
    """What is listed, as a workbook."""

    kind = "xlsx"


class EntryCsv(ListTable, EntryQueue):
    """What is listed, as text."""

    kind = "csv"
