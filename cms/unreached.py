"""Words of Wagtail's admin that no catalogue reaches: made of the names of models, columns and
fields, or put together while it was imported. Templates that hold such a word are overridden in
`templates/wagtailadmin/`.
"""

from typing import Any

from django.apps import apps
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.models import Site
from wagtail.sites.views import IndexView as Sites
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.widgets import AdminSnippetChooser

# {model: (one, several)}
MODELS = {
    "wagtailcore.Locale": (
        pgettext_lazy("of content", "language"),
        pgettext_lazy("of content", "languages"),
    ),
    "simple_translation.SimpleTranslation": (
        pgettext_lazy("of a page", "translation"),
        pgettext_lazy("of a page", "translations"),
    ),
}


def name() -> None:
    """Give all of them Vietnamese words, once."""
    for label, (one, several) in MODELS.items():
        meta = apps.get_model(label)._meta
        meta.verbose_name = one
        meta.verbose_name_plural = several
    for column in Sites.columns:
        if column.label == capfirst(column.name.replace("_", " ")):
            column.label = capfirst(Site._meta.get_field(column.name).verbose_name)
    WorkflowPageForm.base_fields["page"].label = gettext_lazy("Page")


class SnippetChooser(AdminSnippetChooser):
    """Says “Choose …” in the language of whoever reads, not in that of the process's beginning."""

    def __init__(self, model: Any, **options: Any):
        super().__init__(model, **options)
        name = model._meta.verbose_name
        self.choose_one_text = format_lazy(pgettext_lazy("a snippet", "Choose {what}"), what=name)
        self.choose_another_text = format_lazy(
            pgettext_lazy("a snippet", "Choose another {what}"), what=name
        )
        self.link_to_chosen_text = format_lazy(
            pgettext_lazy("a snippet", "Edit this {what}"), what=name
        )


class SnippetChoosers(SnippetChooserViewSet):
    """The windows in which a snippet is chosen, and the field that opens them."""

    @property
    def widget_class(self) -> SnippetChooser:
        return SnippetChooser(model=self.model, icon=self.icon)
