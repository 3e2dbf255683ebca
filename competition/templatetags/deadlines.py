"""How long until a moment, by the contest's clock."""

import datetime

from django import template
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _

from competition import clock

register = template.Library()
_A_MINUTE = datetime.timedelta(minutes=1)


@register.filter
def time_left(moment: datetime.datetime | None) -> str:
    """“2 days, 3 hours left”, “less than a minute left”, “over”; empty where there is no moment."""
    if moment is None:
        return ""
    left = moment - clock.now()
    if left <= datetime.timedelta(0):
        return _("over")
    if left < _A_MINUTE:
        return _("less than a minute left")
    return _("%(left)s left") % {"left": timeuntil(moment, clock.now())}
