from django.urls import path
from wagtail import hooks

from voting.office import buttons, vote


@hooks.register("register_admin_urls")
def office_urls():
    page = "binh-chon/<slug:slug>/"
    return [
        path(page, vote.VotingOffice.as_view(), name="voting_office"),
        path(page + "ra-soat/", buttons.ScanBallots.as_view(), name="scan_ballots"),
        path(page + "tinh/", buttons.LetClusterCount.as_view(), name="let_cluster_count"),
        path(page + "tam-giu/", buttons.LeaveClusterAside.as_view(), name="leave_cluster_aside"),
        path(page + "dong/", buttons.CloseVote.as_view(), name="close_vote"),
    ]
