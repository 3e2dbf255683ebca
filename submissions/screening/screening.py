"""The secretariat's look at a dossier: who looks, accept, return for changes, refuse; an
acceptance is taken back until the dossier is sealed.
"""

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, Refused, WrongState
from competition.verbs import address_of, lock, need_reason
from foundation.jobs.models import Job
from foundation.ledger import chain
from foundation.notifications import post
from foundation.vietnamese.calendar import add_working_days
from submissions import permissions
from submissions.files import scanning
from submissions.models import (
    Attachment,
    Entry,
    EntryVersion,
    Handling,
    Screening,
    SimilarPair,
    UndoneAcceptance,
    search_key,
)


@transaction.atomic
def _decide(
    entry: Entry,
    verdict: str,
    status: str,
    *,
    by: User,
    at: datetime.datetime,
    reason: str = "",
    due: datetime.date | None = None,
    checks: Collection[str] = (),
) -> Screening:
    entry = lock(entry, "edition", "owner")
    if not permissions.can_screen(by, entry):
        raise NotAllowed(
            _("Only the secretariat screens dossiers, and nobody screens an entry of their own.")
        )
    if entry.status != Entry.Status.SUBMITTED:
        raise WrongState(_("This dossier is not waiting for a decision."))
    version = entry.latest_version()
    if verdict == Screening.Verdict.ACCEPTED:
        _require_acceptable(version, checks)
    else:
        reason = need_reason(reason, _("Choose or write the reason: the entrant reads it."))
    screening = Screening.objects.create(
        version=version,
        verdict=verdict,
        checks=list(checks),
        reason=reason,
        due=due,
        by=by,
        at=at,
    )
    entry.status = status
    entry.amending_since = None
    entry.save()
    chain.append(
        entry.edition.chain,
        "entry.screened",
        {"verdict": verdict, "said": said_digest(screening)},
        at=at,
        by=by,
        beside={"receipt": entry.receipt_number, "version": version.number},
    )
    _tell_entrant(entry, screening)
    return screening


def said_digest(screening: Screening) -> str:
    """H(dossier, reason, ticked points, day): under what was submitted, so that nobody who does not
    have it can try out what was said.
    """
    said = [screening.reason, screening.checks, screening.due]
    return chain.digest_of([screening.version.content, *said])


def undone_digest(undone: UndoneAcceptance) -> str:
    """`said_digest` of the acceptance that was taken back."""
    return chain.digest_of([undone.version.content, "", undone.checks, None])


def _tell_entrant(entry: Entry, screening: Screening) -> None:
    post.tell(
        entry.owner,
        "screening",
        {"entry": entry, "screening": screening},
        key=f"screening:{screening.pk}",
        link=address_of(entry),
    )


def _require_acceptable(version: EntryVersion, checks: Collection[str]) -> None:
    """Raises WrongState, Refused."""
    waits = scanning.hindrance(version.entry)
    if waits:
        raise WrongState(waits)
    if _is_still_searched(version):
        raise WrongState(
            _("Similar entries are still being looked for. Wait a minute, then accept.")
        )
    if _has_unseen_likeness(version):
        raise WrongState(
            _("A similar entry is not looked at yet. Compare them first, then accept.")
        )
    edition = version.entry.edition
    if edition.asks_unit_confirmation and not hasattr(version, "confirmation"):
        raise WrongState(_("The unit has not confirmed this dossier yet."))
    unticked = [point for point in edition.screening_points if point not in checks]
    if unticked:
        raise Refused(
            _("Tick every point of the check list before you accept. Missing: %(points)s")
            % {"points": "; ".join(unticked)}
        )


def _is_still_searched(version: EntryVersion) -> bool:
    """Whether the worker has not looked for similar entries yet. A search that failed for good
    holds nobody up: the office has it tried again where it sees what was given up.
    """
    under_way = [Job.State.PENDING, Job.State.RUNNING]
    return Job.objects.filter(key=search_key(version), state__in=under_way).exists()


def _has_unseen_likeness(version: EntryVersion) -> bool:
    """Whether another entry resembles it, and nobody has compared them."""
    return SimilarPair.objects.filter(version=version, looked_at=None).exists()


def accept(
    *, entry: Entry, by: User, at: datetime.datetime, checks: Collection[str] = ()
) -> Screening:
    """The dossier is complete and eligible.

    `checks` are the ticked points of the edition's list, all of them. Raises NotAllowed, WrongState
    (not submitted, not confirmed by the unit, a file not scanned yet, similar entries neither
    looked for nor looked at), Refused (a point is not ticked).
    """
    return _decide(
        entry, Screening.Verdict.ACCEPTED, Entry.Status.ACCEPTED, by=by, at=at, checks=checks
    )


def return_for_changes(*, entry: Entry, by: User, at: datetime.datetime, reason: str) -> Screening:
    """Ask for changes: the entrant comes back with a new version.

    Within the edition's working days. Raises NotAllowed, WrongState, Refused.
    """
    due = add_working_days(localdate(at), entry.edition.answer_days)
    return _decide(
        entry,
        Screening.Verdict.RETURNED,
        Entry.Status.RETURNED,
        by=by,
        at=at,
        reason=reason,
        due=due,
    )


def refuse(*, entry: Entry, by: User, at: datetime.datetime, reason: str) -> Screening:
    """The entry is not eligible. Raises NotAllowed, WrongState, Refused."""
    return _decide(
        entry, Screening.Verdict.REFUSED, Entry.Status.REFUSED, by=by, at=at, reason=reason
    )


@transaction.atomic
def undo_acceptance(
    *, entry: Entry, reason: str, by: User, at: datetime.datetime
) -> UndoneAcceptance:
    """The dossier waits for a decision again, with a reason that its entrant reads.

    Until it is sealed; afterwards its copy has to be voided. Raises NotAllowed, WrongState (sealed,
    or not accepted), Refused (no reason).
    """
    entry = lock(entry, "edition", "owner")
    if not permissions.can_screen(by, entry):
        raise NotAllowed(
            _("Only the secretariat screens dossiers, and nobody screens an entry of their own.")
        )
    if entry.status == Entry.Status.SEALED:
        raise WrongState(
            _("This dossier is sealed already. Void its blinded copy to have it changed.")
        )
    if entry.status != Entry.Status.ACCEPTED:
        raise WrongState(_("This dossier is not accepted."))
    reason = need_reason(reason, _("Write the reason: the entrant reads it."))
    version = entry.latest_version()
    accepted = version.screening
    undone = UndoneAcceptance.objects.create(
        version=version,
        checks=accepted.checks,
        accepted_by=accepted.by,
        accepted_at=accepted.at,
        reason=reason,
        by=by,
        at=at,
    )
    accepted.delete()  # what it said stands in the row above; the version is decided on anew
    entry.status = Entry.Status.SUBMITTED
    entry.save()
    chain.append(
        entry.edition.chain,
        "entry.acceptance_undone",
        {},
        at=at,
        by=by,
        text=reason,
        beside={"receipt": entry.receipt_number, "version": version.number},
    )
    post.tell(
        entry.owner,
        "acceptance_undone",
        {"entry": entry, "reason": reason},
        key=f"acceptance_undone:{undone.pk}",
        link=address_of(entry),
    )
    return undone


def hindrance(entry: Entry) -> str:
    """Why a dossier may not be accepted together with others, in words; empty when that is safe."""
    version = entry.versions.first()
    if version and _is_still_searched(version):
        return _("similar entries are still being looked for")
    if version and _has_unseen_likeness(version):
        return _("a similar entry is not looked at yet")
    if entry.attachments.exclude(verdict=Attachment.Verdict.CLEARED).exists():
        return _("a file is not cleared")
    latest = entry.letters.first()
    if latest and not latest.from_office:
        return _("a letter of the entrant is not answered")
    return ""


def accept_all(
    *, entries: list[Entry], by: User, at: datetime.datetime, checks: Collection[str] = ()
) -> tuple[int, list[tuple[Entry, str]]]:
    """Accept those for which that is safe, each in its own transaction.

    Returns (how many, [(left alone, why)]); an entry of one's own is left alone. Raises NotAllowed
    for everybody but the secretariat of each of them, before any is accepted.
    """
    if not all(permissions.can_handle(by, entry) for entry in entries):
        raise NotAllowed(
            _("Only the secretariat screens dossiers, and nobody screens an entry of their own.")
        )
    left_alone: list[tuple[Entry, str]] = []
    for entry in entries:
        why = hindrance(entry)
        if why:
            left_alone.append((entry, why))
            continue
        try:
            accept(entry=entry, by=by, at=at, checks=checks)
        except Refused as refusal:
            left_alone.append((entry, str(refusal)))
    return len(entries) - len(left_alone), left_alone


@transaction.atomic
def hand_to(*, entries: list[Entry], colleague: User, by: User, at: datetime.datetime) -> int:
    """Say which colleague looks at these dossiers; returns how many they are.

    Raises NotAllowed, Refused (nothing chosen, or the colleague is not of the secretariat).
    """
    if not entries:
        raise Refused(_("Choose at least one dossier."))
    for entry in entries:
        if not permissions.can_handle(by, entry):
            raise NotAllowed(_("Only the secretariat hands out dossiers."))
        if not permissions.can_handle(colleague, entry):
            raise Refused(_("%(name)s does not work in this secretariat.") % {"name": colleague})
        Handling.objects.update_or_create(
            entry=entry, defaults={"handler": colleague, "by": by, "at": at}
        )
    return len(entries)
