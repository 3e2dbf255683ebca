"""The drawn scenes that editors choose from."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def choices() -> list[tuple[str, str | Promise]]:
    """(name in the address, what is drawn)."""
    return [("workshop", _("Workshop")), ("classroom", _("Classroom"))]
