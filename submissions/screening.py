"""The secretariat's look at a dossier: accept, return for changes, refuse."""

import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competition.errors import NotAllowed, Refused, WrongState
from foundation.ledger import chain
from foundation.notifications import post
from foundation.vietnamese.calendar import add_working_days
from submissions import permissions
from submissions.models import Entry, Screening

DAYS_TO_ANSWER = 5  # working days for an entrant whose dossier was returned


@transaction.atomic
def _decide(entry: Entry, verdict: str, status: str, *, by, at: datetime.datetime, reason: str, due=None) -> Screening:
    entry = Entry.objects.select_for_update(of=("self",)).select_related("edition", "owner").get(pk=entry.pk)
    if not permissions.can_screen(by, entry):
        raise NotAllowed(_("Only the secretariat screens dossiers, and nobody screens an entry of their own."))
    if entry.status != Entry.Status.SUBMITTED:
        raise WrongState(_("This dossier is not waiting for a decision."))
    version = entry.versions.first()
    if verdict == Screening.Verdict.ACCEPTED and entry.edition.asks_unit_confirmation and not hasattr(version, "confirmation"):
        raise WrongState(_("The unit has not confirmed this dossier yet."))
    if verdict != Screening.Verdict.ACCEPTED and not reason.strip():
        raise Refused(_("Write the reason: the entrant reads it."))
    screening = Screening.objects.create(version=version, verdict=verdict, reason=reason.strip(), due=due, by=by, at=at)
    entry.status, entry.amending_since = status, None
    entry.save()
    chain.append(
        entry.edition.chain, "entry.screened", {"receipt": entry.receipt_number, "version": version.number, "verdict": verdict},
        at=at, by=by,
    )  # fmt: skip
    post.tell(
        entry.owner, "screening", {"entry": entry, "screening": screening},
        key=f"screening:{screening.pk}", link=f"/ho-so/{entry.public_id}/",
    )  # fmt: skip
    return screening


def accept(*, entry: Entry, by, at: datetime.datetime) -> Screening:
    """The dossier is complete and eligible."""
    return _decide(entry, Screening.Verdict.ACCEPTED, Entry.Status.ACCEPTED, by=by, at=at, reason="")


def return_for_changes(*, entry: Entry, by, at: datetime.datetime, reason: str) -> Screening:
    """Ask for changes; the entrant has five working days and comes back with a new version."""
    due = add_working_days(localdate(at), DAYS_TO_ANSWER)
    return _decide(entry, Screening.Verdict.RETURNED, Entry.Status.RETURNED, by=by, at=at, reason=reason, due=due)


def refuse(*, entry: Entry, by, at: datetime.datetime, reason: str) -> Screening:
    """The entry is not eligible."""
    return _decide(entry, Screening.Verdict.REFUSED, Entry.Status.REFUSED, by=by, at=at, reason=reason)
