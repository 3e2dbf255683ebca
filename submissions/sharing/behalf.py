"""Dossiers that an officer writes for people who cannot: from paper, or from a unit's list.

The officer owns the dossier until its entrant takes it over with the one-use code that stands on
the printed slip.
"""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import phone as phones
from accounts.models import SignInCode, User
from competition.errors import NotAllowed, Refused
from competition.models import Edition, Phase
from competition.permissions import can_run
from competition.phases import require_open
from competition.verbs import lock
from foundation.ledger import chain
from foundation.ledger.models import Event
from foundation.papers import pdf
from foundation.vault import codes
from submissions import permissions
from submissions.models import Author, Entry, Handover

_AUTHOR = {"full_name", "position", "workplace", "email", "phone", "share", "birth_date"}


@transaction.atomic
def start(
    *,
    edition: Edition,
    full_name: str,
    by: User,
    at: datetime.datetime,
    phone: str = "",
    on_paper: bool = False,
    columns: dict[str, Any] | None = None,
    authors: Sequence[dict] = (),
) -> Entry:
    """A draft for somebody else, who takes it over with the code of a slip (`print_slips`).

    `columns` are columns of Entry, `authors` rows of Author. A dossier on paper that is received
    before the deadline may be typed and submitted until screening ends. Raises PhaseClosed,
    NotAllowed, Refused.
    """
    if not permissions.can_write_for_others(by, edition.pk):
        raise NotAllowed(_("Only the secretariat and focal points write dossiers for others."))
    require_open(edition, Phase.Kind.SUBMISSION, at=at)
    full_name = " ".join(full_name.split())
    if not full_name:
        raise Refused(_("Write the entrant's full name."))
    entry = Entry.objects.create(edition=edition, owner=by, **(columns or {}))
    _add_authors(entry, authors or [{"full_name": full_name, "phone": phone, "share": 100}])
    Handover.objects.create(
        entry=entry,
        full_name=full_name,
        phone=phone,
        on_paper=on_paper,
        code_digest=codes.code_digest(codes.new()),
        by=by,
        at=at,
    )
    if on_paper:
        chain.append(
            edition.chain, "entry.paper_received", {"dossier": str(entry.public_id)}, at=at, by=by
        )
    return entry


def _add_authors(entry: Entry, rows: Sequence[dict]) -> None:
    for order, row in enumerate(rows):
        columns = {name: value for name, value in row.items() if name in _AUTHOR}
        Author.objects.create(entry=entry, order=order, **columns)
    entry.index_words()


@transaction.atomic
def print_slips(*, entries: list[Entry], by: User, at: datetime.datetime) -> bytes:
    """The PDF of slips, one a page.

    Each printing makes fresh codes: no code is kept, and a lost slip opens nothing. Raises
    NotAllowed, Refused (nothing chosen, or taken over already).
    """
    issued = []
    for entry in entries:
        waiting = Handover.objects.select_for_update(of=("self",)).select_related("entry")
        handover = waiting.filter(entry=entry, claimed_at=None).first()
        if handover is None:
            raise Refused(_("“%(title)s” was taken over already.") % {"title": entry})
        if not permissions.can_print_slip(by, handover):
            raise NotAllowed(_("Only who wrote the dossier prints its slip."))
        code = codes.new()
        handover.code_digest = codes.code_digest(code)
        handover.save(update_fields=["code_digest"])
        issued.append({"entry": entry, "handover": handover, "code": code})
    if not issued:
        raise Refused(_("Choose at least one dossier."))
    shared = {"edition": entries[0].edition, "now": at}
    with override("vi"):
        return pdf.render_each("handover_slip.html", [shared | slip for slip in issued])


@transaction.atomic
def claim(*, code: str, by: User, at: datetime.datetime) -> Entry:
    """Take a dossier over with its code, once. Raises Refused."""
    handover = (
        Handover.objects.select_for_update()
        .filter(code_digest=codes.code_digest(code), claimed_at=None)
        .first()
    )
    if handover is None:
        raise Refused(
            _(
                "This code is not known, or was used already. Compare it with your slip, or "
                "ask the secretariat for another."
            )
        )
    entry = lock(handover.entry, "edition", "owner")
    handover.claimed_by = by
    handover.claimed_at = at
    handover.save(update_fields=["claimed_by", "claimed_at"])
    entry.owner = by
    entry.save(update_fields=["owner", "saved_at"])
    chain.append(
        entry.edition.chain, "entry.taken_over", {"dossier": str(entry.public_id)}, at=at, by=by
    )
    return entry


@transaction.atomic
def print_sign_in_codes(
    *, edition: Edition, phone: str, full_name: str, by: User, at: datetime.datetime
) -> tuple[User, list[str]]:
    """One-use codes on paper for a person without e-mail at the counter: (the person, the codes).

    Raises NotAllowed, Refused (the person holds a role, has a door of their own, or is not of this
    edition), ValueError (no phone number).
    """
    if not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat prints codes."))
    known = phones.owner(phone)
    try:
        if known is not None:
            _refuse_strangers(edition, known, by)
        person, fresh = phones.print_codes(phone=phone, full_name=full_name, by=by, at=at)
    except phones.NeedsNoCode as refusal:
        raise Refused(str(refusal)) from refusal
    chain.append(edition.chain, "person.codes_printed", {"person": person.pk}, at=at, by=by)
    return person, fresh


def _refuse_strangers(edition: Edition, person: User, by: User) -> None:
    """A code opens the whole account: none is printed for one that is not of this edition, or that
    holds dossiers of editions which `by` does not run.
    """
    if why := phones.why_no_paper(person):
        raise phones.NeedsNoCode(why)
    of = set(Entry.objects.readable_by(person).values_list("edition_id", flat=True))
    if not all(can_run(by, number) for number in of):
        raise Refused(
            _(
                "This person has dossiers in an edition that you do not run: only who runs the "
                "whole site prints codes for them."
            )
        )
    if of or _began_here(edition, person):
        return
    raise Refused(
        _(
            "This number is somebody's who has no dossier in an edition of yours. Codes "
            "are printed for people of the edition, and for new ones."
        )
    )


def _began_here(edition: Edition, person: User) -> bool:
    """Whether the account was made at this edition's counter: its first codes were printed there,
    and nothing has shown since that the phone is its owner's.
    """
    if person.phone_verified_at is not None or person.email:
        return False
    first = SignInCode.objects.filter(user=person, purpose=SignInCode.Purpose.SIGN_IN)
    lines = Event.objects.filter(
        chain__name=edition.chain, verb="person.codes_printed", payload__person=person.pk
    )
    return lines.filter(at=first.order_by("issued_at").values("issued_at")[:1]).exists()
