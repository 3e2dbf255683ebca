"""What is published of the count names works by codes of their own. Copies that were sealed before
keep their vote code in its place: the ledger has bound it, and seals of ballots hold it.
"""

from django.db import migrations, models
from django.db.models import F

import submissions.models.sealing


def keep_vote_codes(apps, schema_editor):
    sealings = apps.get_model("submissions", "Sealing").objects
    sealings.using(schema_editor.connection.alias).update(result_code=F("vote_code"))


class Migration(migrations.Migration):
    dependencies = [("submissions", "0016_acceptances_taken_back")]

    operations = [
        migrations.AddField(
            model_name="sealing",
            name="result_code",
            field=models.CharField(default="", max_length=12, verbose_name="result code"),
        ),
        migrations.RunPython(keep_vote_codes, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="sealing",
            name="result_code",
            field=models.CharField(
                default=submissions.models.sealing.result_code,
                max_length=12,
                unique=True,
                verbose_name="result code",
            ),
        ),
    ]
