"""Where editors keep the categories of the news."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.models import NewsCategory


class NewsCategoryViewSet(SnippetViewSet):
    """In the menu of the editors, in the order in which visitors meet them."""

    model = NewsCategory
    icon = "folder-open-inverse"
    menu_label = _("News categories")
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["name", "name_en", "order"]
    ordering = ["order", "name"]
    copy_view_enabled = False
