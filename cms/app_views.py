"""The site as an app of a phone: its manifest, its icons, and what is shown without a network.

The worker keeps the page without a network and what it looks like, as a stranger is given them:
nothing that anybody has signed in for is ever kept.
"""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET
from wagtail.models import Page

from cms import app_icon, share_card

A_DAY = 86_400  # seconds
AN_HOUR = 3_600


@require_GET
@cache_control(public=True, max_age=A_DAY)
def manifest(_request):
    """What a phone asks before it keeps the site among its apps."""
    icons = [
        {
            "src": reverse("app_icon", args=[size]),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in app_icon.SIZES
        for purpose in ("any", "maskable")
    ]
    shortcuts = [(_("Public vote"), "votes"), (_("My entries"), "my_entries")]
    told = {
        "name": _("Innovation for beloved Thai Nguyen"),
        "short_name": _("Innovation"),
        "lang": "vi",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fbfaf5",
        "theme_color": "#0f3d2a",
        "icons": icons,
        "shortcuts": [{"name": name, "url": reverse(route)} for name, route in shortcuts],
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_GET
@cache_control(public=True, max_age=A_DAY)
def icon(_request, size):
    """The mark as PNG; 404 for a size that nobody asks for."""
    if size not in app_icon.SIZES:
        raise Http404
    return HttpResponse(app_icon.drawn(size), content_type="image/png")


@require_GET
def offline(request):
    """What is shown without a network."""
    return render(request, "cms/offline.html")


@require_GET
@cache_control(no_cache=True)
def service_worker(request):
    """The script that shows it; from the root, so that it stands for all pages."""
    page = reverse("offline")
    styles = static("css/site.css")
    context = {
        "pages": {code: translate_url(page, code) for code in ("vi", "en")},
        "kept": [styles, static("icon.svg")],
        "version": styles,
    }
    return render(request, "cms/sw.js", context, content_type="text/javascript")


@require_GET
@cache_control(public=True, max_age=AN_HOUR)
def page_card(request, number):
    """The picture beside a link to a page; 404 for one that strangers may not open."""
    page = get_object_or_404(Page.objects.live().public().filter(depth__gt=1), pk=number)
    if not page.get_url_parts():
        raise Http404
    return HttpResponse(share_card.of_page(page.specific), content_type="image/png")
