from django.urls import path

from voting.desk import votes

urlpatterns = [
    path("binh-chon/", votes.votes, name="votes"),
    path("binh-chon/<slug:slug>/", votes.ballot_paper, name="ballot_paper"),
    path("binh-chon/<slug:slug>/<str:code>/", votes.candidate_page, name="candidate"),
    path("binh-chon/<slug:slug>/<str:code>/chon/", votes.cast_vote, name="cast_vote"),
    path("binh-chon/<slug:slug>/<str:code>/rut/", votes.revoke_vote, name="revoke_vote"),
]
