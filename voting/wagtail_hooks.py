from django.urls import path
from wagtail import hooks

from voting.office import vote


@hooks.register("register_admin_urls")
def office_urls():
    return [path("binh-chon/<slug:slug>/", vote.VotingOffice.as_view(), name="voting_office")]
