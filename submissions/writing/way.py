"""Where a dossier that was sent in stands, what comes next, and who has to act."""

import datetime
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from competition.models import Phase
from submissions.models import Entry, Letter

Status = Entry.Status
Kind = Phase.Kind
IN = (Status.SUBMITTED, Status.ACCEPTED, Status.SEALED)


@dataclass(frozen=True)
class Stage:
    """One stage of the way: `state` is done, current or todo; `when` is empty where no date is
    published.
    """

    title: str
    when: str
    state: str


def stages_of(entry: Entry, at: datetime.datetime) -> list[Stage]:
    """From the receipt to the result, with the dates of the edition's timetable; empty for a
    dossier that is out of the contest or was never sent.
    """
    if entry.status not in IN or not entry.submitted_versions:
        return []
    sent = localtime(entry.submitted_versions[0].submitted_at)
    phases = {phase.kind: phase for phase in entry.edition.timetable}
    rows = [(pgettext("a dossier", "Submitted"), date_format(sent, "DATETIME_FORMAT"))]
    for kind, title in _titles(entry).items():
        if kind in phases:
            rows.append((title, _when(kind, phases[kind])))
    now = _index_of_now(entry, phases, at)
    states = ["done" if number < now else "todo" for number in range(len(rows))]
    if now < len(rows):
        states[now] = "current"
    return [Stage(title, when, state) for (title, when), state in zip(rows, states, strict=True)]


def _titles(entry: Entry) -> dict[str, str]:
    titles = {
        Kind.SCREENING.value: _("The secretariat looks whether it keeps to the rules"),
        Kind.JUDGING.value: _("Names are masked, judges give points"),
        Kind.VOTING.value: _("The public votes"),
        Kind.ANNOUNCEMENT.value: _("The results are announced"),
    }
    if entry.is_kept_from_vote:
        del titles[Kind.VOTING.value]
    return titles


def _when(kind: str, phase: Phase) -> str:
    opens = date_format(localtime(phase.opens_at), "SHORT_DATE_FORMAT")
    closes = date_format(localtime(phase.closes_at), "SHORT_DATE_FORMAT")
    if kind == Kind.SCREENING:
        return _("by %(day)s at the latest") % {"day": closes}
    if kind == Kind.ANNOUNCEMENT:
        return _("from %(day)s on") % {"day": opens}
    return f"{opens} – {closes}"


def _index_of_now(entry: Entry, phases: dict[str, Phase], at: datetime.datetime) -> int:
    """The place of the running stage among those that are shown."""
    shown = [kind for kind in _titles(entry) if kind in phases]
    if hasattr(entry, "outcome"):
        return 1 + len(shown)
    if entry.status != Status.SEALED:
        return 1
    begun = [number for number, kind in enumerate(shown) if phases[kind].opens_at <= at]
    judged = shown.index(Kind.JUDGING) if Kind.JUDGING in shown else 0
    return 1 + max([judged, *begun])


@dataclass(frozen=True)
class NextAct:
    """What is to be done next, by whom; `anchor` names the part of the page where it is done."""

    title: str
    text: str
    anchor: str = ""


def next_act(entry: Entry, at: datetime.datetime) -> NextAct | None:
    """What stands first on the page of a dossier that was sent; None where the task list or the
    result says it.
    """
    if entry.is_editable or not entry.submitted_versions or hasattr(entry, "outcome"):
        return None
    letter = entry.letters.first()
    if letter and letter.from_office and entry.status in IN:
        return _answer(letter)
    told = {
        Status.SUBMITTED: _looked_at,
        Status.ACCEPTED: _accepted,
        Status.SEALED: _sealed,
        Status.REFUSED: _refused,
        Status.WITHDRAWN: _withdrawn,
    }
    return told[Status(entry.status)](entry)


def _answer(letter: Letter) -> NextAct:
    title = _("The secretariat has written to you")
    if letter.due:
        day = date_format(letter.due, "SHORT_DATE_FORMAT")
        title = _("Answer the secretariat by %(day)s") % {"day": day}
    return NextAct(title, letter.text, "thu")


def _nothing() -> str:
    return _("There is nothing for you to do now")


def _looked_at(entry: Entry) -> NextAct:
    phase = entry.edition.phase(Kind.SCREENING)
    if phase is None:
        text = _("The secretariat looks at your dossier. You are told when something is missing.")
        return NextAct(_nothing(), text)
    day = date_format(localtime(phase.closes_at), "SHORT_DATE_FORMAT")
    text = _(
        "The secretariat looks at your dossier by %(day)s. You are told when something is missing."
    )
    return NextAct(_nothing(), text % {"day": day})


def _accepted(entry: Entry) -> NextAct:
    text = _("Your dossier keeps to the rules. Next its names are masked and it is sealed.")
    return NextAct(_nothing(), text)


def _sealed(entry: Entry) -> NextAct:
    phase = entry.edition.phase(Kind.ANNOUNCEMENT)
    text = _("Judges read it without your name. Points stay closed until the announcement.")
    if phase:
        day = date_format(localtime(phase.opens_at), "SHORT_DATE_FORMAT")
        text += " " + _("The results are announced from %(day)s on.") % {"day": day}
    return NextAct(_nothing(), text)


def _refused(entry: Entry) -> NextAct:
    text = _("Read the reason below. If you do not agree, write to the secretariat.")
    return NextAct(_("The dossier was refused"), text, "thu")


def _withdrawn(entry: Entry) -> NextAct:
    text = _("It takes no part any more. What you wrote is kept, and you can read it here.")
    return NextAct(_("You have withdrawn this dossier"), text)


def asked_for(entry: Entry) -> dict | None:
    """{"reason", "due"} of the request for changes that a returned dossier waits with: of the
    secretariat's, or of its unit's.
    """
    if entry.status != Entry.Status.RETURNED or not entry.submitted_versions:
        return None
    latest = entry.submitted_versions[0]
    if hasattr(latest, "screening"):
        return {"reason": latest.screening.reason, "due": latest.screening.due}
    if hasattr(latest, "unit_return"):
        return {"reason": latest.unit_return.reason, "due": None}
    return None
