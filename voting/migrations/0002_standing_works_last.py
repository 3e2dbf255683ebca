from django.db import migrations, models

# SQLite takes the index that was made last among those that serve alike. That has to be the one of
# the works that stand: by the other it reads each row of an edition to count them.
STANDING = models.Index(
    condition=models.Q(("withdrawn_at", None)),
    fields=["edition", "place"],
    name="voting_standing",
)


class Migration(migrations.Migration):
    dependencies = [
        ("voting", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="candidate", name="voting_standing"),
        migrations.AddIndex(model_name="candidate", index=STANDING),
    ]
