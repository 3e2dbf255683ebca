"""Where strangers write to the contest, and whether they may write to a winner."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.letter_forms import ContactForm
from cms.models.stories import StoryPage
from submissions.models import Entry


class ContactPage(StoryPage):
    """The contact page: who answers, and a form that shows nobody's address."""

    mailbox = models.EmailField(
        _("mailbox"),
        help_text=_("Letters of the form go there. It is shown on no page."),
    )
    content_panels = [*StoryPage.content_panels, FieldPanel("mailbox")]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["form"] = ContactForm()
        context["is_sent"] = "da-gui" in request.GET
        return context


class LetterBox(models.Model):
    """The owner of a work that won has agreed that readers write, until it is closed again."""

    entry = models.OneToOneField(Entry, models.CASCADE, related_name="letter_box")
    opened_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("letter box of a winner")
        verbose_name_plural = _("letter boxes of winners")

    def __str__(self):
        return str(self.entry)
