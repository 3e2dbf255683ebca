"""Files that are sent in pieces."""

from submissions.models import Upload


def count(name: str) -> int:
    """How many uploads there were of a file of this name."""
    return Upload.objects.filter(name=name).count()
