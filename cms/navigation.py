"""The menu and the texts of every page."""

from wagtail.models import Page, Site

from cms.models import SiteTexts


def main_menu(language: str) -> list[Page]:
    """The pages that editors ticked “show in menus”, directly under the home page of this language."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return []
    root = site.root_page
    if root.locale.language_code != language:
        root = root.get_translations().filter(locale__language_code=language).first() or root
    return list(root.get_children().live().in_menu())


def site_texts() -> SiteTexts:
    """The editable lines of header and footer."""
    return SiteTexts.load()
