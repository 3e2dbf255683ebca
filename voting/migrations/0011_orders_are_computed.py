"""The order of the works follows from their codes; no place of theirs is kept any more."""

from django.db import migrations, models

STANDING = models.Index(
    condition=models.Q(("withdrawn_at", None)),
    fields=["edition", "code"],
    name="voting_standing",
)


class Migration(migrations.Migration):
    dependencies = [("voting", "0010_end_of_a_ballot")]

    operations = [
        migrations.RemoveIndex(model_name="candidate", name="voting_standing"),
        migrations.RemoveField(model_name="candidate", name="place"),
        migrations.AddIndex(model_name="candidate", index=STANDING),
    ]
