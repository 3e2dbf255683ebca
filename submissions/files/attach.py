"""Files of a draft: taken into the vault, and inspected before anybody but the owner sees them."""

import logging
from typing import BinaryIO, cast

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.models import User
from competition.dossiers import form_of
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Question
from competition.two_windows import require_newest
from competition.verbs import lock
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.vault import antivirus, store
from foundation.vietnamese.text import nfc
from submissions import permissions
from submissions.files import inspection, scanning
from submissions.models import Attachment, Entry

MEGABYTE = 1024 * 1024
MOST_CAPTION = 200  # characters

logger = logging.getLogger(__name__)
NO_ROOM = gettext_lazy(
    "The server has no room for this file at the moment. What was sent is kept; try again in "
    "a few minutes."
)


class NoRoom(Refused):
    """The disk is full; nothing that was kept before is lost."""


class BadFile(Refused):
    """The file cannot be taken; the message says why and what to do."""


def require_room(*, entry: Entry, name: str, size: int, by: User) -> str:
    """The name under which a file of `size` bytes would be kept.

    Asked before the first byte of a long upload is sent, and again when the file is attached.
    Raises NotAllowed, BadFile with what to do.
    """
    if not permissions.can_edit(by, entry):
        raise NotAllowed(_("This entry can no longer be edited."))
    edition = entry.edition
    sizes = list(entry.attachments.values_list("blob__size", flat=True))
    named = inspection.inspect_name(name)
    name = inspection.clean_name(name)
    if not named.accepted:
        raise BadFile(f"“{name}”: {named.message}")
    if len(sizes) >= edition.max_files:
        raise BadFile(
            _("A dossier holds at most %(count)s files. Remove one first.")
            % {"count": edition.max_files}
        )
    if size > edition.max_file_mb * MEGABYTE:
        raise BadFile(
            _("“%(name)s” is larger than %(most)s MB. Make it smaller or split it.")
            % {"name": name, "most": edition.max_file_mb}
        )
    if sum(sizes) + size > edition.max_dossier_mb * MEGABYTE:
        raise BadFile(
            _("With “%(name)s” the dossier would be larger than %(most)s MB. Remove a file first.")
            % {"name": name, "most": edition.max_dossier_mb}
        )
    if not size:
        raise BadFile(_("“%(name)s” is empty. Choose it again.") % {"name": name})
    return name


def caption_of(text: str) -> str:
    """What a file shows, in the form in which it is kept. Raises Refused."""
    caption = nfc(text.strip())
    if len(caption) > MOST_CAPTION:
        raise Refused(
            _("Describe the file in at most %(most)s characters.") % {"most": MOST_CAPTION}
        )
    return caption


@transaction.atomic
def attach(
    *, entry: Entry, upload: File, by: User, caption: str = "", part: str = ""
) -> Attachment:
    """Store an uploaded file with a draft and ask for its inspection.

    The name of `upload` is the sender's. Raises NotAllowed, Refused (the words), BadFile, NoRoom.
    """
    entry = lock(entry, "edition")
    caption = caption_of(caption)
    name = require_room(entry=entry, name=upload.name or "", size=upload.size, by=by)
    try:
        blob = store.put(cast(BinaryIO, upload), media_type=inspection.media_type_of(name))
    except OSError as error:
        logger.exception("a file could not be stored")
        raise NoRoom(NO_ROOM) from error
    attachment = Attachment.objects.create(
        entry=entry,
        blob=blob,
        name=name,
        caption=caption,
        part=part,
        order=entry.attachments.count(),
    )
    work.ask(
        "inspect_file",
        key=f"inspect:{attachment.pk}",
        params={"attachment": attachment.pk},
        total=1,
    )
    return attachment


@transaction.atomic
def remove(*, attachment: Attachment, by: User) -> None:
    """Take a file out of a draft; versions that hold it keep it.

    Raises NotAllowed, WrongState (it was submitted and is still to be scanned).
    """
    entry = lock(attachment.entry)
    if not permissions.can_edit(by, entry):
        raise NotAllowed(_("This entry can no longer be edited."))
    if _must_be_scanned_first(attachment):
        raise WrongState(
            _("What you submitted holds this file, and the virus scanner must see it first.")
        )
    attachment.delete()


def stored_words(attachment: Attachment) -> tuple[str, str]:
    """What is said of a file: its caption and its part of the dossier."""
    return attachment.caption, attachment.part


@transaction.atomic
def describe(
    *,
    attachment: Attachment,
    by: User,
    caption: str,
    part: str,
    move: str = "",
    upon: str | None = None,
) -> Attachment:
    """Say what a file shows and where it belongs; `move` is "up", "down" or nothing, and `upon` the
    version of what was said that the page showed.

    Raises NotAllowed, WrongState (removed meanwhile), Refused, Stale.
    """
    entry = lock(attachment.entry, "edition")
    if not permissions.can_edit(by, entry):
        raise NotAllowed(_("This entry can no longer be edited."))
    stored = entry.attachments.filter(pk=attachment.pk).first()
    if stored is None:
        raise WrongState(_("This file was removed meanwhile."))
    require_newest(stored_words(stored), (caption_of(caption), part), upon=upon)
    if part not in _parts_of(entry):
        raise Refused(_("Choose a part of the dossier."))
    attachment.caption = caption_of(caption)
    attachment.part = part
    attachment.save(update_fields=["caption", "part"])
    if move in ("up", "down"):
        _move(attachment, entry, move)
    return attachment


def _parts_of(entry: Entry) -> set[str]:
    """The parts of the dossier to which a file may belong; "" is none of them."""
    asked = form_of(entry.edition, entry.kind_id)
    return {"", *(question.key for question in asked if question.type == Question.Type.FILE)}


def _move(attachment: Attachment, entry: Entry, move: str) -> None:
    ordered = list(entry.attachments.all())
    place = ordered.index(attachment)
    target = place + 1 if move == "down" else place - 1
    ordered.insert(max(0, target), ordered.pop(place))
    for order, file in enumerate(ordered):
        Attachment.objects.filter(pk=file.pk).update(order=order)


def _must_be_scanned_first(attachment: Attachment) -> bool:
    """What somebody may still take over is not forgotten before its verdict."""
    waits = Attachment.objects.filter(pk=attachment.pk, verdict=Attachment.Verdict.UNSCANNED)
    return waits.exists() and scanning.stands_in_version(attachment)


@work.handler("inspect_file")
def inspect(job: Job) -> tuple[int, int]:
    """Give one attachment its verdict; a removed one needs none.

    Where the virus scanner does not answer nothing is cleared: the file waits for it.
    """
    attachment = (
        Attachment.objects.select_related("blob", "entry__owner", "entry__edition")
        .filter(pk=job.params["attachment"])
        .first()
    )
    if attachment is not None:
        content = store.read(attachment.blob)
        most = attachment.entry.edition.max_file_mb * MEGABYTE
        verdict = inspection.inspect_safely(content, attachment.name, most_bytes=most)
        if verdict.accepted:
            store.is_of(attachment.blob, inspection.media_type_of(attachment.name))
        scanned = _scanned(content) if verdict.accepted else Attachment.Verdict.REFUSED
        if verdict.accepted and scanned == Attachment.Verdict.REFUSED:
            verdict = inspection.Verdict(verdict.kind, ["malware"])
        with override(attachment.entry.owner.language):
            attachment.reason = verdict.message[:300]
        attachment.verdict = scanned
        _keep_verdict(attachment)
    return 1, 1


def _scanned(content: bytes) -> str:
    """The scanner's verdict. Where others wait for it already, this file waits behind them."""
    if Attachment.objects.filter(verdict=Attachment.Verdict.UNSCANNED).exists():
        return Attachment.Verdict.UNSCANNED
    try:
        found = antivirus.scan(content)
    except antivirus.ScannerSilent:
        logger.warning("the virus scanner does not answer; files wait for it")
        return Attachment.Verdict.UNSCANNED
    return Attachment.Verdict.REFUSED if found else Attachment.Verdict.CLEARED


@transaction.atomic
def _keep_verdict(attachment: Attachment) -> None:
    attachment.save(update_fields=["verdict", "reason"])
    if attachment.verdict == Attachment.Verdict.UNSCANNED:
        scanning.ask(attachment)
