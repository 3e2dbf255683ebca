"""The set-up page of an edition, and its buttons: each keeps one part of the rules."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from django import forms
from django.http import Http404, QueryDict
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
    differing_lines,
    lines,
    typed_rows,
)
from competition import joint_requests, publication, setting_up
from competition.corrections import is_published
from competition.differences import differences_to
from competition.models import Edition, Scheme
from competition.office import Button, EditionOffice, without_time
from competition.permissions import can_clone
from competition.rulebook import parts_of_rules
from competition.two_windows import UPON, Difference, mark_of, of_form, version_of
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
    two_windows: dict[str, list[Difference]]  # what somebody else has kept of a part meanwhile

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.bound = {}
        self.two_windows = {}

    def address(self) -> str:
        return f"{super().address()}#{self.place}" if self.place else super().address()

    def context(self):
        edition = self.edition
        found = [self._as_answered(part) for part in parts.parts_of(edition)]
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
            "upon": self.versions(),
            "two_windows": self.two_windows,
            "mark": self.mark(),
            "changed": self.changed(),
            **self.forms(),
        }

    def _as_answered(self, part: parts.Part) -> parts.Part:
        """A part whose form is refused is not done, whatever is stored of it."""
        is_refused = self.is_refused and part.slug == self.place
        return replace(part, is_refused=True) if is_refused else part

    def mark(self) -> str:
        """Which rules the person has before them who asks for their publication."""
        return mark_of(parts_of_rules(self.edition))

    def changed(self) -> list[Difference]:
        """What of them is not as it was then."""
        return []

    def versions(self) -> dict[str, str]:
        """{part: the version that its form carries}."""
        return setting_up.versions_of(self.edition)

    def forms(self) -> dict[str, Any]:
        """Every form of the page; one that was refused with all that was typed."""
        schemes = self.edition.schemes.order_by("order").prefetch_related("criteria__bands")
        rounds = [self.round_forms(scheme) for scheme in schemes]
        return self.stored_forms() | {"rounds": rounds} | self.bound

    def stored_forms(self) -> dict[str, Any]:
        """The forms as the edition fills them, but for the rounds."""
        edition = self.edition
        return {
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
            "upon": version_of(setting_up.stored_criteria(scheme)),
            "differences": [],
        }


class Keep(Button, EditionSetUp):
    """A button that keeps one part; its form is shown again with everything typed when refused."""

    part = ""  # in `setting_up.versions_of`
    name = ""  # of its form on the page
    verb: Callable = staticmethod(setting_up.keep_papers)

    def keep(self, form: Any, **arguments: Any) -> None:
        """Call the verb with what a valid form says, upon the version that it carries."""
        self.attempt_upon(without_time(self.verb), str(KEPT), **arguments)
        if self.is_stale:
            self.edition = Edition.objects.get(pk=self.edition.pk)
            self.compare(form)

    def compare(self, form: Any) -> None:
        """What is stored otherwise than it was typed stands beside the form."""
        stored = self.stored_forms()[self.name]
        self.two_windows[self.part] = list(of_form(form, stored))

    def versions(self) -> dict[str, str]:
        """As they stand; of the part that is shown as it was typed, the one that it stood on."""
        versions = super().versions()
        if self.is_refused and not self.is_stale and UPON in self.request.POST:
            versions[self.part] = self.request.POST[UPON]
        return versions


class KeepForm(Keep):
    """A part of one form."""

    def form_of(self, typed: QueryDict) -> Any:
        """The form of the part as it was sent."""
        raise NotImplementedError

    def said(self, form: Any) -> dict[str, Any]:
        """What the verb is given of it."""
        return {"columns": form.cleaned_data}

    def press(self) -> None:
        form = self.form_of(self.request.POST)
        self.bound[self.name] = form
        self.is_refused = not form.is_valid()
        if not self.is_refused:
            self.keep(form, edition=self.edition, **self.said(form))


class KeepPapers(KeepForm):
    """The decision and who signs."""

    place = "quyet-dinh"
    part = "papers"
    name = "papers_form"
    verb = staticmethod(setting_up.keep_papers)

    def form_of(self, typed: QueryDict) -> PapersForm:
        return PapersForm.of(self.edition, typed)


class KeepTimetable(KeepForm):
    """All phases' dates at once."""

    place = "lich"
    part = "timetable"
    name = "timetable_form"
    verb = staticmethod(setting_up.keep_timetable)

    def form_of(self, typed: QueryDict) -> TimetableForm:
        return TimetableForm(typed, edition=self.edition)

    def said(self, form: TimetableForm) -> dict[str, Any]:
        return {"dates": form.dates()}


class KeepVote(KeepForm):
    """What the public vote gives."""

    place = "binh-chon"
    part = "vote"
    name = "vote_form"
    verb = staticmethod(setting_up.keep_vote)

    def form_of(self, typed: QueryDict) -> VoteForm:
        return VoteForm.of(self.edition, typed)


class KeepLines(KeepForm):
    """A list, whose lines are changed, added and taken away."""

    line_form: type[Any] = NameForm
    prefix = ""

    def form_of(self, typed: QueryDict) -> forms.BaseFormSet:
        return lines(self.line_form, [], self.prefix, typed)

    def said(self, form: forms.BaseFormSet) -> dict[str, Any]:
        return {"rows": typed_rows(form)}

    def compare(self, form: Any) -> None:
        stored = self.stored_forms()[self.name]
        self.two_windows[self.part] = list(differing_lines(form, stored))
        form.leave_behind(stored)


class KeepFields(KeepLines):
    """The fields in which works compete."""

    place = "linh-vuc"
    prefix = "linh-vuc"
    part = "fields"
    name = "field_lines"
    verb = staticmethod(setting_up.keep_fields)


class KeepKinds(KeepLines):
    """The kinds of works."""

    place = "linh-vuc"
    prefix = "loai"
    part = "kinds"
    name = "kind_lines"
    verb = staticmethod(setting_up.keep_kinds)


class KeepPrizes(KeepLines):
    """The prize tiers."""

    line_form = PrizeForm
    place = "giai"
    prefix = "giai"
    part = "prizes"
    name = "prize_lines"
    verb = staticmethod(setting_up.keep_prizes)


class KeepCriteria(Keep):
    """The criteria of one round."""

    place = "tieu-chi"
    verb = staticmethod(setting_up.keep_criteria)

    def press(self) -> None:
        order = number_of(self.request.POST.get("round"))
        scheme = self.edition.schemes.filter(order=order).first()
        if scheme is None:
            raise Http404
        typed = self.round_forms(scheme, self.request.POST)
        self.bound["refused_round"] = typed
        self.is_refused = not (typed["lines"].is_valid() and typed["form"].is_valid())
        if self.is_refused:
            typed["upon"] = self.request.POST.get(UPON, typed["upon"])
            return
        self.keep(
            typed,
            scheme=scheme,
            rows=typed_rows(typed["lines"]),
            columns=typed["form"].cleaned_data,
        )
        if self.is_refused and not self.is_stale:
            typed["upon"] = self.request.POST.get(UPON, typed["upon"])

    def compare(self, form: dict[str, Any]) -> None:
        scheme = self.edition.schemes.get(pk=form["scheme"].pk)
        del self.bound["refused_round"]
        stored = self.round_forms(scheme)
        differences = [
            *differing_lines(form["lines"], stored["lines"]),
            *of_form(form["form"], stored["form"]),
        ]
        form["lines"].leave_behind(stored["lines"])
        typed = {"lines": form["lines"], "form": form["form"], "differences": differences}
        self.bound["refused_round"] = stored | typed


class PublishHere(Keep):
    """Ask that the regulation be published."""

    place = "cong-bo"

    def press(self) -> None:
        form = PublicationForm(self.request.POST)
        self.bound["publication_form"] = form
        if not form.is_valid():
            self.is_refused = True
            return
        self.attempt_upon(
            publication.ask_for,
            str(_("Asked: it is published when a second person agrees.")),
            edition=self.edition,
            **form.cleaned_data,
        )
        if self.is_stale:
            self.edition = Edition.objects.get(pk=self.edition.pk)

    def versions(self) -> dict[str, str]:
        return EditionSetUp.versions(self)  # what came with this form is the mark

    def mark(self) -> str:
        is_read = self.is_stale or UPON not in self.request.POST
        return super().mark() if is_read else self.request.POST[UPON]

    def changed(self) -> list[Difference]:
        upon = self.request.POST.get(UPON, "")
        return publication.changed_rules(self.edition, upon) if self.is_stale else []
