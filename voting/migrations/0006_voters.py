"""Ballots know a voter by a random name, and nobody else."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0001_initial"),
        ("voting", "0005_ballots_in_batches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Voter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voters",
                        to="competition.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voters",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "voter",
                "verbose_name_plural": "voters",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "user"), name="voting_one_voter_a_person"
                    )
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="ballot", name="voting_one_ballot_at_a_time"),
        # Under another name at first: PostgreSQL keeps the index of a renamed column under the old.
        migrations.AddField(
            model_name="ballot",
            name="given_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ballots",
                to="voting.voter",
                verbose_name="voter",
            ),
        ),
    ]
