from django.urls import path

from submissions.desk import entries, sharing, tus, units, writing

urlpatterns = [
    path("du-thi/<slug:slug>/", entries.begin, name="begin"),
    path("don-vi/", units.unit_desk, name="unit_desk"),
    path("don-vi/<uuid:public_id>/tra-lai/", units.unit_return, name="unit_return"),
    path("don-vi/<uuid:public_id>/tep/<uuid:file_id>/", units.unit_file, name="unit_file"),
    path("lap-ho/<slug:slug>/", sharing.behalf_desk, name="behalf_desk"),
    path("lap-ho/<slug:slug>/phieu/", sharing.print_slips, name="print_slips"),
    path(
        "lap-ho/<slug:slug>/ma-dang-nhap/", sharing.print_sign_in_codes, name="print_sign_in_codes"
    ),
    path("lap-ho/<slug:slug>/mau/", sharing.list_template, name="list_template"),
    path("lap-ho/<slug:slug>/danh-sach/", sharing.read_list, name="read_list"),
    path("lap-ho/<slug:slug>/danh-sach/<int:number>/", sharing.imported_list, name="imported_list"),
    path("ho-so/", entries.my_entries, name="my_entries"),
    path("ho-so/nhan/", sharing.claim, name="claim_entry"),
    path("ho-so/loi-moi/<str:token>/", sharing.invitation, name="invitation"),
    path("ho-so/<uuid:public_id>/", entries.entry_page, name="entry"),
    path("ho-so/<uuid:public_id>/sua/<slug:step>/", writing.edit_entry, name="edit_entry"),
    path("ho-so/<uuid:public_id>/dong-tac-gia/", sharing.coauthors, name="coauthors"),
    path(
        "ho-so/<uuid:public_id>/dong-tac-gia/<int:number>/thoi/",
        sharing.revoke_invitation,
        name="revoke_invitation",
    ),
    path("ho-so/<uuid:public_id>/thu/", entries.answer_letter, name="answer_letter"),
    path("ho-so/<uuid:public_id>/tep/<uuid:file_id>/", entries.own_file, name="own_file"),
    path(
        "ho-so/<uuid:public_id>/tep/<uuid:file_id>/xem/", entries.look_at_file, name="look_at_file"
    ),
    path(
        "ho-so/<uuid:public_id>/tep/<uuid:file_id>/trang/<int:page>/",
        entries.own_page,
        name="own_page",
    ),
    path("ho-so/<uuid:public_id>/tep/<uuid:file_id>/bo/", writing.remove_file, name="remove_file"),
    path(
        "ho-so/<uuid:public_id>/tep/<uuid:file_id>/ta/", writing.describe_file, name="describe_file"
    ),
    path("ho-so/<uuid:public_id>/tai-len/", tus.create_upload, name="create_upload"),
    path("ho-so/<uuid:public_id>/tai-len/<uuid:upload_id>/", tus.upload, name="upload"),
    path("ho-so/<uuid:public_id>/an-danh/", entries.judges_will_see, name="judges_will_see"),
    path(
        "ho-so/<uuid:public_id>/an-danh/<int:copy>/trang/<int:page>/",
        entries.preview_page,
        name="preview_page",
    ),
    path("ho-so/<uuid:public_id>/nop/", writing.submit_entry, name="submit_entry"),
    path("ho-so/<uuid:public_id>/da-nop/", entries.submitted, name="submitted"),
    path("ho-so/<uuid:public_id>/giay-tiep-nhan/", entries.receipt_pdf, name="receipt_pdf"),
    path("ho-so/<uuid:public_id>/sua-lai/", entries.amend_entry, name="amend_entry"),
    path("ho-so/<uuid:public_id>/dung-lai/<slug:slug>/", entries.take_along, name="take_along"),
    path("ho-so/<uuid:public_id>/lich-su/", entries.history, name="draft_history"),
    path("ho-so/<uuid:public_id>/rut/", entries.withdraw_entry, name="withdraw_entry"),
]
