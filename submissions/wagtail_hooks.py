from django.urls import path
from wagtail import hooks

from submissions.office import conflicts, dossiers, exhibits, files, questions, redacting


@hooks.register("register_admin_urls")
def office_urls():
    entry = "ho-so/<slug:slug>/<uuid:public_id>/"
    return [
        path("bieu-mau/<slug:slug>/", questions.DossierForm.as_view(), name="dossier_form"),
        path("hien-vat/<slug:slug>/", exhibits.Exhibits.as_view(), name="exhibits"),
        path("hien-vat/<slug:slug>/phieu/<int:step>/", exhibits.exhibit_slip, name="exhibit_slip"),
        path("xung-dot/<slug:slug>/", conflicts.ConflictGraph.as_view(), name="conflict_graph"),
        path("ho-so/<slug:slug>/", dossiers.EntryQueue.as_view(), name="entry_queue"),
        path(entry, dossiers.EntryDetail.as_view(), name="office_entry"),
        path(f"{entry}doc/", files.Reading.as_view(), name="office_reading"),
        path(f"{entry}phieu/", files.office_slip, name="office_slip"),
        path(f"{entry}tuong-tu/<int:pair>/", dossiers.Similar.as_view(), name="similar_entry"),
        path(f"{entry}tep/<uuid:file_id>/", files.office_file, name="office_file"),
        path(f"{entry}tep/<uuid:file_id>/trang/<int:page>/", files.office_page, name="office_page"),
        path(f"{entry}ban-an-danh/<int:file_pk>/", files.office_copy, name="office_copy"),
        path(f"{entry}che/<int:place>/", redacting.Covering.as_view(), name="covering"),
        path(
            f"{entry}che/<int:place>/trang/<int:page>/",
            redacting.covering_page,
            name="covering_page",
        ),
    ]
