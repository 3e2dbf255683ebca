from django.urls import path
from wagtail import hooks

from judging import office, result_office


@hooks.register("register_admin_urls")
def office_urls():
    return [
        path("cham/<slug:slug>/", office.JudgingOffice.as_view(), name="judging_office"),
        path("cham/<slug:slug>/xep-hang/", result_office.RankingOffice.as_view(), name="ranking_office"),
        path("cham/<slug:slug>/bang-chung/", result_office.EvidenceOffice.as_view(), name="judging_evidence"),
        path("cham/<slug:slug>/phan-cong/<int:order>/", result_office.plan_xlsx, name="plan_xlsx"),
        path("cham/<slug:slug>/thu-lao/<int:order>/", result_office.fees_pdf, name="fees_pdf"),
    ]
