"""The count names works by codes that stand on no page; candidates that are there keep their vote
code in its place, which the seals of their ballots hold.
"""

from django.db import migrations, models
from django.db.models import F


def keep_vote_codes(apps, schema_editor):
    candidates = apps.get_model("voting", "Candidate").objects
    candidates.using(schema_editor.connection.alias).update(result_code=F("code"))


class Migration(migrations.Migration):
    dependencies = [("voting", "0011_orders_are_computed")]

    operations = [
        migrations.AddField(
            model_name="candidate",
            name="result_code",
            field=models.CharField(
                default="", editable=False, max_length=12, verbose_name="result code"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(keep_vote_codes, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="candidate",
            name="result_code",
            field=models.CharField(
                editable=False, max_length=12, unique=True, verbose_name="result code"
            ),
        ),
        migrations.AddField(
            model_name="tallyrow",
            name="result_code",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=12, verbose_name="result code"
            ),
            preserve_default=False,
        ),
    ]
