"""Which stage a test stands on (tests/stages.py)."""

import pytest

from tests import stages
from tests.stages import stage


@stage()
def reached_by_nobody(begun):
    raise AssertionError("no test asks for this stage")


def test_a_stage_stands_on_those_below_it(judged, request):
    assert stages.path(request.node) == ("begun", "entered", "judged")


def test_without_one_there_is_none(request):
    assert stages.path(request.node) == ()


@pytest.mark.parametrize("reached_by_nobody", [1])
def test_a_parameter_that_is_called_as_one_is_none(reached_by_nobody, request):
    assert stages.path(request.node) == ()


class TestAFixture:
    @pytest.fixture
    def judged(self) -> int:
        return 1

    @pytest.fixture
    def entered(self, entered):
        return entered

    def test_that_is_called_as_one_is_none(self, judged, request):
        assert stages.path(request.node) == ()

    def test_that_builds_upon_one_is_that_one(self, entered, request):
        assert stages.path(request.node) == ("begun", "entered")
