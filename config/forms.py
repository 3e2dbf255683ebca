"""Our form renderer: every form of the site is drawn by the design system's field component."""

from typing import Any

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Uses templates/forms/ and, for widgets, Django's own."""

    form_template_name = "forms/form.html"
    field_template_name = "components/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """A browser cuts what is longer than `maxlength`, without a word: ours says so
        (`lengths.js`), and the server refuses it.
        """
        widget = context.get("widget", {})
        for one in (widget, *widget.get("subwidgets", ())):
            if "maxlength" in one.get("attrs", {}):
                one["attrs"]["data-most"] = one["attrs"].pop("maxlength")
        return super().render(template_name, context, request)
