"""`python -m tests.branches coverage.json`: branches taken, by room, as JSON lines.

The file is what `coverage json` writes. What is left out of the count stands in pyproject.toml and
in `pragma: no cover` comments, each with its reason; all together at most twenty.
"""

import json
import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

from bench import report

ROOT = Path(__file__).resolve().parents[2]
WHOLE = 95  # per cent of the branches
EXCLUSIONS = 20
# Where a branch that no test takes decides who wins or who gets in.
NAMED = {
    "arithmetic, formula, ranking, tally, permissions, chain": (
        100,
        "judging/arithmetic/*",
        "awards/formula.py",
        "judging/results/ranking.py",
        "voting/tally.py",
        "*/permissions.py",
        "foundation/ledger/chain.py",
    ),
    "sealing, second factor": (97, "submissions/sealing/*", "accounts/second_factor.py"),
}


def rate(case: str, files: dict[str, dict], bar: int) -> None:
    """One figure: the share of branches that were taken."""
    taken = sum(summary["covered_branches"] for summary in files.values())
    every = sum(summary["num_branches"] for summary in files.values())
    if every:
        share = 100 * taken / every
        case = f"{case}: {taken} of {every} taken"
        report.line("branches", case, share, "%", f"at least {bar} %", share >= bar)


def exclusions() -> int:
    """How many ways there are for a line not to be counted."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    patterns = project["tool"]["coverage"]["report"]["exclude_also"]
    marked = [
        "git",
        "grep",
        "-hE",
        r"pragma: no (cover|branch)",
        "--",
        "*.py",
        ":!tests",
        ":!bench",
    ]
    marks = subprocess.run(marked, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    return len(patterns) + len(re.findall(r"pragma: no", marks))


def main(path: Path) -> None:
    """Room by room, then what has a bar of its own, then the whole."""
    measured = json.loads(path.read_text())["files"]
    files = {name: entry["summary"] for name, entry in measured.items()}
    for room in sorted({name.partition("/")[0] for name in files}):
        of_room = {name: files[name] for name in files if name.startswith(f"{room}/")}
        rate(room, of_room, WHOLE)
    for case, (bar, *patterns) in NAMED.items():
        named = {
            name: files[name]
            for name in files
            if any(fnmatch(name, pattern) for pattern in patterns)
        }
        rate(case, named, bar)
    rate("whole", files, WHOLE)
    count = exclusions()
    report.line(
        "branches", "exclusions", count, "ways", f"at most {EXCLUSIONS}", count <= EXCLUSIONS
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
