"""Pages of PDF and pictures as small WebP pictures, so that any phone shows them in the page,
without a download.

Made on first use in a child process, kept in the vault like every other content.
"""

import struct

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http.response import HttpResponseBase

from foundation.vault import cage, store
from foundation.vault.models import Blob, PagePicture

SMALL = 320
LARGE = 1100  # pixels: a thumbnail, a page to read
MOST_PAGES = 200
_DRAW = "foundation.vault.drawing.page_as_webp"
_SHOWN = {"application/pdf", "image/jpeg", "image/png", "image/webp", "image/heic"}


class NoPicture(Exception):
    """The content has no such page, or cannot be drawn."""


def can_be_shown(blob: Blob) -> bool:
    """Whether pictures of this kind of content can be made."""
    return blob.media_type in _SHOWN


def picture_of(blob: Blob, page: int = 1, width: int = LARGE) -> PagePicture:
    """The picture of one page, from 1. Raises NoPicture."""
    drawn_before = PagePicture.objects.select_related("picture")
    picture = drawn_before.filter(blob=blob, page=page, width=width).first()
    if picture:
        return picture
    last_page = MOST_PAGES if blob.media_type == "application/pdf" else 1
    if not can_be_shown(blob) or not 1 <= page <= last_page:
        raise NoPicture
    drawn = cage.run(_DRAW, store.read(blob), blob.media_type, page, width)
    if not drawn:
        raise NoPicture
    defaults = {
        "picture": store.put(drawn[4:], media_type="image/webp"),
        "pages": struct.unpack(">I", drawn[:4])[0],
    }
    return PagePicture.objects.get_or_create(blob=blob, page=page, width=width, defaults=defaults)[
        0
    ]


def pages_of(blob: Blob) -> int:
    """How many pages can be shown; 0 when there is no picture of it."""
    try:
        return min(picture_of(blob, 1, SMALL).pages, MOST_PAGES)
    except NoPicture:
        return 0


def serve(
    blob: Blob,
    *,
    page: int,
    width: int,
    name: str,
    user: AbstractBaseUser | AnonymousUser | None,
    purpose: str,
) -> HttpResponseBase:
    """Answer with the picture of a page after the caller has checked the permission; opening a
    large one leaves a line.

    Raises NoPicture.
    """
    page_picture = picture_of(blob, page, SMALL if width <= SMALL else LARGE)
    return store.serve(
        page_picture.picture,
        name=f"{name}-{page}.webp",
        user=user,
        purpose=purpose,
        inline=True,
        of=blob,
    )
