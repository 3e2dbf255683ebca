"""Who may do what with an entry."""

from accounts.permissions import Role, has_role, is_secretariat
from submissions.models import Entry, Invitation


def can_edit(user, entry: Entry) -> bool:
    """The owner, and co-authors whom the owner lets write, while the entry is a draft or was
    returned.
    """
    return (
        user.is_authenticated
        and entry.is_editable
        and (entry.owner_id == user.pk or _shares(user, entry, Invitation.Right.EDIT))
    )


def _shares(user, entry: Entry, *rights: str) -> bool:
    return Invitation.objects.filter(
        entry=entry, accepted_by=user, revoked_at=None, right__in=rights
    ).exists()


def can_submit(user, entry: Entry) -> bool:
    """The owner of what can be edited."""
    return user.is_authenticated and entry.owner_id == user.pk and entry.is_editable


def can_invite(user, entry: Entry) -> bool:
    """The owner, until the entry is out of the contest."""
    gone = (Entry.Status.WITHDRAWN, Entry.Status.REFUSED)
    return user.is_authenticated and entry.owner_id == user.pk and entry.status not in gone


def can_amend(user, entry: Entry) -> bool:
    """The owner of what was submitted and is not sealed yet; the deadline is the verb's
    question.
    """
    return (
        user.is_authenticated
        and entry.owner_id == user.pk
        and entry.status in (Entry.Status.SUBMITTED, Entry.Status.ACCEPTED)
    )


def can_view(user, entry: Entry) -> bool:
    """The owner, invited co-authors and the office. Judges and committee members never see an entry
    here.
    """
    if not user.is_authenticated:
        return False
    return (
        entry.owner_id == user.pk
        or is_secretariat(user, entry.edition_id)
        or _shares(user, entry, *Invitation.Right.values)
    )


def can_answer(user, entry: Entry) -> bool:
    """Whoever sends the entry in writes to the secretariat, once it is sent."""
    return (
        user.is_authenticated and entry.owner_id == user.pk and entry.status != Entry.Status.DRAFT
    )


def can_withdraw(user, entry: Entry) -> bool:
    """The owner, until the entry is out of the contest or its result is known."""
    gone = (Entry.Status.WITHDRAWN, Entry.Status.REFUSED)
    return (
        user.is_authenticated
        and entry.owner_id == user.pk
        and entry.status not in gone
        and not hasattr(entry, "outcome")
    )


def can_screen(user, entry: Entry) -> bool:
    """The secretariat, never on an entry of its own."""
    return is_secretariat(user, entry.edition_id) and entry.owner_id != user.pk


def can_write_for_others(user, edition_id: int) -> bool:
    """The secretariat, and a focal point of a unit, write dossiers for people who cannot."""
    return is_secretariat(user, edition_id) or has_role(
        user, Role.FOCAL_POINT, edition_id=edition_id
    )


def can_keep_exhibits(user, edition_id: int) -> bool:
    return is_secretariat(user, edition_id)


def can_seal(user, entry: Entry) -> bool:
    return can_screen(user, entry)


def can_confirm(user, entry: Entry) -> bool:
    """The focal point of the entry's unit or of a unit above it."""
    if (
        entry.unit is None
        or user.unit is None
        or not has_role(user, Role.FOCAL_POINT, edition_id=entry.edition_id)
    ):
        return False
    return entry.unit.path.startswith(user.unit.path)


def owns(user, entry: Entry) -> bool:
    """The person who writes the entry and sends it in."""
    return user.is_authenticated and entry.owner_id == user.pk


def can_read(user, entry: Entry) -> bool:
    """The owner, and co-authors who were let in. The office has pages of its own."""
    return user.is_authenticated and (
        entry.owner_id == user.pk or _shares(user, entry, *Invitation.Right.values)
    )
