"""Raw SQL as the application's role, from the ledger to the certificate: refused by the database,
or found by what checks the evidence. On SQLite that role may do everything; whoever lifts a trigger
is found by the check of the triggers.
"""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, transaction

from awards import bundle
from awards.bundle import verify_choices
from awards.models import Standing
from competition import audit
from foundation.ledger import apps, chain, triggers
from foundation.ledger.checks import tables_are_guarded
from tests import guards
from tests.awards.bundles import FAULTS, checked, written
from tests.stages import stage
from voting import noting

pytestmark = [pytest.mark.django_db, pytest.mark.data]

# Written for BALLOT below.
ONE_BALLOT = "(SELECT MIN(id) FROM voting_ballot)"

# Before the count: what could still move a vote.
WHILE_VOTING = {
    "a ballot moves to another work": "UPDATE voting_ballot SET candidate_id = "
    "(SELECT MAX(id) FROM voting_candidate) WHERE id = BALLOT",
    "a ballot is another person's": "UPDATE voting_ballot SET voter_id = "
    "(SELECT v.id FROM voting_voter v JOIN voting_ballot b ON b.voter_id <> v.id "
    "WHERE b.id = BALLOT ORDER BY v.id LIMIT 1) WHERE id = BALLOT",
    "a voter is forgotten before the count": "UPDATE voting_voter SET user_id = NULL",
    "a voter is another person": "UPDATE voting_voter SET user_id = "
    "(SELECT MAX(id) FROM accounts_user)",
    "a voter votes in another edition": "UPDATE voting_voter SET edition_id = edition_id + 1",
    "voters are deleted": "DELETE FROM voting_voter",
    "a ballot was cast at another time": "UPDATE voting_ballot SET cast_at = "
    "'2001-01-01 00:00:00+00:00' WHERE id = BALLOT",
    "a receipt is another one": "UPDATE voting_ballot SET receipt = 'x' WHERE id = BALLOT",
    "a nonce is another one": "UPDATE voting_ballot SET nonce = 'x' WHERE id = BALLOT",
    "a ballot is deleted": "DELETE FROM voting_ballot WHERE id = BALLOT",
    "all ballots are deleted": "DELETE FROM voting_ballot",
    "a ballot leaves its batch": "UPDATE voting_ballot SET noted_in_id = NULL WHERE id = BALLOT",
    "a batch has another root": "UPDATE voting_ballotbatch SET root = 'x'",
    "a batch is deleted": "DELETE FROM voting_ballotbatch",
    "ballots are set aside by nobody": "UPDATE voting_ballot SET quarantined_at = cast_at",
    "two works exchange their codes": "UPDATE voting_candidate SET code = 'BC-000000' "
    "WHERE id = (SELECT MIN(candidate_id) FROM voting_ballot)",
    "a work moves to another edition": "UPDATE voting_candidate SET edition_id = edition_id + 1 "
    "WHERE id = (SELECT MIN(candidate_id) FROM voting_ballot)",
    "a work with votes is deleted": "DELETE FROM voting_candidate "
    "WHERE id = (SELECT MIN(candidate_id) FROM voting_ballot)",
}
# Afterwards: everything that the result rests on.
AFTERWARDS = {
    "a counted ballot is taken back": "UPDATE voting_ballot SET revoked_at = cast_at "
    "WHERE id = BALLOT",
    "a counted ballot is set aside": "UPDATE voting_ballot SET quarantined_at = cast_at "
    "WHERE id = BALLOT",
    "a ballot is added after the count": "INSERT INTO voting_ballot (candidate_id, voter_id, "
    "cast_at, network, receipt, nonce, quarantine_reason) SELECT candidate_id, "
    "voter_id, cast_at, '', 'x', 'y', '' FROM voting_ballot "
    "WHERE id = BALLOT",
    "a forgotten voter is somebody again": "UPDATE voting_voter SET user_id = "
    "(SELECT MAX(id) FROM accounts_user)",
    "a count has another root": "UPDATE voting_tally SET ballots_root = 'x'",
    "a count is deleted": "DELETE FROM voting_tally",
    "a work has more votes": "UPDATE voting_tallyrow SET votes = votes + 1",
    "votes of a work are deleted": "DELETE FROM voting_tallyrow",
    "votes of a work are added": "INSERT INTO voting_tallyrow (tally_id, code, votes, set_aside) "
    "SELECT MIN(id), 'BC-000000', 99, 0 FROM voting_tally",
    "an entry has another vote code": "UPDATE submissions_sealing SET vote_code = 'BC-000000' "
    "WHERE id = (SELECT MIN(sealing_id) FROM submissions_codepair)",
    "an entry has another result code": "UPDATE submissions_sealing SET result_code = 'KQ-000000' "
    "WHERE id = (SELECT MIN(sealing_id) FROM submissions_codepair)",
    "an entry has another blind code": "UPDATE submissions_sealing SET judging_code = 'HS-000000' "
    "WHERE id = (SELECT MIN(sealing_id) FROM submissions_codepair)",
    "a sealing is of another version": "UPDATE submissions_sealing SET version_id = version_id + 1 "
    "WHERE id = (SELECT MIN(sealing_id) FROM submissions_codepair)",
    "a pair has another nonce": "UPDATE submissions_codepair SET nonce = 'x'",
    "pairs are deleted": "DELETE FROM submissions_codepair",
    "a page was seen by another person": "UPDATE submissions_pagelook SET by_id = by_id + 1",
    "a look at a page is deleted": "DELETE FROM submissions_pagelook",
    "a version has other words": "UPDATE submissions_entryversion SET digest = 'x'",
    "a version is deleted": "DELETE FROM submissions_entryversion",
    "points of a locked sheet": "UPDATE judging_scoresheet SET points = '{}'",
    "a locked sheet is a draft": "UPDATE judging_scoresheet SET state = 'draft'",
    "locked sheets are deleted": "DELETE FROM judging_scoresheet",
    "a ranking has another scheme": "UPDATE judging_ranking SET scheme = '{}'",
    "a ranking is deleted": "DELETE FROM judging_ranking",
    "a standing has another formula": "UPDATE awards_standing SET formula = '{}'",
    "a place has another score": "UPDATE awards_standingrow SET final_score = 100",
    "a place has another prize": "UPDATE awards_standingrow SET tier_id = NULL",
    "a place is another entry's": "UPDATE awards_standingrow SET entry_id = "
    "(SELECT MIN(id) FROM submissions_entry)",
    "the seals were opened by another person": "UPDATE awards_unsealing SET opened_by_id = "
    "(SELECT MAX(id) FROM accounts_user)",
    "the seals were opened at another time": "UPDATE awards_unsealing SET opened_at = "
    "'2001-01-01 00:00:00+00:00'",
    "nobody opened the seals": "DELETE FROM awards_unsealing",
    "the committee's vote is open again": "UPDATE awards_ratification SET closed_at = NULL",
    "fewer approvals are needed": "UPDATE awards_ratification SET required = 1",
    "a member approved of nothing": "UPDATE awards_approval SET approves = NOT approves",
    "approvals are deleted": "DELETE FROM awards_approval",
    "a decision has another annex": "UPDATE awards_awarddecision SET annex = '[]'",
    "a decision has another number": "UPDATE awards_awarddecision SET number = '1/X'",
    "a decision was announced at another time": "UPDATE awards_awarddecision SET announced_at = "
    "'2001-01-01 00:00:00+00:00'",
    "a decision was never announced": "UPDATE awards_awarddecision SET announced_at = NULL",
    "a decision is deleted": "DELETE FROM awards_awarddecision",
    "an award has another prize": "UPDATE awards_award SET tier_id = "
    "(SELECT MAX(id) FROM competition_prizetier)",
    "an award is deleted": "DELETE FROM awards_award",
    "a certificate prints another name": "UPDATE awards_certificate SET snapshot = '{}'",
    "a certificate has another file": "UPDATE awards_certificate SET pdf_id = NULL",
    "a certificate is deleted": "DELETE FROM awards_certificate",
    "a line says something else": "UPDATE ledger_event SET payload = '{}' WHERE number = 3",
    "a line was written at another time": "UPDATE ledger_event SET at = "
    "'2001-01-01 00:00:00+00:00'",
    "a line is somebody else's": "UPDATE ledger_event SET actor_id = NULL",
    "the last line is deleted": "DELETE FROM ledger_event WHERE id = (SELECT MAX(id) FROM "
    "ledger_event)",
    "a head has another digest": "UPDATE ledger_head SET digest = 'x'",
    "a head was published earlier": "UPDATE ledger_head SET published_at = "
    "'2001-01-01 00:00:00+00:00'",
    "a head was never published": "DELETE FROM ledger_head",
    "a chain is shorter": "UPDATE ledger_chain SET length = length - 1",
    "a chain has another head": "UPDATE ledger_chain SET head = 'x'",
    "a chain has another name": "UPDATE ledger_chain SET name = 'x' || name",
    "a line out of the chain": "INSERT INTO ledger_event (chain_id, number, verb, payload, at, "
    "previous, digest) SELECT id, length + 1, 'x', '{}', '2001-01-01 00:00:00+00:00', '', 'x' "
    "FROM ledger_chain",
}
COPIED = "INSERT OR REPLACE INTO TABLE SELECT * FROM TABLE"
REPLACED = (
    "ledger_event",
    "ledger_head",
    "ledger_chain",
    "voting_ballot",
    "voting_tally",
    "voting_tallyrow",
    "submissions_codepair",
    "awards_unsealing",
    "awards_awarddecision",
    "judging_scoresheet",
)
ON_SQLITE = {f"{table} is replaced": COPIED.replace("TABLE", table) for table in REPLACED} | {
    "a line takes the number of another one": "INSERT OR REPLACE INTO ledger_event (chain_id, "
    "number, verb, payload, at, previous, digest) SELECT chain_id, number, 'x', '{}', at, '', 'x' "
    "FROM ledger_event WHERE number = 3",
    "an update that replaces": "UPDATE OR REPLACE ledger_event SET number = number + 1",
    "a trigger is lifted": "DROP TRIGGER ledger_event_no_update",
    "a trigger lets pass": "CREATE TRIGGER a BEFORE UPDATE ON ledger_event BEGIN SELECT "
    "RAISE(IGNORE); END",
}
ON_POSTGRESQL = {f"{table} is truncated": f"TRUNCATE {table} CASCADE" for table in REPLACED} | {
    "a trigger is lifted": "DROP TRIGGER ledger_event_no_update ON ledger_event",
    "triggers are switched off": "ALTER TABLE voting_ballot DISABLE TRIGGER ALL",
    "no trigger fires in this session": "SET session_replication_role = replica",
    "the function lets pass": "CREATE OR REPLACE FUNCTION ledger_event_no_update() RETURNS "
    "trigger AS 'BEGIN RETURN NEW; END' LANGUAGE plpgsql",
    "a column is gone": "ALTER TABLE voting_ballot DROP COLUMN nonce",
    "the table is another one's": "ALTER TABLE ledger_event OWNER TO CURRENT_USER",
    "a table of the session stands before ours": "CREATE TEMP TABLE judging_reopening AS SELECT "
    "id AS sheet_id, locked_at, locked_at AS agreed_at FROM judging_scoresheet; "
    "UPDATE judging_scoresheet SET state = 'draft'",
    "a conflict that is an update": "INSERT INTO voting_tallyrow SELECT * FROM voting_tallyrow "
    "ON CONFLICT (id) DO UPDATE SET votes = 99",
}
OF_THE_DATABASE = ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL


@stage(day=71)
def voting_goes_on(judged):
    """Ballots are cast and noted; nothing is counted."""
    judged.vote()
    noting.note(judged.edition, at=judged.at(70))
    return judged


def what_is_found(edition, tmp_path) -> list[str]:
    """By everything that looks at the evidence of an edition."""
    found = [*triggers.differences(connection), *noting.faults(edition), *audit.faults(edition)]
    if fault := chain.verify(edition.chain):
        found.append(fault.reason)
    if Standing.objects.filter(edition=edition).exists():
        folder = written(bundle.files_of(edition), tmp_path / "x")
        (tmp_path / "choices").write_bytes(bundle.choices_of(edition))
        try:
            checked(folder)
            verify_choices.verify(folder, tmp_path / "choices")
        except (*FAULTS, verify_choices.Fault) as reason:
            found.append(str(reason))
    return found


def refused_or_found(edition, statement: str, tmp_path) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.replace("BALLOT", ONE_BALLOT))
            # A foreign key is looked at when the transaction ends.
            connection.check_constraints()
    except DatabaseError:
        return True
    return bool(what_is_found(edition, tmp_path))


def test_before_it_nothing_is_found(voting_goes_on, tmp_path):
    assert what_is_found(voting_goes_on.edition, tmp_path) == []


@pytest.mark.parametrize("attack", WHILE_VOTING)
def test_while_the_vote_runs(voting_goes_on, attack, tmp_path):
    assert refused_or_found(voting_goes_on.edition, WHILE_VOTING[attack], tmp_path)


def test_before_it_nothing_is_found_in_the_result(awarded, tmp_path):
    assert what_is_found(awarded.edition, tmp_path) == []


@pytest.mark.parametrize("attack", AFTERWARDS)
def test_once_it_is_counted(awarded, attack, tmp_path):
    assert refused_or_found(awarded.edition, AFTERWARDS[attack], tmp_path)


@pytest.mark.parametrize("attack", OF_THE_DATABASE)
def test_by_what_this_database_knows(awarded, attack, tmp_path):
    assert refused_or_found(awarded.edition, OF_THE_DATABASE[attack], tmp_path)


def test_there_are_more_than_forty():
    assert len(WHILE_VOTING | AFTERWARDS | OF_THE_DATABASE) >= 80


def run(statement: str) -> int:
    """How many rows it changed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.replace("BALLOT", ONE_BALLOT))
        return cursor.rowcount


class TestAllowed:
    """What verbs do goes on: the triggers do not stand in their way."""

    def test_a_ballot_is_ended_once(self, voting_goes_on):
        assert run("UPDATE voting_ballot SET revoked_at = cast_at WHERE id = BALLOT") == 1

    def test_and_never_given_back(self, voting_goes_on):
        run("UPDATE voting_ballot SET revoked_at = cast_at WHERE id = BALLOT")
        with pytest.raises(DatabaseError, match=guards.REFUSED):
            run("UPDATE voting_ballot SET revoked_at = NULL WHERE id = BALLOT")

    def test_where_a_ballot_came_from_is_forgotten_after_the_count(self, voted):
        assert run("UPDATE voting_ballot SET network = ''") > 1

    def test_and_is_not_made_up(self, voted):
        with pytest.raises(DatabaseError, match=guards.REFUSED):
            run("UPDATE voting_ballot SET network = 'x'")


class TestTheCheckOfTriggers:
    def test_a_database_as_it_is_migrated_is_in_order(self, db):
        assert tables_are_guarded(databases=["default"]) == []

    @pytest.mark.parametrize("name", ["ledger_event_no_update", "voting_ballot_no_insert"])
    def test_a_missing_trigger_is_named(self, db, name):
        of = "" if connection.vendor == "sqlite" else f" ON {name.rpartition('_no_')[0]}"
        with guards.as_owner():
            run(f"DROP TRIGGER {name}{of}")
        with pytest.raises(SystemCheckError, match=name):
            call_command("check", databases=["default"])

    def test_they_are_put_back(self, db):
        with guards.as_owner():
            triggers.lift(connection)
            assert triggers.differences(connection)
            triggers.put_in_place(connection)
        assert triggers.differences(connection) == []

    def test_migrations_find_none_in_their_way(self, db):
        with guards.as_owner():
            apps._lift_guards("default", plan=[object()])
            assert "ledger_head_no_delete" in triggers.differences(connection)
            apps._put_guards_in_place("default")

    def test_without_a_migration_they_stay(self, db):
        apps._lift_guards("default", plan=[])
        assert triggers.differences(connection) == []

    def test_a_table_that_is_made_anew_has_its_triggers_afterwards(self, db):
        """As SQLite does it for most migrations: the triggers go with the old table."""
        with guards.as_owner():
            run("CREATE TABLE anew AS SELECT * FROM ledger_head")
            run("DROP TABLE ledger_head")
            run("ALTER TABLE anew RENAME TO ledger_head")
            assert "ledger_head_no_delete" in triggers.differences(connection)
            apps._put_guards_in_place("default")
        assert triggers.differences(connection) == []


def test_the_export_says_nothing_of_the_database(awarded):
    heads = json.loads(bundle.files_of(awarded.edition)["heads.json"])
    assert set(heads) == {"length", "head", "published"}
