from django.urls import path
from wagtail import hooks

from submissions import conflict_office, exhibit_office, form_office, office, office_files, redaction_office


@hooks.register("register_admin_urls")
def office_urls():
    entry = "ho-so/<slug:slug>/<uuid:public_id>/"
    return [
        path("bieu-mau/<slug:slug>/", form_office.DossierForm.as_view(), name="dossier_form"),
        path("hien-vat/<slug:slug>/", exhibit_office.Exhibits.as_view(), name="exhibits"),
        path("hien-vat/<slug:slug>/phieu/<int:step>/", exhibit_office.exhibit_slip, name="exhibit_slip"),
        path("xung-dot/<slug:slug>/", conflict_office.ConflictGraph.as_view(), name="conflict_graph"),
        path("ho-so/<slug:slug>/", office.EntryQueue.as_view(), name="entry_queue"),
        path(entry, office.EntryDetail.as_view(), name="office_entry"),
        path(f"{entry}doc/", office_files.Reading.as_view(), name="office_reading"),
        path(f"{entry}phieu/", office_files.office_slip, name="office_slip"),
        path(f"{entry}tuong-tu/<int:pair>/", office.Similar.as_view(), name="similar_entry"),
        path(f"{entry}tep/<uuid:file_id>/", office_files.office_file, name="office_file"),
        path(f"{entry}tep/<uuid:file_id>/trang/<int:page>/", office_files.office_page, name="office_page"),
        path(f"{entry}ban-an-danh/<int:file_pk>/", office_files.office_copy, name="office_copy"),
        path(f"{entry}che/<int:place>/", redaction_office.Covering.as_view(), name="covering"),
        path(f"{entry}che/<int:place>/trang/<int:page>/", redaction_office.covering_page, name="covering_page"),
    ]
