from django.urls import path

from accounts import erasure_views, phone_views, proving_views, views

urlpatterns = [
    path("tai-khoan/", views.account_page, name="account_page"),
    path("hop-thu/", views.inbox, name="inbox"),
    path("hop-thu/tep/<int:number>/", views.enclosure, name="enclosure"),
    path("thu-da-gui/", views.sent_mail, name="sent_mail"),
    path("tai-khoan/xac-nhan/", proving_views.prove, name="prove"),
    path("tai-khoan/xac-nhan/gui-ma/", proving_views.send_proof_code, name="send_proof_code"),
    path("tai-khoan/xoa/", erasure_views.erase_account, name="erase_account"),
    path("tai-khoan/xoa/gui-ma/", erasure_views.send_erasure_code, name="send_erasure_code"),
    path("tai-khoan/dien-thoai/", phone_views.phone_sign_in, name="phone_sign_in"),
    path("tai-khoan/dien-thoai/ma/", phone_views.phone_code, name="phone_code"),
    path("tai-khoan/dien-thoai/gui-lai/", phone_views.phone_code_again, name="phone_code_again"),
    path("tai-khoan/dien-thoai/ten/", phone_views.phone_name, name="phone_name"),
]
