from django.urls import path
from wagtail import hooks

from submissions import form_office, office


@hooks.register("register_admin_urls")
def office_urls():
    return [
        path("bieu-mau/<slug:slug>/", form_office.DossierForm.as_view(), name="dossier_form"),
        path("ho-so/<slug:slug>/", office.EntryQueue.as_view(), name="entry_queue"),
        path("ho-so/<slug:slug>/<uuid:public_id>/", office.EntryDetail.as_view(), name="office_entry"),
        path("ho-so/<slug:slug>/<uuid:public_id>/tuong-tu/<int:pair>/", office.Similar.as_view(), name="similar_entry"),
        path("ho-so/<slug:slug>/<uuid:public_id>/tep/<uuid:file_id>/", office.office_file, name="office_file"),
        path("ho-so/<slug:slug>/<uuid:public_id>/ban-an-danh/<int:file_pk>/", office.office_copy, name="office_copy"),
    ]
