"""The one door: sealed copies come in, withdrawals follow, conflicts are refreshed.

Consumes events, once by effect. The only module of judging that may look at submissions; views,
forms and the API may not even import it.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts import profile
from accounts.models import User
from competition import clock
from competition.audit import compares
from competition.models import Edition
from competition.verbs import page_address
from foundation.jobs.models import OutboxEvent
from foundation.jobs.outbox import emit
from foundation.ledger import chain, reading
from foundation.notifications import post
from judging.assigning import assignment
from judging.councils import rounds
from judging.models import (
    Assignment,
    BlindedEntry,
    BlindedFile,
    Conflict,
    Inquiry,
    Judge,
    Ranking,
    Round,
)
from judging.scoring import inquiries, relating
from submissions.sealing import questions, relations, sealing

# What takes a sheet off at once: an own work, and what the secretariat or the judge has said.
NEVER_CLEARED = {Conflict.Reason.AUTHOR, Conflict.Reason.RECOGNISED}
AT_ONCE = {Conflict.Reason.AUTHOR, Conflict.Reason.ENTERED, Conflict.Reason.RECOGNISED}

PersonCodeReason = tuple[int, str, str]  # (person id, judging code, reason)
CopyKey = tuple[int, str]  # (round id, judging code)
SeatEntryReason = tuple[int, int, str]  # (judge id, blinded entry id, reason)


@transaction.atomic
def apply(name: str, payload: dict[str, Any]) -> None:
    """Take one event of the lower floors."""
    edition = Edition.objects.get(pk=payload["edition"])
    if name == "entry.sealed":
        receive(payload["sealing"])
        refresh_conflicts(edition)
    elif name == "entry.withdrawn":
        take_back(payload["judging_code"], edition)
    elif name == "entry.unsealed":
        take_back(payload["judging_code"], edition)
        refresh_conflicts(edition)  # who was related to it is looked for anew when it comes back
    elif name == "entries.promoted":
        take_on(Ranking.objects.select_related("round").get(pk=payload["ranking"]))
        refresh_conflicts(edition)
    elif name == "inquiry.asked":
        pass_on(Inquiry.objects.get(pk=payload["inquiry"]))
    elif name == "inquiry.answered":
        take_answer(payload["key"])
    elif name == "sheet.given_up":
        assignment.propose_replacements(Round.objects.get(pk=payload["round"]))
    else:  # authors.changed, judges.changed, clearance.changed
        refresh_conflicts(edition)


def receive(sealing_id: int) -> BlindedEntry:
    """Copy a sealed text and its files under the blind code.

    Nothing of the entry's identity is copied, but the byline where the round's rules name the
    authors. Raises ValueError for an entry without a field: such a one is not submitted.
    """
    copy, files, entry = sealing.sealed_copy(sealing_id)
    if entry.field is None:
        raise ValueError(f"sealed copy {sealing_id} has no field")
    judging_round = rounds.first_round(entry.edition)
    blinded, created = BlindedEntry.objects.get_or_create(
        round=judging_round,
        code=copy.judging_code,
        defaults={
            "field": entry.field,
            "kind": entry.kind.name if entry.kind else "",
            "title": copy.title,
            "summary": copy.summary,
            "sections": copy.sections,
            "byline": sealing.byline(entry) if judging_round.scheme.names_authors else "",
        },
    )
    if created:
        for file in files:
            BlindedFile.objects.create(
                blinded_entry=blinded,
                blob=file.blob,
                name=f"{copy.judging_code}-{file.place}.{file.name.rpartition('.')[2]}",
                pages=file.pages,
            )
    return blinded


def take_on(ranking: Ranking) -> Round:
    """Copy the entries that go on into the next round.

    Authors are named there only where its rules say so. Raises ValueError after the last round.
    """
    following = rounds.next_scheme(ranking.round)
    if following is None:
        raise ValueError(f"no round follows that of ranking {ranking.pk}")
    judging_round = rounds.round_of(following)
    codes = list(ranking.promotions.filter(goes_on=True).values_list("code", flat=True))
    bylines = _bylines(codes) if judging_round.scheme.names_authors else {}
    going_on = BlindedEntry.objects.countable().filter(round=ranking.round, code__in=codes)
    for entry in going_on.prefetch_related("files"):
        _carry_over(entry, judging_round, bylines.get(entry.code, ""))
    return judging_round


def _bylines(codes: list[str]) -> dict[str, str]:
    entries = sealing.entries_behind(codes)
    return {code: sealing.byline(entry) for code, entry in entries.items()}


def _carry_over(entry: BlindedEntry, judging_round: Round, byline: str) -> None:
    """The same copy under the same code in the next round; nothing when it is there already."""
    copy, created = BlindedEntry.objects.get_or_create(
        round=judging_round,
        code=entry.code,
        defaults={
            "field_id": entry.field_id,
            "kind": entry.kind,
            "title": entry.title,
            "summary": entry.summary,
            "sections": entry.sections,
            "byline": byline,
        },
    )
    if created:
        BlindedFile.objects.bulk_create(
            BlindedFile(blinded_entry=copy, blob_id=file.blob_id, name=file.name, pages=file.pages)
            for file in entry.files.all()
        )


def pass_on(inquiry: Inquiry) -> None:
    """A judge's question reaches the dossier, without the judge and without the code."""
    code = inquiry.assignment.blinded_entry.code
    questions.receive(code, str(inquiry.key), inquiry.text, inquiry.asked_at)


def take_answer(key: str) -> None:
    """The answer reaches whoever has asked, without whoever has answered."""
    answered = questions.answer_of(key)
    if answered is not None:
        inquiries.take_answer(answered.key, answered.text, answered.at)


def take_back(code: str, edition: Edition) -> None:
    """The entry has left the contest: its assignments are released, and no sheet of it counts."""
    copies = BlindedEntry.objects.countable().filter(code=code)
    numbers = list(copies.values_list("pk", flat=True))
    if not numbers:
        return
    copies.update(withdrawn_at=clock.now())
    standing = Assignment.objects.filter(blinded_entry__in=numbers).exclude(
        state=Assignment.State.RELEASED
    )
    _tell_whose_sheets_go(standing)
    released = standing.update(state=Assignment.State.RELEASED)
    chain.append(
        edition.chain,
        "judging.entry_left",
        {"sheets": released},
        at=clock.now(),
        text=code,
    )


def _tell_whose_sheets_go(assignments: QuerySet[Assignment]) -> None:
    """Judges who may have begun such a sheet; not why, which could say whose work it is."""
    begun = assignments.filter(
        state=Assignment.State.CONFIRMED, judge__panel__round__state=Round.State.OPEN
    )
    for given in begun.select_related("judge__user", "blinded_entry"):
        post.tell(
            given.judge.user,
            "sheet_gone",
            {"code": given.blinded_entry.code},
            key=f"sheet-gone:{given.pk}",
            link=page_address("judge_desk"),
        )


def refresh_conflicts(edition: Edition) -> None:
    """Bring the conflicts of interest up to date with judges, authors and clearances.

    New ones are written; only cleared ones go, whatever a person has taken out of the own profile;
    a judge's own word stays. A confirmed sheet of an author, or of somebody whom the secretariat
    keeps away, is released at once; any other new relation of a pair that was assigned before
    waits for the secretariat.
    """
    seats = list(
        Judge.objects.filter(panel__round__edition=edition).select_related("user", "panel")
    )
    if not seats:
        return
    code_of_copy = _codes_of_copies(edition)
    relations_known = _own_words(seats, code_of_copy) | _found(seats, edition)
    conflicts = _in_every_seat(relations_known, seats, code_of_copy)
    now = clock.now()
    settled = _assigned_before(seats)
    new = _store(conflicts, seats, settled, now)
    _note_after_the_plan(new, edition, now)
    _release([conflict for conflict in new if not _waits(conflict, settled)], edition, now)
    waiting = [conflict for conflict in new if _waits(conflict, settled)]
    _leave_to_the_secretariat(waiting, seats, code_of_copy, edition)


@profile.on_change
def look_at_person_again(person: User) -> None:
    """Who is called something else, or is of another unit, may have to do with other works: as one
    who judges, or as one who stands behind a work.
    """
    judges_in = Judge.objects.filter(user=person).values_list("panel__round__edition", flat=True)
    for edition in sorted({*judges_in, *relations.editions_of(person)}):
        emit("judges.changed", edition=edition)


@relating.relates
def related_codes(person: User, codes: set[str]) -> set[str]:
    """The codes of works to which anything relates a person, whoever it is."""
    return relations.related_codes(person, codes)


def _codes_of_copies(edition: Edition) -> dict[int, CopyKey]:
    """{blinded entry id: (round id, code)}: an entry has a copy in each round that it reached."""
    copies = BlindedEntry.objects.filter(round__edition=edition)
    rows = copies.values_list("pk", "round_id", "code")
    return {copy: (judging_round, code) for copy, judging_round, code in rows}


def _own_words(seats: list[Judge], code_of_copy: dict[int, CopyKey]) -> set[PersonCodeReason]:
    """What judges said themselves: a word that was said holds in every round."""
    recognised = Conflict.objects.filter(judge__in=seats, reason=Conflict.Reason.RECOGNISED)
    words = set()
    for person, copy, reason in recognised.values_list("judge__user", "blinded_entry", "reason"):
        _judging_round, code = code_of_copy[copy]
        words.add((person, code, reason))
    return words


def _found(seats: list[Judge], edition: Edition) -> set[PersonCodeReason]:
    """What is found by comparing people, less what the secretariat has cleared."""
    people = {seat.user_id: seat.user for seat in seats}
    return {
        (relation.person_id, relation.judging_code, relation.reason)
        for relation in relations.keep(people.values(), edition)
    }


def _in_every_seat(
    relations_known: set[PersonCodeReason],
    seats: list[Judge],
    code_of_copy: dict[int, CopyKey],
) -> set[SeatEntryReason]:
    """A relation of a person to an entry is a conflict of each of their seats with its copy."""
    copy_of_code = {key: copy for copy, key in code_of_copy.items()}
    seats_of_person: dict[int, list[Judge]] = defaultdict(list)
    for seat in seats:
        seats_of_person[seat.user_id].append(seat)
    conflicts = set()
    for person, code, reason in relations_known:
        for seat in seats_of_person[person]:
            copy = copy_of_code.get((seat.panel.round_id, code))
            if copy is not None:
                conflicts.add((seat.pk, copy, reason))
    return conflicts


def due_conflicts(edition: Edition) -> tuple[set[SeatEntryReason], set[SeatEntryReason]]:
    """(those that must be there, those that may) by what was kept of relations, and by what judges
    recognised as the ledger says it; of entries that are still in the contest. A recognised work
    is kept from the person's other seats when conflicts are looked for next.
    """
    seats = list(Judge.objects.filter(panel__round__edition=edition).select_related("panel"))
    copies = BlindedEntry.objects.countable().filter(round__edition=edition)
    rows = copies.values_list("pk", "round_id", "code")
    code_of_copy = {copy: (judging_round, code) for copy, judging_round, code in rows}
    recusals = reading.lines(edition.chain, "judge.recused")
    given_up = Assignment.objects.filter(
        pk__in=[line.payload["assignment"] for line in recusals], blinded_entry__in=code_of_copy
    )
    reason = str(Conflict.Reason.RECOGNISED)
    must = _in_every_seat(set(relations.kept_under_codes(edition)), seats, code_of_copy)
    words: set[PersonCodeReason] = set()
    for sheet in given_up.select_related("judge", "blinded_entry"):
        must.add((sheet.judge_id, sheet.blinded_entry_id, reason))
        words.add((sheet.judge.user_id, sheet.blinded_entry.code, reason))
    return must, must | _in_every_seat(words, seats, code_of_copy)


@compares
def of_conflicts(edition: Edition) -> Iterator[str]:
    """Conflicts of interest against what was found, entered or recognised; while something waits
    to be taken in, they are not compared. Declared here: judging itself knows of no relation.
    """
    waiting = OutboxEvent.objects.filter(delivered_at=None, payload__edition=edition.pk)
    if waiting.exists():
        return
    must, may = due_conflicts(edition)
    before = _kept_apart_by_lines(edition)
    for seat, entry, reason in sorted(before - must):
        if reason != Conflict.Reason.RECOGNISED:  # a judge's own word, with a line of its own
            yield f"relation of seat {seat} with blinded entry {entry} ({reason}): is not kept"
    must |= before
    may |= before
    known = Conflict.objects.filter(judge__panel__round__edition=edition)
    known = known.filter(blinded_entry__withdrawn_at=None)
    stored = set(known.values_list("judge_id", "blinded_entry_id", "reason"))
    for seat, entry, reason in sorted(must - stored):
        yield f"conflict of seat {seat} with blinded entry {entry} ({reason}): is gone"
    for seat, entry, reason in sorted(stored - may):
        yield f"conflict of seat {seat} with blinded entry {entry} ({reason}): was not found"


def _kept_apart_by_lines(edition: Edition) -> set[SeatEntryReason]:
    """What the lines of confirmed plans, and of what was found after them, hold of entries that are
    still in the contest, less what the secretariat has cleared since.
    """
    seats = Judge.objects.filter(panel__round__edition=edition)
    person_of = dict(seats.values_list("pk", "user"))
    copies = BlindedEntry.objects.countable().filter(round__edition=edition)
    code_of = dict(copies.values_list("pk", "code"))
    cleared = relations.cleared_under_codes(edition)
    held = set()
    for line in reading.lines(edition.chain, "assignment.confirmed", "conflicts.found"):
        for seat, copy, reason in line.told.get("kept_apart", []):
            is_cleared = (person_of.get(seat), code_of.get(copy)) in cleared
            if copy in code_of and (reason in NEVER_CLEARED or not is_cleared):
                held.add((seat, copy, reason))
    return held


def _assigned_before(seats: list[Judge]) -> tuple[set[int], set[int]]:
    """The seats, and the blinded entries, of which a sheet was confirmed."""
    confirmed = Assignment.objects.filter(judge__in=seats, confirmed_at__isnull=False)
    rows = list(confirmed.values_list("judge_id", "blinded_entry_id"))
    return {seat for seat, _entry in rows}, {entry for _seat, entry in rows}


def _waits(conflict: SeatEntryReason, settled: tuple[set[int], set[int]]) -> bool:
    seat, entry, reason = conflict
    if reason in AT_ONCE:
        return False
    seats, entries = settled
    return seat in seats and entry in entries


def _leave_to_the_secretariat(
    waiting: list[SeatEntryReason],
    seats: list[Judge],
    code_of_copy: dict[int, CopyKey],
    edition: Edition,
) -> None:
    person_of = {seat.pk: seat.user for seat in seats}
    pairs = {(code_of_copy[entry][1], person_of[seat]) for seat, entry, _reason in waiting}
    relations.leave_to_the_secretariat(pairs, edition)


def _store(
    conflicts: set[SeatEntryReason],
    seats: list[Judge],
    settled: tuple[set[int], set[int]],
    now: datetime.datetime,
) -> list[SeatEntryReason]:
    """Make these the stored conflicts of these seats; the new ones, in a fixed order."""
    stored = {
        (conflict.judge_id, conflict.blinded_entry_id, conflict.reason): conflict.pk
        for conflict in Conflict.objects.filter(judge__in=seats)
    }
    gone = [number for conflict, number in stored.items() if conflict not in conflicts]
    Conflict.objects.filter(pk__in=gone).delete()
    new = sorted(conflicts - stored.keys())
    Conflict.objects.bulk_create(
        Conflict(
            judge_id=conflict[0],
            blinded_entry_id=conflict[1],
            reason=conflict[2],
            found_at=now,
            waits_since=now if _waits(conflict, settled) else None,
        )
        for conflict in new
    )
    return new


def _note_after_the_plan(
    new: list[SeatEntryReason], edition: Edition, now: datetime.datetime
) -> None:
    """A line for conflicts that are found once the plan of their round was confirmed; it holds
    those that were known by then itself.
    """
    planned = Assignment.objects.filter(judge__panel__round__edition=edition)
    seats = Judge.objects.filter(
        panel__round__in=planned.exclude(confirmed_at=None).values("judge__panel__round")
    )
    in_plan = set(seats.values_list("pk", flat=True))
    late = [list(conflict) for conflict in new if conflict[0] in in_plan]
    if late:
        chain.append(edition.chain, "conflicts.found", {}, at=now, beside={"kept_apart": late})


def _release(conflicts: list[SeatEntryReason], edition: Edition, now: datetime.datetime) -> None:
    """Take the sheets off that have become a conflict, and propose other judges at once."""
    touched: set[Round] = set()
    for seat, entry, reason in conflicts:
        given = (
            Assignment.objects.filter(judge=seat, blinded_entry=entry)
            .exclude(state=Assignment.State.RELEASED)
            .select_related("judge__panel__round")
            .first()
        )
        if given is None:
            continue
        if given.state == Assignment.State.CONFIRMED:
            _tell_whose_sheets_go(Assignment.objects.filter(pk=given.pk))
            chain.append(
                edition.chain,
                "assignment.released",
                {"assignment": given.pk, "reason": reason},
                at=now,
            )
        Assignment.objects.filter(pk=given.pk).update(state=Assignment.State.RELEASED)
        touched.add(given.judge.panel.round)
    for judging_round in touched:
        assignment.propose_replacements(judging_round)
