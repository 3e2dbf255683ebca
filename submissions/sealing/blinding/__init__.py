"""Taking names out: known identities are masked in texts, and files are rewritten in full.

Nothing is called anonymous: whatever was found is listed in the leak report that a person confirms.
"""

from submissions.sealing.blinding.copies import CannotBlind, Copy, blind
from submissions.sealing.blinding.identities import Identity, identities, mask, named, spans
from submissions.sealing.blinding.pictures import Boxes

__all__ = [
    "Boxes",
    "CannotBlind",
    "Copy",
    "Identity",
    "blind",
    "identities",
    "mask",
    "named",
    "spans",
]
