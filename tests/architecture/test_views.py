"""Views of every room leave the process alone; each address does one thing."""

from tests.architecture import queries, routes, templates, views, walking


def test_no_view_writes():
    assert views.writes(walking.views_of_the_house()) == []


def test_no_view_tests_a_state():
    assert views.state_tests(walking.views_of_the_house()) == []


def test_no_view_is_led_by_a_word_in_the_form():
    assert views.words_in_forms(walking.views_of_the_house()) == []


def test_a_view_calls_one_verb():
    assert views.verbs_a_view(walking.views_of_the_house()) == []


def test_a_row_that_is_gone_is_told():
    assert views.rows_not_found(walking.views_of_the_house()) == []


# Where the page to which a press leads is itself what was asked for, or shows what was done.
SAYS_IT_ITSELF = {
    "write_about_list": "the page of the complaint, with its number",
    "write_about_entry": "the page of the complaint, with its number",
    "denunciation_writer": "shows who wrote it; leads on where that is refused",
    "open_inspection_file": "the file stands open in the list",
    "say_in_council": "what was said stands in the discussion",
    "go_on": "the entry that is heard now",
    "seat_codes": "a paper; leads on where it is refused",
    "print_slips": "a paper; leads on where it is refused",
    "print_sign_in_codes": "a paper; leads on where it is refused",
    "_start": "the dossier that was begun",
    "edit_files": "the file stands in the list",
    "read_list": "the list as it was read",
    "submit_entry": "the receipt",
}


def test_no_press_is_answered_without_a_word():
    silent = views.silent_presses(walking.views_of_the_house())
    assert {line.split()[1] for line in silent} == SAYS_IT_ITSELF.keys()


def test_no_button_sends_a_word():
    assert templates.words_on_buttons(templates.own()) == []


def test_the_walk_finds_views_of_every_room():
    rooms = {source.parts[0] for source in walking.views_of_the_house()}
    assert rooms >= {"accounts", "awards", "cms", "competition", "config", "judging"}
    assert rooms >= {"submissions", "voting"}


def test_every_list_counts_its_queries():
    listing = queries.list_routes(walking.routes())
    assert queries.uncounted(listing, queries.counted_in()) == []


def test_every_route_asks_the_predicate_that_opens_it():
    assert routes.other_predicates(walking.routes(), routes.ROUTES) == []


def test_strangers_sign_in_before_they_are_asked():
    assert routes.open_to_strangers(walking.routes(), routes.ROUTES) == []


def test_every_route_is_classified():
    assert routes.unclassified(walking.routes(), routes.ROUTES) == []


def test_no_classified_route_is_stale():
    assert routes.stale(walking.routes(), routes.ROUTES) == []
