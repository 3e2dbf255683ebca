"""A council of four in an open round, with nothing scored and with everything scored."""

from competition import clock
from competition.models import Scheme
from demo.rehearsal import steps
from judging.councils import panels, rounds, undertakings
from tests.judging.council import score
from tests.stages import stage

FEES = {"fee_per_sheet": 60_000, "fee_per_session": 200_000, "fee_of_secretary": 150_000}


@stage(day=41)
def council(entered):
    """One panel of four (chair, vice-chair, judge, secretary) in an open round; nothing is scored.
    The clock stands on day 41.
    """
    cast = entered.cast
    with clock.set_to(entered.at(-5)):
        Scheme.objects.filter(edition=entered.edition).update(spread_limit=20, **FEES)
    with clock.set_to(entered.at(40.5)):
        judging_round = rounds.prepare_round(edition=entered.edition, by=cast.secretary)
        judging_round.sheets_per_entry = 3
        judging_round.save()
        panel = panels.establish_panel(
            judging_round=judging_round,
            name="Hội đồng 1",
            fields=entered.edition.fields.all(),
            by=cast.secretary,
        )
        for user, position in zip(
            cast.judges, ["chair", "vice_chair", "judge", "panel_secretary"], strict=True
        ):
            seat = panels.appoint(
                panel=panel,
                user=user,
                by=cast.secretary,
                position=position,
                reason="1/QĐ",
                at=clock.now(),
            )
            undertakings.sign(judge=seat, by=user, at=entered.at(40.5))
        steps.assign_and_open(judging_round, cast, entered.at(40.5))
    entered.round, entered.panel = judging_round, panel
    entered.chair, entered.vice, entered.member, entered.panel_secretary = cast.judges
    return entered


@stage(day=41)
def scored(council):
    """Every sheet is locked; the chair is far from the others."""
    score(council, text="20", only=council.chair)
    score(council)
    return council
