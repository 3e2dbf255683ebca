"""The size of the contests that tests rehearse."""

import os
from zoneinfo import ZoneInfo

from demo.rehearsal.whole import Rehearsal

# Per cent of the full size of long simulations: 5 in an ordinary run, 100 under ./run soak.
SCALE = int(os.environ.get("SCALE", "5"))
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def small(entries: int = 6, judges: int = 4, votes: int = 30, seed: int = 11) -> Rehearsal:
    """A rehearsal that stands before its first step."""
    return Rehearsal(entries=entries, judges=judges, votes=votes, seed=seed, name=f"thu-{seed}")
