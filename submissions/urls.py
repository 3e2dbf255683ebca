from django.urls import path

from submissions.desk import (
    beginning,
    behalf,
    coauthors,
    covering,
    entries,
    files,
    lists,
    papers,
    preview,
    submitting,
    tus,
    units,
    writing,
)

entry = "ho-so/<uuid:public_id>/"
file = f"{entry}tep/<uuid:file_id>/"
page_of_copy = f"{entry}an-danh/<int:copy>/trang/<int:page>/"
for_others = "lap-ho/<slug:slug>/"
invitation = "ho-so/loi-moi/<str:token>/"

of_entrants = [
    path("du-thi/<slug:slug>/", beginning.begin, name="begin"),
    path("ho-so/", entries.my_entries, name="my_entries"),
    path(entry, entries.entry_page, name="entry"),
    path(f"{entry}thu/", entries.answer_letter, name="answer_letter"),
    path(f"{entry}sua-lai/", entries.amend_entry, name="amend_entry"),
    path(f"{entry}dong-y/<slug:kind>/rut/", entries.withdraw_consent, name="withdraw_consent"),
    path(f"{entry}khong-binh-chon/", entries.keep_from_vote, name="keep_from_vote"),
    path(f"{entry}chua-cong-bo/", entries.hold_back, name="hold_back"),
    path(f"{entry}rut/", entries.withdraw_entry, name="withdraw_entry"),
    path(f"{entry}lich-su/", entries.history, name="draft_history"),
    path(f"{entry}dung-lai/<slug:slug>/", beginning.take_along, name="take_along"),
    path(f"{entry}an-danh/", preview.judges_will_see, name="judges_will_see"),
    path(page_of_copy, preview.preview_page, name="preview_page"),
    path(f"{page_of_copy}che/", covering.own_covering, name="own_covering"),
    path(f"{page_of_copy}che/them/", covering.cover_own_part, name="cover_own_part"),
    path(f"{page_of_copy}che/bo/", covering.uncover_own_part, name="uncover_own_part"),
]

of_drafts = [
    path(f"{entry}sua/<slug:step>/", writing.edit_entry, name="edit_entry"),
    path(f"{entry}nop/", submitting.submit_entry, name="submit_entry"),
    path(f"{entry}da-nop/", submitting.submitted, name="submitted"),
    path(f"{entry}phieu-dang-ky.pdf", papers.application_form, name="application_form"),
    path(f"{entry}ca-ho-so.pdf", papers.whole_dossier, name="whole_dossier"),
    path(f"{entry}giay-tiep-nhan/", submitting.receipt_pdf, name="receipt_pdf"),
    path(file, files.own_file, name="own_file"),
    path(f"{file}xem/", files.look_at_file, name="look_at_file"),
    path(f"{file}trang/<int:page>/", files.own_page, name="own_page"),
    path(f"{file}bo/", files.remove_file, name="remove_file"),
    path(f"{file}ta/", files.describe_file, name="describe_file"),
    path(f"{file}len/", files.raise_file, name="raise_file"),
    path(f"{file}xuong/", files.lower_file, name="lower_file"),
    path(f"{entry}tai-len/", tus.create_upload, name="create_upload"),
    path(f"{entry}tai-len/<uuid:upload_id>/", tus.upload, name="upload"),
]

of_coauthors = [
    path(f"{entry}dong-tac-gia/", coauthors.coauthors, name="coauthors"),
    path(f"{entry}dong-tac-gia/moi/", coauthors.invite_coauthor, name="invite_coauthor"),
    path(
        f"{entry}dong-tac-gia/<int:number>/thoi/",
        coauthors.revoke_invitation,
        name="revoke_invitation",
    ),
    path(invitation, coauthors.invitation, name="invitation"),
    path(f"{invitation}nhan/", coauthors.accept_invitation, name="accept_invitation"),
    path(f"{invitation}tu-choi/", coauthors.decline_invitation, name="decline_invitation"),
]

of_others = [
    path("ho-so/nhan/", behalf.claim, name="claim_entry"),
    path(for_others, behalf.behalf_desk, name="behalf_desk"),
    path(f"{for_others}lap/", behalf.begin_for_somebody, name="begin_for_somebody"),
    path(f"{for_others}phieu/", behalf.print_slips, name="print_slips"),
    path(f"{for_others}ma-dang-nhap/", behalf.print_sign_in_codes, name="print_sign_in_codes"),
    path(f"{for_others}mau/", lists.list_template, name="list_template"),
    path(f"{for_others}danh-sach/", lists.read_list, name="read_list"),
    path(f"{for_others}danh-sach/<int:number>/", lists.imported_list, name="imported_list"),
    path(f"{for_others}danh-sach/<int:number>/nhap/", lists.enter_list, name="enter_list"),
]

of_units = [
    path("don-vi/danh-sach.pdf", papers.unit_list, name="unit_list"),
    path("don-vi/", units.unit_desk, name="unit_desk"),
    path("don-vi/xac-nhan/", units.confirm_list, name="confirm_list"),
    path("don-vi/<uuid:public_id>/tra-lai/", units.unit_return, name="unit_return"),
    path("don-vi/<uuid:public_id>/tep/<uuid:file_id>/", units.unit_file, name="unit_file"),
]

urlpatterns = [*of_entrants, *of_drafts, *of_coauthors, *of_others, *of_units]
