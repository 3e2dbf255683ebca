from django.urls import path, re_path

from awards import views

urlpatterns = [
    path("ban-to-chuc/", views.committee_desk, name="committee_desk"),
    path("ban-to-chuc/<slug:slug>/", views.ratify, name="ratify"),
    path("ban-to-chuc/<slug:slug>/mo-niem-phong/", views.open_seals, name="open_seals"),
    path("giay-chung-nhan/", views.my_certificates, name="my_certificates"),
    re_path(r"^giay-chung-nhan/(?P<verify_id>[0-9a-f]{32})/$", views.certificate_pdf, name="certificate_pdf"),
    path("xac-minh/tra-cuu/", views.verify_lookup, name="verify_lookup"),
    re_path(r"^xac-minh/(?P<verify_id>[0-9a-f]{32})/$", views.verify_certificate, name="verify_certificate"),
    path("so-cai/", views.ledger_heads, name="ledger_heads"),
]
