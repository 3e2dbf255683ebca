"""What stands in the list of units: the tree from top to bottom, or by any column."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_filters import ChoiceFilter

from accounts.membership import focal_points_in
from accounts.models import Membership, Unit
from accounts.units import found
from competition.listing.columns import Column
from competition.listing.export import listed
from competition.listing.shape import Listing

OFF = "da-tat"
WITH_FOCAL_POINT = "co-dau-moi"
WITHOUT_FOCAL_POINT = "chua-co-dau-moi"


@listed
class UnitList(Listing):
    """The units of the tree, with what hangs on them in this edition."""

    name = "unit_tree"
    title = gettext_lazy("Units")
    sorted_at_first = "cay"

    @cached_property
    def _columns(self) -> Sequence[Column]:
        return [
            Column(
                "cay",
                gettext_lazy("Unit"),
                lambda unit: unit.name,
                sort=["path"],
                shown=self._title,
                is_always=True,
                is_title=True,
            ),
            Column(
                "loai",
                gettext_lazy("Kind"),
                lambda unit: unit.get_kind_display(),
                sort=["kind"],
            ),
            Column("ma", gettext_lazy("Code"), lambda unit: unit.code, sort=["code"]),
            Column(
                "tren",
                gettext_lazy("Below"),
                lambda unit: self.names.get(unit.path[: -Unit.steplen]),
                is_at_first=False,
            ),
            Column(
                "ho-so",
                gettext_lazy("Dossiers of this edition"),
                lambda unit: unit.entries_here,
                sort=["entries_here"],
            ),
            Column(
                "nguoi",
                pgettext_lazy("of a unit", "People"),
                lambda unit: unit.people_here,
                sort=["people_here"],
            ),
            Column(
                "dau-moi",
                pgettext_lazy("of a unit", "Focal point"),
                lambda unit: self.focal_points.get(unit.pk),
            ),
            Column("su-dung", gettext_lazy("State"), _state),
        ]

    def columns(self) -> Sequence[Column]:
        return self._columns

    @cached_property
    def names(self) -> dict[str, str]:
        """{path: name} of the units that have others below."""
        return dict(Unit.objects.filter(numchild__gt=0).values_list("path", "name"))

    @cached_property
    def focal_points(self) -> dict[int, str]:
        """{unit: who speaks for it in this edition}."""
        held = self._held()
        names: dict[int, str] = {}
        for membership in held:
            before = names.get(membership.unit_id or 0)
            name = str(membership.user)
            names[membership.unit_id or 0] = f"{before}, {name}" if before else name
        return names

    def _held(self) -> QuerySet[Membership]:
        return focal_points_in(self.edition.pk)

    def filters(self):
        states = [
            (WITH_FOCAL_POINT, _("With a focal point")),
            (WITHOUT_FOCAL_POINT, _("Without a focal point")),
            (OFF, _("Switched off")),
        ]
        return {
            "loai": ChoiceFilter(
                field_name="kind",
                label=gettext_lazy("Kind"),
                empty_label=gettext_lazy("Every kind"),
                choices=Unit.Kind.choices,
            ),
            "tinh-trang": ChoiceFilter(
                method=self._by_state,
                label=gettext_lazy("State"),
                empty_label=gettext_lazy("In use"),
                choices=states,
            ),
        }

    def _by_state(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        if value == OFF:
            return rows.filter(is_active=False)
        speaks = Exists(self._held().filter(unit=OuterRef("pk")))
        return rows.filter(speaks if value == WITH_FOCAL_POINT else ~speaks)

    def without_filter(self, rows: QuerySet) -> QuerySet:
        return rows if self.chosen.get("tinh-trang") == OFF else rows.filter(is_active=True)

    def all_rows(self) -> QuerySet:
        here = Q(entries__edition=self.edition)
        return Unit.objects.annotate(
            entries_here=Count("entries", filter=here, distinct=True),
            people_here=Count("people", distinct=True),
        )

    def search(self, rows: QuerySet, words: str) -> QuerySet:
        return rows.filter(found(words))

    def _title(self, unit: Any) -> str:
        page = reverse("unit_page", args=[self.edition.slug, unit.pk])
        above = self.names.get(unit.path[: -Unit.steplen]) if self.words else ""
        return format_html(
            '<span data-depth="{}"><a href="{}">{}</a></span>{}',
            1 if self.words else min(unit.depth, 6),
            page,
            unit.name,
            format_html("<br><small>{}</small>", above) if above else "",
        )


def _state(unit: Unit) -> str:
    return _("in use") if unit.is_active else _("switched off")
