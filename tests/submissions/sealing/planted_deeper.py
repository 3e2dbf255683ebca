"""More hiding places for the person of `planted`, which a rewriting of structures lets through.

Every one of them left the old rewriting untouched or nearly so: names of resources and colours,
tables of fonts, bytes behind the pixels, strings in the drawing that draw nothing, words that lie
under or beside what is seen. `makers()` gives {file name: what makes it}; committed before the
copies were made of pixels.
"""

import io
import struct
import zlib
from collections.abc import Callable
from functools import partial

import pikepdf
from fontTools.ttLib import TTFont
from PIL import Image

from foundation.papers import pdf as papers
from tests.submissions.sealing import planted
from tests.submissions.sealing.planted import LATIN, MAIL, NAME, UNIT, plain

_JOINED = plain(NAME).replace(" ", "")
_FONTS = papers.FONTS


def _resources(document) -> pikepdf.Dictionary:
    first = document.pages[0]
    resources = first.obj.get("/Resources") or pikepdf.Dictionary()
    first.obj["/Resources"] = resources
    return resources


def _named(document, group: str, name: str, value) -> None:
    """A resource of the first page under a name of its own."""
    resources = _resources(document)
    held = resources.get(group) or pikepdf.Dictionary()
    held[name] = value
    resources[group] = held


def _drawing(document, operators: bytes) -> None:
    """Drawn behind what stands there, in the page's own space."""
    first = document.pages[0]
    first.contents_add(document.make_stream(b"q "), prepend=True)
    first.contents_add(document.make_stream(b" Q " + operators), prepend=False)


def _embedded(document, program: bytes, **descriptor) -> None:
    """Words in an embedded TrueType font."""
    file = document.make_stream(program, Length1=len(program))
    about = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name("/AAAAAA+Liberation"),
        Flags=4,
        FontBBox=[0, -200, 1000, 900],
        ItalicAngle=0,
        Ascent=900,
        Descent=-200,
        CapHeight=700,
        StemV=80,
        FontFile2=file,
        **descriptor,
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.TrueType,
        BaseFont=pikepdf.Name("/AAAAAA+Liberation"),
        FirstChar=32,
        LastChar=126,
        Widths=[500] * 95,
        FontDescriptor=document.make_indirect(about),
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    _named(document, "/Font", "/Fe", document.make_indirect(font))
    _drawing(document, b"q BT /Fe 12 Tf 50 600 Td (Noi dung) Tj ET Q")


def _program(change=None) -> bytes:
    font = TTFont(_FONTS / "LiberationSerif-Regular.ttf")
    if change:
        change(font)
    kept = io.BytesIO()
    font.save(kept)
    return kept.getvalue()


def _font_name_table(document) -> None:
    def change(font):
        for number in (0, 1, 4, 9, 10):
            font["name"].setName(NAME, number, 3, 1, 0x409)

    _embedded(document, _program(change))


def _font_vendor(document) -> None:
    def change(font):
        font["name"].setName(MAIL, 11, 3, 1, 0x409)

    _embedded(document, _program(change))


def _font_tail(document) -> None:
    _embedded(document, _program() + NAME.encode())


def _font_charset(document) -> None:
    _embedded(document, _program(), CharSet=pikepdf.String(f"/{_JOINED}"))


def _font_mapping(document) -> None:
    _embedded(document, _program())
    font = _resources(document)["/Font"]["/Fe"]
    font["/ToUnicode"] = document.make_stream(
        b"/CIDInit /ProcSet findresource begin begincmap % " + LATIN + b"\n/CMapName /"
        b"X def 1 begincodespacerange <00> <ff> endcodespacerange endcmap end"
    )


def _font_differences(document) -> None:
    _embedded(document, _program())
    font = _resources(document)["/Font"]["/Fe"]
    font["/Encoding"] = pikepdf.Dictionary(
        Type=pikepdf.Name.Encoding, Differences=[200, pikepdf.Name(f"/{_JOINED}")]
    )


def _image_tail(document) -> None:
    """Bytes behind the last row of a picture that is packed without loss."""
    planted._image(document, planted._jpeg())
    image = _resources(document)["/XObject"]["/Ix"]
    rows = bytes(120 * 90 * 3)
    image.write(rows + NAME.encode())


def _image_key(document) -> None:
    planted._image(document, planted._jpeg(), Name=pikepdf.Name(f"/{_JOINED}"))


def _image_intent(document) -> None:
    planted._image(document, planted._jpeg(), Intent=pikepdf.Name(f"/{_JOINED}"))


def _image_palette(document) -> None:
    """A table of colours of which nobody uses the last ones."""
    planted._image(document, planted._jpeg())
    image = _resources(document)["/XObject"]["/Ix"]
    image.write(bytes(120 * 90))
    table = bytes(3) + NAME.encode().ljust(3 * 255, b" ")
    image["/ColorSpace"] = pikepdf.Array(
        [pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, 255, pikepdf.String(table)]
    )


def _image_profile(document) -> None:
    planted._image(document, planted._jpeg())
    profile = document.make_stream(bytes(128) + NAME.encode() + bytes(64), N=3)
    image = _resources(document)["/XObject"]["/Ix"]
    image["/ColorSpace"] = pikepdf.Array([pikepdf.Name.ICCBased, profile])


def _mask_tail(document) -> None:
    planted._image(document, planted._jpeg())
    mask = document.make_stream(
        b"\xff" * (120 * 90) + NAME.encode(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=120,
        Height=90,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    )
    _resources(document)["/XObject"]["/Ix"]["/SMask"] = mask


def _jpeg_tables() -> bytes:
    """A JPEG with a quantisation table that nobody uses, holding the name."""
    base = planted._picture("JPEG")
    table = b"\x03" + LATIN.ljust(64, b" ")
    return base[:2] + b"\xff\xdb" + struct.pack(">H", len(table) + 2) + table + base[2:]


def _jpeg_fill() -> bytes:
    """Adobe's own segment, longer than it is."""
    base = planted._picture("JPEG")
    segment = b"Adobe\0\x64\0\0\0\0\1" + LATIN
    return base[:2] + b"\xff\xee" + struct.pack(">H", len(segment) + 2) + segment + base[2:]


def _jpeg_between() -> bytes:
    """Bytes behind the end of the picture, and a second end behind them."""
    return planted._picture("JPEG") + NAME.encode() + b"\xff\xd9"


def _in_pdf(jpeg: bytes):
    return lambda document: planted._image(document, jpeg)


def _spot_colour(document) -> None:
    tint = document.make_stream(
        b"{ pop 0 0 0 }", FunctionType=4, Domain=[0, 1], Range=[0, 1, 0, 1, 0, 1]
    )
    space = pikepdf.Array(
        [pikepdf.Name.Separation, pikepdf.Name(f"/{_JOINED}"), pikepdf.Name.DeviceRGB, tint]
    )
    _named(document, "/ColorSpace", "/Cs", space)
    _drawing(document, b"q /Cs cs 1 scn 50 500 40 20 re f Q")


def _function_comment(document) -> None:
    tint = document.make_stream(
        b"{ pop 0 0 0 } % " + LATIN, FunctionType=4, Domain=[0, 1], Range=[0, 1, 0, 1, 0, 1]
    )
    space = pikepdf.Array(
        [pikepdf.Name.Separation, pikepdf.Name.Black, pikepdf.Name.DeviceRGB, tint]
    )
    _named(document, "/ColorSpace", "/Cs", space)
    _drawing(document, b"q /Cs cs 1 scn 50 500 40 20 re f Q")


def _state_key(document) -> None:
    _named(document, "/ExtGState", f"/{_JOINED}", pikepdf.Dictionary(CA=1))
    _drawing(document, b"q /" + _JOINED.encode() + b" gs Q")


def _state_value(document) -> None:
    _named(document, "/ExtGState", "/G9", pikepdf.Dictionary(CA=1, Name=pikepdf.String(NAME)))
    _drawing(document, b"q /G9 gs Q")


def _pattern_key(document) -> None:
    pattern = document.make_stream(
        b"0 0 2 2 re f",
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=[0, 0, 4, 4],
        XStep=4,
        YStep=4,
        Resources=pikepdf.Dictionary(),
    )
    _named(document, "/Pattern", f"/{_JOINED}", pattern)
    _drawing(document, b"q /Pattern cs /" + _JOINED.encode() + b" scn 50 500 40 20 re f Q")


def _form_key(document) -> None:
    form = document.make_stream(
        b"0 0 m S", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
    )
    _named(document, "/XObject", f"/{_JOINED}", form)
    _drawing(document, b"/" + _JOINED.encode() + b" Do")


def _glyph_procedure(document) -> None:
    """A glyph of a drawn font that nobody uses, with the name in a comment."""
    glyph = document.make_stream(b"500 0 0 0 9 9 d1 0 0 9 9 re f % " + LATIN)
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type3,
        FontBBox=[0, 0, 9, 9],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=pikepdf.Dictionary(a=glyph, **{_JOINED: glyph}),
        Encoding=pikepdf.Dictionary(Differences=[97, pikepdf.Name.a]),
        FirstChar=97,
        LastChar=97,
        Widths=[500],
    )
    _named(document, "/Font", "/F3", document.make_indirect(font))
    _drawing(document, b"q BT /F3 12 Tf 50 600 Td (a) Tj ET Q")


def _stray_object(document) -> None:
    """An object that only a key of our own making leads to."""
    document.Root["/Khac"] = document.make_indirect(pikepdf.String(NAME))


def _requirement(document) -> None:
    document.Root["/Requirements"] = pikepdf.Array(
        [pikepdf.Dictionary(S=pikepdf.Name.EnableJavaScripts, Note=pikepdf.String(NAME))]
    )


def _language(document) -> None:
    document.Root["/Lang"] = pikepdf.String(NAME)


def _intent_of_output(document) -> None:
    document.Root["/OutputIntents"] = pikepdf.Array(
        [pikepdf.Dictionary(S=pikepdf.Name.GTS_PDFA1, OutputConditionIdentifier=NAME, Info=UNIT)]
    )


def _box_colours(document) -> None:
    document.pages[0].obj["/BoxColorInfo"] = pikepdf.Dictionary(
        TrimBox=pikepdf.Dictionary(X=pikepdf.String(NAME))
    )


def _group_key(document) -> None:
    document.pages[0].obj["/Group"] = pikepdf.Dictionary(
        S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceRGB, Note=pikepdf.String(NAME)
    )


def _inherited_key(document) -> None:
    document.Root.Pages["/Note"] = pikepdf.String(NAME)


def _tail_of_words(document) -> None:
    """The words go on under a white patch."""
    planted._drawn(document, b"50 560 Td (" + MAIL.encode() + b") Tj")
    _drawing(document, b"q 1 g 40 550 400 30 re f Q")


def _words_as_clip(document) -> None:
    planted._drawn(document, b"7 Tr 50 560 Td (" + LATIN + b") Tj")


def _words_too_small(document) -> None:
    planted._drawn(document, b"/Fx 0.1 Tf 50 560 Td (" + LATIN + b") Tj")


def _words_off_the_cut(document) -> None:
    planted._drawn(document, b"20 20 Td (" + LATIN + b") Tj")
    document.pages[0].obj["/CropBox"] = pikepdf.Array([0, 60, 595, 842])


def _words_out_of_the_clip(document) -> None:
    planted._drawn(document, b"ET q 0 0 5 5 re W n BT 50 560 Td (" + LATIN + b") Tj ET Q BT")


def _words_transparent(document) -> None:
    _named(document, "/ExtGState", "/G0", pikepdf.Dictionary(ca=0, CA=0))
    planted._drawn(document, b"/G0 gs 50 560 Td (" + LATIN + b") Tj")


def _words_turned(document) -> None:
    planted._drawn(document, b"0 1 -1 0 300 300 Tm (" + LATIN + b") Tj")


def _words_upside_down(document) -> None:
    planted._drawn(document, b"-1 0 0 -1 400 500 Tm (" + LATIN + b") Tj")


def _words_in_a_form(document) -> None:
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    form = document.make_stream(
        b"BT /F 12 Tf 10 10 Td (" + LATIN + b") Tj ET",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 300, 40],
        Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F=document.make_indirect(font))),
    )
    _named(document, "/XObject", "/Fw", form)
    _drawing(document, b"q 1 0 0 1 50 500 cm /Fw Do Q")


def _layer_that_is_off(document) -> None:
    group = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="x"))
    document.Root["/OCProperties"] = pikepdf.Dictionary(
        OCGs=[group], D=pikepdf.Dictionary(OFF=[group])
    )
    _named(document, "/Properties", "/L0", group)
    planted._drawn(document, b"/OC /L0 BDC 50 560 Td (" + LATIN + b") Tj EMC")


def _pop(document) -> None:
    """A string before an operator that takes none."""
    _drawing(document, b"\nq (" + LATIN + b") /x Q\n")


def _unknown_operator(document) -> None:
    _drawing(document, b"\nBX (" + LATIN + b") xx EX\n")


def _inline_picture(document) -> None:
    head = b"q 30 0 0 10 50 500 cm BI /W 12 /H 1 /BPC 8 /CS /G ID "
    _drawing(document, head + LATIN.ljust(12)[:12] + LATIN + b" EI Q")


def _free_text(document) -> None:
    planted._annotation(
        document, Subtype=pikepdf.Name.FreeText, Contents=NAME, DA=pikepdf.String("/Helv 12 Tf")
    )


def _stamp(document) -> None:
    planted._annotation(
        document, Subtype=pikepdf.Name.Stamp, Contents=UNIT, Name=pikepdf.Name(f"/{_JOINED}")
    )


def _attached_to_the_page(document) -> None:
    file = document.make_stream(NAME.encode(), Type=pikepdf.Name.EmbeddedFile)
    spec = pikepdf.Dictionary(
        Type=pikepdf.Name.Filespec, F="x", EF=pikepdf.Dictionary(F=file), Desc=UNIT
    )
    planted._annotation(
        document, Subtype=pikepdf.Name.FileAttachment, FS=document.make_indirect(spec)
    )


def _file_number() -> bytes:
    """The number of a file is any bytes: here the name, among those of the trailer."""
    content = planted.page()
    marker = content.rfind(b"startxref")
    number = b"% /ID [<" + LATIN.hex().encode() + b">] (" + LATIN + b")\n"
    return content[:marker] + number + content[marker:]


PDF = {
    "name table of a font": _font_name_table,
    "maker of a font": _font_vendor,
    "bytes behind a font": _font_tail,
    "letters of a font": _font_charset,
    "comment in a mapping": _font_mapping,
    "glyph names": _font_differences,
    "bytes behind the pixels": _image_tail,
    "name of a picture": _image_key,
    "intent of a picture": _image_intent,
    "colours nobody uses": _image_palette,
    "profile of a picture": _image_profile,
    "bytes behind a mask": _mask_tail,
    "table of a picture": _in_pdf(_jpeg_tables()),
    "segment of a picture": _in_pdf(_jpeg_fill()),
    "bytes between two ends": _in_pdf(_jpeg_between()),
    "name of a colour": _spot_colour,
    "comment in a function": _function_comment,
    "name of a state": _state_key,
    "value in a state": _state_value,
    "name of a pattern": _pattern_key,
    "name of a form": _form_key,
    "procedure of a glyph": _glyph_procedure,
    "stray object": _stray_object,
    "requirement": _requirement,
    "language": _language,
    "intent of the output": _intent_of_output,
    "colours of the boxes": _box_colours,
    "key of the group": _group_key,
    "key that pages inherit": _inherited_key,
    "words under a patch": _tail_of_words,
    "words as a clip": _words_as_clip,
    "words too small to read": _words_too_small,
    "words that are cut off": _words_off_the_cut,
    "words out of the clip": _words_out_of_the_clip,
    "words that let through": _words_transparent,
    "words turned": _words_turned,
    "words upside down": _words_upside_down,
    "words in a form": _words_in_a_form,
    "layer that is off": _layer_that_is_off,
    "string that is dropped": _pop,
    "unknown operator": _unknown_operator,
    "picture in the drawing": _inline_picture,
    "free text": _free_text,
    "stamp": _stamp,
    "file on the page": _attached_to_the_page,
}


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    base = planted._picture("PNG")
    whole = kind + body
    chunk = struct.pack(">I", len(body)) + whole + struct.pack(">I", zlib.crc32(whole))
    return base[:33] + chunk + base[33:]


def _palette_png() -> bytes:
    picture = Image.new("P", (40, 40))
    picture.putpalette(bytes(3) + LATIN.ljust(3 * 255, b" "))
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()


def _apng() -> bytes:
    """A second picture that no page shows."""
    kept = io.BytesIO()
    first, second = (Image.new("RGB", (60, 40), shade) for shade in ("white", "gray"))
    about = planted.PngImagePlugin.PngInfo()
    about.add_text("Comment", plain(NAME))
    first.save(kept, "PNG", save_all=True, append_images=[second], pnginfo=about)
    return kept.getvalue()


def _webp_chunk() -> bytes:
    base = planted._picture("WEBP", exif=planted._exif())
    body = NAME.encode()
    chunk = b"prVt" + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    whole = base + chunk
    return whole[:4] + struct.pack("<I", len(whole) - 8) + whole[8:]


def _jpeg_thumbnail() -> bytes:
    """The little picture within the data of the camera has a comment of its own."""
    small = planted._picture("JPEG", comment=NAME.encode())
    body = b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0" + small
    base = planted._picture("JPEG")
    return base[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + base[2:]


def _application_data(number: int) -> bytes:
    base = planted._picture("JPEG")
    marker = bytes([0xFF, 0xE0 + number])
    return base[:2] + marker + struct.pack(">H", len(LATIN) + 2) + LATIN + base[2:]


PICTURES = {
    "tables.jpg": _jpeg_tables,
    "adobe.jpg": _jpeg_fill,
    "two ends.jpg": _jpeg_between,
    "little picture.jpg": _jpeg_thumbnail,
    "application 2.jpg": lambda: _application_data(2),
    "application 12.jpg": lambda: _application_data(12),
    "palette.png": _palette_png,
    "frames.png": _apng,
    "time.png": lambda: _png_chunk(b"tIMe", LATIN),
    "suggested.png": lambda: _png_chunk(b"sPLT", LATIN + b"\0\x08"),
    "chunk.webp": _webp_chunk,
    "behind.webp": lambda: planted._picture("WEBP") + NAME.encode(),
    "profile.webp": lambda: planted._picture(
        "WEBP", icc_profile=bytes(128) + NAME.encode() + bytes(200)
    ),
    "profile.png": lambda: _png_chunk(b"iCCP", LATIN + b"\0\0" + zlib.compress(bytes(200))),
}


def makers() -> dict[str, Callable[[], bytes]]:
    """What makes the file of each channel, each with the person in it."""
    found = {f"{name}.pdf": partial(planted._pdf, change) for name, change in PDF.items()}
    return found | {"number of the file.pdf": _file_number} | PICTURES
