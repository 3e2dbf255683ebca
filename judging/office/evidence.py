"""The secretariat's page about how sure the result of a round is."""

from django.utils.translation import gettext_lazy

from judging.office.ranking import ClosedRoundOffice
from judging.results import evidence

_GROUPS = "ABCDEFGHIJ"


class EvidenceOffice(ClosedRoundOffice):
    """How sure the result of a round is; shown once every sheet is locked."""

    route = "judging_evidence"
    title = gettext_lazy("How sure is the result?")
    template_name = "office/evidence.html"
    header_icon = "view"
    SHOWN = 60

    def context(self):
        computed = evidence.of(self.round)
        places = max(1, len(computed.entries))
        has_groups = computed.parts > 1
        shown = [_drawn(line, places, has_groups) for line in computed.entries[: self.SHOWN]]
        return {"evidence": computed, "shown": shown}


def _drawn(line: evidence.EntryLine, places: int, has_groups: bool) -> dict:
    """A line with its interval as percent of the width: as text, since a drawing wants points and
    not the decimal comma.
    """
    start = 100 * (line.lowest - 1) / places
    width = 100 * (line.highest - line.lowest + 1) / places
    return vars(line) | {
        "percent": None if line.in_prize is None else round(100 * line.in_prize),
        "group": _GROUPS[line.part % len(_GROUPS)] if has_groups else "",
        "start": f"{start:.2f}",
        "width": f"{max(1, width):.2f}",
    }
