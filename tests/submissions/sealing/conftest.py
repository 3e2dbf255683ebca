"""A dossier that is being sealed."""

from demo.rehearsal import steps
from foundation.jobs.drain import drain
from submissions.models import Entry, SimilarPair
from submissions.screening import screening
from submissions.sealing import redacting, sealing
from tests.stages import stage


@stage(day=35)
def prepared(begun):
    """One dossier is accepted; a part of its blinded copy is covered, and nobody has sealed it.
    The clock stands on day 35, after the deadline.
    """
    office = begun.cast.secretary
    with begun.step("x", 3) as at:
        work = steps.write(begun.edition, begun.cast.entrants[1], 0, 1, begun.units, at)
        drain()
    with begun.step("x", 5) as at:
        steps.submit_all([work], at)
        drain()
    SimilarPair.objects.all().delete()
    with begun.step("x", 31) as at:
        points = begun.edition.screening_points
        screening.accept(entry=work.entry, by=office, at=at, checks=points)
    with begun.step("x", 35) as at:
        sealing.prepare(entry=work.entry, by=office, at=at)
        usual = {"entry": work.entry, "by": office, "at": at}
        redacting.cover(place=1, page=1, box=(0, 0, 1, 0.1), **usual)
    begun.entry = Entry.objects.get(pk=work.entry.pk)
    return begun
