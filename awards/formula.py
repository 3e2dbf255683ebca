"""The published formula as pure functions on Decimals: vote points, final score, ties, and the
prize structure.

Rule of the first edition (Decision 16/QĐ-BTCCT of 24/01/2025): council at most 80 + vote at most
20, vote points = 20 × votes ÷ highest number of votes, rounded to one decimal; winners from the
highest score down.
"""

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal

from judging.arithmetic.engine import rounded


@dataclass(frozen=True)
class Line:
    """One entry's numbers. `rank` is shared by entries that no tie rule separates."""

    code: str
    field: int
    council: Decimal
    criterion_means: tuple[Decimal | None, ...]  # None: every judge left the criterion out
    votes: int
    strength: Decimal = Decimal(0)  # by the judges' comparison in pairs; 0 where there was none
    vote_points: Decimal = Decimal(0)
    final: Decimal = Decimal(0)
    rank: int = 0
    tie_rule: str = ""
    passed: bool = True


@dataclass(frozen=True)
class Tier:
    """A prize tier: `key` names it, `cap` is the most in one field (None: no cap)."""

    key: int
    count: int
    cap: int | None = None
    minimum: Decimal = Decimal(0)


def vote_points(votes: int, highest: int, scheme: dict) -> Decimal:
    """share × votes ÷ highest, rounded by the scheme; 0 when nobody has a vote or there is no
    public vote.
    """
    if scheme["vote_formula"] == "none" or highest == 0:
        return Decimal(0)
    return rounded(
        Decimal(scheme["vote_max"]) * votes / highest, scheme["decimals"], scheme["rounding"]
    )


def _passed(line: Line, scheme: dict) -> bool:
    def holds(mean: Decimal | None, criterion: dict) -> bool:
        return mean is None or (
            mean >= Decimal(criterion["pass_mark"])
            and not (criterion.get("zero_disqualifies") and mean == 0)
        )

    return line.council >= Decimal(scheme["pass_mark"]) and all(
        map(holds, line.criterion_means, scheme["criteria"])
    )


_PAIRS = "pairs"
MOST_COMPARED = 12  # entries of one rank, which make 66 pairs
_TIE_KEYS = {
    "council": lambda line: line.council,
    "first_criterion": lambda line: line.criterion_means[0] or Decimal(0),
    "votes": lambda line: line.votes,
    _PAIRS: lambda line: line.strength,
}


def final_lines(lines: list[Line], scheme: dict) -> list[Line]:
    """The lines with vote points, final score, rank and the tie rule that decided, the highest
    first.
    """
    highest = max((line.votes for line in lines), default=0)
    scored = []
    for line in lines:
        points = vote_points(line.votes, highest, scheme)
        scored.append(
            replace(
                line, vote_points=points, final=line.council + points, passed=_passed(line, scheme)
            )
        )
    rules = [rule for rule in scheme["tie_rules"] if rule in _TIE_KEYS]

    def key(line: Line) -> tuple:
        return (line.final, *(_TIE_KEYS[rule](line) for rule in rules))

    # The code comes last only to print shared ranks in a fixed order; it never separates two ranks.
    scored.sort(key=lambda line: (tuple(-value for value in key(line)), line.code))
    placed: list[Line] = []
    for position, line in enumerate(scored, start=1):
        before = placed[-1] if placed else None
        shared = before is not None and key(before) == key(line)
        decided = ""
        if before is not None and before.final == line.final:
            decided = (
                "shared"
                if shared
                else next(
                    rule for rule in rules if _TIE_KEYS[rule](before) != _TIE_KEYS[rule](line)
                )
            )
        placed.append(replace(line, rank=before.rank if shared else position, tie_rule=decided))
    return placed


def compared(lines: list[Line], scheme: dict, comparisons: list[dict[str, Decimal]]) -> list[Line]:
    """The lines with the strengths ({code: strength}) of the last comparison that covers all
    entries on their rank; others keep 0.
    """
    if _PAIRS not in scheme["tie_rules"]:
        return lines
    before = scheme["tie_rules"][: scheme["tie_rules"].index(_PAIRS)]
    found = {}
    for group in _groups(final_lines(lines, scheme | {"tie_rules": before})):
        for strengths in comparisons:
            if all(line.code in strengths for line in group):
                found |= {line.code: strengths[line.code] for line in group}
    return [replace(line, strength=found.get(line.code, Decimal(0))) for line in lines]


def ties_at_the_line(lines: list[Line], scheme: dict, tiers: list[Tier]) -> list[list[Line]]:
    """Entries on one rank by every rule before the comparison in pairs, not compared yet, whose
    prizes depend on who stands first.

    Empty where the scheme's tie rules do not name the comparison. More than MOST_COMPARED on one
    rank are no tie that people can break in pairs: they share it.
    """
    if _PAIRS not in scheme["tie_rules"]:
        return []
    placed = final_lines(
        lines, scheme | {"tie_rules": scheme["tie_rules"][: scheme["tie_rules"].index(_PAIRS) + 1]}
    )
    groups = [
        group
        for group in _groups([line for line in placed if line.passed])
        if 1 < len(group) <= MOST_COMPARED and not group[0].strength
    ]
    return [group for group in groups if _depends_on_order(group, placed, tiers)]


def _depends_on_order(group: list[Line], placed: list[Line], tiers: list[Tier]) -> bool:
    """Whether some entry of a group gets another prize as the first of it than as the last; other
    ties stand by code.
    """

    def prize(line: Line, order: list[Line]) -> int | None:
        place = {one.code: number for number, one in enumerate(order)}
        strict = sorted(placed, key=lambda one: (one.rank, place.get(one.code, 0), one.code))
        return propose_prizes(
            [replace(one, rank=number) for number, one in enumerate(strict, start=1)], tiers
        ).get(line.code)

    others = {line.code: [other for other in group if other is not line] for line in group}
    return any(
        prize(line, [line, *others[line.code]]) != prize(line, [*others[line.code], line])
        for line in group
    )


def propose_prizes(lines: list[Line], tiers: list[Tier]) -> dict[str, int]:
    """Code -> tier key, from the highest rank down until the structure is used up.

    A shared rank that does not fit whole into what is left of a tier goes on to the next one
    together, and what is left of the tier stays empty: the machine never draws between equals. A
    full field's next entry goes on alone.
    """
    waiting = [line for line in lines if line.passed]
    prizes: dict[str, int] = {}
    for tier in tiers:
        left, by_field, passed_over = tier.count, Counter(), []
        groups = _groups(waiting)
        for place, group in enumerate(groups):
            if len(group) > left or group[0].final < tier.minimum:
                passed_over += [line for later in groups[place:] for line in later]
                break
            fields = Counter(line.field for line in group)
            if tier.cap is not None and any(
                by_field[field] + number > tier.cap for field, number in fields.items()
            ):
                passed_over += group
                continue
            by_field += fields
            left -= len(group)
            prizes |= {line.code: tier.key for line in group}
        waiting = passed_over
    return prizes


def _groups(lines: list[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in lines:
        if groups and groups[-1][0].rank == line.rank:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups
