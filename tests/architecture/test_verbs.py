"""Verbs of the process: typed, refusing under test, without an address written by hand."""

from tests.architecture import plain, types, walking


def test_every_verb_is_typed():
    assert types.untyped_verbs(walking.process_modules()) == []


def test_who_acts_is_told_by_name():
    assert types.positional_people(walking.process_modules()) == []


def test_every_verb_is_seen_refusing():
    assert types.untested_refusals(walking.process_modules()) == []


def test_no_process_module_types_an_address():
    assert types.typed_addresses(walking.process_modules()) == []


def test_the_walk_finds_the_verbs():
    assert len(list(types.verbs(walking.process_modules()))) > 100


def test_every_statement_is_plain():
    assert plain.dense_statements(walking.sources()) == []
