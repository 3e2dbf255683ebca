from django.urls import path

from judging import comparing_views, council_views, desk_views, paper_views, seat_views, views, visit_views

urlpatterns = [
    path("cham-diem/", views.judge_desk, name="judge_desk"),
    path("cham-diem/ghe/<int:number>/", seat_views.seat, name="judge_seat"),
    path("cham-diem/ghe/<int:number>/ma-ky/", seat_views.seat_codes, name="seat_codes"),
    path("cham-diem/ghe/<int:number>/so-sanh/", desk_views.compare, name="compare_sheets"),
    path("cham-diem/ghe/<int:number>/in-phieu/", desk_views.print_sheets, name="print_sheets"),
    path("cham-diem/hoi-dong/<int:panel_id>/", council_views.panel_progress, name="panel_progress"),
    path("cham-diem/hoi-dong/<int:panel_id>/ho-so/<str:code>/", council_views.panel_entry, name="panel_entry"),
    path("cham-diem/hoi-dong/<int:panel_id>/phieu-giay/", paper_views.paper_sheets, name="paper_sheets"),
    path("cham-diem/hoi-dong/<int:panel_id>/phieu-giay/bang/", paper_views.paper_table, name="paper_table"),
    path("cham-diem/hoi-dong/<int:panel_id>/phieu-giay/in/", paper_views.paper_print, name="paper_print"),
    path("cham-diem/hoi-dong/<int:panel_id>/phieu-giay/<int:number>/", paper_views.type_sheet, name="type_sheet"),
    path("cham-diem/hoi-dong/<int:panel_id>/tham-dinh/", visit_views.panel_visits, name="panel_visits"),
    path("cham-diem/tham-dinh/anh/<int:number>/", visit_views.visit_photo, name="visit_photo"),
    path("cham-diem/hop/<int:number>/", council_views.meeting, name="meeting"),
    path("cham-diem/hop/<int:number>/<str:name>", council_views.meeting_paper, name="meeting_paper"),
    path("cham-diem/so-sanh-cap/<int:number>/", comparing_views.comparison, name="comparison"),
    path("cham-diem/so-sanh-cap/<int:number>/tep/<uuid:file_id>/", comparing_views.comparison_file, name="comparison_file"),
    path("cham-diem/so-sanh-cap/<int:number>/tep/<uuid:file_id>/trang/<int:page>/", comparing_views.comparison_page, name="comparison_page"),
    path("cham-diem/<uuid:public_id>/", views.sheet, name="sheet"),
    path("cham-diem/<uuid:public_id>/tep/<uuid:file_id>/", views.sheet_file, name="sheet_file"),
    path("cham-diem/<uuid:public_id>/tep/<uuid:file_id>/trang/<int:page>/", views.sheet_page, name="sheet_page"),
    path("cham-diem/<uuid:public_id>/nhan-ra/", views.recuse, name="recuse"),
]
