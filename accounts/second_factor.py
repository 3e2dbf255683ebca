"""A second proof of who somebody is, before something weighty: an authenticator app, a code by e-mail or SMS, or a printed one."""

import datetime
import secrets

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.utils.translation import gettext as _

from accounts import digits, printed_codes
from accounts.models import User
from foundation.notifications import post


def has_app(user: User) -> bool:
    """Whether the person has set up an authenticator app."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def send(user: User, *, at: datetime.datetime) -> tuple[dict, int]:
    """Send six digits to the person's e-mail or phone: (what the session keeps, number of the message)."""
    state, code = digits.issue(str(user.pk), at=at)
    message = post.tell(user, "second_factor", {"code": code}, key=f"factor:{secrets.token_hex(8)}")
    return state, message.pk


def check(user: User, typed: str, state: dict | None, *, at: datetime.datetime) -> bool:
    """Whether this is the app's code, the one that was sent, or a printed one of this person, which is used up by it."""
    if not typed.strip() or (state is not None and not digits.may_try(state)):
        return False
    if state is not None and digits.are_right(state, str(user.pk), typed, at=at):
        return True
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if app is not None and TOTP(app).validate_code(typed.strip()):
        return True
    return printed_codes.use(typed, at=at, user=user)


def hint(user: User) -> str:
    """Where the code comes from, in words."""
    if has_app(user):
        return _("Type the code of your authenticator app, or let us send you one.")
    if user.email:
        return _("We send six digits to %(email)s.") % {"email": user.email}
    return _("We send six digits to your phone; a printed code from the secretariat works too.")
