"""Which prizes hang on one judge: the official arithmetic, once without each of them."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from judging.arithmetic import engine


class Influence:
    """The winners of a ranking, and those that it would have without the sheets of a judge.

    Without a judge only the entries that this judge scored have another score: all others keep
    their order, so that a judge costs as much as the own sheets and the prizes, not as a ranking.

    `scheme` and `sheets` are those of `engine.ranking`, each sheet with its "judge"; `prizes` is
    how many ranks win.
    """

    def __init__(self, scheme: dict[str, Any], sheets: Iterable[dict[str, Any]], prizes: int):
        self.scheme = scheme
        self.prizes = prizes
        self._totals: dict[str, list[tuple[int, Decimal]]] = defaultdict(list)
        self._codes: dict[int, set[str]] = defaultdict(set)
        for sheet in sheets:
            total = engine.sheet_total(sheet["points"], scheme)
            self._totals[sheet["code"]].append((sheet["judge"], total))
            self._codes[sheet["judge"]].add(sheet["code"])
        scores = {code: self._score(totals) for code, totals in self._totals.items()}
        self._best_first = sorted(scores.items(), key=_score_first)
        self.winners = self._first(self._best_first)

    def changed_without(self, judge: int) -> list[str]:
        """Codes, sorted, that change sides of the prize line when this judge's sheets are left
        out. An entry that only this judge has scored is no longer ranked.
        """
        own = self._codes[judge]
        rescored = []
        for code in own:
            others = [given for given in self._totals[code] if given[0] != judge]
            if others:
                rescored.append((code, self._score(others)))
        ahead = self._enough_of_the_others(own)
        return sorted(self.winners ^ self._first(sorted([*ahead, *rescored], key=_score_first)))

    def _score(self, totals: list[tuple[int, Decimal]]) -> Decimal:
        return engine.council_score([total for _judge, total in totals], self.scheme)

    def _enough_of_the_others(self, own: set[str]) -> list[tuple[str, Decimal]]:
        """The best of the entries without these: as many as win, and all that share the last score.

        What is rescored among them can only raise the line.
        """
        found: list[tuple[str, Decimal]] = []
        for code, score in self._best_first:
            if code in own:
                continue
            if len(found) >= self.prizes and (not found or score != found[-1][1]):
                break
            found.append((code, score))
        return found

    def _first(self, best_first: list[tuple[str, Decimal]]) -> set[str]:
        """Those whose rank is among the prizes; equal scores share a rank."""
        if not self.prizes:
            return set()
        last = best_first[min(self.prizes, len(best_first)) - 1 :][:1]
        return {code for code, score in best_first if last and score >= last[0][1]}


def _score_first(scored: tuple[str, Decimal]) -> tuple[Decimal, str]:
    code, score = scored
    return -score, code
