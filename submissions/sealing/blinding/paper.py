"""A PDF of ours: pictures of pages, and words of ours that are not seen but can be searched, read
out and copied. Not a byte of it comes from a file that was sent.
"""

import base64
import hashlib
import io
import json
from collections.abc import Iterable
from typing import NamedTuple

import pikepdf

from submissions.sealing.blinding.words import Word

_FONT_SIZE = 10.0  # of the words that are not seen; each is stretched to its place
_ADVANCE = 0.5  # of the size: what every letter of theirs is wide
_READS = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Words def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""


class Pixels(NamedTuple):
    """A page's picture as it is kept: packed rows of 16 colours, or a JPEG."""

    width: int
    height: int
    packed: bytes
    palette: bytes  # three bytes a colour; none of a JPEG
    colours: int  # 1 grey, 3 colours: of a JPEG


class Page(NamedTuple):
    """One page of a copy; its size in points."""

    width: float
    height: float
    pixels: Pixels
    words: list[Word]

    @property
    def digest(self) -> str:
        """Of what is seen and read on it."""
        words = json.dumps(self.words, ensure_ascii=False)
        told = f"{self.width:.2f} {self.height:.2f} {words}".encode()
        return hashlib.sha256(told + self.pixels.palette + self.pixels.packed).hexdigest()

    @property
    def text(self) -> str:
        """Its words, line by line."""
        lines: dict[int, list[str]] = {}
        for word in self.words:
            lines.setdefault(word.line, []).append(word.text)
        return "\n".join(" ".join(line) for line in lines.values())


def packed(page: Page) -> bytes:
    """For the way out of the cage."""
    told = page._asdict() | {"pixels": page.pixels._asdict()}
    told["pixels"]["packed"] = ""
    told["pixels"]["palette"] = base64.b64encode(page.pixels.palette).decode()
    return json.dumps(told, ensure_ascii=False).encode() + b"\n" + page.pixels.packed


def unpacked(content: bytes) -> Page:
    """What `packed` has made."""
    head, _, body = content.partition(b"\n")
    told = json.loads(head)
    pixels = told["pixels"]
    pixels |= {"packed": body, "palette": base64.b64decode(pixels["palette"])}
    words = [Word(text, tuple(place), line) for text, place, line in told["words"]]
    return Page(told["width"], told["height"], Pixels(**pixels), words)


def written(pages: Iterable[Page]) -> bytes:
    """The PDF; the same pages give the same bytes."""
    document = pikepdf.new()
    font = _font(document)
    for page in pages:
        sheet = document.add_blank_page(page_size=(page.width, page.height))
        sheet.obj["/Resources"] = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(P=_image(document, page.pixels)),
            Font=pikepdf.Dictionary(F=font),
        )
        sheet.obj["/Contents"] = document.make_stream(_drawing(page))
    output = io.BytesIO()
    document.save(output, deterministic_id=True)
    return output.getvalue()


def _font(document: pikepdf.Pdf) -> pikepdf.Object:
    """Letters that are never drawn; their numbers are those of Unicode."""
    below = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType0,
        BaseFont=pikepdf.Name.Words,
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        DW=int(1000 * _ADVANCE),
        FontDescriptor=document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.FontDescriptor,
                FontName=pikepdf.Name.Words,
                Flags=4,
                FontBBox=[0, -200, 500, 800],
                ItalicAngle=0,
                Ascent=800,
                Descent=-200,
                CapHeight=700,
                StemV=80,
            )
        ),
    )
    return document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=pikepdf.Name.Words,
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[document.make_indirect(below)],
            ToUnicode=document.make_stream(_READS),
        )
    )


def _image(document: pikepdf.Pdf, pixels: Pixels) -> pikepdf.Object:
    image = {
        "Type": pikepdf.Name.XObject,
        "Subtype": pikepdf.Name.Image,
        "Width": pixels.width,
        "Height": pixels.height,
    }
    if pixels.palette:
        last = len(pixels.palette) // 3 - 1
        table = pikepdf.String(pixels.palette)
        colours = [pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, last, table]
        image |= {
            "ColorSpace": pikepdf.Array(colours),
            "BitsPerComponent": 4,
            "Filter": pikepdf.Name.FlateDecode,
        }
    else:
        is_grey = pixels.colours == 1
        image |= {
            "ColorSpace": pikepdf.Name.DeviceGray if is_grey else pikepdf.Name.DeviceRGB,
            "BitsPerComponent": 8,
            "Filter": pikepdf.Name.DCTDecode,
        }
    return pikepdf.Stream(document, pixels.packed, **image)


def _drawing(page: Page) -> bytes:
    """The picture over the whole page, and the words behind it."""
    parts = [f"q {page.width:.2f} 0 0 {page.height:.2f} 0 0 cm /P Do Q BT 3 Tr"]
    for word in page.words:
        parts.append(_written(word, page))
    parts.append("ET")
    return "\n".join(parts).encode()


def _written(word: Word, page: Page) -> str:
    letters = "".join(char for char in word.text if ord(char) < 0x10000) + " "
    left, top, right, bottom = word.place
    size = max(1.0, (bottom - top) * page.height * 0.9)
    natural = _ADVANCE * size * max(1, len(letters) - 1)
    stretched = 100 * max(0.5, (right - left) * page.width) / natural
    x = left * page.width
    y = page.height * (1 - bottom) + 0.2 * size
    code = letters.encode("utf-16-be").hex()
    return f"/F {size:.2f} Tf {stretched:.2f} Tz 1 0 0 1 {x:.2f} {y:.2f} Tm <{code}> Tj"
