"""Hostile bytes are parsed in a child process with little memory and little time."""

import json

from foundation.vault import cage
from submissions.files.inspection.verdict import Verdict

_LOOK = "submissions.files.inspection.parsing.look"


def inspect_safely(content: bytes, name: str, **limits: int) -> Verdict:
    """`parsing.inspect` in a child of its own.

    What takes too much memory or time is refused, and the worker lives on.
    """
    answer = cage.run(_LOOK, content, name, limits)
    if answer is None:
        return Verdict(reasons=["too_slow"])
    if not answer:
        return Verdict(reasons=["bomb"])
    return Verdict(**json.loads(answer))
