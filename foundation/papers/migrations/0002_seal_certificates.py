"""Certificates of seals are kept: what they have sealed stays genuine."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0001_prepared_papers"),
    ]

    operations = [
        migrations.CreateModel(
            name="SealCertificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(max_length=64, unique=True, verbose_name="SHA-256"),
                ),
                ("content", models.BinaryField(verbose_name="content")),
                ("used_since", models.DateTimeField(auto_now_add=True, verbose_name="used since")),
            ],
            options={
                "verbose_name": "certificate of a seal",
                "verbose_name_plural": "certificates of seals",
            },
        ),
    ]
