"""The application's role: on PostgreSQL it owns nothing, and the owner alone migrates."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from foundation.ledger import checks, grants, triggers
from tests import guards

pytestmark = [pytest.mark.django_db, pytest.mark.data]
ROOT = Path(__file__).resolve().parents[2]
OWNER, APPLICATION, DATABASE = "contest_test_owner", "contest_test_app", "contest_test_roles"


def test_what_is_only_added_to_is_known():
    assert {"ledger_event", "ledger_head", "voting_tally"} <= set(triggers.append_only_tables())


def test_what_changes_once_is_not_among_it():
    assert not {"voting_ballot", "awards_awarddecision"} & set(triggers.append_only_tables())


def test_without_a_production_the_owner_is_nobodys_matter():
    assert checks.application_owns_nothing(databases=["default"]) == []


if connection.vendor == "sqlite":

    def test_a_file_has_no_roles():
        with pytest.raises(CommandError):
            call_command("grants", "ai_do")

    def test_a_file_is_in_order_in_production(settings):
        settings.OWNER_IS_APART = True
        assert checks.application_owns_nothing(databases=["default"]) == []

else:

    def test_the_role_of_the_tests_owns_nothing():
        assert grants.owned_by(connection, guards.ROLE) == []

    def test_a_superuser_could_lift_everything():
        assert grants.owned_by(connection, "postgres")[0] == "SUPERUSER"

    def test_production_refuses_one_role_for_both(settings):
        settings.OWNER_IS_APART = True
        faults = checks.application_owns_nothing(databases=["default"])
        assert [fault.id for fault in faults] == ["ledger.E002"]

    def test_the_rights_are_printed_for_the_owner_to_read(capsys):
        call_command("grants", "ai_do")
        printed = capsys.readouterr().out
        assert "REVOKE UPDATE, DELETE ON awards_appliedcheck, awards_award" in printed
        assert 'TO "ai_do"' in printed

    @pytest.fixture
    def migrated():
        """A database that its owner has migrated, and a role for the application; the address of
        the latter.
        """
        server = os.environ["DATABASE_URL"]
        with psycopg.connect(server, dbname="postgres", autocommit=True) as admin:
            drop_all(admin)
            admin.execute(f"CREATE ROLE {OWNER} LOGIN")
            admin.execute(f"CREATE ROLE {APPLICATION} LOGIN")
            admin.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
            host = f"{admin.info.host}:{admin.info.port}"
            application = f"postgres://{APPLICATION}@{host}/{DATABASE}"
            migrate(owner=f"postgres://{OWNER}@{host}/{DATABASE}", application=application)
            yield application
            drop_all(admin)

    def migrate(*, owner: str, application: str) -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v0"],
            cwd=ROOT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "config.settings.test",
                "DATABASE_URL": application,
                "MIGRATION_DATABASE_URL": owner,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def drop_all(admin):
        admin.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        for role in (OWNER, APPLICATION):
            admin.execute(f"DROP ROLE IF EXISTS {role}")

    REFUSED = [
        "TRUNCATE ledger_event",
        "DELETE FROM ledger_event",
        "UPDATE ledger_head SET digest = 'x'",
        "DROP TRIGGER ledger_event_no_update ON ledger_event",
        "ALTER TABLE voting_ballot DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "CREATE TABLE x (a int)",
        "CREATE TEMP TABLE judging_reopening (sheet_id int)",
        "DELETE FROM django_migrations",
    ]

    def test_the_owner_migrates_and_the_application_can_lift_nothing(migrated):
        taken = []
        with psycopg.connect(migrated, autocommit=True) as role:
            owned = role.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
            assert owned.fetchone() == (0,)
            for statement in REFUSED:
                try:
                    role.execute(statement)
                    taken.append(statement)
                except psycopg.errors.InsufficientPrivilege:
                    continue
            role.execute("INSERT INTO ledger_chain (name, length, head) VALUES ('x', 0, '')")
        assert taken == []
