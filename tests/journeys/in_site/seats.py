"""Seats of judges that stand unsigned for a while."""

from allauth.mfa.models import Authenticator
from django.db.models import F

from judging.models import Judge


def unsigned(email: str) -> str:
    """A judge's seat in an open round has not been signed for: the address where it is signed."""
    seat = Judge.objects.filter(user__email=email, panel__round__state="open").first()
    Judge.objects.filter(pk=seat.pk).update(undertaking_at=None)
    return f"/cham-diem/ghe/{seat.pk}/"


def signed_again() -> int:
    """Every seat is its judge's own again: the other journeys walk through them."""
    return Judge.objects.filter(undertaking_at=None).update(undertaking_at=F("accepted_at"))


def without_keys(email: str) -> int:
    """The keys that a judge has registered are forgotten."""
    return Authenticator.objects.filter(user__email=email).delete()[0]
