"""Every text that is marked for translation stands in the Vietnamese catalogue."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

from tests.architecture.walking import ROOT, Source, imported

CATALOGUES = (
    "locale/vi/LC_MESSAGES/django.po",
    "foundation/vietnamese/catalogues/vi/LC_MESSAGES/django.po",
)
# Which arguments of a function of `django.utils.translation` are message ids.
IDS = {"gettext": [0], "ngettext": [0, 1], "pgettext": [1], "npgettext": [1, 2]}
Text = tuple[str, str]  # (context, message id)


def known(tree: Path = ROOT) -> set[Text]:
    """(context, id) of every message of the catalogues, plurals included."""
    texts: set[Text] = set()
    for path in CATALOGUES:
        for entry in polib.pofile(str(tree / path)):
            texts.add((entry.msgctxt or "", entry.msgid))
            if entry.msgid_plural:
                texts.add((entry.msgctxt or "", entry.msgid_plural))
    return texts


def borrowed(files: Iterable[Source], pages: Iterable[Path], tree: Path = ROOT) -> set[str]:
    """The words of ours that have no line of their own: they say what a library says by them."""
    own = {(entry.msgctxt or "", entry.msgid) for entry in polib.pofile(str(tree / CATALOGUES[0]))}
    marked = {text for source in files for text in marked_in_code(source)}
    for page in pages:
        marked |= {*marked_in_template(page.read_text())}
    plurals = {
        entry.msgid_plural
        for entry in polib.pofile(str(tree / CATALOGUES[0]))
        if entry.msgid_plural
    }
    return {text for _context, text in marked - own if text not in plurals}


def untranslated(files: Iterable[Source], pages: Iterable[Path], texts: set[Text]) -> list[str]:
    """A new text without a line in the catalogue is found here, without running makemessages."""
    marked = [(str(source.path.name), text) for source in files for text in marked_in_code(source)]
    for page in pages:
        marked += [(page.name, text) for text in marked_in_template(page.read_text())]
    return [f"{place}: {text!r} is in no catalogue" for place, text in marked if text not in texts]


def marked_in_code(source: Source) -> Iterator[Text]:
    """The texts in calls of Django's translation functions, under whatever name they came here."""
    origins = imported(source)
    for node in ast.walk(source.code):
        if isinstance(node, ast.Call):
            yield from _texts_of(node, _function(node.func, origins))


def _function(called: ast.expr, origins: dict[str, str]) -> str:
    """`gettext` of `_`, of `gettext_lazy`, of `translation.gettext`; empty of anything else."""
    name = ""
    if isinstance(called, ast.Name):
        name = origins.get(called.id, "")
    elif isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        name = f"{origins.get(called.value.id, '')}.{called.attr}"
    if not name.startswith("django.utils.translation."):
        return ""
    return name.rpartition(".")[2].removesuffix("_lazy").removesuffix("_noop")


def _texts_of(call: ast.Call, function: str) -> Iterator[Text]:
    if function not in IDS:
        return
    context = _string(call.args[0]) if function in ("pgettext", "npgettext") else ""
    for place in IDS[function]:
        if len(call.args) > place and (text := _string(call.args[place])):
            yield context, text


def _string(node: ast.expr) -> str:
    """A literal, also one that is put together from several; empty when it is worked out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _string(node.left), _string(node.right)
        return left + right if left and right else ""
    return ""


def marked_in_template(text: str) -> Iterator[Text]:
    """What makemessages would see: Django turns the template into calls of gettext."""
    calls = templatize(text)
    for begin in re.finditer(r"(?<!\w)(n?p?gettext|_)\(", calls):
        call = _call_at(calls, begin.start())
        if call is not None:
            function = "gettext" if begin[1] == "_" else begin[1]
            yield from _texts_of(call, function)


def _call_at(text: str, start: int) -> ast.Call | None:
    """The call that begins here: up to the first bracket with which it is a whole expression."""
    for end in re.finditer(r"\)", text[start:]):
        try:
            parsed = ast.parse(text[start : start + end.end()], mode="eval").body
        except SyntaxError:
            continue
        return parsed if isinstance(parsed, ast.Call) else None
    return None
