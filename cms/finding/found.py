"""What the office's search finds: titles, numbers and names, never a judging code.

Each kind asks the predicate or the QuerySet that opens its page. A code is looked for nowhere, so
that no answer puts one beside a name; who works by codes has the pages of judging.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.permission_policies.pages import PagePermissionPolicy

from accounts import membership
from accounts.models import Membership, Unit, User
from accounts.units import found as units_named
from cms.finding.places import places_of
from cms.workbench.focus import OfficeRequest, editions_of, in_focus
from competition.models import Edition
from foundation.vietnamese.text import fold
from judging.models import Panel
from submissions.models import Entry

MOST = 8  # of a kind; the lists themselves show all
LONGEST_TYPED = 80
SHORTEST_TYPED = 2


@dataclass(frozen=True)
class Found:
    """One line: what it is called, where it leads, what tells it from others of its name."""

    title: str
    address: str
    about: str = ""


@dataclass(frozen=True)
class Kind:
    """The lines of one kind, and where all of them are listed (empty: nowhere)."""

    label: str | Promise
    lines: list[Found]
    everything: str = ""


def found_by(request: OfficeRequest, typed: str) -> list[Kind]:
    """What these words find, without kinds of which there is nothing; the edition in focus goes
    first everywhere.
    """
    words = fold(typed.replace("\0", "")[:LONGEST_TYPED])
    if len(words) < SHORTEST_TYPED:
        return []
    focus = in_focus(request)
    kinds = [
        Kind(pgettext_lazy("of the office", "Places"), _places(request, focus, words)),
        *_of_editions(request, focus, words),
        Kind(_("Pages"), _pages(request.user, words)),
    ]
    return [kind for kind in kinds if kind.lines]


def _of_editions(request: OfficeRequest, focus: Edition | None, words: str) -> list[Kind]:
    """Only for who runs an edition."""
    if focus is None:
        return []
    editions = editions_of(request)
    listed = f"{reverse('entry_queue', args=[focus.slug])}?tim={words}"
    return [
        Kind(_("Dossiers"), _dossiers(editions, focus, words), listed),
        Kind(pgettext_lazy("of an edition", "People"), _people(editions, focus, words)),
        Kind(_("Units"), _units(focus, words)),
    ]


def _first_of(words: str, titles: Iterable[tuple[str, Found]]) -> list[Found]:
    """Those in whose folded title every word stands, at most MOST."""
    asked = words.split()
    fitting: list[Found] = []
    for title, line in titles:
        if all(word in title for word in asked):
            fitting.append(line)
        if len(fitting) == MOST:
            break
    return fitting


def _places(request: OfficeRequest, focus: Edition | None, words: str) -> list[Found]:
    places = places_of(request, focus)
    return _first_of(
        words, ((fold(place.title), Found(place.title, place.address)) for place in places)
    )


def _dossiers(editions: list[Edition], focus: Edition, words: str) -> list[Found]:
    labels = {edition.pk: edition.label for edition in editions}
    entries = Entry.objects.filter(edition__in=labels).search(words)
    in_order = entries.order_by(_focus_first("edition", focus.pk), "-saved_at", "-pk")
    return [
        Found(
            str(entry),
            reverse("office_entry", args=[entry.edition.slug, entry.public_id]),
            _joined(entry.receipt_number, entry.owner.full_name, labels[entry.edition_id]),
        )
        for entry in in_order.select_related("owner", "edition")[:MOST]
    ]


def _focus_first(column: str, number: int) -> Case:
    return Case(
        When(**{column: number}, then=Value(0)), default=Value(1), output_field=IntegerField()
    )


def _joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


def _people(editions: list[Edition], focus: Edition, words: str) -> list[Found]:
    """Whoever holds a role in one of the editions, once, by the edition that goes first."""
    by_key = {focus.pk: focus} | {edition.pk: edition for edition in editions}
    lines: dict[int, Found] = {}
    for held, edition_id in _held(by_key, words):
        edition = by_key[edition_id]
        address = reverse("person_page", args=[edition.slug, held.user_id])
        role = str(held.get_role_display())
        lines.setdefault(
            held.user_id,
            Found(held.user.full_name, address, _joined(role, held.user.email, edition.label)),
        )
    return list(lines.values())[:MOST]


def _held(by_key: dict[int, Edition], words: str) -> Iterator[tuple[Membership, int]]:
    """(role, its edition) of people of this name, in the order of the editions."""
    panels = dict(
        Panel.objects.filter(round__edition__in=by_key).values_list("pk", "round__edition")
    )
    order = {number: place for place, number in enumerate(by_key)}
    rows = []
    for one in membership.held_by_name(words, by_key, panels):
        is_on_panel = one.scope == Membership.Scope.PANEL
        number = panels[one.scope_id] if is_on_panel else one.scope_id
        rows.append((one, number))
    yield from sorted(rows, key=lambda row: order[row[1]])


def _units(focus: Edition, words: str) -> list[Found]:
    units = Unit.objects.filter(units_named(words)).order_by("-is_active", "name")
    return [
        Found(
            unit.name,
            reverse("unit_page", args=[focus.slug, unit.pk]),
            _joined(unit.get_kind_display(), "" if unit.is_active else _("switched off")),
        )
        for unit in units[:MOST]
    ]


def _pages(user: User, words: str) -> list[Found]:
    """Pages that the person may change, by the title that editors see."""
    pages = PagePermissionPolicy().instances_user_has_any_permission_for(
        user, ["add", "change", "publish"]
    )
    titles = pages.filter(depth__gt=1).order_by("-latest_revision_created_at", "-pk")
    return _first_of(
        words,
        (
            (fold(title), Found(title, reverse("wagtailadmin_pages:edit", args=[number])))
            for number, title in titles.values_list("pk", "draft_title")
        ),
    )
