"""Who may do what with an entry.

The owner writes it and sends it in; co-authors come by invitation; the secretariat looks at what
was sent; a unit's focal point speaks for the unit's people. Judges and committee members never see
an entry here. Whether a deadline has passed is the verb's question.
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import Membership, Unit, User
from accounts.permissions import (
    Role,
    Scope,
    Visitor,
    has_role,
    is_secretariat,
    is_signed_in,
    scope_ids,
)
from submissions.models import Author, Entry, Handover, ImportedList, Invitation, Upload

_OUT = (Entry.Status.WITHDRAWN, Entry.Status.REFUSED)


def _shares(user: User, entry: Entry, *rights: str) -> bool:
    return Invitation.objects.filter(
        entry=entry, accepted_by=user, revoked_at=None, right__in=rights
    ).exists()


# The owner and the co-authors.


def owns(user: User, entry: Entry) -> bool:
    """The person who writes the entry and sends it in."""
    return is_signed_in(user) and entry.owner_id == user.pk


def can_read(user: User, entry: Entry) -> bool:
    """The owner, and co-authors who were let in. The office has pages of its own."""
    if not is_signed_in(user):
        return False
    return entry.owner_id == user.pk or _shares(user, entry, *Invitation.Right.values)


def can_write(user: User, entry: Entry) -> bool:
    """The owner, and co-authors whom the owner lets write; when, is the verb's question."""
    return is_signed_in(user) and (
        entry.owner_id == user.pk or _shares(user, entry, Invitation.Right.EDIT)
    )


def sends(user: User, upload: Upload) -> bool:
    """Whoever began to send the file."""
    return is_signed_in(user) and upload.owner_id == user.pk


def can_view(user: User, entry: Entry) -> bool:
    """The owner, invited co-authors and the office."""
    if not is_signed_in(user):
        return False
    return is_secretariat(user, entry.edition_id) or can_read(user, entry)


def can_edit(user: User, entry: Entry) -> bool:
    """The owner, and co-authors whom the owner lets write, of a draft or a returned entry."""
    if not is_signed_in(user) or not entry.is_editable:
        return False
    return entry.owner_id == user.pk or _shares(user, entry, Invitation.Right.EDIT)


def can_submit(user: User, entry: Entry) -> bool:
    """The owner of what can be edited."""
    return owns(user, entry) and entry.is_editable


def can_invite(user: User, entry: Entry) -> bool:
    """The owner, until the entry is sealed: who its authors are is fixed then."""
    return owns(user, entry) and entry.status not in (*_OUT, Entry.Status.SEALED)


def can_end_invitation(user: User, entry: Entry) -> bool:
    """The owner, until the entry is out of the contest."""
    return owns(user, entry) and entry.status not in _OUT


def can_amend(user: User, entry: Entry) -> bool:
    """The owner of what was submitted and is not sealed yet."""
    return owns(user, entry) and entry.status in (Entry.Status.SUBMITTED, Entry.Status.ACCEPTED)


def can_answer(user: User, entry: Entry) -> bool:
    """Whoever sends the entry in writes to the secretariat, once it is sent."""
    return owns(user, entry) and entry.status != Entry.Status.DRAFT


def can_withdraw(user: User, entry: Entry) -> bool:
    """The owner, until the entry is out of the contest or its result is known."""
    return owns(user, entry) and entry.status not in _OUT and not hasattr(entry, "outcome")


def can_withdraw_consent(user: User, entry: Entry) -> bool:
    """The owner of what was submitted once; whatever became of it since."""
    return owns(user, entry) and entry.status != Entry.Status.DRAFT


# The secretariat, with one entry.


def entries_of_own(user: Visitor) -> QuerySet[Entry]:
    """The entries in which a person has a part: as owner, as a co-author who was let in, or as an
    author by the own e-mail address.
    """
    if isinstance(user, AnonymousUser):
        return Entry.objects.none()
    shared = Invitation.objects.filter(accepted_by=user.pk, revoked_at=None)
    part = Q(owner=user.pk) | Q(pk__in=shared.values("entry"))
    if user.email:
        part |= Q(pk__in=Author.objects.filter(email__iexact=user.email).values("entry"))
    return Entry.objects.filter(part)


def has_part(person: Visitor, entry: Entry) -> bool:
    """Whether the person decides nothing about this entry, being one of those behind it."""
    return entry.owner_id == person.pk or entries_of_own(person).filter(pk=entry.pk).exists()


def can_screen(user: User, entry: Entry) -> bool:
    """The secretariat, never on an entry in which the person has a part."""
    return is_secretariat(user, entry.edition_id) and not has_part(user, entry)


def can_seal(user: User, entry: Entry) -> bool:
    """Whoever may screen it."""
    return can_screen(user, entry)


def can_write_to_entrant(user: User, entry: Entry) -> bool:
    """The secretariat of the entry's edition."""
    return is_secretariat(user, entry.edition_id)


def can_handle(user: User, entry: Entry) -> bool:
    """The secretariat of the entry's edition: its people hand dossiers out, and get them."""
    return is_secretariat(user, entry.edition_id)


def can_compare(user: User, entry: Entry) -> bool:
    """Whoever may screen it looks at entries that are similar to it."""
    return can_screen(user, entry)


def can_end_consent(user: User, entry: Entry) -> bool:
    """The secretariat of the entry's edition does what an entrant has asked for."""
    return is_secretariat(user, entry.edition_id)


# The secretariat, in an edition.


def can_seal_in(user: User, edition_id: int) -> bool:
    """The secretariat has all dossiers prepared or sealed at once; each still asks `can_seal`."""
    return is_secretariat(user, edition_id)


def can_keep_exhibits(user: User, edition_id: int) -> bool:
    """The secretariat."""
    return is_secretariat(user, edition_id)


def can_appoint_focal_points(user: User, edition_id: int) -> bool:
    """The secretariat."""
    return is_secretariat(user, edition_id)


# Who speaks for a unit, or writes for others.


def can_write_for_others(user: User, edition_id: int) -> bool:
    """The secretariat, and a focal point of a unit, write dossiers for people who cannot."""
    return is_secretariat(user, edition_id) or has_role(
        user, Role.FOCAL_POINT, edition_id=edition_id
    )


def can_print_slip(user: User, handover: Handover) -> bool:
    """Whoever wrote the dossier, and whoever owns it."""
    return is_signed_in(user) and user.pk in (handover.entry.owner_id, handover.by_id)


def can_write_for_every_unit(user: User, edition_id: int) -> bool:
    """The secretariat; a focal point writes for the own unit and those below it."""
    return is_secretariat(user, edition_id)


def can_enter_list(user: User, imported: ImportedList) -> bool:
    """Whoever read the list in."""
    return is_signed_in(user) and imported.by_id == user.pk


def can_confirm(user: User, entry: Entry) -> bool:
    """The focal point of the entry's unit or of a unit above it."""
    unit = unit_of_focal_point(user, entry.edition_id)
    return unit is not None and entry.unit is not None and entry.unit.path.startswith(unit.path)


def focal_points_of(user: User) -> QuerySet[Membership]:
    """The roles as a unit's focal point of a person whose account is in use; the unit of the
    profile gives nothing.
    """
    held = Membership.objects.in_force().filter(
        user=user.pk, role=Role.FOCAL_POINT, scope=Scope.EDITION
    )
    return held.filter(unit__isnull=False, user__is_active=True)


def unit_of_focal_point(user: User, edition_id: int) -> Unit | None:
    """For which unit the person speaks in this edition."""
    held = focal_points_of(user).filter(scope_id=edition_id).select_related("unit").first()
    return held.unit if held else None


def focal_editions(user: User) -> set[int]:
    """The editions in which the person is a unit's focal point."""
    return scope_ids(user, Role.FOCAL_POINT, Scope.EDITION)
