"""The office's menu where no script draws it."""

from django import template
from wagtail.admin.menu import SubmenuMenuItem, admin_menu

register = template.Library()


@register.inclusion_tag("office/_menu_without_script.html", takes_context=True)
def menu_without_script(context):
    """The same entries as in the menu that Wagtail's script draws, each with those behind it."""
    request = context["request"]
    entries = []
    for entry in admin_menu.menu_items_for_request(request):
        behind = []
        if isinstance(entry, SubmenuMenuItem):
            behind = entry.menu.menu_items_for_request(request)
        entries.append({"label": entry.label, "url": entry.url, "behind": behind})
    return {"entries": entries}
