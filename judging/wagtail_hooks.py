from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from judging.office import (
    assignment_buttons,
    downloads,
    evidence,
    judge_tables,
    panel_buttons,
    ranking,
    round_buttons,
    rounds,
)

panel_urls = [
    path("lap-hoi-dong/", panel_buttons.EstablishPanel.as_view(), name="establish_panel"),
    path("cu-thanh-vien/", panel_buttons.AppointJudge.as_view(), name="appoint_judge"),
    path("quyen-thanh-vien/", panel_buttons.SetRights.as_view(), name="set_rights"),
]

table_urls = [
    path("", judge_tables.JudgeTables.as_view(), name="judge_tables"),
    path("mau/", judge_tables.JudgesTemplate.as_view(), name="judges_template"),
    path("doc/", judge_tables.ReadJudges.as_view(), name="read_judges"),
    path("<int:number>/", judge_tables.JudgeTable.as_view(), name="judge_table"),
    path("<int:number>/moi/", judge_tables.InviteJudges.as_view(), name="invite_judges"),
]

assignment_urls = [
    path("de-xuat/", assignment_buttons.ProposeAssignment.as_view(), name="propose_assignment"),
    path("an-dinh-boc-tham/", assignment_buttons.CommitLottery.as_view(), name="commit_lottery"),
    path("boc-tham/", assignment_buttons.DrawLottery.as_view(), name="draw_lottery"),
    path("chuyen-phieu/", assignment_buttons.MoveSheet.as_view(), name="move_sheet"),
    path("xac-nhan/", assignment_buttons.ConfirmAssignment.as_view(), name="confirm_assignment"),
    path("rut-phieu/", assignment_buttons.ReleaseSheet.as_view(), name="release_sheet"),
    path("phan-cong/<int:order>/", downloads.plan_xlsx, name="plan_xlsx"),
]

round_urls = [
    path("mo-vong/", round_buttons.OpenRound.as_view(), name="open_round"),
    path("dong-vong/", round_buttons.CloseRound.as_view(), name="close_round"),
]

ranking_urls = [
    path("", ranking.RankingOffice.as_view(), name="ranking_office"),
    path("dong-bang/", ranking.FreezeRanking.as_view(), name="freeze_ranking"),
    path("thay-the/", ranking.SupersedeRanking.as_view(), name="supersede_ranking"),
    path("vao-vong-sau/", ranking.PromoteEntries.as_view(), name="promote_entries"),
]

judging_urls: list[URLPattern | URLResolver] = [
    path("", rounds.JudgingOffice.as_view(), name="judging_office"),
    *panel_urls,
    *assignment_urls,
    *round_urls,
    path("giam-khao-excel/", include(table_urls)),
    path("xep-hang/", include(ranking_urls)),
    path("bang-chung/", evidence.EvidenceOffice.as_view(), name="judging_evidence"),
    path("bang-chung/tinh/", evidence.AskForEvidence.as_view(), name="ask_evidence"),
    path("bang-chung/dung/", evidence.StopEvidence.as_view(), name="stop_evidence"),
    path("thu-lao/<int:order>/", downloads.fees_pdf, name="fees_pdf"),
]


@hooks.register("register_admin_urls")
def office_urls():
    return [path("cham/<slug:slug>/", include(judging_urls))]
