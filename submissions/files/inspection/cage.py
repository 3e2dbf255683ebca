"""Hostile bytes are parsed in a child process with little memory and little time."""

import json

from foundation.vault import cage
from submissions.files.inspection.verdict import Verdict, inspect


def inspect_safely(content: bytes, name: str, **limits) -> Verdict:
    """`inspect` in a child of its own: what takes too much memory or time is refused, and the
    worker lives on.
    """

    answer = cage.run(_look, content, name, limits)
    if answer is None:
        return Verdict(reasons=["too_slow"])
    return Verdict(**json.loads(answer)) if answer else Verdict(reasons=["bomb"])


def _look(content: bytes, name: str, limits: dict) -> bytes:
    found = inspect(content, name, **limits)
    return json.dumps({"kind": found.kind, "reasons": found.reasons}).encode()
