"""Where editors keep what their pages list: categories of the news, documents, events."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from cms import unreached
from cms.models import CalendarEvent, EnglishSummary, IssuedDocument, NewsCategory


class _OfEditors(SnippetViewSet):
    """In the menu of the editors."""

    chooser_viewset_class = unreached.SnippetChoosers
    add_to_admin_menu = True
    copy_view_enabled = False


class NewsCategoryViewSet(_OfEditors):
    """In the menu of the editors, in the order in which visitors meet them."""

    model = NewsCategory
    icon = "folder-open-inverse"
    menu_label = _("News categories")
    menu_order = 300
    list_display = ["name", "name_en", "order"]
    ordering = ["order", "name"]


class IssuedDocumentViewSet(_OfEditors):
    """In the menu of the editors, the newest first."""

    model = IssuedDocument
    icon = "doc-full"
    menu_label = _("Issued documents")
    menu_order = 310
    list_display = ["number", "title", "kind", "issued_on"]
    list_filter = ["kind"]
    search_fields = ["number", "title", "issuer"]


class CalendarEventViewSet(_OfEditors):
    """In the menu of the editors, in the order of time."""

    model = CalendarEvent
    icon = "calendar-alt"
    menu_label = _("Events")
    menu_order = 320
    list_display = ["title", "begins_at", "place"]


class EnglishSummaryViewSet(_OfEditors):
    """In the menu of the editors: the works that won, told in English."""

    model = EnglishSummary
    icon = "globe"
    menu_label = _("Works in English")
    menu_order = 330
    list_display = ["title"]
