"""A whole edition in one go, with the seconds of each step and a digest of its result."""

import datetime
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from accounts.communes import load_units
from accounts.models import Unit
from awards import announce, decision, ratification, standings, unsealing
from awards.certificates import issue
from awards.models import AwardDecision, Certificate
from competition import clock, joint_requests
from competition.models import Edition
from demo.edition import people, rules, texts
from demo.rehearsal import steps
from demo.rehearsal.cast import Cast, cast_for, make_people
from foundation.jobs.drain import drain, processes
from foundation.ledger import chain
from foundation.vault import store
from foundation.vault.models import Blob
from judging.councils import rounds
from judging.models import Ranking, Round
from judging.results import promotion, ranking
from submissions.models import Receipt
from voting import integrity, tally

BEGINS = datetime.datetime(2030, 3, 1, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
DAYS = {
    "submission": (0, 30),
    "screening": (0, 40),
    "judging": (40, 60),
    "voting": (61, 75),
    "ratification": (76, 90),
    "announcement": (91, 120),
}


class Rehearsal:
    """One run. `report` is filled step by step; `finish` writes the papers and returns it."""

    def __init__(
        self,
        *,
        entries: int,
        judges: int,
        votes: int,
        seed: int,
        name: str,
        begins: datetime.datetime = BEGINS,
        days: rules.Days | None = None,
        password: str = "",
        final: bool = False,
    ):
        self.entries = entries
        self.judges = judges
        self.votes = votes
        self.seed = seed
        self.name = name
        self.begins = begins
        self.days = days or DAYS
        self.password = password
        self.final = final  # with a second, open round for the best of each field
        self.report: dict = {
            "entries": entries,
            "judges": judges,
            "votes": votes,
            "seed": seed,
            "seconds": {},
            "counts": {},
        }
        self.works: list[steps.Work] = []

    def at(self, day: float) -> datetime.datetime:
        """A moment of the injected timetable."""
        return self.begins + datetime.timedelta(days=day)

    @contextmanager
    def step(self, name: str, day: float) -> Iterator[datetime.datetime]:
        """Time one step at its moment of the timetable."""
        started = time.perf_counter()
        with clock.set_to(self.at(day)):
            yield self.at(day)
        self.report["seconds"][name] = round(time.perf_counter() - started, 2)

    def run(self) -> None:
        """All steps in order."""
        self.set_up()
        self.enter()
        self.judge()
        self.vote()
        self.count()
        self.award()

    def set_up(self) -> None:
        with self.step("set_up", -10):
            load_units(texts.UNITS, people.ORGANISATIONS)
            communes = Unit.objects.filter(kind__in=[Unit.Kind.COMMUNE, Unit.Kind.WARD])
            self.units = list(communes.order_by("code"))
            self.edition: Edition = self._make_edition()
            self.cast: Cast = self._make_cast()

    def _make_edition(self) -> Edition:
        contest = rules.contest("dien-tap", "Cuộc thi diễn tập", "Rehearsal contest")
        number = contest.editions.count() + 1
        return rules.edition(
            contest,
            slug=self.name,
            number=number,
            year=self.begins.year,
            name="Lần diễn tập",
            name_en="Rehearsal edition",
            begins=self.begins,
            days=self.days,
            prefix=f"DT{number}",
            final=self.final,
        )

    def _make_cast(self) -> Cast:
        rng = Random(f"{self.seed}|people")
        cast = cast_for(self.edition, rng, prefix=f"{self.name}-", password=self.password)
        cast.judges = make_people(rng, self.judges, f"{self.name}-gk")
        cast.entrants = make_people(
            rng, self.entries, f"{self.name}-ts", units=self.units, password=self.password
        )
        cast.voters = make_people(rng, max(10, self.votes // 4), f"{self.name}-cu")
        return cast

    def enter(self) -> None:
        with self.step("write", 3) as at:
            written = steps.descriptions(len(self.cast.entrants), self.seed, processes())
            entrants = zip(self.cast.entrants, written, strict=True)
            for index, (owner, description) in enumerate(entrants):
                work = steps.write(
                    self.edition,
                    owner,
                    index,
                    self.seed,
                    self.units,
                    at,
                    description=description,
                )
                self.works.append(work)
            drain()
        with self.step("submit", 5) as at:
            steps.submit_all(self.works, at)
            drain()
        with self.step("screen_and_seal", 31):
            steps.screen_and_seal(self.works, self.cast, screened=self.at(31), sealed=self.at(35))
        self.report["counts"] |= {
            "submitted": len(self.works),
            "sealed": len(steps.code_keys(self.works)[0]),
        }

    def judge(self) -> None:
        with self.step("assign", 40.5) as at:
            self.round: Round = steps.panels(self.edition, self.cast, sizes=4)
            steps.assign_and_open(self.round, self.cast, at)
        keys, _votes = steps.code_keys(self.works)
        with self.step("score", 45) as at:
            self.report["counts"]["sheets"] = steps.score_all(self.round, self.seed, keys, at)
        with self.step("rank", 59) as at:
            rounds.close_round(judging_round=self.round, by=self.cast.secretary, at=at)
            drain()
            self.ranking: Ranking = ranking.freeze(
                judging_round=self.round, by=self.cast.secretary, at=at
            )
            self.meetings = steps.meet(self.round, self.cast, at)
        if self.final:
            self.judge_the_best()

    def judge_the_best(self) -> None:
        """The second round: the best of each field, authors named, their own panels and ranking."""
        with self.step("promote", 59.2) as at:
            self.first_ranking = self.ranking
            self.round = promotion.promote(
                ranking=self.ranking, overrides={}, by=self.cast.secretary, at=at
            )
            drain()
            steps.panels(self.edition, self.cast, sizes=4, judging_round=self.round)
            steps.assign_and_open(self.round, self.cast, at)
        keys, _votes = steps.code_keys(self.works)
        with self.step("score_the_best", 59.4) as at:
            self.report["counts"]["sheets_of_the_best"] = steps.score_all(
                self.round, self.seed + 1, keys, at
            )
        with self.step("rank_the_best", 59.6) as at:
            rounds.close_round(judging_round=self.round, by=self.cast.secretary, at=at)
            drain()
            self.ranking = ranking.freeze(judging_round=self.round, by=self.cast.secretary, at=at)
            self.meetings = steps.meet(self.round, self.cast, at)

    def vote(self) -> None:
        _codes, keys = steps.code_keys(self.works)
        with self.step("vote", 62):
            self.report["counts"]["votes"] = steps.vote_all(
                self.edition,
                self.cast.voters,
                self.votes,
                self.seed,
                keys,
                self.at(61),
                self.at(75),
            )

    def count(self) -> None:
        with self.step("tally", 75.8) as at:
            self.report["counts"]["set_aside"] = integrity.scan(
                edition=self.edition, by=self.cast.secretary, at=at
            )
            steps.rule_on_clusters(self.edition, self.cast.secretary, self.cast.committee[0], at)
            self.tally = tally.close(edition=self.edition, by=self.cast.secretary, at=at)

    def award(self) -> None:
        secretary = self.cast.secretary
        with self.step("stand_and_unseal", 76) as at:
            self.standing = standings.compute(edition=self.edition, by=secretary, at=at)
            asked = unsealing.ask(standing=self.standing, by=secretary, at=at)
            joint_requests.agree(joint=asked, by=self.cast.committee[0], at=at)
        with self.step("ratify", 80) as at:
            vote = ratification.open_ballot(standing=self.standing, by=secretary, at=at)
            prizes = self.standing.rows.exclude(tier=None).values_list("pk", flat=True)
            choices = dict.fromkeys(prizes, True)
            for member in self.cast.committee[:6]:
                ratification.vote(ratification=vote, choices=choices, by=member, at=at)
            vote = ratification.close(ratification=vote, by=secretary, at=at)
        with self.step("decide_and_announce", 92) as at:
            self.decision: AwardDecision = decision.adopt(
                ratification=vote,
                number=f"{self.decision_number()}/QĐ-BTCCT",
                date=at.date(),
                signer_name=self.edition.signer_name,
                signer_title=self.edition.signer_title,
                by=secretary,
                at=at,
            )
            announce.announce(decision=self.decision, by=secretary, at=at)
            drain()
        with self.step("certificates", 93) as at:
            issue.issue(decision=self.decision, by=secretary, at=at)
            drain()
        self.decision.refresh_from_db()

    def decision_number(self) -> int:
        """A free number."""
        return 1000 + self.edition.pk

    def result(self) -> list[dict]:
        """What a seed must give on every database: no code, no id, no time."""
        keys, vote_keys = steps.code_keys(self.works)
        sheets = self._sheets_by_key(keys)
        votes = {vote_keys[row.code]: row.votes for row in self.tally.rows.all()}
        lines = []
        for row in self.standing.rows.select_related("tier"):
            key = keys[row.code]
            lines.append(
                {
                    "key": key,
                    "sheets": sorted(sheets[key]),
                    "council": row.council_score,
                    "votes": votes[key],
                    "vote_points": row.vote_points,
                    "rank": row.rank,
                    "prize": row.tier.name if row.tier else "",
                }
            )
        return sorted(lines, key=lambda line: line["key"])

    def _sheets_by_key(self, keys: dict[str, str]) -> dict[str, list]:
        """{key of an entry: [[seat, points by the order of the criteria …]]}."""
        seats = steps.seats_of(self.round)
        criteria = self.round.scheme.criteria.all()
        order = {str(criterion.pk): criterion.order for criterion in criteria}
        sheets: dict[str, list] = {}
        for sheet in self.ranking.sheets:
            in_order = sorted(sheet["points"], key=order.__getitem__)
            points = [sheet["points"][criterion] for criterion in in_order]
            sheets.setdefault(keys[sheet["code"]], []).append([seats[sheet["judge"]], *points])
        return sheets

    def finish(self, out: Path) -> dict:
        """Write the papers and complete the report."""
        certificates = self._certificates()
        papers = self._papers(certificates)
        out.mkdir(parents=True, exist_ok=True)
        for name, blob in papers.items():
            if blob is None:
                raise RuntimeError(f"{name} was not made")
            (out / name).write_bytes(store.read(blob))
        self.report["counts"]["certificates"] = len(certificates)
        self.report |= {
            "winners": [
                {"rank": winner["rank"], "prize": winner["prize"], "title": winner["title"]}
                for winner in self.decision.annex
            ],
            "ledger_head": chain.head_of(self.edition.chain),
            "ledger_fault": str(chain.verify(self.edition.chain) or ""),
            "papers": {name: str(out / name) for name in papers if not name.startswith("DT")},
            "certificates": sorted(str(out / name) for name in papers if name.startswith("DT")),
            "seconds_total": round(sum(self.report["seconds"].values()), 2),
            "result_digest": chain.digest_of(self.result()),
        }
        return self.report

    def _certificates(self) -> list[Certificate]:
        rows = Certificate.objects.filter(award__decision=self.decision)
        return list(rows.select_related("pdf"))

    def _papers(self, certificates: list[Certificate]) -> dict[str, Blob | None]:
        """{file name: paper}: a receipt, the minutes, the decision, every certificate."""
        receipts = Receipt.objects.filter(version__entry=self.works[0].entry)
        papers = {
            "receipt.pdf": receipts.select_related("pdf").get().pdf,
            "minutes.pdf": self.meetings[0].minutes,
            "decision.pdf": self.decision.pdf,
        }
        for certificate in certificates:
            name = certificate.serial.replace("ĐMST", "DMST")
            papers[f"{name}.pdf"] = certificate.pdf
        return papers
