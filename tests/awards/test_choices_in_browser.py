"""The page of proofs says of an inspector's choices what the script says: of those that were handed
over, of every change in them, and of every rule of the ballots.
"""

import json
from pathlib import Path
from random import Random

import pytest

from awards import bundle
from awards.bundle import verify_choices
from foundation.ledger import chain
from tests.awards.bundles import SCRIPTS, written
from tests.awards.recounting import ran

NEEDED = ("standing.json", "rankings.json", "ballots.jsonl", "ledger.jsonl")


def by_script(files: dict[str, bytes], choices: str, folder: Path) -> bool:
    """Whether the script finds it in order."""
    folder.parent.mkdir(exist_ok=True)
    written(files, folder)
    (folder.parent / "choices").write_text(choices)
    try:
        verify_choices.verify(folder, folder.parent / "choices")
    except verify_choices.Fault:
        return False
    return True


def by_page(*cases: tuple[dict[str, bytes], str]) -> list[str]:
    """What the page says of each."""
    lines = []
    for files, choices in cases:
        texts = {name: files[name].decode() for name in NEEDED if name not in SCRIPTS}
        lines.append(json.dumps({"files": texts, "choices": choices}))
    told = ran("choices.mjs", "".join(f"{line}\n" for line in lines))
    return [json.loads(line) for line in told.splitlines()]


@pytest.mark.django_db
@pytest.mark.data
def test_what_was_handed_over_fits_and_each_change_is_found_by_both(awarded, tmp_path):
    files = bundle.files_of(awarded.edition)
    whole = bundle.choices_of(awarded.edition).decode()
    rows = [json.loads(line) for line in whole.splitlines()]
    rng, cases = Random(3), [whole]
    for _number in range(20):
        changed = [list(row) for row in rows]
        at = rng.randrange(len(rows))
        match rng.randrange(4):
            case 0:
                del changed[at]
            case 1:
                changed[at][1] = changed[at - 1][1] + "x"
            case 2:
                changed[at][3] = not changed[at][3]
            case _:
                changed[at][2] = changed[at][2][::-1]
        cases.append("".join(f"{chain.canonical(row)}\n" for row in changed))
    script = [
        by_script(files, case, tmp_path / f"{number}" / "x") for number, case in enumerate(cases)
    ]
    assert script == [True] + [False] * 20
    assert [said == "" for said in by_page(*[(files, case) for case in cases])] == script


FIELDS = {"KQ-1": 1, "KQ-2": 1, "KQ-3": 2}


def a_vote(rng: Random) -> tuple[dict[str, bytes], str]:
    """An export as small as its choices need, under some rule, with choices that may break it."""
    rule = rng.choice(["works", "fields", "picks"])
    number = None if rule == "fields" else rng.choice([1, 2, 3])
    chosen, ballots = [], []
    for place in range(rng.randrange(1, 9)):
        code = rng.choice([*FIELDS, "KQ-gone"])
        receipt, nonce = f"{place:064x}", rng.randbytes(4).hex()
        is_aside, ended = rng.random() < 0.2, rng.choice([0, 0, 0, 9])
        chosen.append([receipt, code, nonce, is_aside, rng.randrange(3)])
        seal = chain.digest_of([code, nonce])
        ballots.append([receipt, seal, 1, ended, not ended and not is_aside])
    standing = [row for row, ballot in zip(chosen, ballots, strict=True) if not ballot[3]]
    rows = []
    for code in FIELDS:
        rows.append([code, sum(row[1] == code and not row[3] for row in standing)])
    aside = sum(row[1] in FIELDS and row[3] for row in standing)
    set_aside = [[row[0], row[2]] for row in chosen if row[3]]
    look = {"aside": chain.digest_of(set_aside) if set_aside else ""}
    entries = [{"result_code": code, "field": field} for code, field in FIELDS.items()]
    scheme = {"ballots": {"rule": rule, "number": number, "voters": "any"}}
    files = {
        "standing.json": json.dumps(
            {"entries": entries, "votes": {"rows": rows, "set_aside": aside}}
        ),
        "rankings.json": json.dumps([{"scheme": scheme}]),
        "ballots.jsonl": "".join(f"{json.dumps(row)}\n" for row in ballots),
        "ledger.jsonl": f"{json.dumps({'verb': 'ballots.quarantined', 'payload': look})}\n",
    }
    texts = {name: text.encode() for name, text in files.items()}
    return texts, "".join(f"{json.dumps(row)}\n" for row in chosen)


def test_each_rule_of_the_ballots_is_that_of_the_script(tmp_path):
    cases = [a_vote(Random(seed)) for seed in range(200)]
    script = []
    for number, (files, choices) in enumerate(cases):
        folder = tmp_path / str(number) / "x"
        script.append(by_script(files, choices, folder))
    assert 20 < sum(script) < 180
    assert [said == "" for said in by_page(*cases)] == script


@pytest.mark.parametrize("text", ["x", "null", "[1]", "{}"])
def test_what_cannot_be_read_is_told(text):
    files, _choices = a_vote(Random(1))
    assert by_page((files, text))[0]
