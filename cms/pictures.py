"""Editors' pictures as pages show them: derived from what was uploaded, and derived again where the
file is not at hand.

A row says that it was made; a machine that was brought back from a backup without it, or has a disk
of its own, makes it when it is asked for.
"""

import posixpath
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import default_storage
from wagtail.images import get_image_model
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import Filter, SourceImageIOError

FOLDERS = ("images/", "original_images/")  # documents have rights of their own


def opened(name: str) -> File[Any] | None:
    """The file of a picture by its name in the storage; None where it is none of ours, or neither
    there nor to be made again.
    """
    is_plain = name == posixpath.normpath(name) and "\0" not in name
    if not name.startswith(FOLDERS) or not is_plain:
        return None
    try:
        if not default_storage.exists(name) and not _is_made_again(name):
            return None
        return default_storage.open(name)
    except (SuspiciousFileOperation, FileNotFoundError, IsADirectoryError):
        return None


def _is_made_again(name: str) -> bool:
    derived = get_image_model().get_rendition_model().objects.filter(file=name)
    rendition = derived.select_related("image").first()
    if rendition is None or not default_storage.exists(rendition.image.file.name):
        return False
    try:
        content = rendition.image.generate_rendition_file(Filter(rendition.filter_spec))
    except (SourceImageIOError, InvalidFilterSpecError):
        return False
    with content:
        written = default_storage.save(name, content)
    if written != name:
        default_storage.delete(written)  # somebody else was quicker
    return True
