"""What became of the entries: written for all in one moment, and told to all at once."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Avg, Count, Min, Q

from competition.models import Edition
from competition.verbs import address_of
from foundation.notifications import post
from submissions.models import Entry, Outcome

FEWEST = 5  # works of a field, below which a mean would tell the points of single ones


@dataclass(frozen=True)
class Compared:
    """A result beside those of its edition; None where too few works were judged, or none won."""

    council_mean: Decimal | None
    final_mean: Decimal | None
    last_prize: Decimal | None  # the lowest final score that won a prize


def compared(entry: Entry) -> Compared:
    """The means of the entry's field, and from how many points on prizes were given. No work is
    named.
    """
    judged = Outcome.objects.filter(entry__edition=entry.edition_id, final_score__isnull=False)
    ours = Q(entry__field=entry.field_id)
    found = judged.aggregate(
        works=Count("pk", filter=ours),
        council=Avg("council_score", filter=ours),
        final=Avg("final_score", filter=ours),
        last=Min("final_score", filter=Q(is_winner=True)),
    )
    if found["works"] < FEWEST:
        return Compared(None, None, found["last"])
    return Compared(found["council"], found["final"], found["last"])


@transaction.atomic
def record(*, edition: Edition, results: dict[int, dict], at: datetime.datetime) -> int:
    """Write the outcome of every entry that was judged; returns how many. Whoever had another
    prize before is told again.

    `results` maps an entry id to Outcome's columns (prize, scores, rank); a sealed entry that is
    not in it took part without a prize.
    """
    entries = list(
        Entry.objects.in_edition(edition)
        .filter(status=Entry.Status.SEALED)
        .select_related("owner", "edition")
    )
    told_before = dict(Outcome.objects.filter(entry__in=entries).values_list("entry", "prize"))
    for entry in entries:
        result = results.get(entry.pk, {})
        columns = {"is_winner": bool(result.get("prize")), "announced_at": at} | result
        outcome, _created = Outcome.objects.update_or_create(entry=entry, defaults=columns)
        # Once for a result: a later decision that says the same tells nobody again.
        key = f"outcome:{outcome.pk}"
        if entry.pk in told_before and told_before[entry.pk] != outcome.prize:
            key += f":{at:%Y%m%d%H%M%S}"
        post.tell(
            entry.owner,
            "outcome",
            {"entry": entry, "outcome": outcome},
            key=key,
            link=address_of(entry),
        )
    return len(entries)
