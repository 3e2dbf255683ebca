from django.urls import path, re_path

from awards.desk import (
    applied,
    certificates,
    committee,
    complaints,
    denunciations,
    inspections,
    ledger,
    proofs,
    what_if,
)

urlpatterns = [
    path("ban-to-chuc/", committee.committee_desk, name="committee_desk"),
    path("ban-to-chuc/<slug:slug>/", committee.ratify, name="ratify"),
    path(
        "ban-to-chuc/<slug:slug>/giai/<int:row>/", committee.proposed_prize, name="proposed_prize"
    ),
    path("ban-to-chuc/<slug:slug>/con-lai/", committee.approve_rest, name="approve_rest"),
    path("ban-to-chuc/<slug:slug>/bieu-quyet/", committee.vote_on_prizes, name="vote_on_prizes"),
    path("ban-to-chuc/<slug:slug>/to-cao/", denunciations.denunciations, name="denunciations"),
    path(
        "ban-to-chuc/<slug:slug>/to-cao/<int:number>/",
        denunciations.denunciation,
        name="denunciation",
    ),
    path(
        "ban-to-chuc/<slug:slug>/to-cao/<int:number>/tra-loi/",
        denunciations.answer_denunciation,
        name="answer_denunciation",
    ),
    path(
        "ban-to-chuc/<slug:slug>/to-cao/<int:number>/nguoi-viet/",
        denunciations.denunciation_writer,
        name="denunciation_writer",
    ),
    path("ban-to-chuc/<slug:slug>/neu-nhu/", what_if.what_if_board, name="what_if_board"),
    path("niem-yet/<slug:slug>/", complaints.posted_list, name="posted_list"),
    path("niem-yet/<slug:slug>/don/", complaints.write_about_list, name="write_about_list"),
    path("ho-so/<uuid:public_id>/don/", complaints.write_about_entry, name="write_about_entry"),
    path("don-cua-toi/", complaints.my_complaints, name="my_complaints"),
    path("don-cua-toi/<int:number>/", complaints.my_complaint, name="my_complaint"),
    path(
        "don-cua-toi/<int:number>/rut/",
        complaints.take_complaint_back,
        name="take_complaint_back",
    ),
    path("thanh-tra/", inspections.inspections, name="inspections"),
    path("thanh-tra/<int:number>/", inspections.inspection, name="inspection"),
    path(
        "thanh-tra/<int:number>/<uuid:public_id>/mo/",
        inspections.open_inspection_file,
        name="open_inspection_file",
    ),
    path(
        "thanh-tra/<int:number>/tep/<int:file>/",
        inspections.inspection_file,
        name="inspection_file",
    ),
    path("giay-chung-nhan/", certificates.my_certificates, name="my_certificates"),
    re_path(
        r"^giay-chung-nhan/(?P<verify_id>[0-9a-f]{32})/$",
        certificates.certificate_pdf,
        name="certificate_pdf",
    ),
    path("xac-minh/tra-cuu/", certificates.verify_lookup, name="verify_lookup"),
    re_path(
        r"^xac-minh/(?P<verify_id>[0-9a-f]{32})/$",
        certificates.verify_certificate,
        name="verify_certificate",
    ),
    path("tu-kiem-tra/", proofs.proofs, name="proofs"),
    path("tu-kiem-tra/<slug:slug>/", proofs.proof_page, name="proof"),
    path("tu-kiem-tra/<slug:slug>/goi.json", proofs.proof_values, name="proof_values"),
    path("tu-kiem-tra/<slug:slug>/goi.zip", proofs.proof_package, name="proof_package"),
    path("sau-giai/", applied.after_prize, name="after_prize"),
    path("sau-giai/<int:award>/", applied.report_use, name="report_use"),
    path(
        "sau-giai/<int:award>/<int:report>/cong-khai/",
        applied.publish_report,
        name="publish_report",
    ),
    path("sau-giai/<int:award>/<int:report>/thoi/", applied.hide_report, name="hide_report"),
    path("don-vi/sau-giai/", applied.unit_reports, name="unit_reports"),
    path(
        "don-vi/sau-giai/<int:report>/xac-nhan/",
        applied.unit_confirm_report,
        name="unit_confirm_report",
    ),
    path(
        "don-vi/sau-giai/<int:report>/khong-xac-nhan/",
        applied.unit_decline_report,
        name="unit_decline_report",
    ),
    path("so-cai/", ledger.ledger_heads, name="ledger_heads"),
]
