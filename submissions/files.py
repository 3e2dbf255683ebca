"""Files of a draft: taken into the vault, inspected by a worker before anybody but the owner knows of them."""

import io
import warnings
from pathlib import PurePath

import pikepdf
import puremagic
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image

from competition.errors import NotAllowed, Refused
from foundation.jobs import work
from foundation.vault import store
from foundation.vietnamese.text import nfc
from submissions import permissions
from submissions.models import Attachment, Entry

MOST_BYTES = 20 * 1024 * 1024
MOST_FILES = 10
MOST_PAGES = 300
Image.MAX_IMAGE_PIXELS = 40_000_000
# Extension -> media type: the allow-list. Content must agree with the extension.
ALLOWED = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


class BadFile(Refused):
    """The file cannot be taken; the message says why and what to do."""


@transaction.atomic
def attach(*, entry: Entry, upload, by, caption: str = "") -> Attachment:
    """Store an uploaded file with a draft and ask for its inspection. Raises NotAllowed, BadFile."""
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    if not permissions.can_edit(by, entry):
        raise NotAllowed(_("This entry can no longer be edited."))
    name = nfc(PurePath(upload.name).name)[-200:]
    if entry.attachments.count() >= MOST_FILES:
        raise BadFile(_("A dossier holds at most %(count)s files. Remove one first.") % {"count": MOST_FILES})
    if upload.size > MOST_BYTES:
        raise BadFile(_("“%(name)s” is larger than 20 MB. Make it smaller or split it.") % {"name": name})
    if not upload.size:
        raise BadFile(_("“%(name)s” is empty. Choose it again.") % {"name": name})
    media_type = ALLOWED.get(PurePath(name).suffix.lower())
    if media_type is None:
        raise BadFile(_("“%(name)s” is of a kind that we cannot take. Save it as PDF, JPEG, PNG or WebP.") % {"name": name})
    blob = store.put(upload, media_type=media_type)
    attachment = Attachment.objects.create(entry=entry, blob=blob, name=name, caption=caption, order=entry.attachments.count())
    work.ask("inspect_file", key=f"inspect:{attachment.pk}", params={"attachment": attachment.pk}, total=1)
    return attachment


@transaction.atomic
def remove(*, attachment: Attachment, by) -> None:
    """Take a file out of a draft; versions that hold it keep it. Raises NotAllowed."""
    entry = Entry.objects.select_for_update().get(pk=attachment.entry_id)
    if not permissions.can_edit(by, entry):
        raise NotAllowed(_("This entry can no longer be edited."))
    attachment.delete()


def inspect_content(content: bytes, name: str) -> str:
    """The reason in words why a content must be refused; empty when it may be cleared. Never raises on a bad file."""
    wanted = ALLOWED.get(PurePath(name).suffix.lower(), "")
    try:
        found = {match.mime_type for match in puremagic.magic_string(content[:4096], filename=None)}
    except puremagic.PureError:
        found = set()
    if wanted not in found:
        return _("The content is not what the file name says. Save it again as PDF or as a picture.")
    try:
        return _inspect_pdf(content) if wanted == "application/pdf" else _inspect_picture(content)
    except Exception:  # a parser may raise anything on a hostile file; all of it means: not readable
        return _("The file cannot be opened; it seems damaged. Save it again and upload the new copy.")


def _inspect_pdf(content: bytes) -> str:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        return _("The PDF is protected by a password. Remove the protection and upload it again.")
    if not 0 < pages <= MOST_PAGES:
        return _("The PDF has %(count)s pages; at most %(most)s are taken.") % {"count": pages, "most": MOST_PAGES}
    return ""


def _inspect_picture(content: bytes) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content)) as picture:
                picture.load()
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            return _("The picture has too many pixels. Make it smaller than 40 megapixels.")
    return ""


@work.handler("inspect_file")
def inspect(job) -> tuple[int, int]:
    """Give one attachment its verdict; a removed one needs none."""
    attachment = Attachment.objects.select_related("blob", "entry__owner").filter(pk=job.params["attachment"]).first()
    if attachment is not None:
        with override(attachment.entry.owner.language):
            reason = inspect_content(store.read(attachment.blob), attachment.name)
        attachment.verdict = Attachment.Verdict.REFUSED if reason else Attachment.Verdict.CLEARED
        attachment.reason = reason[:300]
        attachment.save(update_fields=["verdict", "reason"])
    return 1, 1
