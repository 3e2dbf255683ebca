"""A database of another version is named in words before anything is written to it."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from config.checks import database_is_of_this_version

pytestmark = pytest.mark.django_db


def test_the_database_of_this_version_has_no_fault():
    assert database_is_of_this_version(databases=["default"]) == []


def test_a_step_that_this_version_does_not_know_is_named_with_the_way_out():
    MigrationRecorder(connection).record_applied("submissions", "0017_shingles_are_kept")
    (fault,) = database_is_of_this_version(databases=["default"])
    assert "submissions.0017_shingles_are_kept" in fault.msg
    assert "./run demo --reset" in fault.hint


def test_several_unknown_steps_are_counted():
    recorder = MigrationRecorder(connection)
    for name in ("0017_shingles_are_kept", "0018_more"):
        recorder.record_applied("submissions", name)
    (fault,) = database_is_of_this_version(databases=["default"])
    assert "and 1 more steps" in fault.msg


def test_steps_of_libraries_are_their_own_affair():
    MigrationRecorder(connection).record_applied("wagtailcore", "0999_of_a_later_release")
    assert database_is_of_this_version(databases=["default"]) == []


def test_migrate_stops_before_it_writes():
    MigrationRecorder(connection).record_applied("judging", "0012_what_is_given_stays")
    with pytest.raises(SystemCheckError, match="another version"):
        call_command("migrate", verbosity=0, skip_checks=False)
