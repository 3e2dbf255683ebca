"""Whose an address is: an e-mail address that was confirmed, a phone that has answered.

An address that was never verified may be anybody's: whoever types it first would get what was meant
for its owner.
"""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.models import User

LONGEST = 254  # letters of an e-mail address, in every column (RFC 5321); Django's fields take 320


def is_email(text: str) -> bool:
    """Whether it is an e-mail address that is kept as it is written."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST


def person_of(email: str) -> User | None:
    """The person who has confirmed this e-mail address; nobody, when it was only typed."""
    addresses = EmailAddress.objects.filter(email=email.strip().lower(), verified=True)
    return User.objects.filter(emailaddress__in=addresses, email=email.strip().lower()).first()


def is_verified(user: User) -> bool:
    """Whether the person has confirmed the e-mail address, or answered by the phone."""
    return user.phone_verified_at is not None or has_verified_email(user)


def has_verified_email(user: User) -> bool:
    """Whether the person has confirmed the e-mail address."""
    return EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists()
