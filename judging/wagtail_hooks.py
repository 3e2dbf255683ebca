from django.urls import path
from wagtail import hooks

from judging.office import results, rounds


@hooks.register("register_admin_urls")
def office_urls():
    return [
        path("cham/<slug:slug>/", rounds.JudgingOffice.as_view(), name="judging_office"),
        path("cham/<slug:slug>/xep-hang/", results.RankingOffice.as_view(), name="ranking_office"),
        path(
            "cham/<slug:slug>/bang-chung/",
            results.EvidenceOffice.as_view(),
            name="judging_evidence",
        ),
        path("cham/<slug:slug>/phan-cong/<int:order>/", results.plan_xlsx, name="plan_xlsx"),
        path("cham/<slug:slug>/thu-lao/<int:order>/", results.fees_pdf, name="fees_pdf"),
    ]
