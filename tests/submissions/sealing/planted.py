"""Files with an identity planted in one channel each, and texts with names in many forms: what
blinding must not let through.

Written before the blinding was tuned to it. `makers()` gives {file name: what makes it}, `PERSON`
is who is planted. `traces(name, content)` finds the person in a file however it is packed;
`sentences(seed)` plants names in prose, with decoys that must stay.
"""

import base64
import io
import struct
import unicodedata
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from random import Random

import openpyxl
import pikepdf
import pypdfium2
from openpyxl.comments import Comment
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin
from pptx import Presentation
from pptx.util import Inches

from demo.edition import people
from foundation.papers import pdf as papers

PERSON = {
    "full_name": "Trịnh Hoài Phương",
    "email": "hoaiphuong.trinh@sangche.vn",
    "phone": "0987 654 321",
    "unit": "Hợp tác xã chè Khe Cốc",
    "title": "Chủ nhiệm hợp tác xã",
}
NAME, MAIL, PHONE, UNIT = PERSON["full_name"], PERSON["email"], PERSON["phone"], PERSON["unit"]


def plain(text: str) -> str:
    """Without accents."""
    bare = "".join(
        char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char)
    )
    return bare.replace("đ", "d").replace("Đ", "D")


def forms_of(text: str) -> set[bytes]:
    """The byte strings under which a text may stand in a file."""
    found = set()
    for form in {
        text,
        unicodedata.normalize("NFD", text),
        plain(text),
        plain(text).upper(),
        text.replace(" ", "_"),
        plain(text).replace(" ", "_"),
        plain(text).replace(" ", ""),
    }:
        found |= {
            form.encode(),
            form.encode("utf-16-be"),
            form.encode("utf-16-le"),
            urllib.parse.quote(form).encode(),
            form.encode("ascii", "xmlcharrefreplace"),
            base64.b64encode(form.encode()),
        }
    return found


NEEDLES = set().union(*(forms_of(text) for text in (NAME, MAIL, UNIT))) | {
    b"0987654321",
    b"0987 654 321",
    b"987654321",
}


# --- looking -------------------------------------------------------------------------------------


def words_of(content: bytes, page: int = 0) -> str:
    """The text layer of a page of a PDF."""
    return pypdfium2.PdfDocument(content)[page].get_textpage().get_text_range()


def _unpacked(name: str, content: bytes):
    """The content, and everything packed in it."""
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for member in package.infolist():
                yield member.filename.encode()
                yield from _unpacked(member.filename, package.read(member))
    elif b"%PDF" in content[:1024]:
        with pikepdf.open(io.BytesIO(content)) as document:
            for item in document.objects:
                yield from _of_object(item, 0)
        yield from _words_of_pdf(content)
    elif name.lower().endswith((".jpg", ".jpeg", ".png", ".webp", ".heic")):
        try:
            with Image.open(io.BytesIO(content)) as picture:
                yield repr(picture.info).encode()
                for value in (
                    *picture.getexif().values(),
                    *picture.getexif().get_ifd(0x8769).values(),
                ):
                    yield str(value).encode() if not isinstance(value, bytes) else value
        except OSError:
            return


def _words_of_pdf(content: bytes):
    """What a reader can select and copy."""
    document = pypdfium2.PdfDocument(content)
    for number in range(len(document)):
        yield " ".join(document[number].get_textpage().get_text_range().split()).encode()
    document.close()


def _of_object(item, depth: int):
    if depth > 12:
        return
    if isinstance(item, pikepdf.Stream):
        try:
            yield item.read_bytes()
        except pikepdf.PdfError:
            yield item.read_raw_bytes()
        yield item.read_raw_bytes()
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in item.items():
            yield key.encode()
            if not getattr(value, "is_indirect", False):
                yield from _of_object(value, depth + 1)
    elif isinstance(item, pikepdf.Array):
        for value in item:
            if not getattr(value, "is_indirect", False):
                yield from _of_object(value, depth + 1)
    elif isinstance(item, pikepdf.String):
        yield bytes(item)
        yield str(item).encode()
    elif isinstance(item, pikepdf.Name):
        yield str(item).encode()


def traces(name: str, content: bytes) -> set[bytes]:
    """Which forms of the person stand in a file."""
    return {needle for piece in _unpacked(name, content) for needle in NEEDLES if needle in piece}


# --- PDF -----------------------------------------------------------------------------------------


def page(text: str = "Nội dung giải pháp tưới chè.") -> bytes:
    return papers.render("demo_description.html", {"title": "Máy tưới chè", "paragraphs": [text]})


def _pdf(change) -> bytes:
    with pikepdf.open(io.BytesIO(page())) as document:
        change(document)
        output = io.BytesIO()
        document.save(output)
    return output.getvalue()


def _annotation(document, **more):
    kind = more.pop("Subtype", pikepdf.Name.Text)
    document.pages[0].obj["/Annots"] = pikepdf.Array(
        [
            document.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot, Subtype=kind, Rect=[10, 10, 40, 40], **more
                )
            )
        ]
    )


def _attachment(document, name, content):
    file = document.make_stream(content, Type=pikepdf.Name.EmbeddedFile)
    spec = pikepdf.Dictionary(
        Type=pikepdf.Name.Filespec, F=name, UF=name, EF=pikepdf.Dictionary(F=file)
    )
    document.Root["/Names"] = pikepdf.Dictionary(
        EmbeddedFiles=pikepdf.Dictionary(Names=[pikepdf.String(name), document.make_indirect(spec)])
    )


def _prepend(document, operators: bytes):
    first = document.pages[0]
    first.contents_add(document.make_stream(operators), prepend=True)


def _drawn(document, operators: bytes):
    """Words in a plain Latin font, added behind what stands there."""
    first = document.pages[0]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    resources = first.obj.get("/Resources") or pikepdf.Dictionary()
    fonts = resources.get("/Font") or pikepdf.Dictionary()
    fonts["/Fx"] = document.make_indirect(font)
    resources["/Font"] = fonts
    first.obj["/Resources"] = resources
    first.contents_add(
        document.make_stream(b"q BT /Fx 12 Tf " + operators + b" ET Q"), prepend=False
    )


def _jpeg(**save) -> bytes:
    kept = io.BytesIO()
    Image.effect_noise((120, 90), 30).convert("RGB").save(kept, "JPEG", **save)
    return kept.getvalue()


def _image(document, content: bytes, **more):
    image = document.make_stream(
        content,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=120,
        Height=90,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
        **more,
    )
    first = document.pages[0]
    resources = first.obj.get("/Resources") or pikepdf.Dictionary()
    pictures = resources.get("/XObject") or pikepdf.Dictionary()
    pictures["/Ix"] = image
    resources["/XObject"] = pictures
    first.obj["/Resources"] = resources
    first.contents_add(document.make_stream(b"q 120 0 0 90 100 100 cm /Ix Do Q"), prepend=False)


def _exif(**more) -> bytes:
    exif = Image.Exif()
    exif[0x013B] = plain(NAME)  # artist
    exif[0x8298] = plain(UNIT)  # copyright
    for tag, value in more.items():
        exif[int(tag[1:], 16)] = value
    return exif.tobytes()


XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta '
    'xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>'
    f"<rdf:Seq><rdf:li>{NAME}</rdf:li></rdf:Seq></dc:creator>"
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
).encode()
LATIN = plain(NAME).encode()


def _info(key):
    return lambda document: document.docinfo.__setitem__(key, NAME)


def _named_font(document):
    _drawn(document, b"50 700 Td (Noi dung) Tj")
    document.pages[0].obj["/Resources"]["/Font"]["/Fx"]["/BaseFont"] = pikepdf.Name(
        "/ABCDEF+" + plain(NAME).replace(" ", "")
    )


def _layer(document):
    group = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=NAME))
    document.Root["/OCProperties"] = pikepdf.Dictionary(
        OCGs=[group], D=pikepdf.Dictionary(Order=[group])
    )
    resources = document.pages[0].obj.get("/Resources") or pikepdf.Dictionary()
    resources["/Properties"] = pikepdf.Dictionary(L0=group)
    document.pages[0].obj["/Resources"] = resources
    _prepend(document, b"/OC /L0 BDC 0 0 m S EMC ")


def _form_field(document):
    field = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T="ten",
            V=NAME,
            Rect=[10, 10, 90, 30],
        )
    )
    document.Root["/AcroForm"] = pikepdf.Dictionary(Fields=[field])
    document.pages[0].obj["/Annots"] = pikepdf.Array([field])


def _bookmark(document):
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(NAME, 0))


def _nested_form(document):
    """A form XObject with private data of the program that made it."""
    form = document.make_stream(
        b"0 0 m S",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 10, 10],
        PieceInfo=pikepdf.Dictionary(App=pikepdf.Dictionary(Private=NAME)),
        LastModified="D:20260101",
    )
    resources = document.pages[0].obj.get("/Resources") or pikepdf.Dictionary()
    resources["/XObject"] = pikepdf.Dictionary(Fm=form)
    document.pages[0].obj["/Resources"] = resources
    _prepend(document, b"/Fm Do ")


def _metadata_of(target):
    def change(document):
        stream = document.make_stream(XMP, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        if target == "page":
            document.pages[0].obj["/Metadata"] = stream
        elif target == "image":
            _image(document, _jpeg(), Metadata=stream)
        else:
            document.Root["/Metadata"] = stream

    return change


PDF = {
    **{
        f"info {key[1:].lower()}": _info(key)
        for key in (
            "/Author",
            "/Title",
            "/Subject",
            "/Keywords",
            "/Creator",
            "/Producer",
            "/Company",
        )
    },
    "xmp": _metadata_of("root"),
    "page metadata": _metadata_of("page"),
    "image metadata": _metadata_of("image"),
    "attachment content": lambda d: _attachment(d, "so-lieu.txt", NAME.encode()),
    "attachment name": lambda d: _attachment(d, f"{NAME}.txt", b"x"),
    "note": lambda d: _annotation(d, Contents=NAME),
    "author of a note": lambda d: _annotation(d, Contents="xem", T=NAME),
    "highlight": lambda d: _annotation(
        d, Subtype=pikepdf.Name.Highlight, Contents=NAME, QuadPoints=[0] * 8
    ),
    "link": lambda d: _annotation(
        d, Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"mailto:{MAIL}")
    ),
    "form field": _form_field,
    "bookmark": _bookmark,
    "page labels": lambda d: d.Root.__setitem__(
        "/PageLabels", pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(P=NAME)])
    ),
    "destination": lambda d: d.Root.__setitem__(
        "/Dests", pikepdf.Dictionary({f"/{plain(NAME).replace(' ', '')}": pikepdf.Array([0])})
    ),
    "script": lambda d: d.Root.__setitem__(
        "/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{NAME}')")
    ),
    "layer": _layer,
    "program's data": lambda d: d.pages[0].obj.__setitem__(
        "/PieceInfo", pikepdf.Dictionary(X=pikepdf.Dictionary(Private=NAME))
    ),
    "program's data in a form": _nested_form,
    "structure": lambda d: d.Root.__setitem__(
        "/StructTreeRoot", pikepdf.Dictionary(K=pikepdf.Dictionary(S=pikepdf.Name.Figure, Alt=NAME))
    ),
    "actual text": lambda d: _prepend(
        d, b"/Span <</ActualText (" + LATIN + b")>> BDC 0 0 m S EMC "
    ),
    "comment in the drawing": lambda d: _prepend(d, b"% " + LATIN + b"\n0 0 m S "),
    "picture's exif": lambda d: _image(d, _jpeg(exif=_exif())),
    "picture's comment": lambda d: _image(d, _jpeg(comment=NAME.encode())),
    "font name": _named_font,
    "thumbnail": lambda d: d.pages[0].obj.__setitem__(
        "/Thumb", d.make_stream(NAME.encode(), Width=1, Height=1)
    ),
    "threads": lambda d: d.Root.__setitem__(
        "/Threads", pikepdf.Array([pikepdf.Dictionary(I=pikepdf.Dictionary(Title=NAME))])
    ),
    "base address": lambda d: d.Root.__setitem__(
        "/URI", pikepdf.Dictionary(Base=f"https://x.vn/{plain(NAME).replace(' ', '')}")
    ),
    "tab of the page": lambda d: d.pages[0].obj.__setitem__(
        "/AA", pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=NAME))
    ),
    "key of a resource": lambda d: d.pages[0].obj.__setitem__(
        f"/{plain(NAME).replace(' ', '')}", 1
    ),
    "invisible words": lambda d: _drawn(d, b"3 Tr 50 700 Td (" + LATIN + b") Tj"),
    "white words": lambda d: _drawn(d, b"1 g 50 700 Td (" + LATIN + b") Tj"),
    "words beyond the page": lambda d: _drawn(d, b"50 2000 Td (" + LATIN + b") Tj"),
    "words cut into letters": lambda d: _drawn(
        d, b"50 650 Td [" + b" 20 ".join(b"(%c)" % char for char in LATIN) + b"] TJ"
    ),
    "words in plain sight": lambda d: _drawn(d, b"50 640 Td (" + MAIL.encode() + b") Tj"),
}


def _old_revision() -> bytes:
    """A first version with the name, and an update that hides it: the first version is still in the
    file.
    """
    first = _pdf(_info("/Author"))
    with pikepdf.open(io.BytesIO(first)) as document:
        size, root = len(document.objects) + 5, document.Root.objgen[0]
    marker = first.rfind(b"startxref")
    at = len(first) + 1
    body = f"{size} 0 obj\n<< /Author (khong ro) >>\nendobj\n".encode()
    table = (
        f"xref\n{size} 1\n{at:010d} 00000 n \ntrailer\n<< /Size {size + 1} /Root {root} 0 R /Info "
        f"{size} 0 R /Prev {first[marker + 9 :].split()[0].decode()} >>\n"
    )
    return first + b"\n" + body + table.encode() + f"startxref\n{at + len(body)}\n%%EOF\n".encode()


# --- pictures ------------------------------------------------------------------------------------


def _picture(kind: str, **save) -> bytes:
    kept = io.BytesIO()
    Image.effect_noise((160, 120), 40).convert("RGB").save(kept, kind, **save)
    return kept.getvalue()


def _png_text(key: str, *, international: bool) -> bytes:
    about = PngImagePlugin.PngInfo()
    (about.add_itxt if international else about.add_text)(
        key, NAME if international else plain(NAME)
    )
    return _picture("PNG", pnginfo=about)


def _iptc() -> bytes:
    """A JPEG with an IPTC by-line (APP13)."""
    line = LATIN
    data = b"\x1c\x02\x50" + struct.pack(">H", len(line)) + line
    resource = (
        b"8BIM\x04\x04\x00\x00"
        + struct.pack(">I", len(data))
        + data
        + (b"\0" if len(data) % 2 else b"")
    )
    segment = b"Photoshop 3.0\0" + resource
    base = _picture("JPEG")
    return base[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + base[2:]


def _private_chunk() -> bytes:
    base = _picture("PNG")
    body = b"prVt" + NAME.encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return base[:33] + chunk + base[33:]


PICTURES = {
    "artist.jpg": lambda: _picture("JPEG", exif=_exif()),
    "note.jpg": lambda: _picture("JPEG", comment=NAME.encode()),
    "xmp.jpg": lambda: _picture("JPEG", xmp=XMP),
    "by-line.jpg": _iptc,
    "behind.jpg": lambda: _picture("JPEG") + NAME.encode(),
    "profile.jpg": lambda: _picture("JPEG", icc_profile=b"\0" * 128 + NAME.encode() + b"\0" * 200),
    "text.png": lambda: _png_text("Author", international=False),
    "international.png": lambda: _png_text("Author", international=True),
    "xmp.png": lambda: _png_text("XML:com.adobe.xmp", international=True),
    "exif.png": lambda: _picture("PNG", exif=_exif()),
    "private.png": _private_chunk,
    "behind.png": lambda: _picture("PNG") + NAME.encode(),
    "exif.webp": lambda: _picture("WEBP", exif=_exif()),
    "xmp.webp": lambda: _picture("WEBP", xmp=XMP),
}


# --- Office --------------------------------------------------------------------------------------

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006/relationships"


def docx(
    body: str = "",
    *,
    parts: dict[str, str | bytes] | None = None,
    relations: str = "",
    core: str = "",
) -> bytes:
    """A Word file: `body` is XML of paragraphs beside an ordinary one, `parts` are
    further members.
    """
    types = (
        '<?xml version="1.0"?><Types '
        'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
        'Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default '
        'Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="jpeg" ContentType="image/jpeg"/><Override '
        'PartName="/word/document.xml" ContentType="application/vnd.openxml'
        'formats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": types,
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{_P}"><Relationship Id="r1" '
        f'Type="{_R}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="r2" Type="{_P}/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {_W} '
        f'xmlns:r="{_R}"><w:body><w:p><w:r><w:t>Nội dung giải pháp '
        f"tưới chè.</w:t></w:r></w:p>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": (
            f'<?xml version="1.0"?><Relationships xmlns="{_P}">{relations}</Relationships>'
        ),
        "docProps/core.xml": '<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties '
        f'xmlns:cp="{_P}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</cp:coreProperties>',
    } | (parts or {})
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return kept.getvalue()


def _run(text: str, properties: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def _related(kind: str, target: str, *, outside: bool = False) -> str:
    return (
        f'<Relationship Id="r9" Type="{_R}/{kind}" '
        f'Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if outside else ""}/>'
    )


def _drawing(alt: str = "hình", title: str = "") -> str:
    return (
        "<w:p><w:r><w:drawing><wp:inline "
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<wp:extent cx="900000" cy="600000"/>'
        f'<wp:docPr id="1" name="{title or "Picture 1"}" descr="{alt}"/><a:graphic '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        "<pic:blipFill><a:blip "
        'r:embed="r9"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )


_IMAGE = _related("image", "media/anh.jpeg")
_TRACKED = f'w:id="1" w:author="{NAME}" w:date="2026-01-01T00:00:00Z"'
WORD = {
    "creator": lambda: docx(core=f"<dc:creator>{NAME}</dc:creator>"),
    "last editor": lambda: docx(core=f"<cp:lastModifiedBy>{NAME}</cp:lastModifiedBy>"),
    "title": lambda: docx(core=f"<dc:title>{NAME}</dc:title>"),
    "company": lambda: docx(
        parts={
            "docProps/app.xml": (
                f"<Properties><Company>{UNIT}</Company><Manager>{NAME}</Manager></Properties>"
            )
        }
    ),
    "custom property": lambda: docx(
        parts={
            "docProps/custom.xml": f"<Properties><property name='x'>{NAME}</property></Properties>"
        }
    ),
    "comment": lambda: docx(
        relations=_related("comments", "comments.xml"),
        parts={
            "word/comments.xml": (
                f'<w:comments {_W}><w:comment w:id="0" '
                f'w:author="{NAME}"><w:p><w:r><w:t>{UNIT}</w:t></w:r></w:p>'
                "</w:comment></w:comments>"
            )
        },
    ),
    "author of an insertion": lambda: docx(
        f"<w:p><w:ins {_TRACKED}><w:r><w:t>thêm</w:t></w:r></w:ins></w:p>"
    ),
    "deleted words": lambda: docx(
        f'<w:p><w:del w:id="2" w:author="x"><w:r><w:delText>{NAME}</w:delText></w:r></w:del></w:p>'
    ),
    "header": lambda: docx(
        relations=_related("header", "header1.xml"),
        parts={"word/header1.xml": f"<w:hdr {_W}>{_run(NAME)}</w:hdr>"},
    ),
    "footnote": lambda: docx(
        '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
        relations=_related("footnotes", "footnotes.xml"),
        parts={
            "word/footnotes.xml": (
                f'<w:footnotes {_W}><w:footnote w:id="2">{_run(NAME)}</w:footnote></w:footnotes>'
            )
        },
    ),
    "hidden words": lambda: docx(_run(NAME, "<w:vanish/>")),
    "words in plain sight": lambda: docx(_run(f"Tác giả: {NAME}, {UNIT}")),
    "variable": lambda: docx(
        parts={
            "word/settings.xml": (
                f'<w:settings {_W}><w:docVars><w:docVar w:name="x" '
                f'w:val="{NAME}"/></w:docVars></w:settings>'
            )
        }
    ),
    "picture's exif": lambda: docx(
        _drawing(), relations=_IMAGE, parts={"word/media/anh.jpeg": _picture("JPEG", exif=_exif())}
    ),
    "picture's description": lambda: docx(
        _drawing(alt=NAME), relations=_IMAGE, parts={"word/media/anh.jpeg": _picture("JPEG")}
    ),
    "picture's name": lambda: docx(
        _drawing(title=NAME), relations=_IMAGE, parts={"word/media/anh.jpeg": _picture("JPEG")}
    ),
    "link": lambda: docx(
        '<w:p><w:hyperlink r:id="r9"><w:r><w:t>liên hệ</w:t></w:r></w:hyperlink></w:p>',
        relations=_related("hyperlink", f"mailto:{MAIL}", outside=True),
    ),
    "bookmark": lambda: docx(
        '<w:p><w:bookmarkStart w:id="3" '
        f'w:name="{plain(NAME).replace(" ", "_")}"/><w:bookmarkEnd w:id="3"/></w:p>'
    ),
    "custom data": lambda: docx(parts={"customXml/item1.xml": f"<x>{NAME}</x>"}),
    "people": lambda: docx(parts={"word/people.xml": f"<x>{NAME}</x>"}),
    "name of a part": lambda: docx(parts={f"word/media/{NAME}.xml": "<x/>"}),
}


def _sheet(change) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "Chỉ tiêu"
    book.active["B1"] = 41
    change(book)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _hidden_sheet(book):
    other = book.create_sheet("an")
    other["A1"] = NAME
    other.sheet_state = "hidden"


SHEETS = {
    "creator": lambda book: setattr(book.properties, "creator", NAME),
    "last editor": lambda book: setattr(book.properties, "lastModifiedBy", NAME),
    "comment": lambda book: setattr(book.active["A1"], "comment", Comment(UNIT, NAME)),
    "hidden sheet": _hidden_sheet,
    "name of a sheet": lambda book: setattr(book.active, "title", plain(NAME)),
    "header": lambda book: setattr(book.active.oddHeader.center, "text", NAME),
    "cell": lambda book: book.active.__setitem__("A2", f"Người đo: {NAME}"),
    "hidden row": lambda book: (
        book.active.__setitem__("A9", NAME),
        setattr(book.active.row_dimensions[9], "hidden", True),
    ),
    "link of a cell": lambda book: setattr(book.active["A1"], "hyperlink", f"mailto:{MAIL}"),
}


def _slides(change) -> bytes:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Máy tưới chè"
    change(deck, slide)
    kept = io.BytesIO()
    deck.save(kept)
    return kept.getvalue()


def _hidden_slide(deck, _slide):
    other = deck.slides.add_slide(deck.slide_layouts[5])
    other.shapes.title.text = NAME
    other._element.set("show", "0")


SLIDES = {
    "creator": lambda deck, slide: setattr(deck.core_properties, "author", NAME),
    "notes": lambda deck, slide: setattr(slide.notes_slide.notes_text_frame, "text", NAME),
    "hidden slide": _hidden_slide,
    "name of a shape": lambda deck, slide: setattr(slide.shapes.title, "name", NAME),
    "title": lambda deck, slide: setattr(slide.shapes.title, "text", NAME),
    "picture's exif": lambda deck, slide: slide.shapes.add_picture(
        io.BytesIO(_picture("JPEG", exif=_exif())), Inches(1), Inches(2)
    ),
    "text box": lambda deck, slide: setattr(
        slide.shapes.add_textbox(Inches(1), Inches(1), Inches(4), Inches(1)).text_frame,
        "text",
        f"{NAME} – {UNIT}",
    ),
}


def makers() -> dict[str, Callable[[], bytes]]:
    """What makes the file of each channel, each with the person in it."""
    found: dict[str, Callable[[], bytes]] = {}
    found |= {f"{name}.pdf": partial(_pdf, change) for name, change in PDF.items()}
    found["old revision.pdf"] = _old_revision
    found["behind the end.pdf"] = lambda: page() + b"\n% " + NAME.encode()
    found |= PICTURES
    found |= {f"{name}.docx": make for name, make in WORD.items()}
    found |= {f"{name}.xlsx": partial(_sheet, change) for name, change in SHEETS.items()}
    found |= {f"{name}.pptx": partial(_slides, change) for name, change in SLIDES.items()}
    return found


# --- names in prose ------------------------------------------------------------------------------

_PATTERNS = (
    "Tác giả {name} đã thử máy trong hai vụ.",
    "Ông {name} trình bày.",
    "Liên hệ: {upper}.",
    "({plain})",
    "Nhóm gồm {name}, và những người khác.",
    "{decomposed} làm mẫu đầu tiên.",
    "THIẾT KẾ: {plain_upper}",
    "ThS. {name} hướng dẫn",
    "{spaced} viết phần mềm",
    "Thư: {email}",
    "ĐT {dotted}",
    "gọi +84{phone_tail}",
    "{unit} cấp mặt bằng.",
    "{unit_plain} xác nhận",
    "do {last} (thuộc {unit}) đề xuất",
    "{hyphened}",
    "“{name}”",
)
_DECOYS = (
    "Máy tưới chè chạy bằng pin.",
    "Phương án hoài nghi đã được loại bỏ.",
    "Hợp tác xã khác cũng áp dụng.",
    "Chè Khe trồng ở độ cao 400 m.",
    "Số máy 0123 456 788 là mã vật tư.",
    "Trịnh trọng công bố kết quả.",
    "Nguyễn Du viết Truyện Kiều.",
)


def sentences(seed: int, count: int = 300) -> list[tuple[str, dict, str]]:
    """(sentence, person, what is to be left of it, with {} where the person stood). People are
    drawn by seed; a third of the sentences are decoys, of which all is left.
    """
    rng = Random(seed)
    found = []
    for number in range(count):
        name = people.full_name(rng)
        mail = f"{plain(name).lower().replace(' ', '.')}{number}@donvi.vn"
        phone = f"09{rng.randrange(10**8):08d}"
        unit = (
            f"Công ty cổ phần {people.full_name(rng).split()[-1]} "
            f"{people.full_name(rng).split()[-1]} {number}"
        )
        person = {"full_name": name, "email": mail, "phone": phone, "unit": unit, "title": ""}
        if rng.random() < 1 / 3:
            decoy = rng.choice(_DECOYS)
            found.append((decoy, person, decoy))
            continue
        forms = {
            "name": name,
            "upper": name.upper(),
            "plain": plain(name),
            "decomposed": unicodedata.normalize("NFD", name),
            "plain_upper": plain(name).upper(),
            "spaced": name.replace(" ", "  "),
            "email": mail.upper(),
            "dotted": f"{phone[:4]}.{phone[4:7]}.{phone[7:]}",
            "phone_tail": phone[1:],
            "unit": unit,
            "unit_plain": plain(unit),
            "last": name.split()[-1],
            "hyphened": name.replace(" ", "-"),
        }
        pattern = rng.choice(_PATTERNS)
        # A given name alone names nobody; the country code goes with the number.
        left = dict.fromkeys(forms, "{}") | {"last": forms["last"]}
        masked = pattern.replace("+84", "").format(**left)
        found.append((pattern.format(**forms), person, masked))
    return found


def photographed(text: str) -> bytes:
    """A PDF whose only page is a picture of words."""
    sheet = Image.new("L", (1240, 400), 255)
    font = ImageFont.truetype(
        str(papers.__file__).replace("pdf.py", "fonts/LiberationSerif-Regular.ttf"), 44
    )
    ImageDraw.Draw(sheet).text((50, 120), text, font=font, fill=0)
    kept = io.BytesIO()
    sheet.save(kept, "PDF")
    return kept.getvalue()
