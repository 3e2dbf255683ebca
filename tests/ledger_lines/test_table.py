"""The table is whole: no verb, no event and no gate without a row."""

import ast
from collections.abc import Iterable, Iterator

from submissions.models import ExhibitStep
from tests.architecture import types, walking
from tests.ledger_lines.table import ROOMS, TABLE

STAGES = {"begun", "sent_in", "entered", "convened", "judged", "voted", "awarded"}
# What is told by a floor below, or due by the clock, leaves lines too, in nobody's name.
CONSUMERS = {
    "judging.intake.apply",
    "voting.intake.apply",
    "competition.joint_requests.look_after",
    "voting.forgetting.forget_networks",
    "voting.forgetting.forget_voters",
}
WRITERS = ("chain.append", "chain.publish_head", "chain.publish_first")


def verbs() -> set[str]:
    process = walking.process_modules()
    return {f"{source.name}.{node.name}" for source, node in types.verbs(process)}


def written(sources: Iterable[walking.Source]) -> Iterator[str]:
    """The events and gates that code names where it writes to the ledger."""
    for source in sources:
        for node in ast.walk(source.code):
            if isinstance(node, ast.Call) and walking.dotted(node.func) in WRITERS:
                yield ast.unparse(node.args[1])


def asked() -> set[str]:
    named = {name for row in TABLE for name in (*row.events, *row.gates)}
    return {repr(name) for name in named}


def test_every_verb_has_a_row():
    assert sorted(verbs() - {row.name for row in TABLE}) == []


def test_every_row_is_of_a_verb_or_of_what_is_told():
    assert {row.name for row in TABLE} - verbs() == CONSUMERS


def test_every_row_stands_on_a_stage_that_is_walked():
    assert {row.stage for row in TABLE} == STAGES


def test_every_room_has_rows():
    assert {row.walk.__module__ for row in TABLE} == {room.__name__ for room in ROOMS}


def test_who_leaves_no_line_says_why():
    assert [row.label for row in TABLE if bool(row.because) == bool(row.events)] == []


def test_every_event_and_every_gate_is_asked_for():
    # An exhibit's steps are events, each of them with a row; an account is of no edition
    # (tests/accounts/test_erasure.py); what the scanner finds later is nobody's step
    # (tests/submissions/files/test_scanner_away.py), nor are files that the worker draws
    # (tests/security/test_audit.py).
    others = ["'account.erased'", "'account.switched_off'", "'account.switched_on'"]
    # Those of the whole site are of no edition either (tests/security/test_site_roles.py and
    # test_accounts_in_use.py).
    others += ["'certificates.made'", "'entry.returned_by_scanner'"]
    # What a group may do in Wagtail's pages (tests/cms/test_group_rights.py).
    others += ["'group.rights'", "'site.accounts'"]
    others += ["'site.roles'", "'site_role.given'"]
    others += ["'site_role.taken'", "f'exhibit.{kind}'"]
    assert sorted(set(written(walking.sources())) - asked()) == others


def test_every_step_of_an_exhibit_is_asked_for():
    steps = {repr(f"exhibit.{kind}") for kind in ExhibitStep.Kind.values}
    assert sorted(steps - asked()) == []
