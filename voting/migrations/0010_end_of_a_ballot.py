"""The end of a ballot shows that the site wrote it; those that stand are from before."""

import datetime

from django.db import migrations, models

from voting.marks import mark_of


def mark_all(apps, schema_editor):
    ballots = apps.get_model("voting", "Ballot").objects.using(schema_editor.connection.alias)
    over = ballots.filter(revoked_at__isnull=False, end_mark=None)
    for ballot in over.iterator(chunk_size=2000):
        parts = [ballot.receipt, ballot.nonce, str(ballot.candidate_id), str(ballot.voter_id)]
        for moment in (ballot.cast_at, ballot.revoked_at):
            parts.append(moment.astimezone(datetime.UTC).isoformat(timespec="microseconds"))
        ballots.filter(pk=ballot.pk).update(end_mark=bytes.fromhex(mark_of(parts)))


class Migration(migrations.Migration):
    dependencies = [("voting", "0009_marks_of_the_site")]

    operations = [
        migrations.AddField(
            model_name="ballot",
            name="end_mark",
            field=models.BinaryField(
                editable=False, max_length=32, null=True, verbose_name="mark of its end"
            ),
        ),
        migrations.RunPython(mark_all, migrations.RunPython.noop),
    ]
