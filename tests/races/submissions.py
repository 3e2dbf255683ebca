"""Races around dossiers: written, sent in, looked at, sealed, shared."""

from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile

from competition import clock, joint_requests
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from foundation.vault import codes
from submissions.files import attach, uploads
from submissions.models import (
    Attachment,
    Entry,
    EntryVersion,
    Exhibit,
    ExhibitStep,
    Handover,
    Invitation,
    Letter,
    PageLook,
    Receipt,
    Redaction,
    Screening,
    Sealing,
    UnitConfirmation,
    UnitReturn,
    Upload,
    Withdrawal,
    WordDecision,
)
from submissions.screening import consents, correspondence, exhibits, screening
from submissions.sealing import clearing, copies, looks, questions, redacting, sealing
from submissions.sharing import behalf, bulk, invitations, units
from submissions.similarity import search
from submissions.writing import drafting, intake
from tests.factories.submissions import HandoverFactory, SimilarPairFactory
from tests.ledger_lines.submissions import (
    accept_each,
    asked_by_a_judge,
    draft_of,
    prepare_each,
)
from tests.races.rows import lines, race

AT_COUNTER = "submissions.writing.intake._next_receipt_number(counter)"


def sending(entry, r, day=5):
    return partial(intake.submit, entry=entry, by=entry.owner, at=r.at(day))


def withdrawing(entry, r):
    return partial(intake.withdraw, entry=entry, reason="Chờ cấp bằng", by=entry.owner, at=r.at(6))


# Drafts


def typing(entry, **changes):
    return partial(
        drafting.save_draft,
        entry=entry,
        by=entry.owner,
        revision=entry.revision,
        changes=changes,
    )


@race(drafting.save_draft, "save_draft(entry)", on="begun")
def one_draft_in_two_windows(r):
    entry = drafting.start_draft(edition=r.edition, by=r.cast.entrants[0], at=r.at(3))
    second = yield typing(entry, title="Bẫy đèn"), typing(entry, title="Máy gieo hạt")
    assert second.was_refused(drafting.StaleDraft)
    entry.refresh_from_db()
    assert entry.title == "Bẫy đèn"
    assert entry.revision == 1


def picture(name="ảnh.png"):
    return SimpleUploadedFile(name, steps.sketch(name))


@race(drafting.save_draft, "save_draft(entry)", on="begun")
def typed_by_whoever_gave_it_away(r):
    """The officer goes on typing in a dossier that its entrant takes over in the same moment."""
    entry, code = written_for(r)
    second = yield claiming(r, code, r.cast.entrants[0]), typing(entry, title="Bẫy đèn")
    assert second.was_refused(NotAllowed)
    assert Entry.objects.get(pk=entry.pk).title == ""


@race(attach.attach, "attach(entry)", on="begun")
def the_last_file_that_fits(r):
    Edition.objects.filter(pk=r.edition.pk).update(max_files=1)
    entry = drafting.start_draft(edition=r.edition, by=r.cast.entrants[0], at=r.at(3))
    one = partial(attach.attach, entry=entry, upload=picture("một.png"), by=entry.owner)
    two = partial(attach.attach, entry=entry, upload=picture("hai.png"), by=entry.owner)
    second = yield one, two
    assert second.was_refused(attach.BadFile)
    assert [file.name for file in entry.attachments.all()] == ["một.png"]


@race(attach.remove, "remove(attachment.entry)", on="begun")
def a_file_removed_while_it_is_sent_in(r):
    entry = draft_of(r)
    remove = partial(attach.remove, attachment=entry.attachments.get(), by=entry.owner)
    second = yield sending(entry, r), remove
    assert second.was_refused(NotAllowed)
    assert entry.attachments.count() == 1


def describing(file, caption):
    return partial(attach.describe, attachment=file, by=file.entry.owner, caption=caption, part="")


@race(attach.describe, "describe(attachment.entry)", on="begun")
def a_file_described_while_it_is_sent_in(r):
    entry = draft_of(r)
    second = yield sending(entry, r), describing(entry.attachments.get(), "Khác")
    assert second.was_refused(NotAllowed)
    assert not Attachment.objects.filter(caption="Khác").exists()


@race(attach.describe, "describe(attachment.entry)", on="begun")
def a_file_described_while_it_is_removed(r):
    entry = draft_of(r)
    file = entry.attachments.get()
    remove = partial(attach.remove, attachment=entry.attachments.get(), by=entry.owner)
    second = yield remove, describing(file, "Khác")
    assert second.was_refused(Refused)
    assert not entry.attachments.exists()


def own_part(r, entry):
    """What covers a part of the entrant's own file."""
    copy = copies.copy_of(entry.attachments.get().blob, "x.pdf", [])
    usual = {"entry": entry, "by": entry.owner, "at": r.at(4)}
    return partial(redacting.cover_own, copy=copy, page=1, box=BOX, **usual)


@race(redacting.cover_own, "cover_own(entry)", on="begun")
def an_own_part_covered_while_it_is_sent_in(r):
    entry = draft_of(r)
    second = yield sending(entry, r), own_part(r, entry)
    assert second.was_refused(NotAllowed)
    assert not Redaction.objects.exists()


@race(redacting.uncover_own, "uncover_own(entry)", on="begun")
def an_own_part_shown_while_it_is_sent_in(r):
    entry = draft_of(r)
    part = own_part(r, entry)()
    usual = {"entry": entry, "redaction": part, "by": entry.owner, "at": r.at(4)}
    second = yield sending(entry, r), partial(redacting.uncover_own, **usual)
    assert second.was_refused(NotAllowed)
    assert Redaction.objects.get() == part


def beginning(entry, r):
    return partial(uploads.begin, entry=entry, name="ảnh.png", size=5, by=entry.owner, at=r.at(3))


@race(uploads.begin, "begin(entry)", on="begun")
def an_upload_begun_while_it_is_sent_in(r):
    entry = draft_of(r)
    second = yield sending(entry, r), beginning(entry, r)
    assert second.was_refused(NotAllowed)
    assert not Upload.objects.exists()


def sent_whole(r):
    """An upload all of whose bytes have come."""
    entry = drafting.start_draft(edition=r.edition, by=r.cast.entrants[0], at=r.at(3))
    content = steps.sketch("a")
    usual = {"name": "ảnh.png", "size": len(content), "by": entry.owner, "at": r.at(3)}
    upload = uploads.begin(entry=entry, **usual)
    uploads.part_of(upload).write_bytes(content)
    return upload


@race(uploads.finish, "finish(upload)", on="begun")
def an_upload_finished_twice(r):
    upload = sent_whole(r)
    second = yield partial(uploads.finish, upload=upload), partial(uploads.finish, upload=upload)
    assert second.error is None
    assert Attachment.objects.get() == second.answer


@race(uploads.finish, "finish(upload)", on="begun")
def an_upload_finished_while_it_is_abandoned(r):
    upload = sent_whole(r)
    abandon = partial(uploads.abandon, upload=Upload.objects.get(pk=upload.pk))
    second = yield abandon, partial(uploads.finish, upload=upload)
    assert second.was_refused(WrongState)
    assert not Attachment.objects.exists()


@race(uploads.reached, "reached(upload)", on="begun")
def an_upload_asked_about_while_it_is_finished(r):
    upload = sent_whole(r)
    ask = partial(uploads.reached, upload=Upload.objects.get(pk=upload.pk))
    second = yield partial(uploads.finish, upload=upload), ask
    assert second.answer == upload.size
    assert Attachment.objects.get().blob.size == upload.size


# Sent in


@race(intake.submit, "submit(entry)", on="begun")
def one_entry_from_two_windows(r):
    entry = draft_of(r)
    second = yield sending(entry, r), sending(Entry.objects.get(pk=entry.pk), r)
    assert second.error is None
    assert Receipt.objects.get() == second.answer
    assert EntryVersion.objects.count() == 1
    assert lines("entry.submitted") == 1


@race(intake.submit, AT_COUNTER, on="sent_in")
def two_entries_at_once(r):
    """One by the deadline, one that came on paper: no other lock is between them."""
    with r.step("x", 7) as at:
        people = r.cast.entrants[2:4]
        works = [
            steps.write(r.edition, owner, index, 1, r.units[:1], at)
            for index, owner in enumerate(people, start=2)
        ]
        drain()
    entry, on_paper = (Entry.objects.get(pk=work.entry.pk) for work in works)
    HandoverFactory(entry=on_paper, by=on_paper.owner, on_paper=True)
    second = yield sending(entry, r, 7), sending(on_paper, r, 7)
    assert second.error is None
    assert second.answer.number.endswith("-0004")
    numbers = Receipt.objects.values_list("number", flat=True)
    assert [number[-4:] for number in sorted(numbers)] == ["0001", "0002", "0003", "0004"]


@race(intake.amend, "amend(entry)", on="sent_in")
def changed_while_it_is_withdrawn(r):
    entry = r.entries[0]
    amend = partial(intake.amend, entry=entry, by=entry.owner, at=r.at(6))
    second = yield withdrawing(entry, r), amend
    assert second.was_refused(NotAllowed)
    entry.refresh_from_db()
    assert entry.amending_since is None
    assert entry.status == "withdrawn"


@race(intake.withdraw, "withdraw(entry)", on="sent_in")
def withdrawn_from_two_windows(r):
    entry = r.entries[0]
    second = yield withdrawing(entry, r), withdrawing(entry, r)
    assert second.was_refused(NotAllowed)
    assert Withdrawal.objects.count() == 1
    assert lines("entry.withdrawn") == 1


# Looked at


def accepting(r, entry, by=None):
    return partial(
        screening.accept,
        entry=entry,
        by=by or r.cast.secretary,
        at=r.at(6),
        checks=r.edition.screening_points,
    )


def deciding(verb, r, entry):
    return partial(verb, entry=entry, by=r.cast.second, at=r.at(6), reason="Thiếu số liệu")


@race(screening.accept, "_decide(entry)", on="sent_in")
def accepted_by_two(r):
    entry = r.entries[0]
    second = yield accepting(r, entry), accepting(r, entry, by=r.cast.second)
    assert second.was_refused(WrongState)
    assert Screening.objects.get().by == r.cast.secretary
    assert lines("entry.screened") == 1


@race(screening.undo_acceptance, "undo_acceptance(entry)", on="sent_in")
def acceptance_undone_by_two(r):
    entry = r.entries[0]
    accepting(r, entry)()
    undone = deciding(screening.undo_acceptance, r, entry)
    second = yield undone, undone
    assert second.was_refused(WrongState)
    assert lines("entry.acceptance_undone") == 1


@race(screening.return_for_changes, "_decide(entry)", on="sent_in")
def accepted_and_returned(r):
    entry = r.entries[0]
    second = yield accepting(r, entry), deciding(screening.return_for_changes, r, entry)
    assert second.was_refused(WrongState)
    assert Screening.objects.get().verdict == "accepted"
    assert Entry.objects.get(pk=entry.pk).status == "accepted"


@race(screening.refuse, "_decide(entry)", on="sent_in")
def accepted_and_refused(r):
    entry = r.entries[0]
    second = yield accepting(r, entry), deciding(screening.refuse, r, entry)
    assert second.was_refused(WrongState)
    assert Screening.objects.get().verdict == "accepted"
    assert Entry.objects.get(pk=entry.pk).status == "accepted"


@race(correspondence.write, "write(entry)", on="begun")
def a_letter_while_it_is_sent_in(r):
    """The office writes to what is sent in: the letter waits for that, and goes."""
    entry = draft_of(r)
    letter = {"text": "Xin bổ sung", "by": r.cast.secretary, "at": r.at(6)}
    second = yield sending(entry, r), partial(correspondence.write, entry=entry, **letter)
    assert second.error is None
    assert Letter.objects.get().from_office


@race(correspondence.answer, "answer(entry)", on="begun")
def an_answer_while_it_is_sent_in(r):
    entry = draft_of(r)
    letter = {"text": "Đã bổ sung", "by": entry.owner, "at": r.at(6)}
    second = yield sending(entry, r), partial(correspondence.answer, entry=entry, **letter)
    assert second.error is None
    assert Letter.objects.get().by == entry.owner


def receiving(r, entry):
    return partial(
        exhibits.receive,
        entry=entry,
        kind="model",
        name="Máy gieo hạt",
        count=1,
        condition="Còn mới",
        brought_by="Nguyễn Văn An",
        by=r.cast.secretary,
        at=r.at(6),
    )


@race(exhibits.receive, "receive(entry)", on="begun")
def an_exhibit_while_it_is_sent_in(r):
    entry = draft_of(r)
    second = yield sending(entry, r), receiving(r, entry)
    assert second.error is None
    assert Exhibit.objects.get().entry == entry


@race(exhibits.receive, "_next_number(counter)", on="sent_in")
def two_exhibits_at_once(r):
    one, two = r.entries
    second = yield receiving(r, one), receiving(r, two)
    assert second.error is None
    numbers = Exhibit.objects.values_list("number", flat=True)
    assert [number[-4:] for number in sorted(numbers)] == ["0001", "0002"]


@race(exhibits.move, "move(exhibit)", on="sent_in")
def an_exhibit_given_back_and_shown(r):
    exhibit = receiving(r, r.entries[0])().exhibit
    usual = {"exhibit": exhibit, "note": "", "at": r.at(7)}
    back = {"kind": "returned", "where": "Nguyễn Văn An", "by": r.cast.secretary}
    shown = {"kind": "shown", "where": "Sảnh A", "by": r.cast.second}
    second = yield partial(exhibits.move, **usual, **back), partial(exhibits.move, **usual, **shown)
    assert second.was_refused(WrongState)
    assert not ExhibitStep.objects.filter(kind="shown").exists()
    assert lines("exhibit.shown") == 0


@race(search.look_at, "look_at(pair)", on="sent_in")
def a_pair_looked_at_by_two(r):
    """The last word stands with who said it."""
    mine, other = (entry.latest_version() for entry in r.entries)
    pair = SimilarPairFactory(version=mine, other=other)
    usual = {"pair": pair, "at": r.at(6)}
    one = partial(search.look_at, because="Giống nhau", by=r.cast.secretary, **usual)
    two = partial(search.look_at, because="Khác nhau", by=r.cast.second, **usual)
    yield one, two
    pair.refresh_from_db()
    assert pair.because == "Khác nhau"
    assert pair.looked_at_by == r.cast.second


# The unit's word


def focal_point(r):
    person = r.cast.voters[0]
    units.appoint(
        edition=r.edition,
        user=person,
        unit=r.entries[0].unit,
        by=r.cast.secretary,
        at=clock.now(),
        reason="1/QĐ",
    )
    person.refresh_from_db()
    return person


def confirming(r, version, by):
    return partial(units.confirm, version=version, by=by, at=r.at(7), list_number="12/DS")


@race(units.confirm, "_entry_to_confirm(version.entry)", on="sent_in")
def confirmed_while_the_office_returns_it(r):
    entry = r.entries[0]
    confirm = confirming(r, entry.latest_version(), focal_point(r))
    second = yield deciding(screening.return_for_changes, r, entry), confirm
    assert second.was_refused(WrongState)
    assert not UnitConfirmation.objects.exists()
    assert lines("entry.confirmed") == 0


@race(units.send_back, "_entry_to_confirm(version.entry)", on="sent_in")
def confirmed_and_sent_back(r):
    person = focal_point(r)
    version = r.entries[0].latest_version()
    assert not hasattr(version, "confirmation")  # as the page has asked that sends it back
    usual = {"reason": "Thiếu ý kiến hội đồng", "by": person, "at": r.at(7)}
    send_back = partial(units.send_back, version=version, **usual)
    second = yield confirming(r, r.entries[0].latest_version(), person), send_back
    assert second.was_refused(WrongState)
    assert not UnitReturn.objects.exists()
    assert Entry.objects.get(pk=r.entries[0].pk).status == "submitted"


# Sealed


def preparing(r, entry):
    return partial(sealing.prepare, entry=entry, by=r.cast.second, at=r.at(35))


def letting_go(r, copy):
    return partial(sealing.seal, sealing=copy, by=r.cast.secretary, at=r.at(36))


@race(sealing.prepare, "prepare(entry)", on="sent_in")
def prepared_while_it_is_withdrawn(r):
    accept_each(r)
    entry = r.entries[0]
    second = yield withdrawing(entry, r), preparing(r, entry)
    assert second.was_refused(WrongState)
    assert not Sealing.objects.exists()


def seen(r, copy):
    """The copy, at every page of which somebody has looked."""
    steps.look_through(copy, by=r.cast.secretary, at=r.at(35.5))
    return copy


def looking(r, copy, who):
    pages = [looks.Shown(page.file.place, page.page, page.digest) for page in looks.waiting(copy)]
    return partial(looks.look, entry=copy.version.entry, shown=pages, by=who, at=r.at(35.5))


@race(looks.look, "look(entry)", on="sent_in")
def looked_at_by_two(r):
    copy = prepare_each(r)[0]
    pages = len(looks.waiting(copy))
    second = yield looking(r, copy, r.cast.secretary), looking(r, copy, r.cast.second)
    assert second.answer == 0
    assert PageLook.objects.count() == pages
    assert lines("copy.looked_at") == 1


@race(looks.look, "look(entry)", on="sent_in")
def looked_at_while_a_part_is_covered(r):
    copy = prepare_each(r)[0]
    usual = {"place": 1, "page": 1, "box": (0, 0, 1, 0.1), "by": r.cast.second, "at": r.at(35)}
    cover = partial(redacting.cover, entry=r.entries[0], **usual)
    second = yield cover, looking(r, copy, r.cast.secretary)
    assert second.was_refused(Refused)
    assert not PageLook.objects.exists()


@race(sealing.seal, "seal(sealing.version.entry)", on="sent_in")
def sealed_by_two(r):
    copy = seen(r, prepare_each(r)[0])
    second = yield letting_go(r, copy), letting_go(r, Sealing.objects.get(pk=copy.pk))
    assert second.was_refused(WrongState)
    assert lines("entry.sealed") == 1


@race(sealing.seal, "seal(sealing.version.entry)", on="sent_in")
def sealed_while_it_is_prepared_again(r):
    copy = seen(r, prepare_each(r)[0])
    second = yield preparing(r, r.entries[0]), letting_go(r, copy)
    assert second.was_refused(WrongState)
    assert lines("entry.sealed") == 0


@race(sealing.unseal_for_changes, "unseal_for_changes(entry)", on="entered")
def unsealed_by_two(r):
    usual = {"entry": r.works[0].entry, "reason": "Sửa tên tác giả", "at": r.at(36)}
    one = partial(sealing.unseal_for_changes, by=r.cast.secretary, **usual)
    two = partial(sealing.unseal_for_changes, by=r.cast.second, **usual)
    second = yield one, two
    assert second.was_refused(WrongState)
    assert lines("entry.unsealed") == 1


@race(joint_requests.agree, "submissions.sealing.sealing.voided(Entry.objects.get)", on="entered")
def withdrawn_while_its_copy_is_voided(r):
    entry = r.works[0].entry
    usual = {"by": r.cast.secretary, "at": r.at(41)}
    joint = sealing.unseal_for_changes(entry=entry, reason="Sửa tên tác giả", **usual)
    leaving = partial(intake.withdraw, entry=entry, reason="Rút", by=entry.owner, at=r.at(41))
    agreeing = partial(joint_requests.agree, joint=joint, by=r.cast.second, at=r.at(41))
    second = yield leaving, agreeing
    assert second.was_refused(WrongState)
    assert lines("entry.unsealed") == 0


BOX = (0, 0, 1, 0.1)


@race(redacting.cover, "_copy_to_change(entry)", on="sent_in")
def covered_while_it_is_sealed(r):
    copy = seen(r, prepare_each(r)[0])
    usual = {"entry": r.entries[0], "by": r.cast.second, "at": r.at(36)}
    cover = partial(redacting.cover, place=1, page=1, box=BOX, **usual)
    second = yield letting_go(r, copy), cover
    assert second.was_refused(NotAllowed | WrongState)
    assert not Redaction.objects.exists()


@race(redacting.decide, "_copy_to_change(entry)", on="sent_in")
def decided_while_it_is_sealed(r):
    copy = seen(r, prepare_each(r)[0])
    usual = {"entry": r.entries[0], "by": r.cast.second, "at": r.at(36)}
    decide = partial(redacting.decide, word="Sao Mai", is_masked=True, **usual)
    second = yield letting_go(r, copy), decide
    assert second.was_refused(NotAllowed | WrongState)
    assert not WordDecision.objects.exists()


@race(redacting.uncover, "_copy_to_change(entry)", on="sent_in")
def uncovered_while_it_is_sealed(r):
    prepare_each(r)
    usual = {"entry": r.entries[0], "by": r.cast.second, "at": r.at(35)}
    copy = seen(r, redacting.cover(place=1, page=1, box=BOX, **usual))
    uncover = partial(redacting.uncover, redaction=Redaction.objects.get(), **usual)
    second = yield letting_go(r, copy), uncover
    assert second.was_refused(WrongState)
    assert Redaction.objects.count() == 1


# Consents, and what judges ask


def taking_back(r, entry, kind="names"):
    return partial(consents.withdraw, entry=entry, kind=kind, by=entry.owner, at=r.at(36))


@race(consents.withdraw, "withdraw(entry)", on="entered")
def taken_back_from_two_windows(r):
    entry = r.works[0].entry
    Entry.objects.filter(pk=entry.pk).update(publish_names=True)
    second = yield taking_back(r, entry), taking_back(r, entry)
    assert second.was_refused(WrongState)
    assert lines("consent.withdrawn") == 1


@race(consents.withdraw, "withdraw(entry)", on="entered")
def two_consents_taken_back_at_once(r):
    """Neither brings the other back."""
    entry = r.works[0].entry
    Entry.objects.filter(pk=entry.pk).update(publish_names=True, publish_pictures=True)
    second = yield taking_back(r, entry), taking_back(r, entry, "pictures")
    assert second.error is None
    entry.refresh_from_db()
    assert (entry.publish_names, entry.publish_pictures) == (False, False)


@race(consents.hold_back, "hold_back(entry)", on="entered")
def held_back_until_two_days(r):
    """The later day holds, whoever comes first."""
    entry = r.works[0].entry
    usual = {"entry": entry, "by": entry.owner, "at": r.at(36)}
    long = partial(consents.hold_back, until=r.at(300).date(), **usual)
    short = partial(consents.hold_back, until=r.at(200).date(), **usual)
    second = yield long, short
    assert second.was_refused(Refused)
    assert Entry.objects.get(pk=entry.pk).embargo_until == r.at(300).date()


@race(consents.keep_from_vote, "keep_from_vote(entry)", on="entered")
def kept_from_the_vote_twice(r):
    """Once; the second press is told so."""
    entry = r.works[0].entry
    press = partial(consents.keep_from_vote, entry=entry, by=entry.owner, at=r.at(36))
    second = yield press, press
    assert second.was_refused(WrongState)
    assert Entry.objects.get(pk=entry.pk).is_kept_from_vote


def asked_for(r):
    """A consent that is taken back after the announcement, and how it is carried out by whom."""
    entry = r.decision.awards.first().entry
    Entry.objects.filter(pk=entry.pk).update(publish_names=True)
    asked = consents.withdraw(entry=entry, kind="names", by=entry.owner, at=r.at(95))
    return lambda by: partial(consents.carry_out, withdrawal=asked, by=by, at=r.at(96))


@race(consents.carry_out, "carry_out(withdrawal.entry)", on="awarded")
def carried_out_by_two(r):
    carry_out = asked_for(r)
    second = yield carry_out(r.cast.secretary), carry_out(r.cast.second)
    assert second.was_refused(WrongState)
    assert lines("consent.withdrawn") == 1


@race(questions.answer, "answer(question)", on="entered")
def answered_by_two(r):
    question = asked_by_a_judge(r)
    usual = {"question": question, "at": r.at(41)}
    one = partial(questions.answer, text="Đo 14 ngày", by=r.cast.secretary, **usual)
    two = partial(questions.answer, text="Đo 7 ngày", by=r.cast.second, **usual)
    second = yield one, two
    assert second.was_refused(WrongState)
    assert lines("inquiry.answered") == 1


# Shared with others, written for others


def inviting(r, right="view"):
    entry = r.entries[0]
    usual = {"email": "ban@example.vn", "right": right, "by": entry.owner, "at": r.at(6)}
    return partial(invitations.invite, entry=entry, **usual)


def answering(verb, r, invitation, by):
    return partial(verb, invitation=invitation, by=by, at=r.at(6))


@race(invitations.invite, "invite(entry)", on="sent_in")
def one_person_invited_twice(r):
    """The second invitation replaces the first."""
    second = yield inviting(r), inviting(r, right="edit")
    assert second.error is None
    assert Invitation.objects.get(revoked_at=None) == second.answer[0]


@race(invitations.accept, "accept(invitation)", on="sent_in")
def accepted_while_it_is_taken_back(r):
    invitation, _token = inviting(r)()
    revoke = answering(invitations.revoke, r, invitation, r.entries[0].owner)
    second = yield revoke, answering(invitations.accept, r, invitation, r.cast.entrants[2])
    assert second.was_refused(Refused)
    assert Invitation.objects.get().accepted_at is None


@race(invitations.accept, "accept(invitation.entry)", on="sent_in")
def accepted_while_it_is_sealed(r):
    copy = seen(r, prepare_each(r)[0])
    invitation, _token = inviting(r)()
    accept = answering(invitations.accept, r, invitation, r.cast.entrants[2])
    second = yield letting_go(r, copy), accept
    assert second.was_refused(Refused)
    assert Invitation.objects.get().accepted_at is None


@race(invitations.decline, "decline(invitation)", on="sent_in")
def accepted_and_declined(r):
    invitation, _token = inviting(r)()
    accept = answering(invitations.accept, r, invitation, r.cast.entrants[2])
    second = yield accept, answering(invitations.decline, r, invitation, r.cast.entrants[2])
    assert second.was_refused(Refused)
    assert Invitation.objects.get().declined_at is None


@race(invitations.revoke, "revoke(invitation)", on="sent_in")
def taken_back_while_it_is_accepted(r):
    """The access that came of it in the same moment is taken back too."""
    invitation, _token = inviting(r)()
    revoke = answering(invitations.revoke, r, invitation, r.entries[0].owner)
    second = yield answering(invitations.accept, r, invitation, r.cast.entrants[2]), revoke
    assert second.error is None
    assert not Entry.objects.readable_by(r.cast.entrants[2]).exists()


def written_for(r):
    """(a dossier that the office has written for somebody, its code)."""
    usual = {"by": r.cast.secretary, "at": r.at(3)}
    entry = behalf.start(edition=r.edition, full_name="Ma Thị Sen", **usual)
    code = codes.new()
    Handover.objects.filter(entry=entry).update(code_digest=codes.code_digest(code))
    return entry, code


def claiming(r, code, by):
    return partial(behalf.claim, code=code, by=by, at=r.at(4))


@race(behalf.claim, "claim(Handover)", on="begun")
def one_slip_in_two_hands(r):
    entry, code = written_for(r)
    one, two = r.cast.entrants[:2]
    second = yield claiming(r, code, one), claiming(r, code, two)
    assert second.was_refused(Refused)
    assert Entry.objects.get(pk=entry.pk).owner == one
    assert lines("entry.taken_over") == 1


@race(behalf.claim, "claim(handover.entry)", on="begun")
def taken_over_while_the_office_types(r):
    """What was typed in the last moment is taken over too."""
    entry, code = written_for(r)
    person = r.cast.entrants[0]
    second = yield typing(entry, title="Bẫy đèn"), claiming(r, code, person)
    assert second.answer.title == "Bẫy đèn"
    entry.refresh_from_db()
    assert entry.owner == person
    assert entry.title == "Bẫy đèn"


@race(behalf.print_slips, "print_slips(Handover)", on="begun")
def a_slip_printed_while_it_is_used(r):
    entry, code = written_for(r)
    slips = partial(behalf.print_slips, entries=[entry], by=r.cast.secretary, at=r.at(4))
    second = yield claiming(r, code, r.cast.entrants[0]), slips
    assert second.was_refused(Refused)
    assert Handover.objects.get().code_digest == codes.code_digest(code)


@race(bulk.enter, "enter(imported)", on="begun")
def a_list_entered_from_two_windows(r):
    table = "Tên sáng kiến,Tác giả\nBẫy đèn,Nguyễn Văn An"
    upload = SimpleUploadedFile("danh sách.csv", table.encode("utf-8-sig"))
    usual = {"by": r.cast.secretary, "at": r.at(3)}
    imported = bulk.dry_run(edition=r.edition, upload=upload, **usual)
    enter = partial(bulk.enter, imported=imported, **usual)
    second = yield enter, enter
    assert second.was_refused(WrongState)
    assert Entry.objects.count() == 1


@race(intake.withdraw, "foundation.ledger.chain.hold(Chain)", on="sent_in")
def withdrawn_while_a_conflict_is_entered(r):
    """Neither stands in the other's way: the one that adds to the entry has not locked it."""
    usual = {"reason": "Cùng cơ quan", "by": r.cast.secretary, "at": r.at(6)}
    entry = r.entries[0]
    enter = partial(clearing.enter, entry=entry, person=r.cast.judges[1], **usual)
    second = yield enter, withdrawing(entry, r)
    assert second.error is None
    assert lines("conflict.entered") == 1
    assert lines("entry.withdrawn") == 1
