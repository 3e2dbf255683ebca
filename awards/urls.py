from django.urls import path, re_path

from awards.desk import certificates, committee, ledger, proofs

urlpatterns = [
    path("ban-to-chuc/", committee.committee_desk, name="committee_desk"),
    path("ban-to-chuc/<slug:slug>/", committee.ratify, name="ratify"),
    path("ban-to-chuc/<slug:slug>/bieu-quyet/", committee.vote_on_prizes, name="vote_on_prizes"),
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
    path("so-cai/", ledger.ledger_heads, name="ledger_heads"),
]
