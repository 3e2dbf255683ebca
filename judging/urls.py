from django.urls import path

from judging import seat_views, views

urlpatterns = [
    path("cham-diem/", views.judge_desk, name="judge_desk"),
    path("cham-diem/ghe/<int:number>/", seat_views.seat, name="judge_seat"),
    path("cham-diem/hoi-dong/<int:panel_id>/", views.panel_progress, name="panel_progress"),
    path("cham-diem/<uuid:public_id>/", views.sheet, name="sheet"),
    path("cham-diem/<uuid:public_id>/tep/<uuid:file_id>/", views.sheet_file, name="sheet_file"),
    path("cham-diem/<uuid:public_id>/tep/<uuid:file_id>/trang/<int:page>/", views.sheet_page, name="sheet_page"),
    path("cham-diem/<uuid:public_id>/nhan-ra/", views.recuse, name="recuse"),
]
