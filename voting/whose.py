"""Whose a work is, for the vote: digests by which the people behind a work are known when they come
to vote, and by which nobody else is found. The vote itself holds no name and no way back.

Addresses and numbers are compared as they are meant: one case and one normal form, without the tag
behind a plus, with the last nine digits of a phone.
"""

import unicodedata
from collections.abc import Iterable, Sequence

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils.crypto import salted_hmac

from accounts.models import User
from voting.marks import is_mark, mark_of

_PHONE_DIGITS = 9  # of a Vietnamese number, without the leading 0 or +84
_DOTLESS = {"gmail.com", "googlemail.com"}  # a dot before the @ changes nothing there
_LENGTH = 32  # hex digits of a digest that are kept


def email_of(typed: str) -> str:
    """The mailbox behind an address."""
    plain = unicodedata.normalize("NFKC", typed).strip().casefold()
    name, at_sign, domain = plain.rpartition("@")
    name = name.partition("+")[0]
    if domain in _DOTLESS:
        name = name.replace(".", "")
        domain = "gmail.com"
    return f"{name}{at_sign}{domain}"


def phone_of(typed: str) -> str:
    """The last nine digits of a number; empty for what has fewer."""
    plain = unicodedata.normalize("NFKC", typed)
    digits = "".join(char for char in plain if char.isdecimal())
    return digits[-_PHONE_DIGITS:] if len(digits) >= _PHONE_DIGITS else ""


def marks(
    code: str, *, accounts: Iterable[int], emails: Iterable[str], phones: Iterable[str]
) -> set[str]:
    """Digests of these people under a vote code: under another code they are others. Under every
    key that the site has had (`SECRET_KEY_FALLBACKS`).
    """
    known = {f"account:{pk}" for pk in accounts}
    known |= {f"email:{email_of(email)}" for email in emails if "@" in email}
    known |= {f"phone:{phone_of(phone)}" for phone in phones if phone_of(phone)}
    salt = f"voting.whose:{code}"
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return {
        salted_hmac(salt, one, secret=key).hexdigest()[:_LENGTH] for one in known for key in keys
    }


def sealed(code: str, people: Iterable[str]) -> list[str]:
    """These digests, and behind them a mark of the site: nobody else puts others in their place."""
    ordered = sorted(people)
    return [*ordered, mark_of([code, *ordered])]


def are_sealed(code: str, kept: Sequence[str]) -> bool:
    """Whether they are the digests that the site put down for this work."""
    return len(kept) > 1 and is_mark(str(kept[-1]), [code, *map(str, kept[:-1])])


def marks_of(user: User, code: str) -> set[str]:
    """Digests of a person: the account, its phone, its address and those that were verified."""
    verified = EmailAddress.objects.filter(user=user, verified=True)
    emails = {user.email or "", *verified.values_list("email", flat=True)}
    return marks(code, accounts=[user.pk], emails=emails, phones=[user.phone or ""])
