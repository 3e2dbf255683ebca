"""The cells of a list, written without a blank: a page has hundreds of them."""

from collections.abc import Collection
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from competition.listing.columns import Column

register = template.Library()


@register.simple_tag
def box(row: Any, ticked: Collection[str]) -> SafeString:
    """The box by which a row is chosen; it is read aloud with the row's title, which stands in the
    cell of this number.
    """
    checked = SafeString(" checked") if str(row.pk) in ticked else ""
    return format_html(
        '<input type="checkbox" name="chon" value="{0}" aria-label="{1}" aria-describedby="r{0}"{2}>',
        row.pk,
        _("Choose"),
        checked,
    )


@register.simple_tag
def cell(column: Column, text: str, row: Any) -> SafeString:
    """A cell; that of the title bears the row's number."""
    if column.is_title:
        return format_html('<td class="title" id="r{}">{}</td>', row.pk, text)
    return format_html("<td>{}</td>", text)
