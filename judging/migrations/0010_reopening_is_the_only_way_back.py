from django.db import migrations

# A locked sheet may only become a draft again, and only where two people have agreed to reopen this very lock.
AGREED = (
    "SELECT 1 FROM judging_reopening r WHERE r.sheet_id = OLD.id AND r.locked_at = OLD.locked_at AND r.agreed_at IS NOT NULL"
)
BACK = f"NEW.state = 'draft' AND NEW.id = OLD.id AND NEW.assignment_id = OLD.assignment_id AND EXISTS ({AGREED})"


def guard(_apps, editor):
    unguard(_apps, editor)
    if editor.connection.vendor == "sqlite":
        for verb, but in (("UPDATE", f"AND NOT ({BACK})"), ("DELETE", "")):
            editor.execute(
                f"CREATE TRIGGER judging_scoresheet_no_{verb.lower()} BEFORE {verb} ON judging_scoresheet WHEN (OLD.state = 'locked' {but}) "
                "BEGIN SELECT RAISE(ABORT, 'judging_scoresheet is append-only'); END"
            )
        return
    editor.execute(
        "CREATE OR REPLACE FUNCTION judging_scoresheet_append_only() RETURNS trigger AS $$ BEGIN "
        f"IF TG_OP = 'UPDATE' THEN IF {BACK} THEN RETURN NEW; END IF; END IF; "
        "RAISE EXCEPTION 'judging_scoresheet is append-only'; END $$ LANGUAGE plpgsql"
    )
    editor.execute(
        "CREATE TRIGGER judging_scoresheet_append_only BEFORE UPDATE OR DELETE ON judging_scoresheet "
        "FOR EACH ROW WHEN (OLD.state = 'locked') EXECUTE FUNCTION judging_scoresheet_append_only()"
    )


def unguard(_apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TRIGGER IF EXISTS judging_scoresheet_no_update")
        editor.execute("DROP TRIGGER IF EXISTS judging_scoresheet_no_delete")
    else:
        editor.execute("DROP TRIGGER IF EXISTS judging_scoresheet_append_only ON judging_scoresheet")
        editor.execute("DROP FUNCTION IF EXISTS judging_scoresheet_append_only()")


class Migration(migrations.Migration):
    """The table was rebuilt on SQLite, which drops its triggers; they come back with the one exception of a reopening."""

    dependencies = [("judging", "0009_meetings_of_panels")]
    operations = [migrations.RunPython(guard, unguard)]
