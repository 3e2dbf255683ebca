"""What an ordinary run takes of a large set: a tenth, another one for each commit. `SCALE=100`
takes all of it.
"""

import functools
import hashlib
import os
import subprocess

from tests.rehearsed import SCALE

TENTH, ALL = 10, 100  # per cent


@functools.cache
def seed() -> str:
    """Which tenth: SEED as a red run has printed it, otherwise the commit."""
    if "SEED" in os.environ:
        return os.environ["SEED"]
    asked = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()


def is_drawn(*what: str | int | None) -> bool:
    """Whether this run takes it."""
    share = ALL if SCALE == ALL else TENTH
    drawn = hashlib.sha256(f"{seed()} {what}".encode()).digest()
    return int.from_bytes(drawn) % ALL < share
