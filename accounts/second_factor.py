"""A second proof of who somebody is, before something weighty: a passkey, an authenticator app, a
code by e-mail or SMS, a printed one.
"""

import datetime
import json
import secrets

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts import digits, printed_codes
from accounts.models import SignInCode, User
from foundation.notifications import post

# After a password was set anew by mail: whoever reads a mailbox would have both proofs.
DAYS_AFTER_RESET = 7


def has_app(user: User) -> bool:
    """Whether the person has set up an authenticator app."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def has_own_device(user: User) -> bool:
    """Whether the person has set up an app or a passkey: nothing weaker is asked for then."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user=user, type__in=kinds).exists()


def has_passkey(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()


def set_back(user: User) -> None:
    """Take away app, passkeys and recovery codes, and end every session: whoever holds the lost
    device is signed out.
    """
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)


def end_sessions(user: User) -> None:
    """Sign the person out everywhere."""
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


def mailbox_is_enough(user: User, at: datetime.datetime) -> bool:
    """Whether digits by mail prove anything beside the password."""
    if user.reset_at is None:
        return True
    return at - user.reset_at >= datetime.timedelta(days=DAYS_AFTER_RESET)


def _has_phone(user: User) -> bool:
    return bool(user.phone and user.phone_verified_at)


def can_send(user: User, at: datetime.datetime) -> bool:
    """Whether there is a place to which digits may go."""
    return bool(user.email and mailbox_is_enough(user, at)) or _has_phone(user) or not user.email


def send(user: User, *, at: datetime.datetime) -> tuple[dict, int]:
    """Send six digits to the person's e-mail or phone: (what the session keeps, number of the
    message). Where `can_send` says so.

    They go to the address, never into the account's inbox: whoever has got in with a password alone
    reads that.
    """
    state, code = digits.issue(str(user.pk), at=at)
    key = f"factor:{secrets.token_hex(8)}"
    if user.email and mailbox_is_enough(user, at):
        words = {"code": code, "recipient": user}
        message = post.write_to(user.email, "second_factor", words, key=key, language=user.language)
    else:
        text = _("%(code)s proves that it is you. Tell it to nobody.") % {"code": code}
        message = post.text_to(user.phone or "", text, key=key)
    return state, message.pk


def check(user: User, typed: str, state: dict | None, *, at: datetime.datetime) -> bool:
    """Whether this is the app's code, the one that was sent, or a printed one of this person, which
    is used up by it.
    """
    if not typed.strip() or (state is not None and not digits.may_try(state)):
        return False
    if state is not None and digits.are_right(state, str(user.pk), typed, at=at):
        return True
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if app is not None and TOTP(app).validate_code(typed.strip()):
        return True
    return printed_codes.use(typed, purpose=SignInCode.Purpose.PROOF, at=at, user=user)


def passkey_options(user: User) -> dict | None:
    """What the browser needs to ask this person's passkey or security key to sign (Web
    Authentication, W3C); None without one.

    The challenge is kept in the session of the request.
    """
    if not has_passkey(user):
        return None
    return {"request_options": webauthn.begin_authentication(user)}


def check_passkey(user: User, signed: str) -> bool:
    """Whether a key of this person has signed the challenge that was kept; it holds for one try."""
    try:
        answer = json.loads(signed)
        webauthn.parse_authentication_response(answer)
        used = webauthn.complete_authentication(user, answer)
    except (ValueError, KeyError, AttributeError, RecursionError, ValidationError):
        webauthn.clear_state()
        return False
    used.record_usage()
    return True


def hint(user: User, at: datetime.datetime) -> str:
    """Where the code comes from, in words."""
    if has_app(user):
        return _("Type the code of your authenticator app.")
    if has_own_device(user):
        return _("Your passkey proves it; a printed code from the secretariat works too.")
    if not can_send(user, at):
        return _(
            "Your password was set anew by mail: for %(days)s days no code goes to the same "
            "mailbox. Ask the secretariat for a printed code, and set up an app or a passkey."
        ) % {"days": DAYS_AFTER_RESET}
    if user.email and mailbox_is_enough(user, at):
        return _("Press “Send me a code” to get six digits at %(email)s, and type them here.") % {
            "email": user.email
        }
    return _(
        "Press “Send me a code” to get six digits on your phone; a printed code from the "
        "secretariat works too."
    )
