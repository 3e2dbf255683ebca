from django.urls import path
from wagtail import hooks

from submissions.office import (
    beside,
    conflicts,
    copies,
    decisions,
    dossiers,
    exhibits,
    files,
    looking,
    question_buttons,
    questions,
    queue,
    queue_buttons,
    redacting,
    similar,
)


@hooks.register("register_admin_urls")
def office_urls():
    return [*_form_urls(), *_exhibit_urls(), *_queue_urls(), *_dossier_urls(), *_copy_urls()]


def _form_urls():
    form = "bieu-mau/<slug:slug>/"
    buttons = question_buttons
    return [
        path(form, questions.DossierForm.as_view(), name="dossier_form"),
        path(f"{form}giu/", buttons.KeepQuestion.as_view(), name="keep_question"),
        path(f"{form}mau/", buttons.AddTemplate.as_view(), name="add_template"),
        path(f"{form}len/", buttons.RaiseQuestion.as_view(), name="raise_question"),
        path(f"{form}xuong/", buttons.LowerQuestion.as_view(), name="lower_question"),
        path(f"{form}bo/", buttons.TakeOutQuestion.as_view(), name="take_out_question"),
    ]


def _exhibit_urls():
    kept = "hien-vat/<slug:slug>/"
    return [
        path(kept, exhibits.Exhibits.as_view(), name="exhibits"),
        path(f"{kept}nhan/", exhibits.ReceiveExhibit.as_view(), name="receive_exhibit"),
        path(f"{kept}chuyen/", exhibits.MoveExhibit.as_view(), name="move_exhibit"),
        path(f"{kept}phieu/<int:step>/", exhibits.exhibit_slip, name="exhibit_slip"),
    ]


def _queue_urls():
    all_dossiers = "ho-so/<slug:slug>/"
    buttons = queue_buttons
    return [
        path(all_dossiers, queue.EntryQueue.as_view(), name="entry_queue"),
        path(f"{all_dossiers}bang.pdf", queue.EntryPrint.as_view(), name="entry_queue_pdf"),
        path(f"{all_dossiers}bang.xlsx", queue.EntryXlsx.as_view(), name="entry_queue_xlsx"),
        path(f"{all_dossiers}bang.csv", queue.EntryCsv.as_view(), name="entry_queue_csv"),
        path(f"{all_dossiers}giao/", buttons.HandOutChosen.as_view(), name="hand_out_chosen"),
        path(f"{all_dossiers}nhan/", buttons.AcceptChosen.as_view(), name="accept_chosen"),
        path(
            f"{all_dossiers}chuan-bi/",
            buttons.PrepareAllCopies.as_view(),
            name="prepare_all_copies",
        ),
        path(
            f"{all_dossiers}niem-phong/",
            buttons.SealCleanCopies.as_view(),
            name="seal_clean_copies",
        ),
    ]


def _dossier_urls():
    entry = "ho-so/<slug:slug>/<uuid:public_id>/"
    pair = f"{entry}tuong-tu/<int:pair>/"
    return [
        path(entry, dossiers.EntryDetail.as_view(), name="office_entry"),
        path(f"{entry}ben-canh/", beside.EntryBeside.as_view(), name="entry_beside"),
        path(f"{entry}nhan/", decisions.AcceptEntry.as_view(), name="accept_entry"),
        path(
            f"{entry}bo-tiep-nhan/",
            decisions.UndoAcceptance.as_view(),
            name="undo_acceptance",
        ),
        path(f"{entry}tra-lai/", decisions.ReturnEntry.as_view(), name="return_entry"),
        path(f"{entry}tu-choi/", decisions.RefuseEntry.as_view(), name="refuse_entry"),
        path(f"{entry}giao/", decisions.HandOutEntry.as_view(), name="hand_out_entry"),
        path(f"{entry}thu/", decisions.WriteLetter.as_view(), name="write_letter"),
        path(f"{entry}dong-y/<int:number>/", decisions.EndConsent.as_view(), name="end_consent"),
        path(f"{entry}hoi/<int:number>/", decisions.AnswerJudge.as_view(), name="answer_judge"),
        path(f"{entry}doc/", files.Reading.as_view(), name="office_reading"),
        path(f"{entry}phieu/", files.office_slip, name="office_slip"),
        path(f"{entry}tep/<uuid:file_id>/", files.office_file, name="office_file"),
        path(f"{entry}tep/<uuid:file_id>/trang/<int:page>/", files.office_page, name="office_page"),
        path(pair, similar.Similar.as_view(), name="similar_entry"),
        path(f"{pair}xem-xet/", similar.LookAtSimilar.as_view(), name="look_at_similar"),
    ]


def _copy_urls():
    entry = "ho-so/<slug:slug>/<uuid:public_id>/"
    file = f"{entry}che/<int:place>/"
    return [
        path(f"{entry}chuan-bi/", copies.PrepareCopy.as_view(), name="prepare_copy"),
        path(f"{entry}niem-phong/", copies.SealCopy.as_view(), name="seal_copy"),
        path(f"{entry}che-tu/", copies.MaskWord.as_view(), name="mask_word"),
        path(f"{entry}giu-tu/", copies.LeaveWord.as_view(), name="leave_word"),
        path(f"{entry}huy-ban/", copies.VoidCopy.as_view(), name="void_copy"),
        path(f"{entry}tranh/", copies.KeepAway.as_view(), name="keep_away"),
        path(f"{entry}cho-phep/", copies.ClearPair.as_view(), name="clear_pair"),
        path(f"{entry}ban-an-danh/<int:file_pk>/", files.office_copy, name="office_copy"),
        path(f"{entry}xem-trang/", looking.PagesToLookAt.as_view(), name="pages_to_look_at"),
        path(f"{entry}xem-trang/da-xem/", looking.LookAtPages.as_view(), name="look_at_pages"),
        path(file, redacting.Covering.as_view(), name="covering"),
        path(f"{file}che/", redacting.CoverPart.as_view(), name="cover_part"),
        path(f"{file}bo-che/", redacting.UncoverPart.as_view(), name="uncover_part"),
        path(f"{file}trang/<int:page>/", redacting.CoveringPage.as_view(), name="covering_page"),
        path("xung-dot/<slug:slug>/", conflicts.ConflictGraph.as_view(), name="conflict_graph"),
    ]
