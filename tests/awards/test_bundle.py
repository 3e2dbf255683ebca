"""The exported result: computed again without the database, byte for byte; whatever is changed in
it is found.
"""

import ast
import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from awards import bundle
from competition.errors import NotAllowed, WrongState
from foundation.ledger import chain
from judging.arithmetic import lots
from submissions.models import Author
from tests.awards.bundles import FAULTS, checked, sealed_again, written, written_as_exported
from tests.papers import fetched
from tests.rehearsed import SCALE

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


# What nothing says but the file itself.
LOTTERY_OF_NOWHERE = written_as_exported(
    "lotteries.json",
    [
        {
            "number": 1,
            "round": 1,
            "most_percent": 100,
            "chances": [],
            "commitment": lots.digest_of("0"),
            "source": "Xổ số",
            "secret": "0",
            "public_number": "123",
            "plan": [],
        }
    ],
).rstrip(b"\n")


def run(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """A script of the bundle, as outsiders run it."""
    return subprocess.run(
        [sys.executable, "-I", str(folder / script), str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_script_alone_computes_the_same_result_and_knows_no_name(awarded, tmp_path, capsys):
    out = tmp_path / "goi"
    call_command("export_bundle", awarded.edition.slug, out=out)
    done = run(out, "verify_bundle.py")
    assert "IN ORDER" in done.stdout, done.stdout + done.stderr
    printed = [json.loads(line) for line in done.stdout.splitlines()[:-1]]
    winners = [(line["rank"], line["prize"]) for line in printed if line["prize"]]
    assert winners == [
        (row.rank, row.tier.name)
        for row in awarded.standing.rows.exclude(tier=None).select_related("tier")
    ]
    everything = b"".join(path.read_bytes() for path in out.iterdir()).decode()
    assert not any(
        name in everything for name in Author.objects.values_list("full_name", flat=True)
    )


def test_the_scripts_of_the_source_check_it_with_no_script_beside(awarded, tmp_path, capsys):
    out = tmp_path / "goi"
    call_command("export_bundle", awarded.edition.slug, out=out)
    told = capsys.readouterr().out
    for name in bundle.SCRIPTS:
        (out / name).write_text("raise SystemExit('forged')")
    *_before, script, folder = told.split()
    assert (script, folder) == (str(bundle.SCRIPTS["verify.py"]), str(out))
    done = subprocess.run(
        [sys.executable, script, folder], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_script_of_the_vote_prints_the_votes(awarded, tmp_path):
    done = run(written(bundle.files_of(awarded.edition), tmp_path / "x"), "verify_votes.py")
    rows = awarded.standing.rows.order_by("code")
    assert done.stdout.splitlines() == [*(f"{row.code}: {row.votes}" for row in rows), "IN ORDER"]


def test_the_script_of_the_vote_prints_the_first_fault(awarded, tmp_path):
    files = bundle.files_of(awarded.edition)
    files["ballots.jsonl"] = files["ballots.jsonl"].replace(b"0", b"1", 1)
    done = run(written(files, tmp_path / "x"), "verify_votes.py")
    assert (done.returncode, done.stdout[:14]) == (1, "NOT IN ORDER: ")


def test_one_command_runs_every_script_to_the_last(awarded, tmp_path):
    folder = written(bundle.files_of(awarded.edition), tmp_path / "x")
    done = run(folder, "verify.py")
    headings = [line for line in done.stdout.splitlines() if line.startswith("== ")]
    assert headings == [f"== {name}" for name in bundle.SCRIPTS if name != "verify.py"]
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("name", "before", "after", "stops_at"),
    [
        ("sheets.json", b'"round": 1', b'"round": true', "verify_form.py"),
        ("result.json", b'"rank":1,', b'"rank":2,', "verify_bundle.py"),
        ("ballots.jsonl", b",true]", b",false]", "verify_votes.py"),
        ("lotteries.json", b"[]", LOTTERY_OF_NOWHERE, "verify_lottery.py"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_ends_at_the_script_that_finds_something(
    awarded, tmp_path, name, before, after, stops_at
):
    files = bundle.files_of(awarded.edition)
    assert before in files[name]
    files[name] = files[name].replace(before, after, 1)
    done = run(written(sealed_again(files), tmp_path / "x"), "verify.py")
    last = [line for line in done.stdout.splitlines() if line.startswith("== ")][-1]
    assert (last, done.returncode) == (f"== {stops_at}", 1)
    assert "NOT IN ORDER: " in done.stdout


LENGTHS = {
    bundle.SCRIPTS["verify.py"]: 50,
    bundle.SCRIPTS["verify_form.py"]: 210,
    bundle.SCRIPTS["verify_order.py"]: 100,
    bundle.SCRIPTS["verify_bundle.py"]: 605,
    bundle.SCRIPTS["verify_pairs.py"]: 150,
    bundle.SCRIPTS["verify_votes.py"]: 150,
    bundle.CHOICES_SCRIPT: 150,
    bundle.SCRIPTS["verify_lottery.py"]: 600,
}


@pytest.mark.parametrize("script", LENGTHS, ids=lambda path: path.name)
def test_what_outsiders_read_is_short_narrow_and_needs_python_alone(script):
    text = script.read_text()
    lines = text.splitlines()
    assert len(lines) <= LENGTHS[script]
    assert max(len(line) for line in lines) <= 88
    imports = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import)]
    froms = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)]
    modules = {alias.name for node in imports for alias in node.names}
    modules |= {node.module for node in froms}
    assert {module.partition(".")[0] for module in modules} <= sys.stdlib_module_names


def test_one_changed_byte_is_found(awarded, tmp_path):
    files = bundle.files_of(awarded.edition)
    rng = Random(4)
    names = [name for name in files if name not in bundle.SCRIPTS]
    for _ in range(60):
        name = rng.choice(names)
        content = bytearray(files[name])
        place = rng.randrange(len(content))
        content[place] ^= 1 << rng.randrange(8)
        with pytest.raises(FAULTS):
            checked(written(files | {name: bytes(content)}, tmp_path / "x"))


def forged(files: dict[str, bytes], rng: Random) -> tuple[str, dict[str, bytes]]:
    """One change of meaning: edit, delete, insert, reorder, truncate, back-date; of ledger, sheets,
    scheme, votes, prizes.
    """
    lines = files["ledger.jsonl"].decode().splitlines()
    sheets, rankings, standing = (
        json.loads(files[name]) for name in ("sheets.json", "rankings.json", "standing.json")
    )
    ledger = ["edit", "delete", "insert", "reorder", "truncate", "back-date", "head"]
    counted = [
        "points",
        "code",
        "drop",
        "twice",
        "comment",
        "remark",
        "round",
        "scheme",
        "votes",
        "tier",
        "field",
        "result",
    ]
    what = rng.choice(
        [*ledger, *counted, *(["promoted", "rule", "smuggled"] if len(rankings) > 1 else [])]
    )
    place = rng.randrange(len(lines))
    event = json.loads(lines[place])
    if what == "edit":
        event["payload"]["x"] = rng.random()
        lines[place] = chain.canonical(event)
    elif what == "delete":
        del lines[place]
    elif what == "insert":
        lines.insert(place, chain.canonical(event | {"verb": "sheet.locked"}))
    elif what == "reorder":
        other = (place + 1 + rng.randrange(len(lines) - 1)) % len(lines)
        lines[place], lines[other] = lines[other], lines[place]
    elif what == "truncate":
        lines = lines[: rng.randrange(len(lines))]
    elif what == "back-date":
        lines[place] = chain.canonical(event | {"at": "2001" + event["at"][4:]})
    elif what == "points":
        points = rng.choice(sheets)["points"]
        key = rng.choice(list(points))
        points[key] = str(float(points[key]) + 0.5)
    elif what == "code":
        one, other = rng.sample(sheets, 2)
        if one["code"] == other["code"]:
            one["points"] = dict.fromkeys(one["points"], "0.00")
        else:
            one["code"], other["code"] = other["code"], one["code"]
    elif what == "drop":
        sheets.pop(rng.randrange(len(sheets)))
    elif what == "twice":
        sheets.append(sheets[rng.randrange(len(sheets))])
    elif what in ("comment", "remark"):
        rng.choice(sheets)[what] += "."
    elif what == "round":
        rng.choice(sheets)["round"] += rng.choice([-1, 1])
    elif what == "scheme":
        rng.choice(rankings)["scheme"][rng.choice(["vote_max", "council_decimals"])] = 3
    elif what == "promoted":
        line = rng.choice(rankings[0]["promoted"])
        line[2], line[3] = not line[2], "Hội đồng quyết định"
    elif what == "rule":
        rankings[0]["scheme"]["promotes_per_field"] += 1
    elif what == "smuggled":
        stayed = {line[0] for line in rankings[0]["promoted"] if not line[2]}
        sheets += [sheet | {"round": 2} for sheet in sheets if sheet["code"] in stayed]
    elif what == "votes":
        rng.choice(standing["entries"])["votes"] += 1
    elif what == "tier":
        rng.choice(standing["tiers"])[rng.choice(["count", "minimum"])] = 99
    elif what == "field":
        rng.choice(standing["entries"])["field"] += 1
    changed = {
        "ledger.jsonl": "".join(line + "\n" for line in lines).encode(),
        "sheets.json": written_as_exported("sheets.json", sheets),
        "rankings.json": written_as_exported("rankings.json", rankings),
        "standing.json": written_as_exported("standing.json", standing),
    }
    if what == "head":
        heads = json.loads(files["heads.json"])
        rng.choice(heads["published"])[1] = "0" * 64
        changed["heads.json"] = written_as_exported("heads.json", heads)
    if what == "result":
        rows = files["result.json"].decode().splitlines()
        changed["result.json"] = "".join(row + "\n" for row in [rows[-1], *rows[:-1]]).encode()
    return what, sealed_again(files | changed)


def test_the_script_follows_an_entry_through_both_rounds(of_two_rounds, tmp_path):
    files = bundle.files_of(of_two_rounds.edition)
    printed = [json.loads(line) for line in checked(written(files, tmp_path / "x")).splitlines()]
    first, last = json.loads(files["rankings.json"])
    on = {line[0] for line in first["promoted"] if line[2]}
    assert 0 < len(on) < len(first["places"])
    assert {line["code"] for line in printed} == on
    assert on == {place[1] for place in last["places"]}
    sheets = json.loads(files["sheets.json"])
    assert {sheet["round"] for sheet in sheets} == {1, 2}
    assert any(sheet["remark"] for sheet in sheets)


def every_forgery_is_found(edition, tmp_path):
    """10,000 random changes in full; a part of them by SCALE."""
    files = bundle.files_of(edition)
    checked(written(sealed_again(files), tmp_path / "x"))  # the manifest alone proves nothing
    rng, made = Random(57), set()
    for _ in range(max(200, 10_000 * SCALE // 100)):
        what, changed = forged(files, rng)
        made.add(what)
        with pytest.raises(FAULTS):
            checked(written(changed, tmp_path / "x"))
            raise AssertionError(f"{what} was not found")
    return made


@pytest.mark.soak
def test_every_forgery_is_found_even_with_a_manifest_made_to_fit(awarded, tmp_path):
    every_forgery_is_found(awarded.edition, tmp_path)


@pytest.mark.soak
def test_a_forged_promotion_is_found_too(of_two_rounds, tmp_path):
    assert {"promoted", "rule", "smuggled"} <= every_forgery_is_found(
        of_two_rounds.edition, tmp_path
    )


def test_who_exports_and_when(awarded, judged, client):
    address = reverse("result_bundle", args=[awarded.edition.slug])
    client.force_login(awarded.cast.judges[0], backend=BACKEND)
    assert client.get(address).status_code == 404
    client.force_login(awarded.cast.secretary, backend=BACKEND)
    answer = fetched(client, address)
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(BytesIO(answer.content)) as package:
        assert set(package.namelist()) == set(bundle.files_of(awarded.edition))
    with pytest.raises(NotAllowed):
        bundle.as_zip(edition=awarded.edition, by=awarded.cast.judges[0])


def test_without_a_standing_there_is_nothing_to_export(judged, tmp_path):
    with pytest.raises(WrongState):
        bundle.files_of(judged.edition)
    with pytest.raises(CommandError):
        call_command("export_bundle", judged.edition.slug, out=tmp_path)
    with pytest.raises(CommandError):
        call_command("export_bundle", "khong-co", out=tmp_path)


def test_a_round_that_was_frozen_does_not_leave_the_export(of_two_rounds, tmp_path):
    """With it would go who went on, and every decision against the rule."""
    files = bundle.files_of(of_two_rounds.edition)
    rankings = [row for row in json.loads(files["rankings.json"]) if row["round"] == 2]
    sheets = [row for row in json.loads(files["sheets.json"]) if row["round"] == 2]
    changed = {
        "rankings.json": written_as_exported("rankings.json", rankings),
        "sheets.json": written_as_exported("sheets.json", sheets),
    }
    with pytest.raises(FAULTS, match="a round is missing"):
        checked(written(sealed_again(files | changed), tmp_path / "x"))
