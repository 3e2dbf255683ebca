"""The secretariat's word on who may judge what.

A relation that was found is cleared, or one that no machine can see is entered.
"""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, Refused
from competition.verbs import fits, need_reason
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from submissions import permissions
from submissions.models import Clearance, EnteredConflict, Entry
from submissions.sealing import relations


@transaction.atomic
def clear(*, entry: Entry, person: User, reason: str, by: User, at: datetime.datetime) -> Clearance:
    """Let a related person judge an entry. Raises NotAllowed, Refused (no reason, or an author)."""
    if not permissions.can_screen(by, entry):
        raise NotAllowed(_("Only the secretariat clears conflicts of interest."))
    if relations.is_author(person, entry):
        raise Refused(
            _("%(name)s is an author of this entry: nobody judges an own work.") % {"name": person}
        )
    reason = need_reason(reason, _("Write the reason: it is kept with the minutes."))
    clearance, _created = Clearance.objects.get_or_create(
        entry=entry, person=person, defaults={"reason": reason, "by": by, "at": at}
    )
    who = _who_and_what(entry, person)
    chain.append(entry.edition.chain, "conflict.cleared", {}, at=at, by=by, beside=who)
    emit("clearance.changed", edition=entry.edition_id)
    return clearance


@transaction.atomic
def enter(
    *, entry: Entry, person: User, reason: str, by: User, at: datetime.datetime
) -> EnteredConflict:
    """Keep a person away from an entry; an earlier clearance of the pair no longer holds.

    Raises NotAllowed, Refused.
    """
    if not permissions.can_screen(by, entry):
        raise NotAllowed(_("Only the secretariat enters conflicts of interest."))
    reason = need_reason(reason, _("Write the reason: it is kept with the minutes."))
    Clearance.objects.filter(entry=entry, person=person).delete()
    conflict, _created = EnteredConflict.objects.update_or_create(
        entry=entry, person=person, defaults={"reason": fits(reason, 300), "by": by, "at": at}
    )
    who = _who_and_what(entry, person)
    chain.append(entry.edition.chain, "conflict.entered", {}, at=at, by=by, beside=who)
    emit("clearance.changed", edition=entry.edition_id)
    return conflict


def _who_and_what(entry: Entry, person: User) -> dict[str, Any]:
    """Beside the line: read in it, it would tell judges' and their friends' dossiers, and with the
    sheet that is taken off at once the code too.
    """
    return {"receipt": entry.receipt_number, "person": person.pk}
