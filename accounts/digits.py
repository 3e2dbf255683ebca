"""Six digits that prove that a message was read: made, sent and compared; kept in the session as a
digest only.
"""

import datetime
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

VALID = datetime.timedelta(minutes=10)
TRIES = 5


def _digest(subject: str, code: str) -> str:
    return salted_hmac("accounts.digits", f"{subject}:{code}").hexdigest()


def issue(subject: str, *, at: datetime.datetime) -> tuple[dict, str]:
    """(what the session keeps, the six digits) for a phone number or a person."""
    code = f"{secrets.randbelow(10**6):06d}"
    return {
        "digest": _digest(subject, code),
        "until": (at + VALID).isoformat(),
        "tries": TRIES,
    }, code


def may_try(state: dict) -> bool:
    """Counts one try; False when there were too many."""
    state["tries"] -= 1
    return state["tries"] >= 0


def are_right(state: dict, subject: str, typed: str, *, at: datetime.datetime) -> bool:
    """Whether these are the digits that were sent, in time."""
    digits = "".join(char for char in typed if char.isdigit())
    return at < datetime.datetime.fromisoformat(state["until"]) and constant_time_compare(
        _digest(subject, digits), state["digest"]
    )
