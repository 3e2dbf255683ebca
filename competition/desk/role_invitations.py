"""Somebody who was invited to a role reads what it is, and accepts or declines."""

from allauth.core import ratelimit
from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import RoleInvitation
from accounts.proving import SignedIn
from competition import clock, invitations
from competition.web import WAITS, attempt


class CodeForm(forms.Form):
    """The code of a printed slip."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
        help_text=gettext_lazy("Such as K7MP-2QXA-9WTR; it stands on the slip."),
    )


def _plain(typed: str) -> str:
    """The signs of a code as they stand in an address."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def _within_limits(request: HttpRequest) -> bool:
    return ratelimit.consume(request, action="role_code")


@never_cache
@require_http_methods(["GET", "POST"])
def type_role_code(request: HttpRequest) -> HttpResponse:
    """The code of a slip is typed; it leads to what the role is."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = _plain(form.cleaned_data["code"])
        if not _within_limits(request):
            form.add_error("code", _("Too many tries. Wait an hour and type it again."))
        elif code and invitations.find(code) is not None:
            return redirect("role_invitation", code=code)
        else:
            form.add_error("code", _("Nobody is invited with this code. Compare it with the slip."))
    status = 422 if form.errors else 200
    return render(request, "competition/role_code.html", {"form": form}, status=status)


def _invitation(request: HttpRequest, code: str) -> RoleInvitation:
    """The invitation with this code; 404 for any other, and for who tries too many."""
    invitation = invitations.find(code)
    if invitation is None:
        _within_limits(request)
        raise Http404
    return invitation


@never_cache
@require_GET
def role_invitation(request: HttpRequest, code: str) -> HttpResponse:
    """What the role is, for which edition, who invites; signed in or not."""
    return _page(request, _invitation(request, code), code)


def _page(
    request: HttpRequest, invitation: RoleInvitation, code: str, status: int = 200
) -> HttpResponse:
    why_closed = invitations.why_closed(invitation, clock.now())
    why_not = ""
    if request.user.is_authenticated and not why_closed:
        why_not = invitations.why_not_for(invitation, request.user)
    context = {
        "invitation": invitation,
        "edition": invitations.edition_of(invitation),
        "place": invitations.place_of(invitation),
        "duty": invitations.duty_of(invitation.role),
        "why_closed": why_closed,
        "why_not": why_not,
        "code": code,
    }
    return render(request, "competition/role_invitation.html", context, status=status)


@login_required
@require_POST
def accept_role(request: SignedIn, code: str) -> HttpResponse:
    """The invited person takes the role."""
    invitation = _invitation(request, code)
    done = _("The role is yours now.")
    is_done = attempt(
        request,
        invitations.accept,
        done=done,
        waits=WAITS,
        invitation=invitation,
        by=request.user,
        at=clock.now(),
    )
    return redirect("my_work") if is_done else _page(request, invitation, code, 422)


@login_required
@require_POST
def decline_role(request: SignedIn, code: str) -> HttpResponse:
    """The invited person does not want it."""
    invitation = _invitation(request, code)
    done = _("You have declined; whoever invited you is told.")
    is_done = attempt(
        request,
        invitations.decline,
        done=done,
        invitation=invitation,
        by=request.user,
        at=clock.now(),
    )
    return redirect("my_work") if is_done else _page(request, invitation, code, 422)
