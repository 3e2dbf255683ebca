"""The edition that a person works on now: the one that was opened last."""

from accounts.proving import SignedIn
from competition.models import Edition
from competition.office import EDITION_IN_FOCUS
from competition.permissions import editions_run_by

ASKED = "lan"  # of the first page's address: another edition comes into focus


class OfficeRequest(SignedIn):
    """A request of somebody who works here, with what is read once for all parts of a page."""

    editions_run: list[Edition]


def editions_of(request: OfficeRequest) -> list[Edition]:
    """The editions that the person runs, read once a request: the menu and the page ask."""
    if not hasattr(request, "editions_run"):
        request.editions_run = list(editions_run_by(request.user))
    return request.editions_run


def in_focus(request: OfficeRequest) -> Edition | None:
    """The edition that was opened last, otherwise the newest; None where the person runs none."""
    editions = editions_of(request)
    opened = request.session.get(EDITION_IN_FOCUS)
    for edition in editions:
        if edition.pk == opened:
            return edition
    return editions[0] if editions else None


def follow(request: OfficeRequest) -> None:
    """Bring the edition that the address names into focus. Another one's name changes nothing."""
    slug = request.GET.get(ASKED)
    for edition in editions_of(request):
        if edition.slug == slug and request.session.get(EDITION_IN_FOCUS) != edition.pk:
            request.session[EDITION_IN_FOCUS] = edition.pk
