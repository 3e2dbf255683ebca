"""A letter's text with {placeholders}: read, refused, filled in."""

import re
from collections.abc import Collection, Mapping

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from competition.letters.events import Letter, Placeholder

_MARK = re.compile(r"\{([^{}\n]*)\}")
MOST_LETTERS = 8000  # of a text


def unknown_in(text: str, names: Collection[str]) -> list[str]:
    """What stands in braces and is no placeholder of the letter, in order; a brace that is alone
    too.
    """
    found = [name for name in _MARK.findall(text) if name not in names]
    if re.search(r"[{}]", _MARK.sub("", text)):
        found.append("{")
    return list(dict.fromkeys(found))


def refusal_of(text: str, names: Collection[str]) -> str:
    """What to say beside a text with unknown placeholders; empty where there are none."""
    unknown = unknown_in(text, names)
    if not unknown:
        return ""
    known = ", ".join(f"{{{name}}}" for name in names)
    if unknown == ["{"]:
        return _("A brace { or } stands alone. Placeholders are: %(known)s.") % {"known": known}
    written = ", ".join(f"{{{name}}}" for name in unknown if name != "{")
    return _("This letter does not know %(unknown)s. Placeholders are: %(known)s.") % {
        "unknown": written,
        "known": known,
    }


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with these values; a line whose placeholders all stand for nothing is left out."""
    lines = []
    for line in text.splitlines():
        marks = _MARK.findall(line)
        if marks and not any(values.get(name) for name in marks):
            continue
        lines.append(_MARK.sub(lambda mark: values.get(mark[1], mark[0]), line))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def product_text(letter: Letter, language: str) -> tuple[str, str]:
    """(subject, body) of the product's own text, with the letter's placeholders in it."""
    with override(language):
        text = render_to_string(f"emails/{letter.template}.txt", _marks(letter))
    subject, _newline, body = text.strip().partition("\n")
    return " ".join(subject.split()), re.sub(r"\n{3,}", "\n\n", body.strip())


def _marks(letter: Letter) -> dict:
    """What the template reads, each word as its placeholder."""
    marks: dict = {}
    for one in letter.words:
        _put(marks, one)
    return _joined(marks, letter.shape)


def _put(marks: dict, one: Placeholder) -> None:
    *way, last = one.path.split(".")
    here = marks
    for step in way:
        here = here.setdefault(step, {})
    here[last] = f"{{{one.name}}}"


def _joined(marks: dict, shape: Mapping) -> dict:
    """The marks, and beside them what makes the template write this letter."""
    together = dict(marks)
    for key, value in shape.items():
        inner = together.get(key)
        both = isinstance(inner, dict) and isinstance(value, Mapping)
        together[key] = _joined(inner, value) if both and inner is not None else value
    return together
