"""Imports go down, relations point down, and one door leads to an entry."""

from django.apps import apps

from tests.architecture import doors, templates


def test_the_contracts_are_kept():
    assert doors.broken_contracts() == ""


def test_no_side_door_leads_to_an_entry():
    assert doors.side_doors() == []


def test_arithmetic_needs_no_django():
    assert doors.django_in_arithmetic() == []


def test_relations_point_down_or_stay_in_their_room():
    assert doors.upward_relations(doors.our_models()) == []


def test_nothing_of_submissions_can_be_reached_from_a_blinded_entry():
    starts = [apps.get_model("judging.BlindedEntry"), apps.get_model("voting.Candidate")]
    faults, walked = doors.ways_to_an_entry(starts)
    assert faults == []
    assert walked > 5


def test_accounts_and_foundation_point_to_no_wagtail_model():
    assert doors.relations_to_wagtail(doors.our_models()) == []


def test_no_page_of_judging_or_of_the_vote_reaches_an_entry():
    assert templates.reaching_entries(templates.of_blinded_pages(), templates.engine()) == []


def test_the_walk_over_templates_sees_their_variables():
    walked = {
        path
        for name in templates.of_blinded_pages()
        for path in templates.paths_of(name, templates.engine())
    }
    assert len(walked) > 300
