"""People without e-mail sign in with their phone: a code by SMS, or a printed one-use code from the
secretariat.
"""

import datetime
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import addresses, digits, membership, printed_codes, profile
from accounts.models import Consent, SignInCode, User
from foundation.notifications import post, sms


class NeedsNoCode(Exception):
    """A code on paper would open more than it was made for. Its text is meant for the person."""


def begin(phone: str, *, at: datetime.datetime) -> tuple[dict, int | None]:
    """Send six digits to a phone: (what the session keeps, number of the kept message). Nothing is
    sent without a gateway.
    """
    state, code = digits.issue(phone, at=at)
    state["phone"] = phone
    text = _("%(code)s is your sign-in code for the contest. Tell it to nobody.") % {"code": code}
    return state, post.text_to(phone, text, key=f"sms:{secrets.token_hex(8)}").pk


def check(state: dict, typed: str, *, at: datetime.datetime) -> bool:
    """Whether this is the code that was sent, which shows whose phone it is, or a printed one of
    this phone's person, which is used up by it and shows nothing of the phone; `state` says so
    then.

    To somebody who has come by a role or another door meanwhile no printed code is one any more:
    whoever printed it may have kept it.
    """
    if not typed.strip() or not digits.may_try(state):
        return False
    if digits.are_right(state, state["phone"], typed, at=at):
        User.objects.filter(phone=state["phone"], phone_verified_at=None).update(
            phone_verified_at=at
        )
        return True
    owner = person(state["phone"])
    if owner is None or why_no_paper(owner):
        return False
    state["is_by_paper"] = printed_codes.use(
        typed, purpose=SignInCode.Purpose.SIGN_IN, at=at, user=owner
    )
    return bool(state["is_by_paper"])


def why_no_paper(user: User) -> str:
    """Why no code on paper opens this account, in words; empty when there is no other door."""
    if membership.was_given_a_role(user):
        return _("This person holds a role; no printed code opens such an account.")
    if addresses.has_verified_email(user):
        return _(
            "This person has confirmed an e-mail address: a code by e-mail signs in there, and no "
            "printed one."
        )
    if user.phone_verified_at is not None and sms.is_on():
        return _("This phone has answered: a code by SMS signs in with it, and no printed one.")
    return ""


def person(phone: str) -> User | None:
    """Who signs in with this phone; None when it is nobody's yet."""
    return User.objects.filter(phone=phone, is_active=True).first()


def owner(phone: str) -> User | None:
    """Whose number it is, as somebody types it, in use or not. Raises ValueError when it is no
    phone number.
    """
    return User.objects.filter(phone=sms.normal(phone)).first()


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
    when there is none. Its owner is told.

    The codes are known only now. Raises ValueError when it is no phone number, NeedsNoCode when the
    person holds a role or has a door of their own: a confirmed address, a phone that gets an SMS.
    """
    user = owner(phone)
    if user is None:
        user = User.objects.create_user(phone=sms.normal(phone), full_name=full_name)
    if why := why_no_paper(user):
        raise NeedsNoCode(why)
    fresh = printed_codes.renew(user, purpose=SignInCode.Purpose.SIGN_IN, by=by, at=at)
    words = {"by": by, "at": at, "signs_in": True}
    post.tell(user, "codes_printed", words, key=f"codes:sign_in:{user.pk}:{at.isoformat()}")
    return user, fresh
