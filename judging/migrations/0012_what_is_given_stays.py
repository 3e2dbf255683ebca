from importlib import import_module

from django.db import migrations

from foundation.ledger.triggers import allow_changes, deny_changes

sheets = import_module("judging.migrations.0010_reopening_is_the_only_way_back")


def kept(table, when=""):
    return migrations.RunPython(deny_changes(table, when=when), allow_changes(table))


class Migration(migrations.Migration):
    """Sheets have their triggers again; ballots, closed comparisons and drawn lotteries get theirs."""

    dependencies = [("judging", "0011_commitments_comparisons_lotteries")]
    operations = [
        migrations.RunPython(sheets.guard, sheets.unguard),
        kept("judging_comparisonballot"),
        kept("judging_comparison", "OLD.closed_at IS NOT NULL"),
        kept("judging_lottery", "OLD.drawn_at IS NOT NULL"),
    ]
