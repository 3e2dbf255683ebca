"""Whoever a test signs in without a password has shown a second factor too.

What it takes at the door itself stands in tests/security/test_second_door.py.
"""

import time

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver


def records_of(user, at: float | None = None) -> dict:
    """What allauth keeps in the session of somebody who has shown a second factor at a moment."""
    shown = {"method": "mfa", "type": "code", "at": time.time() if at is None else at}
    return {
        "account_authentication_methods": [shown],
        "account_authentication_methods_user": str(user.pk),
    }


@receiver(user_logged_in)
def show_a_second_factor(request, user, **_keywords):
    """Only for `Client.force_login`, whose request has come by no address."""
    if not request.path:
        request.session.update(records_of(user))
