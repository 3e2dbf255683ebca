from django.urls import URLPattern, URLResolver, include, path

from judging.desk import (
    comparing,
    discussion,
    meeting,
    meeting_buttons,
    paper,
    practice,
    progress,
    seats,
    sheets,
    side_by_side,
    visits,
    work,
)

seat_urls = [
    path("", seats.seat, name="judge_seat"),
    path("ky/", seats.sign_seat, name="sign_seat"),
    path("gui-ma/", seats.send_seat_code, name="send_seat_code"),
    path("tu-choi/", seats.decline_seat, name="decline_seat"),
    path("ma-ky/", seats.seat_codes, name="seat_codes"),
    path("so-sanh/", side_by_side.compare, name="compare_sheets"),
    path("so-sanh/khoa/", side_by_side.lock_sheets, name="lock_sheets"),
    path("cam-ket.pdf", seats.undertaking_copy, name="undertaking_copy"),
    path("tap/", practice.practice, name="practice"),
    path("tap/ghi/", practice.keep_practice, name="keep_practice"),
    path("tap/xem-thu/", practice.check_practice, name="check_practice"),
    path("in-phieu/", side_by_side.print_sheets, name="print_sheets"),
]

entry_urls = [
    path("", discussion.panel_entry, name="panel_entry"),
    path("phat-bieu/", discussion.say_in_council, name="say_in_council"),
    path("xin-mo-lai/", discussion.ask_reopening, name="ask_reopening"),
]

paper_urls = [
    path("", paper.paper_sheets, name="paper_sheets"),
    path("doc-bang/", paper.import_table, name="import_table"),
    path("khop/", paper.check_sheet, name="check_sheet"),
    path("khong-khop/", paper.reject_sheet, name="reject_sheet"),
    path("bang/", paper.paper_table, name="paper_table"),
    path("in/", paper.paper_print, name="paper_print"),
    path("<int:number>/", paper.type_sheet, name="type_sheet"),
    path("<int:number>/ghi/", paper.key_in_sheet, name="key_in_sheet"),
]

panel_urls: list[URLPattern | URLResolver] = [
    path("", progress.panel_progress, name="panel_progress"),
    path("nhac/", progress.remind, name="remind_panel"),
    path("trieu-tap/", progress.call_meeting, name="call_meeting"),
    path("ho-so/<str:code>/", include(entry_urls)),
    path("phieu-giay/", include(paper_urls)),
    path("tham-dinh/", visits.panel_visits, name="panel_visits"),
    path("tham-dinh/hen/", visits.plan_visit, name="plan_visit"),
    path("tham-dinh/ghi/", visits.record_visit, name="record_visit"),
]

meeting_urls = [
    path("", meeting.meeting, name="meeting"),
    path("diem-danh/", meeting_buttons.note_attendance, name="note_attendance"),
    path("bat-dau/", meeting_buttons.begin_presentation, name="begin_presentation"),
    path("sang-muc-sau/", meeting_buttons.go_on, name="go_on"),
    path("them-phut/", meeting_buttons.give_more_time, name="give_more_time"),
    path("ghi-bien-ban/", meeting_buttons.write_line, name="write_line"),
    path("bo-dong/", meeting_buttons.strike_line, name="strike_line"),
    path("phat-bieu/", meeting_buttons.say_in_meeting, name="say_in_meeting"),
    path("ket-luan-ho-so/", meeting_buttons.conclude_item, name="conclude_item"),
    path("mo-bieu-quyet/", meeting_buttons.put_to_vote, name="put_to_vote"),
    path("bieu-quyet/", meeting_buttons.vote_on_motion, name="vote_on_motion"),
    path("dong-bieu-quyet/", meeting_buttons.close_motion, name="close_motion"),
    path("ket-luan/", meeting_buttons.conclude_meeting, name="conclude_meeting"),
    path("du-thao-bien-ban/", meeting_buttons.draft_minutes, name="draft_minutes"),
    path("xac-nhan/", meeting_buttons.confirm_minutes, name="confirm_minutes"),
    path("nhac-xac-nhan/", meeting_buttons.remind_to_confirm, name="remind_to_confirm"),
    path("dinh-kem-bien-ban/", meeting_buttons.attach_minutes, name="attach_minutes"),
    path("<str:name>", meeting.meeting_paper, name="meeting_paper"),
]

comparison_urls = [
    path("", comparing.comparison, name="comparison"),
    path("gui/", comparing.answer_comparison, name="answer_comparison"),
    path("tep/<uuid:file_id>/", comparing.comparison_file, name="comparison_file"),
    path("tep/<uuid:file_id>/trang/<int:page>/", comparing.comparison_page, name="comparison_page"),
    path("tep/<uuid:file_id>/chu/", comparing.comparison_words, name="comparison_words"),
]

sheet_urls = [
    path("", sheets.sheet, name="sheet"),
    path("luu/", sheets.save_sheet, name="save_sheet"),
    path("khoa/", sheets.lock_sheet, name="lock_sheet"),
    path("tep/<uuid:file_id>/", sheets.sheet_file, name="sheet_file"),
    path("tep/<uuid:file_id>/trang/<int:page>/", sheets.sheet_page, name="sheet_page"),
    path("tep/<uuid:file_id>/chu/", sheets.sheet_words, name="sheet_words"),
    path("nhan-ra/", sheets.recuse, name="recuse"),
    path("hoi/", sheets.ask_about_entry, name="ask_about_entry"),
]

urlpatterns = [
    path("cham-diem/", work.judge_desk, name="judge_desk"),
    path("cham-diem/ghe/<int:number>/", include(seat_urls)),
    path("cham-diem/hoi-dong/<int:panel_id>/", include(panel_urls)),
    path("cham-diem/tham-dinh/anh/<int:number>/", visits.visit_photo, name="visit_photo"),
    path("cham-diem/hop/<int:number>/", include(meeting_urls)),
    path("cham-diem/so-sanh-cap/<int:number>/", include(comparison_urls)),
    path("cham-diem/<uuid:public_id>/", include(sheet_urls)),
]
