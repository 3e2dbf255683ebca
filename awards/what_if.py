"""How each prize depends on the vote, on what was set aside, and on single judges: the published
arithmetic once more, with one thing otherwise. Nothing is kept, and nothing can be changed by it.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from awards import standings
from awards.formula import Line, final_lines, propose_prizes
from awards.models import Standing, Unsealing
from competition.models import Edition
from foundation import soft_cache
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.ledger import chain
from judging.arithmetic import engine
from judging.models import Ranking
from voting.models import Tally

AT_ONCE = 20_000  # works times judges: more is worked out by the worker
KEPT = 24 * 3600  # seconds

Prizes = dict[str, int]  # {code: key of its tier}


@dataclass(frozen=True)
class Board:
    """Prizes as they are, and as they would be; judges by a number that says nothing of who."""

    now: Prizes
    without_vote: Prizes | None  # None: there is no vote
    with_aside: Prizes | None  # None: nothing was set aside
    without_judge: dict[int, Prizes]

    @property
    def codes(self) -> set[str]:
        """Every work that has a prize in one of them."""
        return set().union(self.now, *self.others)

    @property
    def others(self) -> list[Prizes]:
        """What is compared with how it is."""
        whole = [self.without_vote, self.with_aside, *self.without_judge.values()]
        return [prizes for prizes in whole if prizes is not None]


def why_not(edition: Edition) -> str:
    """Why there is no board yet: a reason's name; empty when there is one.

    "rules": the published rules allow none; "seals": codes and names are not together.
    """
    scheme = edition.scheme
    if scheme is None or not scheme.shows_what_if:
        return "rules"
    if not Unsealing.objects.filter(standing__edition=edition).exists():
        return "seals"
    return ""


def board_of(standing: Standing, at: datetime.datetime) -> Board | None:
    """The board as it was worked out last, or now where that is quick; None while the worker is at
    it.
    """
    key = f"what-if:{standing.digest}"
    board = soft_cache.get(key)
    if board is not None:
        return board
    works = standing.rows.count()
    if works * _judges_of(standing.edition) <= AT_ONCE or _was_worked_out(standing, at):
        return _kept(standing)
    work.ask("what_if", key=_job_key(standing, at), params={"standing": standing.pk}, total=1)
    return None


def _job_key(standing: Standing, at: datetime.datetime) -> str:
    return f"what-if:{standing.pk}:{at:%Y%m%d%H}"


def _was_worked_out(standing: Standing, at: datetime.datetime) -> bool:
    """Whether the worker is through, and the cache has forgotten it since."""
    job = Job.objects.filter(key=_job_key(standing, at)).first()
    return job is not None and job.is_finished


@work.handler("what_if")
def _work_out(job: Job) -> tuple[int, int]:
    standing = Standing.objects.select_related("edition").get(pk=job.params["standing"])
    _kept(standing)
    return 1, 1


def _kept(standing: Standing) -> Board:
    board = worked_out(standing)
    soft_cache.keep(f"what-if:{standing.digest}", board, KEPT)
    return board


def _ranking(edition: Edition) -> Ranking:
    return Ranking.objects.decisive(edition).get()


def _judges_of(edition: Edition) -> int:
    return len({sheet["judge"] for sheet in _ranking(edition).sheets})


def worked_out(standing: Standing) -> Board:
    """The board of a standing, from what was frozen for it."""
    edition = standing.edition
    ranking = _ranking(edition)
    tally = Tally.objects.filter(edition=edition).first()
    lines = standings.lines_of(edition)
    tiers = standings.tiers_to_propose(edition)

    def prizes(changed: Iterable[Line], scheme: dict[str, Any] = ranking.scheme) -> Prizes:
        return propose_prizes(final_lines(list(changed), scheme), tiers)

    aside = _with_aside(edition, lines, tally)
    no_vote = {**ranking.scheme, "vote_formula": "none"}
    return Board(
        now=prizes(lines),
        without_vote=prizes(lines, no_vote) if tally else None,
        with_aside=prizes(aside) if aside else None,
        without_judge={
            number: prizes(changed)
            for number, changed in enumerate(_without_each_judge(standing, ranking, lines), 1)
        },
    )


def _with_aside(edition: Edition, lines: list[Line], tally: Tally | None) -> list[Line]:
    """The lines with the ballots that stand aside; empty where none does."""
    extra = standings.set_aside_of(edition, tally) if tally else {}
    if not any(extra.values()):
        return []
    changed = []
    for line in lines:
        votes = None if line.votes is None else line.votes + extra.get(line.code, 0)
        changed.append(replace(line, votes=votes))
    return changed


def _without_each_judge(
    standing: Standing, ranking: Ranking, lines: list[Line]
) -> Iterable[list[Line]]:
    """The lines without the sheets of one judge each, in an order that says nothing of who. A work
    that only this judge has scored is gone.
    """
    by_code = defaultdict(list)
    codes_of = defaultdict(set)
    for sheet in ranking.sheets:
        by_code[sheet["code"]].append(sheet)
        codes_of[sheet["judge"]].add(sheet["code"])
    for judge in sorted(codes_of, key=lambda one: chain.digest_of([standing.digest, one])):
        own = codes_of[judge]
        rest = [sheet for code in own for sheet in by_code[code] if sheet["judge"] != judge]
        places = {place.code: place for place in engine.ranking(ranking.scheme, rest)}
        changed = []
        for line in lines:
            if line.code not in own:
                changed.append(line)
            elif line.code in places:
                place = places[line.code]
                means = place.criterion_means
                changed.append(replace(line, council=place.score, criterion_means=means))
        yield changed
