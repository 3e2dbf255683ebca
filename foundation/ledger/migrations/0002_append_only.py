from django.db import migrations

from foundation.ledger.triggers import allow_changes, deny_changes


class Migration(migrations.Migration):
    """The database itself refuses to change or delete a line of the ledger."""

    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(deny_changes("ledger_event"), allow_changes("ledger_event"))]
