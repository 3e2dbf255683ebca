"""What the verbs of dossiers leave in the ledger."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from accounts.models import User
from competition import clock, joint_requests
from competition.listing import noting
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from foundation.vault import codes
from foundation.vietnamese.calendar import add_working_days
from submissions.files import attach, uploads
from submissions.models import (
    BlindCopy,
    CodePair,
    Entry,
    EntryVersion,
    Handover,
    JudgesQuestion,
    SealedFile,
    Sealing,
)
from submissions.office.entry_list import EntryList
from submissions.screening import consents, correspondence, exhibits, screening
from submissions.sealing import batch, clearing, looks, preview, questions, redacting, sealing
from submissions.sharing import behalf, bulk, invitations, units
from submissions.similarity import search
from submissions.writing import drafting, intake
from tests.factories.submissions import JudgesQuestionFactory, SimilarPairFactory
from tests.ledger_lines.rows import beside, kept, leaves, leaves_none, sha

DRAFT = "a draft is its writer's own; the version that is sent in has its digest in the ledger"
LETTERS = "letters decide nothing, and both sides keep them"
COPY = "nothing has left the office; the sealing has its line"
SHARING = "co-authors and officers are kept as rows; the dossier has its line when it is sent in"


# Lists


@leaves("list.exported", verb=noting.note_export, on="sent_in")
def a_list_taken_along(r, call):
    """Words that are searched for may name people: they stand beside the line."""
    listing = EntryList(r.edition, QueryDict("tim=Nguyen&cot=so"))
    call(listing=listing, kind="csv", rows=2, by=r.cast.secretary, at=r.at(31))
    line = {"list": "entry_queue", "kind": "csv", "rows": 2, "columns": ["so", "ten"]}
    yield "list.exported", line | kept("list.exported", "tim=Nguyen&cot=so")


# Drafts


def draft_of(r):
    """A complete draft whose file is checked."""
    with r.step("x", 3) as at:
        entry = steps.write(r.edition, r.cast.entrants[0], 0, 1, r.units, at).entry
        drain()
    return Entry.objects.get(pk=entry.pk)


@leaves_none(DRAFT, verb=drafting.start_draft, on="begun")
def a_draft(r, call):
    call(edition=r.edition, by=r.cast.entrants[0], at=r.at(3))


@leaves_none(DRAFT, verb=drafting.save_draft, on="begun")
def a_draft_saved(r, call):
    entry = drafting.start_draft(edition=r.edition, by=r.cast.entrants[0], at=r.at(3))
    call(entry=entry, by=entry.owner, revision=entry.revision, changes={"title": "Bẫy đèn"})


@leaves_none(DRAFT, verb=drafting.begin_again, on="sent_in")
def a_dossier_begun_again(r, call):
    entry = r.entries[0]
    call(entry=entry, edition=r.edition, by=entry.owner, at=r.at(6))


@leaves_none("it only asks", verb=attach.require_room, on="begun")
def room_for_a_file(r, call):
    entry = drafting.start_draft(edition=r.edition, by=r.cast.entrants[0], at=r.at(3))
    call(entry=entry, name="ảnh.png", size=1, by=entry.owner)


@leaves_none(DRAFT, verb=attach.attach, on="begun")
def a_file(r, call):
    entry = drafting.start_draft(edition=r.edition, by=r.cast.entrants[0], at=r.at(3))
    call(entry=entry, upload=SimpleUploadedFile("ảnh.png", steps.sketch("a")), by=entry.owner)


@leaves_none(DRAFT, verb=attach.remove, on="begun")
def a_file_removed(r, call):
    entry = draft_of(r)
    call(attachment=entry.attachments.first(), by=entry.owner)


@leaves_none(DRAFT, verb=attach.describe, on="begun")
def a_file_described(r, call):
    entry = draft_of(r)
    call(attachment=entry.attachments.first(), by=entry.owner, caption="Mặt trước", part="")


def own_copy_of(r):
    """A draft, and the blinded copy of its file that the entrant sees."""
    entry = draft_of(r)
    preview.of(entry)
    drain()
    return entry, BlindCopy.objects.get(blob=entry.attachments.get().blob)


@leaves_none(DRAFT, verb=redacting.cover_own, on="begun")
def an_own_part_covered(r, call):
    entry, copy = own_copy_of(r)
    call(entry=entry, copy=copy, page=1, box=(0, 0, 1, 0.1), by=entry.owner, at=r.at(4))


@leaves_none(DRAFT, verb=redacting.uncover_own, on="begun")
def an_own_part_shown_again(r, call):
    entry, copy = own_copy_of(r)
    usual = {"entry": entry, "by": entry.owner, "at": r.at(4)}
    part = redacting.cover_own(copy=copy, page=1, box=(0, 0, 1, 0.1), **usual)
    call(redaction=part, **usual)


@leaves_none(DRAFT, verb=uploads.begin, on="begun")
def an_upload(r, call):
    entry = drafting.start_draft(edition=r.edition, by=r.cast.entrants[0], at=r.at(3))
    call(entry=entry, name="ảnh.png", size=1, by=entry.owner, at=r.at(3))


# Sent in, changed, withdrawn


def _agreed():
    """What one must agree to, nothing held back, in the words of today."""
    return beside(agreed=sha([["participation", "personal_data"], "2026-12", None, False]))


@leaves("entry.submitted", verb=intake.submit, on="begun")
def sent(r, call):
    entry = draft_of(r)
    call(entry=entry, by=entry.owner, at=r.at(5))
    version = EntryVersion.objects.get(entry=entry)
    receipt = f"{r.edition.receipt_prefix}-{r.edition.year}-0001"
    line = {"receipt": receipt, "version": 1, "digest": sha(version.content)}
    yield "entry.submitted", line | _agreed()


@leaves("entry.submitted", verb=intake.submit, on="sent_in")
def sent_again(r, call):
    entry = intake.amend(entry=r.entries[1], by=r.entries[1].owner, at=r.at(6))
    entry = drafting.save_draft(
        entry=entry, by=entry.owner, revision=entry.revision, changes={"title": "Tên mới"}
    )
    call(entry=entry, by=entry.owner, at=r.at(7))
    version = EntryVersion.objects.get(entry=entry, number=2)
    receipt = r.entries[1].receipt_number
    line = {"receipt": receipt, "version": 2, "digest": sha(version.content)}
    yield "entry.submitted", line | _agreed()


@leaves_none("it gives the same receipt", verb=intake.submit, on="sent_in")
def sent_twice(r, call):
    call(entry=r.entries[0], by=r.entries[0].owner, at=r.at(6))


@leaves_none("what was sent in counts until it is sent again", verb=intake.amend, on="sent_in")
def amended(r, call):
    call(entry=r.entries[0], by=r.entries[0].owner, at=r.at(6))


@leaves("entry.withdrawn", verb=intake.withdraw, on="sent_in")
def withdrawn_before_sealing(r, call):
    entry = r.entries[1]
    call(entry=entry, reason="Chờ cấp bằng", by=entry.owner, at=r.at(6))
    yield "entry.withdrawn", beside(receipt=entry.receipt_number)


@leaves("entry.withdrawn", verb=intake.withdraw, on="begun")
def withdrawn_as_a_draft(r, call):
    owner = r.cast.entrants[0]
    with clock.set_to(r.at(3)):
        entry = drafting.start_draft(edition=r.edition, by=owner, at=r.at(3))
    call(entry=entry, reason="Chờ cấp bằng", by=owner, at=r.at(3))
    yield "entry.withdrawn", beside(receipt="", dossier=str(entry.public_id))


@leaves("entry.withdrawn", verb=intake.withdraw, on="entered")
def withdrawn_when_sealed(r, call):
    entry = r.works[1].entry
    call(entry=entry, reason="Chờ cấp bằng", by=entry.owner, at=r.at(36))
    entry.refresh_from_db()
    yield "entry.withdrawn", beside(receipt=entry.receipt_number)


def _agreed_to(entry, kind="names"):
    return beside(receipt=entry.receipt_number, kind=kind)


@leaves("consent.withdrawn", verb=consents.withdraw, on="entered")
def a_consent_taken_back(r, call):
    entry = Entry.objects.get(pk=r.works[1].entry.pk)
    call(entry=entry, kind="names", by=entry.owner, at=r.at(36))
    yield "consent.withdrawn", _agreed_to(entry)


@leaves("consent.withdrawal_asked", verb=consents.withdraw, on="awarded")
def a_consent_asked_back(r, call):
    entry = r.decision.awards.first().entry
    call(entry=entry, kind="names", by=entry.owner, at=r.at(95))
    yield "consent.withdrawal_asked", _agreed_to(entry)


@leaves("consent.withdrawn", verb=consents.carry_out, on="awarded")
def a_consent_ended(r, call):
    entry = r.decision.awards.first().entry
    asked = consents.withdraw(entry=entry, kind="names", by=entry.owner, at=r.at(95))
    call(withdrawal=asked, by=r.cast.secretary, at=r.at(96))
    yield "consent.withdrawn", _agreed_to(entry)


@leaves("embargo.set", verb=consents.hold_back, on="entered")
def held_back(r, call):
    entry = r.works[0].entry
    until = r.at(200).date()
    call(entry=entry, until=until, by=entry.owner, at=r.at(41))
    receipt = Entry.objects.get(pk=entry.pk).receipt_number
    yield "embargo.set", beside(receipt=receipt, until=until.isoformat())


@leaves("vote.refused", verb=consents.keep_from_vote, on="entered")
def kept_from_vote(r, call):
    entry = r.works[0].entry
    call(entry=entry, by=entry.owner, at=r.at(41))
    yield "vote.refused", beside(receipt=Entry.objects.get(pk=entry.pk).receipt_number)


# Asked by judges


def asked_by_a_judge(r) -> JudgesQuestion:
    question = JudgesQuestionFactory(entry=r.works[0].entry)
    return JudgesQuestion.objects.get(pk=question.pk)


@leaves("inquiry.answered", verb=questions.answer, on="entered")
def a_judge_answered(r, call):
    question = asked_by_a_judge(r)
    call(question=question, text=" Đo 14 ngày ", by=r.cast.secretary, at=r.at(41))
    yield "inquiry.answered", {"answer": sha([str(question.key), "Đo 14 ngày"])}


# Screened


def _screened(entry, verdict, *, reason="", checks=(), due=None):
    content = entry.versions.get().content
    line = {"verdict": verdict, "said": sha([content, reason, list(checks), due])}
    return "entry.screened", line | beside(receipt=entry.receipt_number, version=1)


@leaves("entry.screened", verb=screening.accept, on="sent_in")
def accepted(r, call):
    points = r.edition.screening_points
    call(entry=r.entries[1], by=r.cast.secretary, at=r.at(6), checks=points)
    yield _screened(r.entries[1], "accepted", checks=points)


@leaves("entry.screened", verb=screening.return_for_changes, on="sent_in")
def returned(r, call):
    call(entry=r.entries[1], by=r.cast.secretary, at=r.at(6), reason="Thiếu số liệu")
    due = add_working_days(r.at(6).date(), r.edition.answer_days).isoformat()
    yield _screened(r.entries[1], "returned", reason="Thiếu số liệu", due=due)


@leaves("entry.screened", verb=screening.refuse, on="sent_in")
def refused(r, call):
    call(entry=r.entries[1], by=r.cast.secretary, at=r.at(6), reason="Ngoài đối tượng dự thi")
    yield _screened(r.entries[1], "refused", reason="Ngoài đối tượng dự thi")


@leaves("entry.acceptance_undone", verb=screening.undo_acceptance, on="sent_in")
def acceptance_undone(r, call):
    entry = r.entries[1]
    points = r.edition.screening_points
    screening.accept(entry=entry, by=r.cast.secretary, at=r.at(6), checks=points)
    call(entry=entry, reason=" Nhầm hồ sơ ", by=r.cast.secretary, at=r.at(7))
    facts = {"receipt": entry.receipt_number, "version": 1}
    yield "entry.acceptance_undone", kept("entry.acceptance_undone", "Nhầm hồ sơ", **facts)


@leaves("entry.screened", "entry.screened", verb=screening.accept_all, on="sent_in")
def all_accepted(r, call):
    points = r.edition.screening_points
    call(entries=r.entries, by=r.cast.secretary, at=r.at(6), checks=points)
    for entry in r.entries:
        yield _screened(entry, "accepted", checks=points)


@leaves_none("who looks decides nothing yet", verb=screening.hand_to, on="sent_in")
def handed_out(r, call):
    call(entries=r.entries, colleague=r.cast.second, by=r.cast.secretary, at=r.at(6))


@leaves_none(LETTERS, verb=correspondence.write, on="sent_in")
def a_letter(r, call):
    call(entry=r.entries[0], text="Xin bổ sung", by=r.cast.secretary, at=r.at(6), asks=True)


@leaves_none(LETTERS, verb=correspondence.answer, on="sent_in")
def an_answer(r, call):
    call(entry=r.entries[0], text="Đã bổ sung", by=r.entries[0].owner, at=r.at(6))


def _brought(r):
    return {
        "entry": r.entries[0],
        "kind": "model",
        "name": "Máy gieo hạt",
        "count": 1,
        "condition": "Còn mới",
        "brought_by": "Nguyễn Văn An",
        "by": r.cast.secretary,
        "at": r.at(6),
    }


def _number(r):
    return {"exhibit": f"HV-{r.edition.receipt_prefix}-{r.edition.year}-0001"}


@leaves("exhibit.received", verb=exhibits.receive, on="sent_in")
def an_exhibit(r, call):
    call(**_brought(r))
    yield "exhibit.received", _number(r)


def _moved(r, call, kind):
    exhibit = exhibits.receive(**_brought(r)).exhibit
    call(exhibit=exhibit, kind=kind, where="Kho A", note="", by=r.cast.second, at=r.at(7))
    return [(f"exhibit.{kind}", _number(r))]


@leaves("exhibit.stored", verb=exhibits.move, on="sent_in")
def stored(r, call):
    return _moved(r, call, "stored")


@leaves("exhibit.shown", verb=exhibits.move, on="sent_in")
def shown(r, call):
    return _moved(r, call, "shown")


@leaves("exhibit.returned", verb=exhibits.move, on="sent_in")
def given_back(r, call):
    return _moved(r, call, "returned")


@leaves_none("what the screening decides of it has its line", verb=search.look_at, on="sent_in")
def a_resemblance(r, call):
    mine, other = (entry.latest_version() for entry in r.entries)
    pair = SimilarPairFactory(version=mine, other=other)
    call(pair=pair, because="Hai công trình khác nhau", by=r.cast.secretary, at=r.at(6))


# Sealed


def accept_each(r):
    points = r.edition.screening_points
    for entry in r.entries:
        screening.accept(entry=entry, by=r.cast.secretary, at=r.at(31), checks=points)
        entry.refresh_from_db()


def prepare_each(r):
    accept_each(r)
    office = r.cast.secretary
    return [sealing.prepare(entry=entry, by=office, at=r.at(35)) for entry in r.entries]


@leaves_none(COPY, verb=sealing.prepare, on="sent_in", gates=("submission.closed",))
def the_first_copy(r, call):
    accept_each(r)
    call(entry=r.entries[0], by=r.cast.secretary, at=r.at(35))


@leaves_none(COPY, verb=sealing.prepare, on="sent_in")
def the_next_copy(r, call):
    accept_each(r)
    sealing.prepare(entry=r.entries[0], by=r.cast.secretary, at=r.at(35))
    call(entry=r.entries[1], by=r.cast.secretary, at=r.at(35))


def sealed_line(copy):
    """Nobody reads codes or words out of it: its nonce is never shown."""
    kept = CodePair.objects.get(sealing=copy)
    nonce = kept.own_nonce
    version = copy.version
    dossier = [version.entry.receipt_number, version.digest]
    files = [[file.name, file.blob.sha256] for file in copy.files.order_by("name")]
    pair = sha([copy.judging_code, copy.result_code, kept.nonce])
    given = [nonce, copy.title, copy.summary, copy.sections, files]
    return {
        "codes": sha([nonce, pair, copy.vote_code]),
        "copy": sha(given),
        "whose": sha([nonce, copy.judging_code, *dossier]),
        "field": sha([nonce, copy.judging_code, copy.version.entry.field.pk]),
    }


@leaves("copy.looked_at", verb=looks.look, on="sent_in")
def looked_at(r, call):
    prepare_each(r)
    pages = looks.waiting(looks.copy_in_work(r.entries[1]))
    shown = [looks.Shown(page.file.place, page.page, page.digest) for page in pages]
    call(entry=r.entries[1], shown=shown, by=r.cast.secretary, at=r.at(35.5))
    digests = sorted(page.digest for page in pages)
    yield "copy.looked_at", {"pages": len(pages), "digest": sha(digests)}


@leaves("entry.sealed", verb=sealing.seal, on="sent_in")
def sealed(r, call):
    copy = prepare_each(r)[1]
    steps.look_through(copy, by=r.cast.secretary, at=r.at(35.5))
    call(sealing=copy, by=r.cast.secretary, at=r.at(36))
    yield "entry.sealed", sealed_line(copy)


@leaves("entry.unsealed", verb=sealing.unseal_for_changes, on="entered")
def unsealed(r, call):
    entry = r.works[1].entry
    call(entry=entry, reason=" Sửa tên tác giả ", by=r.cast.secretary, at=r.at(36))
    entry.refresh_from_db()
    # As it was typed.
    receipt = entry.receipt_number
    yield "entry.unsealed", kept("entry.unsealed", "Sửa tên tác giả", receipt=receipt)


@leaves("entry.unsealed", "joint.agreed", verb=joint_requests.agree, on="entered")
def unsealed_by_two(r, call):
    entry = r.works[1].entry
    usual = {"by": r.cast.secretary, "at": r.at(41)}
    joint = sealing.unseal_for_changes(entry=entry, reason="Sửa tên tác giả", **usual)
    call(joint=joint, by=r.cast.second, at=r.at(41))
    entry.refresh_from_db()
    receipt = entry.receipt_number
    yield "entry.unsealed", kept("entry.unsealed", "Sửa tên tác giả", receipt=receipt)
    content = {"kind": "void_copy", "request": joint.pk} | beside(content=sha(joint.content))
    yield "joint.agreed", content


@leaves_none("the worker prepares each by its verb", verb=batch.prepare_all, on="sent_in")
def copies_asked_for(r, call):
    accept_each(r)
    call(edition=r.edition, by=r.cast.secretary, at=r.at(35))


@leaves("entry.sealed", "entry.sealed", verb=batch.seal_clean, on="sent_in")
def all_sealed(r, call):
    copies = prepare_each(r)
    Sealing.objects.update(leaks=[])
    SealedFile.objects.update(eye=[])
    call(edition=r.edition, by=r.cast.secretary, at=r.at(36))
    for copy in copies:
        yield "entry.sealed", sealed_line(copy)


@leaves_none(COPY, verb=redacting.cover, on="sent_in")
def covered(r, call):
    prepare_each(r)
    box = (0, 0, 1, 0.1)
    call(entry=r.entries[0], place=1, page=1, box=box, by=r.cast.secretary, at=r.at(35))


@leaves("word.decided", verb=redacting.decide, on="sent_in")
def decided(r, call):
    prepare_each(r)
    Sealing.objects.update(doubts=[{"why": "unit", "word": "Sao Mai", "where": "title"}])
    call(entry=r.entries[0], word="Sao Mai", is_masked=True, by=r.cast.secretary, at=r.at(35))
    kept = r.entries[0].word_decisions.get()
    assert len(kept.nonce) == 32
    said = [kept.nonce, str(kept.entry.public_id), "Sao Mai", True]
    yield "word.decided", {"decision": kept.pk, "digest": sha(said)}


@leaves_none(COPY, verb=redacting.uncover, on="sent_in")
def uncovered(r, call):
    prepare_each(r)
    usual = {"entry": r.entries[0], "by": r.cast.secretary, "at": r.at(35)}
    redacting.cover(place=1, page=1, box=(0, 0, 1, 0.1), **usual)
    call(redaction=r.entries[0].redactions.get(), **usual)


def _pair(r):
    return beside(receipt=r.entries[1].receipt_number, person=r.cast.judges[1].pk)


def _word(r):
    return {
        "entry": r.entries[1],
        "person": r.cast.judges[1],
        "reason": "Cùng cơ quan",
        "by": r.cast.secretary,
        "at": r.at(35),
    }


@leaves("conflict.cleared", verb=clearing.clear, on="sent_in")
def cleared(r, call):
    call(**_word(r))
    yield "conflict.cleared", _pair(r)


@leaves("conflict.entered", verb=clearing.enter, on="sent_in")
def kept_away(r, call):
    call(**_word(r))
    yield "conflict.entered", _pair(r)


# Shared with others, written for others


@leaves_none(SHARING, verb=invitations.invite, on="sent_in")
def invited(r, call):
    entry = r.entries[0]
    call(entry=entry, email="ban@example.vn", right="view", by=entry.owner, at=r.at(6))


def _invitation(r):
    entry = r.entries[0]
    email = "ban@example.vn"
    usual = {"right": "view", "by": entry.owner, "at": r.at(6)}
    invitation, _token = invitations.invite(entry=entry, email=email, **usual)
    return invitation


@leaves_none(SHARING, verb=invitations.accept, on="sent_in")
def invitation_accepted(r, call):
    call(invitation=_invitation(r), by=r.cast.entrants[2], at=r.at(6))


@leaves_none(SHARING, verb=invitations.decline, on="sent_in")
def invitation_declined(r, call):
    call(invitation=_invitation(r), by=r.cast.entrants[2], at=r.at(6))


@leaves_none(SHARING, verb=invitations.revoke, on="sent_in")
def invitation_revoked(r, call):
    call(invitation=_invitation(r), by=r.entries[0].owner, at=r.at(6))


def _for_somebody(r, **more):
    usual = {"edition": r.edition, "by": r.cast.secretary, "at": r.at(3)}
    return usual | {"full_name": "Ma Thị Sen"} | more


@leaves("entry.paper_received", verb=behalf.start, on="begun")
def received_on_paper(r, call):
    entry = call(**_for_somebody(r, on_paper=True))
    yield "entry.paper_received", {"dossier": str(entry.public_id)}


@leaves_none("nothing was handed in", verb=behalf.start, on="begun")
def written_for_somebody(r, call):
    call(**_for_somebody(r))


@leaves_none("no code is kept", verb=behalf.print_slips, on="begun")
def slips(r, call):
    entry = behalf.start(**_for_somebody(r))
    call(entries=[entry], by=r.cast.secretary, at=r.at(3))


@leaves("person.codes_printed", verb=behalf.print_sign_in_codes, on="begun")
def sign_in_codes(r, call):
    call(
        edition=r.edition,
        phone="0912345678",
        full_name="Lò Văn Pản",
        by=r.cast.secretary,
        at=r.at(3),
    )
    yield "person.codes_printed", {"person": User.objects.get(phone="+84912345678").pk}


@leaves("entry.taken_over", verb=behalf.claim, on="begun")
def taken_over(r, call):
    entry = behalf.start(**_for_somebody(r))
    code = codes.new()
    Handover.objects.filter(entry=entry).update(code_digest=codes.code_digest(code))
    call(code=code, by=r.cast.entrants[0], at=r.at(4))
    yield "entry.taken_over", {"dossier": str(entry.public_id)}


def _listed():
    lines = "Tên sáng kiến,Tác giả\nBẫy đèn,Nguyễn Văn An"
    return SimpleUploadedFile("danh sách.csv", lines.encode("utf-8-sig"))


@leaves_none("it only reads", verb=bulk.dry_run, on="begun")
def a_list_read(r, call):
    call(edition=r.edition, upload=_listed(), by=r.cast.secretary, at=r.at(3))


@leaves_none(DRAFT, verb=bulk.enter, on="begun")
def a_list_entered(r, call):
    usual = {"by": r.cast.secretary, "at": r.at(3)}
    call(imported=bulk.dry_run(edition=r.edition, upload=_listed(), **usual), **usual)


# The unit's word


@leaves("role.given", verb=units.appoint, on="begun")
def a_focal_point(r, call):
    person, unit = r.cast.voters[0], r.units[0]
    usual = {"reason": " 12/CV ", "by": r.cast.secretary, "at": r.at(2)}
    call(edition=r.edition, user=person, unit=unit, **usual)
    line = {"role": "focal_point", "person": person.pk, "unit": unit.code}
    yield "role.given", line | kept("role.given", "12/CV")


@leaves("role.taken", verb=units.dismiss, on="begun")
def a_focal_point_no_more(r, call):
    person, unit = r.cast.voters[0], r.units[0]
    usual = {"by": r.cast.secretary, "at": r.at(2)}
    held = units.appoint(edition=r.edition, user=person, unit=unit, reason="12/CV", **usual)
    call(held=held, reason="13/CV", **usual)
    line = {"role": "focal_point", "person": person.pk, "unit": unit.code}
    yield "role.taken", line | kept("role.taken", "13/CV")


def _focal_point(r):
    person = r.cast.voters[0]
    unit = r.entries[0].unit
    units.appoint(
        edition=r.edition, user=person, unit=unit, by=r.cast.secretary, at=r.at(2), reason="1/QĐ"
    )
    person.refresh_from_db()
    return person


@leaves("entry.confirmed", verb=units.confirm, on="sent_in")
def confirmed_by_the_unit(r, call):
    version = r.entries[1].latest_version()
    call(version=version, by=_focal_point(r), at=r.at(7), list_number="12/DS")
    yield "entry.confirmed", beside(receipt=r.entries[1].receipt_number, list="12/DS")


@leaves_none("it was confirmed before", verb=units.confirm, on="sent_in")
def confirmed_twice(r, call):
    usual = {"version": r.entries[1].latest_version(), "by": _focal_point(r), "at": r.at(7)}
    units.confirm(**usual)
    call(**usual)


@leaves("entry.confirmed", "entry.confirmed", verb=units.confirm_list, on="sent_in")
def a_list_confirmed(r, call):
    call(
        versions=[entry.latest_version() for entry in r.entries],
        number="12/DS",
        date=datetime.date(2030, 3, 6),
        upload=None,
        by=_focal_point(r),
        at=r.at(7),
    )
    for entry in r.entries:
        yield "entry.confirmed", beside(receipt=entry.receipt_number, list="12/DS")


@leaves("entry.returned_by_unit", verb=units.send_back, on="sent_in")
def sent_back_by_the_unit(r, call):
    version = r.entries[1].latest_version()
    call(version=version, reason="Thiếu ý kiến hội đồng", by=_focal_point(r), at=r.at(7))
    yield "entry.returned_by_unit", beside(receipt=r.entries[1].receipt_number, version=1)
