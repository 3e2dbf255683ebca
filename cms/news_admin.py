"""Where editors keep what their pages list: categories of the news, documents, events."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.models import CalendarEvent, EnglishSummary, IssuedDocument, NewsCategory


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


class IssuedDocumentViewSet(SnippetViewSet):
    """In the menu of the editors, the newest first."""

    model = IssuedDocument
    icon = "doc-full"
    menu_label = _("Issued documents")
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["number", "title", "kind", "issued_on"]
    list_filter = ["kind"]
    search_fields = ["number", "title", "issuer"]
    copy_view_enabled = False


class CalendarEventViewSet(SnippetViewSet):
    """In the menu of the editors, in the order of time."""

    model = CalendarEvent
    icon = "calendar-alt"
    menu_label = _("Events")
    menu_order = 320
    add_to_admin_menu = True
    list_display = ["title", "begins_at", "place"]
    copy_view_enabled = False


class EnglishSummaryViewSet(SnippetViewSet):
    """In the menu of the editors: the works that won, told in English."""

    model = EnglishSummary
    icon = "globe"
    menu_label = _("Works in English")
    menu_order = 330
    add_to_admin_menu = True
    list_display = ["title"]
    copy_view_enabled = False
