"""Why judges are kept away from entries: a drawing of who is tied to what, and its list."""

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from accounts.models import User
from competition.office import EditionOffice
from submissions.models import Clearance, Entry, KeptRelation
from submissions.sealing import relations

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
        pairs = kept.values("person", "entry").distinct()
        page = self.page_of(pairs.order_by("person__name_key", "person", "entry"))
        tied = _ties_of([(pair["person"], pair["entry"]) for pair in page], kept)
        return {
            "page": page,
            "tied": tied,
            "drawing": _drawing(tied),
            "pairs": page.paginator.count,
            "people": kept.values("person").distinct().count(),
        }


def _ties_of(pairs: list[tuple[int, int]], kept: QuerySet[KeptRelation]) -> list[Tied]:
    """What ties people to entries, of these pairs of their ids: of each pair every reason."""
    people = {person for person, _entry in pairs}
    entries = {entry for _person, entry in pairs}
    cleared = set(
        Clearance.objects.filter(person__in=people, entry__in=entries).values_list(
            "person", "entry"
        )
    )
    rows: dict[tuple[int, int], list[KeptRelation]] = {pair: [] for pair in pairs}
    for row in kept.filter(person__in=people, entry__in=entries).select_related("entry", "person"):
        rows.get((row.person_id, row.entry_id), []).append(row)
    tied: dict[int, Tied] = {}
    for pair, reasons in rows.items():
        tie = {
            "entry": reasons[0].entry,
            "reasons": [(relations.REASONS[row.reason], row.through) for row in reasons],
            "is_cleared": pair in cleared,
        }
        tied.setdefault(pair[0], Tied(reasons[0].person)).ties.append(tie)
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
