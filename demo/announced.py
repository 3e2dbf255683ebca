"""2025: through to the certificates; a tie leaves the first prize empty, one certificate is
revoked.
"""

import datetime
from decimal import Decimal

from awards import announce, decision, ratification, standings, unsealing
from awards.certificates import issue, verify
from awards.models import AwardDecision, Certificate, Ratification
from competition import clock, joint_requests
from competition.models import Edition
from demo import after_prize
from demo.edition import rules
from demo.rehearsal import steps
from demo.rehearsal.cast import Cast
from demo.stage import SEED, Stage, popularity
from foundation.jobs.drain import drain
from judging.councils import discussion, rounds
from judging.models import Round
from judging.results import ranking
from voting import integrity, tally

DAYS = {
    "submission": (0, 90),
    "screening": (0, 110),
    "judging": (110, 150),
    "voting": (151, 180),
    "ratification": (181, 210),
    "announcement": (211, 399),
}
TIERS = [
    ("Giải Nhất", "First prize", 1, 30_000_000),
    ("Giải Nhì", "Second prize", 3, 20_000_000),
    ("Giải Ba", "Third prize", 5, 12_000_000),
    ("Giải Khuyến khích", "Consolation prize", 8, 5_000_000),
]
VOTES_OF_EQUALS = 50  # the highest number


def load(stage: Stage) -> Edition:
    """The whole edition."""
    return _Announced(stage).load()


class _Announced:
    def __init__(self, stage: Stage):
        self.stage = stage
        self.begins = stage.morning(-400)

    def at(self, day: float) -> datetime.datetime:
        return self.begins + datetime.timedelta(days=day)

    def load(self) -> Edition:
        with clock.set_to(self.at(-5)):
            self.edition = rules.edition(
                self.stage.own_contest(),
                slug="2025",
                number=1,
                year=2025,
                name="Lần thứ nhất, năm 2025",
                name_en="First edition, 2025",
                begins=self.begins,
                days=DAYS,
                tiers=TIERS,
            )
            self.cast: Cast = self.stage.cast_of(self.edition, 0)
        self.works = self.stage.enter(self.edition, self.cast, 40, 0, self.at(60))
        self.equals = {self.works[0].key, self.works[1].key}
        steps.screen_and_seal(self.works, self.cast, screened=self.at(95), sealed=self.at(100))
        self._judge()
        self._vote()
        self._award(self._ratified())
        after_prize.load(self.edition, self.cast, self.at(330))
        return self.edition

    def _judge(self) -> None:
        codes, _vote_codes = steps.code_keys(self.works)
        with clock.set_to(self.at(112)):
            judging_round = steps.panels(self.edition, self.cast, sizes=4)
            steps.assign_and_open(judging_round, self.cast, self.at(112))
        with clock.set_to(self.at(140)):
            equal_points = self._equal_points(codes)
            steps.score_all(judging_round, SEED, codes, self.at(140), overrides=equal_points)
            _discuss(judging_round, self.at(145.4))
        with clock.set_to(self.at(150)):
            end = self.at(150)
            rounds.close_round(judging_round=judging_round, by=self.cast.secretary, at=end)
            drain()
            ranking.freeze(judging_round=judging_round, by=self.cast.secretary, at=end)
            steps.meet(judging_round, self.cast, self.at(150.375))

    def _equal_points(self, codes: dict[str, str]) -> dict[tuple[str, int], Decimal]:
        """{(code, seat): share of the points}: the same from everybody for two works."""
        points = {}
        for code, key in codes.items():
            if key in self.equals:
                for seat in range(len(self.cast.judges)):
                    points[code, seat] = Decimal("0.95")
        return points

    def _vote(self) -> None:
        _codes, vote_codes = steps.code_keys(self.works)
        with clock.set_to(self.at(160)):
            self.stage.vote(
                self.edition, self.cast, self._votes_for, vote_codes, self.at(152), self.at(179)
            )

    def _votes_for(self, key: str) -> int:
        return VOTES_OF_EQUALS if key in self.equals else popularity(key)

    def _ratified(self) -> Ratification:
        edition = self.edition
        secretary = self.cast.secretary
        with clock.set_to(self.at(181)):
            integrity.scan(edition=edition, by=secretary, at=self.at(181))
            steps.rule_on_clusters(edition, secretary, self.stage.who["btc"], self.at(181))
            tally.close(edition=edition, by=secretary, at=self.at(181))
            standing = standings.compute(edition=edition, by=secretary, at=self.at(181))
            asked = unsealing.ask(standing=standing, by=secretary, at=self.at(181))
            joint_requests.agree(joint=asked, by=self.stage.who["btc"], at=self.at(182))
            vote = ratification.open_ballot(standing=standing, by=secretary, at=self.at(183))
            prizes = standing.rows.exclude(tier=None).values_list("pk", flat=True)
            choices = dict.fromkeys(prizes, True)
            for member in self.cast.committee[:6]:
                ratification.vote(ratification=vote, choices=choices, by=member, at=self.at(184))
            return ratification.close(ratification=vote, by=secretary, at=self.at(190))

    def _award(self, vote: Ratification) -> None:
        secretary = self.cast.secretary
        with clock.set_to(self.at(212)):
            adopted = decision.adopt(
                ratification=vote,
                number="86/QĐ-BTCCT",
                date=self.at(211).date(),
                signer_name=self.edition.signer_name,
                signer_title=self.edition.signer_title,
                by=secretary,
                at=self.at(211),
            )
            announce.announce(decision=adopted, by=secretary, at=self.at(212))
            issue.issue(decision=adopted, by=secretary, at=self.at(213))
            drain()
            self._revoke_the_last(adopted)

    def _revoke_the_last(self, adopted: AwardDecision) -> None:
        certificates = Certificate.objects.filter(award__decision=adopted)
        verify.revoke(
            certificate=certificates.latest("serial"),
            reason="Tác giả xin rút khỏi danh sách do trùng lặp với giải thưởng khác.",
            by=self.cast.secretary,
            at=self.at(300),
        )


def _discuss(judging_round: Round, at: datetime.datetime) -> None:
    """Two members talk about the entry on which they are furthest apart."""
    doubt = "Số liệu trước và sau khi áp dụng ở mục 5 chưa cùng một vụ, tôi chấm thấp vì vậy."
    answer = "Tôi đồng ý phần số liệu, nhưng khả năng áp dụng rộng là rõ: đã có ba nơi dùng."
    for panel in judging_round.panels.order_by("pk"):
        entry = discussion.apart(panel)[0]
        chair, member = panel.judges.order_by("pk")[:2]
        later = at + datetime.timedelta(hours=3)
        discussion.say(entry=entry, text=doubt, by=chair.user, at=at)
        discussion.say(entry=entry, text=answer, by=member.user, at=later)
