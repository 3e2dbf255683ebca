"""People without e-mail sign in with their phone: a code by SMS, or a printed one-use code from the
secretariat.
"""

import datetime
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import digits, printed_codes, profile
from accounts.models import Consent, User
from foundation.notifications import post, sms


def begin(phone: str, *, at: datetime.datetime) -> tuple[dict, int | None]:
    """Send six digits to a phone: (what the session keeps, number of the kept message). Nothing is
    sent without a gateway.
    """
    state, code = digits.issue(phone, at=at)
    state["phone"] = phone
    text = _("%(code)s is your sign-in code for the contest. Tell it to nobody.") % {"code": code}
    return state, post.text_to(phone, text, key=f"sms:{secrets.token_hex(8)}").pk


def check(state: dict, typed: str, *, at: datetime.datetime) -> bool:
    """Whether this is the code that was sent, or a printed one of this phone's person, which is
    used up by it.
    """
    if not typed.strip() or not digits.may_try(state):
        return False
    if digits.are_right(state, state["phone"], typed, at=at):
        return True
    return printed_codes.use(typed, at=at, user__phone=state["phone"], user__is_active=True)


def person(phone: str) -> User | None:
    """Who signs in with this phone; None when it is nobody's yet."""
    return User.objects.filter(phone=phone, is_active=True).first()


def is_taken(phone: str) -> bool:
    """Whether it is somebody's number, that of an account out of use too: nobody begins anew with
    it.
    """
    return User.objects.filter(phone=phone).exists()


@transaction.atomic
def register(
    phone: str, *, full_name: str, language: str, consent_version: str, at: datetime.datetime
) -> User:
    """A person with a verified phone and no e-mail."""
    user = User.objects.create_user(
        phone=phone, full_name=full_name, language=language, phone_verified_at=at
    )
    profile.agree(kind=Consent.Kind.PERSONAL_DATA, version=consent_version, by=user, at=at)
    return user


@transaction.atomic
def print_codes(
    *, phone: str, full_name: str, by: User, at: datetime.datetime
) -> tuple[User, list[str]]:
    """Fresh one-use codes for a person at the counter, whose older ones end; the account is made
    when there is none.

    The codes are known only now. Raises ValueError when it is no phone number.
    """
    phone = sms.normal(phone)
    user = User.objects.filter(phone=phone).first()
    if user is None:
        user = User.objects.create_user(phone=phone, full_name=full_name)
    return user, printed_codes.renew(user, by=by, at=at)
