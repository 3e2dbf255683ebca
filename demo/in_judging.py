"""2026: half of the sheets are locked; one judge is late, one has a conflict, two disagree about a
work.
"""

import datetime
from decimal import Decimal

from competition import clock
from competition.models import Edition
from demo.edition import rules
from demo.rehearsal import steps
from demo.stage import SEED, Stage
from judging.models import Assignment, BlindedEntry, Judge, Round
from submissions.models import Entry

DAYS = {
    "submission": (0, 60),
    "screening": (0, 70),
    "judging": (70, 105),
    "voting": (106, 125),
    "ratification": (126, 140),
    "announcement": (141, 200),
}


def load(stage: Stage) -> Edition:
    """The whole edition."""
    begins = stage.morning(-80)
    with clock.set_to(begins - datetime.timedelta(days=3)):
        edition = rules.edition(
            stage.own_contest(),
            slug="2026",
            number=2,
            year=2026,
            name="Lần thứ hai, năm 2026",
            name_en="Second edition, 2026",
            begins=begins,
            days=DAYS,
            final=True,
        )
        cast = stage.cast_of(edition, 10)
    works = stage.enter(edition, cast, 20, 40, begins + datetime.timedelta(days=50))
    # A judge who works where an entrant comes from, and is related to that work alone.
    Entry.objects.filter(pk=works[3].entry.pk).update(unit=stage.who["giamkhao"].unit)
    steps.screen_and_seal(works, cast, screened=stage.day(-15), sealed=stage.day(-12))
    with clock.set_to(stage.day(-9)):
        judging_round = steps.panels(edition, cast, sizes=4)
        steps.assign_and_open(judging_round, cast, stage.day(-9))
    codes, _votes = steps.code_keys(works)
    missing = _missing(stage, judging_round)
    with clock.set_to(stage.day(-4)):
        steps.score_all(
            judging_round,
            SEED,
            codes,
            stage.day(-4),
            skip=missing,
            overrides=_disagreement(judging_round, missing),
        )
    return edition


def _missing(stage: Stage, judging_round: Round) -> set[int]:
    """The assignments without a sheet: all of the late judge, most of the one who signs in, every
    third of the others.
    """
    seats = list(Judge.objects.filter(panel__round=judging_round).order_by("pk"))
    late = Assignment.objects.filter(judge=seats[4])
    own = Assignment.objects.filter(judge__user=stage.who["giamkhao"])
    everybodys = Assignment.objects.filter(judge__panel__round=judging_round)
    own_left = list(own.values_list("pk", flat=True))[2:]
    thirds = [pk for pk in everybodys.values_list("pk", flat=True) if pk % 3 == 0]
    return {*late.values_list("pk", flat=True), *own_left, *thirds}


def _disagreement(judging_round: Round, missing: set[int]) -> dict[tuple[str, int], Decimal]:
    """{(code, seat): share of the points}: one entry that some find splendid and others poor."""
    with_sheets = Assignment.objects.exclude(pk__in=missing)
    entries = BlindedEntry.objects.filter(round=judging_round, assignments__in=with_sheets)
    contested = entries.earliest("pk")
    seats = Judge.objects.filter(panel__round=judging_round).count()
    return {
        (contested.code, seat): Decimal("0.95") if seat % 2 else Decimal("0.3")
        for seat in range(seats)
    }
