"""Consents that are taken back: by the entrant at once until the announcement, by a request to the
secretariat afterwards; and content that is held back for longer. The dossier stays in the contest
either way.
"""

import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Phase
from competition.verbs import address_of, lock, page_address
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.notifications import post
from submissions import permissions
from submissions.models import ConsentWithdrawal, Entry, EntryConsent, Sealing
from submissions.screening.correspondence import who_reads_answers

Kind = EntryConsent.Kind
DAYS = 15  # to carry a request out (Decree 356/2025)

# What may be taken back, and the column that each consent has set.
COLUMNS = {
    Kind.NAMES: "publish_names",
    Kind.PICTURES: "publish_pictures",
    Kind.SUMMARY: "publish_summary",
}


def given(entry: Entry) -> list[dict]:
    """[{"kind", "label", "asked"}] of the consents that hold; `asked` is the open withdrawal."""
    withdrawals = entry.consent_withdrawals.filter(done_at=None)
    asked = {withdrawal.kind: withdrawal for withdrawal in withdrawals}
    return [
        {"kind": kind.value, "label": kind.label, "asked": asked.get(kind.value)}
        for kind, column in COLUMNS.items()
        if getattr(entry, column)
    ]


def taken_back(entry: Entry) -> list[ConsentWithdrawal]:
    """The consents that hold no more, the newest first."""
    done = entry.consent_withdrawals.exclude(done_at=None)
    return list(done.order_by("-done_at", "-pk"))


def due_on(asked_at: datetime.datetime) -> datetime.date:
    """The last day on which the secretariat sees to a request."""
    return localdate(asked_at) + datetime.timedelta(days=DAYS)


@transaction.atomic
def withdraw(*, entry: Entry, kind: str, by: User, at: datetime.datetime) -> ConsentWithdrawal:
    """Take a consent back; after the announcement it is a request, with a day until which the
    secretariat has seen to it. Asking again gives the same request.

    Raises NotAllowed, WrongState (nothing was agreed to).
    """
    entry = lock(entry, "edition", "owner")
    if not permissions.can_withdraw_consent(by, entry):
        raise NotAllowed(_("Only the person who submitted the entry takes a consent back."))
    if kind not in COLUMNS or not getattr(entry, COLUMNS[Kind(kind)]):
        raise WrongState(_("You have not agreed to this, or have taken it back before."))
    withdrawal, is_new = ConsentWithdrawal.objects.get_or_create(
        entry=entry,
        kind=kind,
        done_at=None,
        defaults={
            "asked_by": by,
            "asked_at": at,
            "due": due_on(at),
        },
    )
    if not hasattr(entry, "outcome"):
        _end(withdrawal, entry, by, at)
    elif is_new:
        asked = {"receipt": entry.receipt_number, "kind": kind}
        chain.append(
            entry.edition.chain, "consent.withdrawal_asked", {}, at=at, by=by, beside=asked
        )
        _tell_office(withdrawal, entry)
    return withdrawal


@transaction.atomic
def hold_back(
    *, entry: Entry, until: datetime.date | None, by: User, at: datetime.datetime
) -> Entry:
    """Publish nothing of the content before a day, or before a later one than was said; never
    before an earlier one.

    Raises NotAllowed, Refused (no day, a day that is over, or one before the day that holds).
    """
    entry = lock(entry, "edition", "owner")
    if not permissions.can_withdraw_consent(by, entry):
        raise NotAllowed(_("Only the person who submitted the entry says what may be public."))
    if until is None or until <= localdate(at):
        raise Refused(_("Give a day that is still to come."))
    if entry.embargo_until is not None and until <= entry.embargo_until:
        raise Refused(
            _("Nothing is published before %(day)s already. Give a later day.")
            % {"day": date_format(entry.embargo_until, "SHORT_DATE_FORMAT")}
        )
    entry.embargo_until = until
    entry.save(update_fields=["embargo_until"])
    held = {"receipt": entry.receipt_number, "until": until}
    chain.append(entry.edition.chain, "embargo.set", {}, at=at, by=by, beside=held)
    sealing = Sealing.objects.filter(version__entry=entry, voided_at=None).first()
    emit(
        "embargo.set",
        edition=entry.edition_id,
        until=until.isoformat(),
        vote_code=sealing.vote_code if sealing else "",
    )
    return entry


def can_leave_vote(entry: Entry, at: datetime.datetime) -> bool:
    """Whether the work may still be kept out of the vote: until the vote begins, so that nobody
    waits for how it goes.
    """
    voting = entry.edition.phase(Phase.Kind.VOTING)
    return not entry.is_kept_from_vote and voting is not None and at < voting.opens_at


@transaction.atomic
def keep_from_vote(*, entry: Entry, by: User, at: datetime.datetime) -> Entry:
    """Keep the work out of the public vote; the rules say what stands in place of its points.

    Raises NotAllowed, WrongState (the vote has begun, there is none, done before).
    """
    entry = lock(entry, "edition", "owner")
    if not permissions.can_withdraw_consent(by, entry):
        raise NotAllowed(_("Only the person who submitted the entry keeps it out of the vote."))
    if not can_leave_vote(entry, at):
        raise WrongState(_("A work can be kept out of the vote only until the vote begins."))
    entry.is_kept_from_vote = True
    entry.save(update_fields=["is_kept_from_vote"])
    kept = {"receipt": entry.receipt_number}
    chain.append(entry.edition.chain, "vote.refused", {}, at=at, by=by, beside=kept)
    sealing = Sealing.objects.filter(version__entry=entry, voided_at=None).first()
    emit(
        "vote.refused",
        edition=entry.edition_id,
        vote_code=sealing.vote_code if sealing else "",
    )
    return entry


@transaction.atomic
def carry_out(*, withdrawal: ConsentWithdrawal, by: User, at: datetime.datetime) -> None:
    """The secretariat does what was asked for; the entrant is told. Raises NotAllowed,
    WrongState.
    """
    entry = lock(withdrawal.entry, "edition", "owner")
    if not permissions.can_end_consent(by, entry):
        raise NotAllowed(_("Only the secretariat carries out what an entrant asks for."))
    withdrawal = lock(withdrawal)
    if withdrawal.done_at:
        raise WrongState(_("This was carried out before."))
    _end(withdrawal, entry, by, at)
    post.tell(
        entry.owner,
        "consent_ended",
        {"entry": entry, "withdrawal": withdrawal},
        key=f"consent-ended:{withdrawal.pk}",
        link=address_of(entry),
    )


def _end(withdrawal: ConsentWithdrawal, entry: Entry, by: User, at: datetime.datetime) -> None:
    """From now on nothing is published by this consent."""
    kind = Kind(withdrawal.kind)
    withdrawal.done_by = by
    withdrawal.done_at = at
    withdrawal.save(update_fields=["done_by", "done_at"])
    setattr(entry, COLUMNS[kind], False)
    entry.save(update_fields=[COLUMNS[kind]])
    ended = {"receipt": entry.receipt_number, "kind": kind.value}
    chain.append(entry.edition.chain, "consent.withdrawn", {}, at=at, by=by, beside=ended)
    sealing = Sealing.objects.filter(version__entry=entry, voided_at=None).first()
    emit(
        "consent.withdrawn",
        edition=entry.edition_id,
        kind=kind.value,
        vote_code=sealing.vote_code if sealing else "",
    )


def _tell_office(withdrawal: ConsentWithdrawal, entry: Entry) -> None:
    colleague = who_reads_answers(entry)
    if colleague is None:
        return  # it waits on the office's first page
    post.tell(
        colleague,
        "consent_withdrawal_asked",
        {"entry": entry, "withdrawal": withdrawal},
        key=f"consent-asked:{withdrawal.pk}",
        link=page_address("office_entry", entry.edition.slug, entry.public_id),
    )
