from django.urls import path

from accounts import views

urlpatterns = [
    path("tai-khoan/", views.account_page, name="account_page"),
    path("hop-thu/", views.inbox, name="inbox"),
    path("thu-da-gui/", views.sent_mail, name="sent_mail"),
]
