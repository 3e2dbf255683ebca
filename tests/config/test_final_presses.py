"""What cannot be undone is read once more before: none of these presses does it by itself."""

import inspect

import pytest

from competition.office import Button
from tests.architecture.walking import routes

FINAL = [
    "announce_results",
    "close_comparison",
    "close_motion",
    "close_ratification",
    "close_round",
    "close_vote",
    "conclude_meeting",
    "freeze_ranking",
    "issue_certificates",
    "join_box",
    "lock_sheet",
    "lock_sheets",
    "post_list",
    "take_complaint_back",
]


def asks(view) -> bool:
    """Whether a press leads to a recap: an office button that has one, a view that shows one."""
    if inspect.isclass(view):
        return issubclass(view, Button) and view.recap is not Button.recap
    return '"recap.html"' in inspect.getsource(view)


@pytest.mark.parametrize("name", FINAL)
def test_a_final_press_asks_once_more(name):
    [routed] = [one for one in routes() if one.name == name]
    assert asks(routed.view)


def test_a_press_without_a_question_is_caught():
    assert not asks(Button)
    assert not asks(routes)
