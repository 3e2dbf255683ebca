from django.urls import path
from wagtail import hooks

from voting.office import booths, buttons, vote


@hooks.register("register_admin_urls")
def office_urls():
    page = "binh-chon/<slug:slug>/"
    return [
        path(page, vote.VotingOffice.as_view(), name="voting_office"),
        path(page + "ra-soat/", buttons.ScanBallots.as_view(), name="scan_ballots"),
        path(page + "tinh/", buttons.LetClusterCount.as_view(), name="let_cluster_count"),
        path(page + "tam-giu/", buttons.LeaveClusterAside.as_view(), name="leave_cluster_aside"),
        path(page + "diem/", booths.BoothsOffice.as_view(), name="booths_office"),
        path(page + "diem/lap/", booths.SetUpBooth.as_view(), name="set_up_booth"),
        path(page + "diem/<int:number>/", booths.BoothOffice.as_view(), name="booth_office"),
        path(page + "diem/<int:number>/nhap/", booths.KeyPaper.as_view(), name="key_paper"),
        path(page + "diem/<int:number>/bo/", booths.StrikePaper.as_view(), name="strike_paper"),
        path(page + "diem/<int:number>/xong/", booths.FinishBox.as_view(), name="finish_box"),
        path(page + "diem/<int:number>/gop/", booths.JoinBox.as_view(), name="join_box"),
        path(page + "dong/", buttons.CloseVote.as_view(), name="close_vote"),
    ]
