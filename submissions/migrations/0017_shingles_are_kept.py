from django.db import migrations, models

from submissions.similarity import resemblance


def keep(apps, schema_editor):
    for one in apps.get_model("submissions", "Fingerprint").objects.filter(shingles=b"").iterator(chunk_size=200):
        one.shingles = resemblance.packed(resemblance.shingles("\n".join(text for _name, text in one.parts)))
        one.save(update_fields=["shingles"])


class Migration(migrations.Migration):
    dependencies = [("submissions", "0016_redaction")]

    operations = [
        migrations.AddField("fingerprint", "shingles", models.BinaryField(default=b"", verbose_name="shingles")),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
