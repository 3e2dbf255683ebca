"""Races of councils: seats, sheets, meetings, rounds."""

from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile

from competition import clock, joint_requests
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import JointRequest
from foundation.jobs.models import Job
from judging.assigning import assignment, conflicts, lottery
from judging.councils import confirming, course, meetings, panels, rounds, undertakings, visits
from judging.models import (
    Assignment,
    BlindedEntry,
    Inquiry,
    Judge,
    KeyedSheet,
    Meeting,
    Motion,
    MotionVoter,
    Recusal,
    Reopening,
    Round,
    Scoresheet,
    Visit,
    VisitPhoto,
)
from judging.papers import minutes
from judging.results import evidence
from judging.scoring import inquiries, keyed, reopening, scoresheets
from tests.factories.judging import VisitFactory
from tests.judging.council import points, score
from tests.ledger_lines.judging import (
    asked_to_reopen,
    called,
    committed,
    filled,
    motion_of,
    offered,
    propose,
    seat_judges,
    sheets_of,
    typed,
)
from tests.races.rows import lines, race
from tests.submissions.files import hostile

AT_ROUND = "judging.assigning.assignment.still_open(judging_round)"


# Who scores what


def plan_confirmed(r):
    return partial(assignment.confirm, judging_round=r.round, by=r.cast.secretary, at=r.at(40.7))


@race(assignment.propose, "still_open(judging_round)", on="entered")
def proposed_while_it_is_confirmed(r):
    """A plan that was confirmed in the same moment is not taken away."""
    propose(r)
    wanted = Assignment.objects.count()
    anew = partial(assignment.propose, judging_round=r.round, by=r.cast.second)
    second = yield plan_confirmed(r), anew
    assert second.error is None
    assert Assignment.objects.filter(state="confirmed").count() == wanted
    assert Assignment.objects.count() == wanted


@race(assignment.confirm, "confirm(judging_round)", on="entered")
def confirmed_by_two(r):
    propose(r)
    second = yield plan_confirmed(r), plan_confirmed(r)
    assert second.was_refused(WrongState)
    assert lines("assignment.confirmed") == 1


def one_to_move(r):
    """A proposed sheet, and a judge of its panel who may have it."""
    seat_judges(r)
    Round.objects.filter(pk=r.round.pk).update(sheets_per_entry=1)
    assignment.propose(judging_round=r.round, by=r.cast.secretary)
    item = Assignment.objects.filter(judge__panel__round=r.round).first()
    others = item.judge.panel.judges.exclude(pk=item.judge_id)
    return item, others.exclude(conflicts__blinded_entry=item.blinded_entry).first()


@race(assignment.move, "still_open(judging_round)", on="entered")
def moved_while_it_is_confirmed(r):
    item, judge = one_to_move(r)
    move = partial(assignment.move, item=item, judge=judge, by=r.cast.second)
    second = yield plan_confirmed(r), move
    assert second.was_refused(WrongState)
    assert Assignment.objects.get(pk=item.pk).state == "confirmed"


@race(assignment.confirm, "confirm(judging_round)", on="entered")
def confirmed_while_one_is_moved(r):
    """The plan that is confirmed has every sheet, the moved one too."""
    item, judge = one_to_move(r)
    move = partial(assignment.move, item=item, judge=judge, by=r.cast.second)
    second = yield move, plan_confirmed(r)
    assert second.error is None
    assert not Assignment.objects.filter(state="proposed").exists()


@race(assignment.move, "still_open(judging_round)", on="entered")
def moved_while_all_is_proposed_anew(r):
    item, judge = one_to_move(r)
    anew = partial(assignment.propose, judging_round=r.round, by=r.cast.secretary)
    second = yield anew, partial(assignment.move, item=item, judge=judge, by=r.cast.second)
    assert second.was_refused(Refused)
    assert Assignment.objects.filter(blinded_entry=item.blinded_entry).count() == 1


@race(assignment.propose_replacements, "propose_replacements(judging_round)", on="convened")
def a_substitute_sought_twice(r):
    """Two recusals are told of at once; the gap is filled once."""
    seat = panels.appoint(
        panel=r.panel, user=r.cast.voters[0], by=r.cast.secretary, reason="1/QĐ", at=clock.now()
    )
    undertakings.sign(judge=seat, by=seat.user, at=r.at(41))
    sheet = sheets_of(r, r.member).last()
    usual = {"reason": "Tôi nhận ra", "by": r.member, "at": r.at(41)}
    conflicts.recuse(assignment=sheet, **usual)
    seek = partial(assignment.propose_replacements, r.round)
    second = yield seek, seek
    assert second.error is None
    assert Assignment.objects.get(state="proposed").judge == seat


def drawing(r, lots):
    usual = {"public_number": "38215", "by": r.cast.secretary, "at": r.at(40.7)}
    return partial(lottery.draw, lottery=lots, **usual)


# A lottery is held by its round: whoever fixes chances, draws or proposes locks that first.


@race(lottery.draw, AT_ROUND, on="entered")
def drawn_by_two(r):
    seat_judges(r)
    lots = committed(r)
    second = yield drawing(r, lots), drawing(r, lots)
    assert second.was_refused(WrongState)
    assert lines("lottery.drawn") == 1


@race(lottery.draw, AT_ROUND, on="entered")
def drawn_while_chances_are_fixed_anew(r):
    seat_judges(r)
    lots = committed(r)
    second = yield partial(committed, r), drawing(r, lots)
    assert second.was_refused(WrongState)
    assert lines("lottery.committed") == 2
    assert lines("lottery.drawn") == 0


@race(lottery.commit, AT_ROUND, on="entered")
def chances_fixed_while_the_plan_is_confirmed(r):
    propose(r)
    second = yield plan_confirmed(r), partial(committed, r)
    assert second.was_refused(WrongState)
    assert lines("lottery.committed") == 0


# A round


def opening(r):
    return partial(rounds.open_round, judging_round=r.round, by=r.cast.secretary, at=r.at(40.8))


def closing(r):
    return partial(rounds.close_round, judging_round=r.round, by=r.cast.secretary, at=r.at(43))


@race(rounds.open_round, "open_round(judging_round)", on="entered")
def opened_by_two(r):
    propose(r)
    plan_confirmed(r)()
    second = yield opening(r), opening(r)
    assert second.was_refused(WrongState)
    assert lines("round.opened") == 1


@race(rounds.close_round, "close_round(judging_round)", on="convened")
def closed_by_two(r):
    score(r)
    second = yield closing(r), closing(r)
    assert second.was_refused(WrongState)
    assert lines("round.closed") == 1


@race(rounds.close_round, "close_round(judging_round)", on="convened")
def closed_while_a_sheet_is_reopened(r):
    """No round is closed over a sheet that is a draft again."""
    asked = asked_to_reopen(r)
    score(r)
    agree = partial(joint_requests.agree, joint=asked, by=r.chair, at=r.at(43))
    second = yield agree, closing(r)
    assert second.was_refused(WrongState)
    assert Round.objects.get(pk=r.round.pk).state == "open"


def releasing(r, sheet):
    usual = {"reason": "Ốm", "by": r.cast.secretary, "at": r.at(42)}
    return partial(rounds.release_late, assignment=sheet, **usual)


@race(rounds.release_late, "release_late(assignment)", on="convened")
def taken_off_by_two(r):
    score(r, only=r.chair)
    sheet = sheets_of(r, r.member).last()
    second = yield releasing(r, sheet), releasing(r, sheet)
    assert second.was_refused(WrongState)
    assert lines("assignment.released") == 1


@race(rounds.release_late, "release_late(assignment)", on="convened")
def taken_off_while_it_is_scored(r):
    """Whoever locks the sheet in the last moment is not late."""
    score(r, only=r.chair)
    sheet = sheets_of(r, r.member).last()
    second = yield submitting(r), releasing(r, sheet)
    assert second.was_refused(WrongState)
    assert Assignment.objects.get(pk=sheet.pk).state == "confirmed"


@race(conflicts.recuse, "recuse(assignment)", on="convened")
def given_up_from_two_windows(r):
    sheet = sheets_of(r, r.member).last()
    usual = {"reason": "Tôi nhận ra", "by": r.member, "at": r.at(41)}
    recuse = partial(conflicts.recuse, assignment=sheet, **usual)
    second = yield recuse, recuse
    assert second.was_refused(NotAllowed)
    assert Recusal.objects.count() == 1
    assert lines("judge.recused") == 1


@race(inquiries.ask, "ask(assignment)", on="convened")
def more_asked_than_may_wait(r):
    sheet = sheets_of(r, r.member).last()
    ask = partial(inquiries.ask, assignment=sheet, text="Đo mấy ngày?", by=r.member, at=r.at(41))
    for _number in range(inquiries.MOST_OPEN - 1):
        ask()
    second = yield ask, ask
    assert second.was_refused(Refused)
    assert Inquiry.objects.count() == inquiries.MOST_OPEN


# Seats


@race(panels.set_rights, "set_rights(judge)", on="convened")
def two_rights_changed_at_once(r):
    seat = r.panel.judges.get(user=r.member)
    usual = {"judge": seat, "reason": "Vắng họp", "by": r.cast.secretary, "at": r.at(41)}
    one = partial(panels.set_rights, rights={"may_vote": False}, **usual)
    two = partial(panels.set_rights, rights={"may_sign": False}, **usual)
    yield one, two
    seat.refresh_from_db()
    assert not seat.may_vote
    assert not seat.may_sign


def signing(r, seat):
    return partial(undertakings.sign, judge=seat, by=seat.user, at=r.at(41))


def declining(r, seat):
    return partial(
        undertakings.decline, judge=seat, reason="Đi công tác", by=seat.user, at=r.at(41)
    )


@race(undertakings.sign, "_own_seat(judge)", on="convened")
def signed_while_it_is_declined(r):
    seat = offered(r)
    second = yield declining(r, seat), signing(r, seat)
    assert second.was_refused(WrongState)
    assert Judge.objects.get(pk=seat.pk).undertaking_at is None


@race(undertakings.decline, "_own_seat(judge)", on="convened")
def declined_while_it_is_signed(r):
    seat = offered(r)
    second = yield signing(r, seat), declining(r, seat)
    assert second.was_refused(WrongState)
    assert Judge.objects.get(pk=seat.pk).declined_at is None


@race(undertakings.print_codes, "print_codes(judge)", on="convened")
def codes_printed_while_it_is_declined(r):
    seat = offered(r)
    codes = partial(undertakings.print_codes, judge=seat, by=r.cast.secretary, at=r.at(41))
    second = yield declining(r, seat), codes
    assert second.was_refused(WrongState)
    assert lines("judge.codes_printed") == 0


# Sheets


def submitting(r, text="7,5"):
    return partial(scoresheets.submit_sheet, by=r.member, **filled(r, points=points(r, text)))


@race(scoresheets.save_sheet, "_own_open_sheet(assignment)", on="convened")
def saved_while_it_is_locked(r):
    sheet = filled(r, comment="Khác")
    second = yield submitting(r), partial(scoresheets.save_sheet, by=r.member, **sheet)
    assert second.was_refused(WrongState)
    assert Scoresheet.objects.get(assignment=sheet["assignment"]).comment == "Rõ"


@race(scoresheets.submit_sheet, "_own_open_sheet(assignment)", on="convened")
def locked_from_two_windows(r):
    second = yield submitting(r), submitting(r, text="8")
    assert second.was_refused(WrongState)
    assert set(Scoresheet.objects.get().points.values()) == {"7.50"}
    assert lines("sheet.locked") == 1


def typing(r):
    sheet = sheets_of(r, r.member).last()
    usual = {"points": points(r), "comment": "", "source": "phiếu giấy", "at": r.at(41)}
    return partial(keyed.key_in, assignment=sheet, by=r.panel_secretary, **usual)


@race(keyed.key_in, "_missing_sheet(assignment)", on="convened")
def typed_while_it_is_locked(r):
    second = yield submitting(r), typing(r)
    assert second.was_refused(WrongState)
    assert not KeyedSheet.objects.exists()


def checking(r, paper):
    return partial(keyed.check, keyed=paper, by=r.cast.secretary, at=r.at(42))


@race(keyed.check, "_missing_sheet(assignment)", on="convened")
def checked_while_it_is_locked(r):
    paper = typed(r)
    second = yield submitting(r, text="8"), checking(r, paper)
    assert second.was_refused(WrongState)
    assert KeyedSheet.objects.get().checked_at is None
    assert lines("sheet.locked") == 1


@race(keyed.check, "_missing_sheet(assignment)", on="convened")
def checked_while_it_is_rejected(r):
    paper = typed(r)
    reject = partial(keyed.reject, keyed=typed_again(paper), by=r.cast.second)
    second = yield reject, checking(r, paper)
    assert second.was_refused(WrongState)
    assert lines("sheet.locked") == 0


def typed_again(paper):
    return KeyedSheet.objects.get(pk=paper.pk)


@race(keyed.check, "_missing_sheet(assignment)", on="convened")
def checked_while_it_is_typed_anew(r):
    """What was compared with the paper is no longer what stands there."""
    second = yield typing(r), checking(r, typed(r))
    assert second.was_refused(WrongState)
    assert KeyedSheet.objects.get().checked_at is None
    assert lines("sheet.locked") == 0


@race(keyed.reject, "_missing_sheet(assignment)", on="convened")
def rejected_while_it_is_checked(r):
    paper = typed(r)
    second = yield checking(r, paper), partial(keyed.reject, keyed=paper, by=r.cast.second)
    assert second.was_refused(WrongState)
    assert KeyedSheet.objects.get().checked_by == r.cast.secretary


@race(reopening.ask, "ask(sheet)", on="convened")
def asked_for_by_two(r):
    sheet = submitting(r)()
    usual = {"sheet": sheet, "reason": "Nhập nhầm", "at": r.at(42)}
    one = partial(reopening.ask, by=r.panel_secretary, **usual)
    second = yield one, partial(reopening.ask, by=r.chair, **usual)
    assert second.was_refused(WrongState)
    assert JointRequest.objects.get(kind="reopening").asked_by == r.panel_secretary


@race(joint_requests.agree, "_waiting(joint)", on="convened")
def agreed_to_by_two(r):
    asked = asked_to_reopen(r)
    one = partial(joint_requests.agree, joint=asked, by=r.chair, at=r.at(43))
    two = partial(joint_requests.agree, joint=asked, by=r.vice, at=r.at(43))
    second = yield one, two
    assert second.was_refused(WrongState)
    assert Reopening.objects.get().agreed_by == r.chair
    assert lines("sheet.reopened") == 1


@race(joint_requests.agree, "judging.scoring.reopening.agreed(Round.objects.get)", on="convened")
def agreed_to_while_the_round_closes(r):
    asked = asked_to_reopen(r)
    score(r)
    agree = partial(joint_requests.agree, joint=asked, by=r.chair, at=r.at(43))
    second = yield closing(r), agree
    assert second.was_refused(WrongState)
    assert lines("sheet.reopened") == 0


# What a council does together


def concluding(r, meeting):
    return partial(meetings.conclude, meeting=meeting, text="Nhất trí", by=r.chair, at=r.at(43))


@race(meetings.note_attendance, "still_open(meeting)", on="convened")
def attendance_noted_while_it_is_closed(r):
    meeting = called(r)
    note = partial(meetings.note_attendance, meeting=meeting, present=[], by=r.cast.secretary)
    second = yield concluding(r, meeting), note
    assert second.was_refused(WrongState)
    assert meeting.attendances.count() == 4


@race(meetings.begin_presentation, "still_open(meeting)", on="convened")
def an_entry_heard_while_it_is_closed(r):
    meeting = called(r)
    item = meeting.agenda.get()
    begin = partial(meetings.begin_presentation, item=item, by=r.vice, at=r.at(43))
    second = yield concluding(r, meeting), begin
    assert second.was_refused(WrongState)
    assert meeting.agenda.get().started_at is None


@race(
    course.go_on,
    "judging.councils.meetings.still_open(meeting)",
    on="convened",
)
def gone_on_while_it_is_closed(r):
    meeting = called(r)
    on = partial(course.go_on, meeting=meeting, by=r.vice, at=r.at(43))
    second = yield concluding(r, meeting), on
    assert second.was_refused(WrongState)
    assert meeting.agenda.get().started_at is None


@race(
    course.give_more_time,
    "judging.councils.meetings.still_open(meeting)",
    on="convened",
)
def more_time_while_it_is_closed(r):
    meeting = called(r)
    item = course.go_on(meeting=meeting, by=r.vice, at=r.at(43))
    second = yield concluding(r, meeting), partial(course.give_more_time, item=item, by=r.vice)
    assert second.was_refused(WrongState)
    assert meeting.agenda.get().more_minutes == 0


@race(
    course.write_line,
    "judging.councils.meetings.still_open(meeting)",
    on="convened",
)
def a_line_while_it_is_closed(r):
    meeting = called(r)
    usual = {"text": "Muộn", "by": r.vice, "at": r.at(43)}
    second = yield concluding(r, meeting), partial(course.write_line, meeting=meeting, **usual)
    assert second.was_refused(WrongState)
    assert not meeting.lines.exists()


@race(
    course.strike_line,
    "judging.councils.meetings.still_open(meeting)",
    on="convened",
)
def a_line_struck_while_it_is_closed(r):
    meeting = called(r)
    line = course.write_line(meeting=meeting, text="Có", by=r.vice, at=r.at(43))
    second = yield concluding(r, meeting), partial(course.strike_line, line=line, by=r.vice)
    assert second.was_refused(WrongState)
    assert meeting.lines.get() == line


@race(confirming.confirm, "confirm(meeting)", on="convened")
def minutes_confirmed_twice(r):
    meeting = called(r)
    meetings.conclude(meeting=meeting, text="Nhất trí", by=r.chair, at=r.at(43))
    meeting = minutes.draft_minutes(meeting=meeting, by=r.panel_secretary)
    first = confirming.turns(meeting)[0].judge.user
    one = partial(confirming.confirm, meeting=meeting, by=first, at=r.at(44))
    second = yield one, one
    assert second.was_refused(WrongState)
    assert lines("minutes.confirmed") == 1


@race(confirming.remind, "remind(meeting)", on="convened")
def reminded_while_they_come_back_signed(r):
    meeting = called(r)
    meetings.conclude(meeting=meeting, text="Nhất trí", by=r.chair, at=r.at(43))
    meeting = minutes.draft_minutes(meeting=meeting, by=r.panel_secretary)
    remind = partial(confirming.remind, meeting=meeting, by=r.chair, at=r.at(44))
    second = yield attaching(r, meeting, 1), remind
    assert second.was_refused(WrongState)


@race(meetings.conclude_item, "still_open(meeting)", on="convened")
def an_entry_concluded_while_it_is_closed(r):
    meeting = called(r)
    item = meeting.agenda.get()
    conclude = partial(meetings.conclude_item, item=item, text="Xem lại", by=r.vice)
    second = yield concluding(r, meeting), conclude
    assert second.was_refused(WrongState)
    assert meeting.agenda.get().conclusion == ""


def asking(r, meeting):
    usual = {"text": "Đề nghị giải Nhất", "is_secret": True, "by": r.vice, "at": r.at(43)}
    return partial(meetings.put_to_vote, meeting=meeting, **usual)


@race(meetings.put_to_vote, "still_open(meeting)", on="convened")
def a_vote_opened_while_it_is_closed(r):
    meeting = called(r)
    second = yield concluding(r, meeting), asking(r, meeting)
    assert second.was_refused(WrongState)
    assert not Motion.objects.exists()


@race(meetings.conclude, "still_open(meeting)", on="convened")
def closed_while_a_vote_is_opened(r):
    meeting = called(r)
    second = yield asking(r, meeting), concluding(r, meeting)
    assert second.was_refused(WrongState)
    assert Meeting.objects.get().closed_at is None
    assert lines("council.concluded") == 0


@race(meetings.vote, "vote(motion)", on="convened")
def two_members_vote_at_once(r):
    """Both go into the box."""
    motion = motion_of(r, is_secret=True)
    one = partial(meetings.vote, motion=motion, choice="for", by=r.member)
    second = yield one, partial(meetings.vote, motion=motion, choice="for", by=r.vice)
    assert second.error is None
    motion.refresh_from_db()
    assert motion.box == {"for": 2}


@race(meetings.vote, "vote(motion)", on="convened")
def a_vote_given_while_it_is_closed(r):
    motion = motion_of(r, is_secret=False)
    close = partial(meetings.close_vote, motion=motion, by=r.chair, at=r.at(43))
    second = yield close, partial(meetings.vote, motion=motion, choice="for", by=r.member)
    assert second.was_refused(WrongState)
    assert not MotionVoter.objects.exists()


@race(meetings.close_vote, "close_vote(motion)", on="convened")
def a_vote_closed_while_one_is_given(r):
    """The vote of the last moment is counted."""
    motion = motion_of(r, is_secret=True)
    for member in (r.chair, r.vice):
        meetings.vote(motion=motion, choice="for", by=member)
    one = partial(meetings.vote, motion=motion, choice="for", by=r.member)
    second = yield one, partial(meetings.close_vote, motion=motion, by=r.chair, at=r.at(43))
    assert second.answer == {"for": 3}
    assert lines("council.voted") == 1


def attaching(r, meeting, pages):
    scan = SimpleUploadedFile("bien-ban.pdf", hostile.pdf(pages))
    usual = {"upload": scan, "by": r.panel_secretary, "at": r.at(44)}
    return partial(confirming.attach_signed, meeting=meeting, **usual)


@race(confirming.attach_signed, "attach_signed(meeting)", on="convened")
def signed_minutes_attached_twice(r):
    meeting = minutes.draft_minutes(meeting=called(r), by=r.panel_secretary)
    second = yield attaching(r, meeting, 1), attaching(r, meeting, 2)
    assert second.was_refused(WrongState)
    assert lines("minutes.signed") == 1


@race(minutes.draft_minutes, "draft_minutes(meeting)", on="convened")
def minutes_drafted_while_they_come_back_signed(r):
    meeting = minutes.draft_minutes(meeting=called(r), by=r.panel_secretary)
    draft = partial(minutes.draft_minutes, meeting=meeting, by=r.cast.secretary)
    second = yield attaching(r, meeting, 1), draft
    assert second.was_refused(Refused)
    assert Meeting.objects.get().minutes == meeting.minutes


@race(visits.record, "record(visit)", on="convened")
def the_last_photo_that_fits(r):
    sheet = sheets_of(r, r.member).last()
    visit = VisitFactory(blinded_entry=sheet.blinded_entry)
    visit.team.set([sheet.judge])
    usual = {"visit": visit, "text": "Máy chạy tốt", "by": r.member, "at": r.at(43)}

    def record(number):
        content = hostile.picture("JPEG", (number, number))
        photos = [SimpleUploadedFile(f"{number}.jpg", content)]
        return partial(visits.record, photos=photos, **usual)

    record(60)()
    photo = VisitPhoto.objects.get()
    for _ in range(visits.MOST_PHOTOS - 2):
        VisitPhoto.objects.create(visit=visit, blob=photo.blob)
    second = yield record(61), record(62)
    assert second.was_refused(Refused)
    assert VisitPhoto.objects.count() == visits.MOST_PHOTOS
    assert Visit.objects.get().record == "Máy chạy tốt"
    assert BlindedEntry.objects.filter(pk=sheet.blinded_entry.pk).exists()


@race(evidence.stop, "stop(judging_round)", on="judged")
def the_working_out_stopped_by_two(r):
    waiting = Job.objects.filter(kind="evidence")
    waiting.update(state=Job.State.PENDING)
    stopping = partial(evidence.stop, judging_round=r.round, by=r.cast.secretary, at=r.at(60))
    second = yield stopping, stopping
    assert second.was_refused(WrongState)
    assert waiting.get().state == Job.State.CANCELLED
    assert lines("evidence.stopped") == 1
