"""The ranking as the office sees it: fifty places at a time, and what the council decides against
the rule, written as lines of a code and a reason.
"""

import pytest
from django.urls import reverse

from judging.models import Promotion
from tests.beside import secretary_of
from tests.factories.competition import EditionFactory, SchemeFactory
from tests.factories.judging import (
    AssignmentFactory,
    BlindedEntryFactory,
    JudgeFactory,
    PanelFactory,
    RankingFactory,
    RankingRowFactory,
    RoundFactory,
    ScoresheetFactory,
)
from tests.factories.moments import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def frozen():
    """The frozen ranking of two entries, one of which goes on, in a round that another follows."""
    edition = EditionFactory()
    scheme = SchemeFactory(edition=edition, order=1, fee_per_sheet=60_000)
    SchemeFactory(edition=edition, order=2)
    judging_round = RoundFactory(edition=edition, scheme=scheme, order=1, state="frozen")
    ranking = RankingFactory(round=judging_round)
    for place, (code, goes_on) in enumerate([("HS-AAAAAA", True), ("HS-BBBBBB", False)], start=1):
        RankingRowFactory(ranking=ranking, code=code, rank=place, goes_on=goes_on)
        BlindedEntryFactory(round=judging_round, code=code)
    return ranking


@pytest.fixture
def office(client, frozen):
    client.force_login(secretary_of(frozen.round.edition), backend=BACKEND)
    return client


def address(ranking, name="ranking_office") -> str:
    return reverse(name, args=[ranking.round.edition.slug]) + "?vong=1"


def many(ranking, count: int) -> None:
    """That many places more, behind the others."""
    for place in range(count):
        RankingRowFactory(ranking=ranking, code=f"HS-{place:06d}", rank=100 + place)


class TestTheList:
    def test_fifty_places_a_page(self, office, frozen):
        many(frozen, 55)
        first = office.get(address(frozen))
        assert next(row.place.code for row in first.context["rows"]) == "HS-AAAAAA"
        assert len(first.context["rows"]) == 50
        second = office.get(address(frozen) + "&trang=2")
        assert len(second.context["rows"]) == 7

    def test_asks_as_much_for_many_as_for_few(
        self, office, frozen, django_assert_num_queries, django_assert_max_num_queries
    ):
        office.get(address(frozen))
        with django_assert_max_num_queries(40) as few:
            office.get(address(frozen))
        many(frozen, 20)
        with django_assert_num_queries(len(few)):
            office.get(address(frozen))

    def test_says_who_has_left_since(self, office, frozen):
        frozen.round.blinded_entries.filter(code="HS-BBBBBB").update(withdrawn_at=NOON)
        BlindedEntryFactory(code="HS-AAAAAA", withdrawn_at=NOON)  # of another round
        rows = office.get(address(frozen)).context["rows"]
        assert [(row.place.code, row.has_left) for row in rows] == [
            ("HS-AAAAAA", False),
            ("HS-BBBBBB", True),
        ]

    def test_fees_have_pages_of_their_own(self, office, frozen):
        panel = PanelFactory(round=frozen.round)
        for number in range(52):
            judge = JudgeFactory(panel=panel, user__full_name=f"Giám Khảo {number:02d}")
            assignment = AssignmentFactory(judge=judge)
            ScoresheetFactory(assignment=assignment, locked=True)
        JudgeFactory(panel=panel, user__full_name="An Không Phiếu")
        first = office.get(address(frozen))
        assert len(first.context["fees"]) in (49, 50)  # the one without a sheet is owed nothing
        second = office.get(address(frozen) + "&thu-lao=2")
        assert len(first.context["fees"]) + len(second.context["fees"]) == 52
        assert {line.amount for line in second.context["fees"]} == {60_000}
        assert len(second.context["rows"]) == 2  # the other list's page is its own


class TestSendingOn:
    def press(self, office, frozen, typed: str):
        return office.post(address(frozen, "promote_entries"), {"against": typed})

    def decided(self) -> dict:
        return {one.code: (one.goes_on, one.reason) for one in Promotion.objects.all()}

    def test_by_the_rule_alone(self, office, frozen):
        self.press(office, frozen, "")
        assert self.decided() == {"HS-AAAAAA": (True, ""), "HS-BBBBBB": (False, "")}

    @pytest.mark.parametrize(
        "typed",
        [
            "HS-BBBBBB: Cấp bách sau bão",
            "  hs-bbbbbb   Cấp bách sau bão \n\n",
            "HS-BBBBBB – Cấp bách sau bão\r\n",
            "HS-BBBBBB\tCấp bách sau bão",
        ],
    )
    def test_the_council_sends_one_on(self, office, frozen, typed):
        self.press(office, frozen, typed)
        assert self.decided() == {
            "HS-AAAAAA": (True, ""),
            "HS-BBBBBB": (True, "Cấp bách sau bão"),
        }

    def test_and_keeps_one_back(self, office, frozen):
        self.press(office, frozen, "HS-BBBBBB: Cần ngay\nHS-AAAAAA: Trùng giải pháp cũ - đã có")
        assert self.decided() == {
            "HS-AAAAAA": (False, "Trùng giải pháp cũ - đã có"),
            "HS-BBBBBB": (True, "Cần ngay"),
        }

    @pytest.mark.parametrize("typed", ["HS-BBBBBB", "HS-BBBBBB:", "HS-CCCCCC: vì thế"])
    def test_a_refusal_keeps_what_was_typed(self, office, frozen, typed):
        answer = self.press(office, frozen, typed)
        assert answer.status_code == 422
        assert typed in answer.content.decode()
        assert self.decided() == {}
