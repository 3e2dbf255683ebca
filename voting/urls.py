from django.urls import path

from voting import views

urlpatterns = [
    path("binh-chon/", views.votes, name="votes"),
    path("binh-chon/<slug:slug>/", views.ballot_paper, name="ballot_paper"),
    path("binh-chon/<slug:slug>/<str:code>/", views.candidate_page, name="candidate"),
    path("binh-chon/<slug:slug>/<str:code>/chon/", views.cast_vote, name="cast_vote"),
    path("binh-chon/<slug:slug>/<str:code>/rut/", views.revoke_vote, name="revoke_vote"),
]
