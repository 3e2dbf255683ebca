from django.db import migrations

CONFLICT = "SELECT 1 FROM judging_conflict c WHERE c.judge_id = NEW.judge_id AND c.blinded_entry_id = NEW.blinded_entry_id"


def refuse_conflicts(_apps, editor):
    """The database itself refuses to give a judge an entry with which a conflict of interest is known."""
    if editor.connection.vendor == "sqlite":
        for verb in ("INSERT", "UPDATE OF state, judge_id, blinded_entry_id"):
            editor.execute(
                f"CREATE TRIGGER judging_assignment_conflict_{verb[:6].lower()} BEFORE {verb} ON judging_assignment "
                f"WHEN NEW.state <> 'released' AND EXISTS ({CONFLICT}) BEGIN SELECT RAISE(ABORT, 'conflict of interest'); END"
            )
        return
    editor.execute(
        "CREATE OR REPLACE FUNCTION judging_assignment_conflict() RETURNS trigger AS $$ BEGIN "
        f"IF NEW.state <> 'released' AND EXISTS ({CONFLICT}) THEN RAISE EXCEPTION 'conflict of interest' USING ERRCODE = 'integrity_constraint_violation'; "
        "END IF; RETURN NEW; END $$ LANGUAGE plpgsql"
    )
    editor.execute(
        "CREATE TRIGGER judging_assignment_conflict BEFORE INSERT OR UPDATE OF state, judge_id, blinded_entry_id ON judging_assignment "
        "FOR EACH ROW EXECUTE FUNCTION judging_assignment_conflict()"
    )


def allow_conflicts(_apps, editor):
    if editor.connection.vendor == "sqlite":
        for verb in ("insert", "update"):
            editor.execute(f"DROP TRIGGER IF EXISTS judging_assignment_conflict_{verb}")
        return
    editor.execute("DROP TRIGGER IF EXISTS judging_assignment_conflict ON judging_assignment")
    editor.execute("DROP FUNCTION IF EXISTS judging_assignment_conflict()")


class Migration(migrations.Migration):
    """Hard conflicts are refused below every page and verb."""

    dependencies = [("judging", "0004_expertise_and_invitation")]
    operations = [migrations.RunPython(refuse_conflicts, allow_conflicts)]
