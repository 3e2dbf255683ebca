"""Covering by hand what no list of names can know: the face on a photograph, the school in a
caption, the stamp on a scan.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from competition.errors import NotAllowed, Refused, WrongState
from submissions import permissions
from submissions.models import Entry, Redaction, SealedFile, Sealing
from submissions.sealing import sealing

SMALLEST = 0.002  # of a page: a slip of the hand, not a box
MOST = 200  # boxes of a dossier


def copy_in_work(entry: Entry) -> Sealing | None:
    """The prepared copy of the latest version, that may still be changed."""
    return (
        Sealing.objects.filter(version=entry.versions.first(), confirmed_at=None, voided_at=None)
        .select_related("version")
        .first()
    )


def file_at(copy: Sealing, place: int) -> tuple[int, SealedFile] | None:
    """(blob id of the original, blinded file) at a place of the dossier, from 1; None where judges
    see no file.
    """
    files = copy.version.content["files"]
    blinded = next((file for file in copy.files.all() if file.place == place), None)
    return (files[place - 1]["blob"], blinded) if blinded else None


def _locked(entry: Entry, by) -> tuple[Entry, Sealing]:
    entry = Entry.objects.select_for_update(of=("self",)).select_related("edition").get(pk=entry.pk)
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
    box: tuple[float, float, float, float],
    by,
    at: datetime.datetime,
) -> Sealing:
    """Cover a part of a page and make the copy again: what lies under it is really gone, as the
    page becomes a picture.

    `box` is left, top, right, bottom in parts of the page as it is seen. Raises NotAllowed,
    WrongState (no copy in work), Refused (no such page, no such box).
    """
    entry, copy = _locked(entry, by)
    found = file_at(copy, place)
    if found is None or not 1 <= page <= found[1].pages:
        raise Refused(_("There is no such page."))
    left, top, right, bottom = box
    if (
        not (0 <= left < right <= 1 and 0 <= top < bottom <= 1)
        or right - left < SMALLEST
        or bottom - top < SMALLEST
    ):
        raise Refused(
            _("Give the part from left to right and from top to bottom, between 0 and 100 %.")
        )
    if entry.redactions.count() >= MOST:
        raise Refused(_("That is enough for one dossier: ask the entrant for another file."))
    Redaction.objects.create(
        entry=entry,
        blob_id=found[0],
        page=page,
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        by=by,
        at=at,
    )
    return sealing.prepare(entry=entry, by=by, at=at)


@transaction.atomic
def uncover(*, entry: Entry, redaction: Redaction, by, at: datetime.datetime) -> Sealing:
    """Take a covered part back and make the copy again. Raises NotAllowed, WrongState."""
    entry, _copy = _locked(entry, by)
    entry.redactions.filter(pk=redaction.pk).delete()
    return sealing.prepare(entry=entry, by=by, at=at)
