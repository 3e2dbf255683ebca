"""Co-authors of a dossier: the owner invites them by link, and they confirm or decline."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from competition import clock
from competition.errors import Refused
from competition.web import attempt
from foundation.notifications import post
from submissions.desk.scope import own_entry
from submissions.desk.sharing_forms import InvitationForm
from submissions.models import Entry, Invitation
from submissions.sharing import invitations


@login_required
@require_GET
def coauthors(request, public_id):
    """Invitations of a dossier: who confirmed, who has not answered."""
    return _page(request, own_entry(request, public_id), InvitationForm())


def _page(request, entry: Entry, form: InvitationForm, link: str = "") -> HttpResponse:
    standing = entry.invitations.filter(revoked_at=None)
    context = {
        "entry": entry,
        "form": form,
        "link": link,
        "invitations": standing.select_related("accepted_by"),
        "now": clock.now(),
        "authors": entry.authors.all(),
    }
    status = 422 if form.errors else 200
    return render(request, "submissions/coauthors.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def invite_coauthor(request, public_id):
    """Send a link to a co-author. The page shows the link this once: only its digest is kept."""
    entry = own_entry(request, public_id)
    if request.method == "GET":
        return redirect("coauthors", public_id=public_id)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _page(request, entry, form)
    try:
        invited, token = invitations.invite(
            entry=entry, by=request.user, at=clock.now(), **form.cleaned_data
        )
    except Refused as refusal:
        form.add_error("email", str(refusal))
        return _page(request, entry, form)
    done = _("The invitation is on its way to %(email)s.") % {"email": invited.email}
    messages.success(request, done)
    link = post.absolute(invitations.address_of(token))
    return _page(request, entry, InvitationForm(), link)


@login_required
@require_POST
def revoke_invitation(request, public_id, number):
    """Take an invitation, or the access, back."""
    entry = own_entry(request, public_id)
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


def _open_invitation(token: str) -> Invitation:
    """The invitation behind a link; 404 when it is unknown, answered, taken back or too old."""
    invitation = invitations.find(token, at=clock.now())
    if invitation is None:
        raise Http404
    return invitation


@login_required
@require_GET
def invitation(request, token):
    """What the invited person is asked."""
    asked = _open_invitation(token)
    context = {"invitation": asked, "entry": asked.entry, "token": token}
    return render(request, "submissions/invitation.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def accept_invitation(request, token):
    """The invited person confirms the authorship."""
    return _answer(request, token, invitations.accept, _("Your authorship is confirmed."))


@login_required
@require_http_methods(["GET", "POST"])
def decline_invitation(request, token):
    """The invited person is not an author, or does not want to be."""
    done = _("Thank you. The owner of the dossier is told.")
    return _answer(request, token, invitations.decline, done)


def _answer(request, token: str, verb, done: str) -> HttpResponse:
    asked = _open_invitation(token)
    if request.method == "GET":
        return redirect("invitation", token=token)
    if attempt(request, verb, invitation=asked, by=request.user, at=clock.now(), done=done):
        return redirect("my_entries")
    return redirect("invitation", token=token)
