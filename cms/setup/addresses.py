"""The addresses of the set-up page, below those of the edition's desk."""

from django.urls import path

from cms.setup import new_edition, pages, preview

PAGE = "dieu-hanh/<slug:slug>/thiet-lap/"
NEW = "dieu-hanh/<slug:slug>/lan-moi/"

urlpatterns = [
    path(PAGE, pages.EditionSetUp.as_view(), name="set_up"),
    path(f"{PAGE}quyet-dinh/", pages.KeepPapers.as_view(), name="keep_papers"),
    path(f"{PAGE}linh-vuc/", pages.KeepFields.as_view(), name="keep_fields"),
    path(f"{PAGE}loai/", pages.KeepKinds.as_view(), name="keep_kinds"),
    path(f"{PAGE}tieu-chi/", pages.KeepCriteria.as_view(), name="keep_criteria"),
    path(f"{PAGE}lich/", pages.KeepTimetable.as_view(), name="keep_timetable"),
    path(f"{PAGE}binh-chon/", pages.KeepVote.as_view(), name="keep_vote"),
    path(f"{PAGE}giai/", pages.KeepPrizes.as_view(), name="keep_prizes"),
    path(f"{PAGE}cong-bo/", pages.PublishHere.as_view(), name="publish_set_up"),
    path(f"{PAGE}xem-truoc/", preview.PreviewForVisitors.as_view(), name="preview_visitor"),
    path(f"{PAGE}xem-truoc/du-thi/", preview.PreviewForEntrants.as_view(), name="preview_entrant"),
    path(NEW, new_edition.NewEdition.as_view(), name="new_edition"),
    path(f"{NEW}nhan-ban/", new_edition.CloneEdition.as_view(), name="clone_edition"),
    path(f"{NEW}bo-quy-dinh/", new_edition.StartAfresh.as_view(), name="start_afresh"),
]
