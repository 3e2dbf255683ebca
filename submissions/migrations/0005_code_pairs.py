"""The codes of a sealed copy are bound together in the ledger."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0004_consents_taken_back"),
    ]

    operations = [
        migrations.CreateModel(
            name="CodePair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nonce", models.CharField(max_length=64, verbose_name="nonce")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="digest")),
                (
                    "sealing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pair",
                        to="submissions.sealing",
                        verbose_name="sealing",
                    ),
                ),
            ],
            options={
                "verbose_name": "pair of codes",
                "verbose_name_plural": "pairs of codes",
            },
        ),
    ]
