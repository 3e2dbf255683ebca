"""Sign-in by phone, in up to three pages: the number, the code, and for a new person the name."""

import math

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import devices, phone, proving
from accounts.forms import CONSENT_VERSION, PhoneCodeForm, PhoneForm, PhoneNameForm
from foundation.notifications import sms

_STATE = "phone_sign_in"
WAIT = 60  # seconds until a code is sent again


def _next(request) -> str:
    """Where the person wanted to go; only on this site."""
    wanted = request.GET.get("next") or request.POST.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


def _page(request, form, step: str):
    context = {
        "form": form,
        "step": step,
        "next": _next(request),
        "sends": sms.is_on() or settings.MESSAGES_PAGE,
        "wait": WAIT,
    }
    return render(request, "accounts/phone.html", context, status=422 if form.errors else 200)


def _too_many() -> str:
    return _("Too many codes were asked for this number. Wait an hour, or use a printed code.")


def _send(request, number: str) -> bool:
    """Send a code to this number, which the session waits for from now on; False where too many
    were asked for.
    """
    owner = phone.person(number)
    logins = [number, owner.email] if owner and owner.email else [number]
    if not devices.may_ask(request, "phone_code", *logins):
        return False
    now = timezone.now()
    state, message_id = phone.begin(number, at=now)
    request.session[_STATE] = state | {"sent_at": now.timestamp()}
    if settings.MESSAGES_PAGE and not sms.is_on():
        request.session["mail"] = [*request.session.get("mail", []), message_id][-20:]
    return True


@require_http_methods(["GET", "POST"])
def phone_sign_in(request):
    """The number; a code goes to it, whoever it belongs to."""
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if _send(request, form.cleaned_data["phone"]):
            return redirect(f"{reverse('phone_code')}?next={_next(request)}")
        form.add_error("phone", _too_many())
    return _page(request, form, "phone")


@require_http_methods(["GET", "POST"])
def phone_code(request):
    """The code, from the SMS or from paper."""
    state = request.session.get(_STATE)
    if state is None:
        return redirect("phone_sign_in")
    form = PhoneCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        fault = _try_code(request, state, form.cleaned_data["code"])
        request.session[_STATE] = state
        if state.get("is_checked"):
            return _enter(request, state)
        form.add_error("code", fault)
    return _page(request, form, "code")


@require_http_methods(["GET", "POST"])
def phone_code_again(request):
    """Another code to the same number, once the wait is over."""
    state = request.session.get(_STATE)
    if state is None:
        return redirect("phone_sign_in")
    if request.method == "POST":
        left = WAIT - (timezone.now().timestamp() - state.get("sent_at", 0))
        if left > 0:
            words = _("The code is on its way. Ask for another one in %(seconds)s seconds.")
            messages.error(request, words % {"seconds": math.ceil(left)})
        elif _send(request, state["phone"]):
            messages.success(request, _("Another code is on its way. The one before is void."))
        else:
            messages.error(request, _too_many())
    return redirect(f"{reverse('phone_code')}?next={_next(request)}")


def _try_code(request, state: dict, code: str) -> str:
    """What is wrong with the code, in words; empty, and `state` says so, when it is right."""
    # By the code that was sent: tries at another browser's are that browser's.
    within_limits = ratelimit.consume(request, action="phone_try", key=state["digest"])
    if not within_limits or state["tries"] <= 0:
        return _("Too many tries. Ask for a new code.")
    if not phone.check(state, code, at=timezone.now()):
        return _("This code is wrong or too old. Compare it, or ask for a new one.")
    state["is_checked"] = True
    return ""


def _enter(request, state: dict):
    user = phone.person(state["phone"])
    if user is not None:
        return _sign_in(request, user)
    if phone.is_taken(state["phone"]):
        del request.session[_STATE]
        return redirect("account_inactive")
    return redirect(f"{reverse('phone_name')}?next={_next(request)}")


def _sign_in(request, user):
    state = request.session.pop(_STATE)
    proving.note_door(request, user, is_paper=bool(state.get("is_by_paper")))
    # Through allauth, so that a second factor is asked for; its e-mail stage has nothing to verify
    # here.
    return perform_login(
        request,
        user,
        email_verification="none",
        redirect_url=_next(request) or reverse(settings.LOGIN_REDIRECT_URL),
    )


@require_http_methods(["GET", "POST"])
def phone_name(request):
    """The name of a new person."""
    state = request.session.get(_STATE)
    if state is None or not state.get("is_checked") or phone.is_taken(state["phone"]):
        return redirect("phone_sign_in")
    form = PhoneNameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = phone.register(
            state["phone"],
            full_name=form.cleaned_data["full_name"],
            language=get_language() or settings.LANGUAGE_CODE,
            consent_version=CONSENT_VERSION,
            at=timezone.now(),
        )
        return _sign_in(request, user)
    return _page(request, form, "name")
