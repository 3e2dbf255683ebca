"""The numbers around the list of dossiers, in one statement: each page of the list needs them all,
and a page of the office may ask for fifteen.
"""

from django.db.models import Case, CharField, Count, Exists, IntegerField, Q, QuerySet, Value, When

from competition import clock
from competition.models import Edition, Phase
from submissions.models import Attachment, Entry
from submissions.sealing import batch

UNSCANNED = "?unscanned"  # no state of a dossier begins with this sign
LISTED = "?listed"
RECEIVES = "?receives"
WITHOUT_COPY = "?without-copy"
CLEAN = "?clean"
PREPARED = "?prepared"


def numbers_of(edition: Edition, listed: QuerySet | None) -> dict[str, int]:
    """{state: dossiers in it}, how many are `listed` where that is asked, the files that wait for
    the scanner, and 1 for each of what is so: submission is not over, a dossier waits for its copy,
    a copy is prepared, a clean one.
    """
    states = Entry.objects.in_edition(edition).order_by().values_list("status")
    unscanned = Attachment.objects.filter(
        entry__edition=edition, verdict=Attachment.Verdict.UNSCANNED
    )
    receives = edition.phases.filter(kind=Phase.Kind.SUBMISSION, closes_at__gt=clock.now())
    rows = states.annotate(how_many=Count("pk")).union(
        _counted(unscanned, UNSCANNED),
        *([] if listed is None else [_counted(listed, LISTED)]),
        _is_so(edition, RECEIVES, receives),
        _is_so(edition, WITHOUT_COPY, batch.without_copy(edition)),
        _is_so(edition, CLEAN, batch.clean_copies(edition)),
        _is_so(edition, PREPARED, batch.prepared(edition)),
        all=True,
    )
    return dict(rows)


def _counted(rows: QuerySet, label: str) -> QuerySet:
    named = rows.order_by().annotate(what=Value(label, output_field=CharField()))
    return named.values("what").annotate(how_many=Count("pk")).values_list("what", "how_many")


def _is_so(edition: Edition, label: str, rows: QuerySet) -> QuerySet:
    """One row: 1 where there is any of these."""
    return (
        Edition.objects.filter(pk=edition.pk)
        .order_by()
        .annotate(
            what=Value(label, output_field=CharField()),
            how_many=Case(
                When(Q(Exists(rows.order_by())), then=Value(1)),
                default=Value(0),
                output_field=IntegerField(),
            ),
        )
        .values_list("what", "how_many")
    )
