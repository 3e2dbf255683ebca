"""Photos, films and drawings in one place."""

from django.utils.translation import gettext_lazy as _

from cms import news
from cms.models.news import NewsPage
from cms.models.stories import StoryPage


class MediaHubPage(StoryPage):
    """Everything that is looked at rather than read, the newest first; `dang` chooses a kind."""

    class Meta:
        verbose_name = _("multimedia page")
        verbose_name_plural = _("multimedia pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        live = NewsPage.objects.live().filter(locale_id=self.locale_id)
        context |= news.multimedia(live, request.GET)
        return context
