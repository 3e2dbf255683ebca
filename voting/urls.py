from django.urls import path

from voting.desk import mine, receipts, votes

urlpatterns = [
    path("la-phieu-cua-toi/", mine.my_ballots, name="my_ballots"),
    path("la-phieu-cua-toi/<slug:slug>/bien-nhan/", mine.ballot_slips, name="ballot_slips"),
    path(
        "la-phieu-cua-toi/<slug:slug>/<str:receipt>/phan-doi/",
        mine.object_to_ballot,
        name="object_to_ballot",
    ),
    path("binh-chon/", votes.votes, name="votes"),
    path("binh-chon/<slug:slug>/", votes.ballot_paper, name="ballot_paper"),
    path(
        "binh-chon/<slug:slug>/danh-sach-phieu/",
        receipts.published_receipts,
        name="published_receipts",
    ),
    path(
        "binh-chon/<slug:slug>/danh-sach-phieu.jsonl",
        receipts.receipts_file,
        name="receipts_file",
    ),
    path(
        "binh-chon/<slug:slug>/kiem-tra-la-phieu/",
        receipts.check_receipt,
        name="check_receipt",
    ),
    path("binh-chon/<slug:slug>/<str:code>/", votes.candidate_page, name="candidate"),
    path("binh-chon/<slug:slug>/<str:code>/chon/", votes.cast_vote, name="cast_vote"),
    path("binh-chon/<slug:slug>/<str:code>/rut/", votes.revoke_vote, name="revoke_vote"),
]
