"""Check an exported result without the database: python3 verify_bundle.py FOLDER

Needs Python 3.11 or later and nothing else. It checks that no file was changed, that the ledger is
one unbroken chain which passes through every published head, that every sheet is the one that was
locked, and it computes the ranking of each round, who went on to the next one, strengths by
comparison in pairs, final scores and prizes again from the sheets, choices and votes. It prints the
result, or the first thing that does not fit, and ends with 1.
"""

import decimal
import hashlib
import itertools
import json
import statistics
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

LINE = ("previous", "number", "verb", "payload", "at")  # what a digest of the ledger covers
RESULT = ("rank", "code", "council", "votes", "vote_points", "final")  # and the prize, of each line
decimal.getcontext().prec = 28  # as the system that made the result


class Fault(Exception):
    """The first thing that does not fit."""


# The one JSON text of a value: sorted keys, no spaces, Decimals without trailing zeros.
STYLE = {"sort_keys": True, "separators": (",", ":"), "ensure_ascii": False}
canonical = json.JSONEncoder(
    default=lambda item: format(item.normalize() if item else Decimal(0), "f"), **STYLE
).encode
USED = {
    "sheet.locked",
    "ranking.frozen",
    "entries.promoted",
    "tally.closed",
    "standing.computed",
    "comparison.answered",
    "comparison.closed",
}


def digest_of(value) -> str:
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def need(holds, text: str) -> None:
    if not holds:
        raise Fault(text)


def read(folder: Path, name: str):
    return json.loads((folder / name).read_text(encoding="utf-8"))


def check_files(folder: Path) -> None:
    manifest = read(folder, "manifest.json")
    need(
        digest_of(manifest["files"]) == manifest["digest"],
        "manifest.json: the list of files was changed",
    )
    for name, sha256 in manifest["files"].items():
        need(
            hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256,
            f"{name}: was changed",
        )
    known = {"manifest.json", "verify_bundle.py", "verify_lottery.py", *manifest["files"]}
    strangers = {path.name for path in folder.iterdir() if path.is_file()} - known
    need(not strangers, f"{sorted(strangers)}: does not belong here")


def check_ledger(folder: Path) -> list[dict]:
    """The events that the result rests on, in order, after the whole chain was computed again."""
    heads = read(folder, "heads.json")
    at_heads = {head["number"] for head in heads["published"]}
    events, previous, digests, last, number = [], "", {0: ""}, "", 0
    with (folder / "ledger.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            event = json.loads(line)
            need(
                event["number"] == number,
                f"ledger line {number}: a line is missing, or out of order",
            )
            need(
                event["previous"] == previous,
                f"ledger line {number}: does not follow the line before",
            )
            need(
                digest_of({key: event[key] for key in LINE}) == event["digest"],
                f"ledger line {number}: was changed",
            )
            previous = event["digest"]
            if number in at_heads:
                digests[number] = previous
            if event["verb"] in USED:
                events.append(event)
    need(
        (number, previous) == (heads["length"], heads["head"]),
        "ledger: lines at the end are missing, or were added",
    )
    for head in heads["published"]:
        need(
            digests.get(head["number"]) == head["digest"],
            f"ledger: does not pass through the head published at {head['gate']}",
        )
        need(last <= head["at"], f"heads: {head['gate']} is out of order")
        last = head["at"]
    return events


def one(events: list[dict], verb: str, **marks) -> dict:
    """What the last such line says: a ranking that was superseded has one before it."""
    found = [
        event["payload"]
        for event in events
        if event["verb"] == verb and marks.items() <= event["payload"].items()
    ]
    need(found, f"ledger: no line {verb} {marks or ''}")
    return found[-1]


def rounded(value: Decimal, places: int, rounding: str) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=rounding)


def council(totals: list[Decimal], scheme: dict) -> Decimal:
    kept = sorted(totals)
    if scheme["drop_extremes_from"] and len(kept) >= max(3, scheme["drop_extremes_from"]):
        kept = kept[1:-1]
    value = statistics.median(kept) if scheme["aggregate"] == "median" else sum(kept) / len(kept)
    return rounded(value, scheme["council_decimals"], scheme["rounding"])


def total_of(points: dict[str, str], scheme: dict) -> Decimal:
    given = sum((Decimal(value) for value in points.values()), Decimal(0))
    most = sum(Decimal(criterion["max"]) for criterion in scheme["criteria"])
    met = sum(
        Decimal(criterion["max"]) for criterion in scheme["criteria"] if criterion["key"] in points
    )
    return given if met == most or not met else rounded(given * most / met, 2, scheme["rounding"])


def mean_of(key: str, sheets: list[dict], scheme: dict) -> Decimal | None:
    given = [Decimal(points[key]) for points in sheets if key in points]
    return rounded(sum(given) / len(given), 4, scheme["rounding"]) if given else None


def passes(mean: Decimal | None, criterion: dict) -> bool:
    return mean is None or (
        mean >= Decimal(criterion["pass_mark"])
        and not (criterion.get("zero_disqualifies") and mean == 0)
    )


def check_sheets(folder: Path, events: list[dict]) -> dict[int, list[dict]]:
    """The sheets that count, by round; each is the one whose digest was written down when it was
    locked, none is counted twice.
    """
    locked = {
        event["payload"]["assignment"]: event["payload"]["digest"]
        for event in events
        if event["verb"] == "sheet.locked"
    }
    rounds, seen = {}, set()
    for sheet in read(folder, "sheets.json"):
        said = [sheet[key] for key in ("code", "points", "comment", "remark", "nonce")]
        need(
            digest_of(said) == locked.get(sheet["assignment"]),
            f"sheet of {sheet['code']}: is not the locked one",
        )
        marks = {sheet["assignment"], (sheet["round"], sheet["code"], sheet["judge"])}
        need(not marks & seen, f"sheet of {sheet['code']}: counted twice")
        seen |= marks
        rounds.setdefault(sheet["round"], []).append(
            {key: sheet[key] for key in ("code", "judge", "points")}
        )
    return rounds


def check_ranking(ranking: dict, events: list[dict], sheets: list[dict]) -> dict[str, dict]:
    """{code: council score and means} of one round."""
    scheme, number = ranking["scheme"], ranking["round"]
    sheets = sorted(sheets, key=lambda sheet: (sheet["code"], sheet["judge"]))
    ranking["digest"] = digest_of({"scheme": scheme, "sheets": sheets})
    need(
        ranking["digest"] == one(events, "ranking.frozen", round=number)["digest"],
        f"ranking {number}: scheme and sheets are not those that were frozen",
    )
    lines = {}
    for code, group in itertools.groupby(sheets, key=lambda sheet: sheet["code"]):
        points = [sheet["points"] for sheet in group]
        means = [mean_of(criterion["key"], points, scheme) for criterion in scheme["criteria"]]
        lines[code] = {
            "council": council([total_of(sheet, scheme) for sheet in points], scheme),
            "means": means,
        }
    places = sorted(lines, key=lambda code: (-lines[code]["council"], code))
    scores = [lines[code]["council"] for code in places]
    expected = [
        [scores.index(score) + 1, code, score] for code, score in zip(places, scores, strict=True)
    ]
    need(
        canonical(expected) == canonical(ranking["places"]),
        f"ranking {number}: the places do not follow from the sheets",
    )
    return lines


def promoted(ranking: dict, events: list[dict], lines: dict[str, dict]) -> set[str]:
    """Who went on from this round: by the rule of its scheme, or by the council's word with a
    reason.
    """
    scheme, decided, fields = ranking["scheme"], ranking["promoted"], {}
    need(
        digest_of(decided) == one(events, "entries.promoted", round=ranking["round"])["digest"],
        "promotion: is not what was decided",
    )
    for rank, code, _score in ranking["places"]:
        zero = scheme["promotes_without_zero"] and any(
            mean == 0 for mean in lines[code]["means"] if mean is not None
        )
        if not zero and (
            scheme["promotes_from"] is None
            or lines[code]["council"] >= Decimal(scheme["promotes_from"])
        ):
            fields.setdefault(ranking["fields"][code], []).append((rank, code))
    rule = set()
    for places in fields.values():
        last = places[min(scheme["promotes_per_field"] or len(places), len(places)) - 1][0]
        rule |= {code for rank, code in places if rank <= last}
    need(
        {code for code, *_rest in decided} == lines.keys(),
        "promotion: not the entries of the round before",
    )
    for code, by_rule, goes_on, reason in decided:
        need(by_rule == (code in rule), f"promotion of {code}: is not what the rule says")
        need(
            by_rule == goes_on or reason, f"promotion of {code}: against the rule without a reason"
        )
    return {code for code, _rule, goes_on, _reason in decided if goes_on}


def check_rankings(
    folder: Path, events: list[dict], sheets: dict[int, list[dict]]
) -> tuple[dict, dict[str, dict]]:
    """Every round in order; the last one is what prizes follow from."""
    rankings = read(folder, "rankings.json")
    numbers = [ranking["round"] for ranking in rankings]
    need(
        numbers and numbers == sorted(set(numbers)) and set(numbers) == sheets.keys(),
        "rankings: a round is missing, or out of order",
    )
    lines: dict[str, dict] = {}
    for place, ranking in enumerate(rankings):
        before = promoted(rankings[place - 1], events, lines) if place else None
        lines = check_ranking(ranking, events, sheets[ranking["round"]])
        need(
            before is None or lines.keys() <= before,
            f"ranking {ranking['round']}: an entry that did not go on",
        )
    return rankings[-1], lines


def strengths_of(codes: list[str], choices: list[list[str]]) -> dict[str, Decimal]:
    """Bradley and Terry's strengths with half a win each way added to every pair, by Hunter's
    iteration, to nine digits.
    """
    wins, strength = Counter(map(tuple, choices)), {code: Decimal(1) / len(codes) for code in codes}
    for _step in range(20_000 if len(codes) > 1 else 0):
        won, met = dict.fromkeys(codes, Decimal(0)), dict.fromkeys(codes, Decimal(0))
        for code, other in itertools.permutations(codes, 2):
            won[code] += wins[code, other] + Decimal("0.5")
            met[code] += (wins[code, other] + wins[other, code] + 1) / (
                strength[code] + strength[other]
            )
        whole = sum(won[code] / met[code] for code in codes)
        before, strength = strength, {code: won[code] / met[code] / whole for code in codes}
        if all(
            abs(strength[code] - before[code]) < strength[code] * Decimal("1e-22") for code in codes
        ):
            break
    return {code: decimal.Context(prec=9).plus(value) for code, value in strength.items()}


def check_comparisons(folder: Path, events: list[dict]) -> list[dict]:
    """The comparisons in pairs, whose ballots are those that were given, and whose strengths follow
    from them.
    """
    found = read(folder, "comparisons.json")
    for item in found:
        number, ballots, told = item["number"], item["ballots"], item["strengths"]
        for judge, choices, nonce in ballots:
            given = one(events, "comparison.answered", comparison=number, judge=judge)["digest"]
            need(
                digest_of([choices, nonce]) == given,
                f"comparison {number}: these are not the choices of judge {judge}",
            )
        item["digest"] = digest_of(
            {"ballots": ballots, "left_out": item["left_out"], "strengths": told}
        )
        need(
            item["digest"] == one(events, "comparison.closed", comparison=number)["digest"],
            f"comparison {number}: is not the one that was closed",
        )
        choices = [
            (judge, pair)
            for judge, choices, _nonce in ballots
            for pair in choices
            if told.keys() >= set(pair)
        ]
        counted = [
            pair
            for judge, pair in choices
            if not any([judge, code] in item["left_out"] for code in pair)
        ]
        item["strengths"] = strengths_of(sorted(told), counted)
        need(
            {code: str(value) for code, value in item["strengths"].items()} == told,
            f"comparison {number}: strengths do not follow from the choices",
        )
    return found


def final_lines(entries: list[dict], scheme: dict, compared: list[dict]) -> list[dict]:
    highest = max((entry["votes"] for entry in entries), default=0)
    rules = [
        "final",
        *(
            rule
            for rule in scheme["tie_rules"]
            if rule in ("council", "first_criterion", "votes", "pairs")
        ),
    ]
    before = rules[: rules.index("pairs")] if "pairs" in rules else rules
    for line in entries:
        line |= {
            "vote_points": Decimal(0),
            "pairs": Decimal(0),
            "first_criterion": line["means"][0] or Decimal(0),
        }
        if scheme["vote_formula"] != "none" and highest:
            line["vote_points"] = rounded(
                Decimal(scheme["vote_max"]) * line["votes"] / highest,
                scheme["decimals"],
                scheme["rounding"],
            )
        line["final"] = line["council"] + line["vote_points"]
        line["passed"] = line["council"] >= Decimal(scheme["pass_mark"]) and all(
            map(passes, line["means"], scheme["criteria"])
        )
        line["before"] = [line[rule] for rule in before]
    for line, item in itertools.product(entries, compared):
        if all(
            other["code"] in item["strengths"]
            for other in entries
            if other["before"] == line["before"]
        ):
            line["pairs"] = item["strengths"][line["code"]]
    places = sorted([-line[rule] for rule in rules] for line in entries)
    ranked = [
        line | {"rank": places.index([-line[rule] for rule in rules]) + 1} for line in entries
    ]
    return sorted(ranked, key=lambda line: (line["rank"], line["code"]))


def prizes_of(lines: list[dict], tiers: list[dict]) -> dict[str, int]:
    waiting, prizes = [line for line in lines if line["passed"]], {}
    for tier in tiers:
        left, by_field, passed_over = tier["count"], Counter(), []
        groups = [
            list(group)
            for _rank, group in itertools.groupby(waiting, key=lambda line: line["rank"])
        ]
        for place, group in enumerate(groups):
            if len(group) > left or group[0]["final"] < Decimal(tier["minimum"]):
                passed_over += [line for later in groups[place:] for line in later]
                break
            fields = Counter(line["field"] for line in group)
            if tier["cap"] is not None and any(
                by_field[field] + number > tier["cap"] for field, number in fields.items()
            ):
                passed_over += group
            else:
                by_field, left = by_field + fields, left - len(group)
                prizes |= {line["code"]: tier["key"] for line in group}
        waiting = passed_over
    return prizes


def check_standing(
    folder: Path, events: list[dict], ranking: dict, lines: dict[str, dict]
) -> list[dict]:
    standing, compared = read(folder, "standing.json"), check_comparisons(folder, events)
    entries = [
        lines[row["code"]] | {"code": row["code"], "field": row["field"], "votes": row["votes"]}
        for row in standing["entries"]
    ]
    placed = final_lines(entries, ranking["scheme"], compared)
    prizes, names = (
        prizes_of(placed, standing["tiers"]),
        {tier["key"]: tier["name"] for tier in standing["tiers"]},
    )
    more = {"comparisons": sorted(item["digest"] for item in compared)} if compared else {}
    formula = {
        "scheme": ranking["scheme"],
        "ranking": ranking["digest"],
        "tally": standing["tally"],
        **more,
    }
    tiers = [
        [tier[key] for key in ("key", "name", "count", "cap", "minimum")]
        for tier in standing["tiers"]
    ]
    frozen = [
        [line["code"], line["field"], line["final"], line["rank"], prizes.get(line["code"])]
        for line in placed
    ]
    said = one(events, "standing.computed")["digest"]
    need(
        digest_of({"formula": formula, "tiers": tiers, "lines": frozen}) == said,
        "standing: scores, ranks or prizes do not follow from sheets and votes",
    )
    if standing["tally"]:
        need(
            one(events, "tally.closed")["digest"] == standing["tally"],
            "standing: the votes are not those that were counted",
        )
        need(
            digest_of(standing["votes"]) == standing["tally"],
            "standing: the counted votes were changed",
        )
        counted = {row["code"]: row["votes"] for row in standing["votes"]["rows"]}
        for row in standing["entries"]:
            need(
                row["votes"] == counted.get(row["vote_code"], 0),
                f"standing: votes of {row['code']} are not those that were counted",
            )
    return [
        {key: line[key] for key in RESULT} | {"prize": names.get(prizes.get(line["code"]), "")}
        for line in placed
    ]


def verify(folder: Path) -> bytes:
    """The result as bytes, the same on every machine. Raises Fault."""
    try:
        check_files(folder)
        events = check_ledger(folder)
        sheets = check_sheets(folder, events)
        ranking, lines = check_rankings(folder, events, sheets)
        result = check_standing(folder, events, ranking, lines)
    except (
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        OSError,
        decimal.DecimalException,
    ) as error:
        raise Fault(f"the bundle cannot be read: {type(error).__name__} {error}") from error
    text = "".join(canonical(line) + "\n" for line in result).encode()
    need(
        (folder / "result.json").read_bytes() == text,
        "result.json: is not what follows from sheets and votes",
    )
    return text


def main() -> int:
    if len(sys.argv) != 2:
        sys.stderr.write(__doc__)
        return 2
    try:
        text = verify(Path(sys.argv[1]))
    except Fault as fault:
        sys.stdout.write(f"NOT IN ORDER: {fault}\n")
        return 1
    sys.stdout.write(
        f"{text.decode()}IN ORDER. SHA-256 of the result: {hashlib.sha256(text).hexdigest()}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
