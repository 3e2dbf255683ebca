"""Hostile bytes are parsed in a child process with little memory and little time."""

import json

from foundation.vault import cage
from submissions.files.inspection.verdict import Verdict, inspect


def inspect_safely(content: bytes, name: str, **limits: int) -> Verdict:
    """`inspect` in a child of its own.

    What takes too much memory or time is refused, and the worker lives on.
    """
    answer = cage.run(_look, content, name, limits)
    if answer is None:
        return Verdict(reasons=["too_slow"])
    if not answer:
        return Verdict(reasons=["bomb"])
    return Verdict(**json.loads(answer))


def _look(content: bytes, name: str, limits: dict) -> bytes:
    verdict = inspect(content, name, **limits)
    return json.dumps({"kind": verdict.kind, "reasons": verdict.reasons}).encode()
