"""A ballot leads to no person by itself."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("voting", "0007_ballots_of_voters")]

    operations = [
        migrations.AlterField(
            model_name="ballot",
            name="voter",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RemoveField(model_name="ballot", name="voter"),
        migrations.RenameField(model_name="ballot", old_name="given_by", new_name="voter"),
        migrations.AlterField(
            model_name="ballot",
            name="voter",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ballots",
                to="voting.voter",
                verbose_name="voter",
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None)),
                fields=("candidate", "voter"),
                name="voting_one_ballot_at_a_time",
            ),
        ),
    ]
