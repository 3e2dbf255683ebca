"""What stands in the head of a page for search engines and other places."""

from django import template
from django.urls import translate_url
from wagtail.models import Page

from cms import heads

register = template.Library()
# Public pages that no editor made: they have one address, and a twin in the other language.
OPEN = {
    "votes",
    "ballot_paper",
    "candidate",
    "proofs",
    "proof",
    "ledger_heads",
    "verify_lookup",
    "work",
}


@register.inclusion_tag("components/page_head.html", takes_context=True)
def page_head(context):
    """Canonical address, twins, sharing and structured data; nothing on private pages."""
    request = context.get("request")
    page = context.get("page")
    if isinstance(page, Page) and request is not None:
        return {"head": heads.of_page(page, request.GET.get("trang", ""))}
    match = getattr(request, "resolver_match", None)
    if match is None or match.view_name not in OPEN:
        return {"head": None}
    addresses = {code: translate_url(request.path, code) for code in ("vi", "en")}
    twins = [(code, heads.absolute(path)) for code, path in addresses.items()]
    return {"head": None, "here": heads.absolute(request.path), "twins": twins}


@register.simple_tag(takes_context=True)
def language_switch(context):
    """{"address", "has_twin"}: of this page in the other language; of the home page in that
    language where an editor's page has no twin.
    """
    other = context["other_language"]
    page = context.get("page")
    if not isinstance(page, Page):
        return {"address": context["other_language_url"], "has_twin": True}
    head = heads.of_page(page)
    found = dict(head.twins).get(other) if head else None
    home = "/" if other == "vi" else f"/{other}/"
    address = found.removeprefix(heads.absolute("")) if found else home
    return {"address": address, "has_twin": bool(found)}
