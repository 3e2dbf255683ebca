"""Public pages beside Wagtail's own, in both languages."""

from django.urls import path, re_path

from cms import search, work_pages

RECEIPT = r"(?P<receipt>[a-z0-9-]{3,60})"

urlpatterns = [
    path("tim-kiem/", search.search, name="search"),
    re_path(rf"^cong-trinh/{RECEIPT}/$", work_pages.work, name="work"),
    re_path(
        rf"^cong-trinh/{RECEIPT}/hinh-(?P<place>[1-9]\d?)\.webp$",
        work_pages.work_picture,
        name="work_picture",
    ),
    re_path(rf"^cong-trinh/{RECEIPT}/the\.png$", work_pages.work_card, name="work_card"),
]
