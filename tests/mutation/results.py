"""What the tool found out, and what is printed of it."""

import os
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from mutmut.configuration import reset_config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

from tests.mutation import place, rooms

Choice = list[str]  # mutants of one room, by the tool's names
EVERY: Choice = ["*"]
SEEN = ("killed", "timeout", "segfault")
EQUIVALENT = Path(__file__).with_name("equivalent.toml")


@dataclass(frozen=True)
class Verdict:
    """One mutant; `diff` only where no test has seen it."""

    name: str
    path: Path
    status: str
    diff: str = ""
    is_equivalent: bool = False


def remember(at: Path, names: Choice) -> None:
    """Note in the copy what was chosen, for `unfinished`."""
    (at / "chosen.txt").write_text("\n".join(names))


def unfinished() -> dict[rooms.Room, Choice]:
    """What the last run had chosen, finished or not, by the copies that it has left."""
    listed = {room: place.PLACES / room.name / "chosen.txt" for room in rooms.ROOMS}
    return {room: path.read_text().split() for room, path in listed.items() if path.exists()}


def left(room: rooms.Room, at: Path, names: Choice) -> Choice:
    """Those of the chosen mutants, named one by one, that have no verdict yet."""
    if names == EVERY:
        return []
    settled = {verdict.name for verdict in of(room, at, names) if verdict.status != "not checked"}
    return [name for name in names if name not in settled]


def of(room: rooms.Room, at: Path, names: Choice) -> list[Verdict]:
    """The verdicts on these mutants of a room."""
    os.chdir(at)
    reset_config()
    known = tomllib.loads(EQUIVALENT.read_text()).get("mutant", [])
    asked = set(names)
    verdicts = []
    for path in room.paths():
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            if names != EVERY and name not in asked:
                continue
            status = status_by_exit_code[code]
            if status in SEEN or status == "not checked":
                verdicts.append(Verdict(name, path, status))
                continue
            diff = get_diff_for_mutant(name, path=path)
            equal = is_equivalent(name, path, diff, known)
            verdicts.append(Verdict(name, path, status, diff, equal))
    return verdicts


def is_equivalent(name: str, path: Path, diff: str, known: list[dict[str, str]]) -> bool:
    """Whether the list names this fault: by module, function and the lines that differ."""
    function, owner = orig_function_and_class_names_from_key(name)
    fault = {
        "module": rooms.dotted(path),
        "function": f"{owner}.{function}" if owner else function,
        "before": _lines(diff, "-"),
        "after": _lines(diff, "+"),
    }
    return any(fault == {part: entry[part] for part in fault} for entry in known)


def _lines(diff: str, sign: str) -> str:
    """The lines of one side, stripped, without the head of the diff."""
    lines = [line for line in diff.splitlines() if not line.startswith(sign * 3)]
    return "\n".join(line[1:].strip() for line in lines if line.startswith(sign))


def show(verdicts: list[Verdict]) -> None:
    """The mutants that no test has seen, as diffs."""
    for verdict in verdicts:
        if verdict.status not in SEEN and not verdict.is_equivalent:
            sys.stdout.write(f"# {verdict.name}: {verdict.status}\n{verdict.diff}\n")
    sys.stdout.flush()


def print_rate(case: str, verdicts: list[Verdict], bar: int) -> None:
    """The share in percent that was seen, equivalent mutants aside, and whether that is enough."""
    counted = [verdict for verdict in verdicts if not verdict.is_equivalent]
    if not counted:
        return
    seen = sum(verdict.status in SEEN for verdict in counted)
    share = 100 * seen / len(counted)
    verdict = "ok" if share >= bar else "too few"
    sys.stdout.write(
        f"{case}: {seen} of {len(counted)} seen, {share:.1f} % (at least {bar} %): {verdict}\n"
    )
