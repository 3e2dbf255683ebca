"""Codes that people read off paper and type: made, and compared by their digest only."""

import hashlib
import secrets

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without I, O, 0, 1, which people confuse
GROUPS = 3  # of four signs: twelve signs of 32 are 60 bits
LENGTH = 4


def new() -> str:
    """A fresh code, such as K7MP-2QXA-9WTR."""
    return "-".join(_group() for _place in range(GROUPS))


def _group() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def code_digest(code: str) -> str:
    """What is kept of a code: case, spaces and dashes do not matter."""
    signs = "".join(char for char in code.upper() if char.isalnum())
    return hashlib.sha256(signs.encode()).hexdigest()
