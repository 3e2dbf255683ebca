"""Drawn pictures."""

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from cms import art

forever = cache_control(public=True, max_age=31_536_000, immutable=True)


@require_GET
@forever
def hills(_request):
    """The hero's tea hills."""
    return HttpResponse(art.hills(), content_type="image/svg+xml")


@require_GET
@forever
def tile(_request, code):
    """A work's tile, from its code."""
    return HttpResponse(art.tile(code), content_type="image/svg+xml")
