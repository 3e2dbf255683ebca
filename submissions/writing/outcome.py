"""What became of the entries: written for all in one moment, and told to all at once."""

import datetime

from django.db import transaction

from competition.models import Edition
from competition.verbs import address_of
from foundation.notifications import post
from submissions.models import Entry, Outcome


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
