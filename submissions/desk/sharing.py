"""Dossiers of more than one pair of hands: co-authors by invitation, a code from a slip, dossiers
written for others.
"""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import phone
from accounts.permissions import is_secretariat
from competition import clock, phases
from competition.errors import Refused
from competition.models import Edition, Phase
from competition.web import attempt
from foundation.notifications import post, sms
from foundation.papers import pdf
from submissions import permissions
from submissions.models import Entry, Handover, ImportedList, Invitation
from submissions.sharing import behalf, bulk, invitations


class InvitationForm(forms.Form):
    """Whom to invite, and what they may do."""

    email = forms.EmailField(label=gettext_lazy("E-mail of the co-author"))
    right = forms.ChoiceField(
        label=gettext_lazy("What the co-author may do"),
        choices=Invitation.Right.choices,
        initial="view",
        widget=forms.RadioSelect,
    )


@login_required
@require_http_methods(["GET", "POST"])
def coauthors(request, public_id):
    """Invitations of a dossier: who confirmed, who has not answered."""
    entry = get_object_or_404(
        Entry.objects.owned_by(request.user).select_related("edition"), public_id=public_id
    )
    form, link = InvitationForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            invited, token = invitations.invite(
                entry=entry, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            link = post.absolute(invitations.address_of(token))
            messages.success(
                request, _("The invitation is on its way to %(email)s.") % {"email": invited.email}
            )
            form = InvitationForm()
    invited = entry.invitations.filter(revoked_at=None).select_related("accepted_by")
    context = {
        "entry": entry,
        "form": form,
        "link": link,
        "invitations": invited,
        "now": clock.now(),
        "authors": entry.authors.all(),
    }
    return render(
        request, "submissions/coauthors.html", context, status=422 if form.errors else 200
    )


@login_required
@require_POST
def revoke_invitation(request, public_id, number):
    """Take an invitation, or the access, back."""
    entry = get_object_or_404(Entry.objects.owned_by(request.user), public_id=public_id)
    invitation = get_object_or_404(Invitation, pk=number, entry=entry)
    attempt(
        request,
        invitations.revoke,
        invitation=invitation,
        by=request.user,
        at=clock.now(),
        done=_("The access is taken back."),
    )
    return redirect("coauthors", public_id=public_id)


@login_required
@require_http_methods(["GET", "POST"])
def invitation(request, token):
    """The invited person confirms or declines."""
    found = invitations.find(token, at=clock.now())
    if found is None:
        raise Http404
    if request.method == "POST":
        verb = invitations.decline if "decline" in request.POST else invitations.accept
        done = (
            _("Thank you. The owner of the dossier is told.")
            if verb is invitations.decline
            else _("Your authorship is confirmed.")
        )
        if attempt(request, verb, invitation=found, by=request.user, at=clock.now(), done=done):
            return redirect("my_entries")
        return redirect("invitation", token=token)
    return render(
        request, "submissions/invitation.html", {"invitation": found, "entry": found.entry}
    )


class ClaimForm(forms.Form):
    """The code of a slip."""

    code = forms.CharField(
        label=gettext_lazy("Code of the slip"),
        max_length=30,
        help_text=gettext_lazy("Twelve letters and digits, such as K7MP-2QXA-9WTR."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


@login_required
@require_http_methods(["GET", "POST"])
def claim(request):
    """Take over a dossier that an officer wrote."""
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            entry = behalf.claim(code=form.cleaned_data["code"], by=request.user, at=clock.now())
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("The dossier is yours now."))
            return redirect("entry", public_id=entry.public_id)
    return render(
        request, "submissions/claim.html", {"form": form}, status=422 if form.errors else 200
    )


class BehalfForm(forms.Form):
    """For whom a dossier is written."""

    full_name = forms.CharField(label=gettext_lazy("Entrant's full name"), max_length=120)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=20, required=False)
    on_paper = forms.BooleanField(
        label=gettext_lazy("The dossier lies here on paper"), required=False
    )


class TableForm(forms.Form):
    """A table of works."""

    table = forms.FileField(
        label=gettext_lazy("Table (Excel or CSV)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class SignInCodesForm(forms.Form):
    """Who gets printed codes."""

    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=120)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=20)

    def clean_phone(self):
        try:
            return sms.normal(self.cleaned_data["phone"])
        except ValueError as error:
            raise forms.ValidationError(_("Write a phone number, such as 0912 345 678.")) from error


def _edition(request, slug) -> Edition:
    """The edition, for who may write dossiers for others in it; anybody else gets 404."""
    edition = get_object_or_404(Edition, slug=slug)
    if not permissions.can_write_for_others(request.user, edition.pk):
        raise Http404
    return edition


def _behalf_page(request, edition, **forms_with_errors):
    handovers = Handover.objects.filter(entry__edition=edition, by=request.user).select_related(
        "entry", "claimed_by"
    )
    context = {
        "edition": edition,
        "is_open": phases.is_open(edition, Phase.Kind.SUBMISSION, clock.now()),
        "handovers": handovers[:200],
        "form": BehalfForm(),
        "table_form": TableForm(),
        "codes_form": SignInCodesForm(),
        "is_office": is_secretariat(request.user, edition.pk),
    } | forms_with_errors
    return render(
        request, "submissions/behalf.html", context, status=422 if forms_with_errors else 200
    )


@login_required
@require_http_methods(["GET", "POST"])
def behalf_desk(request, slug):
    """Dossiers written for others, and a new one."""
    edition = _edition(request, slug)
    if request.method == "GET":
        return _behalf_page(request, edition)
    form = BehalfForm(request.POST)
    if form.is_valid():
        try:
            entry = behalf.start(
                edition=edition, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("The dossier is begun. Print its slip, then type what is on the paper.")
            )
            return redirect("edit_entry", public_id=entry.public_id, step="whole")
    return _behalf_page(request, edition, form=form)


@login_required
@require_POST
def print_slips(request, slug):
    """The slips of the chosen dossiers, each with a fresh code."""
    edition = _edition(request, slug)
    chosen = [number for number in request.POST.getlist("chon") if number.isdigit()]
    entries = list(
        Entry.objects.in_edition(edition)
        .filter(pk__in=chosen, handover__by=request.user)
        .select_related("handover", "edition__contest")
    )
    try:
        content = behalf.print_slips(entries=entries, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("behalf_desk", slug=slug)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="phieu-ban-giao.pdf"'},
    )


@login_required
@require_POST
def print_sign_in_codes(request, slug):
    """A sheet of one-use codes for a person without e-mail; only the secretariat hands them out."""
    edition = _edition(request, slug)
    if not is_secretariat(request.user, edition.pk):
        raise Http404
    form = SignInCodesForm(request.POST)
    if not form.is_valid():
        return _behalf_page(request, edition, codes_form=form)
    at = clock.now()
    person, fresh = phone.print_codes(by=request.user, at=at, **form.cleaned_data)
    content = pdf.render(
        "sign_in_codes.html",
        {"edition": edition, "person": person, "codes": fresh, "by": request.user, "now": at},
    )
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="ma-dang-nhap.pdf"'},
    )


@login_required
@require_GET
def list_template(request, slug):
    """The empty table to be filled in."""
    edition = _edition(request, slug)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    headers = {"Content-Disposition": 'attachment; filename="danh-sach-cong-trinh.xlsx"'}
    return HttpResponse(bulk.template(edition), content_type=kind, headers=headers)


@login_required
@require_POST
def read_list(request, slug):
    """The dry run: a table is read and judged row by row."""
    edition = _edition(request, slug)
    form = TableForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            imported = bulk.dry_run(
                edition=edition, upload=form.cleaned_data["table"], by=request.user, at=clock.now()
            )
        except Refused as refusal:
            form.add_error("table", str(refusal))
        else:
            return redirect("imported_list", slug=slug, number=imported.pk)
    return _behalf_page(request, edition, table_form=form)


@login_required
@require_http_methods(["GET", "POST"])
def imported_list(request, slug, number):
    """What was read, with every faulty row; the button enters all of them."""
    edition = _edition(request, slug)
    imported = get_object_or_404(
        ImportedList.objects.select_related("edition"), pk=number, edition=edition, by=request.user
    )
    if request.method == "POST":
        done = _(
            "The works of the list are drafts now. Print the slips and hand them to their authors."
        )
        if attempt(
            request, bulk.enter, imported=imported, by=request.user, at=clock.now(), done=done
        ):
            return redirect("behalf_desk", slug=slug)
        return redirect("imported_list", slug=slug, number=number)
    headings = [heading for heading, _others, _width in bulk.COLUMNS.values()]
    rows = [
        row | {"cells": [row["values"].get(key, "") for key in bulk.COLUMNS]}
        for row in imported.rows
    ]
    return render(
        request,
        "submissions/imported_list.html",
        {"edition": edition, "imported": imported, "headings": headings, "rows": rows},
    )
