"""Drawn pictures."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from cms import communes, facts
from cms.art import catalogue, plan
from competition.models import Edition

forever = cache_control(public=True, max_age=31_536_000, immutable=True)
for_a_minute = cache_control(public=True, max_age=60)


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


@require_GET
@forever
@gzip_page
def prize_hill(_request, counts):
    """The prizes on a hill: “2-4-9-12” are how many each tier has, from the highest down."""
    drawn = catalogue.prize_hill(tuple(int(count) for count in counts.split("-")))
    return HttpResponse(drawn, content_type="image/svg+xml")


@require_GET
@for_a_minute
@gzip_page
def province(request, slug, scheme):
    """The map of the communes with the counts of an edition; ?xa= is the one with an outline."""
    edition = get_object_or_404(Edition.objects.select_related("publication"), slug=slug)
    if edition.is_draft:
        raise Http404
    counts = facts.shares_of(edition)["communes"]
    drawn = communes.drawn(counts, scheme, request.GET.get("xa", ""))
    return HttpResponse(drawn, content_type="image/svg+xml")
