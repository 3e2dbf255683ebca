"""What the mail of an opened round and the undertaking say follows the scheme of the round."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import User
from competition.models import Scheme
from judging.models import Judge, Panel, Round


@pytest.mark.parametrize(
    ("names_authors", "words", "absent"),
    [
        (True, "the authors are named", "blinded"),
        (False, "All of them are blinded", "named"),
    ],
)
def test_the_mail_says_whether_authors_are_named(names_authors, words, absent):
    judging_round = Round(name="Vòng 1", scheme=Scheme(names_authors=names_authors))
    judge = Judge(panel=Panel(name="Hội đồng 1", round=judging_round))
    context = {"round": judging_round, "judge": judge, "recipient": User(full_name="Lê Thị Hòa")}
    with translation.override("en"):
        mail = render_to_string("emails/round_opened.txt", context)
    assert words in mail
    assert absent not in mail
