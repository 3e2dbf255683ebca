from django.urls import path, re_path

from cms import app_views, calendars, event_views, news_views, views
from cms.art.plan import PALETTES

CODE = r"(?P<code>[A-Za-z0-9-]{3,40})"
PALETTE = rf"(?P<palette>{'|'.join(PALETTES)})"

COUNTS = r"(?P<counts>\d{1,3}(-\d{1,3}){0,7})"

urlpatterns = [
    re_path(rf"^hinh/giai/{COUNTS}\.svg$", views.prize_hill, name="prize_hill"),
    re_path(r"^hinh/ve/(?P<name>[a-z-]{3,40})\.svg$", views.drawing, name="drawing"),
    re_path(
        r"^hinh/ban-do/(?P<slug>[-\w]+)/(?P<scheme>sang|toi)\.svg$", views.province, name="province"
    ),
    re_path(rf"^hinh/{CODE}\.svg$", views.tile, name="art"),
    re_path(rf"^hinh/{PALETTE}/{CODE}\.svg$", views.tile, name="art"),
    re_path(r"^lich/(?P<language>vi|en)\.ics$", event_views.calendar, name="calendar_feed"),
    path("lich/cua-toi.ics", calendars.my_calendar, name="my_calendar"),
    path("lich/<slug:slug>.ics", calendars.edition_calendar, name="edition_calendar"),
    path("hinh/trang/<int:number>.png", app_views.page_card, name="page_card"),
    path("hinh/bieu-tuong/<int:size>.png", app_views.icon, name="app_icon"),
    path("manifest.webmanifest", app_views.manifest, name="manifest"),
    path("sw.js", app_views.service_worker, name="service_worker"),
    path("da-doc/<int:number>/", news_views.was_read, name="article_read"),
    re_path(r"^rss/(?P<language>vi|en)/tin-tuc\.xml$", news_views.news_feed, name="news_feed"),
    re_path(
        r"^rss/(?P<language>vi|en)/tin-tuc/(?P<category>[\w-]+)\.xml$",
        news_views.news_feed,
        name="category_feed",
    ),
]
