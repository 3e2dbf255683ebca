"""What is known of how a person signs in: sessions, devices, the second factor."""

import datetime
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import User

NAMES: dict[str, str | Promise] = {
    Authenticator.Type.TOTP: gettext_lazy("authenticator app"),
    Authenticator.Type.WEBAUTHN: gettext_lazy("passkey"),
    Authenticator.Type.RECOVERY_CODES: gettext_lazy("recovery codes"),
}


@dataclass(frozen=True)
class Device:
    """A second factor that the person has set up."""

    name: str | Promise
    since: datetime.datetime
    last_used: datetime.datetime | None


def devices_of(user: User) -> list[Device]:
    """App, passkeys and recovery codes, the oldest first; nothing of what they hold."""
    rows = Authenticator.objects.filter(user=user).order_by("created_at", "pk")
    return [Device(NAMES[row.type], row.created_at, row.last_used_at) for row in rows]


def with_second_factor(people: list[int]) -> set[int]:
    """Which of these people have an app or a passkey."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    rows = Authenticator.objects.filter(user__in=people, type__in=kinds)
    return set(rows.values_list("user", flat=True))


def sessions_of(user: User, at: datetime.datetime) -> list[datetime.datetime]:
    """Until when each session of the person is open, the latest first."""
    return [
        session.expire_date
        for session in Session.objects.filter(expire_date__gt=at).order_by("-expire_date")
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
