from django.db import migrations

from foundation.ledger.triggers import allow_changes, deny_changes

# A locked sheet may only become a draft again, and only where two people have agreed to reopen
# this very lock.
AGREED = (
    "SELECT 1 FROM judging_reopening r WHERE r.sheet_id = OLD.id "
    "AND r.locked_at = OLD.locked_at AND r.agreed_at IS NOT NULL"
)
BACK = (
    "NEW.state = 'draft' AND NEW.id = OLD.id AND NEW.assignment_id = OLD.assignment_id "
    f"AND EXISTS ({AGREED})"
)


def guard_sheets(_apps, editor):
    if editor.connection.vendor == "sqlite":
        for verb, but in (("UPDATE", f"AND NOT ({BACK})"), ("DELETE", "")):
            editor.execute(
                f"CREATE TRIGGER judging_scoresheet_no_{verb.lower()} "
                f"BEFORE {verb} ON judging_scoresheet WHEN (OLD.state = 'locked' {but}) "
                "BEGIN SELECT RAISE(ABORT, 'judging_scoresheet is append-only'); END"
            )
        return
    editor.execute(
        "CREATE OR REPLACE FUNCTION judging_scoresheet_append_only() RETURNS trigger AS $$ BEGIN "
        f"IF TG_OP = 'UPDATE' THEN IF {BACK} THEN RETURN NEW; END IF; END IF; "
        "RAISE EXCEPTION 'judging_scoresheet is append-only'; END $$ LANGUAGE plpgsql"
    )
    editor.execute(
        "CREATE TRIGGER judging_scoresheet_append_only "
        "BEFORE UPDATE OR DELETE ON judging_scoresheet FOR EACH ROW "
        "WHEN (OLD.state = 'locked') EXECUTE FUNCTION judging_scoresheet_append_only()"
    )


def refuse_conflicts(_apps, editor):
    """The database itself refuses to give a judge an entry with which a conflict is known."""
    conflict = (
        "SELECT 1 FROM judging_conflict c "
        "WHERE c.judge_id = NEW.judge_id AND c.blinded_entry_id = NEW.blinded_entry_id"
    )
    held = f"NEW.state <> 'released' AND EXISTS ({conflict})"
    if editor.connection.vendor == "sqlite":
        for verb in ("INSERT", "UPDATE OF state, judge_id, blinded_entry_id"):
            editor.execute(
                f"CREATE TRIGGER judging_assignment_conflict_{verb[:6].lower()} "
                f"BEFORE {verb} ON judging_assignment WHEN {held} "
                "BEGIN SELECT RAISE(ABORT, 'conflict of interest'); END"
            )
        return
    editor.execute(
        "CREATE OR REPLACE FUNCTION judging_assignment_conflict() RETURNS trigger AS $$ BEGIN "
        f"IF {held} THEN RAISE EXCEPTION 'conflict of interest' "
        "USING ERRCODE = 'integrity_constraint_violation'; "
        "END IF; RETURN NEW; END $$ LANGUAGE plpgsql"
    )
    editor.execute(
        "CREATE TRIGGER judging_assignment_conflict "
        "BEFORE INSERT OR UPDATE OF state, judge_id, blinded_entry_id ON judging_assignment "
        "FOR EACH ROW EXECUTE FUNCTION judging_assignment_conflict()"
    )


def allow_conflicts(_apps, editor):
    if editor.connection.vendor == "sqlite":
        for verb in ("insert", "update"):
            editor.execute(f"DROP TRIGGER IF EXISTS judging_assignment_conflict_{verb}")
        return
    editor.execute("DROP TRIGGER IF EXISTS judging_assignment_conflict ON judging_assignment")
    editor.execute("DROP FUNCTION IF EXISTS judging_assignment_conflict()")


def kept(table: str, *, when: str = "") -> migrations.RunPython:
    return migrations.RunPython(deny_changes(table, when=when), allow_changes(table))


class Migration(migrations.Migration):
    """Locked sheets, given ballots, closed comparisons and drawn lotteries are never changed, and
    no judge holds an entry against a conflict, whoever writes to the tables.
    """

    dependencies = [("judging", "0001_initial")]
    operations = [
        migrations.RunPython(guard_sheets, allow_changes("judging_scoresheet")),
        migrations.RunPython(refuse_conflicts, allow_conflicts),
        kept("judging_comparisonballot"),
        kept("judging_comparison", when="OLD.closed_at IS NOT NULL"),
        kept("judging_lottery", when="OLD.drawn_at IS NOT NULL"),
    ]
