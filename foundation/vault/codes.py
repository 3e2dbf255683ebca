"""Codes that people read off paper and type: made, and compared by their digest only."""

import hashlib
import secrets

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without I, O, 0, 1, which people confuse
GROUPS, LENGTH = 3, 4  # twelve signs of 32: 60 bits


def new() -> str:
    """A fresh code, such as K7MP-2QXA-9WTR."""
    return "-".join(
        "".join(secrets.choice(ALPHABET) for _place in range(LENGTH)) for _group in range(GROUPS)
    )


def code_digest(code: str) -> str:
    """What is kept of a code: case, spaces and dashes do not matter."""
    signs = "".join(char for char in code.upper() if char.isalnum())
    return hashlib.sha256(signs.encode()).hexdigest()
