"""The rows of a list, written without a blank: a page has hundreds of cells."""

from collections.abc import Collection
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def cells(row: Any, choose: object, ticked: Collection[str]) -> SafeString:
    """The cells of a row; where rows are chosen, after the box that chooses it."""
    written = [f"<td>{_box(row, ticked)}</td>"] if choose else []
    for column, text in row.cells:
        # The box is read aloud with the title, which stands in the cell of this number.
        begins = f'<td class="title" id="r{row.pk}">' if column.is_title else "<td>"
        if column.is_number:
            begins = '<td class="number-of">'
        written.append(f"{begins}{conditional_escape(text)}</td>")
    return mark_safe("".join(written))


def _box(row: Any, ticked: Collection[str]) -> SafeString:
    return format_html(
        '<input type="checkbox" name="chon" value="{0}" aria-label="{1}"'
        ' aria-describedby="r{0}"{2}>',
        row.pk,
        _("Choose"),
        SafeString(" checked") if str(row.pk) in ticked else "",
    )
