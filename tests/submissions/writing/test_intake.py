import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from accounts.membership import grant
from accounts.models import Membership, Unit
from competition import clock
from competition.errors import NotAllowed, PhaseClosed, Refused, WrongState
from competition.models import Edition
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from foundation.ledger import chain
from foundation.notifications.models import Message
from foundation.vietnamese.text import fold
from judging.councils import rounds
from judging.models import Assignment, BlindedEntry
from judging.results import ranking
from judging.scoring.scoresheets import countable_sheets
from submissions.files import attach
from submissions.models import Entry, EntryVersion, Receipt, Sealing
from submissions.screening import screening
from submissions.sealing import sealing
from submissions.sharing import units
from submissions.writing import drafting, intake
from voting.models import Candidate

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def draft(begun):
    """A complete draft whose file is checked."""
    with clock.set_to(begun.at(2)):
        work = steps.write(begun.edition, begun.cast.entrants[0], 0, 1, begun.units, begun.at(2))
        drain()
    return work.entry


def submit(rehearsal, entry, day=3.0, by=None):
    with clock.set_to(rehearsal.at(day)):
        return intake.submit(entry=entry, by=by or entry.owner, at=rehearsal.at(day))


def test_a_submission_gives_a_receipt_with_number_time_digests_mail_and_pdf(
    begun, draft, mailoutbox
):
    receipt = submit(begun, draft)
    drain()
    receipt.refresh_from_db()
    version = receipt.version
    assert receipt.number.endswith("-2030-0001")
    assert receipt.issued_at == begun.at(3)
    assert version.digest == chain.digest_of(version.content)
    assert version.content["files"][0]["sha256"] == draft.attachments.get().blob.sha256
    assert receipt.pdf.media_type == "application/pdf"
    assert receipt.ledger_head == chain.head_of(begun.edition.chain)
    assert receipt.number in mailoutbox[0].subject
    assert version.digest in mailoutbox[0].body


def test_submitting_twice_has_one_effect(begun, draft):
    assert submit(begun, draft) == submit(begun, draft)
    assert EntryVersion.objects.count() == 1
    assert Receipt.objects.count() == 1
    assert Message.objects.filter(key__startswith="receipt").count() == 1


def test_after_the_deadline_nothing_is_accepted_and_nothing_is_lost(begun, draft):
    with pytest.raises(PhaseClosed):
        submit(begun, draft, day=30.8)
    draft.refresh_from_db()
    assert draft.status == Entry.Status.DRAFT
    assert draft.answers["content"]


def test_a_stranger_cannot_submit_or_save_or_withdraw(begun, draft):
    stranger = begun.cast.entrants[1]
    with pytest.raises(NotAllowed):
        submit(begun, draft, by=stranger)
    with pytest.raises(NotAllowed):
        drafting.save_draft(
            entry=draft, by=stranger, revision=draft.revision, changes={"title": "Của tôi"}
        )
    with pytest.raises(NotAllowed):
        intake.withdraw(entry=draft, reason="x", by=stranger, at=begun.at(3))


@pytest.mark.parametrize(
    ("changes", "authors", "step"),
    [
        ({"title": ""}, None, "general"),
        ({"answers": {"novelty": "  "}}, None, "content"),
        ({"answers": {"novelty": "x" * 8001}}, None, "content"),
        (
            {},
            [{"full_name": "Nguyễn Văn A", "share": 60}, {"full_name": "Trần Thị B", "share": 39}],
            "authors",
        ),
        ({}, [], "authors"),
    ],
)
def test_an_incomplete_draft_is_kept_but_not_submitted(begun, draft, changes, authors, step):
    drafting.save_draft(
        entry=draft, by=draft.owner, revision=draft.revision, changes=changes, authors=authors
    )
    with pytest.raises(intake.Incomplete) as refusal:
        submit(begun, draft)
    assert {item.step for item in refusal.value.items} == {step}


def test_two_windows_that_save_the_same_draft_find_out(begun, draft):
    drafting.save_draft(
        entry=draft, by=draft.owner, revision=draft.revision, changes={"title": "Bản một"}
    )
    with pytest.raises(drafting.StaleDraft):
        drafting.save_draft(
            entry=draft, by=draft.owner, revision=draft.revision, changes={"title": "Bản hai"}
        )
    assert Entry.objects.get(pk=draft.pk).title == "Bản một"


def test_what_was_submitted_can_never_be_changed(begun, draft):
    version = submit(begun, draft).version
    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
        EntryVersion.objects.filter(pk=version.pk).update(digest="0" * 64)
    with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
        version.submitted_at = begun.at(1)
        version.save()


def test_withdrawing_during_judging_leaves_no_countable_sheet(entered):
    with clock.set_to(entered.at(40.5)):
        entered.round = steps.panels(entered.edition, entered.cast, sizes=4)
        steps.assign_and_open(entered.round, entered.cast, entered.at(40.5))
        keys, _votes = steps.code_keys(entered.works)
        steps.score_all(entered.round, 1, keys, entered.at(41))
    gone, stays = entered.works[0].entry, entered.works[1].entry
    before = countable_sheets(entered.round).count()
    with clock.set_to(entered.at(42)):
        intake.withdraw(
            entry=gone, reason="Muốn nộp đơn sáng chế trước", by=gone.owner, at=entered.at(42)
        )
        drain()
        left = BlindedEntry.objects.filter(round=entered.round).exclude(withdrawn_at=None)
        assert left.count() == 1
        assert countable_sheets(entered.round).count() == before - 3
        assert not Assignment.objects.countable().filter(blinded_entry__in=left).exists()
        assert Entry.objects.get(pk=stays.pk).status == Entry.Status.SEALED
        rounds.close_round(
            judging_round=entered.round, by=entered.cast.secretary, at=entered.at(43)
        )
        frozen = ranking.freeze(
            judging_round=entered.round, by=entered.cast.secretary, at=entered.at(44)
        )
    assert frozen.rows.count() == len(entered.works) - 1


def test_a_withdrawal_needs_a_reason(begun, draft):
    with pytest.raises(Refused):
        intake.withdraw(entry=draft, reason="  ", by=draft.owner, at=begun.at(3))


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("vi-rus.exe", b"MZ\x90\x00", "JPEG"),
        ("trong.pdf", b"", "không có nội dung"),
        ("anh.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "JPEG"),
    ],
)
def test_a_file_of_a_forbidden_kind_is_refused_at_once(begun, draft, name, content, word):
    with pytest.raises(attach.BadFile, match=word):
        attach.attach(entry=draft, upload=SimpleUploadedFile(name, content), by=draft.owner)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("gia.pdf", b"<html><script>alert(1)</script></html>"),
        ("hong.pdf", b"%PDF-1.7\nnothing that a reader could open"),
        ("gia.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50),
        ("lan.jpg", b"%PDF-1.7 inside a picture's name"),
    ],
)
def test_a_lying_or_broken_file_is_found_by_the_worker_and_said(begun, draft, name, content):
    attachment = attach.attach(
        entry=draft, upload=SimpleUploadedFile(name, content), by=draft.owner
    )
    drain()
    attachment.refresh_from_db()
    assert attachment.verdict == "refused"
    assert attachment.reason
    with pytest.raises(intake.Incomplete):
        submit(begun, draft)


def test_search_finds_titles_and_authors_without_accents_and_in_any_case(entered):
    entry = entered.works[0].entry
    entry.refresh_from_db()
    author = entry.authors.first().full_name
    assert entry in Entry.objects.search(entry.title.upper())
    assert entry in Entry.objects.search(fold(author))
    assert not Entry.objects.search("khong co cong trinh nao nhu the").exists()


def test_only_the_units_focal_point_confirms_and_acceptance_waits_for_it(begun, draft):
    version = submit(begun, draft).version
    drain()
    focal, other = begun.cast.entrants[2], begun.cast.entrants[3]
    focal.unit, other.unit = (
        draft.unit,
        Unit.objects.exclude(pk=draft.unit_id).filter(depth=2).first(),
    )
    for user in (focal, other):
        user.save()
        grant(user, Membership.Role.FOCAL_POINT, edition_id=begun.edition.pk, unit=user.unit)
    Edition.objects.filter(pk=begun.edition.pk).update(asks_unit_confirmation=True)
    with pytest.raises(WrongState):
        screening.accept(
            entry=draft,
            by=begun.cast.secretary,
            at=begun.at(4),
            checks=begun.edition.screening_points,
        )
    for user in (other, draft.owner, begun.cast.secretary):
        with pytest.raises(NotAllowed):
            units.confirm(version=version, by=user, at=begun.at(4))
    assert units.confirm(version=version, by=focal, at=begun.at(4)).unit == draft.unit
    screening.accept(
        entry=draft, by=begun.cast.secretary, at=begun.at(4), checks=begun.edition.screening_points
    )


@pytest.mark.parametrize(
    "verdict", [screening.accept, screening.return_for_changes, screening.refuse]
)
def test_screening_is_the_secretariats_and_needs_a_submitted_dossier(begun, draft, verdict):
    arguments = (
        {"checks": begun.edition.screening_points}
        if verdict is screening.accept
        else {"reason": "Thiếu số liệu"}
    )
    with pytest.raises(WrongState):
        verdict(entry=draft, by=begun.cast.secretary, at=begun.at(4), **arguments)
    submit(begun, draft)
    drain()
    for user in (draft.owner, begun.cast.committee[0], begun.cast.judges[0]):
        with pytest.raises(NotAllowed):
            verdict(entry=draft, by=user, at=begun.at(4), **arguments)
    short = (
        {"reason": " "} if "reason" in arguments else {"checks": begun.edition.screening_points[1:]}
    )
    with pytest.raises(Refused):
        verdict(entry=draft, by=begun.cast.secretary, at=begun.at(4), **short)
    verdict(entry=draft, by=begun.cast.secretary, at=begun.at(4), **arguments)


def test_a_returned_dossier_comes_back_as_a_new_version_under_the_same_number(begun, draft):
    first = submit(begun, draft)
    screening.return_for_changes(
        entry=draft, by=begun.cast.secretary, at=begun.at(4), reason="Bổ sung số liệu"
    )
    draft.refresh_from_db()
    drafting.save_draft(
        entry=draft,
        by=draft.owner,
        revision=draft.revision,
        changes={"answers": {"effect": "Giảm 48% lượng nước."}},
    )
    second = submit(begun, draft, day=32)  # after the deadline, within the screening phase
    assert second.number == first.number
    assert second.version.number == 2
    assert first.version.content != second.version.content


def test_a_dossier_is_sealed_after_the_deadline_by_the_office_and_a_person(begun, draft):
    submit(begun, draft)
    drain()
    screening.accept(
        entry=draft, by=begun.cast.secretary, at=begun.at(4), checks=begun.edition.screening_points
    )
    with pytest.raises(WrongState):
        sealing.prepare(entry=draft, by=begun.cast.secretary, at=begun.at(5))
    with pytest.raises(NotAllowed):
        sealing.prepare(entry=draft, by=draft.owner, at=begun.at(31))
    with clock.set_to(begun.at(31)):
        sealing.prepare(entry=draft, by=begun.cast.secretary, at=begun.at(31))
        drain()
    assert not BlindedEntry.objects.exists()  # nothing reaches judges before a person confirms
    copy = Sealing.objects.get()
    with pytest.raises(NotAllowed):
        sealing.seal(sealing=copy, by=begun.cast.judges[0], at=begun.at(31))
    steps.look_through(copy, by=begun.cast.secretary, at=begun.at(31))
    with clock.set_to(begun.at(31)):
        sealing.seal(sealing=copy, by=begun.cast.secretary, at=begun.at(31))
        drain()
    assert BlindedEntry.objects.get().code == copy.judging_code
    assert Candidate.objects.get().code == copy.vote_code != copy.judging_code
    with pytest.raises(WrongState):
        sealing.seal(sealing=copy, by=begun.cast.secretary, at=begun.at(31))


def test_a_change_voids_the_sealed_copy_and_its_place_in_judging_and_vote(entered):
    entry = entered.works[0].entry
    with clock.set_to(entered.at(36)):
        sealing.unseal_for_changes(
            entry=entry, reason="Sai tệp", by=entered.cast.secretary, at=entered.at(36)
        )
        drain()
    assert BlindedEntry.objects.exclude(withdrawn_at=None).count() == 1
    assert Candidate.objects.exclude(withdrawn_at=None).count() == 1
    assert Entry.objects.get(pk=entry.pk).status == Entry.Status.RETURNED
