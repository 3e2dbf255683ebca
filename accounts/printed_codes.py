"""One-use codes on paper, handed over by the secretariat: known only when they are printed, kept as
digests.
"""

import datetime
from typing import Any

from accounts.models import SignInCode, User
from foundation.vault import codes

VALID = datetime.timedelta(days=180)
ON_A_SHEET = 5


def renew(user: User, *, purpose: str, by: User, at: datetime.datetime) -> list[str]:
    """Fresh codes of this person for a purpose, whose older ones end. Inside the caller's
    transaction.
    """
    SignInCode.objects.filter(user=user, purpose=purpose, used_at=None).update(expires_at=at)
    fresh = [codes.new() for _place in range(ON_A_SHEET)]
    SignInCode.objects.bulk_create(
        SignInCode(
            user=user,
            purpose=purpose,
            digest=codes.code_digest(code),
            issued_by=by,
            issued_at=at,
            expires_at=at + VALID,
        )
        for code in fresh
    )
    return fresh


def use(typed: str, *, purpose: str, at: datetime.datetime, **whose: Any) -> bool:
    """Whether this is an unused code for this purpose of the person that `whose` filters; it is
    used up by it.
    """
    usable = SignInCode.objects.filter(purpose=purpose, used_at=None, expires_at__gt=at, **whose)
    return bool(usable.filter(digest=codes.code_digest(typed)).update(used_at=at))
