"""Template filters for dates, money and scores; loaded in every template."""

import datetime
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from django import template
from django.template.defaultfilters import date as date_filter
from django.utils.formats import number_format
from django.utils.html import linebreaks
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language
from markdown_it import MarkdownIt

from foundation.vietnamese import formula
from foundation.vietnamese.calendar import NO_BREAK, written_day
from foundation.vietnamese.numbers import grouped, money_in_words

MOST_PLACES = 4  # as many as any column of points has
_WIDE = Context(prec=60)
register = template.Library()
register.filter("money_in_words", money_in_words)
# Lists and emphasis only: no HTML, no links, no pictures from what people type.
_marked = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["list", "emphasis", "newline"]
)


def money(dong: int | Decimal | str | None) -> str:
    """30000000 -> 30.000.000 đ, as papers here write it."""
    return f"{grouped(int(dong))} đ" if dong is not None else ""


@register.filter("money")
def money_on_page(dong: int | Decimal | str | None) -> str:
    """The same in the reader's language: on an English page a point begins decimals."""
    if dong is None or get_language() != "en":
        return money(dong)
    return f"{grouped(int(dong), ',')} đ"


@register.filter(expects_localtime=True)
def told(moment: Any, form: str) -> str:
    """A moment or a day in a mail, as `date` writes it; a placeholder stays what it is."""
    return moment if isinstance(moment, str) else date_filter(moment, form)


@register.filter
def unbroken(text: str) -> str:
    """The same with spaces at which no line ends."""
    return text.replace(" ", NO_BREAK)


@register.filter
def on_paper(moment: datetime.date) -> str:
    """The day as papers of offices write it; of a moment, the day it is here."""
    if isinstance(moment, datetime.datetime):
        return written_day(localtime(moment).date())
    return written_day(moment)


@register.simple_tag
def signing_lines(issuer: str | list[str], title: str) -> list[str]:
    """The lines above a signature, of an issuer or of the lines of a paper's head."""
    return formula.signing_lines(_issuer(issuer), title)


@register.simple_tag
def authority(issuer: str | list[str], title: str) -> str:
    """Who decides, above the text of a decision."""
    return formula.authority(_issuer(issuer), title)


@register.simple_tag
def issuing_body(lines: str | list[str]) -> str:
    """Who issues a paper: the last line of its head; empty where the head has none."""
    return _issuer(lines)


def _issuer(lines: str | list[str]) -> str:
    return formula.issuer_of(lines.splitlines() if isinstance(lines, str) else lines)


@register.filter
def amount(number: Decimal | int | float | str | None, most: int | None = None) -> str:
    """A measured number with its thousands in groups and no needless zeros, of at most so many
    decimals: Decimal("1200.50") -> 1.200,5.
    """
    if number in (None, ""):
        return "–"
    value = Decimal(str(number))
    if most is not None:
        value = round(value, most)
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return number_format(value, decimal_pos=places, force_grouping=True)


@register.filter
def score(points: Decimal | int | float | str | None, places: int | None = None) -> str:
    """Points without needless zeros and with the language's decimal sign:
    Decimal("41.50") -> 41,5. With `places` they are rounded to so many, half up; no more than
    MOST_PLACES are ever shown.
    """
    if points in (None, ""):
        return "–"
    value = Decimal(str(points))
    if places is None:
        value = _rounded(value, MOST_PLACES).normalize()
        places = max(0, -int(value.as_tuple().exponent))
    # Rounded here: number_format cuts what is left.
    return number_format(_rounded(value, places), decimal_pos=places)


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)


@register.filter
def at_key(mapping: Mapping[Any, Any] | None, key: Any) -> Any:
    """mapping[key] for keys that a template only knows as a variable."""
    return mapping.get(key) if mapping else None


@register.filter
def prose(text: str | None, kind: str = "") -> str:
    """What a person typed as HTML: paragraphs, and with the kind "rich" also lists and emphasis."""
    if kind == "rich":
        return mark_safe(_marked.render(text or ""))
    return mark_safe(linebreaks(text or "", autoescape=True))
