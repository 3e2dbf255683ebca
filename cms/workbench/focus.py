"""The edition that a person works on now: the one that was opened last."""

from django.utils.translation import get_language
from wagtail.admin.menu import MenuItem

from accounts.proving import SignedIn
from competition.models import Edition
from competition.office import EDITION_IN_FOCUS
from competition.permissions import can_run, editions_run_by
from foundation.soft_cache import remembered

NAMES_KEPT = 20  # seconds
ASKED = "lan"  # of the first page's address: another edition comes into focus


class OfficeRequest(SignedIn):
    """A request of somebody who works here, with what is read once for all parts of a page."""

    editions_run: list[Edition]
    office_entries: list[MenuItem]


def editions_of(request: OfficeRequest) -> list[Edition]:
    """The editions that the person runs, read once a request: the menu and the page ask."""
    if not hasattr(request, "editions_run"):
        request.editions_run = list(editions_run_by(request.user))
    return request.editions_run


def names_of_editions(request: OfficeRequest) -> list[tuple[str, str]]:
    """(address, label) of the editions that the person runs: some seconds old where no other part
    of the page reads them.
    """
    key = f"editions-run:{request.user.pk}:{get_language()}"

    def read() -> list[tuple[str, str]]:
        return [(edition.slug, edition.label) for edition in editions_of(request)]

    return read() if hasattr(request, "editions_run") else remembered(key, read, NAMES_KEPT)


def in_focus(request: OfficeRequest) -> Edition | None:
    """The edition whose page this is; otherwise the one that was opened last, or the newest; None
    where the person runs none.
    """
    shown: Edition | None = getattr(request, "edition_shown", None)
    if shown is not None and can_run(request.user, shown.pk):
        return shown
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
