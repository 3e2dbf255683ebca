"""Who submitted, confirmed, screened, sealed, decided and cleared: against the ledger's actors."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from competition.audit_steps import Row, step
from competition.models import Edition
from foundation.ledger import chain
from submissions.models import (
    Clearance,
    EntryVersion,
    PageLook,
    Screening,
    UndoneAcceptance,
    UnitConfirmation,
    UnitReturn,
    Withdrawal,
    WordDecision,
)
from submissions.sealing import pairs

_OF_VERSION = ("version__entry__receipt_number", "version__number")


def _version_of(said: dict[str, Any]) -> str:
    return f"{said['receipt']}, {said['version']}"


def _submitted(edition: Edition) -> Iterator[Row]:
    rows = EntryVersion.objects.filter(entry__edition=edition).values_list(
        "entry__receipt_number", "number", "submitted_by", "submitted_at"
    )
    for receipt, number, person, moment in rows.iterator(chunk_size=2000):
        yield f"{receipt}, {number}", person, moment


def _screened(edition: Edition) -> Iterator[Row]:
    rows = Screening.objects.filter(version__entry__edition=edition)
    for receipt, number, person, moment in rows.values_list(*_OF_VERSION, "by", "at"):
        yield f"{receipt}, {number}", person, moment


def _undone(edition: Edition) -> Iterator[Row]:
    rows = UndoneAcceptance.objects.filter(version__entry__edition=edition)
    for receipt, number, person, moment in rows.values_list(*_OF_VERSION, "by", "at"):
        yield f"{receipt}, {number}", person, moment


def _accepted_before(edition: Edition) -> Iterator[Row]:
    rows = UndoneAcceptance.objects.filter(version__entry__edition=edition)
    accepted = rows.values_list(*_OF_VERSION, "accepted_by", "accepted_at")
    for receipt, number, person, moment in accepted:
        yield f"{receipt}, {number}", person, moment


def _returned(edition: Edition) -> Iterator[Row]:
    rows = UnitReturn.objects.filter(version__entry__edition=edition)
    for receipt, number, person, moment in rows.values_list(*_OF_VERSION, "by", "at"):
        yield f"{receipt}, {number}", person, moment


def _confirmed(edition: Edition) -> Iterator[Row]:
    rows = UnitConfirmation.objects.filter(version__entry__edition=edition)
    yield from rows.values_list("version__entry__receipt_number", "confirmed_by", "confirmed_at")


def _withdrawn(edition: Edition) -> Iterator[Row]:
    rows = Withdrawal.objects.filter(entry__edition=edition)
    named = rows.values_list("entry__receipt_number", "entry__public_id", "by", "at")
    for receipt, dossier, by, moment in named:
        yield receipt or str(dossier), by, moment


def _who_left(said: dict[str, Any]) -> str:
    """The receipt, or the dossier where there was none. Old lines of drafts named neither, and are
    not compared: which of several a line was about cannot be told.
    """
    return str(said["receipt"] or said.get("dossier", ""))


def _codes_told(said: dict[str, Any]) -> str:
    """Empty in a line from before there were roots, which holds another digest."""
    return str(said.get("codes", ""))


def _sealed(edition: Edition) -> Iterator[Row]:
    for pair in pairs.of_edition(edition).select_related("sealing").iterator(chunk_size=500):
        sealing = pair.sealing
        yield pairs.codes_digest(pair), sealing.confirmed_by_id, sealing.confirmed_at


def _words(edition: Edition) -> Iterator[Row]:
    rows = WordDecision.objects.filter(entry__edition=edition)
    yield from rows.values_list("pk", "by", "at")


def _pair_of(said: dict[str, Any]) -> str:
    return f"{said['receipt']}, person {said['person']}"


def _cleared(edition: Edition) -> Iterator[Row]:
    rows = Clearance.objects.filter(entry__edition=edition)
    named = rows.values_list("entry__receipt_number", "person", "by", "at")
    for receipt, person, by, moment in named:
        yield f"{receipt}, person {person}", by, moment


def _looked(edition: Edition) -> Iterator[Row]:
    """One line holds all pages that a person looked at in one press."""
    pages = defaultdict(list)
    rows = PageLook.objects.filter(entry__edition=edition)
    for entry, person, moment, digest in rows.values_list("entry", "by", "at", "digest"):
        pages[entry, person, moment].append(digest)
    for (_entry, person, moment), digests in pages.items():
        yield chain.digest_of(sorted(digests)), person, moment


step("submissions.EntryVersion.submitted_by", "entry.submitted", _version_of, _submitted)
step("submissions.Screening.by", "entry.screened", _version_of, _screened)
step(
    "submissions.UndoneAcceptance.by",
    "entry.acceptance_undone",
    _version_of,
    _undone,
    is_any=True,
)
step(
    "submissions.UndoneAcceptance.accepted_by",
    "entry.screened",
    _version_of,
    _accepted_before,
    is_any=True,
)
step("submissions.UnitReturn.by", "entry.returned_by_unit", _version_of, _returned, is_any=True)
step(
    "submissions.UnitConfirmation.confirmed_by",
    "entry.confirmed",
    "receipt",
    _confirmed,
    is_any=True,
)
step("submissions.Withdrawal.by", "entry.withdrawn", _who_left, _withdrawn)
step("submissions.Sealing.confirmed_by", "entry.sealed", _codes_told, _sealed)
step("submissions.WordDecision.by", "word.decided", "decision", _words)
step("submissions.Clearance.by", "conflict.cleared", _pair_of, _cleared, is_any=True)
step("submissions.PageLook.by", "copy.looked_at", "digest", _looked, is_any=True)
