"""The one door: sealed copies come in, withdrawals follow, conflicts are refreshed. Consumes events, once by effect.

The only module of judging that may look at submissions; views, forms and the API may not even import it.
"""

from django.db import transaction

from competition import clock
from competition.models import Edition
from foundation.ledger import chain
from judging.models import Assignment, BlindedEntry, BlindedFile, Conflict, Judge
from judging.rounds import first_round
from submissions import relations, sealing


@transaction.atomic
def apply(name: str, payload: dict) -> None:
    """Take one event of the lower floors."""
    edition = Edition.objects.get(pk=payload["edition"])
    if name == "entry.sealed":
        receive(payload["sealing"])
        refresh_conflicts(edition)
    elif name in ("entry.withdrawn", "entry.unsealed"):
        take_back(payload["judging_code"], edition)
    else:  # authors.changed, judges.changed, clearance.changed
        refresh_conflicts(edition)


def receive(sealing_id: int) -> BlindedEntry:
    """Copy a sealed text and its files under the blind code. Nothing of the entry's identity is copied."""
    copy, files, entry = sealing.sealed_copy(sealing_id)
    blinded, created = BlindedEntry.objects.get_or_create(
        code=copy.judging_code,
        defaults={
            "round": first_round(entry.edition), "field": entry.field, "kind": entry.kind.name, "title": copy.title,
            "summary": copy.summary, "sections": copy.sections,
        },
    )  # fmt: skip
    if created:
        for file in files:
            BlindedFile.objects.create(blinded_entry=blinded, blob=file.blob, name=file.name, pages=file.pages)
    return blinded


def take_back(code: str, edition: Edition) -> None:
    """The entry has left the contest: its assignments are released, and no sheet of it counts."""
    blinded = BlindedEntry.objects.filter(code=code, withdrawn_at=None).first()
    if blinded is None:
        return
    blinded.withdrawn_at = clock.now()
    blinded.save(update_fields=["withdrawn_at"])
    released = blinded.assignments.exclude(state=Assignment.State.RELEASED).update(state=Assignment.State.RELEASED)
    chain.append(edition.chain, "judging.entry_left", {"code": chain.digest_of(code), "sheets": released}, at=clock.now())


def refresh_conflicts(edition: Edition) -> None:
    """Bring the found conflicts up to date: new ones are written, cleared ones go, a judge's own word stays.

    A confirmed assignment that has become a conflict is released at once.
    """
    judges = list(Judge.objects.filter(panel__round__edition=edition).select_related("user"))
    if not judges:
        return
    seats: dict[int, list[Judge]] = {}
    for judge in judges:
        seats.setdefault(judge.user_id, []).append(judge)
    entries = dict(BlindedEntry.objects.filter(round__edition=edition).values_list("code", "pk"))
    people = {judge.user_id: judge.user for judge in judges}
    found = {
        (judge.pk, entries[relation.judging_code], relation.reason)
        for relation in relations.find(people.values(), edition)
        if relation.judging_code in entries
        for judge in seats[relation.person_id]
    }
    stored = Conflict.objects.filter(judge__in=judges).exclude(reason__in=[Conflict.Reason.RECOGNISED, Conflict.Reason.ENTERED, Conflict.Reason.DECLARED])
    known = {(row.judge_id, row.blinded_entry_id, row.reason): row.pk for row in stored}
    Conflict.objects.filter(pk__in=[pk for key, pk in known.items() if key not in found]).delete()
    now = clock.now()
    Conflict.objects.bulk_create(
        Conflict(judge_id=judge, blinded_entry_id=entry, reason=reason, found_at=now) for judge, entry, reason in sorted(found - known.keys())
    )
    for judge, entry, reason in sorted(found - known.keys()):
        held = Assignment.objects.filter(judge=judge, blinded_entry=entry).exclude(state=Assignment.State.RELEASED).first()
        if held is None:
            continue
        if held.state == Assignment.State.CONFIRMED:
            chain.append(edition.chain, "assignment.released", {"assignment": held.pk, "reason": reason}, at=now)
        Assignment.objects.filter(pk=held.pk).update(state=Assignment.State.RELEASED)
