"""What stands in the list of dossiers: columns, filters, and the days by which to decide."""

import datetime
from collections.abc import Callable, Sequence

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise, cached_property, lazy
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_filters import ChoiceFilter

from accounts.models import User
from accounts.permissions import Role, staff_of
from competition import clock
from competition.listing.columns import Column, plain
from competition.listing.export import listed
from competition.listing.shape import Listing, Ready
from competition.models import Edition
from competition.regulation import regulation_of
from foundation.vietnamese.calendar import add_working_days, earliest_still_in_time
from submissions.models import (
    ConsentWithdrawal,
    Entry,
    EntryVersion,
    Handling,
    JudgesQuestion,
    Letter,
    Sealing,
)
from submissions.office.queue_numbers import LISTED, numbers_of

NOBODY = "0"  # of the colleagues: dossiers that nobody looks at
LATE = "tre"  # the decision is late
UNANSWERED = "thu"  # the entrant wrote last
ASKED = "hoi"  # a judge's question has no answer
UNSEEN = "ban-an-danh"  # nobody has confirmed its blinded copy
TAKEN_BACK = "rut-dong-y"  # a consent that was taken back is not carried out
UNDECIDED = Entry.Status.SUBMITTED  # as the filter names it


# What of a dossier waits for us, by the value of the filter.
_WAITS_BY: dict[str, Callable[[], QuerySet]] = {
    ASKED: lambda: JudgesQuestion.objects.filter(entry=OuterRef("pk"), answered_at=None),
    UNSEEN: lambda: Sealing.objects.filter(
        version__entry=OuterRef("pk"), confirmed_at=None, voided_at=None
    ),
    TAKEN_BACK: lambda: ConsentWithdrawal.objects.filter(entry=OuterRef("pk"), done_at=None),
}


def decision_due(submitted_at: datetime.datetime, edition: Edition) -> datetime.date:
    """The last day of the edition's working days for screening."""
    return add_working_days(localdate(submitted_at), edition.screening_days)


def holds_undecided(states: list[str]) -> bool:
    """Whether a list of dossiers of these states, of all where none is named, has some that wait
    for a decision.
    """
    return not any(states) or UNDECIDED in states


@listed
class EntryList(Listing):
    """The dossiers of an edition; drafts stand in it only where they are asked for."""

    name = "entry_queue"
    title = gettext_lazy("Dossiers")
    sorted_at_first = "-nop"

    @cached_property
    def _columns(self) -> Sequence[Column]:
        return [*self._of_the_work(), *self._of_our_work()]

    def columns(self) -> Sequence[Column]:
        return self._columns

    def _of_the_work(self) -> list[Column]:
        return [
            Column(
                "so",
                gettext_lazy("Dossier number"),
                lambda entry: entry.receipt_number,
                sort=["receipt_number"],
                is_number=True,
            ),
            Column(
                "ten",
                gettext_lazy("Work"),
                str,
                sort=["folded_title"],
                shown=self._title,
                is_always=True,
                is_title=True,
            ),
            Column(
                "nguoi-nop",
                gettext_lazy("Entrant"),
                lambda entry: entry.owner.full_name,
                sort=["owner__name_key"],
            ),
            Column(
                "linh-vuc",
                pgettext_lazy("a work", "Field"),
                lambda entry: entry.field.label if entry.field else None,
                sort=["field__order"],
            ),
            Column(
                "loai",
                gettext_lazy("Kind"),
                lambda entry: entry.kind.label if entry.kind else None,
                sort=["kind__order"],
                is_at_first=False,
            ),
            Column(
                "don-vi",
                gettext_lazy("Commune or unit"),
                lambda entry: str(entry.unit) if entry.unit else None,
                sort=["unit__name"],
                is_at_first=False,
            ),
        ]

    def _of_our_work(self) -> list[Column]:
        return [
            Column(
                "trang-thai",
                gettext_lazy("State"),
                lambda entry: entry.get_status_display(),
                sort=["status"],
                shown=_state,
            ),
            Column(
                "nop",
                gettext_lazy("Sent in"),
                lambda entry: entry.submitted_at,
                sort=["submitted_at"],
            ),
            Column(
                "han",
                gettext_lazy("Decide by"),
                lambda entry: entry.due,
                is_at_first=False,
            ),
            Column(
                "xu-ly",
                gettext_lazy("Colleague"),
                _colleague,
                sort=["handling__handler__name_key"],
            ),
            Column(
                "luu",
                gettext_lazy("Saved"),
                lambda entry: entry.saved_at,
                sort=["saved_at"],
                is_at_first=False,
            ),
        ]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """How many dossiers stand in each state, and what the page says beside the list."""
        return numbers_of(self.edition, self.rows if self._is_filtered else None)

    def _with_number(self, state: str, label: str | Promise) -> str:
        """A state with how many stand in it: counted once the rows of the list are known."""
        return lazy(lambda: f"{label} ({self.numbers.get(state, 0)})", str)()

    @property
    def _submitted(self) -> int:
        """Those of every state that are listed at first."""
        states = set(Entry.Status.values) - {Entry.Status.DRAFT}
        return sum(self.numbers.get(state, 0) for state in states)

    @cached_property
    def _who_looks(self) -> list[User]:
        """The colleagues, and whoever once was one and still has a dossier of the edition, after
        them; each knows `works_here`.
        """
        colleagues = staff_of(Role.SECRETARIAT, edition_id=self.edition.pk)
        handed = Handling.objects.filter(entry__edition=self.edition)
        works_here = Q(pk__in=colleagues.order_by().values("pk"))
        known = User.objects.filter(works_here | Q(pk__in=handed.values("handler")))
        marked = known.annotate(works_here=ExpressionWrapper(works_here, BooleanField()))
        return list(marked.order_by("-works_here", "name_key"))

    @cached_property
    def colleagues(self) -> list[User]:
        """To whom dossiers may be handed."""
        return [person for person in self._who_looks if getattr(person, "works_here", False)]

    def ready_views(self, user: User) -> list[Ready]:
        states = [
            Entry.Status.SUBMITTED,
            Entry.Status.RETURNED,
            Entry.Status.ACCEPTED,
            Entry.Status.SEALED,
        ]
        views = [Ready(_("All submitted"), "", self._submitted)]
        if any(person.pk == user.pk for person in self._who_looks):
            views.append(Ready(_("Mine"), f"nguoi={user.pk}"))
        views.append(Ready(_("Late"), f"han={LATE}"))
        for state in states:
            count = self.numbers.get(state, 0)
            views.append(Ready(state.label.capitalize(), f"trang-thai={state}", count))
        return views

    def filters(self):
        states = []
        for value, label in Entry.Status.choices:
            states.append((value, self._with_number(value, label)))
        fields = [(str(each.pk), each.label) for each in regulation_of(self.edition)["fields"]]
        people = [(str(person.pk), str(person)) for person in self._who_looks]
        waiting = [
            (LATE, _("A decision, late")),
            (UNANSWERED, _("An answer of ours")),
            (ASKED, _("An answer to a judge")),
            (UNSEEN, _("Somebody to look at its blinded copy")),
            (TAKEN_BACK, _("A consent to be ended")),
        ]
        return {
            "trang-thai": ChoiceFilter(
                field_name="status",
                label=gettext_lazy("State"),
                empty_label=gettext_lazy("All submitted"),
                choices=states,
            ),
            "linh-vuc": ChoiceFilter(
                field_name="field",
                label=pgettext_lazy("a work", "Field"),
                empty_label=gettext_lazy("Every field"),
                choices=fields,
            ),
            "nguoi": ChoiceFilter(
                method=_handled_by,
                label=gettext_lazy("Colleague"),
                empty_label=gettext_lazy("Everybody"),
                choices=[(NOBODY, _("Nobody yet")), *people],
            ),
            "han": ChoiceFilter(
                method=self._waiting,
                label=gettext_lazy("Waits for"),
                empty_label=gettext_lazy("Anything"),
                choices=waiting,
            ),
        }

    def all_rows(self) -> QuerySet:
        versions = EntryVersion.objects.filter(entry=OuterRef("pk")).order_by("-number")
        letters = Letter.objects.filter(entry=OuterRef("pk"))
        entries = Entry.objects.in_edition(self.edition).annotate(
            submitted_at=Subquery(versions.values("submitted_at")[:1]),
            office_wrote_last=Subquery(letters.values("from_office")[:1]),
        )
        return entries.select_related("field", "kind", "owner", "unit", "handling__handler")

    def without_filter(self, rows: QuerySet) -> QuerySet:
        if "trang-thai" in self.chosen:
            return rows
        return rows.exclude(status=Entry.Status.DRAFT)

    def search(self, rows, words: str) -> QuerySet:
        return rows.search(words)

    @property
    def _is_filtered(self) -> bool:
        """By more than the state, of which the numbers are known."""
        return bool(self.words or set(self.chosen) - {"trang-thai"})

    def count(self) -> int:
        if self._is_filtered:
            return self.numbers.get(LISTED, 0)
        if state := self.chosen.get("trang-thai"):
            return self.numbers.get(state, 0)
        return self._submitted

    def prepare(self, rows) -> None:
        today = localdate(clock.now())
        for entry in rows:
            entry.due = None
            if entry.awaits_decision and entry.submitted_at:
                entry.due = decision_due(entry.submitted_at, self.edition)
            entry.is_late = entry.due is not None and entry.due < today

    def _waiting(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        if value == UNANSWERED:
            return rows.filter(office_wrote_last=False)
        if value in _WAITS_BY:
            return rows.filter(Exists(_WAITS_BY[value]()))
        in_time = earliest_still_in_time(localdate(clock.now()), self.edition.screening_days)
        return rows.filter(status=Entry.Status.SUBMITTED, submitted_at__date__lt=in_time)

    def _title(self, entry: Entry) -> str:
        address = reverse("office_entry", args=[self.edition.slug, entry.public_id])
        return format_html('<a href="{}" data-opens>{}</a>', address, entry)


def _handled_by(rows: QuerySet, _name: str, value: str) -> QuerySet:
    if value == NOBODY:
        return rows.filter(handling=None)
    return rows.filter(handling__handler=value)


def _colleague(entry: Entry) -> str | None:
    handling = getattr(entry, "handling", None)
    return str(handling.handler) if handling and handling.handler else None


def _state(entry) -> str:
    tags = [("status-tag", entry.get_status_display())]
    if entry.due:
        due = date_format(entry.due, "d/m")
        if entry.is_late:
            tags.append(("status-tag warning", _("late, was due %(due)s") % {"due": due}))
        else:
            tags.append(("status-tag", _("by %(due)s") % {"due": due}))
    if entry.office_wrote_last is False:
        tags.append(("status-tag primary", _("letter")))
    return format_html_join(" ", '<span class="{}">{}</span>', tags) or plain(None)
