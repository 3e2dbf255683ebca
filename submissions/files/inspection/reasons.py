"""Why a file is refused: a code for machines, a sentence for people that says what to do."""

from django.utils.translation import gettext as _


class Reject(Exception):
    """A content that must be refused; `reason` is one of the codes below."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def in_words(reason: str) -> str:
    """The sentence in the reader's language."""
    return {
        "name": _(
            "The file name holds hidden or forbidden characters. Rename the file and upload "
            "it again."
        ),
        "kind": _(
            "We cannot take files of this kind. Save it as PDF, Word (.docx), Excel (.xlsx), "
            "PowerPoint (.pptx), a picture (JPEG, PNG, WebP, HEIC) or MP4."
        ),
        "old_office": _(
            "This is an old Office format. Open it and save it as .docx, .xlsx or .pptx, or as PDF."
        ),
        "archive": _("Archives are not taken. Unpack it and upload the files one by one."),
        "empty": _("The file is empty. Choose it again."),
        "too_large": _("The file is too large. Make it smaller or split it."),
        "mismatch": _(
            "The content is not what the file name says. Open the file and save it again in "
            "the right format."
        ),
        "damaged": _(
            "The file cannot be opened; it seems damaged. Save it again and upload the new copy."
        ),
        "encrypted": _(
            "The file is protected by a password. Remove the protection and upload it again."
        ),
        "macro": _(
            "The file holds macros. Save it without macros (.docx, .xlsx, .pptx) or as PDF."
        ),
        "active": _(
            "The file holds scripts, programs or attached files. Print it to a new PDF and "
            "upload that."
        ),
        "outside": _("The file fetches parts from elsewhere. Save it as PDF and upload that."),
        "hidden": _(
            "Something else is hidden in this file. Save it again from its program and upload "
            "the new copy."
        ),
        "unreadable": _(
            "A part of the file cannot be opened, so nobody can check it. Print the document to a "
            "new PDF, or save the picture again as JPEG or PNG, and upload that."
        ),
        "pages": _("The PDF has too many pages; at most 300 are taken. Split it."),
        "pixels": _(
            "The picture has too many pixels or is far too long. Make it smaller than 40 "
            "megapixels."
        ),
        "bomb": _("The file unpacks to far more than it should. Save it again from its program."),
        "malware": _("A virus was found in the file. Check your computer, then send a clean copy."),
        "not_scanned": _("The file could not be checked for viruses. Try again in a while."),
        "too_slow": _(
            "The file could not be read in reasonable time. Save it again in a simpler form, "
            "best as PDF."
        ),
    }[reason]
