"""What has happened to an entry, in plain words, the newest first."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from submissions.models import Entry, EntryVersion, Letter, Screening, Sealing, UndoneAcceptance


def versions_of(entry: Entry) -> list[EntryVersion]:
    """What was submitted, the newest first, each with its receipt, screening and sealing."""
    return entry.submitted_versions


def events_of(entry: Entry, *, for_office: bool = False) -> list[dict]:
    """[{"at", "text", "detail", "due"}]: only what its entrant may know.

    Never codes, judges or points before the announcement. The office also reads who of it wrote a
    letter.
    """
    events = [_letter(letter, for_office) for letter in entry.letters.select_related("by")]
    for version in versions_of(entry):
        events += _of_version(version)
    events += _of_undone_acceptances(entry)
    events += _of_entry(entry)
    return sorted(events, key=lambda event: event["at"], reverse=True)


def _event(at: datetime.datetime, text: str, detail: str = "") -> dict:
    return {"at": at, "text": text, "detail": detail}


def _letter(letter: Letter, for_office: bool) -> dict:
    text = _("Letter of the secretariat") if letter.from_office else _("Letter of the entrant")
    if for_office or not letter.from_office:
        text = f"{text} – {letter.by.full_name}"
    return _event(letter.at, text, letter.text) | {"due": letter.due}


def _of_version(version: EntryVersion) -> Iterator[dict]:
    """Submitted, confirmed or returned by the unit, screened, sealed, opened again."""
    submitted = _("Submitted, version %(number)s") % {"number": version.number}
    yield _event(version.submitted_at, submitted)
    if hasattr(version, "confirmation"):
        yield _event(version.confirmation.confirmed_at, _("Confirmed by the unit"))
    if hasattr(version, "unit_return"):
        returned = version.unit_return
        yield _event(returned.at, _("The unit asks for changes"), returned.reason)
    if hasattr(version, "screening"):
        yield _screened(version.screening)
    if hasattr(version, "sealing"):
        yield from _of_sealing(version.sealing)


def _of_sealing(sealing: Sealing) -> Iterator[dict]:
    if sealing.confirmed_at:
        yield _event(sealing.confirmed_at, _("Sealed for blinded judging"))
    if sealing.voided_at and sealing.void_reason:
        yield _event(sealing.voided_at, _("Opened again for changes"), sealing.void_reason)


def _screened(screening: Screening) -> dict:
    verdict = Screening.Verdict(screening.verdict)
    text = {
        Screening.Verdict.ACCEPTED: _("The dossier was accepted"),
        Screening.Verdict.RETURNED: _("The secretariat asks for changes"),
        Screening.Verdict.REFUSED: _("The dossier was refused"),
    }[verdict]
    return _event(screening.at, text, screening.reason) | {"due": screening.due}


def _of_undone_acceptances(entry: Entry) -> Iterator[dict]:
    """Accepted, and waiting for a decision again."""
    for undone in UndoneAcceptance.objects.filter(version__entry=entry):
        yield _event(undone.accepted_at, _("The dossier was accepted"))
        yield _event(undone.at, _("The acceptance was taken back"), undone.reason)


def _of_entry(entry: Entry) -> Iterator[dict]:
    """Taken over, withdrawn, announced."""
    if hasattr(entry, "handover") and entry.handover.claimed_at:
        taken_over = _("Taken over by %(name)s") % {"name": entry.owner}
        yield _event(entry.handover.claimed_at, taken_over)
    if hasattr(entry, "withdrawal"):
        yield _event(entry.withdrawal.at, _("Withdrawn"), entry.withdrawal.reason)
    if hasattr(entry, "outcome"):
        yield _event(entry.outcome.announced_at, _("Results announced"), entry.outcome.prize)
