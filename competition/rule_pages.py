"""The rules in Wagtail's pages: each person sees and changes those of the editions that they run.

What belongs to no single edition is the secretariat's of the whole site.
"""

from typing import Any, TypeVar, cast

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.forms import ModelChoiceField, ModelForm
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.edit import ModelFormMixin
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.models import User
from competition import clock
from competition.corrections import (
    as_typed,
    correct,
    differences,
    edition_of,
    is_published,
    keep_words,
    parts_of,
)
from competition.errors import Refused
from competition.kept_forms import KeptForm
from competition.models import Contest, Criterion, Edition, JointRequest, Scheme
from competition.permissions import editions_run_by, runs_the_site
from competition.two_windows import UPON, Stale, mark_of

Row = TypeVar("Row", bound=Model)


def rules_run_by(user: User, rows: QuerySet) -> QuerySet:
    """Those of these contests, editions, schemes or criteria that the person may see here."""
    own = editions_run_by(user)
    if rows.model is Edition:
        return rows.filter(pk__in=own.values("pk"))
    if rows.model is Scheme:
        return rows.filter(edition__in=own.values("pk"))
    if rows.model is Criterion:
        return rows.filter(scheme__edition__in=own.values("pk"))
    if rows.model is Contest and not runs_the_site(user):
        return rows.filter(editions__in=own.values("pk")).distinct()
    return rows


def own_or_404(user: User, row: Row) -> Row:
    """The row. Raises Http404 when it is none of the rules that the person may see here."""
    if not rules_run_by(user, type(row)._default_manager.filter(pk=row.pk)).exists():
        raise Http404
    return row


def offer_own_alone(form: ModelForm, user: User) -> ModelForm:
    """The form, which offers the person's own contests, editions and schemes alone."""
    for name, model in (("contest", Contest), ("edition", Edition), ("scheme", Scheme)):
        if name in form.fields:
            field = cast(ModelChoiceField, form.fields[name])
            field.queryset = rules_run_by(user, model.objects.all())
    return form


class OwnIndex(IndexView):
    """The list of the person's own rules."""

    def get_base_queryset(self):
        return rules_run_by(self.request.user, super().get_base_queryset())


def with_plain_lines(typed: QueryDict) -> QueryDict:
    """What was typed, with lines that end as they are stored: a browser sends them with two
    characters each, and every text of several lines would count as changed.
    """
    plain = typed.copy()
    for name, values in typed.lists():
        plain.setlist(name, [value.replace("\r\n", "\n") for value in values])
    return plain


def refused(view: Any, form: ModelForm, refusal: Refused) -> HttpResponse:
    """The page again, with the refusal of a row and everything typed; nothing of it is kept."""
    form.add_error(None, str(refusal))
    return shown_again(view, form)


def shown_again(view: Any, form: ModelForm) -> HttpResponse:
    """The page with what the form lacks and everything typed."""
    view.produced_error_message = view.get_error_message()
    return view.form_invalid(form)


class OwnForm(ModelFormMixin):
    """A form that offers the person's own rules, and shows what a row refuses."""

    request: Any

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        if "data" in kwargs:
            kwargs["data"] = with_plain_lines(kwargs["data"])
        return kwargs

    def get_form(self, *args, **kwargs):
        return offer_own_alone(super().get_form(*args, **kwargs), self.request.user)

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Refused as refusal:
            return refused(self, form, refusal)


DECISION = ("change_decision", "change_reason")


class DecisionForm(KeptForm):
    """The form of a rule, with the decision by which published ones are changed."""

    change_decision = forms.CharField(
        label=gettext_lazy("Number of the decision that changes the rules"),
        max_length=60,
        required=False,
    )
    change_reason = forms.CharField(
        label=gettext_lazy("Reason of the change"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("It is published with what stood there before."),
    )
    # Which rules were read: what somebody else has corrected since is not taken back unseen.
    upon = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rules = self.instance
        if not isinstance(rules, Contest):
            self.fields[UPON].initial = mark_of(parts_of(type(rules), rules.pk))

    def mark_as_read(self, shown):
        if not isinstance(self.instance, Contest):
            shown[UPON] = mark_of(parts_of(type(self.instance), self.instance.pk))


class DecisionPanel(MultiFieldPanel):
    """The decision, on the pages of published rules, and where a row may be added to them."""

    def __init__(self, **kwargs):
        kwargs.setdefault("children", [FieldPanel(name) for name in DECISION])
        kwargs.setdefault("heading", gettext_lazy("Decision that changes published rules"))
        kwargs.setdefault(
            "help_text",
            gettext_lazy(
                "Rules that are published change only by a decision and with a reason; once a "
                "phase has begun, it waits until a second person agrees."
            ),
        )
        super().__init__(**kwargs)

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self):
            if not self.instance.pk:
                return not isinstance(self.instance, Edition)
            return is_published(edition_of(self.instance))


class DecidedForm(OwnForm):
    """Rules that are published are changed, and added to, by a decision."""

    def form_valid(self, form):
        rules = form.instance
        if isinstance(rules, Contest) or not is_published(edition_of(rules)):
            return super().form_valid(form)
        after = as_typed(form)
        if differences(rules, after):
            return self._by_decision(form, after)
        if any(form.cleaned_data[name].strip() for name in DECISION):
            form.add_error(
                "change_decision",
                _(
                    "Nothing of the rules differs from what is published. Change a rule, or leave "
                    "decision and reason empty: other words are saved without them."
                ),
            )
            return shown_again(self, form)
        return super().form_valid(form)

    def _by_decision(self, form, after):
        try:
            done = correct(
                rules=form.instance,
                after=after,
                decision_number=form.cleaned_data["change_decision"],
                reason=form.cleaned_data["change_reason"],
                by=self.request.user,
                at=clock.now(),
                upon=form.cleaned_data[UPON] or None,
            )
        except Refused as refusal:
            return self._said_where_it_lacks(form, refusal)
        keep_words(form.instance, {name: form.cleaned_data[name] for name in form.changed_data})
        if isinstance(done, JointRequest):
            messages.success(
                self.request, _("Nothing is changed yet: a second person must agree to it first.")
            )
            return redirect(done)
        messages.success(self.request, _("The rules are corrected; those concerned are told."))
        return redirect(self.corrected_url())

    def corrected_url(self):
        """Where the rules are read as they are now. Both pages say it."""
        raise NotImplementedError

    def _said_where_it_lacks(self, form, refusal):
        """Beside the empty field; where nothing is missing, above the form. Whose rules were others
        meanwhile has both before them: what was typed, and what stands now.
        """
        if isinstance(refusal, Stale):
            return self._with_what_stands(form, refusal)
        empty = [name for name in DECISION if not form.cleaned_data[name].strip()]
        if not empty:
            return refused(self, form, refusal)
        for name in empty:
            form.add_error(name, str(refusal))
        return shown_again(self, form)

    def _with_what_stands(self, form, refusal):
        """What is stored otherwise than it stands in the form, and the mark of having read that."""
        for what, stored, typed in differences(form.instance, as_typed(form)):
            form.add_error(None, f"{what}: {stored} → {typed}")
        form.data = form.data.copy()
        form.data[UPON] = mark_of(parts_of(type(form.instance), form.instance.pk))
        return refused(self, form, refusal)


class OwnCreate(DecidedForm, CreateView):
    """A new row of the person's own editions; a published one takes it in by a decision. A new
    edition is a draft until two people publish it.
    """

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        if isinstance(form.instance, Edition):
            form.instance.needs_publication = True
        return form

    def corrected_url(self):
        return self.get_success_url()


class OwnEdit(DecidedForm, EditView):
    """A row of the person's own editions; published rules are changed by a decision."""

    def get_object(self, *args, **kwargs):
        return own_or_404(self.request.user, super().get_object(*args, **kwargs))

    def corrected_url(self):
        return self.get_edit_url()


class OwnHistory(HistoryView):
    """Who changed such a row."""

    def get_object(self):
        return own_or_404(self.request.user, super().get_object())


class OwnUsage(UsageView):
    """Where such a row is used."""

    def get_object(self):
        return own_or_404(self.request.user, super().get_object())


class KeptForGood(ModelPermissionPolicy):
    """Model permissions without deletion: results point at the rules.

    Contests, and new editions, are the secretariat's of the whole site.
    """

    def user_has_permission(self, user, action):
        if action == "delete" or not super().user_has_permission(user, action):
            return False
        is_the_sites = self.model is Contest and action != "view"
        is_the_sites |= self.model is Edition and action == "add"
        return not is_the_sites or runs_the_site(user)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


class RuleViewSet(ModelViewSet):
    """Rules are edited, never deleted or copied."""

    copy_view_enabled = False
    add_to_admin_menu = False
    index_view_class = OwnIndex
    add_view_class = OwnCreate
    edit_view_class = OwnEdit
    history_view_class = OwnHistory
    usage_view_class = OwnUsage

    @property
    def permission_policy(self):
        return KeptForGood(self.model)
