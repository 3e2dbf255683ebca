"""Fixtures of all tests."""

import datetime
import gc
import os
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.db.backends.signals import connection_created
from django.http import FileResponse
from django.test import TransactionTestCase
from django.utils import translation
from wagtail.signal_handlers import disable_reference_index_auto_update

from competition import clock
from competition.models import Scheme
from demo.edition import rules
from demo.rehearsal import steps
from demo.rehearsal.whole import DAYS, Rehearsal
from foundation.jobs import bell
from foundation.jobs.drain import drain
from foundation.vault import cage
from judging.councils import panels, rounds, undertakings
from submissions.models import Entry, SimilarPair
from tests import empty_database, guards, limits, proven, stages, transactions  # noqa: F401
from tests.awards.by_lot import ByLot
from tests.factories.moments import NOON, days
from tests.fields_of_a_page import fields_are_told_apart  # noqa: F401
from tests.rehearsed import ZONE, small
from tests.stages import _rehearsal, stage  # noqa: F401  the fixture under all stages

POSITIONS = ["chair", "vice_chair", "judge", "panel_secretary"]


def pytest_addoption(parser):
    parser.addoption(
        "--shuffle", type=int, metavar="SEED", help="tests and stages in the random order of a seed"
    )


def pytest_report_header(config):
    seed = config.getoption("shuffle")
    return None if seed is None else f"in random order: --shuffle {seed}"


def pytest_configure(config):
    """Python looks for circles of dead objects after each 700 that are made: with some 5,000 tests
    in memory a tenth of the time went into that.
    """
    gc.set_threshold(20_000, 20, 50)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    limits.give(items)
    seed = config.getoption("shuffle")
    if seed is None:
        stages.order(items)
    else:
        stages.shuffle(items, seed)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """Stages and servers are not counted with the test that comes first, but end too."""
    timer = item.config.pluginmanager.hook
    timer.pytest_timeout_set_timer(item=item, settings=limits.BUILDING)
    try:
        return (yield)
    finally:
        timer.pytest_timeout_cancel_timer(item=item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """The transaction around a test is none of the house's."""
    with transactions.of_their_own():
        if item.get_closest_marker("in_transaction"):
            with transaction.atomic():
                return (yield)
        return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef, request):
    """Before a test's transaction begins, and after the database is there."""
    if fixturedef.argname == "_django_db_helper":
        with request.getfixturevalue("django_db_blocker").unblock():
            stages.reach(stages.path(request.node))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """pytest-django finds the database migrated (`--reuse-db`)."""
    name = connection.settings_dict["TEST"]["NAME"]
    if connection.vendor == "sqlite":
        empty_database.copy_to_file(Path(name))
    else:
        empty_database.copy_on_server(
            os.environ["DATABASE_URL"], name or f"test_{connection.settings_dict['NAME']}"
        )


@pytest.fixture(autouse=True, scope="session")
def _as_the_application():
    """On PostgreSQL tests have the rights of the application's role, and own nothing."""
    connection_created.connect(guards.act_as_application)
    yield
    connection_created.disconnect(guards.act_as_application)


@pytest.fixture(autouse=True, scope="session")
def _flush_past_the_triggers():
    """Append-only triggers also stop the test runner's flush: they are lifted around it."""
    original = TransactionTestCase._fixture_teardown

    def teardown(self):
        with pytest.MonkeyPatch.context() as patches, guards.lifted():
            if connection.vendor == "postgresql":
                patches.setattr(connection.ops, "sql_flush", guards.only_where_rows_are)
            original(self)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = original


@pytest.fixture(autouse=True)
def _files_of_answers(monkeypatch):
    """A test that looks at the head of an answer alone has its file closed all the same."""
    answers = []
    begin = FileResponse.__init__

    def noted(self, *arguments, **options):
        answers.append(self)
        begin(self, *arguments, **options)

    monkeypatch.setattr(FileResponse, "__init__", noted)
    yield
    for answer in answers:
        for close in list(answer._resource_closers):
            close()


@pytest.fixture(autouse=True, scope="session")
def _no_index_of_references():
    """Wagtail notes with every page, question and edition what it refers to, for a list of usages
    that none of our pages shows; it is left out, because it costs as much as what is saved.
    """
    with disable_reference_index_auto_update():
        yield


@pytest.fixture(autouse=True, scope="session")
def _keeper_of_the_cage():
    """The process that reads hostile bytes ends with the tests."""
    yield
    if keeper := cage._keeper:
        keeper.line.close()
        keeper.process.wait(timeout=10)


@pytest.fixture(autouse=True)
def _first_language(settings):
    """A test's visitor who read English leaves the process in Vietnamese for the next one."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _quiet_bell():
    """Tests do the waiting work themselves, by drain()."""
    cache.clear()
    with bell.silenced():
        yield


@stage()
def drafted():
    """A draft of an edition with complete rules, ten days before anything begins."""
    with clock.set_to(NOON):
        return rules.edition(
            rules.contest("cuoc-thi", "Cuộc thi", "Contest"),
            slug="lan-dau",
            number=1,
            year=2030,
            name="Lần thứ nhất",
            name_en="First",
            begins=days(10),
            days=DAYS,
            prefix="L1",
        )


@stage()
def begun():
    """An edition whose call is open: people, no entries."""
    rehearsal = small()
    rehearsal.set_up()
    return rehearsal


@stage(day=6)
def sent_in(begun):
    """Two dossiers of one unit are sent in, and nobody has looked at them. The clock stands on
    day 6.
    """
    with begun.step("x", 3) as at:
        works = [
            steps.write(begun.edition, owner, index, 1, begun.units[:1], at)
            for index, owner in enumerate(begun.cast.entrants[:2])
        ]
        drain()
    with begun.step("x", 5) as at:
        steps.submit_all(works, at)
        drain()
    SimilarPair.objects.all().delete()  # invented texts resemble each other
    begun.entries = [Entry.objects.get(pk=work.entry.pk) for work in works]
    return begun


@stage()
def entered(begun):
    """Entries submitted, accepted and sealed."""
    begun.enter()
    return begun


@stage(day=41)
def convened(entered):
    """One panel of four has its sheets in an open round; nothing is scored. The clock stands on
    day 41.
    """
    cast = entered.cast
    with clock.set_to(entered.at(40.5)):
        entered.round = rounds.prepare_round(edition=entered.edition, by=cast.secretary)
        entered.panel = panels.establish_panel(
            judging_round=entered.round,
            name="Hội đồng 1",
            fields=entered.edition.fields.all(),
            by=cast.secretary,
        )
        for user, position in zip(cast.judges, POSITIONS, strict=True):
            panels.appoint(
                panel=entered.panel,
                user=user,
                by=cast.secretary,
                position=position,
                reason="1/QĐ",
                at=clock.now(),
            )
        signed = entered.at(40.5)
        for seat in entered.panel.judges.select_related("user"):
            undertakings.sign(judge=seat, by=seat.user, at=signed)
        steps.assign_and_open(entered.round, cast, entered.at(40.5))
    entered.chair, entered.vice, entered.member, entered.panel_secretary = cast.judges
    return entered


@stage()
def judged(entered):
    """The ranking is frozen, the vote may begin."""
    entered.judge()
    return entered


@stage()
def voted(judged):
    """The vote is counted."""
    judged.vote()
    judged.count()
    return judged


@stage()
def awarded(voted):
    """Everything is done, certificates included."""
    voted.award()
    return voted


@stage()
def of_two_rounds():
    """An edition with a first, blinded round and a final of the best, walked to the end."""
    rehearsal = small(entries=14, judges=8, seed=77)
    rehearsal.final = True
    rehearsal.set_up()
    with clock.set_to(rehearsal.at(-5)):
        Scheme.objects.filter(edition=rehearsal.edition, order=1).update(promotes_per_field=1)
    return walked(rehearsal)


@stage()
def by_lot():
    """An edition with lotteries and a comparison in pairs, walked to the end."""
    rehearsal = ByLot(entries=6, judges=4, votes=30, seed=78, name="thu-78")
    rehearsal.set_up()
    return walked(rehearsal)


def walked(rehearsal: Rehearsal) -> Rehearsal:
    rehearsal.enter()
    rehearsal.judge()
    rehearsal.vote()
    rehearsal.count()
    rehearsal.award()
    return rehearsal


@pytest.fixture
def at():
    """`at(rehearsal, day)` sets the contest's clock within a with block and gives the moment."""

    def moment(rehearsal: Rehearsal, day: float):
        return clock.set_to(rehearsal.at(day))

    return moment


@pytest.fixture
def noon():
    """A fixed moment."""
    return datetime.datetime(2030, 3, 5, 12, tzinfo=ZONE)
