"""Exhibits (hiện vật): received, numbered, stored, shown, returned, each with a printed slip."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition
from competition.verbs import lock, need_reason
from foundation.ledger import chain
from foundation.papers import pdf
from submissions import permissions
from submissions.models import Entry, Exhibit, ExhibitStep, ReceiptCounter

Kind = ExhibitStep.Kind


def _next_number(edition: Edition) -> str:
    counter, _created = ReceiptCounter.objects.get_or_create(edition=edition)
    counter = lock(counter)
    counter.last_exhibit += 1
    counter.save(update_fields=["last_exhibit"])
    return f"HV-{edition.receipt_prefix}-{edition.year}-{counter.last_exhibit:04d}"


def _step(
    exhibit: Exhibit, kind: str, where: str, note: str, by: User, at: datetime.datetime
) -> ExhibitStep:
    edition = exhibit.entry.edition
    if not permissions.can_keep_exhibits(by, edition.pk):
        raise NotAllowed(_("Only the secretariat keeps exhibits."))
    where = need_reason(where, _("Write the place, or from whom or to whom it goes."))
    step = ExhibitStep.objects.create(
        exhibit=exhibit, kind=kind, where=where, note=note.strip(), by=by, at=at
    )
    chain.append(edition.chain, f"exhibit.{kind}", {"exhibit": exhibit.number}, at=at, by=by)
    return step


@transaction.atomic
def receive(
    *,
    entry: Entry,
    kind: str,
    name: str,
    count: int,
    condition: str,
    brought_by: str,
    by: User,
    at: datetime.datetime,
) -> ExhibitStep:
    """Take a thing into keeping under the edition's next number. Raises NotAllowed, Refused."""
    if not name.strip() or not 1 <= count <= 999:
        raise Refused(_("Say what the exhibit is, and how many pieces."))
    entry = lock(entry, "edition", "owner")
    if entry.status == Entry.Status.DRAFT:
        raise Refused(_("This dossier is not submitted yet."))
    exhibit = Exhibit.objects.create(
        entry=entry,
        number=_next_number(entry.edition),
        kind=kind,
        name=name.strip(),
        count=count,
        condition=condition.strip(),
    )
    return _step(exhibit, Kind.RECEIVED, brought_by, "", by, at)


@transaction.atomic
def move(
    *, exhibit: Exhibit, kind: str, where: str, note: str, by: User, at: datetime.datetime
) -> ExhibitStep:
    """Store it, show it or give it back; nothing follows the return.

    Raises NotAllowed, WrongState, Refused.
    """
    exhibit = lock(exhibit, "entry__edition")
    if exhibit.steps.filter(kind=Kind.RETURNED).exists():
        raise WrongState(_("This exhibit was returned already."))
    if kind not in (Kind.STORED, Kind.SHOWN, Kind.RETURNED):
        raise Refused(_("Choose what happens to the exhibit."))
    return _step(exhibit, kind, where, note, by, at)


def slip(step: ExhibitStep) -> bytes:
    """The PDF of one step's slip, for both signatures."""
    entry = step.exhibit.entry
    context = {"step": step, "exhibit": step.exhibit, "entry": entry, "edition": entry.edition}
    with override("vi"):
        return pdf.render("exhibit_slip.html", context)
