"""An initiative round whose vote is open; a cluster of votes from one network was set aside."""

import datetime

from competition import clock
from competition.models import Edition
from demo.edition import rules
from demo.rehearsal import steps
from demo.rehearsal.cast import Cast
from demo.stage import SEED, Stage, popularity
from foundation.jobs.drain import drain
from judging.councils import rounds
from judging.results import ranking
from voting import casting, integrity
from voting.models import Candidate

DAYS = {
    "submission": (0, 50),
    "screening": (0, 58),
    "judging": (58, 88),
    "voting": (90, 112),
    "ratification": (113, 125),
    "announcement": (126, 160),
}


def load(stage: Stage) -> Edition:
    """The whole edition."""
    begins = stage.morning(-100)
    with clock.set_to(begins - datetime.timedelta(days=3)):
        contest = rules.contest(
            "sang-kien", "Sáng kiến vì cộng đồng", "Initiatives for the community"
        )
        edition = rules.edition(
            contest,
            slug="sang-kien-2026",
            number=1,
            year=2026,
            name="Sáng kiến cộng đồng, đợt 2 năm 2026",
            name_en="Community initiatives, round 2 of 2026",
            begins=begins,
            days=DAYS,
            prefix="SK",
        )
        cast = stage.cast_of(edition, 30)
    works = stage.enter(edition, cast, 12, 20, begins + datetime.timedelta(days=40))
    steps.screen_and_seal(works, cast, screened=stage.day(-46), sealed=stage.day(-45))
    _judge(stage, edition, cast, works)
    _votes_codes, keys = steps.code_keys(works)
    with clock.set_to(stage.day(-9)):
        stage.vote(edition, cast, popularity, keys, stage.day(-9), stage.day(-0.1))
        _crowd(stage, edition)
        integrity.scan(edition=edition, by=cast.secretary, at=stage.day(-0.5))
    return edition


def _judge(stage: Stage, edition: Edition, cast: Cast, works: list[steps.Work]) -> None:
    with clock.set_to(stage.day(-41)):
        judging_round = steps.panels(edition, cast, sizes=9)
        steps.assign_and_open(judging_round, cast, stage.day(-41))
    codes, _vote_codes = steps.code_keys(works)
    with clock.set_to(stage.day(-20)):
        steps.score_all(judging_round, SEED, codes, stage.day(-20))
        end = stage.day(-13)
        rounds.close_round(judging_round=judging_round, by=cast.secretary, at=end)
        drain()
        ranking.freeze(judging_round=judging_round, by=cast.secretary, at=end)


def _crowd(stage: Stage, edition: Edition) -> None:
    """Thirty votes for one candidate from one address, nine seconds apart."""
    crowded = Candidate.objects.in_edition(edition).earliest("title")
    for number, voter in enumerate(stage.crowd[90:120]):
        casting.cast(
            candidate=crowded,
            by=voter,
            at=stage.day(-1) + datetime.timedelta(seconds=9 * number),
            address="203.113.7.9",
        )
