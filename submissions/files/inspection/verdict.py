"""What the inspection of a file found, and what its name alone tells."""

import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePath

from foundation.vietnamese.text import nfc
from submissions.files.inspection.reasons import in_words

MOST_BYTES = 20 * 1024 * 1024

# Extension -> (kind, media type).
KINDS = {
    ".pdf": ("pdf", "application/pdf"),
    ".docx": (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ".xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".pptx": (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ".jpg": ("jpeg", "image/jpeg"),
    ".jpeg": ("jpeg", "image/jpeg"),
    ".png": ("png", "image/png"),
    ".webp": ("webp", "image/webp"),
    ".heic": ("heic", "image/heic"),
    ".mp4": ("mp4", "video/mp4"),
}
_OLD_OFFICE = {".doc", ".xls", ".ppt"}
_MACRO_OFFICE = {".docm", ".xlsm", ".pptm", ".dotm", ".xltm", ".xlsb"}
_ARCHIVES = {".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".iso", ".cab"}


@dataclass(frozen=True)
class Verdict:
    """What the inspection found.

    `reasons` are codes (see reasons.py); `message` says in words what to do.
    """

    kind: str = ""
    reasons: list[str] = field(default_factory=list)

    @property
    def accepted(self) -> bool:
        return not self.reasons

    @property
    def message(self) -> str:
        return " ".join(in_words(reason) for reason in self.reasons)


def clean_name(name: str) -> str:
    """The name as it is kept.

    Without folders, composed (NFC), the last 200 characters with the extension.
    """
    return nfc(PurePath(name.replace("\\", "/")).name)[-200:]


def media_type_of(name: str) -> str:
    """The media type of a name that `inspect_name` accepts. Raises KeyError for another."""
    return KINDS[PurePath(name).suffix.lower()][1]


def _hides_something(name: str) -> bool:
    """Control and format characters (category C) turn or hide what a person reads."""
    if any(unicodedata.category(char).startswith("C") for char in name):
        return True
    return name != name.rstrip(" .")


def inspect_name(name: str) -> Verdict:
    """What the name alone tells; accepted here means only that the content may be looked at."""
    suffix = PurePath(name).suffix.lower()
    if _hides_something(name):
        return Verdict(reasons=["name"])
    if suffix in KINDS:
        return Verdict(KINDS[suffix][0])
    if suffix in _OLD_OFFICE:
        return Verdict(reasons=["old_office"])
    if suffix in _MACRO_OFFICE:
        return Verdict(reasons=["macro"])
    if suffix in _ARCHIVES:
        return Verdict(reasons=["archive"])
    return Verdict(reasons=["kind"])
