"""What shows that the site itself cast a ballot: a digest under its own key, which nobody can make
who can only write to the database.
"""

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "voting.ballot"


def mark_of(parts: list[str]) -> str:
    """SHA-256 HMAC (hex) of what never changes of a ballot."""
    return _under(settings.SECRET_KEY, parts)


def is_mark(mark: str, parts: list[str]) -> bool:
    """Whether it is the mark of these, under the key of today or an earlier one
    (`SECRET_KEY_FALLBACKS`).
    """
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(mark, _under(key, parts)) for key in keys)


def _under(key: str, parts: list[str]) -> str:
    return salted_hmac(_SALT, "|".join(parts), secret=key, algorithm="sha256").hexdigest()
