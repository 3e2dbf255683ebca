"""What pages say of the age of authors comes from the rule that the dossier is held to."""

import datetime

import pytest
from django.urls import reverse
from django.utils.translation import override

from competition.models import Edition
from competition.regulation import age_rule
from demo import youth
from demo.stage import Stage
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.factories.moments import days

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (None, None, "There is no limit of age."),
        (18, None, "Authors are at least 18 years old on the day of the deadline, 4 Apr 2030."),
        (None, 29, "Authors are at most 29 years old on the day of the deadline, 4 Apr 2030."),
        (18, 29, "Authors are 18 to 29 years old on the day of the deadline, 4 Apr 2030."),
    ],
)
def test_it_is_the_rule_of_the_edition(least, most, words):
    edition = EditionFactory(min_age=least, max_age=most)
    PhaseFactory(edition=edition, opens_at=days(-30), closes_at=days(30))
    with override("en"):
        assert age_rule(edition) == words


def test_the_page_where_an_entry_begins_says_it(client):
    edition = PhaseFactory(edition__max_age=29).edition
    shown = client.get(reverse("begin", args=[edition.slug])).content.decode()
    assert "không quá 29 tuổi" in shown


class TestDemonstration:
    """Its contest of young people says one thing of their age."""

    @pytest.fixture
    def edition(self) -> Edition:
        return youth._edition(Stage(datetime.datetime(2026, 11, 28, tzinfo=datetime.UTC)))

    def test_the_rule_is_set(self, edition):
        assert edition.max_age == 29

    def test_no_text_says_another_one(self, edition):
        texts = [edition.summary, edition.call, *edition.texts.values_list("body", flat=True)]
        said = " ".join(texts).replace("dưới 18 tuổi cần người giám hộ", "")
        assert " tuổi" not in said
