from django.urls import path
from wagtail import hooks

from awards import office


@hooks.register("register_admin_urls")
def office_urls():
    return [
        path("ket-qua/<slug:slug>/", office.AwardsOffice.as_view(), name="awards_office"),
        path("ket-qua/<slug:slug>/goi-kiem-chung/", office.result_bundle, name="result_bundle"),
        path("quyet-dinh/<int:pk>/", office.decision_pdf, name="decision_pdf"),
        path("chung-nhan/<int:pk>/", office.office_certificate, name="office_certificate"),
    ]
