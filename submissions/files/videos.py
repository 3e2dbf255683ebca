"""Videos by link.

A known player is put into the page only when the reader asks for it: it calls another company.
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

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
        return _youtube(parts)
    if host in _VIMEO:
        return _vimeo(parts)
    if host in settings.VIDEO_HOSTS:
        return Video(host, parts.geturl())
    return None


def _youtube(parts: SplitResult) -> Video | None:
    last = parts.path.rstrip("/").rpartition("/")[2]
    number = parse_qs(parts.query).get("v", [""])[0] or last
    if not re.fullmatch(r"[\w-]{11}", number):
        return None
    return Video("YouTube", f"https://www.youtube-nocookie.com/embed/{number}")


def _vimeo(parts: SplitResult) -> Video | None:
    number = re.search(r"/(\d{6,12})(?:/|$)", parts.path)
    if number is None:
        return None
    return Video("Vimeo", f"https://player.vimeo.com/video/{number[1]}?dnt=1")
