"""Width before length: what a reader sees without turning the head."""

import io
import math
import re
import tokenize
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.walking import FLOORS, ROOT, Source

WIDEST = {".py": 100, ".html": 120, ".css": 120, ".js": 120}
OWN = (*FLOORS, "tests", "bench", "templates", "static")
SWITCHES = re.compile(r"fmt:\s*(skip|off)|noqa:.*E501")


def own_files(tree: Path = ROOT) -> list[Path]:
    """What we write by hand: no migration, and nothing that came minified from others."""
    return [
        path
        for folder in OWN
        for path in sorted((tree / folder).rglob("*"))
        if path.suffix in WIDEST
        and not {"migrations", "vendor"} & set(path.parts)
        and ".min." not in path.name
    ]


def wide_lines(files: Iterable[Path]) -> list[str]:
    """At most 100 columns in Python, 120 in templates, CSS and scripts."""
    return [
        f"{path.name}:{number} has {len(line)} columns"
        for path in files
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > WIDEST[path.suffix]
    ]


def switched_off(files: Iterable[Source]) -> list[str]:
    """Nothing switches the formatter off, nor the check of the width."""
    faults = []
    for source in files:
        for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
            if token.type == tokenize.COMMENT and SWITCHES.search(token.string):
                faults.append(f"{source.path.name}:{token.start[0]} {token.string}")
    return faults


def tags_a_line(files: Iterable[Path]) -> int:
    """How many elements a line of a template opens: the 95th percentile of lines that open any."""
    counts = sorted(
        opened
        for path in files
        for line in path.read_text().splitlines()
        if (opened := len(re.findall(r"<[a-zA-Z]", line)))
    )
    return counts[math.ceil(0.95 * len(counts)) - 1] if counts else 0
