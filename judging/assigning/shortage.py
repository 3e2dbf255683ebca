"""Works for which no plan exists: too few judges are left once conflicts are kept apart."""

from collections import Counter

from django.db.models import Count, F

from judging.models import BlindedEntry, Judge, Round


def without_judges(judging_round: Round) -> int:
    """How many works have fewer judges without a conflict than the rules ask sheets for.

    Three questions to the database, however many works there are.
    """
    seats = Judge.objects.filter(
        panel__round=judging_round, may_score=True, declined_at=None
    ).values_list("panel__fields", "pk")
    of_field = Counter(field for field, _judge in set(seats))
    works = BlindedEntry.objects.countable().filter(round=judging_round).order_by()
    every = dict(works.values_list("field").annotate(Count("pk")))
    wanted = judging_round.sheets_per_entry
    lacking = sum(count for field, count in every.items() if of_field[field] < wanted)
    kept_apart = works.filter(
        conflicts__judge__may_score=True,
        conflicts__judge__declined_at=None,
        conflicts__judge__panel__fields=F("field"),
    ).values_list("field", "pk")
    for field, _work, barred in kept_apart.annotate(Count("conflicts__judge", distinct=True)):
        has_enough = of_field[field] >= wanted
        if has_enough and of_field[field] - barred < wanted:
            lacking += 1
    return lacking
