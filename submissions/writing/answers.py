"""One answer: from what was typed to what is kept, and from what is kept to words.

A draft may be incomplete or wrong.
"""

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from competition.models import Question
from foundation.vietnamese.calendar import parse_date
from foundation.vietnamese.fields import GROUPED_FROM
from foundation.vietnamese.numbers import grouped, parse_decimal, parse_whole
from foundation.vietnamese.templatetags.vietnamese import amount, score
from foundation.vietnamese.text import nfc
from submissions.writing import first_use

T = Question.Type
TEXTS = {T.SHORT, T.LONG, T.RICH}
TABLE_COLUMNS = ("what", "before", "after")
TABLE_ROWS = 6


def clean(question: Question, typed: Any) -> str | list[dict[str, str]]:
    """The value to keep for what was typed.

    It is a text, "12.5", "2026-11-22", a choice, "yes" or "no", or a list of rows. Empty is always
    fine here (the checklist asks for what is required). Raises ValidationError with what to do.
    """
    if question.type == T.TABLE:
        return [_table_row(row) for row in typed or [] if any(row.values())]
    text = nfc(typed or "")
    if question.type not in TEXTS:
        text = text.strip()
    cleaner = _CLEANERS.get(T(question.type))
    if not text or cleaner is None:
        return text
    return cleaner(question, text)


def _table_row(row: dict) -> dict[str, str]:
    return {name: nfc(str(row.get(name, "")).strip()) for name in TABLE_COLUMNS}


MOST_OF_A_NUMBER = 18  # characters
MOST_MONEY = 10**15  # đồng
_BY_COMMAS = re.compile(r"^\s*\d{1,3}(,\d{3})+(?![\d.,])")  # 30,000,000


def _number(question: Question, text: str) -> str:
    measure = question.measure
    if measure and text.casefold().endswith(measure.casefold()):
        text = text[: -len(measure)].rstrip()  # 12,5 ha where the question says ha
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", text):  # 1.000 is a thousand here
        text = text.replace(".", "")
    bare = text.replace(" ", "")
    if len(bare) > MOST_OF_A_NUMBER:
        raise ValidationError(_("This number is too long. Write it in a larger unit."))
    try:
        return f"{parse_decimal(bare).normalize():f}"
    except ValueError as error:
        raise ValidationError(_("Write a number, such as 12,5.")) from error


def _money(question: Question, text: str) -> str:
    """A whole amount. One with a fraction is refused: read without its comma it would be a hundred
    times as much.
    """
    bare = text.replace(",", ".") if _BY_COMMAS.search(text) else text
    try:
        amount = parse_whole(bare)
    except ValueError:
        amount = -1
    if not 0 <= amount < MOST_MONEY:
        raise ValidationError(_("Write a whole amount in đồng, such as 30.000.000."))
    return str(amount)


def _date(question: Question, text: str) -> str:
    try:
        day = parse_date(text)
    except ValueError as error:
        raise ValidationError(_("Write a date as day/month/year, such as 22/11/2026.")) from error
    if question.key == first_use.QUESTION:
        first_use.not_to_come(day)
    return day.isoformat()


def _choice(question: Question, text: str) -> str:
    if text not in question.choice_list:
        raise ValidationError(_("Choose one of the answers."))
    return text


def _yes_no(question: Question, text: str) -> str:
    if text not in ("yes", "no"):
        raise ValidationError(_("Choose yes or no."))
    return text


def _link(question: Question, text: str) -> str:
    try:
        URLValidator(schemes=["https", "http"])(text)
    except ValidationError as error:
        raise ValidationError(_("Write a whole link, beginning with https://")) from error
    return text


_CLEANERS: dict[T, Callable[[Question, str], str]] = {
    T.NUMBER: _number,
    T.MONEY: _money,
    T.DATE: _date,
    T.CHOICE: _choice,
    T.YES_NO: _yes_no,
    T.LINK: _link,
}


def as_typed(question: Question, value: Any) -> Any:
    """A kept answer as one would type it: 22/11/2026, 12,5, 30.000.000. What was kept while the
    question was of another type stays as it is.
    """
    if question.type == T.DATE and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return "/".join(reversed(value.split("-")))
    if question.type == T.NUMBER:
        return value.replace(".", ",")
    if question.type == T.MONEY and value.isdecimal():
        return grouped(int(value))
    return value


def _number_in_words(number: Decimal, measure: str) -> str:
    """Without a measure it may be a year, which is written without a point."""
    if measure or abs(number) >= GROUPED_FROM:
        return f"{amount(number)} {measure}".strip()
    return score(number)


def in_words(question: Question, value: Any) -> str:
    """The answer as people read it, on screen, on papers and for judges; empty without one."""
    if not value:
        return ""
    if question.type == T.TABLE:
        return "\n".join(f"{row['what']}: {row['before']} → {row['after']}" for row in value)
    if question.type == T.NUMBER:
        return _number_in_words(Decimal(value), question.measure)
    if question.type == T.MONEY:
        return f"{grouped(int(value))} đ"
    if question.type == T.DATE:
        return date_format(datetime.date.fromisoformat(value), "SHORT_DATE_FORMAT")
    if question.type == T.YES_NO:
        return _("Yes") if value == "yes" else _("No")
    return value


def lacks(question: Question, value: Any) -> str:
    """What the answer still lacks, in words; empty when it is complete."""
    is_empty = not value.strip() if isinstance(value, str) else not value
    if question.required and is_empty:
        return _("Answer “%(question)s”.") % {"question": question.text}
    if question.type not in TEXTS or not value:
        return ""
    if len(value) > question.max_length:
        return _("Shorten “%(question)s” by %(count)s characters.") % {
            "question": question.text,
            "count": len(value) - question.max_length,
        }
    if len(value.strip()) < question.min_length:
        return _("“%(question)s” needs %(count)s more characters.") % {
            "question": question.text,
            "count": question.min_length - len(value.strip()),
        }
    return ""
