from django.urls import path
from wagtail import hooks

from awards.office import awards


@hooks.register("register_admin_urls")
def office_urls():
    return [
        path("ket-qua/<slug:slug>/", awards.AwardsOffice.as_view(), name="awards_office"),
        path("ket-qua/<slug:slug>/goi-kiem-chung/", awards.result_bundle, name="result_bundle"),
        path("quyet-dinh/<int:pk>/", awards.decision_pdf, name="decision_pdf"),
        path("chung-nhan/<int:pk>/", awards.office_certificate, name="office_certificate"),
    ]
