from django.urls import path
from wagtail import hooks

from awards.office import applied, awards, buttons, complaints, inspectors, papers

# The buttons of the page of one edition: address, view, name.
BUTTONS = [
    ("so-sanh/", buttons.PutComparison, "put_comparison"),
    ("nhac-so-sanh/", buttons.RemindComparison, "remind_comparison"),
    ("dong-so-sanh/", buttons.CloseComparison, "close_comparison"),
    ("tong-hop/", buttons.ComputeStanding, "compute_standing"),
    ("xin-mo-niem-phong/", buttons.AskForSeals, "ask_for_seals"),
    ("xin-giao-lua-chon/", buttons.AskForChoices, "ask_for_choices"),
    ("mo-bieu-quyet/", buttons.OpenRatification, "open_ratification"),
    ("dong-bieu-quyet/", buttons.CloseRatification, "close_ratification"),
    ("niem-yet/", complaints.PostList, "post_list"),
    ("nhap-quyet-dinh/", buttons.AdoptDecision, "adopt_decision"),
    ("cong-bo/", buttons.AnnounceResults, "announce_results"),
    ("cap-giay/", buttons.IssueCertificates, "issue_certificates"),
    ("dung-cap-giay/", buttons.StopCertificates, "stop_certificates"),
    ("thu-hoi/", buttons.RevokeCertificate, "revoke_certificate"),
]


@hooks.register("register_admin_urls")
def office_urls():
    page = "ket-qua/<slug:slug>/"
    return [
        path(page, awards.AwardsOffice.as_view(), name="awards_office"),
        *(path(page + address, view.as_view(), name=name) for address, view, name in BUTTONS),
        path(page + "sau-giai/", applied.ReportsOffice.as_view(), name="reports_office"),
        path(page + "sau-giai/xac-nhan/", applied.ConfirmReport.as_view(), name="confirm_report"),
        path(
            page + "sau-giai/khong-xac-nhan/",
            applied.DeclineReport.as_view(),
            name="decline_report",
        ),
        path(page + "don/", complaints.ComplaintsOffice.as_view(), name="complaints_office"),
        path(
            page + "don/<int:number>/",
            complaints.ComplaintOffice.as_view(),
            name="complaint_office",
        ),
        path(
            page + "don/<int:number>/tra-loi/",
            complaints.AnswerComplaint.as_view(),
            name="answer_complaint",
        ),
        path(page + "thanh-tra/", inspectors.InspectorsOffice.as_view(), name="inspectors_office"),
        path(
            page + "thanh-tra/de-nghi/",
            inspectors.AskForInspector.as_view(),
            name="ask_for_inspector",
        ),
        path(page + "thanh-tra/ket-thuc/", inspectors.EndMandate.as_view(), name="end_mandate"),
        path(page + "goi-kiem-chung/", papers.result_bundle, name="result_bundle"),
        path(page + "lua-chon/<int:pk>/", papers.vote_choices, name="vote_choices"),
        path("quyet-dinh/<int:pk>/", papers.decision_pdf, name="decision_pdf"),
        path("chung-nhan/<int:pk>/", papers.office_certificate, name="office_certificate"),
    ]
