"""An organisation enters under its own name, with its address and who represents it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("submissions", "0014_nonces_of_word_decisions")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="organisation",
            field=models.JSONField(blank=True, null=True, verbose_name="organisation that enters"),
        ),
    ]
