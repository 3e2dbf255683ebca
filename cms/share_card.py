"""The picture that other places show beside a link to a work: its prize, title and authors, as far
as they may be public.
"""

import datetime
import io
import math
from functools import cache

from django.utils.translation import gettext, override
from PIL import Image, ImageDraw, ImageFont
from wagtail.models import Page

from awards.models import Award
from cms import facts
from foundation.ledger import chain
from foundation.papers.faces import FONTS
from foundation.soft_cache import remembered

SIZE = (1200, 630)  # what the large networks cut nothing from
EDGE = 84
GROUND = (10, 43, 30)
LINES = (30, 74, 54)
GOLD = (240, 207, 138)
TEXT = (251, 250, 245)
SOFT = (213, 230, 214)
KEPT = 3600  # seconds
MOST_LINES = 4
MOST_NAMES = 3


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"{name}.ttf"), size)


def of(award: Award, at: datetime.datetime) -> bytes:
    """The PNG; drawn once an hour for the words that it shows."""
    shown = facts.winner(award, at)
    words = (
        f"{shown.tier.label} · {shown.edition.label}",
        shown.face.title,
        _names(shown.face.names),
        shown.face.unit,
    )
    key = f"share-card:{chain.digest_of(list(words))}"
    return remembered(key, lambda: drawn(*words), KEPT)


def of_page(page: Page) -> bytes:
    """The PNG of an editor's page: its title, and under which part of the site it stands."""
    with override(page.locale.language_code):
        site = gettext("Innovation for beloved Thai Nguyen")
    above = page.get_parent()
    section = above.title if above.depth > 2 else ""
    words = (site, page.title, section, "")
    key = f"share-card:{chain.digest_of(list(words))}"
    return remembered(key, lambda: drawn(*words), KEPT)


def _names(names: tuple[str, ...]) -> str:
    if len(names) > MOST_NAMES:
        return ", ".join(names[:MOST_NAMES]) + " …"
    return ", ".join(names)


def drawn(prize: str, title: str, names: str, unit: str) -> bytes:
    """Gold on the dark green of the ceremony; contour lines run out under the text."""
    picture = Image.new("RGB", SIZE, GROUND)
    pen = ImageDraw.Draw(picture)
    for ring in range(11):
        pen.line(_contour(ring), fill=LINES, width=2)
    pen.rectangle([0, 0, 12, SIZE[1]], fill=GOLD)
    pen.text((EDGE, 78), prize, font=_font("SourceSerif4-Bold", 34), fill=GOLD)
    foot = _title(pen, title)
    if names:
        pen.text((EDGE, foot + 22), names, font=_font("SourceSerif4-Regular", 30), fill=TEXT)
    if unit:
        pen.text((EDGE, foot + 66), unit, font=_font("SourceSerif4-Regular", 28), fill=SOFT)
    output = io.BytesIO()
    picture.save(output, "PNG", optimize=True)
    return output.getvalue()


def _contour(ring: int) -> list[tuple[float, float]]:
    points = []
    for step in range(121):
        angle = step * math.tau / 120
        wave = 1 + 0.09 * math.sin(3 * angle + 0.4) + 0.05 * math.sin(5 * angle + ring / 4)
        radius = (40 + 24 * ring) * wave
        points.append((1130 + 1.25 * radius * math.cos(angle), 640 + radius * math.sin(angle)))
    return points


def _title(pen: ImageDraw.ImageDraw, title: str) -> float:
    """Where its last line ends: as large as four lines allow."""
    for size in (66, 58, 50, 44):
        font = _font("SourceSerif4-Bold", size)
        lines = _broken(title, font)
        if len(lines) <= MOST_LINES:
            break
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1] + " …"]
    top = 150.0
    for line in lines:
        pen.text((EDGE, top), line, font=font, fill=TEXT)
        top += 1.3 * size
    return top


def _broken(title: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > SIZE[0] - 2 * EDGE:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
