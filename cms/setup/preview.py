"""A draft as it will look to the public, for those alone who run it."""

from django.shortcuts import render
from wagtail.models import Locale

from cms.models import EditionPage
from competition.office import EditionOffice
from competition.regulation import age_rule


class Preview(EditionOffice):
    """A public page of the edition, marked as a preview; nothing on it can be pressed."""

    public_template = ""

    def get(self, request, *args, **kwargs):
        shown = self.shown() | {"previewed": self.edition}
        answer = render(request, self.public_template, shown)
        answer.headers["Cache-Control"] = "no-store, private"
        return answer

    def shown(self) -> dict:
        """What the template is given."""
        raise NotImplementedError


class PreviewForVisitors(Preview):
    """The edition's landing page, with its own words where somebody has written them."""

    route = "preview_visitor"
    public_template = "cms/edition_page.html"

    def shown(self) -> dict:
        locale = Locale.get_active()
        written = EditionPage.objects.filter(edition=self.edition, locale=locale).first()
        page = written or EditionPage(title=self.edition.label, edition=self.edition, locale=locale)
        return page.get_context(self.request)


class PreviewForEntrants(Preview):
    """The page on which an entrant begins."""

    route = "preview_entrant"
    public_template = "submissions/begin.html"

    def shown(self) -> dict:
        return {
            "edition": self.edition,
            "is_open": False,
            "submission": self.edition.phase("submission"),
            "age_rule": age_rule(self.edition),
        }
