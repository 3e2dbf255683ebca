"""The official arithmetic against an independent one, in exact fractions, on a thousand random
editions.
"""

from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from random import Random

from awards.bundle import verify_bundle
from awards.formula import Line, Tier, compared, final_lines, propose_prizes, ties_at_the_line
from judging.arithmetic import engine
from tests.rehearsed import SCALE

EDITIONS = max(1000, 40 * SCALE)


def rounded(value: Fraction, places: int, mode: str) -> Fraction:
    scaled = value * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest
    if twice > scaled.denominator or (
        twice == scaled.denominator and (mode == "ROUND_HALF_UP" or whole % 2)
    ):
        whole += 1
    return Fraction(whole, 10**places)


def edition(rng: Random) -> tuple[dict, list[dict], dict[str, int | None], list[Tier]]:
    criteria = [
        {
            "key": str(number),
            "max": str(most),
            "pass_mark": str(rng.choice([0, 0, most // 3])),
            "zero_disqualifies": rng.random() < 0.3,
            "is_optional": rng.random() < 0.3,
        }
        for number, most in enumerate(rng.choices([10, 20, 30], k=rng.randint(1, 4)))
    ]
    scheme = {
        "council_max": str(sum(int(criterion["max"]) for criterion in criteria)),
        "vote_max": str(rng.choice([0, 10, 20])),
        "vote_formula": rng.choice(["share_of_highest", "none"]),
        "without_vote": rng.choice(["mean", "nothing"]),
        "aggregate": rng.choice(["mean", "median"]),
        "drop_extremes_from": rng.choice([0, 3, 5]),
        "decimals": rng.choice([1, 2]),
        "council_decimals": rng.choice([0, 1, 2]),
        "rounding": rng.choice(["ROUND_HALF_UP", "ROUND_HALF_EVEN"]),
        "pass_mark": str(rng.choice([0, 15])),
        "tie_rules": [
            *rng.sample(["council", "first_criterion", "votes"], rng.randint(0, 3)),
            "shared",
        ],
        "criteria": criteria,
    }
    codes = [f"HS-{number:03d}" for number in range(rng.randint(1, 14))]
    coarse = rng.choice([2, 10])  # few different points make many ties
    sheets = [
        {"code": code, "judge": judge, "points": _points(rng, criteria, coarse)}
        for code in codes
        for judge in range(rng.randint(1, 6))
    ]
    votes: dict[str, int | None] = {
        code: rng.choice([0, 0, 5, 5, rng.randrange(900)]) for code in codes
    }
    if scheme["vote_formula"] != "none":
        votes |= dict.fromkeys((code for code in codes if rng.random() < 0.1), None)
    tiers = [
        Tier(number, rng.randint(1, 4), rng.choice([None, 1, 2]), Decimal(rng.choice([0, 20])))
        for number in range(3)
    ]
    return scheme, sheets, votes, tiers


def _points(rng: Random, criteria: list[dict], coarse: int) -> dict[str, str]:
    given = {
        criterion["key"]: str(Decimal(rng.randrange(0, int(criterion["max"]) * 2 + 1, coarse)) / 2)
        for criterion in criteria
    }
    left_out = [
        criterion["key"]
        for criterion in criteria
        if criterion["is_optional"] and rng.random() < 0.4
    ]
    return {key: value for key, value in given.items() if key not in left_out} or given


def _total(points: dict[str, str], scheme: dict) -> Fraction:
    """What was given, as a share of what could be given, of the whole."""
    could = sum(
        Fraction(criterion["max"]) for criterion in scheme["criteria"] if criterion["key"] in points
    )
    whole = sum(Fraction(criterion["max"]) for criterion in scheme["criteria"])
    given = sum(Fraction(value) for value in points.values())
    return given if could == whole else rounded(given / could * whole, 2, scheme["rounding"])


def _shares(scheme: dict, votes: dict[str, int | None]) -> dict[str, Fraction]:
    """Vote points by code; who was kept out has the mean of the others or nothing."""
    given = {code: number for code, number in votes.items() if number is not None}
    most = max(given.values(), default=0)
    shares = dict.fromkeys(given, Fraction(0))
    if scheme["vote_formula"] != "none" and most:
        for code, number in given.items():
            exact = Fraction(scheme["vote_max"]) * number / most
            shares[code] = rounded(exact, scheme["decimals"], scheme["rounding"])
    mean = Fraction(0)
    if scheme["without_vote"] == "mean" and shares:
        exact = sum(shares.values(), Fraction(0)) / len(shares)
        mean = rounded(exact, scheme["decimals"], scheme["rounding"])
    return {code: shares.get(code, mean) for code in votes}


def again(
    scheme: dict,
    sheets: list[dict],
    votes: dict[str, int | None],
    fields: dict[str, int],
    tiers: list[Tier],
):
    """Scores, ranks and prizes by plain loops over fractions."""
    entries = {}
    for code in {sheet["code"] for sheet in sheets}:
        mine = [sheet["points"] for sheet in sheets if sheet["code"] == code]
        totals = sorted(_total(sheet, scheme) for sheet in mine)
        if scheme["drop_extremes_from"] and len(totals) >= max(3, scheme["drop_extremes_from"]):
            totals = totals[1:-1]
        middle = len(totals) // 2
        if scheme["aggregate"] == "median":
            value = totals[middle] if len(totals) % 2 else (totals[middle - 1] + totals[middle]) / 2
        else:
            value = sum(totals) / len(totals)
        means = []
        for criterion in scheme["criteria"]:
            given = [
                Fraction(sheet[criterion["key"]]) for sheet in mine if criterion["key"] in sheet
            ]
            means.append(rounded(sum(given) / len(given), 4, scheme["rounding"]) if given else None)
        entries[code] = {
            "council": rounded(value, scheme["council_decimals"], scheme["rounding"]),
            "means": means,
        }
    shares = _shares(scheme, {code: votes[code] for code in entries})
    for code, entry in entries.items():
        entry["final"] = entry["council"] + shares[code]
        entry["passed"] = entry["council"] >= Fraction(scheme["pass_mark"]) and all(
            mean is None
            or (
                mean >= Fraction(criterion["pass_mark"])
                and (mean > 0 or not criterion["zero_disqualifies"])
            )
            for mean, criterion in zip(entry["means"], scheme["criteria"], strict=True)
        )
        sort = {
            "council": entry["council"],
            "first_criterion": entry["means"][0] or Fraction(0),
            "votes": Fraction(votes[code] or 0),
        }
        entry["key"] = [entry["final"]] + [
            sort[rule] for rule in scheme["tie_rules"] if rule in sort
        ]
    for entry in entries.values():
        entry["rank"] = 1 + sum(other["key"] > entry["key"] for other in entries.values())
    prizes, left = {}, [code for code in entries if entries[code]["passed"]]
    for tier in tiers:
        room, taken, standing = (
            tier.count,
            {},
            sorted(left, key=lambda code: (entries[code]["rank"], code)),
        )
        ranks = sorted({entries[code]["rank"] for code in standing})
        for rank in ranks:
            group = [code for code in standing if entries[code]["rank"] == rank]
            if len(group) > room or entries[group[0]]["final"] < Fraction(tier.minimum):
                break
            if tier.cap is not None and any(
                taken.get(fields[c], 0) + sum(fields[o] == fields[c] for o in group) > tier.cap
                for c in group
            ):
                continue
            for code in group:
                prizes[code] = tier.key
                taken[fields[code]] = taken.get(fields[code], 0) + 1
                left.remove(code)
            room -= len(group)
    return entries, prizes


def test_a_thousand_random_editions():
    rng, tied, empty = Random(57), 0, 0
    for _ in range(EDITIONS):
        scheme, sheets, votes, tiers = edition(rng)
        places = engine.ranking(scheme, sheets)
        fields = {place.code: rng.randrange(3) for place in places}
        lines = final_lines(
            [
                Line(
                    place.code,
                    fields[place.code],
                    place.score,
                    place.criterion_means,
                    votes[place.code],
                )
                for place in places
            ],
            scheme,
        )
        prizes = propose_prizes(lines, tiers)
        entries, prizes_again = again(scheme, sheets, votes, fields, tiers)
        assert {
            line.code: (Fraction(line.council), Fraction(line.final), line.rank, line.passed)
            for line in lines
        } == {
            code: (entry["council"], entry["final"], entry["rank"], entry["passed"])
            for code, entry in entries.items()
        }
        assert {place.code: place.rank for place in places} == {
            code: 1 + sum(other["council"] > entry["council"] for other in entries.values())
            for code, entry in entries.items()
        }
        assert prizes == prizes_again
        tied += len({line.rank for line in lines}) < len(lines)
        empty += len(prizes) < sum(tier.count for tier in tiers)
    assert tied > EDITIONS / 5
    assert empty > EDITIONS / 5


def compared_edition(rng: Random):
    """An edition of few different points whose ties were compared in part: of a group all of them,
    some, or none.
    """
    while True:
        scheme, sheets, votes, tiers = edition(rng)
        before = rng.sample(["council", "first_criterion", "votes"], rng.randint(0, 2))
        scheme["tie_rules"] = before
        places = engine.ranking(scheme, sheets)
        fields = {place.code: rng.randrange(3) for place in places}
        lines = [
            Line(
                place.code,
                fields[place.code],
                place.score,
                place.criterion_means,
                votes[place.code],
            )
            for place in places
        ]
        groups: dict[int, list[str]] = {}
        for code, entry in again(scheme, sheets, votes, fields, tiers)[0].items():
            groups.setdefault(entry["rank"], []).append(code)
        groups = {rank: codes for rank, codes in groups.items() if len(codes) > 1}
        if not groups:
            continue
        comparisons = []
        for codes in groups.values():
            chosen = [codes, codes[:-1], [*codes, "HS-GONE"], []][rng.randrange(4)]
            if len(chosen) > 1:
                comparisons.append(
                    {code: Decimal(rng.choice(["0.2", "0.3", "0.3", "0.5"])) for code in chosen}
                )
        after = [
            rule
            for rule in ("votes", "first_criterion")
            if rule not in before and rng.random() < 0.5
        ]
        return (
            scheme | {"tie_rules": [*before, "pairs", *after, "shared"]},
            sheets,
            votes,
            tiers,
            fields,
            lines,
            groups,
            comparisons,
        )


def test_compared_ties_on_random_editions():
    rng, whole, partly = Random(58), 0, 0
    for _ in range(EDITIONS // 4):
        scheme, sheets, votes, tiers, fields, lines, groups, comparisons = compared_edition(rng)
        found = final_lines(compared(lines, scheme, comparisons), scheme)
        strength = dict.fromkeys(votes, Fraction(0))
        for codes in groups.values():
            for told in comparisons:
                if set(codes) <= told.keys():
                    strength |= {code: Fraction(told[code]) for code in codes}
                    whole += 1
                else:
                    partly += bool(set(codes) & told.keys())
        # The independent ranks: the rules before, then the strength, then the rules after.
        entries, _prizes = again(scheme | {"tie_rules": []}, sheets, votes, fields, tiers)
        table = {
            code: {
                "council": entry["council"],
                "first_criterion": entry["means"][0] or 0,
                "votes": votes[code] or 0,
                "pairs": strength[code],
            }
            for code, entry in entries.items()
        }
        key = {
            code: [
                entry["final"],
                *(table[code][rule] for rule in scheme["tie_rules"] if rule != "shared"),
            ]
            for code, entry in entries.items()
        }
        ranks = {code: 1 + sum(other > own for other in key.values()) for code, own in key.items()}
        assert {line.code: line.rank for line in found} == ranks
        plain = [
            {
                "code": line.code,
                "council": line.council,
                "means": list(line.criterion_means),
                "votes": line.votes,
            }
            for line in lines
        ]
        scripted = verify_bundle.final_lines(
            plain, scheme, [{"strengths": told} for told in comparisons]
        )
        assert {line["code"]: line["rank"] for line in scripted} == ranks
    assert whole > 50
    assert partly > 10


def test_asked_are_those_whose_prizes_depend_on_their_order():
    """Against every order that there is."""
    rng, asked, left = Random(59), 0, 0
    for _ in range(EDITIONS // 4):
        scheme, sheets, votes, tiers, fields, lines, groups, _comparisons = compared_edition(rng)
        entries, _prizes = again(
            scheme | {"tie_rules": scheme["tie_rules"][: scheme["tie_rules"].index("pairs")]},
            sheets,
            votes,
            fields,
            tiers,
        )
        expected = set()
        for codes in groups.values():
            group = sorted(code for code in codes if entries[code]["passed"])
            outcomes = (
                {
                    tuple(sorted(_prizes_in(entries, fields, tiers, order).items()))
                    for order in permutations(group)
                }
                if len(group) <= 5
                else None
            )
            if outcomes is None or len(outcomes) > 1:
                expected.add(tuple(group))
        found = {
            tuple(sorted(line.code for line in group))
            for group in ties_at_the_line(lines, scheme, tiers)
        }
        expected, found = (
            {group for group in groups if 1 < len(group) <= 5} for groups in (expected, found)
        )
        assert found == expected
        asked, left = asked + len(found), left + len(groups) - len(found)
    assert asked > 50
    assert left > 50


def _prizes_in(
    entries: dict, fields: dict[str, int], tiers: list[Tier], order: tuple[str, ...]
) -> dict[str, int]:
    """Code -> tier where this group stands in this order and every other tie by code; written as a
    queue.
    """
    place = {code: number for number, code in enumerate(order)}
    queue = sorted(
        (code for code in entries if entries[code]["passed"]),
        key=lambda code: (entries[code]["rank"], place.get(code, 0), code),
    )
    prizes = {}
    for tier in tiers:
        room, taken, later = tier.count, {}, []
        while queue:
            code = queue.pop(0)
            if room == 0 or entries[code]["final"] < Fraction(tier.minimum):
                later += [code, *queue]
                break
            if tier.cap is not None and taken.get(fields[code], 0) >= tier.cap:
                later.append(code)
                continue
            prizes[code], room = tier.key, room - 1
            taken[fields[code]] = taken.get(fields[code], 0) + 1
        queue = later
    return prizes
