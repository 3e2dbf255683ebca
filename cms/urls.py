from django.urls import path, re_path

from cms import news_views, views

urlpatterns = [
    re_path(r"^hinh/doi-che\.svg$", views.hills, name="hills"),
    re_path(r"^hinh/(?P<code>[A-Za-z0-9-]{3,40})\.svg$", views.tile, name="art"),
    re_path(r"^hinh/canh-(?P<code>[a-z-]{3,40})\.svg$", views.tile, name="scene"),
    path("da-doc/<int:number>/", news_views.was_read, name="article_read"),
    re_path(r"^rss/(?P<language>vi|en)/tin-tuc\.xml$", news_views.news_feed, name="news_feed"),
    re_path(
        r"^rss/(?P<language>vi|en)/tin-tuc/(?P<category>[\w-]+)\.xml$",
        news_views.news_feed,
        name="category_feed",
    ),
]
