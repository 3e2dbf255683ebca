"""What the verbs of the councils leave in the ledger."""

import datetime
import io
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from accounts.models import RoleInvitation
from competition import clock, joint_requests
from competition.models import Scheme
from demo.rehearsal import steps
from foundation.jobs import outbox
from foundation.jobs.drain import drain
from foundation.ledger.chain import digest_of
from judging import intake
from judging.assigning import assignment, conflicts, lottery
from judging.councils import (
    confirming,
    course,
    discussion,
    judge_tables,
    meetings,
    panels,
    rounds,
    undertakings,
    visits,
)
from judging.models import Assignment, BlindedEntry, Conflict, Judge, KeyedSheet, Scoresheet
from judging.papers import fee_list, minutes
from judging.results import comparing, evidence, promotion, ranking
from judging.scoring import inquiries, keyed, reopening, scoresheets
from submissions.sealing import sealing
from tests.factories.judging import VisitFactory
from tests.factories.submissions import EnteredConflictFactory
from tests.judging.council import points, score
from tests.ledger_lines.rows import beside, canonical, kept, leaves, leaves_none, sha
from tests.submissions.files import hostile
from tests.typed_tables import excel

PLAN = "a proposal is no plan yet; its confirmation has a line"
SEATS = "a panel is a row with its decision; each seat on it has a line"
TABLE_READ = "nothing comes of a table before the last press"
MEETING = "the meeting's conclusion and its votes have lines of their own"
REJECTED = "what waits is gone; the line of its typing stays"
SOURCE = "Giải đặc biệt xổ số miền Bắc"


# Panels and assignment


def seat_judges(r) -> None:
    """Panels whose judges have signed; nothing is assigned."""
    with clock.set_to(r.at(40.5)):
        r.round = steps.panels(r.edition, r.cast, sizes=4)


def propose(r) -> None:
    seat_judges(r)
    assignment.propose(judging_round=r.round, by=r.cast.secretary)


@leaves_none("it is empty", verb=rounds.prepare_round, on="entered")
def a_round(r, call):
    call(edition=r.edition, by=r.cast.secretary)


@leaves_none(SEATS, verb=panels.establish_panel, on="entered")
def a_panel(r, call):
    judging_round = rounds.prepare_round(edition=r.edition, by=r.cast.secretary)
    fields = r.edition.fields.all()
    call(judging_round=judging_round, name="Hội đồng 1", fields=fields, by=r.cast.secretary)


def seat_of(judge, rights: list[str], reason: str) -> dict:
    """The payload of a seat as it is since its last change."""
    change = judge.changes.last()
    assert len(change.nonce) == 32
    return {
        "seat": judge.pk,
        "position": judge.position,
        "digest": sha([judge.user_id, judge.position, rights, reason, change.nonce]),
    }


@leaves("judge.appointed", verb=panels.appoint, on="convened")
def a_seat(r, call):
    usual = {"reason": " 21/QĐ ", "by": r.cast.secretary, "at": r.at(41)}
    seat = call(panel=r.panel, user=r.cast.voters[0], **usual)
    rights = ["may_score", "may_comment", "may_vote", "may_sign"]
    yield "judge.appointed", seat_of(seat, rights, "21/QĐ")


def table_of_judges(r) -> dict:
    judge = [r.panel.name, "Lê Thị Mới", "moi@example.vn"]
    upload = excel(["Hội đồng", "Họ và tên", "Thư điện tử"], judge)
    return {"edition": r.edition, "upload": upload, "by": r.cast.secretary, "at": r.at(41)}


@leaves_none(
    "nothing comes of a table before the last press", verb=judge_tables.read, on="convened"
)
def a_table_of_judges(r, call):
    call(**table_of_judges(r))


@leaves("role.invited", verb=judge_tables.invite_all, on="convened")
def judges_of_a_table(r, call):
    table = judge_tables.read(**table_of_judges(r))
    call(table=table, reason="21/QĐ", by=r.cast.secretary, at=r.at(41))
    invitation = RoleInvitation.objects.get()
    line = {"invitation": invitation.pk, "role": "judge", "panel": r.panel.pk}
    yield "role.invited", line | kept("role.invited", "21/QĐ")


@leaves("judge.changed", verb=panels.appoint, on="convened")
def another_position(r, call):
    usual = {"reason": "Thay người", "by": r.cast.secretary, "at": r.at(41)}
    seat = call(panel=r.panel, user=r.member, position="vice_chair", **usual)
    rights = ["may_score", "may_comment", "may_vote", "may_sign", "may_conclude"]
    yield "judge.changed", seat_of(seat, rights, "Thay người")


@leaves("judge.changed", verb=panels.set_rights, on="convened")
def rights(r, call):
    judge = r.panel.judges.get(user=r.member)
    usual = {"reason": "Vắng họp", "by": r.cast.secretary, "at": r.at(41)}
    call(judge=judge, rights={"may_sign": False}, **usual)
    held = ["may_score", "may_comment", "may_vote"]
    yield "judge.changed", seat_of(judge, held, "Vắng họp")


@leaves_none("they were so before", verb=panels.set_rights, on="convened")
def the_same_rights(r, call):
    judge = r.panel.judges.get(user=r.member)
    call(judge=judge, rights={}, reason="Soát lại", by=r.cast.secretary, at=r.at(41))


def offered(r) -> Judge:
    """A seat that is neither signed nor declined."""
    return panels.appoint(
        panel=r.panel, user=r.cast.voters[0], by=r.cast.secretary, reason="1/QĐ", at=clock.now()
    )


@leaves("judge.undertook", verb=undertakings.sign, on="convened")
def signed(r, call):
    seat = offered(r)
    call(judge=seat, by=seat.user, at=r.at(41))
    yield "judge.undertook", {"seat": seat.pk, "text": "2026-11"}


@leaves_none("the first word holds", verb=undertakings.sign, on="convened")
def signed_again(r, call):
    call(judge=r.panel.judges.get(user=r.member), by=r.member, at=r.at(41), keywords="nấm")


@leaves("judge.declared_late", verb=undertakings.sign, on="convened")
def declared_late(r, call):
    """The dossiers are assigned by now."""
    seat = r.panel.judges.get(user=r.member)
    call(judge=seat, by=r.member, at=r.at(41), interests="Hợp tác xã chè La Bằng")
    yield "judge.declared_late", {"seat": seat.pk}


@leaves("judge.codes_printed", verb=undertakings.print_codes, on="convened")
def codes_printed(r, call):
    seat = offered(r)
    call(judge=seat, by=r.cast.secretary, at=r.at(41))
    yield "judge.codes_printed", {"seat": seat.pk}


@leaves("judge.declined", verb=undertakings.decline, on="convened")
def declined(r, call):
    seat = offered(r)
    call(judge=seat, reason="Đi công tác", by=seat.user, at=r.at(41))
    yield "judge.declined", {"seat": seat.pk}


@leaves_none(PLAN, verb=assignment.propose, on="entered")
def proposed(r, call):
    seat_judges(r)
    call(judging_round=r.round, by=r.cast.secretary)


@leaves_none(PLAN, verb=assignment.move, on="entered")
def moved(r, call):
    seat_judges(r)
    r.round.sheets_per_entry = 1
    r.round.save()
    assignment.propose(judging_round=r.round, by=r.cast.secretary)
    sheet = Assignment.objects.filter(judge__panel__round=r.round).first()
    others = sheet.judge.panel.judges.exclude(pk=sheet.judge_id)
    free = others.exclude(conflicts__blinded_entry=sheet.blinded_entry).first()
    call(item=sheet, judge=free, by=r.cast.secretary)


def kept_apart() -> dict:
    """What the line of a plan holds of the conflicts that are known by then, if there are any."""
    known = Conflict.objects.order_by("judge", "blinded_entry", "reason")
    pairs = [list(row) for row in known.values_list("judge", "blinded_entry", "reason")]
    return beside(kept_apart=pairs) if pairs else {}


@leaves("assignment.confirmed", verb=assignment.confirm, on="entered")
def confirmed(r, call):
    propose(r)
    sheets = Assignment.objects.filter(state="proposed").count()
    call(judging_round=r.round, by=r.cast.secretary, at=r.at(40.7))
    yield "assignment.confirmed", {"round": 1, "sheets": sheets} | kept_apart()


def committed(r):
    usual = {"most_percent": 100, "source": SOURCE, "by": r.cast.secretary, "at": r.at(40.6)}
    return lottery.commit(judging_round=r.round, **usual)


@leaves("assignment.confirmed", verb=assignment.confirm, on="entered")
def confirmed_as_drawn(r, call):
    seat_judges(r)
    drawing = committed(r)
    usual = {"by": r.cast.secretary, "at": r.at(40.7)}
    lottery.draw(lottery=drawing, public_number="38215", **usual)
    sheets = Assignment.objects.filter(state="proposed").count()
    call(judging_round=r.round, **usual)
    line = {"round": 1, "sheets": sheets, "lottery": drawing.pk}
    yield "assignment.confirmed", line | kept_apart()


@leaves("lottery.committed", verb=lottery.commit, on="entered", gates=("lottery.committed",))
def lots_committed(r, call):
    seat_judges(r)
    drawing = call(
        judging_round=r.round,
        most_percent=100,
        source=f" {SOURCE} ",
        by=r.cast.secretary,
        at=r.at(40.6),
    )
    payload = {
        "lottery": drawing.pk,
        "round": 1,
        "commitment": sha(drawing.secret),
        "most_percent": 100,
        "source": SOURCE,
        "chances": sha(drawing.chances),
    }
    yield "lottery.committed", payload


@leaves("lottery.drawn", verb=lottery.draw, on="entered")
def lots_drawn(r, call):
    seat_judges(r)
    drawing = committed(r)
    call(lottery=drawing, public_number="38 215", by=r.cast.secretary, at=r.at(40.7))
    sheets = Assignment.objects.filter(state="proposed")
    pairs = sorted(map(list, sheets.values_list("judge", "blinded_entry__code")))
    payload = {
        "lottery": drawing.pk,
        "secret": drawing.secret,
        "public_number": "38215",
        "plan": sha(pairs),
    }
    yield "lottery.drawn", payload


# A round, and its sheets


@leaves("round.opened", verb=rounds.open_round, on="entered")
def round_opened(r, call):
    propose(r)
    assignment.confirm(judging_round=r.round, by=r.cast.secretary, at=r.at(40.7))
    call(judging_round=r.round, by=r.cast.secretary, at=r.at(40.8))
    yield "round.opened", {"round": 1}


def sheets_of(r, user):
    mine = Assignment.objects.countable().filter(judge__user=user)
    return mine.select_related("judge__user", "blinded_entry").order_by("pk")


@leaves_none("mail changes nothing", verb=rounds.remind, on="convened")
def reminded(r, call):
    call(panel=r.panel, by=r.cast.secretary, at=r.at(41))


@leaves("assignment.released", verb=rounds.release_late, on="convened")
def late(r, call):
    late_sheet = sheets_of(r, r.chair).last()
    score(r, only=r.vice)
    score(r, only=r.member)
    call(assignment=late_sheet, reason=" Ốm ", by=r.cast.secretary, at=r.at(42))
    line = {"assignment": late_sheet.pk}
    yield "assignment.released", line | kept("assignment.released", "Ốm")


@leaves("round.closed", verb=rounds.close_round, on="convened", gates=("round.closed",))
def round_closed(r, call):
    score(r)
    call(judging_round=r.round, by=r.cast.secretary, at=r.at(42))
    yield "round.closed", {"round": 1}


@leaves("judge.recused", verb=conflicts.recuse, on="convened")
def recused(r, call):
    sheet = sheets_of(r, r.member).last()
    call(assignment=sheet, reason="Tôi nhận ra", by=r.member, at=r.at(41))
    yield "judge.recused", {"assignment": sheet.pk}


@leaves("inquiry.asked", verb=inquiries.ask, on="convened")
def asked_about_a_code(r, call):
    sheet = sheets_of(r, r.member).last()
    asked = call(assignment=sheet, text=" Đo mấy ngày? ", by=r.member, at=r.at(41))
    digest = sha([str(asked.key), "Đo mấy ngày?"])
    yield "inquiry.asked", {"assignment": sheet.pk, "question": digest}


def filled(r, **more):
    """A whole sheet of the member, as it was typed."""
    sheet = sheets_of(r, r.member).last()
    texts = {"comment": " Rõ ", "remark": " Nên thử thêm "}
    return {"assignment": sheet, "points": points(r, "7,5"), "at": r.at(41)} | texts | more


def locked(sheet: Assignment, comment: str, remark: str) -> dict:
    """The payload of a sheet full of 7,5."""
    criteria = sheet.judge.panel.round.scheme.criteria.all()
    stored = {str(criterion.pk): "7.50" for criterion in criteria}
    nonce = Scoresheet.objects.get(assignment=sheet).nonce
    assert len(nonce) == 32
    digest = sha([sheet.blinded_entry.code, stored, comment, remark, nonce])
    return {"assignment": sheet.pk, "digest": digest}


@leaves_none("a draft is the judge's own", verb=scoresheets.save_sheet, on="convened")
def sheet_saved(r, call):
    call(by=r.member, **filled(r))


@leaves("sheet.locked", verb=scoresheets.submit_sheet, on="convened")
def sheet_locked(r, call):
    sheet = filled(r)
    call(by=r.member, **sheet)
    yield "sheet.locked", locked(sheet["assignment"], "Rõ", "Nên thử thêm")


@leaves("sheet.locked", verb=scoresheets.lock_checked, on="convened")
def sheet_locked_with_its_origin(r, call):
    sheet = scoresheets.save_sheet(by=r.member, **filled(r))
    criteria = scoresheets.criteria_of(sheet.assignment)
    call(sheet, criteria, by=r.member, at=r.at(41), keyed=71)
    yield "sheet.locked", locked(sheet.assignment, "Rõ", "Nên thử thêm") | {"keyed": 71}


@leaves("sheet.typed", verb=keyed.key_in, on="convened")
def typed_in(r, call):
    sheet = sheets_of(r, r.member).last()
    usual = {"points": points(r), "comment": "", "source": "phiếu giấy"}
    call(assignment=sheet, by=r.panel_secretary, at=r.at(41), **usual)
    yield "sheet.typed", {"assignment": sheet.pk, "keyed": KeyedSheet.objects.get().pk}


def typed(r):
    usual = {"points": points(r, "7,5"), "comment": " Rõ ", "source": "phiếu giấy"}
    sheet = sheets_of(r, r.member).last()
    return keyed.key_in(assignment=sheet, by=r.panel_secretary, at=r.at(41), **usual)


@leaves("sheet.locked", verb=keyed.check, on="convened")
def typed_and_checked(r, call):
    paper = typed(r)
    call(keyed=paper, by=r.cast.secretary, at=r.at(42))
    yield "sheet.locked", locked(paper.assignment, "Rõ", "") | {"keyed": paper.pk}


@leaves_none(REJECTED, verb=keyed.reject, on="convened")
def typed_wrongly(r, call):
    call(keyed=typed(r), by=r.cast.secretary)


@leaves("sheet.typed", verb=keyed.import_table, on="convened")
def a_table_typed_in(r, call):
    book = load_workbook(io.BytesIO(keyed.blank_table(r.panel)))
    for row in book.active.iter_rows(min_row=2, max_row=2, min_col=5):
        for cell in row[:-1]:
            cell.value = 7.5
    content = io.BytesIO()
    book.save(content)
    usual = {"name": "bảng.xlsx", "by": r.panel_secretary, "at": r.at(41)}
    call(panel=r.panel, content=content.getvalue(), **usual)
    for one in KeyedSheet.objects.all():
        yield "sheet.typed", {"assignment": one.assignment_id, "keyed": one.pk}


def asked_to_reopen(r):
    sheet = scoresheets.submit_sheet(by=r.member, **filled(r))
    usual = {"reason": "Nhập nhầm", "by": r.panel_secretary, "at": r.at(42)}
    return reopening.ask(sheet=sheet, **usual)


def reopening_of(joint) -> dict:
    return {"kind": "reopening", "request": joint.pk} | beside(content=digest_of(joint.content))


@leaves("joint.asked", verb=reopening.ask, on="convened")
def reopening_asked_for(r, call):
    sheet = scoresheets.submit_sheet(by=r.member, **filled(r))
    joint = call(sheet=sheet, reason="Nhập nhầm", by=r.panel_secretary, at=r.at(42))
    yield "joint.asked", reopening_of(joint)


@leaves("sheet.reopened", "joint.agreed", verb=joint_requests.agree, on="convened")
def reopened(r, call):
    joint = asked_to_reopen(r)
    sheet = Scoresheet.objects.get(pk=joint.content["sheet"])
    expected = locked(sheet.assignment, "Rõ", "Nên thử thêm")
    call(joint=joint, by=r.chair, at=r.at(43))
    yield "sheet.reopened", expected | kept("sheet.reopened", "Nhập nhầm")
    yield "joint.agreed", reopening_of(joint)


# What a council does together


@leaves_none("it decides nothing", verb=discussion.say, on="convened")
def said(r, call):
    score(r)
    entry = sheets_of(r, r.member).last().blinded_entry
    call(entry=entry, text="Cần xem lại chi phí", by=r.member, at=r.at(42))


def called(r):
    """A meeting with everybody there and one entry on the agenda."""
    usual = {"held_at": r.at(43), "place": "Sở KH&CN", "by": r.cast.secretary}
    entries = BlindedEntry.objects.filter(round=r.round)[:1]
    meeting = meetings.call(panel=r.panel, entries=entries, **usual)
    members = list(meetings.members(r.panel))
    meetings.note_attendance(meeting=meeting, present=members, by=r.cast.secretary)
    return meeting


def motion_of(r, *, is_secret):
    usual = {"text": "Đề nghị giải Nhất", "is_secret": is_secret, "by": r.chair, "at": r.at(43)}
    return meetings.put_to_vote(meeting=called(r), **usual)


@leaves_none(MEETING, verb=meetings.call, on="convened")
def a_meeting(r, call):
    call(panel=r.panel, held_at=r.at(43), place="Sở KH&CN", by=r.cast.secretary)


@leaves_none(MEETING, verb=meetings.note_attendance, on="convened")
def attendance(r, call):
    meeting = called(r)
    call(meeting=meeting, present=list(meetings.members(r.panel)), by=r.cast.secretary)


@leaves_none(MEETING, verb=meetings.begin_presentation, on="convened")
def a_presentation(r, call):
    call(item=called(r).agenda.get(), by=r.chair, at=r.at(43))


@leaves_none(MEETING, verb=meetings.conclude_item, on="convened")
def one_entry_concluded(r, call):
    call(item=called(r).agenda.get(), text="Nhất trí", by=r.chair)


@leaves_none(MEETING, verb=meetings.put_to_vote, on="convened")
def a_motion(r, call):
    usual = {"text": "Đề nghị giải Nhất", "is_secret": True, "by": r.chair, "at": r.at(43)}
    call(meeting=called(r), **usual)


@leaves_none("the count has the line", verb=meetings.vote, on="convened")
def a_member_votes(r, call):
    call(motion=motion_of(r, is_secret=False), choice="for", by=r.member)


def _motion_closed(r, call, *, is_secret):
    motion = motion_of(r, is_secret=is_secret)
    meetings.vote(motion=motion, choice="for", by=r.member)
    meetings.vote(motion=motion, choice="for", by=r.chair)
    meetings.vote(motion=motion, choice="against", by=r.vice)
    call(motion=motion, by=r.chair, at=r.at(43))
    votes = [["against", 1], ["for", 2]]
    counted = ["Đề nghị giải Nhất", is_secret, votes, "half_present", 3, 3]
    beside = kept("council.voted", canonical(counted))
    return [("council.voted", {"motion": motion.pk} | beside)]


@leaves("council.voted", verb=meetings.close_vote, on="convened")
def an_open_vote_closed(r, call):
    return _motion_closed(r, call, is_secret=False)


@leaves("council.voted", verb=meetings.close_vote, on="convened")
def a_secret_vote_closed(r, call):
    return _motion_closed(r, call, is_secret=True)


@leaves("council.concluded", verb=meetings.conclude, on="convened")
def concluded(r, call):
    meeting = called(r)
    call(meeting=meeting, text=" Nhất trí ", by=r.chair, at=r.at(43))
    present = sorted(seat.judge_id for seat in meeting.attendances.all())
    ended = r.at(43).astimezone(datetime.UTC).isoformat()
    said = beside(digest=sha("Nhất trí"), present=sha(present), ended=ended)
    yield "council.concluded", {"meeting": meeting.pk} | said


@leaves_none("a draft until it comes back signed", verb=minutes.draft_minutes, on="convened")
def minutes_drafted(r, call):
    call(meeting=called(r), by=r.panel_secretary)


def drafted(r):
    """The minutes of a meeting that everybody has been to and the chair has closed."""
    meeting = called(r)
    meetings.conclude(meeting=meeting, text="Nhất trí", by=r.chair, at=r.at(43))
    return minutes.draft_minutes(meeting=meeting, by=r.panel_secretary)


@leaves_none(MEETING, verb=course.go_on, on="convened")
def gone_on(r, call):
    call(meeting=called(r), by=r.chair, at=r.at(43))


@leaves_none(MEETING, verb=course.give_more_time, on="convened")
def more_time(r, call):
    item = course.go_on(meeting=called(r), by=r.chair, at=r.at(43))
    call(item=item, by=r.chair)


@leaves_none("the minutes that are signed have a line", verb=course.write_line, on="convened")
def a_line_written(r, call):
    call(meeting=called(r), text="Chủ tịch nêu lý do", by=r.chair, at=r.at(43))


@leaves_none("the minutes that are signed have a line", verb=course.strike_line, on="convened")
def a_line_struck(r, call):
    line = course.write_line(meeting=called(r), text="Nhầm", by=r.chair, at=r.at(43))
    call(line=line, by=r.chair)


@leaves("minutes.confirmed", verb=confirming.confirm, on="convened")
def minutes_confirmed(r, call):
    meeting = drafted(r)
    call(meeting=meeting, by=confirming.turns(meeting)[0].judge.user, at=r.at(44))
    yield "minutes.confirmed", {"meeting": meeting.pk, "digest": meeting.minutes.sha256}


@leaves_none("it decides nothing", verb=confirming.remind, on="convened")
def reminded_to_confirm(r, call):
    call(meeting=drafted(r), by=r.panel_secretary, at=r.at(44))


@leaves("minutes.signed", verb=confirming.attach_signed, on="convened")
def minutes_signed(r, call):
    meeting = minutes.draft_minutes(meeting=called(r), by=r.panel_secretary)
    scan = SimpleUploadedFile("bien-ban.pdf", hostile.pdf())
    meeting = call(meeting=meeting, upload=scan, by=r.panel_secretary, at=r.at(44))
    yield "minutes.signed", {"meeting": meeting.pk, "digest": meeting.signed.sha256}


@leaves_none("the record of the visit has a line", verb=visits.plan, on="convened")
def a_visit(r, call):
    Scheme.objects.filter(edition=r.edition).update(has_visits=True, names_authors=True)
    r.panel.round.scheme.refresh_from_db()
    sheet = sheets_of(r, r.member).last()
    usual = {"entry": sheet.blinded_entry, "team": [sheet.judge], "by": r.chair}
    call(panel=r.panel, planned_at=r.at(43), place="Võ Nhai", **usual)


@leaves("visit.recorded", verb=visits.record, on="convened")
def a_visit_recorded(r, call):
    sheet = sheets_of(r, r.member).last()
    visit = VisitFactory(blinded_entry=sheet.blinded_entry)
    visit.team.set([sheet.judge])
    call(visit=visit, text=" Máy chạy tốt ", photos=[], by=r.member, at=r.at(43))
    yield "visit.recorded", {"visit": visit.pk} | beside(digest=sha("Máy chạy tốt"))


@leaves_none("the money is paid by paper", verb=fee_list.draw_up, on="convened")
def fees(r, call):
    Scheme.objects.filter(edition=r.edition).update(fee_per_sheet=60_000)
    score(r, only=r.member)
    call(judging_round=r.round, by=r.cast.secretary, at=r.at(42))


# The result


def close(r) -> None:
    score(r)
    rounds.close_round(judging_round=r.round, by=r.cast.secretary, at=r.at(42))


@leaves_none("it is advice; the ranking beside it has the line", verb=evidence.ask, on="convened")
def asking_how_sure_it_is(r, call):
    close(r)
    r.round.refresh_from_db()
    call(judging_round=r.round, by=r.cast.secretary, at=r.at(42))


@leaves("evidence.stopped", verb=evidence.stop, on="convened")
def working_out_stopped(r, call):
    close(r)
    r.round.refresh_from_db()
    outbox.deliver_pending()
    call(judging_round=r.round, by=r.cast.secretary, at=r.at(42))
    yield "evidence.stopped", {"round": 1}


def frozen(r):
    close(r)
    return ranking.freeze(judging_round=r.round, by=r.cast.secretary, at=r.at(43))


@leaves("ranking.frozen", verb=ranking.freeze, on="convened", gates=("ranking.frozen",))
def ranked(r, call):
    close(r)
    scheme = ranking.scheme_snapshot(r.round.scheme)
    call(judging_round=r.round, by=r.cast.secretary, at=r.at(43))
    sheets = [
        {
            "code": sheet.assignment.blinded_entry.code,
            "judge": sheet.assignment.judge_id,
            "points": sheet.points,
        }
        for sheet in Scoresheet.objects.order_by(
            "assignment__blinded_entry__code", "assignment__judge_id"
        )
    ]
    yield "ranking.frozen", {"round": 1, "digest": sha({"scheme": scheme, "sheets": sheets})}


@leaves("ranking.superseded", verb=ranking.supersede, on="convened")
def superseded(r, call):
    old = frozen(r)
    call(ranking=old, reason=" Nhầm mã ", by=r.cast.secretary, at=r.at(44))
    line = {"round": 1, "digest": old.digest}
    yield "ranking.superseded", line | kept("ranking.superseded", "Nhầm mã")


@leaves("entries.promoted", verb=promotion.promote, on="convened")
def promoted(r, call):
    with clock.set_to(r.at(-5)):
        Scheme.objects.filter(edition=r.edition).update(promotes_from=Decimal(30))
        Scheme.objects.create(edition=r.edition, order=2, name="Chung khảo")
    score(r, text="20", only=r.chair)
    old = frozen(r)
    codes = sorted(row.code for row in old.rows.all())
    reasons = {codes[0]: "Không đúng đối tượng"}
    call(ranking=old, overrides=reasons, by=r.cast.secretary, at=r.at(44))
    decided = [[codes[0], True, False, "Không đúng đối tượng"]]
    decided += [[code, True, True, ""] for code in codes[1:]]
    yield "entries.promoted", {"round": 1, "digest": sha(decided)}


def put(r, places=slice(0, 2)):
    old = frozen(r)
    r.codes = sorted(row.code for row in old.rows.all())[places]
    return comparing.put(ranking=old, codes=r.codes, by=r.cast.secretary, at=r.at(44))


def choose(r, comparison, user):
    """The one with the lower code is better."""
    usual = {"better": [tuple(r.codes)], "by": user, "at": r.at(45)}
    return comparing.answer(comparison=comparison, **usual)


@leaves("comparison.opened", verb=comparing.put, on="convened")
def comparison_put(r, call):
    old = frozen(r)
    codes = sorted(row.code for row in old.rows.all())[:2]
    comparison = call(ranking=old, codes=codes[::-1], by=r.cast.secretary, at=r.at(44))
    yield "comparison.opened", {"comparison": comparison.pk, "codes": codes}


@leaves_none("mail changes nothing", verb=comparing.remind, on="convened")
def comparison_reminded(r, call):
    call(comparison=put(r), by=r.cast.secretary, at=r.at(45))


@leaves("comparison.answered", verb=comparing.answer, on="convened")
def comparison_answered(r, call):
    comparison = put(r)
    ballot = call(comparison=comparison, better=[tuple(r.codes)], by=r.member, at=r.at(45))
    judge = r.panel.judges.get(user=r.member)
    digest = sha([[r.codes], ballot.nonce])
    payload = {"comparison": comparison.pk, "judge": judge.pk, "digest": digest}
    yield "comparison.answered", payload


@leaves("comparison.closed", verb=comparing.close, on="convened")
def comparison_closed(r, call):
    comparison = put(r)
    asked = sorted(comparing.asked(comparison), key=lambda judge: judge.pk)
    ballots = [[judge.pk, [r.codes], choose(r, comparison, judge.user).nonce] for judge in asked]
    closed = call(comparison=comparison, by=r.cast.secretary, at=r.at(46))
    told = {"ballots": ballots, "left_out": [], "strengths": closed.strengths}
    yield "comparison.closed", {"comparison": comparison.pk, "digest": sha(told)}


# What comes from the floor below


@leaves("judging.entry_left", verb=intake.apply, on="convened")
def an_entry_left(r, call):
    sheet = sheets_of(r, r.member).last()
    code = sheet.blinded_entry.code
    sheets = Assignment.objects.filter(blinded_entry=sheet.blinded_entry).count()
    payload = {"edition": r.edition.pk, "judging_code": code}
    call("entry.withdrawn", payload)
    yield "judging.entry_left", {"sheets": sheets} | kept("judging.entry_left", code)


@leaves("conflicts.found", "assignment.released", verb=intake.apply, on="convened")
def a_conflict_was_found(r, call):
    drain()
    sheet = sheets_of(r, r.member).last()
    entry = sealing.entries_behind([sheet.blinded_entry.code])[sheet.blinded_entry.code]
    EnteredConflictFactory(entry=entry, person=r.member)
    call("clearance.changed", {"edition": r.edition.pk})
    found = Conflict.objects.filter(reason="entered").order_by("judge", "blinded_entry", "reason")
    pairs = [list(row) for row in found.values_list("judge", "blinded_entry", "reason")]
    yield "conflicts.found", beside(kept_apart=pairs)
    yield "assignment.released", {"assignment": sheet.pk, "reason": "entered"}
