"""What became of the entries: written for all of an edition in one moment, and told to
all at once.
"""

import datetime

from django.db import transaction

from competition.models import Edition
from foundation.notifications import post
from submissions.models import Entry, Outcome


@transaction.atomic
def record(*, edition: Edition, results: dict[int, dict], at: datetime.datetime) -> int:
    """Write the outcome of every entry that was judged. `results` maps an entry id to Outcome's
    columns (prize, scores, rank); a sealed entry that is not in it took part without a prize.
    Returns the number of outcomes.
    """
    entries = list(
        Entry.objects.in_edition(edition)
        .filter(status=Entry.Status.SEALED)
        .select_related("owner", "edition")
    )
    for entry in entries:
        result = results.get(entry.pk, {})
        outcome, _ = Outcome.objects.update_or_create(
            entry=entry,
            defaults={"is_winner": bool(result.get("prize")), "announced_at": at} | result,
        )
        post.tell(
            entry.owner,
            "outcome",
            {"entry": entry, "outcome": outcome},
            key=f"outcome:{outcome.pk}",
            link=f"/ho-so/{entry.public_id}/",
        )
    return len(entries)
