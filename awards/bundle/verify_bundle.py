"""Check an exported result without the database: python3 verify_bundle.py FOLDER

Needs Python 3.11 or later and nothing else. It checks that no file was changed, that
the ledger is one unbroken chain which passes through every published head, that every
sheet is the one that was locked, and it computes the ranking of each round, who went
on, strengths by comparison in pairs, final scores and prizes again. It prints the
result, or the first thing that does not fit, and ends with 1. The other parts have
scripts of their own, which verify.py runs all.
"""

import hashlib
import itertools
import json
import statistics
import sys
from collections import Counter
from collections.abc import Iterable
from decimal import Context, Decimal, getcontext
from operator import itemgetter
from pathlib import Path
from typing import Any

# Above each check stands its rule; those in quotation marks are the contest's own, as
# published. Which numbers fill them (criteria, rounding, prizes) stands in the bundle,
# and the ledger holds their digest. One value may be another one, since nothing follows
# from it and no page shows it: the field of an entry that did not go on to the last
# round, where the same entries go on by the rule. Of all others a change is found.

PARTS = ("", "_form", "_order", "_bundle", "_pairs", "_votes", "_lottery")
LINE_KEYS = ("previous", "number", "verb", "payload", "at", "who")
SHEET_KEYS = ("code", "points", "comment", "remark", "nonce")
OPEN_KEYS = ("code", "points", "digest")
SHEET_NUMBERS = ("round", "assignment", "judge")
ENTRY_KEYS = ("code", "field", "votes", "result_code", "nonce")
RANKING_KEYS = ("round", "scheme", "places")
TIER_KEYS = ("key", "name", "count", "cap", "minimum")
RESULT_KEYS = ("rank", "code", "council", "votes", "vote_points", "final")
TIE_RULES = ("council", "first_criterion", "votes", "pairs")
LATER_GATES = {"ratification.closed", "results.announced"}
USED_VERBS = {"sheet.locked", "ranking.frozen", "entries.promoted", *LATER_GATES}
USED_VERBS |= {"comparison.answered", "comparison.closed", "standing.computed"}
ERRORS = (OSError, LookupError, AttributeError, ArithmeticError, ValueError, TypeError)
Events = list[dict]  # lines of the ledger
Scores = dict[str, dict]  # {code: its council score and its mean in each criterion}

getcontext().prec = 28  # as the system that made the result


class Fault(Exception):
    """The first thing that does not fit."""


def need(holds: object, fault: str) -> None:
    if not holds:
        raise Fault(fault)


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def has_only(row: dict, keys: Iterable[str], what: str) -> None:
    need(row.keys() == set(keys), f"{what}: something is missing, or was added")


# Rule: a value has one text: JSON with sorted keys and no spaces, decimal numbers
# without zeros at their end. Its digest is the SHA-256 of that text in UTF-8.
def decimal_text(number: Decimal) -> str:
    return format(number.normalize(), "f") if number else "0"


STYLE: dict = {"sort_keys": True, "separators": (",", ":"), "ensure_ascii": False}


def canonical(value: object) -> str:
    return json.dumps(value, default=decimal_text, **STYLE)


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest_of(value: object) -> str:
    return sha256_of(canonical(value).encode())


def rounded(value: Decimal, places: int, rounding: str) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=rounding)


# Rule: the manifest names every file with its SHA-256; beside these files and the
# scripts nothing belongs to the bundle.
def check_files(folder: Path) -> None:
    manifest = read(folder, "manifest.json")
    has_only(manifest, ("files", "digest"), "manifest.json")
    files = manifest["files"]
    need(digest_of(files) == manifest["digest"], "manifest.json: its list was changed")
    for name, sha256 in files.items():
        need(sha256_of((folder / name).read_bytes()) == sha256, f"{name}: was changed")
    known = {"manifest.json", *files, *(f"verify{part}.py" for part in PARTS)}
    strangers = {path.name for path in folder.iterdir() if path.is_file()} - known
    need(not strangers, f"{sorted(strangers)}: does not belong here")


# Rule: the ledger is one chain. Each line carries its number, the digest of the line
# before it, and a digest of its own over all that it says. No line is missing.
def check_ledger(folder: Path) -> Events:
    """The events that the result rests on, in order."""
    heads = read(folder, "heads.json")
    has_only(heads, ("length", "head", "published"), "heads.json")
    numbers_of_heads = {number for number, _digest in heads["published"]}
    digest_at = {0: ""}
    events = []
    number = 0
    previous = ""
    with (folder / "ledger.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            event = json.loads(line)
            check_line(event, number, previous)
            previous = event["digest"]
            if number in numbers_of_heads:
                digest_at[number] = previous
            if event["verb"] in USED_VERBS:
                events.append(event)
    is_whole = [number, previous] == [heads["length"], heads["head"]]
    need(is_whole, "ledger: lines at the end are missing, or were added")
    check_heads(heads["published"], digest_at, events)
    return events


def check_line(event: dict, number: int, previous: str) -> None:
    line = f"ledger line {number}"
    covered = {key: event[key] for key in event if key != "digest"}
    has_only({"who": "", **covered}, LINE_KEYS, line)
    need(event["number"] == number, f"{line}: a line is missing, or out of order")
    need(event["previous"] == previous, f"{line}: does not follow the line before")
    need(digest_of(covered) == event["digest"], f"{line}: was changed")


# Rule: at each gate of the contest (the close of submission, of a round, of the vote …)
# the digest of the ledger's last line is published. The chain passes through all of
# them. The line of the standing says which were published until then; afterwards it is
# the committee's vote and the announcement.
def check_heads(published: list, digest_at: dict[int, str], events: Events) -> None:
    last = 0
    for number, digest in published:
        is_passed = digest_at.get(number) == digest
        need(is_passed, f"ledger: does not pass through the head published at {number}")
        need(last <= number, f"heads: {number} is out of order")
        last = number
    for event in lines_of(events, "standing.computed"):
        until = [head for head in published if head[0] < event["number"]]
        need(digest_of(until) == event["payload"]["heads"], "heads: not the published")
        gates = [line["number"] for line in events if line["verb"] in LATER_GATES]
        later = [head[0] for head in published[len(until) :]]
        need(canonical(later) == canonical(gates), "heads: not those published later")


def lines_of(events: Events, verb: str) -> Events:
    return [event for event in events if event["verb"] == verb]


def last_line(events: Events, verb: str, **marks: object) -> dict:
    """What the last such line says: a superseded ranking has one before it."""
    payloads = [event["payload"] for event in lines_of(events, verb)]
    fitting = [payload for payload in payloads if marks.items() <= payload.items()]
    need(fitting, f"ledger: no line {verb} {marks or ''}")
    return fitting[-1]


# Rule: a sheet is locked when its judge hands it in, and its digest is written into the
# ledger then. What counts is that sheet, once: one a judge and entry in a round. Where
# everybody may read it, that digest stands in the place of the judge's words.
def check_sheets(folder: Path, events: Events) -> dict[int, list[dict]]:
    """{number of the round: its sheets, as code, judge and points}."""
    told = [event["payload"] for event in lines_of(events, "sheet.locked")]
    locked = {payload["assignment"]: payload["digest"] for payload in told}
    sheets_of_round: dict[int, list[dict]] = {}
    counted: set = set()
    for sheet in read(folder, "sheets.json"):
        keys = OPEN_KEYS if "digest" in sheet else SHEET_KEYS
        has_only(sheet, (*keys, *SHEET_NUMBERS), "sheet")
        written = sheet.get("digest") or digest_of([sheet[key] for key in keys])
        is_locked = written == locked.get(sheet["assignment"])
        need(is_locked, f"sheet of {sheet['code']}: is not the locked one")
        place = (sheet["round"], sheet["code"], sheet["judge"])
        marks = {sheet["assignment"], place}
        need(not marks & counted, f"sheet of {sheet['code']}: counted twice")
        counted |= marks
        scored = {key: sheet[key] for key in ("code", "judge", "points")}
        sheets_of_round.setdefault(sheet["round"], []).append(scored)
    return sheets_of_round


# Rule: a sheet's total is the sum of its points. Where a judge left out a criterion
# that may be left out, the total is the same share of what all criteria can give,
# rounded to two decimals.
def total_of(points: dict[str, str], scheme: dict) -> Decimal:
    given = sum(map(Decimal, points.values()), Decimal(0))
    most = {row["key"]: Decimal(row["max"]) for row in scheme["criteria"]}
    most_of_all = sum(most.values())
    most_of_given = sum(most[key] for key in points)
    if most_of_given in (most_of_all, 0):
        return given
    return rounded(given * most_of_all / most_of_given, 2, scheme["rounding"])


# Rule: an entry's council score is the mean (or the median, where the scheme says so)
# of its sheets' totals, rounded as the scheme says. Where the highest and the lowest
# sheet are dropped, they are dropped from the number of sheets that the scheme names.
def council_score(totals: list[Decimal], scheme: dict) -> Decimal:
    counted = sorted(totals)
    drops_from = scheme["drop_extremes_from"]
    if drops_from and len(counted) >= max(3, drops_from):
        counted = counted[1:-1]
    if scheme["aggregate"] == "median":
        score = statistics.median(counted)
    else:
        score = sum(counted, Decimal(0)) / len(counted)
    return rounded(score, scheme["council_decimals"], scheme["rounding"])


# Rule: the mean of one criterion is taken over the judges who gave points for it, to
# four decimals; there is none where nobody did.
def mean_of(key: str, sheets: list[dict[str, str]], scheme: dict) -> Decimal | None:
    given = [Decimal(points[key]) for points in sheets if key in points]
    if not given:
        return None
    return rounded(sum(given, Decimal(0)) / len(given), 4, scheme["rounding"])


# Rule: the ranking follows from the scheme and the sheets alone. The higher council
# score stands first; equal scores share a rank, and the next rank counts all of them.
def check_ranking(ranking: dict, events: Events, sheets: list[dict]) -> Scores:
    scheme = ranking["scheme"]
    number = ranking["round"]
    in_order = sorted(sheets, key=itemgetter("code", "judge"))
    ranking["digest"] = digest_of({"scheme": scheme, "sheets": in_order})
    frozen = last_line(events, "ranking.frozen", round=number)["digest"]
    fits = ranking["digest"] == frozen
    need(fits, f"ranking {number}: scheme and sheets are not those that were frozen")
    points_of: dict[str, list[dict]] = {}
    for sheet in in_order:
        points_of.setdefault(sheet["code"], []).append(sheet["points"])
    scores = {code: scores_of(points, scheme) for code, points in points_of.items()}
    follow = canonical(places_of(scores)) == canonical(ranking["places"])
    need(follow, f"ranking {number}: the places do not follow from the sheets")
    return scores


def scores_of(sheets: list[dict[str, str]], scheme: dict) -> dict:
    """The council score of one entry, and its mean in each criterion."""
    keys = [criterion["key"] for criterion in scheme["criteria"]]
    means = [mean_of(key, sheets, scheme) for key in keys]
    totals = [total_of(points, scheme) for points in sheets]
    return {"council": council_score(totals, scheme), "means": means}


def places_of(scores: Scores) -> list[list]:
    """[[rank, code, council score], …], the highest first, equals by code."""
    pairs = [(entry["council"], code) for code, entry in sorted(scores.items())]
    pairs.sort(key=itemgetter(0), reverse=True)
    places: list[list] = []
    for position, (score, code) in enumerate(pairs, start=1):
        is_shared = bool(places) and places[-1][2] == score
        rank = places[-1][0] if is_shared else position
        places.append([rank, code, score])
    return places


# Rule: every round is there, in order, and an entry stands in a later round only if it
# went on from the one before. Prizes follow from the last ranking.
def check_rankings(folder: Path, events: Events, sheets: dict) -> tuple[list, Scores]:
    """The rankings, and for the last one what `check_ranking` gives for it."""
    rankings = read(folder, "rankings.json")
    numbers = [ranking["round"] for ranking in rankings]
    frozen = {row["payload"]["round"] for row in lines_of(events, "ranking.frozen")}
    are_all = numbers == sorted(frozen) and set(numbers) == sheets.keys()
    need(numbers and are_all, "rankings: a round is missing, or out of order")
    for before in rankings[:-1]:
        has_only(before, (*RANKING_KEYS, "fields", "promoted"), "ranking")
    has_only(rankings[-1], RANKING_KEYS, "ranking")
    scores = check_ranking(rankings[0], events, sheets[numbers[0]])
    for before, ranking in itertools.pairwise(rankings):
        has_only(before["fields"], scores, "fields")
        went_on = check_promotion(before, events, scores)
        number = ranking["round"]
        scores = check_ranking(ranking, events, sheets[number])
        need(scores.keys() <= went_on, f"ranking {number}: an entry that did not go on")
    return rankings, scores


# Rule: from a round the best of each field go on, as many as the scheme says, and all
# who share the last of these ranks. Where the scheme asks for a least council score, or
# for a criterion's mean above zero in every criterion, nobody goes on without it.
def codes_by_rule(ranking: dict, scores: Scores) -> set[str]:
    scheme = ranking["scheme"]
    fields: dict[int, list[tuple[int, str]]] = {}
    for rank, code, _score in ranking["places"]:
        if may_go_on(scores[code], scheme):
            fields.setdefault(ranking["fields"][code], []).append((rank, code))
    going_on = set()
    for places in fields.values():
        number = min(scheme["promotes_per_field"] or len(places), len(places))
        last_rank = places[number - 1][0]
        going_on |= {code for rank, code in places if rank <= last_rank}
    return going_on


def may_go_on(entry: dict, scheme: dict) -> bool:
    has_zero = any(mean is not None and mean == 0 for mean in entry["means"])
    if scheme["promotes_without_zero"] and has_zero:
        return False
    least = scheme["promotes_from"]
    return least is None or entry["council"] >= Decimal(least)


# Rule: the council decides about every entry of the round. It may decide against the
# rule, but not without a reason, and what it decided is in the ledger.
def check_promotion(ranking: dict, events: Events, scores: Scores) -> set[str]:
    """The codes of those that went on from this round."""
    decided = ranking["promoted"]
    frozen = last_line(events, "entries.promoted", round=ranking["round"])["digest"]
    need(digest_of(decided) == frozen, "promotion: is not what was decided")
    by_the_rule = codes_by_rule(ranking, scores)
    codes = {code for code, *_rest in decided}
    need(codes == scores.keys(), "promotion: not the entries of the round before")
    went_on = set()
    for code, by_rule, goes_on, reason in decided:
        line = f"promotion of {code}"
        need(by_rule == (code in by_the_rule), f"{line}: is not what the rule says")
        need(by_rule == goes_on or reason, f"{line}: against the rule without a reason")
        if goes_on:
            went_on.add(code)
    return went_on


# Rule: strengths are those of Bradley and Terry (1952), found by Hunter's iteration
# (2004), from the counts of the choices alone. Half a win each way is added to every
# pair, so that they exist however the choices fell. They are given to nine digits.
def strengths_of(codes: list[str], choices: list[list[str]]) -> dict[str, Decimal]:
    wins = Counter(tuple(pair) for pair in choices)
    strength = {code: Decimal(1) / len(codes) for code in codes}
    most_steps = 20_000 if len(codes) > 1 else 0
    for _step in range(most_steps):
        before = strength
        strength = next_strengths(before, wins)
        moved = {code: abs(strength[code] - before[code]) for code in codes}
        if all(moved[code] < strength[code] * Decimal("1e-22") for code in codes):
            break
    nine_digits = Context(prec=9)
    return {code: nine_digits.plus(value) for code, value in strength.items()}


def next_strengths(strength: dict[str, Decimal], wins: Counter) -> dict[str, Decimal]:
    """One step of the iteration; the strengths add up to 1."""
    share = {}
    for code in strength:
        won = met = Decimal(0)
        for other in [each for each in strength if each != code]:
            times = wins[code, other] + wins[other, code] + 1
            won += wins[code, other] + Decimal("0.5")
            met += times / (strength[code] + strength[other])
        share[code] = won / met
    whole = sum(share.values())
    return {code: value / whole for code, value in share.items()}


# Rule: a comparison is asked for where the scheme's tie rules name it. Each judge who
# was asked chooses once; the digest of the choices is in the ledger. Strengths follow
# from all choices together.
def check_comparisons(folder: Path, events: Events) -> list[dict]:
    """The comparisons, with their digests and the strengths as numbers."""
    comparisons = read(folder, "comparisons.json")
    for comparison in comparisons:
        what = ("number", "ballots", "left_out", "strengths")
        has_only(comparison, what, "comparison")
        number = comparison.pop("number")
        for ballot in comparison["ballots"]:
            check_ballot(ballot, number, events)
        closed = last_line(events, "comparison.closed", comparison=number)["digest"]
        is_closed = digest_of(comparison) == closed
        need(is_closed, f"comparison {number}: is not the one that was closed")
        exported = comparison["strengths"]
        strengths = strengths_of(sorted(exported), counted_choices(comparison))
        follow = {code: str(value) for code, value in strengths.items()} == exported
        need(follow, f"comparison {number}: strengths do not follow from the choices")
        comparison.update(digest=closed, strengths=strengths)
    return comparisons


def check_ballot(ballot: list, number: int, events: Events) -> None:
    judge, choices, nonce = ballot
    marks = {"comparison": number, "judge": judge}
    given = last_line(events, "comparison.answered", **marks)["digest"]
    fits = digest_of([choices, nonce]) == given
    need(fits, f"comparison {number}: these are not the choices of judge {judge}")


# Rule: an entry that has left the contest takes its pairs along; a conflict that was
# found later takes that judge's choices about that entry out of the count.
def counted_choices(comparison: dict) -> list:
    counted = []
    for judge, choices, _nonce in comparison["ballots"]:
        for pair in choices:
            both_compared = comparison["strengths"].keys() >= set(pair)
            in_conflict = any([judge, code] in comparison["left_out"] for code in pair)
            if both_compared and not in_conflict:
                counted.append(pair)
    return counted


# Rule: "Vote points = 20 × the entry's votes ÷ the highest number of votes, rounded to
# one decimal." The 20 and the decimals are those of the scheme.
def vote_points(votes: int, highest: int, scheme: dict) -> Decimal:
    if scheme["vote_formula"] == "none" or not highest:
        return Decimal(0)
    share = Decimal(scheme["vote_max"]) * votes / highest
    return rounded(share, scheme["decimals"], scheme["rounding"])


# Rule: a work that its entrant kept out of the vote gets the mean of the vote points of
# the others, or nothing where the scheme says so.
def points_without_vote(voted: list[dict], scheme: dict) -> Decimal:
    if scheme["without_vote"] == "nothing" or not voted:
        return Decimal(0)
    mean = sum(entry["vote_points"] for entry in voted) / Decimal(len(voted))
    return rounded(mean, scheme["decimals"], scheme["rounding"])


# Rule: an entry below the scheme's pass mark, or whose mean in one criterion is below
# that criterion's pass mark, wins nothing; nor does one with a mean of zero in a
# criterion that disqualifies.
def has_passed(entry: dict, scheme: dict) -> bool:
    if entry["council"] < Decimal(scheme["pass_mark"]):
        return False
    for mean, criterion in zip(entry["means"], scheme["criteria"], strict=True):
        if mean is None:
            continue
        is_zero = mean == 0 and criterion.get("zero_disqualifies")
        if is_zero or mean < Decimal(criterion["pass_mark"]):
            return False
    return True


# Rule: "Score of an entry = council at most 80 + public vote at most 20." The higher
# score stands first; among equal scores the tie rules of the scheme decide in their
# order: council score, first criterion, votes, comparison in pairs. Entries that none
# of them separates share a rank.
def final_lines(entries: list, scheme: dict, comparisons: list) -> list[dict]:
    """The entries with vote points, final score, pass and rank, the highest first."""
    voted = [entry for entry in entries if entry["votes"] is not None]
    highest = max((entry["votes"] for entry in voted), default=0)
    for entry in voted:
        entry["vote_points"] = vote_points(entry["votes"], highest, scheme)
    for entry in entries:
        if entry["votes"] is None:
            entry["vote_points"] = points_without_vote(voted, scheme)
        entry["final"] = entry["council"] + entry["vote_points"]
        entry["passed"] = has_passed(entry, scheme)
        entry["first_criterion"] = entry["means"][0] or Decimal(0)
        entry["pairs"] = Decimal(0)
    rules = ["final", *(rule for rule in scheme["tie_rules"] if rule in TIE_RULES)]
    if "pairs" in rules:
        give_strengths(entries, rules[: rules.index("pairs")], comparisons)
    ordered = sorted(entries, key=itemgetter("code"))
    ordered.sort(key=lambda entry: standing_by(entry, rules), reverse=True)
    before: dict = {}
    for position, entry in enumerate(ordered, start=1):
        entry["rank"] = position
        if before and standing_by(before, rules) == standing_by(entry, rules):
            entry["rank"] = before["rank"]
        before = entry
    return ordered


def standing_by(entry: dict, rules: list[str]) -> tuple:
    """What an entry has by each of these rules; the greater stands higher."""
    return tuple(entry[rule] or 0 for rule in rules)


# Rule: a comparison separates entries that are equal by every rule before it, and only
# where it covers all of them. Of several the last one counts.
def give_strengths(entries: list, rules: list[str], comparisons: list) -> None:
    equals: dict[tuple, set[str]] = {}
    for entry in entries:
        equals.setdefault(standing_by(entry, rules), set()).add(entry["code"])
    for entry in entries:
        tied = equals[standing_by(entry, rules)]
        for comparison in comparisons:
            if tied <= comparison["strengths"].keys():
                entry["pairs"] = comparison["strengths"][entry["code"]]


# Rule: "Winners are taken from the highest score down until the prize structure is used
# up." Each tier goes to those whom the tiers above it left.
def prizes_of(lines: list[dict], tiers: list[dict]) -> dict[str, int]:
    waiting = [line for line in lines if line["passed"]]
    prizes: dict[str, int] = {}
    for tier in tiers:
        prizes |= {line["code"]: tier["key"] for line in winners_of(tier, waiting)}
        waiting = [line for line in waiting if line["code"] not in prizes]
    return prizes


# Rule: those who share a rank win together or go on to the next tier together: nobody
# draws between equals, and what is left of the tier then stays empty. A tier may have a
# least score. It may have a cap for each field: whoever would exceed it is passed over,
# and the next field may win.
def winners_of(tier: dict, waiting: list[dict]) -> list[dict]:
    winners: list[dict] = []
    taken_in: Counter = Counter()
    for _rank, equals in itertools.groupby(waiting, key=itemgetter("rank")):
        group = list(equals)
        is_full = len(winners) + len(group) > tier["count"]
        if is_full or group[0]["final"] < Decimal(tier["minimum"]):
            break
        would_take = taken_in + Counter(line["field"] for line in group)
        if tier["cap"] is not None and max(would_take.values()) > tier["cap"]:
            continue
        taken_in = would_take
        winners += group
    return winners


# Rule: the standing brings the last ranking, the votes and the comparisons together by
# the published formula; its digest was in the ledger before any name was known.
def check_standing(folder: Path, events: Events, ranked: list, scores: Scores) -> list:
    standing = read(folder, "standing.json")
    has_only(standing, ("tally", "votes", "tiers", "entries"), "standing")
    ranking = ranked[-1]
    comparisons = check_comparisons(folder, events)
    entries = []
    for row in standing["entries"]:
        has_only(row, ENTRY_KEYS, "standing: an entry")
        counted = {key: row[key] for key in ("code", "field", "votes")}
        entries.append(scores[row["code"]] | counted)
    lines = final_lines(entries, ranking["scheme"], comparisons)
    prizes = prizes_of(lines, standing["tiers"])
    formula = {"scheme": ranking["scheme"], "ranking": ranking["digest"]}
    formula["tally"] = standing["tally"]
    if comparisons:
        formula["comparisons"] = sorted(item["digest"] for item in comparisons)
    frozen = last_line(events, "standing.computed")["digest"]
    follow = standing_digest(standing, formula, lines, prizes) == frozen
    need(follow, "standing: ranks or prizes do not follow from sheets and votes")
    for line in lines:
        for before in ranked[:-1]:
            same = before["fields"][line["code"]] == line["field"]
            need(same, f"ranking {before['round']}: field of {line['code']}")
    names = {tier["key"]: tier["name"] for tier in standing["tiers"]}
    result = []
    for line in lines:
        prize = names.get(prizes.get(line["code"]), "")
        result.append({key: line[key] for key in RESULT_KEYS} | {"prize": prize})
    return result


def standing_digest(standing: dict, formula: dict, lines: list, prizes: dict) -> str:
    tiers = []
    for tier in standing["tiers"]:
        has_only(tier, TIER_KEYS, "standing: a prize")
        tiers.append([tier[key] for key in TIER_KEYS])
    frozen = []
    for line in lines:
        numbers = [line[key] for key in ("code", "field", "final", "rank")]
        frozen.append([*numbers, prizes.get(line["code"])])
    return digest_of({"formula": formula, "tiers": tiers, "lines": frozen})


# Rule: the published result is what was computed here, byte for byte.
def verify(folder: Path) -> bytes:
    """The result as bytes, the same on every machine. Raises Fault."""
    try:
        check_files(folder)
        events = check_ledger(folder)
        sheets = check_sheets(folder, events)
        rankings, scores = check_rankings(folder, events, sheets)
        result = check_standing(folder, events, rankings, scores)
    except ERRORS as error:
        raise Fault(f"the bundle cannot be read: {error!r}") from error
    text = "".join(canonical(line) + "\n" for line in result).encode()
    need((folder / "result.json").read_bytes() == text, "result.json: does not follow")
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
    sys.stdout.write(text.decode())
    sys.stdout.write(f"IN ORDER. SHA-256 of the result: {sha256_of(text)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
