from django.urls import path

from submissions import tus, unit_views, views

urlpatterns = [
    path("du-thi/<slug:slug>/", views.begin, name="begin"),
    path("don-vi/", unit_views.unit_desk, name="unit_desk"),
    path("don-vi/<uuid:public_id>/tra-lai/", unit_views.unit_return, name="unit_return"),
    path("don-vi/<uuid:public_id>/tep/<uuid:file_id>/", unit_views.unit_file, name="unit_file"),
    path("ho-so/", views.my_entries, name="my_entries"),
    path("ho-so/<uuid:public_id>/", views.entry_page, name="entry"),
    path("ho-so/<uuid:public_id>/sua/<slug:step>/", views.edit_entry, name="edit_entry"),
    path("ho-so/<uuid:public_id>/tep/<uuid:file_id>/", views.own_file, name="own_file"),
    path("ho-so/<uuid:public_id>/tep/<uuid:file_id>/bo/", views.remove_file, name="remove_file"),
    path("ho-so/<uuid:public_id>/tai-len/", tus.create_upload, name="create_upload"),
    path("ho-so/<uuid:public_id>/tai-len/<uuid:upload_id>/", tus.upload, name="upload"),
    path("ho-so/<uuid:public_id>/nop/", views.submit_entry, name="submit_entry"),
    path("ho-so/<uuid:public_id>/da-nop/", views.submitted, name="submitted"),
    path("ho-so/<uuid:public_id>/giay-tiep-nhan/", views.receipt_pdf, name="receipt_pdf"),
    path("ho-so/<uuid:public_id>/sua-lai/", views.amend_entry, name="amend_entry"),
    path("ho-so/<uuid:public_id>/dung-lai/<slug:slug>/", views.take_along, name="take_along"),
    path("ho-so/<uuid:public_id>/lich-su/", views.history, name="draft_history"),
    path("ho-so/<uuid:public_id>/rut/", views.withdraw_entry, name="withdraw_entry"),
]
