"""What a person sees of an answer, as lines that can be compared between two runs.

Status, content type, where it leads, title, text, links, pictures, fields and buttons. Scripts,
styles, classes and the nesting of elements are not seen. Left out on purpose, and counted: where a
form is sent to, and the field or the button's name by which one address told several buttons apart
(each button is to get an address of its own). What differs by chance or by the clock becomes a
placeholder: numbered in order of appearance on the page where it names something (so that two
codes that change places are still two codes); of a time only the numbers are replaced.
"""

import json
import re
from dataclasses import dataclass, field

import lxml.html

# The field is called `action` in the templates that had it; `do` is the other name it goes by.
DISPATCH_FIELDS = {"action", "do"}
CSRF_FIELD = "csrfmiddlewaretoken"
UNSEEN = {"script", "style", "template", "noscript", "head"}
# Elements that stand in the middle of a line of text; all others begin a line of their own.
# Not all of HTML's, but all that carry text here. A break is one more white space: a line break
# that was typed looks the same where the style keeps it.
INLINE = {
    "a",
    "abbr",
    "b",
    "br",
    "cite",
    "code",
    "em",
    "i",
    "kbd",
    "mark",
    "q",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "u",
}
SPOKEN = ("alt", "aria-label", "placeholder", "title")

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
# Alphabet of submissions' blind codes; of the codes on slips: groups of it, joined by hyphens.
BLIND_CODE = r"\b(?:HS|BC)-[2-9A-HJ-NP-Z]{6}\b"
SLIP_CODE = r"\b[2-9A-HJ-NP-Z]{4,6}(?:-[2-9A-HJ-NP-Z]{4,6}){2,}\b"
HEX = r"(?<![0-9A-Za-z])[0-9a-f]{12,128}(?![0-9A-Za-z])"
SECRET = r"(?<![\w/])(?=[\w-]*[0-9])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{24,}"
# In addresses only, where a word or a placeholder stands before it; "3/5" in a text is a count. A
# year in an address is the name of an edition, never a row's number.
ROW_NUMBER = r"(?<=[a-z>*-]/)(?!20\d\d(?:[/?\s]|$))\d+(?=[/?.\s]|$)"
NAMING = {
    "uuid": UUID,
    "blind code": BLIND_CODE,
    "slip code": SLIP_CODE,
    "hex": HEX,
    "secret": SECRET,
}
MONTHS = r"(?:Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
# Not "3/5": that is more often three of five than a day. Their numbers become 0, so that the way a
# time is written is still compared.
TIMES = [
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?",
    r"\d{4}-\d\d-\d\d",
    r"\b\d{1,2}/\d{1,2}/\d{4}\b",
    r"(?i)\bngày \d{1,2}[ \u00a0]tháng \d{1,2}(?:[ \u00a0]năm \d{4})?",
    rf"\b\d{{1,2}}[ \u00a0]{MONTHS}(?:[ \u00a0]\d{{4}})?",
    rf"\b{MONTHS}[ \u00a0]\d{{1,2}}(?:,[ \u00a0]\d{{4}})?",
    r"\b\d{1,2}:\d\d(?::\d\d)?(?:[ \u00a0]?[ap]\.?m\.?)?",
    r"\b\d+[ \u00a0](?:giây|phút|giờ|seconds?|minutes?|hours?)\b",
    # A sealed PDF contains its own time and signature: its size varies by a few bytes.
    r"\b\d+(?:[.,]\d+)?[ \u00a0](?:bytes|[KM]B)\b",
]
STATIC_HASH = re.compile(r"(/static/[^\s\"?]*?)\.[0-9a-f]{12}(?=\.)")


@dataclass
class Seen:
    """The lines of one answer, the exceptions made by kind, the addresses that it leads to."""

    lines: list[str] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    leads_to: list[str] = field(default_factory=list)

    def leave_out(self, what: str) -> None:
        self.left_out[what] = self.left_out.get(what, 0) + 1


def normalised(text: str) -> str:
    """The text with a placeholder wherever two runs of the same code may differ."""
    text = STATIC_HASH.sub(r"\1", text)
    for kind, pattern in NAMING.items():
        text = _numbered(kind, pattern, text)
    for pattern in TIMES:
        text = re.sub(pattern, lambda match: re.sub(r"\d+", "0", match[0]), text)
    return _numbered("row", ROW_NUMBER, text)


def _numbered(kind: str, pattern: str, text: str) -> str:
    """Each different match becomes `<kind 1>`, `<kind 2>` … in order of appearance."""
    known: dict[str, str] = {}

    def placeholder(match: re.Match) -> str:
        return known.setdefault(match[0], f"<{kind} {len(known) + 1}>")

    return re.sub(pattern, placeholder, text)


def shape(address: str) -> str:
    """The address without what names one thing among its like; of a query only the names."""
    path, _, query = address.partition("?")
    for pattern in (*NAMING.values(), ROW_NUMBER):
        path = re.sub(pattern, "*", path)
    names = sorted({part.partition("=")[0] for part in query.split("&") if part})
    return f"{path}?{'&'.join(names)}" if names else path


def read(answer, root: str) -> Seen:
    """What is seen of an answer (of `requests`) from the site at `root`."""
    seen = Seen()
    kind = answer.headers.get("Content-Type", "")
    seen.lines += [f"status {answer.status_code}", f"type {kind}"]
    for header in ("Location", "Content-Disposition"):
        if header in answer.headers:
            seen.lines.append(f"{header.lower()} {answer.headers[header]}")
    if "Location" in answer.headers:
        seen.leads_to.append(answer.headers["Location"])
    if "html" in kind and answer.content.strip():
        _read_page(lxml.html.document_fromstring(answer.content.decode("utf-8")), seen)
    elif re.search("text|json|xml|csv", kind) and "officedocument" not in kind:
        seen.lines += answer.content.decode("utf-8", "replace").splitlines()
    text = normalised("\n".join(seen.lines).replace(root, ""))
    seen.lines = text.split("\n")
    return seen


def _read_page(page, seen: Seen) -> None:
    title = " ".join((page.findtext(".//title") or "").split())
    seen.lines += [f"title {title}", f"language {page.get('lang')}"]
    body = page.find("body")
    if body is None:
        return
    seen.lines += [f"text {line}" for line in text_lines(body)]
    for element in body.iter():
        if isinstance(element.tag, str):
            _read_element(element, page, seen)


def text_lines(element) -> list[str]:
    """The text as it stands on the page: one line a block, spaces as a browser shows them."""
    pieces: list[str] = []
    _gather(element, pieces)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\0"))
    return [line for line in lines if line]


def _gather(element, pieces: list[str]) -> None:
    """Text of an element and its children; NUL stands where a line ends.

    Whether white space stands between two elements is a matter of the styles (a number over its
    unit, buttons in a bar): an element's edge counts as one space on both sides.
    """
    if not isinstance(element.tag, str) or element.tag in UNSEEN:
        return
    edge = " " if element.tag in INLINE else "\0"
    pieces += [edge, element.text or ""]
    for child in element:
        _gather(child, pieces)
        pieces.append(child.tail or "")
    pieces.append(edge)


def _read_element(element, page, seen: Seen) -> None:
    for attribute in SPOKEN:
        if element.get(attribute):
            seen.lines.append(f"{attribute} {' '.join(element.get(attribute).split())}")
    if element.tag in ("a", "area") and element.get("href") is not None:
        seen.lines.append(f"link {_text(element)} → {element.get('href')}")
        seen.leads_to.append(element.get("href"))
    elif element.tag in ("img", "iframe", "embed") and element.get("src"):
        seen.lines.append(f"{element.tag} {element.get('src')}")
        seen.leads_to.append(element.get("src"))
    elif element.tag == "form":
        seen.leave_out("form addresses")
    elif element.tag in ("input", "select", "textarea", "button"):
        _read_field(element, page, seen)
    elif element.tag == "script" and element.get("type") == "application/json":
        _read_data(element, seen)


def _read_data(element, seen: Seen) -> None:
    """Data from which a script draws what people see, as the office's menu: texts, addresses."""
    for text in _leaves(json.loads(element.text or "null")):
        seen.lines.append(f"data {' '.join(text.split())}")
        seen.leads_to.append(text)


def _leaves(value) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = [value[key] for key in sorted(value) if "csrf" not in key.lower()]
    found: list[str] = []
    for part in value if isinstance(value, list) else []:
        found += _leaves(part)
    return found


def _read_field(element, page, seen: Seen) -> None:
    """One line a field: its type, form, name, whether it must be filled, value, label."""
    name, kind = element.get("name", ""), _kind(element)
    if name == CSRF_FIELD:
        return
    if element.get("formaction") is not None:
        seen.leave_out("button addresses")
    if name in DISPATCH_FIELDS:
        seen.leave_out(f"fields named {name}")
        if kind == "hidden":
            return
        name = ""
    if name and kind == "submit":
        seen.leave_out("names of buttons")
        name = ""
    form = element.getparent().xpath("ancestor-or-self::form[1]")
    method = form[0].get("method", "get").lower() if form else "no"
    parts = [f"field {kind}", f"in {method} form", f"name={name}"]
    parts += [flag for flag in ("required", "disabled", "checked") if flag in element.attrib]
    if name and element.tag != "textarea":
        parts.append(f"value={_value(element)}")
    seen.lines.append(f"{', '.join(parts)}: {_label(element, page, kind)}")


def _kind(element) -> str:
    if element.tag == "input":
        return element.get("type", "text")
    if element.tag == "button":
        return element.get("type", "submit")
    return element.tag


def _value(element) -> str:
    if element.tag == "select":
        chosen = element.xpath(".//option[@selected]")
        return ", ".join(option.get("value", "") for option in chosen)
    return element.get("value", "")


def _label(element, page, kind: str) -> str:
    """What stands on a button or at a field."""
    if element.tag == "button":
        return _text(element)
    if kind in ("submit", "reset", "button"):
        return element.get("value", "")
    labels = element.xpath("ancestor::label[1]")
    if not labels and element.get("id"):
        labels = page.xpath("//label[@for=$id]", id=element.get("id"))
    return " / ".join(_text(label) for label in labels)


def _text(element) -> str:
    return " ".join(text_lines(element))
