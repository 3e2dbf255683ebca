"""A visit is planned in panels of any size: its entry is typed, its team searched."""

import pytest
from django.http import QueryDict

from judging.desk import visits
from judging.desk.visits import VisitForm
from tests.factories.judging import (
    AssignmentFactory,
    BlindedEntryFactory,
    JudgeFactory,
    PanelFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def panel(monkeypatch):
    """A panel of three members, of whom two are shown at once."""
    monkeypatch.setattr(visits, "MOST_SHOWN", 2)
    panel = PanelFactory()
    for name in ("Lê An", "Lê Bình", "Vũ Cảnh"):
        JudgeFactory(panel=panel, user__full_name=name)
    JudgeFactory(user__full_name="Lê Ân")  # of another panel
    return panel


def names(form: VisitForm) -> list[str]:
    return [seat.user.full_name for seat in form.fields["team"].queryset]


def typed(**fields: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(fields)
    return data


def test_so_many_members_are_shown_at_once(panel):
    form = VisitForm(panel=panel)
    assert names(form) == ["Lê An", "Lê Bình"]
    assert form.has_more


def test_others_are_found_by_name_without_accents(panel):
    form = VisitForm(panel=panel, words="canh")
    assert names(form) == ["Vũ Cảnh"]
    assert not form.has_more


def test_whoever_is_ticked_stays(panel):
    ticked = panel.judges.get(user__full_name="Vũ Cảnh")
    form = VisitForm(typed(team=str(ticked.pk)), panel=panel, words="binh")
    assert names(form) == ["Lê Bình", "Vũ Cảnh"]
    form.is_valid()
    assert list(form.cleaned_data["team"]) == [ticked]


@pytest.mark.parametrize("code", ["HS-AB2345", " hs-ab2345 "])
def test_an_entry_is_known_by_its_code(panel, code):
    entry = BlindedEntryFactory(round=panel.round, code="HS-AB2345")
    AssignmentFactory(judge=panel.judges.first(), blinded_entry=entry)
    form = VisitForm(typed(entry=code), panel=panel)
    form.is_valid()
    assert form.cleaned_data["entry"] == entry


def test_an_entry_that_the_panel_does_not_score_is_refused(panel):
    BlindedEntryFactory(round=panel.round, code="HS-AB2345")
    form = VisitForm(typed(entry="HS-AB2345"), panel=panel)
    assert form.errors["entry"] == ["Hội đồng này không có hồ sơ nào mang mã đó."]
