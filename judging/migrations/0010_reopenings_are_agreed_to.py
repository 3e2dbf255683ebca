import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def lift_guard(_apps, schema_editor):
    """SQLite remakes the table, which the guard of the sheets reads; it is put in place again after
    every migrate.
    """
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS judging_scoresheet_no_update")


class Migration(migrations.Migration):
    dependencies = [
        ("judging", "0009_reopenings_are_asked_for"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(lift_guard, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="reopening", name="judging_reopening_takes_two"),
        migrations.AlterField(
            model_name="reopening",
            name="agreed_at",
            field=models.DateTimeField(verbose_name="agreed"),
        ),
        migrations.AlterField(
            model_name="reopening",
            name="agreed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="agreed by",
            ),
        ),
        migrations.AddConstraint(
            model_name="reopening",
            constraint=models.CheckConstraint(
                condition=models.Q(("agreed_by", models.F("asked_by")), _negated=True),
                name="judging_reopening_takes_two",
            ),
        ),
    ]
