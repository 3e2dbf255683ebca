"""A round is called what its edition calls it, in the reader's language."""

import pytest
from django.utils.translation import override

from judging.councils import rounds
from tests.factories.competition import SchemeFactory
from tests.factories.judging import PanelFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def judging_round():
    judging_round = PanelFactory().round
    judging_round.name = judging_round.scheme.name = "Vòng bán kết"
    judging_round.scheme.name_en = "Semi-final"
    return judging_round


@pytest.mark.parametrize(("language", "label"), [("vi", "Vòng bán kết"), ("en", "Semi-final")])
def test_pages_use_the_readers_language(judging_round, language, label):
    with override(language):
        assert judging_round.label == label


def test_without_an_english_name_the_vietnamese_one_stands(judging_round):
    judging_round.scheme.name_en = ""
    with override("en"):
        assert judging_round.label == "Vòng bán kết"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_papers_bear_the_vietnamese_name(judging_round, language):
    with override(language):
        assert str(judging_round) == judging_round.name == "Vòng bán kết"


class TestWithoutAnyName:
    @pytest.fixture
    def nameless(self):
        scheme = SchemeFactory(name="", name_en="")
        return rounds.round_of(scheme)

    @pytest.mark.parametrize(("language", "label"), [("vi", "Vòng chấm"), ("en", "Judging round")])
    def test_pages_use_the_readers_language(self, nameless, language, label):
        with override(language):
            assert nameless.label == label

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_it_is_kept_in_vietnamese(self, language):
        with override(language):
            assert rounds.round_of(SchemeFactory(name="", name_en="")).name == "Vòng chấm"
