"""Ballots set aside are found from an index of their own: there are few of them among many."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("voting", "0002_standing_works_last"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="ballot",
            index=models.Index(
                condition=models.Q(("quarantined_at__isnull", False), ("revoked_at", None)),
                fields=["candidate", "network"],
                name="voting_set_aside",
            ),
        ),
    ]
