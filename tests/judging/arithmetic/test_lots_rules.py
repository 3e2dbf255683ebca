"""The draw by lot: what is published of the method is what is drawn, and each fault of an exported
draw is told.
"""

import hashlib
import itertools
import json
from pathlib import Path
from random import Random

import pytest

from judging.arithmetic import lots

SEED = lots.seed_of("bí mật", "38215")


def tosses(seed: str):
    """The bits of SHA-256 over seed and counter, the lowest bit of each byte first."""
    for counter in itertools.count():
        digest = hashlib.sha256(f"{seed}|{counter}".encode()).digest()
        for place in range(256):
            yield digest[place // 8] >> place % 8 & 1


def walked(edges: list[list], digit: int) -> list[list[tuple[int, int]]]:
    """[[(number of an edge, 1 forward or −1 back), …], …]: the cycles of one digit, by the rules
    that are published.
    """
    unused = [number for number, edge in enumerate(edges) if edge[2] & digit]
    cycles = []
    while unused:
        node = edges[unused[0]][0]
        way: list[tuple[int, int]] = []
        passed = [node]
        while number := next((n + 1 for n in unused if node in edges[n][:2]), 0):
            number -= 1
            unused.remove(number)
            start, end, _units = edges[number]
            way.append((number, 1 if start == node else -1))
            node = end if start == node else start
            if node in passed:
                place = passed.index(node)
                cycles.append(way[place:])
                del way[place:], passed[place + 1 :]
            else:
                passed.append(node)
    return cycles


def drawn_by_the_rules(chances: list[list], seed: str) -> list[list]:
    """The draw, written again from the rules alone."""
    edges = [[("j", judge), ("e", entry), units] for judge, entry, units in sorted(chances)]
    pairs = len(edges)
    for judge in sorted({judge for judge, _entry, _units in chances}):
        load = sum(units for other, _entry, units in chances if other == judge)
        edges.append([("all", ""), ("j", judge), load])
    bits = tosses(seed)
    for digit in (1, 2, 4, 8, 16, 32, 64, 128, 256, 512):
        for cycle in walked(edges, digit):
            toss = 1 if next(bits) else -1
            for number, way in cycle:
                edges[number][2] += toss * way * digit
    return sorted([edge[0][1], edge[1][1]] for edge in edges[:pairs] if edge[2])


def chances_of(number: int, most_entries: int = 8) -> list[list]:
    """Chances at random: every entry's add up to its sheets."""
    rng = Random(number)
    judges = rng.randint(3, 7)
    chances = []
    for entry in range(rng.randint(most_entries // 4, most_entries)):
        sheets = rng.randint(1, 2)
        cuts = sorted(rng.randint(0, sheets * 1024) for _ in range(judges - 1))
        parts = [b - a for a, b in itertools.pairwise([0, *cuts, sheets * 1024])]
        if max(parts) <= 1024:
            chances += [[judge, f"HS-{entry}", part] for judge, part in enumerate(parts) if part]
    return chances


@pytest.mark.parametrize("number", range(12))
def test_what_is_drawn_is_what_the_published_rules_draw(number):
    chances = chances_of(number)
    seed = lots.seed_of("bí mật", str(number))
    assert lots.drawn(chances, seed) == drawn_by_the_rules(chances, seed)


def test_more_tosses_than_one_digest_has_are_those_of_the_next_counters():
    chances = chances_of(3, most_entries=240)
    assert lots.drawn(chances, SEED) == drawn_by_the_rules(chances, SEED)


def test_chances_of_one_are_no_question_of_luck():
    chances = [[2, "B", 1024], [1, "A", 1024], [1, "B", 1024]]
    assert lots.drawn(chances, SEED) == [[1, "A"], [1, "B"], [2, "B"]]


def test_a_draw_that_was_made_can_be_repeated_for_ever():
    """The seed and the plan of one draw as they were when the method was published."""
    chances = [[judge, entry, 512] for judge in (1, 2, 3, 4) for entry in ("A", "B", "C")]
    assert SEED == "542f97aa5a6369756959b46f31b3cf46aa30310654f34ab72752e9560f0585de"
    assert lots.drawn(chances, SEED) == [[1, "B"], [2, "A"], [2, "C"], [3, "B"], [4, "A"], [4, "C"]]


def test_chances_that_are_no_whole_sheets_are_refused():
    with pytest.raises(ValueError, match=r"^the chances of an entry do not add up to whole sheets"):
        lots.drawn([[1, "A", 1024], [1, "B", 500], [2, "B", 500]], SEED)


def test_a_value_has_the_digest_of_its_json():
    text = '{"a":["ễ",1],"b":null}'
    assert lots.digest_of({"b": None, "a": ["ễ", 1]}) == hashlib.sha256(text.encode()).hexdigest()


def test_the_seed_is_the_digest_of_secret_and_public_number():
    assert lots.seed_of("ễ", "12") == hashlib.sha256('["ễ","12"]'.encode()).hexdigest()


# An exported result


def lottery(number: int, **columns) -> dict:
    chances = [[judge, entry, 512] for judge in (1, 2, 3, 4) for entry in "ABCDEF"]
    secret = f"bí mật {number}"
    return {
        "number": number,
        "round": 1,
        "secret": secret,
        "commitment": lots.digest_of(secret),
        "public_number": "38215",
        "source": "Xổ số miền Bắc",
        "most_percent": 50,
        "chances": chances,
        "plan": lots.drawn(chances, lots.seed_of(secret, "38215")),
    } | columns


def lines_of(*drawings: dict) -> list[dict]:
    """What the ledger says of these lotteries."""
    lines = []
    for drawing in drawings:
        said = {"lottery.committed": lots.committed(drawing), "lottery.drawn": lots.shown(drawing)}
        for verb, told in said.items():
            lines.append({"verb": verb, "payload": {"lottery": drawing["number"]} | told})
    return lines


def exported(folder: Path, drawings: list[dict], lines: list[dict]) -> None:
    text = json.dumps(drawings, ensure_ascii=False)
    (folder / "lotteries.json").write_text(text, encoding="utf-8")
    (folder / "ledger.jsonl").write_text(
        "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8"
    )


def checked(monkeypatch, capsys, *arguments) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["verify_lottery.py", *map(str, arguments)])
    status = lots.main()
    said = capsys.readouterr()
    return status, said.out, said.err


def test_what_the_ledger_is_told_before_the_draw():
    drawing = lottery(1)
    assert lots.committed(drawing) == {
        "commitment": drawing["commitment"],
        "most_percent": 50,
        "round": 1,
        "source": "Xổ số miền Bắc",
        "chances": lots.digest_of(drawing["chances"]),
    }


def test_what_the_ledger_is_told_after_it():
    drawing = lottery(1)
    assert lots.shown(drawing) == {
        "secret": "bí mật 1",
        "public_number": "38215",
        "plan": lots.digest_of(drawing["plan"]),
    }


def test_lotteries_that_fit_are_in_order(tmp_path, monkeypatch, capsys):
    drawings = [lottery(1), lottery(2, plan=lottery(2)["plan"][::-1])]
    other = {"verb": "round.opened", "payload": {"round": 1}}
    exported(tmp_path, drawings, [other, *lines_of(*drawings)])
    assert checked(monkeypatch, capsys, tmp_path) == (
        0,
        "lottery 1: drawn with 38215, which is to be: Xổ số miền Bắc\n"
        "lottery 2: drawn with 38215, which is to be: Xổ số miền Bắc\n"
        "IN ORDER: 2 lotteries\n",
        "",
    )


def test_a_lottery_that_was_committed_and_not_drawn_is_asked_for_by_nobody(
    tmp_path, monkeypatch, capsys
):
    committed, _drawn = lines_of(lottery(3))
    exported(tmp_path, [lottery(1)], [committed, *lines_of(lottery(1))])
    assert checked(monkeypatch, capsys, tmp_path)[0] == 0


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"secret": "khác"}, "the secret is not the one that was committed"),
        ({"most_percent": 49}, "a chance is greater than was said"),
        ({"public_number": "1"}, "the plan is not what is drawn by this secret and number"),
        ({"plan": [[1, "A"]]}, "the plan is not what is drawn by this secret and number"),
    ],
)
def test_each_fault_of_a_lottery_is_told(changes, fault, tmp_path, monkeypatch, capsys):
    wrong = lottery(2) | changes
    exported(tmp_path, [lottery(1), wrong], lines_of(lottery(1), wrong))
    status, said, _err = checked(monkeypatch, capsys, tmp_path)
    assert status == 1
    assert said.splitlines()[-1] == f"NOT IN ORDER: lottery 2: {fault}"


def test_a_chance_may_be_as_great_as_was_said():
    assert lots.fault_of(lottery(1, most_percent=50)) == ""


def test_a_bound_that_is_no_whole_unit_is_rounded_down():
    """33 of a hundred are 337.92 units."""
    chances = [[judge, "A", units] for judge, units in ((1, 338), (2, 336), (3, 350))]
    assert lots.fault_of(lottery(1, most_percent=33, chances=chances)) == (
        "a chance is greater than was said"
    )


@pytest.mark.parametrize("verb", ["lottery.committed", "lottery.drawn"])
def test_what_the_ledger_does_not_say_is_told(verb, tmp_path, monkeypatch, capsys):
    lines = lines_of(lottery(1))
    for line in lines:
        if line["verb"] == verb:
            line["payload"] = line["payload"] | dict.fromkeys(("source", "secret"), "khác")
    exported(tmp_path, [lottery(1)], lines)
    status, said, _err = checked(monkeypatch, capsys, tmp_path)
    assert status == 1
    assert said == f"NOT IN ORDER: lottery 1: is not what the ledger says under {verb}\n"


def test_a_lottery_of_which_the_ledger_says_nothing_is_told(tmp_path, monkeypatch, capsys):
    exported(tmp_path, [lottery(1)], [])
    _status, said, _err = checked(monkeypatch, capsys, tmp_path)
    assert said.endswith("is not what the ledger says under lottery.committed\n")


def test_what_the_ledger_says_of_another_lottery_does_not_count(tmp_path, monkeypatch, capsys):
    exported(tmp_path, [lottery(1)], lines_of(lottery(1) | {"number": 2})[:1])
    _status, said, _err = checked(monkeypatch, capsys, tmp_path)
    assert said.endswith("is not what the ledger says under lottery.committed\n")


def test_the_first_drawn_lottery_that_is_left_out_is_told(tmp_path, monkeypatch, capsys):
    exported(tmp_path, [lottery(2)], lines_of(lottery(3), lottery(2), lottery(1)))
    status, said, _err = checked(monkeypatch, capsys, tmp_path)
    assert status == 1
    assert said == "NOT IN ORDER: lottery 1: was drawn, and is not here\n"


@pytest.mark.parametrize("arguments", [(), ("a", "b")])
def test_without_one_folder_the_program_says_how_it_is_called(arguments, monkeypatch, capsys):
    assert checked(monkeypatch, capsys, *arguments) == (2, "", lots.__doc__)


def test_a_lottery_that_stands_there_twice_is_told(tmp_path, monkeypatch, capsys):
    exported(tmp_path, [lottery(1), lottery(1)], lines_of(lottery(1)))
    _status, said, _err = checked(monkeypatch, capsys, tmp_path)
    assert said == "NOT IN ORDER: lottery 1: stands here twice\n"


def test_a_folder_without_lotteries_is_told(tmp_path, monkeypatch, capsys):
    status, said, _err = checked(monkeypatch, capsys, tmp_path)
    assert status == 1
    assert said.startswith("NOT IN ORDER: cannot be read: FileNotFoundError")


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\u0085", "\x0c"])
def test_a_line_end_within_words_of_the_ledger_ends_no_line(sign, tmp_path, monkeypatch, capsys):
    """Texts that were pasted hold such signs; whoever types one breaks no proof."""
    adopted = {"verb": "decision.adopted", "payload": {"number": f"87{sign}/QĐ"}}
    exported(tmp_path, [lottery(1)], [adopted, *lines_of(lottery(1))])
    assert checked(monkeypatch, capsys, tmp_path)[0] == 0
