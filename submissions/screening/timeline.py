"""What has happened to an entry, in plain words, the newest first."""

from django.utils.translation import gettext as _

from submissions.models import Entry, EntryVersion, Screening


def versions_of(entry: Entry) -> list[EntryVersion]:
    """What was submitted, the newest first, each with its receipt, screening and sealing; read once
    an instance.
    """
    if not hasattr(entry, "_versions_read"):
        entry._versions_read = list(
            entry.versions.select_related(
                "receipt", "screening", "sealing", "confirmation", "unit_return"
            )
        )
    return entry._versions_read


def _letter(letter, for_office: bool) -> dict:
    text = _("Letter of the secretariat") if letter.from_office else _("Letter of the entrant")
    if for_office or not letter.from_office:
        text = f"{text} – {letter.by.full_name}"
    return {"at": letter.at, "text": text, "detail": letter.text, "due": letter.due}


def events_of(entry: Entry, *, for_office: bool = False) -> list[dict]:
    """[{"at", "text", "detail", "due"}]: only what its entrant may know (never codes, judges or
    points before the announcement).

    The office also reads who of it wrote a letter.
    """
    events = [_letter(letter, for_office) for letter in entry.letters.select_related("by")]
    versions = versions_of(entry)
    for version in versions:
        events.append(
            {
                "at": version.submitted_at,
                "text": _("Submitted, version %(number)s") % {"number": version.number},
                "detail": "",
            }
        )
        if hasattr(version, "confirmation"):
            events.append(
                {
                    "at": version.confirmation.confirmed_at,
                    "text": _("Confirmed by the unit"),
                    "detail": "",
                }
            )
        if hasattr(version, "unit_return"):
            events.append(
                {
                    "at": version.unit_return.at,
                    "text": _("The unit asks for changes"),
                    "detail": version.unit_return.reason,
                }
            )
        if hasattr(version, "screening"):
            screening = version.screening
            text = {
                Screening.Verdict.ACCEPTED: _("The dossier was accepted"),
                Screening.Verdict.RETURNED: _("The secretariat asks for changes"),
                Screening.Verdict.REFUSED: _("The dossier was refused"),
            }[screening.verdict]
            events.append(
                {"at": screening.at, "text": text, "detail": screening.reason, "due": screening.due}
            )
    if entry.status == Entry.Status.SEALED and versions[0].sealing.confirmed_at:
        events.append(
            {
                "at": versions[0].sealing.confirmed_at,
                "text": _("Sealed for blinded judging"),
                "detail": "",
            }
        )
    if hasattr(entry, "handover") and entry.handover.claimed_at:
        events.append(
            {
                "at": entry.handover.claimed_at,
                "text": _("Taken over by %(name)s") % {"name": entry.owner},
                "detail": "",
            }
        )
    if hasattr(entry, "withdrawal"):
        events.append(
            {"at": entry.withdrawal.at, "text": _("Withdrawn"), "detail": entry.withdrawal.reason}
        )
    if hasattr(entry, "outcome"):
        events.append(
            {
                "at": entry.outcome.announced_at,
                "text": _("Results announced"),
                "detail": entry.outcome.prize,
            }
        )
    return sorted(events, key=lambda event: event["at"], reverse=True)
