"""The forms of the set-up page: each part of the rules as its rows stand, and one empty line."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from competition.models import Edition, Phase, Scheme
from competition.phases import ORDER
from competition.setting_up import (
    MOST_MONEY,
    MOST_POINTS,
    OF_THE_SCORE,
    OF_THE_VOTE,
    PAPERS,
    TypedRow,
    too_many_points,
)
from competition.two_windows import Difference, in_words, of_form
from competition.web import number_of, with_every_line
from foundation.vietnamese.fields import DateField, MomentField, NumberField, WholeNumberField

ROWS_AT_MOST = 60
_BEGINS = pgettext_lazy("a phase", "Begins")
_ENDS = pgettext_lazy("a phase", "Ends")


class PapersForm(forms.Form):
    """The decision, and what stands on papers."""

    decision_number = forms.CharField(label=_("decision number"), max_length=60, required=False)
    decision_date = DateField(label=_("decision date"), required=False)
    organiser_lines = forms.CharField(
        label=_("organiser's lines on papers"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    signer_title = forms.CharField(label=_("signer's title"), max_length=120, required=False)
    signer_name = forms.CharField(label=_("signer's name"), max_length=120, required=False)

    @classmethod
    def of(cls, edition: Edition, typed: Any = None) -> "PapersForm":
        stored = {name: getattr(edition, name) for name in PAPERS}
        return cls(typed, initial=stored, prefix="giay-to")

    def clean_organiser_lines(self):
        """Lines end as they are stored: a browser sends them with two characters each."""
        return self.cleaned_data["organiser_lines"].replace("\r\n", "\n")


class TimetableForm(forms.Form):
    """When each phase begins and ends."""

    def __init__(self, typed: Any = None, *, edition: Edition):
        super().__init__(typed, prefix="lich")
        for kind in ORDER:
            phase = edition.phase(kind)
            for end, words in (("opens", _BEGINS), ("closes", _ENDS)):
                field = MomentField(required=False, label=words)
                field.label = f"{Phase.Kind(kind).label}: {words}"
                field.initial = getattr(phase, f"{end}_at") if phase else None
                self.fields[f"{kind}-{end}"] = field

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for kind in ORDER:
            opens = typed.get(f"{kind}-opens")
            closes = typed.get(f"{kind}-closes")
            if opens and closes and closes <= opens:
                self.add_error(f"{kind}-closes", _("The end lies before the beginning."))
            if bool(opens) != bool(closes) and not self._faulty(kind):
                empty = "closes" if opens else "opens"
                self.add_error(f"{kind}-{empty}", _("Give both: the beginning and the end."))
        return typed

    def _faulty(self, kind: str) -> bool:
        return any(f"{kind}-{end}" in self.errors for end in ("opens", "closes"))

    def dates(self) -> dict[str, Any]:
        """{kind: (opens, closes), or None where the phase has no dates}."""
        found = {}
        for kind in ORDER:
            opens = self.cleaned_data[f"{kind}-opens"]
            closes = self.cleaned_data[f"{kind}-closes"]
            found[str(kind)] = (opens, closes) if opens else None
        return found

    def rows(self) -> list[dict[str, Any]]:
        """[{"kind", "label", "opens", "closes"}], the two as fields of this form."""
        return [
            {
                "kind": str(kind),
                "label": kind.label,
                "opens": self[f"{kind}-opens"],
                "closes": self[f"{kind}-closes"],
            }
            for kind in ORDER
        ]


class LineForm(forms.Form):
    """A line of a list; a new one without a name is left alone."""

    row = forms.CharField(required=False, widget=forms.HiddenInput)
    remove = forms.BooleanField(label=_("Take away"), required=False)

    def __init__(self, *args: Any, **more: Any):
        super().__init__(*args, **more)
        names = [name for name in self.fields if name != "remove"]
        self.order_fields([*names, "remove"])

    def clean_row(self) -> int:
        """What is no number is no row: its line counts as a new one, and nothing typed is lost."""
        return number_of(self.cleaned_data["row"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        named = typed.get("name") or "name" in self.errors
        if not named and not typed.get("remove") and (typed.get("row") or self.has_changed()):
            self.add_error("name", _("Write a name."))
        return typed

    def typed_row(self) -> TypedRow | None:
        """None for the empty line at the end."""
        columns = dict(self.cleaned_data)
        number = columns.pop("row", 0) or None
        is_removed = columns.pop("remove", False)
        if not number and (is_removed or not columns.get("name")):
            return None
        return TypedRow(columns, number, is_removed)


class NameForm(LineForm):
    """A field, or a kind of entries."""

    name = forms.CharField(label=_("name"), max_length=200, required=False)
    name_en = forms.CharField(label=_("name in English"), max_length=200, required=False)


class PrizeForm(LineForm):
    """A prize tier."""

    name = forms.CharField(label=_("name"), max_length=200, required=False)
    count = WholeNumberField(
        label=_("number of prizes"), min_value=0, max_value=9999, required=False
    )
    money = WholeNumberField(
        label=_("money (đồng)"), min_value=0, max_value=MOST_MONEY, required=False
    )
    per_field_cap = WholeNumberField(
        label=_("at most in one field"), min_value=1, max_value=9999, required=False
    )

    def clean_count(self):
        return self.cleaned_data["count"] or 0

    def clean_money(self):
        return self.cleaned_data["money"] or 0


class CriterionForm(LineForm):
    """A criterion of a round."""

    name = forms.CharField(label=_("name"), max_length=200, required=False)
    max_points = NumberField(
        label=_("at most"),
        min_value=Decimal("0.01"),
        max_digits=6,
        decimal_places=2,
        required=False,
    )
    step = NumberField(
        label=_("step"),
        min_value=Decimal("0.01"),
        max_digits=4,
        decimal_places=2,
        required=False,
    )
    pass_mark = NumberField(
        label=_("pass mark"), min_value=0, max_digits=6, decimal_places=2, required=False
    )

    def clean_pass_mark(self):
        return self.cleaned_data["pass_mark"] or Decimal(0)

    def clean_step(self):
        return self.cleaned_data["step"] or Decimal("0.5")

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        points = typed.get("max_points")
        if typed.get("name") and not points and "max_points" not in self.errors:
            self.add_error("max_points", _("Write how many points at most."))
        if points and typed.get("pass_mark", 0) > points:
            self.add_error("pass_mark", _("The pass mark is higher than the points."))
        return typed


class ScoreForm(forms.Form):
    """How the sheets of a round are put together."""

    drop_extremes_from = WholeNumberField(
        label=_("drop the highest and the lowest sheet from this many sheets"),
        help_text=_("0: never"),
        min_value=0,
        max_value=99,
    )
    spread_limit = NumberField(
        label=_("spread that asks for discussion"), min_value=0, max_digits=6, decimal_places=2
    )

    @classmethod
    def of(cls, scheme: Scheme, typed: Any = None) -> "ScoreForm":
        stored = {name: getattr(scheme, name) for name in OF_THE_SCORE}
        return cls(typed, initial=stored, prefix=f"vong-{scheme.order}")


class VoteForm(forms.Form):
    """What the public vote gives."""

    vote_formula = forms.ChoiceField(label=_("vote formula"), choices=Scheme.VoteFormula.choices)
    vote_max = NumberField(
        label=_("public vote, at most"), min_value=0, max_digits=6, decimal_places=2
    )
    without_vote = forms.ChoiceField(
        label=_("a work kept out of the public vote gets"), choices=Scheme.WithoutVote.choices
    )
    ballot_rule = forms.ChoiceField(
        label=_("a person has in the public vote"), choices=Scheme.BallotRule.choices
    )
    ballot_number = WholeNumberField(
        label=_("number of works a person votes for"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("Exactly, or at most where there is one vote for each work; empty: no limit."),
    )
    voters = forms.ChoiceField(
        label=_("whoever votes has confirmed"), choices=Scheme.Voters.choices
    )
    min_voter_age = WholeNumberField(
        label=_("age from which people vote online"),
        required=False,
        min_value=1,
        max_value=99,
        help_text=_("Younger people vote on paper at a polling place. Empty: no limit."),
    )
    shows_what_if = forms.BooleanField(
        label=_("the committee is shown what each prize depends on"), required=False
    )
    vote_overlaps_judging = forms.BooleanField(
        label=_("the public vote may run while judges score"), required=False
    )

    @classmethod
    def of(cls, edition: Edition, typed: Any = None) -> "VoteForm":
        stored: dict[str, Any] = {"vote_overlaps_judging": edition.vote_overlaps_judging}
        if edition.scheme is not None:
            stored |= {name: getattr(edition.scheme, name) for name in OF_THE_VOTE}
        return cls(typed, initial=stored, prefix="binh-chon")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("vote_formula") == Scheme.VoteFormula.NONE and typed.get("vote_max"):
            self.add_error("vote_max", _("Without a public vote its share is 0."))
        is_exact = typed.get("ballot_rule") == Scheme.BallotRule.PICKS
        if is_exact and not self.errors.get("ballot_number") and not typed.get("ballot_number"):
            self.add_error("ballot_number", _("Write how many works each person chooses."))
        return typed


class Lines(forms.BaseFormSet):
    """The lines of a list."""

    def leave_behind(self, stored: forms.BaseFormSet) -> None:
        """Lines of rows that were taken away meanwhile are new ones from now on, and say so: saving
        again adds them anew.
        """
        numbers = {line.initial["row"] for line in stored.forms if line.initial}
        data = cast(QueryDict, self.data).copy()
        self.data = data
        for line in self.forms:
            number = line.cleaned_data.get("row")
            if not number or number in numbers:
                continue
            data[line.add_prefix("row")] = ""
            line.data = data
            if not line.cleaned_data.get("remove"):
                words = _("Taken away in another window. Saving again adds it anew.")
                line.add_error("name", words)


class CriterionLines(Lines):
    """The criteria of a round, which add up to what the council gives."""

    def clean(self) -> None:
        total = Decimal(0)
        for line in self.forms:
            typed = line.cleaned_data if line.is_valid() else {}
            if typed.get("remove") or not typed.get("max_points"):
                continue
            total += typed["max_points"]
            if total > MOST_POINTS:
                line.add_error("max_points", too_many_points())
                return


def lines(
    form: type[LineForm], rows: Iterable[Model], prefix: str, typed: Any = None
) -> forms.BaseFormSet:
    """The rows as lines of a form, and an empty one behind them; or what was typed into them."""
    kind = CriterionLines if form is CriterionForm else Lines
    factory: Any = forms.formset_factory(
        form, formset=kind, extra=1, max_num=ROWS_AT_MOST, absolute_max=200
    )
    if typed is not None:
        return factory(with_every_line(typed, prefix), prefix=prefix)
    columns = [name for name in form.base_fields if name not in ("row", "remove")]
    stored = []
    for row in rows:
        stored.append({name: getattr(row, name) for name in columns} | {"row": row.pk})
    return factory(initial=stored, prefix=prefix)


def differing_lines(typed: forms.BaseFormSet, stored: forms.BaseFormSet) -> Iterator[Difference]:
    """What differs between lines as they were sent and as they are stored: by row, then what only
    one of the two has.
    """
    rows = {line.initial["row"]: line for line in stored.forms if line.initial}
    for line in typed.forms:
        name = str(line["name"].data or "")
        kept = rows.pop(line.cleaned_data.get("row"), None)
        if kept is None:
            if name:
                yield Difference(f"“{name}”", gettext("not stored"))
        elif line.cleaned_data.get("remove"):
            yield Difference(f"“{name}”", _line_in_words(kept))
        else:
            for difference in of_form(line, kept):
                yield Difference(f"“{name}”: {difference.label}", difference.stored)
    for kept in rows.values():
        yield Difference(gettext("Added there"), _line_in_words(kept))


def _line_in_words(line: forms.Form) -> str:
    """A stored line: “Giải Nhất, 1, 35.000.000”."""
    values = [
        in_words(field, line.initial[name])
        for name, field in line.fields.items()
        if name not in ("row", "remove")
    ]
    return ", ".join(value for value in values if value)


def typed_rows(formset: forms.BaseFormSet) -> list[TypedRow]:
    """What a valid formset says of each line."""
    found = [line.typed_row() for line in formset.forms]
    return [row for row in found if row is not None]


# What the parts are called where one line says what was kept.
KEPT = pgettext_lazy("the set-up page", "Kept.")
