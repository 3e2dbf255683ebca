import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0010_why_copies_are_void"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="sealing",
            name="doubts",
            field=models.JSONField(blank=True, default=list, verbose_name="words to decide about"),
        ),
        migrations.CreateModel(
            name="WordDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=200, verbose_name="word")),
                ("is_masked", models.BooleanField(verbose_name="masked")),
                ("at", models.DateTimeField(verbose_name="time")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="word_decisions",
                        to="submissions.entry",
                        verbose_name="entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision about a word",
                "verbose_name_plural": "decisions about words",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entry", "word"), name="submissions_one_decision_a_word"
                    )
                ],
            },
        ),
    ]
