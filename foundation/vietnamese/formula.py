"""How a paper says by what right somebody signs it (Nghị định 30/2020/NĐ-CP, annex I, part II,
section I.7).
"""

import re
import unicodedata
from dataclasses import dataclass

# Bodies that decide together, and what their head is called. Their papers are signed in the name
# of all (TM.); any other issuer has one head, who signs without it.
_HEADS = {
    "BAN TỔ CHỨC": "TRƯỞNG BAN",
    "BAN CHỈ ĐẠO": "TRƯỞNG BAN",
    "BAN GIÁM KHẢO": "TRƯỞNG BAN",
    "TIỂU BAN": "TRƯỞNG TIỂU BAN",
    "HỘI ĐỒNG": "CHỦ TỊCH",
    "ỦY BAN NHÂN DÂN": "CHỦ TỊCH",
}
_USUAL = "BAN TỔ CHỨC"
_STANDING = "THƯỜNG TRỰC"  # of several deputies, the first
_PARTS = re.compile(r"\s*(?:[,;/]|\s[–-]\s)\s*")  # between the seat in the body and an own office
_ACTING = re.compile(r"^(Q\.|QUYỀN)\s*")


@dataclass(frozen=True)
class _Body:
    name: str  # as the formula writes it; empty of an issuer with one head
    head: str
    whole: str  # as the issuer's line has it


def issuer_of(lines: list[str]) -> str:
    """The issuing body of a paper's head: its last line that is not empty; "" without any."""
    written = [line.strip() for line in lines if line.strip()]
    return written[-1] if written else ""


def signing_lines(issuer: str, title: str) -> list[str]:
    """The lines above a signature, in capitals.

    `issuer` is the body as the paper's head names it (empty: an organising committee), `title`
    what its signer is there, with an own office after a comma where there is one:
    ("BAN TỔ CHỨC CUỘC THI", "Phó Trưởng ban") gives TM. BAN TỔ CHỨC, KT. TRƯỞNG BAN, PHÓ TRƯỞNG
    BAN. A head signs (TM.), an acting one too (Q.), a deputy for the head (KT.), and whoever is
    neither, on the head's order (TL.).
    """
    body = _body(_capitals(issuer))
    seat, *offices = _PARTS.split(_capitals(title))
    together = [f"TM. {body.name}"] if body.name else []
    if not seat:
        return together
    return [*_by_right(_without_body(seat, body), body, together), *offices]


def authority(issuer: str, title: str) -> str:
    """Who decides, above the text of a decision: the body itself, or an issuer's one head."""
    body = _body(_capitals(issuer))
    if body.name:
        return body.whole
    seat = _PARTS.split(_capitals(title))[0]
    return _ACTING.sub("", seat).removeprefix("PHÓ ")


def _by_right(seat: str, body: _Body, together: list[str]) -> list[str]:
    if _ACTING.match(seat):
        return [*together, f"Q. {_ACTING.sub('', seat)}"]
    if seat.startswith("PHÓ "):
        head = seat.removeprefix("PHÓ ").removesuffix(_STANDING).strip()
        if not body.head or head == body.head:
            return [*together, f"KT. {head}", seat]
    if not body.head or seat == body.head:
        return [*together, seat]
    return [f"TL. {body.head}", seat]


def _capitals(text: str) -> str:
    words = " ".join(unicodedata.normalize("NFC", text).upper().split())
    return words.replace("UỶ BAN", "ỦY BAN").replace("UBND", "ỦY BAN NHÂN DÂN")


def _body(issuer: str) -> _Body:
    whole = issuer or _USUAL
    for name, head in _HEADS.items():
        if whole.startswith(name):
            return _Body(name, head, whole)
    return _Body("", "", whole)


def _without_body(seat: str, body: _Body) -> str:
    """The seat without the body's name, which the line above it says."""
    place = seat.find(body.head) if body.head else -1
    if place < 0:
        return seat
    end = place + len(body.head)
    rest = seat[end:].replace(_STANDING, "").strip()
    named = (body.name, body.name.removeprefix("BAN "))
    if not rest.startswith(named):
        return seat
    standing = f" {_STANDING}" if _STANDING in seat[end:] else ""
    return seat[:end] + standing
