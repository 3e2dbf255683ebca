"""A file that goes with a letter: checked like every file that comes into the house."""

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from competition.errors import Refused
from competition.letters.broadcasting import MOST_MB
from foundation.vault import antivirus, store
from foundation.vault.models import Blob
from submissions.files import inspection

MOST_BYTES = MOST_MB * 1024 * 1024


def taken_in(upload: UploadedFile) -> tuple[str, Blob]:
    """(name, content) once it was taken apart in a cage and scanned. Raises Refused with why."""
    name = inspection.clean_name(upload.name or "")
    named = inspection.inspect_name(upload.name or "")
    if not named.accepted:
        raise Refused(f"“{name}”: {named.message}")
    if not upload.size or upload.size > MOST_BYTES:
        raise Refused(
            _("The files of a letter have at most %(most)s MB together.") % {"most": MOST_MB}
        )
    content = upload.read()
    verdict = inspection.inspect_safely(content, name, most_bytes=MOST_BYTES)
    if not verdict.accepted:
        raise Refused(f"“{name}”: {verdict.message}")
    try:
        found = antivirus.scan(content)
    except antivirus.ScannerSilent as error:
        raise Refused(
            _("The virus scanner does not answer. Try again in a few minutes.")
        ) from error
    if found:
        raise Refused(f"“{name}”: {inspection.Verdict(verdict.kind, ['malware']).message}")
    return name, store.put_known(content, media_type=inspection.media_type_of(name))
