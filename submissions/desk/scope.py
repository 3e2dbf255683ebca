"""An entry as a person may reach it here; for anybody else there is none (404)."""

from django.shortcuts import get_object_or_404

from submissions.models import Entry


def own_entry(request, public_id) -> Entry:
    """An entry that the person writes and sends in."""
    entries = Entry.objects.owned_by(request.user)
    entries = entries.select_related("edition", "field", "kind", "unit")
    return get_object_or_404(entries, public_id=public_id)


def readable_entry(request, public_id) -> Entry:
    """An entry of the person's own, or one to which a co-author has let the person in."""
    entries = Entry.objects.readable_by(request.user).select_related(
        "edition", "owner", "field", "kind", "unit", "withdrawal", "outcome", "handover"
    )
    return get_object_or_404(entries, public_id=public_id)


def writable_entry(request, public_id) -> Entry:
    """An entry on which the person may write; in which state, the verb asks."""
    entries = Entry.objects.editable_by(request.user)
    entries = entries.select_related("edition", "field", "kind", "unit")
    return get_object_or_404(entries, public_id=public_id)
