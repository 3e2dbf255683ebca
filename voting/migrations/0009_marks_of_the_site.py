"""A ballot shows that the site cast it; those that stand were cast before there were marks."""

import datetime

from django.db import migrations, models

from voting.marks import mark_of


def mark_all(apps, schema_editor):
    ballots = apps.get_model("voting", "Ballot").objects.using(schema_editor.connection.alias)
    for ballot in ballots.filter(mark="").iterator(chunk_size=2000):
        at = ballot.cast_at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
        parts = [ballot.receipt, ballot.nonce, str(ballot.candidate_id), str(ballot.voter_id), at]
        ballots.filter(pk=ballot.pk).update(mark=mark_of(parts))


class Migration(migrations.Migration):
    dependencies = [("voting", "0008_no_person_on_a_ballot")]

    operations = [
        migrations.AddField(
            model_name="ballot",
            name="mark",
            field=models.CharField(
                default="", editable=False, max_length=64, verbose_name="mark of the site"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(mark_all, migrations.RunPython.noop),
    ]
