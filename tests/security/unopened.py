"""Files that hold something that a careless look passes over, made by a script: bombs whose failure
looks like a fault, pictures inside documents, filters that nobody undoes, frames behind the first.

`attacks()` and `decoys()` give {name: content}; each decoy is the harmless twin of some attacks.
"""

import io
import os
import struct
import zlib
from collections.abc import Callable
from functools import cache

import pikepdf
from PIL import Image, TiffImagePlugin

from tests.submissions.files import hostile
from tests.submissions.files.hostile import EICAR, SCRIPT, chunk, office, pdf, picture

Name = pikepdf.Name
PICTURE = {
    "Type": Name.XObject,
    "Subtype": Name.Image,
    "Width": 60,
    "Height": 40,
    "ColorSpace": Name.DeviceRGB,
    "BitsPerComponent": 8,
}
PIXELS = bytes(60 * 40 * 3)
NOTHING_MORE = b"\x03\x00"  # the last block of what zlib packs, an empty one


@cache
def zeros(count: int, before: bytes = b"") -> bytes:
    """So many zero bytes behind `before`, packed by zlib without ever holding them: a block is
    packed once and stands there again and again, since each begins anew.
    """
    block = bytes(10_000_000)
    packer = zlib.compressobj(9)
    packed = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    packed += again * (count // len(block))
    # Adler-32 is two sums; a zero leaves the first as it is, which is added to the second.
    second, first = divmod(zlib.adler32(before), 2**16)
    second = (second + first * (count // len(block)) * len(block)) % 65521
    return packed + NOTHING_MORE + struct.pack(">HH", second, first)


def with_stream(raw: bytes, filters=None, parameters=None, **keys) -> bytes:
    """A PDF that refers to a stream with these bytes as they are, under these filters."""
    document = pikepdf.new()
    document.add_blank_page()
    stream = pikepdf.Stream(document, b"")
    stream.write(raw, filter=filters, decode_parms=parameters)
    for key, value in keys.items():
        stream[f"/{key}"] = value
    document.Root["/Extra"] = document.make_indirect(stream)
    output = io.BytesIO()
    as_they_are = pikepdf.StreamDecodeLevel.none
    document.save(output, compress_streams=False, stream_decode_level=as_they_are)
    return output.getvalue()


def with_object_stream(spaces: int) -> bytes:
    """A whole PDF of which one object lies in a stream of objects that unpacks to so many bytes."""
    content = bytearray(b"%PDF-1.7\n")
    places = {}
    packed = zeros(spaces, before=b"5 0 <</A 1>> ")
    bodies = {
        1: b"<</Type/Catalog/Pages 2 0 R/Extra 5 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>",
        4: b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%b\nendstream"
        % (len(packed), packed),
    }
    for number, body in bodies.items():
        places[number] = len(content)
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    here = len(content)
    rows = struct.pack(">BIH", 0, 0, 65535)
    for place in places.values():
        rows += struct.pack(">BIH", 1, place, 0)
    rows += struct.pack(">BIH", 2, 4, 0) + struct.pack(">BIH", 1, here, 0)
    table = b"<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Length %d>>stream\n%b\nendstream"
    content += b"6 0 obj\n" + table % (len(rows), rows) + b"\nendobj\n"
    return bytes(content + b"startxref\n%d\n%%%%EOF\n" % here)


def in_root(value: Callable[[pikepdf.Pdf], object]) -> bytes:
    def change(document):
        document.Root["/Extra"] = value(document)

    return pdf(1, change)


def fax() -> bytes:
    """A page of black and white as CCITT group 4."""
    output = io.BytesIO()
    Image.new("1", (60, 40), 1).save(output, "TIFF", compression="group4")
    with TiffImagePlugin.TiffImageFile(io.BytesIO(output.getvalue())) as tiff:
        place, size = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
    return output.getvalue()[place : place + size]


def loop(kind: str, frames: int, size: tuple[int, int]) -> bytes:
    """An animated picture; its frames differ in one pixel, so that none is left out."""
    pictures = []
    # A GIF has a table of 256 colours: one with all of them would be looked through for the best.
    mode, white = ("L", 255) if kind == "GIF" else ("RGB", (255, 255, 255))
    for number in range(frames):
        frame = Image.new(mode, size)
        frame.putpixel((number % size[0], 0), white)
        pictures.append(frame)
    output = io.BytesIO()
    pictures[0].save(
        output, kind, save_all=True, append_images=pictures[1:], lossless=True, method=0
    )
    return output.getvalue()


def blank(kind: str, size: tuple[int, int]) -> bytes:
    """A picture of many pixels and few bytes."""
    output = io.BytesIO()
    Image.new("L", size).save(output, kind)
    return output.getvalue()


def riff(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def with_more(webp: bytes, added: bytes) -> bytes:
    """A WebP with a further chunk that its size covers."""
    content = webp[8:] + added
    return b"RIFF" + struct.pack("<I", len(content)) + content


def emf(tail: bytes = b"") -> bytes:
    header = struct.pack("<II", 1, 88) + bytes(32) + b" EMF" + bytes(44)
    return header + struct.pack("<IIIII", 14, 20, 0, 16, 20) + tail


def in_office(kind: str, name: str, content: bytes) -> bytes:
    folder = hostile.OFFICE[kind][0].partition("/")[0]
    return office(kind, members={f"{folder}/media/{name}": content})


def _streams() -> dict[str, bytes]:
    script = pikepdf.Dictionary(S=Name.JavaScript, JS="x")
    program = pikepdf.Dictionary(S=Name.Launch, Win=pikepdf.Dictionary(F="cmd.exe"))
    bomb = zeros(1_400_000_000)
    inside = pikepdf.Object.parse(b"<</A " * 300 + b"1" + b">>" * 300)
    infected = EICAR + PIXELS
    return {
        "bomb-bad-alloc.pdf": with_stream(bomb, Name.FlateDecode),
        "bomb-twice-packed.pdf": with_stream(
            zlib.compress(bomb, 9), pikepdf.Array([Name.FlateDecode, Name.FlateDecode])
        ),
        "bomb-picture.pdf": with_stream(bomb, Name.FlateDecode, **PICTURE),
        "bomb-objects.pdf": with_object_stream(1_400_000_000),
        "flood-picture.pdf": with_stream(PIXELS, **(PICTURE | {"Width": 60_000, "Height": 60_000})),
        "flood-jpx.pdf": with_stream(blank("JPEG2000", (7000, 7000)), Name.JPXDecode, **PICTURE),
        "flood-jpeg.pdf": with_stream(blank("JPEG", (9500, 9500)), Name.DCTDecode, **PICTURE),
        "virus-in-pixels.pdf": with_stream(zlib.compress(infected), Name.FlateDecode, **PICTURE),
        "virus-in-jpeg.pdf": with_stream(picture("JPEG", comment=EICAR), Name.DCTDecode, **PICTURE),
        "virus-in-packed-jpeg.pdf": with_stream(
            zlib.compress(picture("JPEG", comment=EICAR)),
            pikepdf.Array([Name.FlateDecode, Name.DCTDecode]),
            **PICTURE,
        ),
        "not-a-jpeg.pdf": with_stream(b"MZ" + os.urandom(4000), Name.DCTDecode, **PICTURE),
        "not-a-jpx.pdf": with_stream(os.urandom(4000), Name.JPXDecode, **PICTURE),
        "not-a-jbig2.pdf": with_stream(os.urandom(4000), Name.JBIG2Decode, **PICTURE),
        "cut-jpeg.pdf": with_stream(picture("JPEG")[:700], Name.DCTDecode, **PICTURE),
        "filter-unknown.pdf": with_stream(EICAR[::-1], Name.FooDecode),
        "filter-unknown-picture.pdf": with_stream(EICAR[::-1], Name.FooDecode, **PICTURE),
        "filter-crypt.pdf": with_stream(EICAR[::-1], Name("/Crypz")).replace(b"/Crypz", b"/Crypt"),
        "filter-behind-unknown.pdf": with_stream(
            zlib.compress(EICAR), pikepdf.Array([Name.FlateDecode, Name.FooDecode])
        ),
        "filter-jpeg-first.pdf": with_stream(
            picture("JPEG"), pikepdf.Array([Name.DCTDecode, Name.FlateDecode]), **PICTURE
        ),
        "filters-thirty.pdf": with_stream(b"", pikepdf.Array([Name.ASCIIHexDecode] * 30)),
        "broken-flate.pdf": with_stream(
            zlib.compress(b"0 0 m " * 300)[:20] + b"\xff" * 30, Name.FlateDecode
        ),
        "bytes-elsewhere.pdf": with_stream(b"", F="//192.0.2.1/x"),
        "nested-deep.pdf": in_root(lambda document: document.make_indirect(inside)),
        "script-in-array.pdf": in_root(lambda document: pikepdf.Array([pikepdf.Array([script])])),
        "program-for-windows.pdf": in_root(lambda document: program),
    }


def _frames() -> dict[str, bytes]:
    still = picture("WEBP", lossless=True)
    return {
        "frames.webp": loop("WEBP", 60, (1600, 1200)),
        "frames.png": loop("PNG", 60, (1600, 1200)),
        "frame-not-announced.webp": with_more(still, riff(b"ANMF", bytes(16) + still[12:])),
        "second-picture.webp": with_more(still, still[12:]),
        "behind.webp": still + os.urandom(900),
        "behind.png": picture() + os.urandom(900),
        "frame-not-announced.png": picture()[:-12]
        + chunk(b"fdAT", bytes(4) + zlib.compress(bytes(900)))
        + chunk(b"IEND", b""),
        "cut-frame.webp": _with_spoiled_frame(),
        "film.heic": hostile.box(b"ftyp", b"heic\0\0\0\0mif1heic")
        + hostile.box(b"meta", bytes(90))
        + hostile.box(b"moov", hostile.box(b"mvhd", bytes(100))),
    }


def _with_spoiled_frame() -> bytes:
    animated = loop("WEBP", 4, (64, 48))
    last = animated.rindex(b"VP8L")
    return animated[: last + 8] + b"\xff" * (len(animated) - last - 8)


def _in_office() -> dict[str, bytes]:
    return {
        "flood.docx": in_office("docx", "image1.png", hostile.png_of(14_000, 14_000)),
        "flood.xlsx": in_office("xlsx", "image1.png", hostile.png_of(60_000, 60_000)),
        "frames.pptx": in_office("pptx", "image1.gif", loop("GIF", 90, (1600, 1200))),
        "not-a-picture.docx": in_office("docx", "image1.jpeg", os.urandom(3000)),
        "cut-picture.pptx": in_office("pptx", "image1.png", picture()[:900]),
        "virus-in-picture.docx": in_office("docx", "a.jpg", picture("JPEG", comment=EICAR)),
        "script.docx": in_office("docx", "a.svg", b"<svg>" + SCRIPT + b"</svg>"),
        "unknown-part.docx": in_office("docx", "hdphoto1.wdp", os.urandom(3000)),
        "unknown-part.xlsx": in_office("xlsx", "item.data", os.urandom(3000)),
        "behind-drawing.docx": in_office("docx", "image1.emf", emf(os.urandom(900))),
        "not-a-drawing.docx": in_office("docx", "image1.emf", os.urandom(900)),
        "not-a-font.docx": in_office("docx", "font1.odttf", os.urandom(900)),
    }


@cache
def attacks() -> dict[str, bytes]:
    """Files that must be refused. Made when a test asks for them: seconds of packing zeros."""
    return _streams() | _frames() | _in_office()


@cache
def decoys() -> dict[str, bytes]:
    """Harmless files of the same kinds, which must be taken."""
    still = picture("WEBP", lossless=True)
    packed = zlib.compress(PIXELS)
    black_and_white = PICTURE | {"ColorSpace": Name.DeviceGray, "BitsPerComponent": 1}
    group4 = pikepdf.Dictionary(K=-1, Columns=60, Rows=40)
    link = pikepdf.Dictionary(S=Name.URI, URI="https://example.vn/")
    return {
        "packed.pdf": with_stream(zeros(20_000_000), Name.FlateDecode),
        "packed-twice.pdf": with_stream(
            packed.hex().encode() + b">",
            pikepdf.Array([Name.ASCIIHexDecode, Name.FlateDecode]),
            **PICTURE,
        ),
        "objects.pdf": with_object_stream(0),
        "pixels.pdf": with_stream(packed, Name.FlateDecode, **PICTURE),
        "jpeg.pdf": with_stream(picture("JPEG", (60, 40)), Name.DCTDecode, **PICTURE),
        "large-jpeg.pdf": with_stream(picture("JPEG", (6000, 4000)), Name.DCTDecode, **PICTURE),
        "packed-jpeg.pdf": with_stream(
            zlib.compress(picture("JPEG")),
            pikepdf.Array([Name.FlateDecode, Name.DCTDecode]),
            **PICTURE,
        ),
        "jpx.pdf": with_stream(picture("JPEG2000"), Name.JPXDecode, **PICTURE),
        "fax.pdf": with_stream(fax(), Name.CCITTFaxDecode, group4, **black_and_white),
        "nested.pdf": in_root(
            lambda document: pikepdf.Object.parse(b"<</A " * 40 + b"1" + b">>" * 40)
        ),
        "link-in-array.pdf": in_root(lambda document: pikepdf.Array([pikepdf.Array([link])])),
        "loop.webp": loop("WEBP", 8, (320, 240)),
        "loop.png": loop("PNG", 8, (320, 240)),
        "notes.webp": with_more(still, riff(b"XMP ", b"<x:xmpmeta/>")),
        "picture.docx": in_office("docx", "image1.png", picture()),
        "misnamed.docx": in_office("docx", "image1.jpeg", picture()),
        "loop.pptx": in_office("pptx", "image1.gif", loop("GIF", 8, (320, 240))),
        "drawing.docx": in_office("docx", "image1.emf", emf()),
        "font.docx": in_office("docx", "font1.odttf", b"\0\1\0\0" + os.urandom(900)),
        "printer.xlsx": office(
            "xlsx", members={"xl/printerSettings/printerSettings1.bin": bytes(9000)}
        ),
        "svg.docx": in_office("docx", "a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    }
