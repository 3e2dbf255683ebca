"""Which SECRET_KEY is good for a demonstration alone."""

LEAST_CHARACTERS = 50
_KNOWN = ("django-insecure", "only-for-tests", "change")


def is_weak(key: str) -> bool:
    """Whether somebody could guess it, or find it in an example."""
    return len(key) < LEAST_CHARACTERS or len(set(key)) < 5 or key.startswith(_KNOWN)
