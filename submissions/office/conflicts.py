"""Why judges are kept away from entries: a drawing of who is tied to what, and its list."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy

from accounts.models import User
from competition.models import Edition
from competition.office import EditionOffice
from submissions.models import Entry
from submissions.sealing import relations, sealing

JUDGES_A_PAGE = 8
# Of the drawing, in its own units.
_LINE = 34
_TOP = 20


@dataclass
class Tied:
    """A person on a panel, and what ties this person to entries:
    [{"entry", "reasons", "is_cleared"}].
    """

    person: User
    ties: list[dict] = field(default_factory=list)


Ties = dict[int, dict[int, dict]]  # {person: {entry: {"reasons", "is_cleared"}}}, by their ids


class ConflictGraph(EditionOffice):
    """Every relation between people on panels and sealed entries, with its reason: found, entered
    or declared.
    """

    title = gettext_lazy("Conflicts of interest")
    template_name = "office/conflicts.html"
    header_icon = "link"
    route = "conflict_graph"

    def context(self):
        people = {person.pk: person for person in sealing.people_on_panels()}
        ties = _ties(people.values(), self.edition)
        tied_people = [people[pk] for pk in people if pk in ties]
        pages = Paginator(tied_people, JUDGES_A_PAGE)
        page = pages.get_page(self.request.GET.get("trang"))
        tied = _with_entries(list(page), ties)
        return {
            "page": page,
            "tied": tied,
            "drawing": _drawing(tied),
            "pairs": sum(len(entries) for entries in ties.values()),
            "people": len(ties),
        }


def _ties(people: Iterable[User], edition: Edition) -> Ties:
    ties: Ties = {}
    for relation in relations.find_all(people, edition):
        of_person = ties.setdefault(relation.person_id, {})
        tie = of_person.setdefault(
            relation.entry_id, {"reasons": [], "is_cleared": relation.is_cleared}
        )
        tie["reasons"].append((relations.REASONS[relation.reason], relation.through))
    return ties


def _with_entries(people: list[User], ties: Ties) -> list[Tied]:
    """The ties of these people, with the entries themselves, read at once."""
    shown: set[int] = set()
    for person in people:
        shown.update(ties[person.pk])
    entries = Entry.objects.in_bulk(shown)
    tied = []
    for person in people:
        own = [tie | {"entry": entries[pk]} for pk, tie in ties[person.pk].items()]
        tied.append(Tied(person, own))
    return tied


def _drawing(tied: list[Tied]) -> dict:
    """Judges on the left, entries on the right, a line for each tie.

    Coordinates are whole numbers, so that no decimal comma gets between them.
    """
    entries: dict[int, Entry] = {}
    for judge in tied:
        for tie in judge.ties:
            entries[tie["entry"].pk] = tie["entry"]
    height = _TOP * 2 + _LINE * max(len(tied), len(entries), 1)

    def place(number: int, count: int) -> int:
        """The middle of one of `count` equal parts of the height."""
        return round(_TOP + (height - 2 * _TOP) * (number + 0.5) / max(count, 1))

    right = {pk: place(number, len(entries)) for number, pk in enumerate(entries)}
    left = [place(number, len(tied)) for number in range(len(tied))]
    lines = []
    for judge, y in zip(tied, left, strict=True):
        lines += [_line(tie, y, right[tie["entry"].pk]) for tie in judge.ties]
    return {
        "height": height,
        "lines": lines,
        "judges": [
            {"y": y, "name": str(judge.person)} for judge, y in zip(tied, left, strict=True)
        ],
        "entries": [{"y": y, "name": _short_name(entries[pk])} for pk, y in right.items()],
    }


def _line(tie: dict, left: int, right: int) -> dict:
    reasons = [str(name) for name, _through in tie["reasons"]]
    return {
        "from": left,
        "to": right,
        "is_cleared": tie["is_cleared"],
        "why": ", ".join(reasons),
    }


def _short_name(entry: Entry) -> str:
    return entry.receipt_number or entry.title[:20]
