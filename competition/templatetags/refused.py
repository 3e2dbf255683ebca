"""What was typed into a form that was refused, shown again where it was typed."""

from typing import Any

from django import template
from django.http import HttpRequest

register = template.Library()


@register.simple_tag(takes_context=True)
def typed(context: dict[str, Any], field: str, button: str, **row: object) -> str:
    """`{% typed "reason" "revoke_certificate" certificate=one.pk %}`: what this field was sent
    with by the press of that button (its route; or one of several, with spaces between) about that
    row, which the form or the address names; empty on any other page.

    A page on which a press went through is asked for anew, so what was sent was refused.
    """
    request: HttpRequest | None = context.get("request")
    pressed = request.resolver_match if request is not None else None
    if request is None or pressed is None or request.method != "POST":
        return ""
    named = pressed.kwargs | request.POST.dict()
    if any(str(named.get(name)) != str(value) for name, value in row.items()):
        return ""
    if pressed.url_name not in button.split():
        return ""
    return request.POST.get(field, "")


@register.simple_tag(takes_context=True)
def ticked(context: dict[str, Any], field: str, value: object, usual: object = "") -> bool:
    """`{% ticked "thu" message.pk "usual" as is_chosen %}`: whether this box was ticked in what was
    refused; on a page that was only opened, whether it usually is.
    """
    request: HttpRequest | None = context.get("request")
    if request is None or request.method != "POST":
        return bool(usual)
    return str(value) in request.POST.getlist(field)
