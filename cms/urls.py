from django.urls import re_path

from cms import views

urlpatterns = [
    re_path(r"^hinh/doi-che\.svg$", views.hills, name="hills"),
    re_path(r"^hinh/(?P<code>[A-Za-z0-9-]{3,40})\.svg$", views.tile, name="art"),
]
