from django.urls import path

from competition.desk import joint_requests

urlpatterns = [
    path("cho-dong-y/", joint_requests.waiting, name="joint_requests"),
    path("cho-dong-y/<int:number>/", joint_requests.read, name="joint_request"),
    path("cho-dong-y/<int:number>/dong-y/", joint_requests.agree, name="agree_joint_request"),
    path("cho-dong-y/<int:number>/tu-choi/", joint_requests.decline, name="decline_joint_request"),
    path("cho-dong-y/<int:number>/rut/", joint_requests.take_back, name="take_back_joint_request"),
]
