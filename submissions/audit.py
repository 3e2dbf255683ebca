"""Whether dossiers, and what was decided about them, are what the ledger says."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from competition.audit import compares, lines, payloads, unmatched
from competition.audit_notes import holds
from competition.models import Edition
from foundation.ledger import chain, reading
from submissions.models import (
    Clearance,
    EnteredConflict,
    Entry,
    EntryVersion,
    Screening,
    SealedFile,
    Sealing,
    UndoneAcceptance,
    WordDecision,
)
from submissions.screening import screening
from submissions.sealing import pairs, redacting

_AFTER = {
    "entry.submitted": Entry.Status.SUBMITTED,
    "entry.acceptance_undone": Entry.Status.SUBMITTED,
    "entry.returned_by_unit": Entry.Status.RETURNED,
    "entry.returned_by_scanner": Entry.Status.RETURNED,
    "entry.unsealed": Entry.Status.RETURNED,
    "entry.withdrawn": Entry.Status.WITHDRAWN,
}
_AFTER_VERDICT = {
    Screening.Verdict.ACCEPTED: Entry.Status.ACCEPTED,
    Screening.Verdict.RETURNED: Entry.Status.RETURNED,
    Screening.Verdict.REFUSED: Entry.Status.REFUSED,
}


holds("entry.screened", "said")
holds("entry.sealed", "codes", "copy", "whose", "field")


@compares
def of_versions(edition: Edition) -> Iterator[str]:
    """What was submitted against the digest that the receipt is anchored with."""
    stored = {}
    versions = EntryVersion.objects.filter(entry__edition=edition).select_related("entry")
    for version in versions.iterator(chunk_size=200):
        place = f"{version.entry.receipt_number}, {version.number}"
        stored[place] = chain.digest_of(version.content)
        if stored[place] != version.digest:
            yield f"version {place}: its digest is not the one of its content"
    told = {
        f"{line['receipt']}, {line['version']}": line["digest"]
        for line in payloads(edition, "entry.submitted")
    }
    yield from unmatched("dossier and version", stored, told)


@compares
def of_screenings(edition: Edition) -> Iterator[str]:
    """Each decision about a version against the ledger's line, also one that was taken back."""
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in payloads(edition, "entry.screened"):
        told[f"{line['receipt']}, {line['version']}"].append(line)
    stored: dict[str, list[dict[str, Any]]] = defaultdict(list)
    of_edition = {"version__entry__edition": edition}
    undone = UndoneAcceptance.objects.filter(**of_edition).select_related("version__entry")
    for earlier in undone.order_by("at", "pk").iterator(chunk_size=200):
        place, line = _decided(earlier.version, Screening.Verdict.ACCEPTED)
        if _says_what(told, place, len(stored[place])):
            line["said"] = screening.undone_digest(earlier)
        stored[place].append(line)
    screened = Screening.objects.filter(**of_edition).select_related("version__entry")
    for decision in screened.iterator(chunk_size=200):
        place, line = _decided(decision.version, decision.verdict)
        if _says_what(told, place, len(stored[place])):
            line["said"] = screening.said_digest(decision)
        stored[place].append(line)
    yield from unmatched("decision about the dossier and version", stored, told)


def _says_what(told: dict[str, list[dict[str, Any]]], place: str, number: int) -> bool:
    """Whether this line about a version holds the digest of what was said: old ones do not."""
    return any("said" in line for line in told.get(place, [])[number : number + 1])


def _decided(version: EntryVersion, verdict: str) -> tuple[str, dict[str, Any]]:
    """(dossier and version, the line of a decision about it without the digest of what was said)"""
    receipt = version.entry.receipt_number
    line = {"receipt": receipt, "version": version.number, "verdict": str(verdict)}
    return f"{receipt}, {version.number}", line


@compares
def of_undone_acceptances(edition: Edition) -> Iterator[str]:
    """Which acceptances were taken back and why, against what stands beside the lines."""
    told: dict[str, list[str]] = defaultdict(list)
    for line, text in reading.texts_beside(edition.chain, "entry.acceptance_undone"):
        told[f"{line['receipt']}, {line['version']}"].append(text)
    undone = UndoneAcceptance.objects.filter(version__entry__edition=edition)
    kept: dict[str, list[str]] = defaultdict(list)
    for row in undone.select_related("version__entry").order_by("at", "pk"):
        kept[f"{row.version.entry.receipt_number}, {row.version.number}"].append(row.reason)
    yield from unmatched("acceptances taken back of dossier and version", kept, told)


@compares
def of_word_decisions(edition: Edition) -> Iterator[str]:
    """Decisions about words against the ledger's last line about each; those that were taken before
    there were such lines have no nonce, and are not compared.
    """
    told = {line["decision"]: line["digest"] for line in payloads(edition, "word.decided")}
    decided = WordDecision.objects.filter(entry__edition=edition).select_related("entry")
    stored = {}
    for decision in decided:
        if decision.nonce or decision.pk in told:
            before = redacting.digest_without_dossier(decision)
            is_of_before = told.get(decision.pk) == before
            stored[decision.pk] = before if is_of_before else redacting.decision_digest(decision)
    yield from unmatched("decision about word", stored, told)


@compares
def of_voidings(edition: Edition) -> Iterator[str]:
    """Why sealed copies were voided, against what stands beside the lines."""
    told: dict[str, list[str]] = defaultdict(list)
    for line, text in reading.texts_beside(edition.chain, "entry.unsealed"):
        if text:  # one of before may have none
            told[line["receipt"]].append(text)
    voided = Sealing.objects.filter(version__entry__edition=edition).exclude(void_reason="")
    rows = voided.order_by("voided_at", "pk")
    kept: dict[str, list[str]] = defaultdict(list)
    for receipt, reason in rows.values_list("version__entry__receipt_number", "void_reason"):
        kept[receipt].append(reason)
    yield from unmatched("reasons to void the copy of dossier", kept, told)


@compares
def of_statuses(edition: Edition) -> Iterator[str]:
    """Where each dossier stands against the last line about it."""
    told: dict[str, str] = {}
    for verb, line in lines(edition, *_AFTER, "entry.screened"):
        after = _AFTER.get(verb) or _AFTER_VERDICT[line["verdict"]]
        if line["receipt"]:  # a draft that was given up never had one
            told[line["receipt"]] = after
    sealed = set(
        Sealing.objects.filter(version__entry__edition=edition, voided_at=None)
        .exclude(confirmed_at=None)
        .values_list("version__entry", flat=True)
    )
    stored = {}
    rows = Entry.objects.in_edition(edition).exclude(receipt_number="")
    for number, receipt, status in rows.values_list("pk", "receipt_number", "status"):
        stored[receipt] = status
        # The line of a sealing names no dossier: whose it is, the row of the copy says.
        if number in sealed and told.get(receipt) == Entry.Status.ACCEPTED:
            told[receipt] = Entry.Status.SEALED
    yield from unmatched("state of dossier", stored, told)


@compares
def of_sealings(edition: Edition) -> Iterator[str]:
    """Each sealed copy and its codes against the line of its sealing."""
    told = {_codes_in(line): line for line in payloads(edition, "entry.sealed") if _codes_in(line)}
    stored = {}
    # Of the dossier the digest is enough.
    committed = pairs.of_edition(edition).select_related("sealing__version__entry")
    files = _files_of_copies(edition)
    for pair in committed.defer("sealing__version__content").iterator(chunk_size=500):
        digest = pairs.pair_digest(pair.sealing, pair.nonce)
        if digest != pair.digest:
            yield f"codes of sealed copy {pair.sealing_id}: are not those that were paired"
        line = {"codes": pairs.codes_digest(pair)}
        nonce = pair.own_nonce
        if digest in told:  # a line from before there were roots
            line = {"pair": digest}
            nonce = pair.nonce
        codes = _codes_in(line)
        said = told.get(codes, {})
        if "copy" in said:
            line["copy"] = pairs.copy_digest(pair.sealing, nonce, files[pair.sealing_id])
        if "whose" in said:
            line["whose"] = pairs.dossier_digest(pair.sealing, pair.own_nonce)
        if "field" in said:
            # Who changes the dossier after its seal was opened may choose another one.
            is_voided = pair.sealing.voided_at is not None
            field = pairs.field_digest(pair.sealing, pair.own_nonce)
            line["field"] = said["field"] if is_voided else field
        stored[codes] = line
    yield from unmatched("sealed copy", stored, told)
    confirmed = Sealing.objects.filter(version__entry__edition=edition).exclude(confirmed_at=None)
    without = confirmed.filter(pair=None).count()
    before_pairs = sum(not _codes_in(line) for line in payloads(edition, "entry.sealed"))
    if without != before_pairs:
        yield f"sealed copies: {without} have no line of their own, {before_pairs} may"


def _files_of_copies(edition: Edition) -> dict[int, list[tuple[str, str]]]:
    """{copy: [(name, SHA-256) of its files]}"""
    files: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = SealedFile.objects.filter(sealing__version__entry__edition=edition).order_by()
    for number, *file in rows.values_list("sealing", "name", "blob__sha256").iterator(2000):
        files[number].append((file[0], file[1]))
    return files


def _codes_in(line: dict[str, Any]) -> str:
    """The digest that a line of a sealing holds of the two codes: under the nonce that is shown
    with the result in lines before roots were written, and none in those before pairs.
    """
    return line.get("codes") or line.get("pair", "")


@compares
def of_bound_pairs(edition: Edition) -> Iterator[str]:
    """The pairs of codes as they stand against each root that was written over them."""
    digests = list(pairs.of_edition(edition).values_list("digest", flat=True))
    for line in payloads(edition, pairs.BOUND):
        root = chain.merkle_root(sorted(digests[: line["count"]]))
        if root != line["root"]:
            yield f"pairs of codes: not those of the root over {line['count']}"


@compares
def of_words_on_conflicts(edition: Edition) -> Iterator[str]:
    """Who is kept away from which dossier, and who was cleared, against the secretariat's word in
    the ledger: the last one about a pair holds.
    """
    entered = {}
    cleared = {}
    for line in reading.lines(edition.chain, "conflict.entered", "conflict.cleared"):
        said = line.told
        pair = f"{said['receipt']}, person {said['person']}"
        if line.verb == "conflict.cleared":
            cleared[pair] = ""
        else:
            entered[pair] = line.actor_id
            cleared.pop(pair, None)
    of_edition = {"entry__edition": edition}
    words = EnteredConflict.objects.filter(**of_edition)
    kept_away = {
        f"{receipt}, person {person}": by
        for receipt, person, by in words.values_list("entry__receipt_number", "person", "by")
    }
    yield from unmatched("conflict that was entered of dossier", kept_away, entered)
    rows = Clearance.objects.filter(**of_edition)
    let_in = {
        f"{receipt}, person {person}": ""
        for receipt, person in rows.values_list("entry__receipt_number", "person")
    }
    yield from unmatched("clearance of dossier", let_in, cleared)
