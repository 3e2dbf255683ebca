"""Our form renderer: every form of the site is drawn by the design system's field component."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Uses templates/forms/ and, for widgets, Django's own."""

    form_template_name = "forms/form.html"
    field_template_name = "components/field.html"
