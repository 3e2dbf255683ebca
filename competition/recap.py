"""What is read again before something that cannot be undone: what it is about, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from foundation.ledger import chain

CONFIRMED = "confirmed"  # name of the field that sends the digest of what was read
_NOT_KEPT = ("csrfmiddlewaretoken", CONFIRMED)


@dataclass(frozen=True)
class Recap:
    """One press before the last one."""

    question: str
    facts: Sequence[tuple[str, object]]  # (what, how many or which), as they stand now
    after: Sequence[str]  # what follows, a sentence each
    button: str  # what the last press does, as a verb

    @property
    def digest(self) -> str:
        """Of what it is about: a press is for what was read, not for what became of it since."""
        return chain.digest_of([[what, str(value)] for what, value in self.facts])

    def is_read(self, posted: QueryDict) -> bool:
        """Whether this very recap was confirmed."""
        return posted.get(CONFIRMED) == self.digest


def shown(recap: Recap, posted: QueryDict) -> dict[str, object]:
    """What the page of a recap shows: it, everything that was sent with the first press, and
    whether something has changed since it was read.
    """
    kept = [
        (name, value)
        for name, values in posted.lists()
        if name not in _NOT_KEPT
        for value in values
    ]
    changed = ""
    if CONFIRMED in posted:
        changed = _("Something has changed since you read this. Please read it again.")
    return {"recap": recap, "kept": kept, "changed": changed}
