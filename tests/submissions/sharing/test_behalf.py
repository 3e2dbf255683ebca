"""Slips that are not printed: each rule alone."""

import pytest

from competition.errors import NotAllowed, Refused
from submissions.models import Handover
from submissions.sharing import behalf
from submissions.writing import drafting
from tests.refusals import OUTSIDERS, known_as, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def written(begun):
    """Two dossiers that the secretary wrote for others, and one that an entrant writes alone."""
    with begun.step("x", 3) as at:
        begun.entries = [
            behalf.start(edition=begun.edition, full_name=name, by=begun.cast.secretary, at=at)
            for name in ("Ma Văn Sử", "Triệu Thị Mùi")
        ]
        begun.own = drafting.start_draft(edition=begun.edition, by=begun.cast.entrants[1], at=at)
    return begun


@pytest.fixture
def usual(written) -> dict:
    """Slips that are printed: what is refused below is refused for one reason alone."""
    return {"entries": written.entries, "by": written.cast.secretary, "at": written.at(4)}


def test_whoever_wrote_the_dossiers_prints_their_slips(usual):
    before = set(Handover.objects.values_list("code_digest", flat=True))
    assert behalf.print_slips(**usual)[:5] == b"%PDF-"
    assert not before & set(Handover.objects.values_list("code_digest", flat=True))


@pytest.mark.parametrize("who", [*OUTSIDERS, "a colleague"])
def test_nobody_else_does(written, usual, who):
    cast = written.cast
    stranger = cast.second if who == "a colleague" else known_as(written, who)
    with unchanged(), pytest.raises(NotAllowed):
        behalf.print_slips(**usual | {"by": stranger})


def test_no_slip_is_printed_when_nothing_is_chosen(usual):
    with unchanged(), pytest.raises(Refused):
        behalf.print_slips(**usual | {"entries": []})


def test_none_when_one_of_them_was_taken_over(written, usual):
    Handover.objects.filter(entry=written.entries[1]).update(
        claimed_at=written.at(4), claimed_by=written.cast.entrants[0]
    )
    with unchanged(), pytest.raises(Refused):
        behalf.print_slips(**usual)


def test_none_for_a_dossier_that_nobody_wrote_for_another(written, usual):
    with unchanged(), pytest.raises(Refused):
        behalf.print_slips(entries=[written.own], by=written.own.owner, at=usual["at"])
