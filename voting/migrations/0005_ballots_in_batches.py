"""Ballots reach the ledger in batches, and one that was taken back stays so."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import voting.models


def give_nonces(apps, _editor):
    """Each ballot of its own: a shared one would show which choices are the same."""
    for ballot in apps.get_model("voting", "Ballot").objects.only("pk").iterator():
        type(ballot).objects.filter(pk=ballot.pk).update(nonce=voting.models.random_nonce())


class Migration(migrations.Migration):
    dependencies = [
        ("competition", "0001_initial"),
        ("voting", "0004_what_may_be_shown"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BallotBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(verbose_name="line of the ledger")),
                ("root", models.CharField(max_length=64, verbose_name="Merkle root")),
                ("at", models.DateTimeField(verbose_name="time")),
            ],
            options={
                "verbose_name": "batch of ballots",
                "verbose_name_plural": "batches of ballots",
                "ordering": ["edition", "number"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="ballot",
            name="voting_one_ballot_a_person",
        ),
        migrations.AddField(
            model_name="ballot",
            name="nonce",
            field=models.CharField(
                default=voting.models.random_nonce,
                editable=False,
                max_length=64,
                verbose_name="nonce",
            ),
        ),
        migrations.AddField(
            model_name="ballotbatch",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ballot_batches",
                to="competition.edition",
                verbose_name="edition",
            ),
        ),
        migrations.AddField(
            model_name="ballot",
            name="ended_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ended",
                to="voting.ballotbatch",
                verbose_name="batch in which its end was noted",
            ),
        ),
        migrations.AddField(
            model_name="ballot",
            name="noted_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ballots",
                to="voting.ballotbatch",
                verbose_name="batch in which it was noted",
            ),
        ),
        migrations.AddIndex(
            model_name="ballot",
            index=models.Index(
                condition=models.Q(("noted_in", None)),
                fields=["candidate"],
                name="voting_not_noted",
            ),
        ),
        migrations.AddIndex(
            model_name="ballot",
            index=models.Index(
                condition=models.Q(("ended_in", None), ("revoked_at__isnull", False)),
                fields=["candidate"],
                name="voting_end_not_noted",
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
        migrations.AddConstraint(
            model_name="ballotbatch",
            constraint=models.UniqueConstraint(
                fields=("edition", "number"), name="voting_one_batch_a_line"
            ),
        ),
        migrations.RunPython(give_nonces, migrations.RunPython.noop),
    ]
