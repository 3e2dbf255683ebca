"""Conflicts of interest that no machine can see: entered by the secretariat, declared by the judge;
and the drawing of all of them.
"""

import pytest
from django.urls import reverse

from competition.errors import NotAllowed, Refused
from foundation.jobs.drain import drain
from foundation.vietnamese.text import fold
from judging.assigning import conflicts
from judging.councils import undertakings
from judging.models import Assignment, BlindedEntry, Conflict, Judge, Round
from submissions.models import Author
from submissions.office import dossiers
from submissions.sealing import clearing
from tests.judging.council import pair, score, visit_as
from tests.reading import seen
from tests.refusals import known_as, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


class TestSearchingAJudge:
    @pytest.fixture
    def search(self, council, client):
        """The people whom the dossier's page offers to keep away, for these words."""
        _task, entry, _author = pair(council)
        address = reverse("office_entry", args=[council.edition.slug, entry.public_id])
        office = visit_as(client, council.cast.secretary)

        def found(words: str):
            context = office.get(address, {"tim": words}).context
            return context["on_panels"], context["more_on_panels"]

        return found

    def test_by_a_part_of_the_name_without_accents(self, council, search):
        people = [council.chair, council.vice, council.member, council.panel_secretary]
        for person, name in zip(people, ["Lê Ái", "Lê Ánh", "Vũ Ánh", "Đỗ Lê"], strict=True):
            person.full_name = name
            person.save()
        assert search("anh") == ([council.vice, council.member], False)
        assert search("LÊ Á") == ([council.chair, council.vice], False)

    def test_nobody_is_offered_before(self, search):
        assert search(" ") == ([], False)

    def test_nor_somebody_who_judges_nothing(self, council, search):
        assert search(council.cast.secretary.folded_name) == ([], False)

    def test_so_many_at_once_and_no_more(self, council, search, monkeypatch):
        monkeypatch.setattr(dossiers, "MOST_FOUND", 3)
        found, more = search("")
        assert (found, more) == ([], False)
        for person in council.panel.judges.select_related("user"):
            person.user.full_name = f"Phan {person.pk}"
            person.user.save()
        found, more = search("phan")
        assert (len(found), more) == (3, True)


def test_what_the_secretariat_enters_keeps_the_judge_away_and_shows_why_to_the_office_alone(
    council, client
):
    task, entry, _author = pair(council)
    why = "Là em rể của chủ nhiệm, theo đơn ngày 02/3"
    score(council)
    office, address = (
        visit_as(client, council.cast.secretary),
        reverse("office_entry", args=[council.edition.slug, entry.public_id]),
    )
    assert (
        str(council.member) not in office.get(address).content.decode()
    )  # hundreds of names are not read for every dossier
    keep_away = reverse("keep_away", args=[council.edition.slug, entry.public_id])
    refused = office.post(
        f"{keep_away}?tim={council.member.folded_name}",
        {"person": council.member.pk, "reason": " "},
    )
    assert refused.status_code == 422
    assert f'value="{council.member.pk}" selected>{council.member}' in seen(refused)
    office.post(keep_away, {"person": council.member.pk, "reason": why})
    drain()
    found = Conflict.objects.get(judge__panel=council.panel)
    assert found.judge == task.judge
    assert found.blinded_entry == task.blinded_entry
    assert found.reason == "entered"
    assert (
        not Assignment.objects.countable().filter(pk=task.pk).exists()
    )  # the locked sheet no longer counts
    assert Assignment.objects.countable().filter(judge=task.judge).exists()  # the others do
    graph = reverse("conflict_graph", args=[council.edition.slug])
    page = office.get(graph).content.decode()
    assert why in page
    assert str(council.member) in page
    assert entry.receipt_number in page
    assert str(council.vice) not in page
    judge = visit_as(client, council.member)
    assert judge.get(graph).status_code in (302, 404)
    read_by_judge = "".join(
        judge.get(where).content.decode()
        for where in (reverse("judge_desk"), reverse("compare_sheets", args=[task.judge.pk]))
    )
    assert "em rể" not in read_by_judge
    with pytest.raises(NotAllowed):
        clearing.enter(
            entry=entry, person=council.vice, reason=why, by=council.member, at=council.at(41)
        )
    with pytest.raises(Refused):
        clearing.enter(
            entry=entry,
            person=council.vice,
            reason="",
            by=council.cast.secretary,
            at=council.at(41),
        )


@pytest.mark.parametrize(
    "typed",
    [
        lambda name: name,
        lambda name: f"  {fold(name).upper()} ",
        lambda name: f"Công ty Không Dự Thi\n{name}",
    ],
)
def test_who_a_judge_declares_is_kept_apart_and_the_judge_is_not_told_whether_they_take_part(
    council, typed
):
    task, _entry, author = pair(council)
    seat = Judge.objects.get(pk=task.judge.pk)
    undertakings.sign(
        judge=seat, by=council.member, at=council.at(41), interests=typed(author.full_name)
    )
    drain()
    found = set(Conflict.objects.filter(judge=seat).values_list("blinded_entry", "reason"))
    expected = set(
        Author.objects.filter(
            entry__edition=council.edition, folded_name=author.folded_name
        ).values_list("entry", flat=True)
    )
    assert len(found) == len(expected)
    assert (task.blinded_entry.pk, "declared") in found
    assert not Conflict.objects.filter(judge__panel=council.panel).exclude(judge=seat).exists()


def test_a_declared_stranger_changes_nothing_and_gets_the_same_answer(council, client):
    task, _entry, author = pair(council)
    address = reverse("sign_seat", args=[task.judge.pk])
    judge, answers = visit_as(client, council.member), []
    for name in ("Người Không Dự Thi", author.full_name):
        answer = judge.post(address, {"max_load": "12", "interests": name}, follow=True)
        answers.append(answer.content.decode())
        assert (
            Conflict.objects.filter(judge=task.judge).count() == 0
        )  # the work is done behind the answer
    assert answers[0] == answers[1].replace(author.full_name, "Người Không Dự Thi")
    drain()
    assert Conflict.objects.filter(judge=task.judge).exists()


def test_a_cleared_pair_may_be_judged_again_and_stands_dashed_in_the_drawing(council, client):
    task, entry, _author = pair(council)
    about = {
        "entry": entry,
        "person": council.member,
        "by": council.cast.secretary,
        "at": council.at(41),
    }
    clearing.enter(reason="Cùng đứng tên một bài báo", **about)
    drain()
    page = (
        visit_as(client, council.cast.secretary)
        .get(reverse("conflict_graph", args=[council.edition.slug]))
        .content.decode()
    )
    assert "stroke-dasharray" not in page
    clearing.clear(reason="Bài báo hơn mười năm trước", **about)
    drain()
    assert not Conflict.objects.filter(judge=task.judge).exists()
    page = (
        visit_as(client, council.cast.secretary)
        .get(reverse("conflict_graph", args=[council.edition.slug]))
        .content.decode()
    )
    assert "stroke-dasharray" in page
    assert "Cùng đứng tên một bài báo" in page


class TestGivingUp:
    """`usual` is given up: what is refused below is refused for one reason alone."""

    @pytest.fixture
    def usual(self, council) -> dict:
        assignment, _entry, _author = pair(council)
        reason = "Tôi đã dự buổi thử máy này"
        return {
            "assignment": assignment,
            "reason": reason,
            "by": council.member,
            "at": council.at(41),
        }

    def test_the_judge_gives_the_entry_up(self, usual):
        assert conflicts.recuse(**usual).reason == usual["reason"]

    @pytest.mark.parametrize("who", ["chair", "panel_secretary", "vice"])
    def test_nobody_else_of_the_panel_does(self, council, usual, who):
        with unchanged(), pytest.raises(NotAllowed):
            conflicts.recuse(**usual | {"by": getattr(council, who)})

    @pytest.mark.parametrize("who", ["entrant", "secretary of another edition"])
    def test_nor_does_anybody_outside(self, council, usual, who):
        stranger = known_as(council, who)
        with unchanged(), pytest.raises(NotAllowed):
            conflicts.recuse(**usual | {"by": stranger})

    def test_nor_does_the_secretariat(self, council, usual):
        with unchanged(), pytest.raises(NotAllowed):
            conflicts.recuse(**usual | {"by": council.cast.secretary})

    @pytest.mark.parametrize("state", ["preparing", "closed", "frozen"])
    def test_not_while_the_round_is_not_open(self, council, usual, state):
        Round.objects.filter(pk=council.round.pk).update(state=state)
        with unchanged(), pytest.raises(NotAllowed):
            conflicts.recuse(**usual)

    @pytest.mark.parametrize("state", ["proposed", "released"])
    def test_not_what_is_not_on_the_judges_desk(self, usual, state):
        Assignment.objects.filter(pk=usual["assignment"].pk).update(state=state)
        with unchanged(), pytest.raises(NotAllowed):
            conflicts.recuse(**usual)

    def test_not_an_entry_that_was_withdrawn(self, council, usual):
        entry = usual["assignment"].blinded_entry
        BlindedEntry.objects.filter(pk=entry.pk).update(withdrawn_at=council.at(41))
        with unchanged(), pytest.raises(NotAllowed):
            conflicts.recuse(**usual)

    def test_not_before_the_undertaking_is_signed(self, usual):
        Judge.objects.filter(pk=usual["assignment"].judge_id).update(undertaking_at=None)
        with unchanged(), pytest.raises(NotAllowed):
            conflicts.recuse(**usual)

    def test_not_without_a_sentence(self, usual):
        with unchanged(), pytest.raises(Refused):
            conflicts.recuse(**usual | {"reason": " \n"})
