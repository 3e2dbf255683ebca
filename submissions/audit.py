"""Whether what was decided about dossiers is what the ledger says."""

from collections.abc import Iterator

from competition.audit import compares, payloads, unmatched
from competition.models import Edition
from submissions.models import CodePair, Screening
from submissions.sealing import pairs


@compares
def of_screenings(edition: Edition) -> Iterator[str]:
    """Each decision about a version against the ledger's line."""
    screened = Screening.objects.filter(version__entry__edition=edition).values_list(
        "version__entry__receipt_number", "version__number", "verdict"
    )
    stored = {f"{receipt}, {number}": verdict for receipt, number, verdict in screened}
    told = {
        f"{line['receipt']}, {line['version']}": line["verdict"]
        for line in payloads(edition, "entry.screened")
    }
    yield from unmatched("decision about the dossier and version", stored, told)


@compares
def of_sealings(edition: Edition) -> Iterator[str]:
    """Each sealed copy and its codes against the line of its sealing."""
    committed = CodePair.objects.filter(sealing__version__entry__edition=edition)
    told = {
        line["pair"]: line.get("copy", "")
        for line in payloads(edition, "entry.sealed")
        if "pair" in line
    }
    stored = {}
    for pair in committed.select_related("sealing").iterator(chunk_size=500):
        digest = pairs.pair_digest(pair.sealing, pair.nonce)
        if digest != pair.digest:
            yield f"codes of sealed copy {pair.sealing_id}: are not those that were paired"
        copy = pairs.copy_digest(pair.sealing, pair.nonce) if told.get(digest) else ""
        stored[digest] = copy
    yield from unmatched("sealed copy", stored, told)
