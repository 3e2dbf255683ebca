import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import migrations, models

MARGIN = datetime.timedelta(days=1)


def end_of_those_closed_on_their_day(apps, schema_editor):
    """Their minutes have said so from the first. Of one that was closed on a later day, nobody has
    said when it ended.
    """
    here = ZoneInfo(settings.TIME_ZONE)
    Meeting = apps.get_model("judging", "Meeting")
    closed = Meeting.objects.exclude(closed_at=None)
    for meeting in closed.filter(closed_at__lt=models.F("held_at") + MARGIN).iterator():
        held, ended = meeting.held_at.astimezone(here), meeting.closed_at.astimezone(here)
        if held.date() == ended.date() and held <= ended:
            Meeting.objects.filter(pk=meeting.pk).update(ended_at=meeting.closed_at)


class Migration(migrations.Migration):
    dependencies = [("judging", "0014_meetings_lead_through")]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="is_recorded",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="only written down"
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="ended"),
        ),
        migrations.RunPython(end_of_those_closed_on_their_day, migrations.RunPython.noop),
    ]
