"""Who may do what with an entry."""

from accounts.permissions import Role, has_role, is_secretariat
from submissions.models import Entry


def can_edit(user, entry: Entry) -> bool:
    """The owner, while the entry is a draft or was returned."""
    return user.is_authenticated and entry.owner_id == user.pk and entry.is_editable


def can_submit(user, entry: Entry) -> bool:
    """The owner of what can be edited."""
    return can_edit(user, entry)


def can_amend(user, entry: Entry) -> bool:
    """The owner of what was submitted and is not sealed yet; the deadline is the verb's question."""
    return user.is_authenticated and entry.owner_id == user.pk and entry.status in (Entry.Status.SUBMITTED, Entry.Status.ACCEPTED)


def can_view(user, entry: Entry) -> bool:
    """The owner and the office. Judges and committee members never see an entry here."""
    return user.is_authenticated and (entry.owner_id == user.pk or is_secretariat(user, entry.edition_id))


def can_withdraw(user, entry: Entry) -> bool:
    """The owner, until the entry is out of the contest or its result is known."""
    gone = (Entry.Status.WITHDRAWN, Entry.Status.REFUSED)
    return user.is_authenticated and entry.owner_id == user.pk and entry.status not in gone and not hasattr(entry, "outcome")


def can_screen(user, entry: Entry) -> bool:
    """The secretariat, never on an entry of its own."""
    return is_secretariat(user, entry.edition_id) and entry.owner_id != user.pk


def can_seal(user, entry: Entry) -> bool:
    return can_screen(user, entry)


def can_confirm(user, entry: Entry) -> bool:
    """The focal point of the entry's unit or of a unit above it."""
    if entry.unit is None or user.unit is None or not has_role(user, Role.FOCAL_POINT, edition_id=entry.edition_id):
        return False
    return entry.unit.path.startswith(user.unit.path)
