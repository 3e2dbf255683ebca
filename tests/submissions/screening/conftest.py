"""Dossiers that wait for the secretariat's decision."""

from demo.rehearsal import steps
from foundation.jobs.drain import drain
from submissions.models import Entry, SimilarPair
from tests.stages import stage


@stage(day=6)
def submitted(begun):
    """Two dossiers are sent in, and nobody has looked at them. The clock stands on day 6."""
    with begun.step("x", 3) as at:
        works = [
            steps.write(begun.edition, owner, index, 1, begun.units, at)
            for index, owner in enumerate(begun.cast.entrants[:2])
        ]
        drain()
    with begun.step("x", 5) as at:
        steps.submit_all(works, at)
        drain()
    SimilarPair.objects.all().delete()  # invented texts resemble each other
    begun.entries = [Entry.objects.get(pk=work.entry.pk) for work in works]
    return begun
