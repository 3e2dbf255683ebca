"""The pages of the units: the tree, one unit with its buttons, what entrants have written."""

from typing import Any, cast

from django import forms
from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.membership import focal_points_in
from accounts.models import Unit, UnitName
from accounts.units import in_order, offered
from cms.staff.unit_list import UnitList
from competition import roles, unit_tree
from competition.listing.export import ListTable
from competition.listing.office import ListOffice
from competition.listing.printing import ListPrint
from competition.office import Button, EditionOffice
from competition.recap import Recap
from competition.rows import row_of
from competition.two_windows import Difference, of_form, version_of
from competition.web import number_of, person_of_address
from foundation.vietnamese.fields import EmailField
from foundation.vietnamese.text import fold
from submissions.models import Author
from submissions.sharing import units

_MOST_TYPED = 200  # names that entrants have written, on one page


class UnitForm(forms.Form):
    """The name and kind of a unit."""

    name = forms.CharField(label=gettext_lazy("Name of the unit"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Unit.Kind.choices)


class NewUnitForm(UnitForm):
    """A unit below another one."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Left empty, the next free one."),
    )


class OtherUnitForm(forms.Form):
    """Another unit of the tree."""

    other = forms.ModelChoiceField(label=gettext_lazy("Unit"), queryset=Unit.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        other = cast(forms.ModelChoiceField, self.fields["other"])
        other.queryset = Unit.objects.filter(is_active=True).order_by("depth", "folded")


class FocalPointForm(forms.Form):
    """Who speaks for the unit in this edition."""

    email = EmailField(label=gettext_lazy("E-mail of the person's account"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Such as the number of the decision; the person reads it."),
    )

    def clean_email(self):
        return person_of_address(self.cleaned_data["email"])


class UnitTree(ListOffice):
    """All units."""

    route = "unit_tree"
    title = gettext_lazy("Units")
    template_name = "office/staff/units.html"
    header_icon = "site"
    file_name = "don-vi"
    listing_class = UnitList


class UnitTreeXlsx(ListTable, UnitTree):
    """The units as they are listed (.xlsx)."""


class UnitTreePrint(ListPrint, UnitTree):
    """The units as they are listed, on paper."""


class UnitPage(EditionOffice):
    """One unit: what hangs on it, and everything that can be done with it."""

    route = "unit_page"
    title = gettext_lazy("Unit")
    template_name = "office/staff/unit.html"
    header_icon = "site"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.unit_form: UnitForm | None = None
        self.new_form: NewUnitForm | None = None
        self.move_form: OtherUnitForm | None = None
        self.merge_form: OtherUnitForm | None = None
        self.focal_form: FocalPointForm | None = None

    def route_arguments(self) -> list:
        return [self.edition.slug, self.kwargs["number"]]

    @cached_property
    def unit(self) -> Unit:
        """The unit of this address."""
        units_here = Unit.objects.select_related("merged_into")
        return get_object_or_404(units_here, pk=self.kwargs["number"])

    def focal_points(self) -> QuerySet:
        """Who speaks for it in this edition."""
        return focal_points_in(self.edition.pk).filter(unit=self.unit)

    def context(self) -> dict:
        unit = self.unit
        above = unit.get_parent()
        named = UnitForm(initial=unit_tree.stored_name(unit), prefix="doi")
        placed = OtherUnitForm(initial={"other": above.pk if above else None}, prefix="chuyen")
        return {
            "unit": unit,
            "above": unit.get_ancestors(),
            "below": unit.get_children().order_by("folded"),
            "names": unit.other_names.all(),
            "weight": unit_tree.weight_of(unit),
            "focal_points": self.focal_points(),
            "is_top": unit.depth == 1,
            "unit_form": self.unit_form or named,
            "upon_name": self._upon(self.unit_form, unit_tree.stored_name(unit)),
            "other_names": self._beside(self.unit_form, named),
            "new_form": self.new_form or NewUnitForm(prefix="them"),
            "move_form": self.move_form or OtherUnitForm(prefix="chuyen"),
            "upon_place": self._upon(self.move_form, unit_tree.stored_place(unit)),
            "other_place": self._beside(self.move_form, placed),
            "merge_form": self.merge_form or OtherUnitForm(prefix="gop"),
            "focal_form": self.focal_form or FocalPointForm(prefix="dau-moi"),
        }

    def _upon(self, sent: forms.Form | None, stored: dict[str, str]) -> str:
        """The version of one of the page's forms: of that which was sent, as `upon`."""
        return self.upon(stored) if sent else version_of(stored)

    def _beside(self, sent: forms.Form | None, stored: forms.Form) -> list[Difference]:
        """What somebody else has kept since the form that was sent was opened."""
        return list(of_form(sent, stored)) if sent and self.is_stale else []


class AddUnit(Button, UnitPage):
    """A unit below this one."""

    def press(self) -> None:
        self.new_form = NewUnitForm(self.request.POST, prefix="them")
        if not self.new_form.is_valid():
            self.is_refused = True
            return
        self.attempt(
            unit_tree.add,
            _("The unit is added."),
            edition=self.edition,
            parent=self.unit,
            **self.new_form.cleaned_data,
        )


class RenameUnit(Button, UnitPage):
    """Another name or kind."""

    def press(self) -> None:
        self.unit_form = UnitForm(self.request.POST, prefix="doi")
        if not self.unit_form.is_valid():
            self.is_refused = True
            return
        self.attempt_upon(
            unit_tree.rename,
            _("The unit is called so from now on; the name of before is still understood."),
            edition=self.edition,
            unit=self.unit,
            **self.unit_form.cleaned_data,
        )


class MoveUnit(Button, UnitPage):
    """Below another unit."""

    def press(self) -> None:
        self.move_form = OtherUnitForm(self.request.POST, prefix="chuyen")
        if not self.move_form.is_valid():
            self.is_refused = True
            return
        self.attempt_upon(
            unit_tree.move,
            _("The unit stands there now, with all units below it."),
            edition=self.edition,
            unit=self.unit,
            parent=self.move_form.cleaned_data["other"],
        )


class MergeUnit(Button, UnitPage):
    """Into another unit; what follows is read first."""

    def recap(self) -> Recap | None:
        form = OtherUnitForm(self.request.POST, prefix="gop")
        if not form.is_valid():
            return None
        into = form.cleaned_data["other"]
        weight = unit_tree.weight_of(self.unit)
        target = unit_tree.weight_of(into)
        both = _("%(now)s → %(then)s")
        return Recap(
            question=_("Merge this unit into another one?"),
            facts=[
                (_("Unit that is switched off"), self.unit),
                (_("Unit that stays"), into),
                (_("Its dossiers"), both % _sum(target.entries, weight.entries)),
                (_("Its people"), both % _sum(target.people, weight.people)),
                (_("Its focal points"), both % _sum(target.focal_points, weight.focal_points)),
                (_("Units below it"), both % _sum(target.below, weight.below)),
            ],
            after=[
                _("Dossiers, people and focal points hang on the unit that stays."),
                _("The name of before is still understood, and leads there."),
                _("Conflicts of interest are looked for again."),
                _("This is not undone by a press."),
            ],
            button=_("Merge"),
        )

    def press(self) -> None:
        self.merge_form = OtherUnitForm(self.request.POST, prefix="gop")
        if not self.merge_form.is_valid():
            self.is_refused = True
            return
        self.attempt(
            unit_tree.merge,
            _("The units are one now."),
            edition=self.edition,
            unit=self.unit,
            into=self.merge_form.cleaned_data["other"],
        )


def _sum(now: int, more: int) -> dict[str, int]:
    return {"now": now, "then": now + more}


class SwitchUnitOff(Button, UnitPage):
    """Nobody chooses it any more."""

    def press(self) -> None:
        self.attempt(
            unit_tree.switch_off,
            _("The unit is switched off; what hangs on it stays."),
            edition=self.edition,
            unit=self.unit,
            reason=self.request.POST.get("reason", ""),
        )


class SwitchUnitOn(Button, UnitPage):
    """It is offered again."""

    def press(self) -> None:
        self.attempt(
            unit_tree.switch_on, _("The unit is in use."), edition=self.edition, unit=self.unit
        )


class GiveFocalPoint(Button, UnitPage):
    """Somebody speaks for the unit."""

    def press(self) -> None:
        self.focal_form = FocalPointForm(self.request.POST, prefix="dau-moi")
        if not self.focal_form.is_valid():
            self.is_refused = True
            return
        self.attempt(
            units.appoint,
            _("The person is the unit's focal point now."),
            edition=self.edition,
            unit=self.unit,
            user=self.focal_form.cleaned_data["email"],
            reason=self.focal_form.cleaned_data["reason"],
        )


class TakeFocalPoint(Button, UnitPage):
    """Somebody does not speak for it any more."""

    def press(self) -> None:
        with roles.told_if_ended(self.edition, number_of(self.request.POST.get("holder"))):
            held = row_of(self.focal_points(), number_of(self.request.POST.get("role")))
        self.attempt(
            units.dismiss,
            _("The role has ended; the person is told."),
            held=held,
            reason=self.request.POST.get("reason", ""),
        )


class TypedUnits(EditionOffice):
    """Places of work as authors have written them, that no unit is called."""

    route = "typed_units"
    title = gettext_lazy("Units as people write them")
    template_name = "office/staff/typed_units.html"
    header_icon = "edit"
    form: OtherUnitForm | None = None

    def context(self) -> dict:
        return {
            "typed": self._unknown()[:_MOST_TYPED],
            "units": in_order(offered()),
            "parents": list(Unit.objects.filter(is_active=True).order_by("depth", "folded")),
            "kinds": Unit.Kind.choices,
            "looked_at": self.request.POST.get("written", self.request.GET.get("ten", "")),
        }

    def _unknown(self) -> list[Any]:
        """[{"workplace", "count"}], the most frequent first."""
        known = set(Unit.objects.values_list("folded", flat=True))
        known |= set(UnitName.objects.values_list("folded", flat=True))
        written = (
            Author.objects.filter(entry__edition=self.edition)
            .exclude(workplace="")
            .values("workplace")
            .annotate(count=Count("pk"))
            .order_by("-count", "workplace")
        )
        return [row for row in written if fold(row["workplace"]) not in known]


class MatchUnit(Button, TypedUnits):
    """What was written means a unit of the tree."""

    def press(self) -> None:
        self.attempt(
            unit_tree.match,
            _("Understood from now on."),
            edition=self.edition,
            text=self.request.POST.get("written", ""),
            unit=row_of(Unit.objects.all(), number_of(self.request.POST.get("unit"))),
        )


class AddTypedUnit(Button, TypedUnits):
    """What was written becomes a unit."""

    def press(self) -> None:
        self.attempt(
            unit_tree.add,
            _("The unit is added."),
            edition=self.edition,
            parent=row_of(Unit.objects.all(), number_of(self.request.POST.get("parent"))),
            name=self.request.POST.get("name", ""),
            kind=self.request.POST.get("kind", ""),
        )
