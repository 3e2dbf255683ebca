"""Taking names out: known identities are masked in texts, and files are drawn anew from pixels.

Nothing is called anonymous: whatever was found, and every page that is no plain typed text, waits
for a person's eye.
"""

from submissions.sealing.blinding import heavy  # noqa: F401  before `copies` asks for it
from submissions.sealing.blinding.across import masked_in_a_row
from submissions.sealing.blinding.copies import (
    Boxes,
    CannotBlind,
    Copy,
    Reading,
    Readings,
    blind,
    read,
)
from submissions.sealing.blinding.identities import (
    Doubt,
    Identity,
    doubts,
    identities,
    mask,
    named,
    spans,
)

__all__ = [
    "Boxes",
    "CannotBlind",
    "Copy",
    "Doubt",
    "Identity",
    "Reading",
    "Readings",
    "blind",
    "doubts",
    "identities",
    "mask",
    "masked_in_a_row",
    "named",
    "read",
    "spans",
]
