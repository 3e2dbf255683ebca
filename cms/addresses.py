"""Public pages beside Wagtail's own, in both languages."""

from django.urls import path, re_path

from cms import app_views, letter_views, search, work_pages

RECEIPT = r"(?P<receipt>[a-z0-9-]{3,60})"

urlpatterns = [
    path("ngoai-tuyen/", app_views.offline, name="offline"),
    path("tim-kiem/", search.search, name="search"),
    re_path(rf"^cong-trinh/{RECEIPT}/$", work_pages.work, name="work"),
    re_path(
        rf"^cong-trinh/{RECEIPT}/hinh-(?P<place>[1-9]\d?)\.webp$",
        work_pages.work_picture,
        name="work_picture",
    ),
    re_path(rf"^cong-trinh/{RECEIPT}/the\.png$", work_pages.work_card, name="work_card"),
    re_path(rf"^cong-trinh/{RECEIPT}/thu/$", letter_views.write_to_winner, name="write_to_winner"),
    path("sau-giai/<int:award>/thu/", letter_views.letter_box, name="letter_box"),
    path("sau-giai/<int:award>/thu/mo/", letter_views.open_letter_box, name="open_letter_box"),
    path("sau-giai/<int:award>/thu/dong/", letter_views.close_letter_box, name="close_letter_box"),
    path("lien-he/gui/<int:number>/", letter_views.send_contact, name="send_contact"),
]
