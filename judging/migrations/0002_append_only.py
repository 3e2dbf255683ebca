from django.db import migrations

from foundation.ledger.triggers import allow_changes, deny_changes


class Migration(migrations.Migration):
    """A locked sheet is never changed or deleted."""

    dependencies = [("judging", "0001_initial")]
    operations = [migrations.RunPython(deny_changes("judging_scoresheet", when="OLD.state = 'locked'"), allow_changes("judging_scoresheet"))]
