"""Addresses of drawn pictures, new when the drawing is."""

from django import template
from django.urls import reverse

from cms.art import catalogue, plan

register = template.Library()


@register.simple_tag
def drawing(name: str) -> str:
    """The address of a drawing of the catalogue.

    Raises KeyError for a name that nobody drew, so that a page's own test finds it.
    """
    if name not in catalogue.DRAWN:
        raise KeyError(name)
    return f"{reverse('drawing', args=[name])}?v={catalogue.stamp()}"


@register.filter
def medal(metal: str) -> str:
    """The name of a metal's medal in the catalogue."""
    return f"huy-chuong-{metal}"


@register.simple_tag
def tile(code: str, field=None) -> str:
    """The address of a work's tile, in the tones of its field (None: those its code has)."""
    palette = plan.palette_of(field.code if field else code)
    return f"{reverse('art', args=[palette, code])}?v={catalogue.stamp()}"


@register.simple_tag
def scene(name: str) -> str:
    """The address of the scene that an editor chose; empty once nobody draws it any more."""
    return drawing(name) if name in catalogue.SCENES else ""


@register.simple_tag
def prize_hill(tiers) -> str:
    """The address of the hill on which these prize tiers stand; the first eight of them."""
    counts = "-".join(str(min(tier.count, 999)) for tier in tiers[:8])
    return f"{reverse('prize_hill', args=[counts])}?v={catalogue.stamp()}"
