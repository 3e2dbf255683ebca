"""What may enter the vault: nothing hostile, everything ordinary, and always a sentence that says
what to do.
"""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image, ImageFile

from foundation.jobs.drain import drain
from foundation.jobs.models import Job
from foundation.vault import antivirus, cage, store
from submissions.files import attach, inspection
from submissions.files.inspection.parsing import inspect
from submissions.models import Attachment, Entry, Sealing
from submissions.sealing import blinding, sealing
from submissions.writing import drafting
from tests.submissions.files import hostile
from tests.submissions.files.scanner import Clamd
from tests.submissions.sealing import planted


def test_at_least_150_hostile_files_are_all_refused_with_a_message():
    bad = hostile.hostile()
    assert len(bad) >= 150
    verdicts = {name: inspection.inspect_safely(content, name) for name, content in bad.items()}
    assert [name for name, verdict in verdicts.items() if verdict.accepted] == []
    assert [name for name, verdict in verdicts.items() if len(verdict.message) < 30] == []


def test_ordinary_files_are_all_taken():
    verdicts = {
        name: inspection.inspect_safely(content, inspection.clean_name(name))
        for name, content in hostile.harmless().items()
    }
    assert {
        name: verdict.reasons for name, verdict in verdicts.items() if not verdict.accepted
    } == {}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("password.pdf", "encrypted"),
        ("zip-behind.pdf", "hidden"),
        ("301-pages.pdf", "pages"),
        ("flood-10000.png", "pixels"),
        ("macro.docx", "macro"),
        ("javascript-open.pdf", "active"),
        ("eicar-stream.pdf", "malware"),
        ("template.docx", "outside"),
        ("bomb.xlsx", "bomb"),
        ("anything.zip", "archive"),
        ("anything.doc", "old_office"),
        ("webp-named.png", "mismatch"),
        ("many.pptx", "bomb"),
        ("anything.svg", "kind"),
    ],
)
def test_the_reason_is_the_right_one(name, reason):
    assert inspection.inspect_safely(hostile.hostile()[name], name).reasons == [reason]


@pytest.mark.parametrize(
    "name", ["cut-2.png", "cut-30.png", "cut-30.jpg", "cut-30.webp", "text-bomb.png"]
)
def test_what_another_library_allows_pillow_changes_no_verdict(name, monkeypatch):
    """WeasyPrint sets LOAD_TRUNCATED_IMAGES when it is imported, whenever that is."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert not inspect(hostile.hostile()[name], name).accepted


def test_a_child_that_takes_too_much_memory_is_refused_and_the_worker_lives(monkeypatch):
    large = io.BytesIO()
    Image.new("RGB", (6300, 6300)).save(large, "PNG")  # 159 MB unpacked
    assert inspection.inspect_safely(large.getvalue(), "a.png").accepted
    monkeypatch.setattr(cage, "MEMORY", 5_000_000)
    assert not inspection.inspect_safely(large.getvalue(), "a.png").accepted


def test_the_command_prints_a_line_a_file_and_never_ends_on_a_bad_one(tmp_path, capsys):
    bad, good = hostile.hostile(), hostile.harmless()
    names = {}
    for number, (name, content) in enumerate((bad | good).items()):
        (tmp_path / f"f{number}").write_bytes(content)
        names[f"f{number}"] = name
    (tmp_path / "names.json").write_text(json.dumps(names))
    call_command("inspect_files", tmp_path, "--names", str(tmp_path / "names.json"), "--json")
    lines = {line["file"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert set(lines) == set(names)
    assert {names[file] for file, line in lines.items() if line["accepted"]} == set(good)
    assert all(
        line["message_vi"] and line["reasons"] for line in lines.values() if not line["accepted"]
    )


class TestAntivirus:
    @pytest.fixture
    def clamd(self, settings):
        def started(answer=None):
            scanner = Clamd(answer)
            scanner.start()
            settings.CLAMAV_URL = scanner.url
            return scanner

        return started

    def test_it_finds_and_clears(self, clamd):
        clamd()
        assert antivirus.scan(b"x" * 200_000) == ""
        assert antivirus.scan(b"x" * 70_000 + hostile.EICAR) == "Eicar-Test-Signature"

    def test_a_silent_or_failing_scanner_clears_nothing(self, clamd, settings):
        clamd(b"INSTREAM size limit exceeded. ERROR\0")
        with pytest.raises(antivirus.ScannerSilent):
            antivirus.scan(b"x")
        settings.CLAMAV_URL = "tcp://127.0.0.1:9"
        with pytest.raises(antivirus.ScannerSilent):
            antivirus.scan(b"x")

    def test_without_the_scanner_a_file_waits_and_nobody_but_the_owner_knows_it(
        self, begun, settings, clamd, client
    ):
        settings.CLAMAV_URL = "tcp://127.0.0.1:9"
        draft = start(begun)
        with begun.step("x", 3):
            attachment = attach.attach(
                entry=draft, upload=SimpleUploadedFile("mô tả.pdf", hostile.pdf()), by=draft.owner
            )
            drain()
        attachment.refresh_from_db()
        assert attachment.verdict == Attachment.Verdict.UNSCANNED
        assert Job.objects.get(kind="scan_file").state != "done"


def start(begun) -> Entry:
    with begun.step("x", 3) as at:
        return drafting.start_draft(edition=begun.edition, by=begun.cast.entrants[0], at=at)


@pytest.mark.data
def test_hostile_uploads_through_the_page_never_break_it(begun, client):
    draft = start(begun)
    begun.edition.max_files = 500
    begun.edition.save()
    client.force_login(draft.owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("edit_entry", args=[draft.public_id, "files"])
    with begun.step("x", 3):
        for name, content in hostile.hostile().items():
            if "\0" in name or "\n" in name:
                continue  # no browser can put these into a form
            assert client.post(
                address, {"files": SimpleUploadedFile(name, content)}
            ).status_code in (302, 422), name
        drain()
    # A browser's form loses hidden characters of a name on the way, and then nothing is wrong with
    # the file.
    cleared = Attachment.objects.filter(verdict=Attachment.Verdict.CLEARED)
    without_suffix = hostile.hostile()["no-suffix"]
    assert {store.read(attachment.blob) for attachment in cleared} == {without_suffix}
    assert all(attachment.name.isprintable() for attachment in cleared)
    assert not Attachment.objects.filter(verdict=Attachment.Verdict.PENDING).exists()
    page = client.get(address).content.decode()
    assert (
        page.count("error-text")
        >= Attachment.objects.filter(verdict=Attachment.Verdict.REFUSED).count()
        > 60
    )


def test_a_name_is_kept_composed_and_short(begun):
    draft = start(begun)
    with begun.step("x", 3):
        one = attach.attach(
            entry=draft,
            upload=SimpleUploadedFile("Thuye\u0302\u0301t minh.pdf", hostile.pdf()),
            by=draft.owner,
        )
        two = attach.attach(
            entry=draft,
            upload=SimpleUploadedFile("b" * 400 + ".pdf", hostile.pdf(2)),
            by=draft.owner,
        )
    assert one.name == "Thuyết minh.pdf"
    assert len(two.name) == 200
    assert two.name.endswith(".pdf")


def test_limits_come_from_the_edition_and_are_said(begun):
    draft = start(begun)
    begun.edition.max_dossier_mb, begun.edition.max_file_mb = 1, 1
    begun.edition.save()
    upload = lambda size: SimpleUploadedFile("a.png", b"\x89PNG" + b"\0" * size)  # noqa: E731
    with begun.step("x", 3):
        with pytest.raises(attach.BadFile, match="lớn hơn 1 MB"):
            attach.attach(entry=draft, upload=upload(1_100_000), by=draft.owner)
        attach.attach(entry=draft, upload=upload(700_000), by=draft.owner)
        with pytest.raises(attach.BadFile, match="vượt quá 1 MB"):
            attach.attach(entry=draft, upload=upload(600_000), by=draft.owner)


def test_a_picture_from_a_phone_and_a_table_are_blinded_and_a_film_stays_with_the_office(entered):
    """A picture becomes a JPEG, an XLSX a PDF that a person compares; a film is evidence that the
    leak report names and no judge gets.
    """
    content = {"authors": [], "unit": "Phường Phan Đình Phùng", "files": []}
    copy = Sealing.objects.filter(version__entry__edition=entered.edition).first()
    before = copy.files.count()
    leaks = []
    good = hostile.harmless()
    for place, name in enumerate(("bảng.xlsx", "phim.mp4", "ảnh.png"), start=7):
        content_of = planted._sheet(lambda book: None) if name.endswith("xlsx") else good[name]
        blob = store.put(content_of, media_type="application/octet-stream")
        leaks += sealing._seal_file(
            copy, {"name": name, "blob": blob.pk}, place, blinding.identities(content)
        )
    assert [leak["what"] for leak in leaks] == ["kept"]
    assert copy.files.count() == before + 2
    # Both wait for a person's eye: a converted table, and a picture.
    assert all(file.eye for file in copy.files.order_by("pk")[before:])
    assert not copy.files.filter(name__contains="-8.").exists()
