"""Why judges are kept away from entries: a drawing of who is tied to what, and its list."""

from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from accounts.models import User
from competition.office import EditionOffice
from submissions.models import Clearance, Entry, KeptRelation
from submissions.sealing import relations

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


class ConflictGraph(EditionOffice):
    """Every relation between people on panels and sealed entries, with its reason: found, entered
    or declared.
    """

    title = gettext_lazy("Conflicts of interest")
    template_name = "office/conflicts.html"
    header_icon = "link"
    route = "conflict_graph"

    def context(self):
        kept = relations.kept_in(self.edition)
        people = User.objects.filter(pk__in=kept.values("person")).order_by("name_key", "pk")
        pages = Paginator(people, JUDGES_A_PAGE)
        page = pages.get_page(self.request.GET.get("trang"))
        tied = _ties_of(list(page), kept)
        return {
            "page": page,
            "tied": tied,
            "drawing": _drawing(tied),
            "pairs": kept.values("person", "entry").distinct().count(),
            "people": pages.count,
        }


def _ties_of(people: list[User], kept: QuerySet[KeptRelation]) -> list[Tied]:
    """What ties these people to entries: of each pair every reason."""
    rows = kept.filter(person__in=people).order_by("entry", "pk").select_related("entry")
    entries = {row.entry_id for row in rows}
    cleared = set(
        Clearance.objects.filter(person__in=people, entry__in=entries).values_list(
            "person", "entry"
        )
    )
    ties: dict[tuple[int, int], dict] = {}
    for row in rows:
        pair = (row.person_id, row.entry_id)
        tie = ties.setdefault(
            pair, {"entry": row.entry, "reasons": [], "is_cleared": pair in cleared}
        )
        tie["reasons"].append((relations.REASONS[row.reason], row.through))
    tied = {person.pk: Tied(person) for person in people}
    for (person, _entry), tie in ties.items():
        tied[person].ties.append(tie)
    return list(tied.values())


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
