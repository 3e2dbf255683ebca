"""A sealed entry that is not sealed for a while."""

from submissions.models import Entry, PageLook, Sealing
from tests import guards


def not_yet_confirmed() -> dict:
    """A copy with a file of several pages waits for its confirmation: its number, when it had been
    confirmed, and the address where its first page is covered.
    """
    several_pages = Sealing.objects.filter(version__entry__edition__slug="2026", files__pages__gt=1)
    sealing = several_pages.order_by("pk").first()
    entry = sealing.version.entry
    Entry.objects.filter(pk=entry.pk).update(status=Entry.Status.ACCEPTED)
    Sealing.objects.filter(pk=sealing.pk).update(confirmed_at=None)
    return {
        "sealing": sealing.pk,
        "confirmed_at": sealing.confirmed_at.isoformat(),
        "address": f"/quan-tri/ho-so/2026/{entry.public_id}/che/1/",
    }


def not_yet_looked_at() -> dict:
    """As before, and nobody has looked at its pages: the address is that of its contact sheet."""
    waiting = not_yet_confirmed()
    entry = Entry.objects.get(versions__sealing=waiting["sealing"])
    with guards.lifted():
        PageLook.objects.filter(entry=entry).delete()
    return waiting | {"address": f"/quan-tri/ho-so/2026/{entry.public_id}/xem-trang/"}


def confirmed_again(sealing: int, confirmed_at: str) -> int:
    Sealing.objects.filter(pk=sealing).update(confirmed_at=confirmed_at)
    return Entry.objects.filter(versions__sealing=sealing).update(status=Entry.Status.SEALED)
