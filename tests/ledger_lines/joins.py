"""Whether the payload of a line, which everybody reads, names a dossier or joins one to a code.

A receipt stands in a line where it is given, before its dossier was ever sealed, and in no other:
what happens to a work later is told in public by its codes, and by what is missing among them.
"""

from collections.abc import Iterator

from competition.models import Edition
from foundation.ledger.models import Event
from submissions.models import Entry, Sealing
from tests.ledger_lines.rows import canonical, sha

# The lines that may name a dossier. One that was sealed before is named by none of them.
NAMES_A_DOSSIER = {"entry.submitted", "entry.paper_received", "entry.taken_over"}
# The export of a result has the codes of all works, so that a line may; never beside a dossier.


def faults(line: Event, edition: Edition) -> Iterator[str]:
    """What an outsider learns of a line that must not be learned."""
    text = canonical(line.payload)
    dossiers = named(text, edition)
    codes = {code for code in codes_of(edition) if code in text or sha(code) in text}
    if dossiers and line.verb not in NAMES_A_DOSSIER:
        yield f"{line.verb} names the dossier {sorted(dossiers)}"
    if dossiers and codes:
        yield f"{line.verb} joins {sorted(dossiers)} and {sorted(codes)}"
    sealed = dossiers & sealed_before(line, edition)
    if sealed:
        yield f"{line.verb} names {sorted(sealed)}, which was sealed before"


def named(text: str, edition: Edition) -> set[str]:
    """The receipts and addresses of dossiers that stand in it, also as digests of themselves."""
    found = set()
    rows = Entry.objects.filter(edition=edition).values_list("receipt_number", "public_id")
    for receipt, public_id in rows:
        for name in filter(None, (receipt, str(public_id))):
            if f'"{name}"' in text or sha(name) in text:
                found.add(name)
    return found


def codes_of(edition: Edition) -> set[str]:
    copies = Sealing.objects.filter(version__entry__edition=edition)
    rows = copies.values_list("judging_code", "vote_code", "result_code")
    return {code for row in rows for code in row}


def sealed_before(line: Event, edition: Edition) -> set[str]:
    """Receipts and addresses of dossiers that had been sealed when the line was written."""
    copies = Sealing.objects.filter(version__entry__edition=edition, confirmed_at__lt=line.at)
    names = copies.values_list("version__entry__receipt_number", "version__entry__public_id")
    return {str(name) for pair in names for name in pair}
