"""How far apart the sheets of an entry are: computed while the round is open, written down when it
is closed; the council's lists show fifty at a time.
"""

from decimal import Decimal

import pytest
from django.urls import reverse

from judging.councils import discussion, rounds
from judging.models import Assignment, BlindedEntry
from tests.beside import secretary_of
from tests.factories.competition import EditionFactory, SchemeFactory
from tests.factories.judging import (
    AssignmentFactory,
    BlindedEntryFactory,
    JudgeFactory,
    PanelFactory,
    RoundFactory,
    ScoresheetFactory,
)
from tests.factories.moments import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Totals of each entry's sheets, and how far they are apart.
TOTALS = {"HS-AAAAAA": (40, 70, 55), "HS-BBBBBB": (60, 65), "HS-CCCCCC": (80, 50, 60)}
APART = [("HS-AAAAAA", 30, 3), ("HS-CCCCCC", 30, 3), ("HS-BBBBBB", 5, 2)]


@pytest.fixture
def scored():
    """An open round whose sheets are all locked; its panel has every field."""
    edition = EditionFactory()
    scheme = SchemeFactory(edition=edition, spread_limit=Decimal(20))
    judging_round = RoundFactory(edition=edition, scheme=scheme, state="open")
    panel = PanelFactory(round=judging_round)
    for code, totals in TOTALS.items():
        entry = BlindedEntryFactory(round=judging_round, code=code)
        panel.fields.add(entry.field)
        for total in totals:
            lock(panel, entry, total)
    return panel


def lock(panel, entry, total, **columns):
    assignment = AssignmentFactory(judge=JudgeFactory(panel=panel), blinded_entry=entry, **columns)
    return ScoresheetFactory(assignment=assignment, locked=True, total=Decimal(total))


def close(panel):
    office = secretary_of(panel.round.edition)
    rounds.close_round(judging_round=panel.round, by=office, at=NOON)
    panel.round.refresh_from_db()
    return office


def listed(panel) -> list[tuple]:
    return [(entry.code, entry.apart, entry.given) for entry in discussion.apart(panel)]


def test_while_the_round_is_open(scored):
    assert listed(scored) == APART


def test_and_the_same_when_it_is_closed(scored):
    close(scored)
    assert listed(scored) == APART


def test_they_are_written_down_at_the_close(scored):
    of_the_round = BlindedEntry.objects.filter(round=scored.round)
    kept = of_the_round.values_list("code", "spread", "panel").order_by("code")
    assert set(kept.values_list("spread", flat=True)) == {None}
    close(scored)
    assert list(kept) == sorted((code, apart, scored.pk) for code, apart, _given in APART)


def test_a_sheet_taken_off_counts_nowhere(scored):
    entry = BlindedEntry.objects.get(code="HS-BBBBBB")
    lock(scored, entry, 5, state=Assignment.State.RELEASED)
    assert ("HS-BBBBBB", 5, 2) in listed(scored)
    close(scored)
    assert ("HS-BBBBBB", 5, 2) in listed(scored)


def test_nor_does_another_panel(scored):
    beside = PanelFactory(round=scored.round)
    entry = BlindedEntryFactory(round=scored.round)
    lock(beside, entry, 10)
    lock(beside, entry, 90)
    assert listed(scored) == APART
    close(scored)
    assert listed(scored) == APART
    assert listed(beside) == [(entry.code, 80, 2)]


def test_what_leaves_the_contest_leaves_the_list(scored):
    close(scored)
    BlindedEntry.objects.filter(code="HS-CCCCCC").update(withdrawn_at=NOON)
    assert [code for code, _apart, _given in listed(scored)] == ["HS-AAAAAA", "HS-BBBBBB"]


def test_a_limit_is_passed_not_met(scored):
    assert {entry.code for entry in discussion.wide(scored)} == {"HS-AAAAAA", "HS-CCCCCC"}
    scored.round.scheme.spread_limit = Decimal(30)
    assert not discussion.wide(scored)


class TestThePage:
    def page(self, client, panel, user, **query):
        client.force_login(user, backend=BACKEND)
        return client.get(reverse("panel_progress", args=[panel.pk]), query)

    def many(self, panel, count: int) -> None:
        """That many entries more, each with a sheet; one judge each."""
        for number in range(count):
            entry = BlindedEntryFactory(
                round=panel.round, code=f"HS-{number:06d}", field=panel.fields.first()
            )
            lock(panel, entry, 50)

    @pytest.mark.parametrize("is_closed", [False, True])
    def test_shows_fifty_entries_and_fifty_members(self, client, scored, is_closed):
        self.many(scored, 55)
        office = close(scored) if is_closed else secretary_of(scored.round.edition)
        first = self.page(client, scored, office)
        assert (len(first.context["entries"]), len(first.context["members"])) == (50, 50)
        assert first.context["entries"][0].code == "HS-AAAAAA"
        second = self.page(client, scored, office, trang="2")
        assert [entry.code for entry in second.context["entries"]][-1] == "HS-000054"
        assert len(second.context["members"]) == 50  # its list is another one
        members = self.page(client, scored, office, **{"thanh-vien": "2"})
        assert len(members.context["members"]) == 55 + 8 - 50

    @pytest.mark.counts_queries("panel_progress", "remind_panel", "call_meeting")
    @pytest.mark.parametrize("is_closed", [False, True])
    def test_asks_as_much_for_many_as_for_few(
        self, client, scored, is_closed, django_assert_num_queries, django_assert_max_num_queries
    ):
        """The buttons of the page show it again when they are refused."""
        office = close(scored) if is_closed else secretary_of(scored.round.edition)
        self.page(client, scored, office)
        with django_assert_max_num_queries(40) as few:
            self.page(client, scored, office)
        self.many(scored, 20)
        with django_assert_num_queries(len(few)):
            self.page(client, scored, office)

    def test_of_one_entry_reads_the_sheets_of_that_entry(
        self, client, scored, django_assert_num_queries, django_assert_max_num_queries
    ):
        office = close(scored)
        client.force_login(office, backend=BACKEND)
        address = reverse("panel_entry", args=[scored.pk, "HS-BBBBBB"])
        client.get(address)
        with django_assert_max_num_queries(40) as few:
            page = client.get(address)
        assert [row["sheet"].total for row in page.context["sheets"]] == [65, 60]
        assert [row["asked"] for row in page.context["sheets"]] == [None, None]
        self.many(scored, 20)
        lock(scored, BlindedEntry.objects.get(code="HS-BBBBBB"), 62)
        with django_assert_num_queries(len(few)):
            client.get(address)


def test_nobody_talks_about_a_spread_while_somebody_still_scores(scored):
    """The agenda was asked for then, and the page was an error."""
    entry = BlindedEntryFactory(round=scored.round)
    AssignmentFactory(judge=scored.judges.first(), blinded_entry=entry)
    assert list(discussion.wide(scored)) == []
