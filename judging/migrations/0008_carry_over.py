from django.db import migrations


def carry_over(apps, _editor):
    """A round takes its edition's scheme; the meeting and the minutes of a round go to its first panel."""
    Round, Meeting = apps.get_model("judging", "Round"), apps.get_model("judging", "Meeting")
    Scheme, Ranking = apps.get_model("competition", "Scheme"), apps.get_model("judging", "Ranking")
    for round in Round.objects.filter(scheme=None):
        round.scheme, _made = Scheme.objects.get_or_create(edition_id=round.edition_id, order=round.order)
        round.save(update_fields=["scheme"])
    for meeting in Meeting.objects.filter(panel=None):
        kept = Ranking.objects.filter(round_id=meeting.round_id).first()
        meeting.panel = meeting.round.panels.order_by("name").first()
        meeting.minutes_id = kept.minutes_id if kept else None
        if meeting.panel is None:
            meeting.delete()
        else:
            meeting.save()


class Migration(migrations.Migration):
    """Rows of the time when an edition had one round."""

    dependencies = [("judging", "0007_rounds_councils_reopening"), ("competition", "0009_rounds_have_schemes")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
