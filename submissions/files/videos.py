"""Videos by link: a known player is put into the page only when the reader asks for it, since it
calls another company.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

_YOUTUBE = {
    "youtube.com",
    "www.youtube.com",
    "m.youtube.com",
    "youtu.be",
    "www.youtube-nocookie.com",
}
_VIMEO = {"vimeo.com", "www.vimeo.com", "player.vimeo.com"}


@dataclass(frozen=True)
class Video:
    """Who is called, and the address of the player."""

    host: str
    player: str


def video_of(link: str) -> Video | None:
    """The player behind a link; None when it is no video that may be embedded here.

    YouTube by its address without cookies, Vimeo with “do not track”, and the hosts of VIDEO_HOSTS
    (the province's channel), whose pages are framed as they are.
    """
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    if parts.scheme != "https":
        return None
    if host in _YOUTUBE:
        number = (
            parse_qs(parts.query).get("v", [""])[0] or parts.path.rstrip("/").rpartition("/")[2]
        )
        known = re.fullmatch(r"[\w-]{11}", number)
        return (
            Video("YouTube", f"https://www.youtube-nocookie.com/embed/{number}") if known else None
        )
    if host in _VIMEO:
        found = re.search(r"/(\d{6,12})(?:/|$)", parts.path)
        return Video("Vimeo", f"https://player.vimeo.com/video/{found[1]}?dnt=1") if found else None
    if host in settings.VIDEO_HOSTS:
        return Video(host, parts.geturl())
    return None
