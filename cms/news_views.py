"""Addresses of the news beside its pages: that an article was read, and the feeds."""

import datetime
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib.syndication.views import Feed
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from cms import readings
from cms.models import NewsCategory, NewsPage
from cms.permissions import works_in_office
from competition import clock

IN_A_FEED = 30


@csrf_exempt  # a visitor has no token, and there is nothing to win but a number
@require_POST
def was_read(request, number):
    """The article was in sight for a while. Pages of other sites cannot say so."""
    page = get_object_or_404(NewsPage.objects.live(), pk=number)
    done = HttpResponse(status=HTTPStatus.NO_CONTENT)
    is_ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    if not is_ours or works_in_office(request.user):
        return done
    network = get_adapter().get_client_ip(request)
    if ratelimit.consume(request, action="article_read", key=f"{network} {number}"):
        readings.count(page, localdate(clock.now()))
    return done


class NewsFeed(Feed):
    """The newest articles of a language, or of one category, as RSS."""

    feed_type = Rss201rev2Feed

    def get_object(self, request, language, category=None):
        found = get_object_or_404(NewsCategory, slug=category) if category else None
        return language, found

    def title(self, of):
        name = _("Innovation for beloved Thai Nguyen")
        return f"{name} – {of[1].label}" if of[1] else name

    def link(self, of):
        return "/" if of[0] == "vi" else f"/{of[0]}/"

    def description(self, of):
        return _("News of the contest.")

    def items(self, of):
        language, category = of
        live = NewsPage.objects.live().filter(locale__language_code=language)
        if category:
            live = live.filter(category=category)
        return live.select_related("category").order_by("-date", "-pk")[:IN_A_FEED]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.intro

    def item_link(self, item):
        return item.full_url

    def item_pubdate(self, item):
        """The start of its day: articles have no hour."""
        return make_aware(datetime.datetime.combine(item.date, datetime.time()))

    def item_categories(self, item):
        return [item.category.label] if item.category else []


@require_GET
def news_feed(request, language, category=None):
    """The news as RSS, in one language."""
    with translation.override(language):
        return NewsFeed()(request, language=language, category=category)
