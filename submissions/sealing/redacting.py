"""Covering by hand what no list of names can know, and deciding about words that may be names.

The face on a photograph, the school in a caption, the stamp on a scan.
"""

import datetime
import secrets
from collections.abc import Iterator
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, Refused, WrongState
from competition.verbs import lock
from foundation.ledger import chain
from submissions import permissions
from submissions.models import BlindCopy, Entry, Redaction, SealedFile, Sealing, WordDecision
from submissions.sealing import sealing
from submissions.sealing.looks import copy_in_work, for_the_eye

SMALLEST = 0.002  # of a page: a slip of the hand, not a box
MOST = 200  # boxes of a dossier
Box = tuple[float, float, float, float]  # left, top, right, bottom: parts of a page


class BlindedFile(NamedTuple):
    """A file of the dossier that judges see, and the content it was made from."""

    blob_id: int
    file: SealedFile


def file_at(copy: Sealing, place: int) -> BlindedFile | None:
    """The file at a place of the dossier, from 1; None where judges see no file."""
    originals = copy.version.content["files"]
    for file in copy.files.all():
        if file.place == place:
            return BlindedFile(originals[place - 1]["blob"], file)
    return None


def _copy_to_change(entry: Entry, by: User) -> tuple[Entry, Sealing]:
    """The locked entry, and its copy in work. Raises NotAllowed, WrongState."""
    entry = lock(entry, "edition")
    if not permissions.can_seal(by, entry):
        raise NotAllowed(_("Only the secretariat seals dossiers."))
    copy = copy_in_work(entry)
    if copy is None:
        raise WrongState(
            _("Prepare the blinded copy first; a sealed one is voided before it is changed.")
        )
    return entry, copy


@transaction.atomic
def cover(
    *,
    entry: Entry,
    place: int,
    page: int,
    box: Box,
    by: User,
    at: datetime.datetime,
) -> Sealing:
    """Cover a part of a page and make the copy again.

    What lies under it is really gone, as the page becomes a picture. `box` is left, top, right,
    bottom in parts of the page as it is seen. Raises NotAllowed, WrongState (no copy in work),
    Refused (no such page, no such box).
    """
    entry, copy = _copy_to_change(entry, by)
    blinded = file_at(copy, place)
    if blinded is None or not 1 <= page <= blinded.file.pages:
        raise Refused(_("There is no such page."))
    _keep(entry, blinded.blob_id, page, box, by, at)
    return sealing.prepare(entry=entry, by=by, at=at)


def _keep(
    entry: Entry, blob: int, page: int, box: Box, by: User, at: datetime.datetime
) -> Redaction:
    """Raises Refused: the box lies beyond the page, is a slip of the hand, or one too many."""
    left, top, right, bottom = box
    if not _is_side_range(left, right) or not _is_side_range(top, bottom):
        raise Refused(
            _("Give the part from left to right and from top to bottom, between 0 and 100 %.")
        )
    if entry.redactions.count() >= MOST:
        raise Refused(_("That is enough for one dossier: another file without these parts helps."))
    return Redaction.objects.create(
        entry=entry,
        blob_id=blob,
        page=page,
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        by=by,
        at=at,
    )


def _is_side_range(start: float, end: float) -> bool:
    """A part of a page's width or height, from 0 to 1, that is more than a slip of the hand."""
    return 0 <= start < end <= 1 and end - start >= SMALLEST


@transaction.atomic
def uncover(*, entry: Entry, redaction: Redaction, by: User, at: datetime.datetime) -> Sealing:
    """Take a covered part back and make the copy again. Raises NotAllowed, WrongState."""
    entry, _copy = _copy_to_change(entry, by)
    entry.redactions.filter(pk=redaction.pk).delete()
    return sealing.prepare(entry=entry, by=by, at=at)


@transaction.atomic
def decide(*, entry: Entry, word: str, is_masked: bool, by: User, at: datetime.datetime) -> Sealing:
    """A word that may tell whose work it is is masked wherever it stands in the entry, or it stays;
    the copy is made again. Who decided last is kept.

    Raises NotAllowed, WrongState (no copy in work), Refused (nothing is asked about this word).
    """
    entry, copy = _copy_to_change(entry, by)
    if word not in words_asked_about(copy):
        raise Refused(_("Nothing is asked about this word."))
    decision, _is_new = entry.word_decisions.update_or_create(
        word=word,
        defaults={"is_masked": is_masked, "nonce": secrets.token_hex(16), "by": by, "at": at},
    )
    # Without the number of the receipt: beside the line of the sealing it would tell the code.
    line = {"decision": decision.pk, "digest": decision_digest(decision)}
    chain.append(entry.edition.chain, "word.decided", line, at=at, by=by)
    return sealing.prepare(entry=entry, by=by, at=at)


def decision_digest(decision: WordDecision) -> str:
    """H(nonce, dossier, word, masked), as the ledger keeps it."""
    said = [str(decision.entry.public_id), decision.word, decision.is_masked]
    return chain.digest_of([decision.nonce, *said])


def digest_without_dossier(decision: WordDecision) -> str:
    """As lines from before hold it: it says nothing of whose word it is."""
    return chain.digest_of([decision.nonce, decision.word, decision.is_masked])


class Asked(NamedTuple):
    """A word that may tell whose work it is: why, where it stands, and what was decided."""

    word: str
    why: str
    places: list[str]  # title, summary, keys of answers, names of files with the page
    decision: WordDecision | None


def words_asked_about(copy: Sealing) -> dict[str, Asked]:
    """Every word about which a person is asked, and those about which one has decided."""
    decisions = copy.version.entry.word_decisions.select_related("by")
    decided = {decision.word: decision for decision in decisions}
    asked: dict[str, Asked] = {}
    for doubt, place in _doubts_of(copy):
        word = doubt["word"]
        row = asked.setdefault(word, Asked(word, doubt["why"], [], decided.get(word)))
        if place not in row.places:
            row.places.append(place)
    for word, decision in decided.items():
        asked.setdefault(word, Asked(word, "", [], decision))
    return asked


def _doubts_of(copy: Sealing) -> Iterator[tuple[dict, str]]:
    for doubt in copy.doubts:
        yield doubt, doubt["where"]
    for page in for_the_eye(copy):
        for doubt in page.doubts:
            yield doubt, f"{page.file.name}, {page.page}"


def own_parts(entry: Entry, copy: BlindCopy, person: User) -> QuerySet[Redaction]:
    """What this person has covered in the file of a copy."""
    return entry.redactions.filter(blob=copy.blob_id, by=person)


@transaction.atomic
def cover_own(
    *, entry: Entry, copy: BlindCopy, page: int, box: Box, by: User, at: datetime.datetime
) -> Redaction:
    """The entrant covers a part of an own file beforehand: it is covered in every copy from now on.

    Raises NotAllowed, Refused (no such page, no such box).
    """
    entry = lock(entry)
    if not permissions.can_edit(by, entry):
        raise NotAllowed(_("This entry can no longer be edited."))
    is_own = entry.attachments.filter(blob=copy.blob_id).exists()
    if not is_own or not 1 <= page <= copy.pages:
        raise Refused(_("There is no such page."))
    return _keep(entry, copy.blob_id, page, box, by, at)


@transaction.atomic
def uncover_own(*, entry: Entry, redaction: Redaction, by: User, at: datetime.datetime) -> None:
    """Take back a part that the entrant has covered; what the secretariat covers stays.

    Raises NotAllowed.
    """
    entry = lock(entry)
    if not permissions.can_edit(by, entry):
        raise NotAllowed(_("This entry can no longer be edited."))
    entry.redactions.filter(pk=redaction.pk, by=by).delete()
