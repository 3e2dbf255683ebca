"""Messages to everybody whom a change of the timetable concerns."""

from accounts.models import User
from competition.models import Correction, Extension
from competition.verbs import address_of, page_address
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
            link=address_of(entry),
        )


def tell_of_correction(name: str, payload: dict) -> None:
    """The published rules were corrected: everybody with an entry is told, once a person."""
    correction = Correction.objects.select_related("edition").get(pk=payload["correction"])
    edition = correction.edition
    entries = Entry.objects.in_edition(edition).exclude(status=Entry.Status.WITHDRAWN)
    owners = User.objects.filter(pk__in=entries.values("owner"), is_active=True)
    for owner in owners.iterator():
        post.tell(
            owner,
            "rules_corrected",
            {"correction": correction, "edition": edition},
            key=f"correction:{correction.pk}:{owner.pk}",
            link=page_address("my_entries"),
        )
