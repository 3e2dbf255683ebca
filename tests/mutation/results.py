"""What the tool found out, and what is printed of it."""

import os
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mutmut.configuration import reset_config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

from tests.mutation import place, rooms

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


def of(room: rooms.Room, at: Path, names: set[str]) -> list[Verdict]:
    """The verdicts on these mutants of a room."""
    os.chdir(at)
    reset_config()
    known = tomllib.loads(EQUIVALENT.read_text()).get("mutant", [])
    verdicts = []
    for path in room.paths():
        data = SourceFileMutationData(path=path)
        data.load()
        for name, code in data.exit_code_by_key.items():
            if name not in names:
                continue
            status = status_by_exit_code[code]
            if status in SEEN:
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


def rate(case: str, verdicts: list[Verdict], bar: int, line: Callable[..., None]) -> None:
    """One figure: the share that was seen, equivalent mutants aside."""
    counted = [verdict for verdict in verdicts if not verdict.is_equivalent]
    if not counted:
        return
    seen = sum(verdict.status in SEEN for verdict in counted)
    share = 100 * seen / len(counted)
    line(
        "mutants",
        f"{case}: {seen} of {len(counted)} seen",
        share,
        "%",
        f"at least {bar} %",
        share >= bar,
    )


def unfinished() -> dict[rooms.Room, list[str]]:
    """The rooms whose copies still hold a choice, with what the interrupted run had chosen."""
    names = {}
    for room in rooms.ROOMS:
        listed = place.PLACES / room.name / "chosen.txt"
        if listed.exists():
            names[room] = listed.read_text().split()
    return names
