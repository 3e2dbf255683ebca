"""The search for entrants in whatever people come by: every identity, in every form."""

import base64
import io
import json
import unicodedata
import urllib.parse
import zipfile
from html import unescape

import pikepdf
import pypdfium2

from foundation.notifications.models import Message
from foundation.vietnamese.text import fold
from submissions.models import Attachment, Author, Entry


def identities(edition) -> set[str]:
    """Every text by which an entrant could be known: names, addresses, phones, workplaces,
    receipts, names of uploaded files.
    """
    found = set()
    for author in Author.objects.filter(entry__edition=edition):
        found |= {author.full_name, author.email, author.phone, author.workplace}
    for entry in Entry.objects.filter(edition=edition).select_related("owner", "unit"):
        found |= {
            entry.owner.full_name,
            entry.owner.email or "",
            entry.owner.phone or "",
            entry.receipt_number,
            str(entry.public_id),
        }
        found |= {entry.unit.name if entry.unit else ""}
    found |= set(Attachment.objects.filter(entry__edition=edition).values_list("name", flat=True))
    return {text for text in found if len(text) > 6}


def forms(text: str) -> set[str]:
    """A text as it may hide: composed, decomposed, without accents, URL-encoded, as JSON escapes,
    in base64 at each of its three offsets.
    """
    composed, apart = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    found = {composed.lower(), apart.lower(), fold(text)}
    for form in (composed, apart, fold(text)):
        found |= {
            urllib.parse.quote(form).lower(),
            urllib.parse.quote_plus(form).lower(),
            json.dumps(form)[1:-1].lower(),
        }
        found |= {f"base64:{_signs(form.encode(), offset)}" for offset in range(3)}
    return found


def _signs(content: bytes, offset: int) -> str:
    """The signs of a base64 text that `content` alone makes, `offset` bytes after a group begins.

    A sign is six bits: those at the ends that mix with what stands around are left out.
    """
    encoded = base64.b64encode(b"x" * offset + content).decode()
    first_whole = -(-8 * offset // 6)
    return encoded[first_whole : 8 * (offset + len(content)) // 6]


def texts_of(answer) -> list[str]:
    """The texts of a response: headers and address, body, and what is inside a PDF, a Word or an
    Excel file.
    """
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    found = [
        json.dumps(dict(answer.items()), ensure_ascii=False),
        unescape(content.decode(errors="ignore")),
    ]
    kind = answer.headers.get("Content-Type", "")
    if kind == "application/pdf":
        with pikepdf.open(io.BytesIO(content)) as document:
            found += [str(value) for value in document.docinfo.values()]
        document = pypdfium2.PdfDocument(content)
        found += [page.get_textpage().get_text_range() for page in document]
    elif "openxmlformats" in kind:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            found += [package.read(name).decode(errors="ignore") for name in package.namelist()]
    return found


def hits(texts: list[str], canaries: dict[str, str]) -> set[str]:
    """The identities of which some form stands in the texts. `canaries` maps a form to its
    identity.
    """
    whole = "\n".join(texts)
    low, folded = whole.lower(), fold(whole)
    return {
        identity
        for form, identity in canaries.items()
        if (
            form[7:] in whole
            if form.startswith("base64:")
            else form in low or (form.isascii() and form in folded)
        )
    }


def sent_to(user) -> list[str]:
    return [
        f"{message.subject}\n{message.body}\n{message.link}"
        for message in Message.objects.filter(recipient=user)
    ]
