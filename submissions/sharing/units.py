"""A unit's focal point (đầu mối) confirms the works of its people in one list, or returns them."""

import datetime

from django.core.files import File
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.membership import grant, take_back
from accounts.models import Membership, Unit, User
from competition import roles
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition
from competition.verbs import address_of, lock, need_reason, need_verified, page_address
from foundation.ledger import chain
from foundation.notifications import post
from foundation.vault import store
from foundation.vault.models import Blob
from submissions import permissions
from submissions.files import inspection
from submissions.models import Entry, EntryVersion, UnitConfirmation, UnitReturn

NOTHING_CHOSEN = gettext_lazy("Choose at least one entry of the list.")


def entries_of(user: User) -> QuerySet[Entry]:
    """Submitted entries of the units for which the person speaks, and of those below them: each in
    the edition in which the person is the unit's focal point.
    """
    held = permissions.focal_points_of(user)
    theirs = Q(pk=None)
    for edition_id, path in held.values_list("scope_id", "unit__path"):
        theirs |= Q(edition=edition_id, unit__path__startswith=path)
    return Entry.objects.filter(theirs).exclude(
        status__in=[Entry.Status.DRAFT, Entry.Status.WITHDRAWN]
    )


def units_of(user: User) -> QuerySet[Unit]:
    """The units for which the person speaks in some edition."""
    return Unit.objects.filter(focal_points__in=permissions.focal_points_of(user)).distinct()


def editions_of(user: User) -> QuerySet[Edition]:
    """The editions whose focal point the person is, the newest first."""
    return Edition.objects.filter(pk__in=permissions.focal_editions(user))


@transaction.atomic
def appoint(
    *, edition: Edition, user: User, unit: Unit, reason: str, by: User, at: datetime.datetime
) -> Membership:
    """Make a person the focal point of a unit in this edition; the person is told.

    Raises NotAllowed, Refused (no reason, an address that nobody has confirmed, a focal point
    already, a seat on a panel of the edition).
    """
    edition = lock(edition)
    if not permissions.can_appoint_focal_points(by, edition.pk):
        raise NotAllowed(_("Only the secretariat appoints focal points."))
    reason = need_reason(reason, _("Write the reason: it is kept with the role."))
    need_verified(user)
    own = permissions.unit_of_focal_point(user, edition.pk)
    if own is not None:
        raise Refused(
            _("%(name)s is the focal point of “%(unit)s” already.") % {"name": user, "unit": own}
        )
    roles.refuse_barred(edition, user, Membership.Role.FOCAL_POINT)
    held = grant(user, Membership.Role.FOCAL_POINT, edition_id=edition.pk, unit=unit)
    line = {"role": held.role, "person": user.pk, "unit": unit.code}
    chain.append(edition.chain, "role.given", line, at=at, by=by, text=reason)
    post.tell(
        user,
        "role_changed",
        {
            "edition": edition,
            "role": format_lazy("{}, {}", Membership.Role.FOCAL_POINT.label, unit.name),
            "given": True,
            "reason": reason,
        },
        key=f"role:{edition.pk}:{user.pk}:{held.role}:{unit.pk}:{at.isoformat()}",
        link=page_address("my_work"),
    )
    return held


@transaction.atomic
def dismiss(*, held: Membership, reason: str, by: User, at: datetime.datetime) -> None:
    """End the role of a unit's focal point; the person is told.

    Raises NotAllowed; WrongState when it is not held any more; Refused without a reason, or for
    another role.
    """
    held = lock(held, "user", "unit")
    edition = lock(Edition.objects.get(pk=held.scope_id))
    if not permissions.can_appoint_focal_points(by, edition.pk):
        raise NotAllowed(_("Only the secretariat appoints focal points."))
    reason = need_reason(reason, _("Write the reason: it is kept with the role."))
    if held.unit is None or held.role != Membership.Role.FOCAL_POINT:
        raise Refused(_("This is no role of a focal point."))
    unit = held.unit
    user = held.user
    take_back(held)
    line = {"role": Membership.Role.FOCAL_POINT, "person": user.pk, "unit": unit.code}
    chain.append(edition.chain, "role.taken", line, at=at, by=by, text=reason)
    post.tell(
        user,
        "role_changed",
        {
            "edition": edition,
            "role": format_lazy("{}, {}", Membership.Role.FOCAL_POINT.label, unit.name),
            "given": False,
            "reason": reason,
        },
        key=f"role-taken:{edition.pk}:{user.pk}:{unit.pk}:{at.isoformat()}",
        link=page_address("my_work"),
    )


def _entry_to_confirm(version: EntryVersion, by: User) -> tuple[Entry, Unit]:
    """The locked entry of its latest version, and its unit. Raises NotAllowed, WrongState."""
    entry = lock(version.entry, "edition", "owner")
    unit = entry.unit
    if unit is None or not permissions.can_confirm(by, entry):
        raise NotAllowed(_("Only the focal point of the entry's unit may confirm it."))
    if entry.status != Entry.Status.SUBMITTED or version != entry.latest_version():
        raise WrongState(_("Only the latest submitted version can be confirmed."))
    return entry, unit


@transaction.atomic
def confirm(
    *,
    version: EntryVersion,
    by: User,
    at: datetime.datetime,
    list_number: str = "",
    list_date: datetime.date | None = None,
    document: Blob | None = None,
) -> UnitConfirmation:
    """The focal point confirms a version, with the number and date of the unit's list.

    `document` is the stamped page. Raises NotAllowed, WrongState, Refused (a day to come).
    """
    entry, unit = _entry_to_confirm(version, by)
    if list_date is not None and list_date > localdate(at):
        raise Refused(_("A list is dated today at the latest."), about="date")
    confirmation, created = UnitConfirmation.objects.get_or_create(
        version=version,
        defaults={
            "unit": unit,
            "confirmed_by": by,
            "confirmed_at": at,
            "list_number": list_number,
            "list_date": list_date,
            "document": document,
        },
    )
    if created:
        chain.append(
            entry.edition.chain,
            "entry.confirmed",
            {},
            at=at,
            by=by,
            beside={"receipt": entry.receipt_number, "list": list_number},
        )
    return confirmation


@transaction.atomic
def confirm_list(
    *,
    versions: list[EntryVersion],
    number: str,
    date: datetime.date,
    upload: File | None,
    by: User,
    at: datetime.datetime,
) -> int:
    """Confirm several versions in one list, all or none; returns how many.

    `upload` is the stamped page (PDF or picture). Raises Refused (nothing chosen, a bad file), and
    what `confirm` raises.
    """
    if not versions:
        raise Refused(NOTHING_CHOSEN)
    document = _stamped_page(upload) if upload is not None else None
    for version in versions:
        confirm(
            version=version, by=by, at=at, list_number=number, list_date=date, document=document
        )
    return len(versions)


def _stamped_page(upload: File) -> Blob:
    """The inspected page in the vault. Raises Refused."""
    content = upload.read()
    sent_as = upload.name or ""
    verdict = inspection.inspect_safely(content, sent_as)
    name = inspection.clean_name(sent_as)
    if not verdict.accepted:
        raise Refused(f"“{name}”: {verdict.message}", about="page")
    return store.put_known(content, media_type=inspection.media_type_of(name))


@transaction.atomic
def send_back(*, version: EntryVersion, reason: str, by: User, at: datetime.datetime) -> UnitReturn:
    """Ask the authors for changes before the unit confirms.

    Raises NotAllowed, WrongState, Refused.
    """
    entry, unit = _entry_to_confirm(version, by)
    if UnitConfirmation.objects.filter(version=version).exists():
        raise WrongState(_("This version is confirmed already."))
    reason = need_reason(reason, _("Write the reason: the entrant reads it."))
    returned = UnitReturn.objects.create(version=version, reason=reason, by=by, at=at)
    entry.status = Entry.Status.RETURNED
    entry.amending_since = None
    entry.save()
    chain.append(
        entry.edition.chain,
        "entry.returned_by_unit",
        {},
        at=at,
        by=by,
        beside={"receipt": entry.receipt_number, "version": version.number},
    )
    post.tell(
        entry.owner,
        "unit_return",
        {"entry": entry, "returned": returned, "unit": unit},
        key=f"unit-return:{returned.pk}",
        link=address_of(entry),
    )
    return returned
