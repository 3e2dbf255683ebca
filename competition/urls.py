from django.urls import path

from competition.desk import joint_requests, role_invitations

urlpatterns = [
    path("cho-dong-y/", joint_requests.waiting, name="joint_requests"),
    path("cho-dong-y/<int:number>/", joint_requests.read, name="joint_request"),
    path("cho-dong-y/<int:number>/dong-y/", joint_requests.agree, name="agree_joint_request"),
    path("cho-dong-y/<int:number>/tu-choi/", joint_requests.decline, name="decline_joint_request"),
    path("cho-dong-y/<int:number>/rut/", joint_requests.take_back, name="take_back_joint_request"),
    path("nhan-vai-tro/", role_invitations.type_role_code, name="type_role_code"),
    path("nhan-vai-tro/<str:code>/", role_invitations.role_invitation, name="role_invitation"),
    path("nhan-vai-tro/<str:code>/nhan/", role_invitations.accept_role, name="accept_role"),
    path("nhan-vai-tro/<str:code>/tu-choi/", role_invitations.decline_role, name="decline_role"),
]
