"""Every address that answers with a file: how it is found, and what its answer must say.

A row is an address of one file of the stage (`files`) with its type, its name, and where it comes
from. `answering_with_files` finds the addresses in the code, so that a new one needs a row.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Site

from foundation.notifications.models import Enclosure, Message
from tests.architecture.walking import FLOORS, Routed, dotted, is_process, unwrapped

PDF = "application/pdf"
WEBP = "image/webp"
JPEG = "image/jpeg"
SVG = "image/svg+xml"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
JSON = "application/json"
JSONL = "application/jsonl"
CSV = "text/csv"
ICS = "text/calendar"

# As an entrant might call a file.
UPLOADED = 'Bản vẽ "đồi chè"; 50%/2\\x.pdf'

# What makes an answer of a file, and what a view of other people's makes by itself.
MAKERS = {
    "as_pdf",
    "as_csv",
    "as_xlsx",
    "as_zip",
    "serve",
    "serve_file",
    "serve_page",
    "sendfile",
    "FileResponse",
    "StreamingHttpResponse",
}
# What the code of other people's views is searched for before it is read.
WORDS = (*MAKERS, "HttpResponse", "Content-Disposition")
# What a page is made of, and no file by itself.
NO_FILES = {"wagtailadmin_sprite"}


@dataclass(frozen=True)
class Row:
    """One file of the stage: who asks for it, where it is, and what its answer says."""

    route: str
    who: str  # among `people` of the stage; "" is a stranger
    place: Callable[[Any], list]
    media: str
    shown: str = "inline"  # or "attachment"; "" where the answer says nothing about it
    name: Callable[[Any], str] | str = ""
    is_uploaded: bool = False  # what people sent in, or was made from it: it may run nothing
    is_private: bool = True
    posted: Callable[[Any], dict] | None = None
    query: dict = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.route} {self.name}" if isinstance(self.name, str) else self.route

    def named(self, stage: Any) -> str:
        return self.name if isinstance(self.name, str) else self.name(stage)


def _slug(stage: Any) -> list:
    return [stage.edition.slug]


def _own(stage: Any) -> list:
    return [stage.entry.public_id, stage.attachment.public_id]


def _dossier(stage: Any) -> list:
    return [stage.entry.public_id]


def _office(stage: Any) -> list:
    return [stage.edition.slug, *_own(stage)]


def _sheet(stage: Any) -> list:
    return [stage.sheet.public_id, stage.blinded_file.public_id]


def _compared(stage: Any) -> list:
    return [stage.comparison.pk, stage.blinded_file.public_id]


def _of(before: str, after: str) -> Callable[[Any], str]:
    """A name with the edition's address in it."""
    return lambda stage: f"{before}{stage.edition.slug}{after}"


def _first(place: Callable[[Any], list]) -> Callable[[Any], list]:
    """The first page of it."""
    return lambda stage: [*place(stage), 1]


def _minutes(name: str) -> Callable[[Any], list]:
    return lambda stage: [stage.meeting.pk, name]


def _page_of_blinded(stage: Any) -> str:
    return f"{stage.blinded_file.name}-1.webp"


def _enclosed(stage: Any) -> list:
    """A file that came with a message to the entrant."""
    message = Message.objects.create(
        recipient=stage.entry.owner, subject="Thể lệ", body="Xin xem tệp.", key="the-le"
    )
    file = Enclosure.objects.create(message=message, blob=stage.attachment.blob, name="the-le.pdf")
    return [file.pk]


def _open_page(_stage: Any) -> list:
    """The first page of the site: one that strangers may open."""
    return [Site.objects.get(is_default_site=True).root_page_id]


UPLOADS = (
    Row("enclosure", "entrant", _enclosed, PDF, "attachment", "the-le.pdf", is_uploaded=True),
    Row("own_file", "entrant", _own, PDF, "inline", UPLOADED, is_uploaded=True),
    Row("unit_file", "focal point", _own, PDF, "inline", UPLOADED, is_uploaded=True),
    Row("office_file", "secretary", _office, PDF, "inline", UPLOADED, is_uploaded=True),
    Row("own_page", "entrant", _first(_own), WEBP, "inline", f"{UPLOADED}-1.webp", True),
    Row("office_page", "secretary", _first(_office), WEBP, "inline", f"{UPLOADED}-1.webp", True),
    Row(
        "own_file",
        "entrant",
        lambda stage: [stage.entry.public_id, stage.film.public_id],
        "video/mp4",
        "attachment",
        "phim giới thiệu.mp4",
        is_uploaded=True,
    ),
    Row(
        "preview_page",
        "entrant",
        lambda stage: [stage.entry.public_id, stage.blind_copy.pk, 1],
        WEBP,
        "inline",
        "1-1.webp",
        is_uploaded=True,
    ),
    Row(
        "office_copy",
        "secretary",
        lambda stage: [stage.edition.slug, stage.entry.public_id, stage.sealed_file.pk],
        PDF,
        "inline",
        lambda stage: stage.sealed_file.name,
        is_uploaded=True,
    ),
    Row(
        "covering_page",
        "secretary",
        lambda stage: [stage.edition.slug, stage.in_work.public_id, 1, 1],
        WEBP,
        "inline",
        lambda stage: f"{stage.copy_in_work.name}-1.webp",
        is_uploaded=True,
    ),
    Row(
        "sheet_file",
        "judge",
        _sheet,
        PDF,
        "inline",
        lambda stage: stage.blinded_file.name,
        is_uploaded=True,
    ),
    Row("sheet_page", "judge", _first(_sheet), WEBP, "inline", _page_of_blinded, True),
    Row(
        "comparison_file",
        "judge",
        _compared,
        PDF,
        "inline",
        lambda stage: stage.blinded_file.name,
        is_uploaded=True,
    ),
    Row("comparison_page", "judge", _first(_compared), WEBP, "inline", _page_of_blinded, True),
    Row(
        "visit_photo",
        "judge",
        lambda stage: [stage.photo.pk],
        JPEG,
        "inline",
        lambda stage: f"{stage.photo.visit.blinded_entry.code}-{stage.photo.pk}.jpg",
        is_uploaded=True,
    ),
    Row("meeting_paper", "judge", _minutes("bien-ban.pdf"), PDF, "inline", "bien-ban.pdf", True),
    Row(
        "meeting_paper",
        "judge",
        _minutes("bien-ban-da-ky.pdf"),
        PDF,
        "inline",
        "bien-ban-da-ky.pdf",
        is_uploaded=True,
    ),
    Row(
        "meeting_paper",
        "judge",
        _minutes("bien-ban.docx"),
        DOCX,
        "attachment",
        "bien-ban.docx",
        is_uploaded=True,
    ),
)
KEPT_PAPERS = (
    Row(
        "receipt_pdf",
        "entrant",
        lambda stage: [stage.entry.public_id],
        PDF,
        "inline",
        lambda stage: f"{stage.receipt.number}.pdf",
        is_uploaded=True,
    ),
    Row(
        "office_slip",
        "secretary",
        lambda stage: [stage.edition.slug, stage.entry.public_id],
        PDF,
        "inline",
        lambda stage: f"{stage.receipt.number}.pdf",
        is_uploaded=True,
    ),
    Row(
        "decision_pdf",
        "secretary",
        lambda stage: [stage.decision.pk],
        PDF,
        "inline",
        lambda stage: f"quyet-dinh-{stage.decision.pk}.pdf",
        is_uploaded=True,
    ),
    Row(
        "office_certificate",
        "secretary",
        lambda stage: [stage.certificate.pk],
        PDF,
        "inline",
        lambda stage: f"{stage.certificate.serial}.pdf",
        is_uploaded=True,
    ),
    Row(
        "certificate_pdf",
        "winner",
        lambda stage: [stage.certificate.verify_id],
        PDF,
        "attachment",
        lambda stage: f"{stage.certificate.serial}.pdf",
        is_uploaded=True,
    ),
)
MADE_PAPERS = (
    Row("entry_queue_pdf", "secretary", _slug, PDF, "inline", _of("ho-so-", ".pdf")),
    Row("unit_tree_pdf", "secretary", _slug, PDF, "inline", _of("don-vi-", ".pdf")),
    Row(
        "people_of_edition_pdf",
        "secretary",
        _slug,
        PDF,
        "inline",
        _of("ai-duoc-lam-gi-", ".pdf"),
    ),
    Row(
        "application_form",
        "entrant",
        _dossier,
        PDF,
        "inline",
        lambda stage: f"phieu-dang-ky-{stage.entry.public_id}.pdf",
    ),
    Row(
        "whole_dossier",
        "entrant",
        _dossier,
        PDF,
        "inline",
        lambda stage: f"ho-so-{stage.entry.public_id}.pdf",
        is_uploaded=True,
    ),
    Row("unit_list", "focal point", lambda _stage: [], PDF, "inline", "danh-sach-don-vi.pdf"),
    Row(
        "entry_queue_xlsx",
        "secretary",
        _slug,
        XLSX,
        "attachment",
        lambda stage: f"ho-so-{stage.edition.slug}.xlsx",
    ),
    Row(
        "entry_queue_csv",
        "secretary",
        _slug,
        CSV,
        "attachment",
        lambda stage: f"ho-so-{stage.edition.slug}.csv",
    ),
    Row(
        "unit_tree_xlsx",
        "secretary",
        _slug,
        XLSX,
        "attachment",
        lambda stage: f"don-vi-{stage.edition.slug}.xlsx",
    ),
    Row(
        "people_of_edition_xlsx",
        "secretary",
        _slug,
        XLSX,
        "attachment",
        lambda stage: f"ai-duoc-lam-gi-{stage.edition.slug}.xlsx",
    ),
    Row("units_template", "secretary", _slug, XLSX, "attachment", "don-vi.xlsx"),
    Row(
        "judges_template",
        "secretary",
        _slug,
        XLSX,
        "attachment",
        lambda stage: f"giam-khao-{stage.edition.slug}.xlsx",
    ),
    Row(
        "invite_on_paper",
        "secretary",
        _slug,
        PDF,
        "inline",
        "giay-moi.pdf",
        posted=lambda _stage: {"full_name": "Lê Thị Mới", "role": "editor", "reason": "QĐ 1"},
    ),
    Row(
        "print_invitations",
        "secretary",
        _slug,
        PDF,
        "inline",
        "giay-moi.pdf",
        posted=lambda stage: {"chon": stage.invitation.pk},
    ),
    Row("list_template", "secretary", _slug, XLSX, "attachment", "danh-sach-cong-trinh.xlsx"),
    Row(
        "print_slips",
        "secretary",
        _slug,
        PDF,
        "inline",
        "phieu-ban-giao.pdf",
        posted=lambda stage: {"chon": stage.for_others.pk},
    ),
    Row(
        "print_sign_in_codes",
        "secretary",
        _slug,
        PDF,
        "inline",
        "ma-dang-nhap.pdf",
        posted=lambda _stage: {"full_name": "Hà My", "phone": "0912345678"},
    ),
    Row(
        "seat_codes",
        "secretary",
        lambda stage: [stage.unsigned.pk],
        PDF,
        "inline",
        "ma-ky-cam-ket.pdf",
        posted=lambda _stage: {},
    ),
    Row("undertaking_copy", "judge", lambda stage: [stage.seat.pk], PDF, "inline", "cam-ket.pdf"),
    Row("print_sheets", "judge", lambda stage: [stage.seat.pk], PDF, "inline", "phieu-cham.pdf"),
    Row(
        "paper_table",
        "secretary",
        lambda stage: [stage.panel.pk],
        XLSX,
        "attachment",
        lambda stage: f"phieu-cham-{stage.panel.pk}.xlsx",
    ),
    Row(
        "paper_print",
        "secretary",
        lambda stage: [stage.panel.pk],
        PDF,
        "inline",
        lambda stage: f"phieu-cham-{stage.panel.pk}.pdf",
        query={"da-dien": "1"},
    ),
    Row("commune_map", "secretary", _slug, SVG, "inline", "ban-do.svg"),
    Row(
        "plan_xlsx",
        "secretary",
        lambda stage: [stage.edition.slug, 1],
        XLSX,
        "attachment",
        lambda stage: f"phan-cong-{stage.edition.slug}-1.xlsx",
    ),
    Row(
        "fees_pdf",
        "secretary",
        lambda stage: [stage.edition.slug, 1],
        PDF,
        "inline",
        lambda stage: f"thu-lao-{stage.edition.slug}-1.pdf",
    ),
    Row(
        "exhibit_slip",
        "secretary",
        lambda stage: [stage.edition.slug, stage.exhibit_step.pk],
        PDF,
        "inline",
        lambda stage: f"{stage.exhibit_step.exhibit.number}.pdf",
    ),
    Row(
        "result_bundle",
        "secretary",
        _slug,
        ZIP,
        "attachment",
        lambda stage: f"ket-qua-{stage.edition.slug}.zip",
    ),
    Row(
        "vote_choices",
        "secretary",
        lambda stage: [stage.edition.slug, stage.choices.pk],
        ZIP,
        "attachment",
        lambda stage: f"lua-chon-{stage.edition.slug}-{stage.choices.pk}.zip",
    ),
    Row(
        "inspection_file",
        "inspector",
        lambda stage: [stage.inspected.mandate_id, stage.inspected.pk],
        ZIP,
        "attachment",
        lambda stage: f"{stage.inspected.number}.zip",
    ),
    Row(
        "mfa_download_recovery_codes",
        "entrant",
        lambda _stage: [],
        "text/plain",
        "attachment",
        "recovery-codes.txt",
    ),
)
CALENDARS = (
    Row(
        "my_calendar",
        "entrant",
        lambda _stage: [],
        ICS,
        "attachment",
        "lich-cua-toi.ics",
    ),
)
PUBLIC = (
    Row("drawing", "", lambda _stage: ["doi-che"], SVG, "", is_private=False),
    Row("province", "", lambda stage: [stage.edition.slug, "sang"], SVG, "", is_private=False),
    Row("prize_hill", "", lambda _stage: ["2-4-9-12"], SVG, "", is_private=False),
    Row("app_icon", "", lambda _stage: [192], "image/png", "", is_private=False),
    Row("page_card", "", _open_page, "image/png", "", is_private=False),
    Row("calendar_feed", "", lambda _stage: ["vi"], ICS, "", is_private=False),
    Row("work_card", "", lambda stage: [stage.number], "image/png", "", is_private=False),
    Row(
        "work_picture",
        "",
        lambda stage: [stage.number, 1],
        WEBP,
        "inline",
        lambda stage: f"{stage.number}-1.webp",
        is_uploaded=True,
    ),
    Row("edition_calendar", "", _slug, ICS, "attachment", _of("lich-", ".ics"), False, False),
    Row("art", "", lambda _stage: ["BC-ABC123"], SVG, "", is_private=False),
    Row("proof_values", "", _slug, JSON, "attachment", _of("kiem-chung-", ".json"), False, False),
    Row("proof_package", "", _slug, ZIP, "attachment", _of("kiem-chung-", ".zip"), False, False),
    Row("receipts_file", "", _slug, JSONL, "attachment", _of("la-phieu-", ".jsonl"), False, False),
    Row(
        "public_media",
        "",
        lambda _stage: ["images/anh.png"],
        "image/png",
        "inline",
        "anh.png",
        is_uploaded=True,
        is_private=False,
    ),
    Row(
        "wagtaildocs_serve",
        "",
        lambda stage: [stage.document.pk, stage.document.filename],
        DOCX,
        "attachment",
        lambda stage: stage.document.filename,
        is_uploaded=True,
        is_private=False,
    ),
)
OF_THE_EDITORS = (
    Row(
        "wagtailimages:preview",
        "administrator",
        lambda stage: [stage.image.pk, "width-10"],
        "image/png",
        "",
    ),
)
ROWS = (*UPLOADS, *KEPT_PAPERS, *MADE_PAPERS, *CALENDARS, *PUBLIC, *OF_THE_EDITORS)


def answering_with_files(routed: Iterable[Routed]) -> set[str]:
    """The names of the addresses whose view makes an answer of a file."""
    return {
        route.name
        for route in routed
        if route.name not in NO_FILES and any(_makes_a_file(code) for code in _codes(route.view))
    }


def _makes_a_file(code: ast.AST) -> bool:
    """By one of the makers, or by hand: an answer of a type of its own, a header that names it."""
    for node in ast.walk(code):
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            maker = name.rpartition(".")[2]
            if maker in MAKERS or name == "prepared.answer":
                return True
            if maker == "HttpResponse" and _gives_a_type(node):
                return True
        if isinstance(node, ast.Constant) and node.value == "Content-Disposition":
            return True
    return False


def _gives_a_type(call: ast.Call) -> bool:
    """Plain text is an answer in words, such as of the uploads and of a paper not printed yet."""
    types = [each.value for each in call.keywords if each.arg == "content_type"]
    return any(
        not (isinstance(each, ast.Constant) and str(each.value).startswith("text/plain"))
        for each in types
    )


def _codes(view: Callable) -> Iterator[ast.AST]:
    """The view with the functions of pages that it calls; of a class its own methods and those that
    it has from classes of ours.
    """
    seen: set[Callable] = set()
    waiting = list(_methods(view)) if inspect.isclass(view) else [view]
    while waiting:
        function = waiting.pop()
        if function in seen:
            continue
        seen.add(function)
        source = inspect.getsource(function)
        if _is_ours(function) or any(word in source for word in WORDS):
            code = ast.parse(textwrap.dedent(source))
            yield code
            waiting += _called(function, code)


def _is_ours(function: Callable) -> bool:
    return function.__module__.split(".")[0] in FLOORS


def _methods(view: type) -> Iterator[Callable]:
    for member in (view, *inspect.getmro(view)):
        if member is view or _is_ours(member):
            yield from (
                unwrapped(each) for each in vars(member).values() if inspect.isfunction(each)
            )


def _called(function: Callable, code: ast.AST) -> Iterator[Callable]:
    known = getattr(function, "__globals__", {})
    for node in ast.walk(code):
        first, _dot, rest = dotted(node).partition(".")
        helper = known.get(first)
        if inspect.ismodule(helper) and rest:
            helper = getattr(helper, rest, None)
        helper = unwrapped(helper) if callable(helper) else None
        if inspect.isfunction(helper) and _is_of_pages(helper):
            yield helper


def _is_of_pages(helper: Callable) -> bool:
    return _is_ours(helper) and not is_process(helper.__module__.split("."))
