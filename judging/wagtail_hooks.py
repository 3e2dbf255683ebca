from django.urls import path
from wagtail import hooks

from judging import office


@hooks.register("register_admin_urls")
def office_urls():
    return [
        path("cham/<slug:slug>/", office.JudgingOffice.as_view(), name="judging_office"),
        path("cham/<slug:slug>/bang-chung/", office.EvidenceOffice.as_view(), name="judging_evidence"),
        path("cham/<slug:slug>/bien-ban/", office.minutes_pdf, name="minutes_pdf"),
    ]
