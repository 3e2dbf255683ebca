"""The application as a paper to sign and stamp, and the whole dossier as one PDF."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from competition import clock
from competition.verbs import page_address
from foundation.notifications.post import absolute
from foundation.papers import joined, pdf, prepared
from foundation.papers.qr import qr_data_url
from foundation.vault import store
from submissions.models import Attachment, Entry
from submissions.writing.intake import content_of

MOST_PAGES = 1500  # of a whole dossier
_PDF = "application/pdf"


def _entry(params: dict) -> Entry:
    entries = Entry.objects.select_related("edition__contest", "owner", "field", "kind", "unit")
    return entries.get(pk=params["entry"])


def _facts(entry: Entry) -> dict[str, Any]:
    """What the paper says: as it stands now, which may be more than what was submitted. Raises
    NotMade while a part is missing without which there is no application.
    """
    try:
        content = content_of(entry)
    except ValueError:
        raise prepared.NotMade(
            _("Choose field, kind and unit of the work first: the application names them.")
        ) from None
    office = page_address("office_entry", entry.edition.slug, entry.public_id)
    return {
        "entry": entry,
        "edition": entry.edition,
        "content": content,
        "qr": qr_data_url(absolute(office)),
        "at": clock.now(),
    }


@prepared.maker("application_form", ".pdf")
def application(params: dict) -> bytes:
    """The form with a place for signatures and for the unit's stamp; its QR opens the dossier in
    the office, for whoever works there.
    """
    facts = _facts(_entry(params))
    with override("vi"):
        return pdf.render("application.html", facts)


@prepared.maker("whole_dossier", ".pdf", holds_uploads=True)
def whole_dossier(params: dict) -> bytes:
    """The application, and behind it every PDF of the dossier that was checked; what is no PDF is
    named in the application alone.
    """
    entry = _entry(params)
    facts = _facts(entry)
    with override("vi"):
        front = pdf.render("application.html", facts)
    files = entry.attachments.filter(
        verdict=Attachment.Verdict.CLEARED, blob__media_type=_PDF
    ).select_related("blob")
    contents = ((f"file {file.pk}", store.read(file.blob)) for file in files)
    try:
        return joined.joined(front, contents, most=MOST_PAGES)
    except joined.TooLong as error:
        raise prepared.NotMade(
            _("Together the files have more than %(most)s pages. Print them one by one.")
            % {"most": MOST_PAGES}
        ) from error
