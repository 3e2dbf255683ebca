from django.urls import path

from judging.desk import comparing, councils, paper, seats, sheets, side_by_side, visits

urlpatterns = [
    path("cham-diem/", sheets.judge_desk, name="judge_desk"),
    path("cham-diem/ghe/<int:number>/", seats.seat, name="judge_seat"),
    path("cham-diem/ghe/<int:number>/ma-ky/", seats.seat_codes, name="seat_codes"),
    path("cham-diem/ghe/<int:number>/so-sanh/", side_by_side.compare, name="compare_sheets"),
    path("cham-diem/ghe/<int:number>/in-phieu/", side_by_side.print_sheets, name="print_sheets"),
    path("cham-diem/hoi-dong/<int:panel_id>/", councils.panel_progress, name="panel_progress"),
    path(
        "cham-diem/hoi-dong/<int:panel_id>/ho-so/<str:code>/",
        councils.panel_entry,
        name="panel_entry",
    ),
    path("cham-diem/hoi-dong/<int:panel_id>/phieu-giay/", paper.paper_sheets, name="paper_sheets"),
    path(
        "cham-diem/hoi-dong/<int:panel_id>/phieu-giay/bang/", paper.paper_table, name="paper_table"
    ),
    path("cham-diem/hoi-dong/<int:panel_id>/phieu-giay/in/", paper.paper_print, name="paper_print"),
    path(
        "cham-diem/hoi-dong/<int:panel_id>/phieu-giay/<int:number>/",
        paper.type_sheet,
        name="type_sheet",
    ),
    path("cham-diem/hoi-dong/<int:panel_id>/tham-dinh/", visits.panel_visits, name="panel_visits"),
    path("cham-diem/tham-dinh/anh/<int:number>/", visits.visit_photo, name="visit_photo"),
    path("cham-diem/hop/<int:number>/", councils.meeting, name="meeting"),
    path("cham-diem/hop/<int:number>/<str:name>", councils.meeting_paper, name="meeting_paper"),
    path("cham-diem/so-sanh-cap/<int:number>/", comparing.comparison, name="comparison"),
    path(
        "cham-diem/so-sanh-cap/<int:number>/tep/<uuid:file_id>/",
        comparing.comparison_file,
        name="comparison_file",
    ),
    path(
        "cham-diem/so-sanh-cap/<int:number>/tep/<uuid:file_id>/trang/<int:page>/",
        comparing.comparison_page,
        name="comparison_page",
    ),
    path("cham-diem/<uuid:public_id>/", sheets.sheet, name="sheet"),
    path("cham-diem/<uuid:public_id>/tep/<uuid:file_id>/", sheets.sheet_file, name="sheet_file"),
    path(
        "cham-diem/<uuid:public_id>/tep/<uuid:file_id>/trang/<int:page>/",
        sheets.sheet_page,
        name="sheet_page",
    ),
    path("cham-diem/<uuid:public_id>/nhan-ra/", sheets.recuse, name="recuse"),
]
