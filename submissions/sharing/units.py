"""A unit's focal point (đầu mối): sees the works of the unit's people, confirms them in one list,
or sends them back.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.membership import grant
from accounts.models import Membership, Unit
from accounts.permissions import Role, Scope, is_secretariat, scope_ids
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition
from foundation.ledger import chain
from foundation.notifications import post
from foundation.vault import store
from submissions import permissions
from submissions.files import inspection
from submissions.models import Entry, EntryVersion, UnitConfirmation, UnitReturn
from submissions.writing.intake import locked


def entries_of(user):
    """Submitted entries of the person's unit and the units below it, in the editions whose focal
    point the person is.
    """
    if user.unit is None:
        return Entry.objects.none()
    editions = scope_ids(user, Role.FOCAL_POINT, Scope.EDITION)
    return Entry.objects.filter(
        edition__in=editions, unit__path__startswith=user.unit.path
    ).exclude(status__in=["draft", "withdrawn"])


def editions_of(user):
    """The editions whose focal point the person is, the newest first."""
    return Edition.objects.filter(pk__in=scope_ids(user, Role.FOCAL_POINT, Scope.EDITION))


@transaction.atomic
def appoint(*, edition: Edition, user, unit: Unit, by) -> None:
    """Make a person the focal point of a unit in this edition. Raises NotAllowed, Refused."""
    if not is_secretariat(by, edition.pk):
        raise NotAllowed(_("Only the secretariat appoints focal points."))
    if (
        user.unit_id
        and user.unit_id != unit.pk
        and Membership.objects.filter(user=user, role=Role.FOCAL_POINT).exists()
    ):
        raise Refused(
            _("%(name)s is the focal point of “%(unit)s” already.")
            % {"name": user, "unit": user.unit}
        )
    user.unit = unit
    user.save(update_fields=["unit"])
    grant(user, Role.FOCAL_POINT, edition_id=edition.pk)


def _latest(version: EntryVersion, by) -> Entry:
    entry = locked(version.entry)
    if not permissions.can_confirm(by, entry):
        raise NotAllowed(_("Only the focal point of the entry's unit may confirm it."))
    if entry.status != Entry.Status.SUBMITTED or version.pk != entry.versions.first().pk:
        raise WrongState(_("Only the latest submitted version can be confirmed."))
    return entry


@transaction.atomic
def confirm(
    *,
    version: EntryVersion,
    by,
    at: datetime.datetime,
    list_number: str = "",
    list_date: datetime.date | None = None,
    document=None,
) -> UnitConfirmation:
    """The focal point confirms a version, with the number and date of the unit's list. Raises
    NotAllowed, WrongState.
    """
    entry = _latest(version, by)
    listed = {"list_number": list_number, "list_date": list_date, "document": document}
    confirmation, created = UnitConfirmation.objects.get_or_create(
        version=version,
        defaults={"unit": entry.unit, "confirmed_by": by, "confirmed_at": at} | listed,
    )
    if created:
        chain.append(
            entry.edition.chain,
            "entry.confirmed",
            {"receipt": entry.receipt_number, "list": list_number},
            at=at,
            by=by,
        )
    return confirmation


@transaction.atomic
def confirm_list(
    *,
    versions: list[EntryVersion],
    number: str,
    date: datetime.date,
    upload,
    by,
    at: datetime.datetime,
) -> int:
    """Confirm several versions in one list; `upload` is the stamped page (PDF or picture) or None.
    All or none.

    Raises Refused (nothing chosen, a bad file), and what `confirm` raises.
    """
    if not versions:
        raise Refused(_("Choose at least one entry of the list."))
    document = None
    if upload is not None:
        content = upload.read()
        verdict = inspection.inspect_safely(content, upload.name)
        if not verdict.accepted:
            raise Refused(f"“{inspection.clean_name(upload.name)}”: {verdict.message}")
        document = store.put(
            content,
            media_type=inspection.KINDS[
                "." + inspection.clean_name(upload.name).lower().rpartition(".")[2]
            ][1],
        )
    for version in versions:
        confirm(
            version=version, by=by, at=at, list_number=number, list_date=date, document=document
        )
    return len(versions)


@transaction.atomic
def send_back(*, version: EntryVersion, reason: str, by, at: datetime.datetime) -> UnitReturn:
    """Ask the authors for changes before the unit confirms. Raises NotAllowed,
    WrongState, Refused.
    """
    entry = _latest(version, by)
    if hasattr(version, "confirmation"):
        raise WrongState(_("This version is confirmed already."))
    if not reason.strip():
        raise Refused(_("Write the reason: the entrant reads it."))
    returned = UnitReturn.objects.create(version=version, reason=reason.strip(), by=by, at=at)
    entry.status, entry.amending_since = Entry.Status.RETURNED, None
    entry.save()
    chain.append(
        entry.edition.chain,
        "entry.returned_by_unit",
        {"receipt": entry.receipt_number, "version": version.number},
        at=at,
        by=by,
    )
    post.tell(
        entry.owner,
        "unit_return",
        {"entry": entry, "returned": returned, "unit": entry.unit},
        key=f"unit-return:{returned.pk}",
        link=f"/ho-so/{entry.public_id}/",
    )
    return returned
