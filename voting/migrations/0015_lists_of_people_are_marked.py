"""Whose a work is, for the vote, carries the site's mark; lists that stand were made before."""

from django.db import migrations

from voting.whose import are_sealed, sealed


def mark_all(apps, schema_editor):
    rows = apps.get_model("voting", "Candidate").objects.using(schema_editor.connection.alias)
    for row in rows.iterator(chunk_size=500):
        if row.kept_from and not are_sealed(row.code, row.kept_from):
            rows.filter(pk=row.pk).update(kept_from=sealed(row.code, row.kept_from))


class Migration(migrations.Migration):
    dependencies = [("voting", "0014_objections_and_booths")]

    operations = [migrations.RunPython(mark_all, migrations.RunPython.noop)]
