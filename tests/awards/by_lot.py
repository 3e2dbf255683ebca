"""A contest with what few contests have: lotteries, and entries compared in pairs."""

import datetime

from competition import clock
from competition.models import Scheme
from demo.rehearsal import steps
from demo.rehearsal.whole import Rehearsal
from foundation.jobs.drain import drain
from judging.assigning import assignment, lottery
from judging.councils import rounds
from judging.results import comparing, ranking
from tests.factories.judging import ConflictFactory

SEVERAL = 3  # entries that are compared in pairs


class ByLot(Rehearsal):
    """Who judges what is drawn by lot, and entries with equal points are compared in pairs."""

    def set_up(self) -> None:
        super().set_up()
        with clock.set_to(self.at(-5)):
            Scheme.objects.filter(edition=self.edition).update(
                tie_rules=["council", "pairs", "shared"], quorum_percent=67
            )

    def judge(self) -> None:
        with self.step("assign", 40.5) as at:
            self.round = steps.panels(self.edition, self.cast, sizes=4)
            self._drawn(at)
        keys, _votes = steps.code_keys(self.works)
        codes = sorted(keys)[:SEVERAL]
        seats = steps.seats_of(self.round).values()
        equal = {(code, seat): "0.9" for code in codes for seat in seats}
        with self.step("score", 45) as at:
            steps.score_all(self.round, self.seed, keys, at, overrides=equal)
        with self.step("rank", 59) as at:
            rounds.close_round(judging_round=self.round, by=self.cast.secretary, at=at)
            self._frozen(at)
            self._compared(codes, at)
            self.meetings = steps.meet(self.round, self.cast, at)

    def _drawn(self, at: datetime.datetime) -> None:
        secretary = self.cast.secretary
        for number in ("38 215", "40 027"):
            drawing = lottery.commit(
                judging_round=self.round,
                most_percent=100,
                source="Giải nhất xổ số chiều nay",
                by=secretary,
                at=at,
            )
            lottery.draw(lottery=drawing, public_number=number, by=secretary, at=at)
        assignment.confirm(judging_round=self.round, by=secretary, at=at)
        rounds.open_round(judging_round=self.round, by=secretary, at=at)

    def _frozen(self, at: datetime.datetime) -> None:
        drain()
        self.ranking = ranking.freeze(judging_round=self.round, by=self.cast.secretary, at=at)

    def _compared(self, codes: list[str], at: datetime.datetime) -> None:
        """All choose; one of them turns out to have a conflict with an entry."""
        secretary = self.cast.secretary
        comparison = comparing.put(ranking=self.ranking, codes=codes, by=secretary, at=at)
        asked = comparing.asked(comparison)
        for judge, pairs in asked.items():
            comparing.answer(comparison=comparison, better=pairs, by=judge.user, at=at)
        in_conflict = comparing.entries_of(comparison).first()
        ConflictFactory(judge=next(iter(asked)), blinded_entry=in_conflict, reason="author")
        comparing.close(comparison=comparison, by=secretary, at=at)
