"""Drawn pictures."""

from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from cms.art import catalogue, plan

forever = cache_control(public=True, max_age=31_536_000, immutable=True)


@require_GET
@forever
@gzip_page
def drawing(_request, name):
    """A hero, a scene, a medal, lines: 404 for a name that nobody drew."""
    if name not in catalogue.DRAWN:
        raise Http404
    return HttpResponse(catalogue.drawing(name), content_type="image/svg+xml")


@require_GET
@forever
@gzip_page
def tile(_request, code, palette=""):
    """A work's tile, from its code; without a palette, the one that its code has by chance."""
    drawn = catalogue.tile(code, palette or plan.palette_of(code))
    return HttpResponse(drawn, content_type="image/svg+xml")
