"""What lines of an earlier version do not hold: they prove less, and the look at everything says so
instead of calling it a fault, or passing it over in silence.
"""

from collections import Counter
from collections.abc import Iterator

from competition.models import Edition
from foundation.ledger import reading

# {verb: what its lines hold since some version}. Lines without it are of before: what it covers is
# not compared there.
_HOLDS: dict[str, tuple[str, ...]] = {}


def holds(verb: str, *names: str) -> None:
    """Declare what the lines of a verb hold today and did not at first."""
    _HOLDS[verb] = names


def of_earlier_versions(edition: Edition) -> Iterator[str]:
    """A sentence for each thing that some lines of this edition do not hold."""
    lines = reading.lines(edition.chain)
    nameless = sum(not line.nonce for line in lines)
    if nameless:
        yield (
            f"{nameless} of {len(lines)} lines are of an earlier version and do not cover who did "
            "it: the people of these steps are not proved"
        )
    of_verb = Counter(line.verb for line in lines)
    for verb, names in sorted(_HOLDS.items()):
        for name in names:
            without = sum(line.verb == verb and name not in line.told for line in lines)
            if without:
                yield (
                    f"{without} of {of_verb[verb]} lines “{verb}” are of an earlier version and "
                    f"hold no “{name}”: it is not compared there"
                )
