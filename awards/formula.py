"""The published formula as pure functions on Decimals.

Vote points, final score, ties, and the prize structure.

Rule of the first edition (Decision 16/QĐ-BTCCT of 24/01/2025): council at most 80 + vote at most
20, vote points = 20 × votes ÷ highest number of votes, rounded to one decimal; winners from the
highest score down.
"""

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal

from judging.arithmetic.engine import rounded

_PAIRS = "pairs"
_TIE_RULES = ("council", "first_criterion", "votes", _PAIRS)
MOST_COMPARED = 12  # entries of one rank, which make 66 pairs


@dataclass(frozen=True)
class Line:
    """One entry's numbers. `rank` is shared by entries that no tie rule separates."""

    code: str
    field: int
    council: Decimal
    criterion_means: tuple[Decimal | None, ...]  # None: every judge left the criterion out
    votes: int | None  # None: the work was kept out of the public vote
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
    """share × votes ÷ highest, rounded by the scheme.

    0 when nobody has a vote, or when there is no public vote.
    """
    if scheme["vote_formula"] == "none" or highest == 0:
        return Decimal(0)
    share = Decimal(scheme["vote_max"]) * votes / highest
    return rounded(share, scheme["decimals"], scheme["rounding"])


def points_without_vote(given: list[Decimal], scheme: dict) -> Decimal:
    """What a work that was kept out of the vote gets in place of vote points: the mean of those
    that the others were given, rounded by the scheme; 0 where the rules say so.
    """
    if scheme["without_vote"] == "nothing" or not given:
        return Decimal(0)
    mean = sum(given, Decimal(0)) / len(given)
    return rounded(mean, scheme["decimals"], scheme["rounding"])


def _has_passed(line: Line, scheme: dict) -> bool:
    """Whether the council score and the mean of each criterion reach their pass marks.

    A mean of 0 does not pass a criterion that disqualifies; one without a mean asks nothing.
    """
    if line.council < Decimal(scheme["pass_mark"]):
        return False
    for mean, criterion in zip(line.criterion_means, scheme["criteria"], strict=True):
        if mean is None:
            continue
        if mean < Decimal(criterion["pass_mark"]):
            return False
        if mean == 0 and criterion.get("zero_disqualifies"):
            return False
    return True


def _value(line: Line, rule: str) -> Decimal | int:
    """What a line has by a tie rule; the greater stands higher."""
    match rule:
        case "council":
            return line.council
        case "first_criterion":
            return line.criterion_means[0] or Decimal(0)
        case "votes":
            return line.votes or 0
        case _:
            return line.strength


def _standing_by(line: Line, rules: list[str]) -> tuple[Decimal | int, ...]:
    """The final score, and then what a line has by each of these tie rules."""
    return (line.final, *(_value(line, rule) for rule in rules))


def final_lines(lines: list[Line], scheme: dict) -> list[Line]:
    """The lines with vote points, final score, rank and deciding tie rule, the highest first."""
    points_of = _vote_points_of(lines, scheme)
    scored = [_scored(line, points_of[line.code], scheme) for line in lines]
    rules = [rule for rule in scheme["tie_rules"] if rule in _TIE_RULES]
    # The code comes last only to print shared ranks in a fixed order; it never separates two ranks.
    scored.sort(key=lambda line: line.code)
    scored.sort(key=lambda line: _standing_by(line, rules), reverse=True)
    placed: list[Line] = []
    for position, line in enumerate(scored, start=1):
        if not placed:
            placed.append(replace(line, rank=position, tie_rule=""))
            continue
        before = placed[-1]
        is_shared = _standing_by(before, rules) == _standing_by(line, rules)
        rank = before.rank if is_shared else position
        placed.append(replace(line, rank=rank, tie_rule=_deciding_rule(before, line, rules)))
    return placed


def _vote_points_of(lines: list[Line], scheme: dict) -> dict[str, Decimal]:
    """{code: vote points}, of works that were kept out of the vote too."""
    votes_of = {line.code: line.votes for line in lines if line.votes is not None}
    highest = max(votes_of.values(), default=0)
    points = {code: vote_points(votes, highest, scheme) for code, votes in votes_of.items()}
    kept_out = [line.code for line in lines if line.votes is None]
    if kept_out:
        instead = points_without_vote(list(points.values()), scheme)
        points |= dict.fromkeys(kept_out, instead)
    return points


def _scored(line: Line, points: Decimal, scheme: dict) -> Line:
    passed = _has_passed(line, scheme)
    return replace(line, vote_points=points, final=line.council + points, passed=passed)


def _deciding_rule(before: Line, line: Line, rules: list[str]) -> str:
    """The first tie rule that separates two lines of one final score, “shared” when none does.

    Empty where the final scores differ: then there is no tie.
    """
    if before.final != line.final:
        return ""
    for rule in rules:
        if _value(before, rule) != _value(line, rule):
            return rule
    return "shared"


def compared(lines: list[Line], scheme: dict, comparisons: list[dict[str, Decimal]]) -> list[Line]:
    """The lines with the strengths of the last comparison that covers all entries on their rank.

    A comparison is {code: strength}. Lines that none covers keep 0.
    """
    if _PAIRS not in scheme["tie_rules"]:
        return lines
    rules_before = scheme["tie_rules"][: scheme["tie_rules"].index(_PAIRS)]
    strength_of: dict[str, Decimal] = {}
    for group in _groups(final_lines(lines, scheme | {"tie_rules": rules_before})):
        for strengths in comparisons:
            if all(line.code in strengths for line in group):
                strength_of |= {line.code: strengths[line.code] for line in group}
    return [replace(line, strength=strength_of.get(line.code, Decimal(0))) for line in lines]


def ties_at_the_line(lines: list[Line], scheme: dict, tiers: list[Tier]) -> list[list[Line]]:
    """Entries on one rank whose prizes depend on who stands first, and who are to be compared.

    On one rank by every rule before the comparison in pairs, and not compared yet; empty where the
    scheme's tie rules do not name the comparison. More than MOST_COMPARED on one rank are no tie
    that people can break in pairs: they share it.
    """
    if _PAIRS not in scheme["tie_rules"]:
        return []
    rules = scheme["tie_rules"][: scheme["tie_rules"].index(_PAIRS) + 1]
    placed = final_lines(lines, scheme | {"tie_rules": rules})
    ties = []
    for group in _groups([line for line in placed if line.passed]):
        is_tie = 1 < len(group) <= MOST_COMPARED and not group[0].strength
        if is_tie and _depends_on_order(group, placed, tiers):
            ties.append(group)
    return ties


def _depends_on_order(group: list[Line], placed: list[Line], tiers: list[Tier]) -> bool:
    """Whether some entry of a group gets another prize as the first of it than as the last."""
    for line in group:
        others = [other for other in group if other is not line]
        as_first = _prize_in_order(line, [line, *others], placed, tiers)
        as_last = _prize_in_order(line, [*others, line], placed, tiers)
        if as_first != as_last:
            return True
    return False


def _prize_in_order(
    line: Line, order: list[Line], placed: list[Line], tiers: list[Tier]
) -> int | None:
    """A line's prize where its group stands in this order, and every other tie by code."""
    place_of = {member.code: place for place, member in enumerate(order)}
    strict = sorted(placed, key=lambda other: (other.rank, place_of.get(other.code, 0), other.code))
    ranked = [replace(other, rank=rank) for rank, other in enumerate(strict, start=1)]
    return propose_prizes(ranked, tiers).get(line.code)


def propose_prizes(lines: list[Line], tiers: list[Tier]) -> dict[str, int]:
    """Code -> tier key, from the highest rank down until the structure is used up.

    A shared rank that does not fit whole into what is left of a tier goes on to the next one
    together, and what is left of the tier stays empty: the machine never draws between equals. A
    full field's next entry goes on alone.
    """
    waiting = [line for line in lines if line.passed]
    prizes: dict[str, int] = {}
    for tier in tiers:
        for winner in _winners(tier, waiting):
            prizes[winner.code] = tier.key
        waiting = [line for line in waiting if line.code not in prizes]
    return prizes


def _winners(tier: Tier, waiting: list[Line]) -> list[Line]:
    """Who of those that wait wins this tier."""
    winners: list[Line] = []
    won_in: Counter[int] = Counter()
    for group in _groups(waiting):
        is_full = len(winners) + len(group) > tier.count
        if is_full or group[0].final < tier.minimum:
            break
        would_win = won_in + Counter(line.field for line in group)
        if tier.cap is not None and max(would_win.values()) > tier.cap:
            continue
        won_in = would_win
        winners += group
    return winners


def _groups(lines: list[Line]) -> list[list[Line]]:
    """The lines by rank, in their order."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and groups[-1][0].rank == line.rank:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups
