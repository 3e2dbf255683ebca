from django.urls import path

from accounts import phone_views, views

urlpatterns = [
    path("tai-khoan/", views.account_page, name="account_page"),
    path("hop-thu/", views.inbox, name="inbox"),
    path("thu-da-gui/", views.sent_mail, name="sent_mail"),
    path("tai-khoan/dien-thoai/", phone_views.phone_sign_in, name="phone_sign_in"),
    path("tai-khoan/dien-thoai/ma/", phone_views.phone_code, name="phone_code"),
    path("tai-khoan/dien-thoai/ten/", phone_views.phone_name, name="phone_name"),
]
