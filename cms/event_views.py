"""The calendar of the site as a file that calendars of phones and desks follow."""

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from cms import events
from cms.models import CalendarEvent
from competition import clock
from competition.calendar_file import MEDIA_TYPE

AN_HOUR = 3_600


@require_GET
@cache_control(public=True, max_age=AN_HOUR)
def calendar(_request, language):
    """All events, in one language."""
    with translation.override(language):
        at = clock.now()
        told = events.known(CalendarEvent.objects.select_related("page"), at)
        content = events.as_file(told, _("Innovation for beloved Thai Nguyen"), at)
    return HttpResponse(content, content_type=MEDIA_TYPE)
