"""Messages to everybody whom a change of the timetable concerns."""

from competition.models import Extension
from foundation.notifications import post
from submissions.models import Entry


def tell_drafts(name: str, payload: dict) -> None:
    """The deadline was moved: everybody with an unfinished draft is told, once."""
    extension = Extension.objects.select_related("edition").get(pk=payload["extension"])
    drafts = (
        Entry.objects.in_edition(extension.edition)
        .filter(status=Entry.Status.DRAFT)
        .select_related("owner", "edition")
    )
    for entry in drafts.iterator():
        post.tell(
            entry.owner,
            "deadline_extended",
            {"entry": entry, "extension": extension, "edition": extension.edition},
            key=f"extension:{extension.pk}:{entry.pk}",
            link=entry.get_absolute_url(),
        )
