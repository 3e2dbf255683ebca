"""Why judges are kept away from entries, as the secretariat sees it: a drawing of who is tied to
what, and the list behind it.
"""

from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy

from competition.office import EditionOffice
from submissions.models import Entry
from submissions.sealing import relations, sealing

JUDGES_A_PAGE = 8
_LINE, _TOP = 34, 20  # of the drawing, in its own units


@dataclass
class Tied:
    """A judge and what ties this person to entries: [{"entry", "reasons", "is_cleared"}]."""

    person: object
    ties: list[dict] = field(default_factory=list)


class ConflictGraph(EditionOffice):
    """Every relation found, entered or declared between people on panels and sealed entries, with
    its reason.
    """

    title = gettext_lazy("Conflicts of interest")
    template_name = "office/conflicts.html"
    header_icon = "link"

    def context(self):
        people = {person.pk: person for person in sealing.people_on_panels()}
        found: dict[int, dict[int, dict]] = {}
        for relation in relations.find_all(people.values(), self.edition):
            tie = found.setdefault(relation.person_id, {}).setdefault(
                relation.entry_id, {"reasons": [], "is_cleared": relation.is_cleared}
            )
            tie["reasons"].append((relations.REASONS[relation.reason], relation.through))
        page = Paginator([people[pk] for pk in people if pk in found], JUDGES_A_PAGE).get_page(
            self.request.GET.get("trang")
        )
        shown = {entry for person in page for entry in found[person.pk]}
        entries = Entry.objects.in_bulk(shown)
        tied = [
            Tied(person, [tie | {"entry": entries[pk]} for pk, tie in found[person.pk].items()])
            for person in page
        ]
        pairs = sum(len(ties) for ties in found.values())
        return {
            "page": page,
            "tied": tied,
            "drawing": _drawing(tied),
            "pairs": pairs,
            "people": len(found),
        }


def _drawing(tied: list[Tied]) -> dict:
    """Judges on the left, entries on the right, a line for each tie: coordinates as text, so that
    no comma gets between.
    """
    entries = {tie["entry"].pk: tie["entry"] for one in tied for tie in one.ties}
    height = _TOP * 2 + _LINE * max(len(tied), len(entries), 1)

    def place(number: int, count: int) -> int:
        return round(_TOP + (height - 2 * _TOP) * (number + 0.5) / max(count, 1))

    right = {pk: place(number, len(entries)) for number, pk in enumerate(entries)}
    left = [(one, place(number, len(tied))) for number, one in enumerate(tied)]
    lines = [
        {
            "from": y,
            "to": right[tie["entry"].pk],
            "is_cleared": tie["is_cleared"],
            "why": ", ".join(str(name) for name, _through in tie["reasons"]),
        }
        for one, y in left
        for tie in one.ties
    ]
    return {
        "height": height,
        "lines": lines,
        "judges": [{"y": y, "name": str(one.person)} for one, y in left],
        "entries": [
            {"y": y, "name": entries[pk].receipt_number or entries[pk].title[:20]}
            for pk, y in right.items()
        ],
    }
