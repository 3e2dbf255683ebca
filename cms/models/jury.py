"""Who judged: the councils of an edition, once its result is announced."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms import facts, jury
from cms.drafts import OfAnEdition
from cms.models.stories import StoryPage
from competition.models import Edition


class JuryPage(OfAnEdition, StoryPage):
    """The councils by name. Before the announcement it says when they are named, and no more."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="+", verbose_name=_("edition")
    )
    content_panels = [*Page.content_panels, FieldPanel("edition"), *StoryPage.content_panels[1:]]

    class Meta:
        verbose_name = _("jury page")
        verbose_name_plural = _("jury pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        edition = facts.edition_of(self)
        decision = facts.decision_of(edition)
        councils = jury.councils_of(edition) if decision else []
        context |= {"edition": edition, "decision": decision, "councils": councils}
        return context
