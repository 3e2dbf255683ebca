"""The ten parts of an edition's set-up: how far each is, and what is still to be done, in words and
with the address where it is done.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.permissions import Role, staff_of
from cms.models import EditionPage
from cms.setup.warnings import of_the_timetable
from competition.models import Edition, Scheme
from competition.validation import Problem, problems
from foundation.vietnamese.templatetags.vietnamese import score
from judging.assigning.shortage import without_judges
from judging.models import Judge, Panel, Round

FULL = Decimal(100)
TWO = 2  # people publish


@dataclass(frozen=True)
class Todo:
    """Something to be done, and where. What `stops` keeps the regulation from being published, or
    the process from going on; anything else is a warning.
    """

    words: str
    url: str
    stops: bool = False


@dataclass(frozen=True)
class Part:
    """One of the ten parts."""

    name: str
    slug: str  # its place on the page
    title: str
    summary: str = ""
    todos: list[Todo] = field(default_factory=list)
    is_refused: bool = False  # what was typed into it just now is not kept

    @property
    def is_done(self) -> bool:
        return not self.todos and not self.is_refused

    @property
    def state(self) -> str:
        """The word by which the look of a part is chosen."""
        if self.is_done:
            return "done"
        return "missing" if self.is_missing else "warning"

    @property
    def is_missing(self) -> bool:
        """Something in it stops the process, or was refused just now."""
        return self.is_refused or any(todo.stops for todo in self.todos)


def parts_of(edition: Edition) -> list[Part]:
    """The parts in the order in which an edition is set up."""
    gaps = problems(edition)
    return [part(edition, gaps) for part in _PARTS]


def todos_of(parts: list[Part]) -> list[Todo]:
    """Everything that is to be done: first what stops the process."""
    found = [todo for part in parts for todo in part.todos]
    return sorted(found, key=lambda todo: not todo.stops)


def _here(slug: str) -> str:
    """A place on the page itself."""
    return f"#{slug}"


def _of(gaps: list[Problem], names: set[str], url: str) -> list[Todo]:
    return [Todo(gap.text, url, stops=True) for gap in gaps if gap.part in names]


def _papers(edition: Edition, gaps: list[Problem]) -> Part:
    slug = "quyet-dinh"
    todos = []
    wanted = (
        (
            edition.decision_number and edition.decision_date,
            _("Give number and date of the decision."),
        ),
        (edition.organiser_lines, _("Say which lines name the organiser on papers.")),
        (edition.signer_title and edition.signer_name, _("Say who signs, and as what.")),
    )
    for is_there, words in wanted:
        if not is_there:
            todos.append(Todo(words, _here(slug)))
    return Part("papers", slug, _("Decision and papers"), edition.decision_number, todos)


def _fields(edition: Edition, gaps: list[Problem]) -> Part:
    slug = "linh-vuc"
    names = {pgettext("a work", "Fields"), _("Entry kinds")}
    todos = _of(gaps, names, _here(slug))
    summary = f"{edition.fields.count()} · {edition.kinds.count()}"
    return Part("fields", slug, _("Fields and kinds of works"), summary, todos)


def _form(edition: Edition, gaps: list[Problem]) -> Part:
    url = reverse("dossier_form", args=[edition.slug])
    count = edition.questions.count()
    summary = ngettext("%(count)s question", "%(count)s questions", count) % {"count": count}
    todos = _of(gaps, {_("Questions")}, url)
    return Part("form", "bieu-mau", _("Form of the dossier"), summary, todos)


def _criteria(edition: Edition, gaps: list[Problem]) -> Part:
    slug = "tieu-chi"
    elsewhere = {
        *(pgettext("a work", "Fields"), _("Entry kinds"), _("Questions")),
        *(_("Timetable"), _("Prizes")),
    }
    todos = [
        Todo(f"{gap.part}: {gap.text}", _here(slug), stops=True)
        for gap in gaps
        if gap.part not in elsewhere
    ]
    scheme = edition.scheme
    total = _total(scheme)
    if scheme is not None and total != FULL:
        words = _("All points add up to %(total)s, not to 100.") % {"total": score(total)}
        todos.append(Todo(words, _here(slug)))
    summary = _("%(total)s points") % {"total": score(total)}
    return Part("criteria", slug, _("Criteria and how they count"), summary, todos)


def _total(scheme: Scheme | None) -> Decimal:
    """What a work can get at most."""
    if scheme is None:
        return Decimal(0)
    return scheme.council_max + (scheme.vote_max if scheme.has_vote else Decimal(0))


def _timetable(edition: Edition, gaps: list[Problem]) -> Part:
    slug = "lich"
    todos = _of(gaps, {_("Timetable")}, _here(slug))
    todos += [Todo(words, _here(slug)) for words in of_the_timetable(edition)]
    opens = edition.timetable[0].opens_at if edition.timetable else None
    summary = date_format(localtime(opens), "SHORT_DATE_FORMAT") if opens else ""
    return Part("timetable", slug, _("Timetable"), summary, todos)


def _panels(edition: Edition, gaps: list[Problem]) -> Part:
    roles = reverse("edition_roles", args=[edition.slug])
    members = staff_of(Role.COMMITTEE, edition_id=edition.pk).count()
    secretaries = staff_of(Role.SECRETARIAT, edition_id=edition.pk).count()
    todos = []
    if not members:
        todos.append(Todo(_("Nobody sits on the organising committee."), roles, stops=True))
    if members + secretaries < TWO:
        words = _("Publishing takes two people of secretariat and committee.")
        todos.append(Todo(words, roles, stops=True))
    panels = list(Panel.objects.filter(round__edition=edition).prefetch_related("fields"))
    todos += _of_panels(edition, panels)
    count = len(panels)
    summary = ngettext("%(count)s panel", "%(count)s panels", count) % {"count": count}
    return Part("panels", "hoi-dong", _("Committee and panels"), summary, todos)


def _of_panels(edition: Edition, panels: list[Panel]) -> Iterator[Todo]:
    office = reverse("judging_office", args=[edition.slug])
    if not panels:
        yield Todo(_("There is no panel of judges yet."), office)
        return
    seats = Judge.objects.filter(panel__in=panels, declined_at=None)
    chaired = set(seats.filter(position=Role.CHAIR).values_list("panel", flat=True))
    scoring = list(seats.filter(may_score=True).values_list("panel", flat=True))
    covered = {row.pk for panel in panels for row in panel.fields.all()}
    for panel in panels:
        if panel.pk not in chaired:
            yield Todo(_("%(panel)s has no chair.") % {"panel": panel}, office, stops=True)
        if scoring.count(panel.pk) < edition.sheets_per_entry:
            words = _("%(panel)s has %(count)s judges, and a work gets %(sheets)s sheets.")
            facts = {
                "panel": panel,
                "count": scoring.count(panel.pk),
                "sheets": edition.sheets_per_entry,
            }
            yield Todo(words % facts, office, stops=True)
    for row in edition.fields.all():
        if row.pk not in covered:
            yield Todo(_("No panel judges “%(field)s”.") % {"field": row}, office)
    yield from _without_plan(edition, office)


def _without_plan(edition: Edition, office: str) -> Iterator[Todo]:
    """Works for which too few judges are left once conflicts are kept apart."""
    last = Round.objects.filter(edition=edition).order_by("order").last()
    lacking = without_judges(last) if last is not None else 0
    if lacking:
        words = ngettext(
            "Conflicts of interest leave too few judges for %(count)s work.",
            "Conflicts of interest leave too few judges for %(count)s works.",
            lacking,
        )
        yield Todo(words % {"count": lacking}, office, stops=True)


def _vote(edition: Edition, gaps: list[Problem]) -> Part:
    scheme = edition.scheme
    summary = _("no vote")
    if scheme is not None and scheme.has_vote:
        summary = _("%(total)s points") % {"total": score(scheme.vote_max)}
    todos = []
    if scheme is not None and scheme.has_vote and not scheme.vote_max:
        todos.append(Todo(_("The public vote gives no points."), _here("binh-chon")))
    return Part("vote", "binh-chon", _("Public vote"), summary, todos)


def _prizes(edition: Edition, gaps: list[Problem]) -> Part:
    slug = "giai"
    count = sum(tier.count for tier in edition.tiers.all())
    summary = ngettext("%(count)s prize", "%(count)s prizes", count) % {"count": count}
    return Part("prizes", slug, _("Prizes"), summary, _of(gaps, {_("Prizes")}, _here(slug)))


def _letters(edition: Edition, gaps: list[Problem]) -> Part:
    url = reverse("edition:edit", args=[edition.pk])
    todos = []
    texts = edition.texts.count()
    if not texts:
        todos.append(
            Todo(_("The rules have no text: who may take part, what a dossier holds."), url)
        )
    if not edition.screening_points:
        todos.append(Todo(_("The check list of the screening is empty."), url))
    if not edition.reason_list:
        todos.append(Todo(_("There is no reason to return a dossier for."), url))
    summary = ngettext("%(count)s text", "%(count)s texts", texts) % {"count": texts}
    return Part("letters", "giay-to", _("Letters and papers"), summary, todos)


def _public_page(edition: Edition, gaps: list[Problem]) -> Part:
    pages = EditionPage.objects.filter(edition=edition)
    languages = sorted(pages.values_list("locale__language_code", flat=True), reverse=True)
    todos = []
    if not languages:
        todos.append(Todo(_("There is no page of this edition yet."), _add_page()))
    if not edition.call:
        url = reverse("edition:edit", args=[edition.pk])
        todos.append(Todo(_("Write the call in one line."), url))
    return Part("public", "trang", _("Public page"), " · ".join(languages), todos)


def _add_page() -> str:
    return reverse("wagtailadmin_explore_root")


_PARTS: list[Callable[[Edition, list[Problem]], Part]] = [
    _papers,
    _fields,
    _form,
    _criteria,
    _timetable,
    _panels,
    _vote,
    _prizes,
    _letters,
    _public_page,
]
