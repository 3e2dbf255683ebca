"""The drawn scenes that editors choose from."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.art import catalogue

NAMES: dict[str, Promise] = {
    "doi-che": _("Tea hills"),
    "rung": _("Forest and its watch tower"),
    "ba-be": _("Boat on Ba Bể lake"),
    "con-nuoc": _("Stilt house and water wheel"),
    "tram-y-te": _("Health station in the hills"),
    "xuong": _("Workshop"),
    "lop-hoc": _("Classroom"),
    "khung-cui": _("Loom"),
    "dien-thoai": _("Phone and stilt house at night"),
    "chip": _("Chip"),
}


def choices() -> list[tuple[str, str | Promise]]:
    """(name in the address, what is drawn), of every scene."""
    return [(name, NAMES.get(name, name)) for name in catalogue.SCENES]
