from django.db import migrations

from foundation.ledger.triggers import allow_changes, deny_changes


class Migration(migrations.Migration):
    """A version that was sent in is never changed or deleted."""

    dependencies = [("submissions", "0001_initial")]
    operations = [
        migrations.RunPython(
            deny_changes("submissions_entryversion"), allow_changes("submissions_entryversion")
        )
    ]
