"""The set-up page of an edition, and its buttons: each keeps one part of the rules."""

from typing import Any, cast

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cms.desk import PublicationForm
from cms.setup import parts
from cms.setup.chart import chart_of
from cms.setup.forms import (
    KEPT,
    CriterionForm,
    NameForm,
    PapersForm,
    PrizeForm,
    ScoreForm,
    TimetableForm,
    VoteForm,
    lines,
    typed_rows,
)
from competition import joint_requests, publication, setting_up
from competition.corrections import is_published
from competition.differences import differences_to
from competition.models import Scheme
from competition.office import Button, EditionOffice, without_time
from competition.permissions import can_clone
from competition.validation import problems
from competition.web import number_of
from judging.models import Panel

SHOWN_FIRST = 4  # differences; the rest is opened


class EditionSetUp(EditionOffice):
    """Ten parts, what each lacks, and what is to be done before the regulation is published."""

    route = "set_up"
    title = _("Setting the edition up")
    template_name = "office/set_up.html"
    header_icon = "cogs"
    place = ""  # the part to which a button leads back
    bound: dict[str, Any]  # forms that were refused, by their name on the page

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.bound = {}

    def address(self) -> str:
        return f"{super().address()}#{self.place}" if self.place else super().address()

    def context(self):
        edition = self.edition
        found = parts.parts_of(edition)
        original = edition.copied_from
        compared = differences_to(original, edition) if original else []
        return {
            "parts": {part.name: part for part in found},
            "done": sum(part.is_done for part in found),
            "todos": parts.todos_of(found),
            "is_published": is_published(edition),
            "is_complete": not problems(edition),
            "publication": getattr(edition, "publication", None),
            "waiting": [
                {"joint": joint, "what": joint_requests.label_of(joint.kind)}
                for joint in joint_requests.waiting_in(edition)
            ],
            "original": original,
            "differences": compared[:SHOWN_FIRST],
            "more_differences": compared[SHOWN_FIRST:],
            "difference_count": len(compared),
            "may_clone": can_clone(cast(User, self.request.user), edition.pk),
            "chart": chart_of(edition.timetable),
            "panels": Panel.objects.filter(round__edition=edition).prefetch_related("fields"),
            **self.forms(),
        }

    def forms(self) -> dict[str, Any]:
        """Every form of the page; one that was refused with all that was typed."""
        edition = self.edition
        schemes = list(edition.schemes.order_by("order").prefetch_related("criteria__bands"))
        stored = {
            "papers_form": PapersForm.of(edition),
            "timetable_form": TimetableForm(edition=edition),
            "field_lines": lines(NameForm, edition.fields.all(), "linh-vuc"),
            "kind_lines": lines(NameForm, edition.kinds.all(), "loai"),
            "prize_lines": lines(PrizeForm, edition.tiers.all(), "giai"),
            "vote_form": VoteForm.of(edition),
            "publication_form": PublicationForm(
                initial={"decision_number": edition.decision_number}
            ),
        }
        rounds = [self.round_forms(scheme) for scheme in schemes]
        return stored | {"rounds": rounds} | self.bound

    def round_forms(self, scheme: Scheme, typed: Any = None) -> dict[str, Any]:
        """The criteria of a round as lines, and how its sheets are put together."""
        refused = self.bound.get("refused_round")
        if typed is None and refused is not None and refused["scheme"] == scheme:
            return refused
        criteria = list(scheme.criteria.all())
        return {
            "scheme": scheme,
            "lines": lines(CriterionForm, criteria, f"tieu-chi-{scheme.order}", typed),
            "form": ScoreForm.of(scheme, typed),
            "criteria": criteria,
        }


class Keep(Button, EditionSetUp):
    """A button that keeps one part; its form is shown again with everything typed when refused."""


class KeepPapers(Keep):
    """The decision and who signs."""

    place = "quyet-dinh"

    def press(self) -> None:
        form = PapersForm.of(self.edition, self.request.POST)
        self.bound["papers_form"] = form
        if not form.is_valid():
            self.is_refused = True
            return
        self.attempt(
            without_time(setting_up.keep_papers),
            str(KEPT),
            edition=self.edition,
            columns=form.cleaned_data,
        )


class KeepTimetable(Keep):
    """All phases' dates at once."""

    place = "lich"

    def press(self) -> None:
        form = TimetableForm(self.request.POST, edition=self.edition)
        self.bound["timetable_form"] = form
        if not form.is_valid():
            self.is_refused = True
            return
        self.attempt(
            without_time(setting_up.keep_timetable),
            str(KEPT),
            edition=self.edition,
            dates=form.dates(),
        )


class KeepLines(Keep):
    """A list, whose lines are changed, added and taken away."""

    line_form: type[Any] = NameForm
    prefix = ""
    name = ""

    def typed(self) -> forms.BaseFormSet:
        formset = lines(self.line_form, [], self.prefix, self.request.POST)
        self.bound[self.name] = formset
        self.is_refused = not formset.is_valid()
        return formset


class KeepFields(KeepLines):
    """The fields in which works compete."""

    place = "linh-vuc"
    prefix = "linh-vuc"
    name = "field_lines"

    def press(self) -> None:
        formset = self.typed()
        if self.is_refused:
            return
        rows = typed_rows(formset)
        self.attempt(
            without_time(setting_up.keep_fields), str(KEPT), edition=self.edition, rows=rows
        )


class KeepKinds(KeepLines):
    """The kinds of works."""

    place = "linh-vuc"
    prefix = "loai"
    name = "kind_lines"

    def press(self) -> None:
        formset = self.typed()
        if self.is_refused:
            return
        rows = typed_rows(formset)
        self.attempt(
            without_time(setting_up.keep_kinds), str(KEPT), edition=self.edition, rows=rows
        )


class KeepPrizes(KeepLines):
    """The prize tiers."""

    line_form = PrizeForm
    place = "giai"
    prefix = "giai"
    name = "prize_lines"

    def press(self) -> None:
        formset = self.typed()
        if self.is_refused:
            return
        rows = typed_rows(formset)
        self.attempt(
            without_time(setting_up.keep_prizes), str(KEPT), edition=self.edition, rows=rows
        )


class KeepCriteria(Keep):
    """The criteria of one round."""

    place = "tieu-chi"

    def press(self) -> None:
        order = number_of(self.request.POST.get("round"))
        scheme = self.edition.schemes.filter(order=order).first()
        if scheme is None:
            raise Http404
        typed = self.round_forms(scheme, self.request.POST)
        self.bound["refused_round"] = typed
        if not (typed["lines"].is_valid() and typed["form"].is_valid()):
            self.is_refused = True
            return
        self.attempt(
            without_time(setting_up.keep_criteria),
            str(KEPT),
            scheme=scheme,
            rows=typed_rows(typed["lines"]),
            columns=typed["form"].cleaned_data,
        )


class KeepVote(Keep):
    """What the public vote gives."""

    place = "binh-chon"

    def press(self) -> None:
        form = VoteForm.of(self.edition, self.request.POST)
        self.bound["vote_form"] = form
        if not form.is_valid():
            self.is_refused = True
            return
        self.attempt(
            without_time(setting_up.keep_vote),
            str(KEPT),
            edition=self.edition,
            columns=form.cleaned_data,
        )


class PublishHere(Keep):
    """Ask that the regulation be published."""

    place = "cong-bo"

    def press(self) -> None:
        form = PublicationForm(self.request.POST)
        self.bound["publication_form"] = form
        if not form.is_valid():
            self.is_refused = True
            return
        self.attempt(
            publication.ask_for,
            str(_("Asked: it is published when a second person agrees.")),
            edition=self.edition,
            **form.cleaned_data,
        )
