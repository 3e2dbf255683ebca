"""The stages between those of all tests on which verbs are called."""

from competition import clock
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from judging.councils import panels, rounds
from judging.models import Judge
from submissions.models import Entry, SimilarPair
from tests.stages import stage

POSITIONS = ["chair", "vice_chair", "judge", "panel_secretary"]


@stage(day=6)
def sent_in(begun):
    """Two dossiers of one unit are sent in, and nobody has looked at them. The clock stands on
    day 6.
    """
    with begun.step("x", 3) as at:
        works = [
            steps.write(begun.edition, owner, index, 1, begun.units[:1], at)
            for index, owner in enumerate(begun.cast.entrants[:2])
        ]
        drain()
    with begun.step("x", 5) as at:
        steps.submit_all(works, at)
        drain()
    SimilarPair.objects.all().delete()  # invented texts resemble each other
    begun.entries = [Entry.objects.get(pk=work.entry.pk) for work in works]
    return begun


@stage(day=41)
def convened(entered):
    """One panel of four has its sheets in an open round; nothing is scored. The clock stands on
    day 41.
    """
    cast = entered.cast
    with clock.set_to(entered.at(40.5)):
        entered.round = rounds.prepare_round(edition=entered.edition, by=cast.secretary)
        entered.panel = panels.establish_panel(
            judging_round=entered.round,
            name="Hội đồng 1",
            fields=entered.edition.fields.all(),
            by=cast.secretary,
        )
        for user, position in zip(cast.judges, POSITIONS, strict=True):
            panels.appoint(panel=entered.panel, user=user, by=cast.secretary, position=position)
        signed = entered.at(40.5)
        Judge.objects.filter(panel=entered.panel).update(accepted_at=signed, undertaking_at=signed)
        steps.assign_and_open(entered.round, cast, entered.at(40.5))
    entered.chair, entered.vice, entered.member, entered.panel_secretary = cast.judges
    return entered
