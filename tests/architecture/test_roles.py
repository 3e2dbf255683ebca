"""Roles are asked in permissions modules alone; every predicate has a rule and a row."""

from tests.architecture import permissions, templates, walking
from tests.permissions.table import TABLE


def test_nothing_outside_permissions_asks_for_a_role():
    assert permissions.roles_asked(walking.sources()) == []


def test_no_template_asks_for_a_role():
    assert permissions.roles_in_templates(templates.own()) == []


def test_every_predicate_has_a_row():
    assert permissions.without_rows(permissions.predicates(), TABLE) == []


def test_every_row_has_a_predicate():
    assert sorted(set(TABLE) - set(permissions.predicates())) == []


def test_every_predicate_says_its_rule():
    assert permissions.without_a_rule(permissions.predicates()) == []
