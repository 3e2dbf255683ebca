"""The ledger holds whose copy was sealed, for those that are sealed from now on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0012_files_wait_for_the_scanner")]

    operations = [
        migrations.AddField(
            model_name="codepair",
            name="own_nonce",
            field=models.CharField(
                blank=True, default="", max_length=64, verbose_name="nonce of the dossier"
            ),
            preserve_default=False,
        ),
    ]
