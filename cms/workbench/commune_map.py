"""The map of the province's communes and wards, darker where more dossiers come from."""

from django.http import HttpResponse
from django.template.loader import render_to_string

from cms import communes
from cms.workbench.figures import communes_of
from competition.office import EditionOffice
from foundation.vault import headers

TONES = 4  # beside the tone of a commune without any


def tone_of(count: int, most: int) -> int:
    """From 0 (none) to TONES (as many as the first one)."""
    if not count:
        return 0
    return -(-TONES * count // most)


class CommuneMap(EditionOffice):
    """The map as a picture of its own: the page beside it says the same in words."""

    route = "commune_map"

    def get(self, request, *args, **kwargs):
        counts = communes_of(self.edition)
        most = max(counts.values(), default=1)
        outlines = communes.outlines()
        drawing = render_to_string(
            "office/workbench/commune_map.svg",
            {
                "units": communes.toned(counts, lambda count: tone_of(count, most)),
                "box": outlines["viewBox"],
                "source": outlines["source"],
            },
        )
        answer = HttpResponse(drawing, content_type="image/svg+xml")
        headers.tell(answer, disposition="inline", name="ban-do.svg")
        return answer
