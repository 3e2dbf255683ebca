"""The one door: sealed copies come in, withdrawals follow, conflicts are refreshed. Consumes
events, once by effect.

The only module of judging that may look at submissions; views, forms and the API may not even
import it.
"""

from django.db import transaction

from competition import clock
from competition.models import Edition
from foundation.ledger import chain
from judging.assigning import assignment
from judging.councils import rounds
from judging.models import Assignment, BlindedEntry, BlindedFile, Conflict, Judge, Ranking, Round
from submissions.sealing import relations, sealing


@transaction.atomic
def apply(name: str, payload: dict) -> None:
    """Take one event of the lower floors."""
    edition = Edition.objects.get(pk=payload["edition"])
    if name == "entry.sealed":
        receive(payload["sealing"])
        refresh_conflicts(edition)
    elif name in ("entry.withdrawn", "entry.unsealed"):
        take_back(payload["judging_code"], edition)
    elif name == "entries.promoted":
        take_on(Ranking.objects.select_related("round").get(pk=payload["ranking"]))
        refresh_conflicts(edition)
    elif name == "sheet.given_up":
        assignment.propose_replacements(Round.objects.get(pk=payload["round"]))
    else:  # authors.changed, judges.changed, clearance.changed
        refresh_conflicts(edition)


def receive(sealing_id: int) -> BlindedEntry:
    """Copy a sealed text and its files under the blind code. Nothing of the entry's identity is
    copied.
    """
    copy, files, entry = sealing.sealed_copy(sealing_id)
    judging_round = rounds.first_round(entry.edition)
    blinded, created = BlindedEntry.objects.get_or_create(
        round=judging_round,
        code=copy.judging_code,
        defaults={
            "field": entry.field,
            "kind": entry.kind.name,
            "title": copy.title,
            "summary": copy.summary,
            "sections": copy.sections,
            "byline": sealing.byline(entry) if judging_round.scheme.names_authors else "",
        },
    )
    if created:
        for file in files:
            BlindedFile.objects.create(
                blinded_entry=blinded, blob=file.blob, name=file.name, pages=file.pages
            )
    return blinded


def take_on(ranking: Ranking) -> Round:
    """Copy the entries that go on into the next round. Authors are named there only where its rules
    say so.
    """
    judging_round = rounds.round_of(rounds.next_scheme(ranking.round))
    codes = list(ranking.promotions.filter(goes_on=True).values_list("code", flat=True))
    named = sealing.entries_behind(codes) if judging_round.scheme.names_authors else {}
    for old in (
        BlindedEntry.objects.countable()
        .filter(round=ranking.round, code__in=codes)
        .prefetch_related("files")
    ):
        new, created = BlindedEntry.objects.get_or_create(
            round=judging_round,
            code=old.code,
            defaults={
                "field_id": old.field_id,
                "kind": old.kind,
                "title": old.title,
                "summary": old.summary,
                "sections": old.sections,
                "byline": sealing.byline(named[old.code]) if old.code in named else "",
            },
        )
        if created:
            BlindedFile.objects.bulk_create(
                BlindedFile(
                    blinded_entry=new, blob_id=file.blob_id, name=file.name, pages=file.pages
                )
                for file in old.files.all()
            )
    return judging_round


def take_back(code: str, edition: Edition) -> None:
    """The entry has left the contest: its assignments are released, and no sheet of it counts."""
    standing = BlindedEntry.objects.filter(code=code, withdrawn_at=None)
    numbers = list(standing.values_list("pk", flat=True))
    if not numbers:
        return
    standing.update(withdrawn_at=clock.now())
    held = Assignment.objects.filter(blinded_entry__in=numbers).exclude(
        state=Assignment.State.RELEASED
    )
    released = held.update(state=Assignment.State.RELEASED)
    chain.append(
        edition.chain,
        "judging.entry_left",
        {"code": chain.digest_of(code), "sheets": released},
        at=clock.now(),
    )


def refresh_conflicts(edition: Edition) -> None:
    """Bring the found conflicts up to date: new ones are written, cleared ones go, a judge's own
    word stays.

    A confirmed assignment that has become a conflict is released at once.
    """
    judges = list(
        Judge.objects.filter(panel__round__edition=edition).select_related("user", "panel")
    )
    if not judges:
        return
    seats: dict[int, list[Judge]] = {}
    for judge in judges:
        seats.setdefault(judge.user_id, []).append(judge)
    copies = BlindedEntry.objects.filter(round__edition=edition).values_list("round", "code", "pk")
    entries = {(judging_round, code): pk for judging_round, code, pk in copies}
    code_of = {pk: code for (_round, code), pk in entries.items()}
    people = {judge.user_id: judge.user for judge in judges}
    said = Conflict.objects.filter(judge__in=judges, reason=Conflict.Reason.RECOGNISED).values_list(
        "judge__user", "blinded_entry", "reason"
    )
    pairs = {
        (person, code_of[entry], reason) for person, entry, reason in said
    }  # a word that was said holds in every round
    pairs |= {
        (relation.person_id, relation.judging_code, relation.reason)
        for relation in relations.find(people.values(), edition)
    }
    found = {
        (judge.pk, entries[judge.panel.round_id, code], reason)
        for person, code, reason in pairs
        for judge in seats[person]
        if (judge.panel.round_id, code) in entries
    }
    stored = Conflict.objects.filter(judge__in=judges)
    known = {(row.judge_id, row.blinded_entry_id, row.reason): row.pk for row in stored}
    Conflict.objects.filter(pk__in=[pk for key, pk in known.items() if key not in found]).delete()
    now = clock.now()
    Conflict.objects.bulk_create(
        Conflict(judge_id=judge, blinded_entry_id=entry, reason=reason, found_at=now)
        for judge, entry, reason in sorted(found - known.keys())
    )
    touched = set()
    for judge, entry, reason in sorted(found - known.keys()):
        held = (
            Assignment.objects.filter(judge=judge, blinded_entry=entry)
            .exclude(state=Assignment.State.RELEASED)
            .select_related("judge__panel__round")
            .first()
        )
        if held is None:
            continue
        if held.state == Assignment.State.CONFIRMED:
            chain.append(
                edition.chain,
                "assignment.released",
                {"assignment": held.pk, "reason": reason},
                at=now,
            )
        Assignment.objects.filter(pk=held.pk).update(state=Assignment.State.RELEASED)
        touched.add(held.judge.panel.round)
    for judging_round in touched:
        assignment.propose_replacements(judging_round)
