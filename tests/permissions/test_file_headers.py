"""Every answer that carries a file says what it is, what it is called, that it runs nothing and is
kept by nobody.
"""

import inspect
import io
import string
from email.message import Message as Header
from pathlib import Path

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image as Drawn
from PIL import Image as Picture
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.documents.models import Document
from wagtail.images.models import Image

from accounts.membership import grant
from accounts.models import Membership, User
from awards import inspection
from awards.models import Certificate
from cms import facts
from foundation.papers import prepared
from foundation.papers.answers import as_pdf
from foundation.vault import store
from judging.desk import dossier
from judging.models import Assignment, Comparison, Judge, Visit, VisitPhoto
from submissions.models import Attachment, BlindCopy, Receipt, SealedFile, Sealing
from tests.architecture.walking import Routed, routes
from tests.factories.accounts import RoleInvitationFactory, UserFactory
from tests.factories.competition import JointRequestFactory
from tests.factories.complaints import InspectionFileFactory, MandateFactory
from tests.factories.submissions import (
    AttachmentFactory,
    EntryFactory,
    ExhibitStepFactory,
    HandoverFactory,
)
from tests.papers import fetched
from tests.permissions.file_headers import (
    KEPT_PAPERS,
    MADE_PAPERS,
    ROWS,
    UPLOADED,
    UPLOADS,
    Row,
    answering_with_files,
)
from tests.stages import stage

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
AROUND = (  # what sets headers around the views
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.PublicPages",
    "config.middleware.PolicyHeaders",
)
VAULTS = "sandbox; default-src 'none'"
# Of which a name consists in a header: RFC 8187, attr-char and pct-encoded.
SIGNS = set(string.ascii_letters + string.digits + "!#$&+-.^_`|~%")
# Papers of many pages, which are made like the others, and one that is allauth's.
SLOW = {"paper_print", "print_sheets", "mfa_download_recovery_codes"}
OURS = (*UPLOADS, *KEPT_PAPERS, *MADE_PAPERS)
BY_ITSELF = [row for row in OURS if row.route not in SLOW]


@stage()
def files(awarded):
    """An awarded edition with one file behind every address of the table."""
    _of_the_dossier(awarded)
    _of_the_panel(awarded)
    _of_the_office(awarded)
    _of_the_editors(awarded)
    _of_the_winners(awarded)
    return awarded


def _of_the_winners(files) -> None:
    """A photograph of the first winner, which may be published."""
    winner = facts.all_winners()[0].entry
    drawn = io.BytesIO()
    Drawn.new("RGB", (32, 24), "green").save(drawn, "PNG")
    picture = store.put(drawn.getvalue(), media_type="image/png")
    AttachmentFactory(
        entry=winner, blob=picture, name="anh.png", verdict=Attachment.Verdict.CLEARED
    )
    type(winner).objects.filter(pk=winner.pk).update(publish_pictures=True)
    files.number = facts.number_of(winner)


def _of_the_dossier(files) -> None:
    files.entry = files.works[0].entry
    files.entry.refresh_from_db()
    files.attachment = files.entry.attachments.get()
    Attachment.objects.filter(pk=files.attachment.pk).update(name=UPLOADED)
    film = store.put(b"\x00\x00\x00\x18ftypmp42", media_type="video/mp4")
    files.film = AttachmentFactory(entry=files.entry, blob=film, name="phim giới thiệu.mp4")
    files.blind_copy = BlindCopy.objects.filter(blob=files.attachment.blob).first()
    files.sealed_file = SealedFile.objects.get(sealing__version__entry=files.entry)
    files.receipt = Receipt.objects.get(version__entry=files.entry)
    files.in_work = files.works[1].entry
    copy = Sealing.objects.get(version__entry=files.in_work)
    Sealing.objects.filter(pk=copy.pk).update(confirmed_at=None, confirmed_by=None)
    files.copy_in_work = copy.files.get()


def _of_the_panel(files) -> None:
    files.sheet = Assignment.objects.countable().select_related("judge__panel").order_by("pk")[0]
    files.seat = files.sheet.judge
    files.panel = files.seat.panel
    entry = files.sheet.blinded_entry
    files.blinded_file = entry.files.first()
    beside = files.seat.assignments.exclude(pk=files.sheet.pk).first().blinded_entry
    files.comparison = Comparison.objects.create(
        ranking=files.ranking, opened_by=files.cast.secretary, opened_at=files.at(93)
    )
    files.comparison.entries.set([entry, beside])
    visit = Visit.objects.create(blinded_entry=entry, planned_at=files.at(50), place="Võ Nhai")
    files.photo = VisitPhoto.objects.create(
        visit=visit, blob=store.put(b"\xff\xd8\xff\xe0", media_type="image/jpeg")
    )
    files.meeting = files.meetings[0]
    files.meeting.signed = files.meeting.minutes
    files.meeting.save()
    files.unsigned = Judge.objects.create(panel=files.panel, user=UserFactory(), position="judge")


def _of_the_office(files) -> None:
    secretary = files.cast.secretary
    draft = EntryFactory(edition=files.edition, owner=secretary, field=None, kind=None)
    HandoverFactory(entry=draft, by=secretary)
    files.invitation = RoleInvitationFactory(edition_id=files.edition.pk, invited_by=secretary)
    files.for_others = draft
    files.exhibit_step = ExhibitStepFactory(
        exhibit__entry=files.entry, exhibit__number="HV-ĐMST-1", by=secretary
    )
    files.certificate = Certificate.objects.select_related("award__entry__owner").first()
    files.choices = JointRequestFactory(
        edition=files.edition,
        kind=inspection.KIND,
        content={"inspector": "Trần Thanh Tra"},
        state="agreed",
        asked_by=secretary,
        answered_by=files.cast.committee[0],
        answered_at=files.at(96),
    )
    mandate = MandateFactory(
        edition=files.edition, begins_at=files.at(-2000), ends_at=files.at(2000)
    )
    files.inspected = InspectionFileFactory(mandate=mandate, entry=files.entry)


def _of_the_editors(files) -> None:
    drawn = io.BytesIO()
    Picture.new("RGB", (20, 20)).save(drawn, "PNG")
    files.drawn = drawn.getvalue()
    files.image = Image.objects.create(title="ảnh", file=ContentFile(files.drawn, "anh.png"))
    files.document = Document.objects.create(
        title="Thể lệ", file=ContentFile(b"PK\x03\x04", "the-le.docx")
    )


@pytest.fixture
def people(files) -> dict[str, User]:
    focal = UserFactory(unit=files.entry.unit)
    grant(focal, Membership.Role.FOCAL_POINT, edition_id=files.edition.pk, unit=focal.unit)
    return {
        "entrant": files.entry.owner,
        "focal point": focal,
        "judge": files.seat.user,
        "secretary": files.cast.secretary,
        "inspector": files.inspected.mandate.inspector,
        "winner": files.certificate.award.entry.owner,
        "administrator": User.objects.create_superuser("goc@example.vn", full_name="Quản Trị"),
    }


@pytest.fixture
def ask(files, people, client, settings):
    """The answer of a row's address to its person, who has signed in a moment ago."""
    settings.MFA_REAUTHENTICATION_REQUIRED = False
    pictures = Path(settings.MEDIA_ROOT) / "images"
    pictures.mkdir(parents=True, exist_ok=True)
    (pictures / "anh.png").write_bytes(files.drawn)

    def answer(row: Row) -> HttpResponse:
        if row.who:
            _sign_in(client, people[row.who])
        address = reverse(row.route, args=row.place(files))
        if row.posted:
            return client.post(address, row.posted(files))
        return fetched(client, address, row.query)

    return answer


def _sign_in(client: Client, user: User) -> None:
    """With an authenticator app and its recovery codes."""
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    client.force_login(user, backend=BACKEND)


def kept(answer: HttpResponse) -> set[str]:
    """What caches are told."""
    return set(answer.headers.get("Cache-Control", "").split(", "))


def runs_nothing(answer: HttpResponse) -> bool:
    """Its bytes load and run nothing, whatever a browser takes them for."""
    return "default-src 'none'" in answer.headers.get("Content-Security-Policy", "")


def shown(answer: HttpResponse) -> str:
    """Inline, attachment, or nothing."""
    return answer.headers.get("Content-Disposition", "").partition(";")[0]


def token(answer: HttpResponse) -> str:
    """The file's name as the header has it."""
    return answer.headers["Content-Disposition"].partition("filename*=UTF-8''")[2]


def named(answer: HttpResponse) -> str:
    """The file's name as a mail reader or a browser understands it."""
    header = Header()
    header["Content-Disposition"] = answer.headers.get("Content-Disposition", "")
    return header.get_filename("")


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_answer_says_what_the_file_is_and_may(files, ask, row):
    answer = ask(row)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].partition(";")[0] == row.media
    assert shown(answer) == row.shown
    assert named(answer) == row.named(files)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert ("no-store" in kept(answer)) is row.is_private
    assert ("private" in kept(answer)) is row.is_private
    assert runs_nothing(answer) is row.is_uploaded
    assert answer.headers.get("Content-Encoding") is None


@pytest.mark.parametrize("row", BY_ITSELF, ids=str)
def test_a_private_file_says_so_whatever_stands_around_the_view(ask, row, settings):
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if each not in AROUND]
    answer = ask(row)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert kept(answer) >= {"private", "no-store"}
    assert token(answer) != ""
    assert set(token(answer)) <= SIGNS
    assert answer.headers.get("Content-Security-Policy") == (VAULTS if row.is_uploaded else None)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_the_admin_exports_is_saved_and_kept_by_nobody(people, client, kind):
    """Wagtail's lists and reports give a table where they are asked for one."""
    _sign_in(client, people["administrator"])
    tables = []
    for route in routes():
        if _may_export(route):
            answer = client.get(f"/{route.path}", {"export": kind})
            if shown(answer):
                tables.append(route.name)
                assert shown(answer) == "attachment"
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert answer.headers["Cache-Control"] == "private, no-store"
                assert named(answer).endswith(f".{kind}")
    assert "site_history" in tables


def _may_export(route: Routed) -> bool:
    is_table = inspect.isclass(route.view) and issubclass(route.view, SpreadsheetExportMixin)
    return is_table and "<" not in route.path


def test_every_address_of_a_file_has_a_row():
    known = {row.route.rpartition(":")[2] for row in ROWS}
    assert answering_with_files(routes()) == known


class TestTheWalkFinds:
    """A view with a file, however it makes it."""

    def found(self, view) -> bool:
        return answering_with_files([Routed("x/", "planted", view)]) == {"planted"}

    def test_a_paper(self):
        def view(_request):
            return as_pdf("a.pdf", b"")

        assert self.found(view)

    def test_a_kept_file_behind_a_function_of_a_page(self):
        def view(request):
            return dossier.serve_file(request, request.file)

        assert self.found(view)

    def test_a_kept_file_of_a_class(self):
        class View:
            def get(self, request):
                return store.serve(request.file, name="", user=None, purpose="")

        assert self.found(View)

    def test_an_answer_with_a_type_of_its_own(self):
        def view(_request):
            return HttpResponse(b"", content_type="video/mp4")

        assert self.found(view)

    def test_a_header_that_names_a_file(self):
        def view(_request):
            answer = HttpResponse(b"")
            answer["Content-Disposition"] = "attachment"
            return answer

        assert self.found(view)

    def test_no_page(self):
        def view(_request):
            return HttpResponse("<p>", status=404)

        assert not self.found(view)

    def test_no_answer_in_words(self):
        def view(_request):
            return HttpResponse("later", content_type="text/plain; charset=utf-8")

        assert not self.found(view)


# What the code of a maker says where it reads what people sent in.
READS = ("store.read", "store.open", "joined.", "blob")


def test_a_paper_into_which_uploads_go_says_so():
    """Every kind of paper that is made: one that opens the vault answers as the vault does."""
    strange = [
        kind
        for kind, of_kind in prepared._kinds.items()
        if of_kind.holds_uploads
        is not any(word in inspect.getsource(of_kind.make) for word in READS)
    ]
    assert strange == []
    assert "whole_dossier" in prepared._kinds
