"""The addresses of the pages about the people of an edition."""

from django.urls import path

from cms.staff import invitations

_OF_EDITION = "dieu-hanh/<slug:slug>/nhan-su/"

urlpatterns = [
    path(
        f"{_OF_EDITION}loi-moi/",
        invitations.RoleInvitations.as_view(),
        name="role_invitations",
    ),
    path(f"{_OF_EDITION}loi-moi/gui/", invitations.InvitePerson.as_view(), name="invite_person"),
    path(
        f"{_OF_EDITION}loi-moi/giay/",
        invitations.InviteOnPaper.as_view(),
        name="invite_on_paper",
    ),
    path(
        f"{_OF_EDITION}loi-moi/gui-lai/",
        invitations.SendAgain.as_view(),
        name="send_invitations_again",
    ),
    path(
        f"{_OF_EDITION}loi-moi/in-giay/",
        invitations.PrintSlips.as_view(),
        name="print_invitations",
    ),
    path(
        f"{_OF_EDITION}loi-moi/rut/",
        invitations.WithdrawInvitations.as_view(),
        name="withdraw_invitations",
    ),
]
