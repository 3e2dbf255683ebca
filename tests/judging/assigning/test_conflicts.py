"""Conflicts of interest that no machine can see: entered by the secretariat, declared by the judge;
and the drawing of all of them.
"""

import pytest
from django.urls import reverse

from competition.errors import NotAllowed, Refused
from foundation.jobs.drain import drain
from foundation.vietnamese.text import fold
from judging.councils import undertakings
from judging.models import Assignment, Conflict, Judge
from submissions.models import Author, Sealing
from submissions.sealing import clearing
from tests.judging.conftest import score, visit_as
from tests.reading import seen

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def pair(council):
    """(judge's seat, a sealed entry that this judge has a sheet of, its author): strangers to each
    other so far.
    """
    task = (
        Assignment.objects.countable()
        .filter(judge__user=council.member)
        .select_related("judge", "blinded_entry")
        .order_by("pk")
        .first()
    )
    entry = Sealing.objects.get(judging_code=task.blinded_entry.code).version.entry
    assert not Conflict.objects.filter(judge=task.judge).exists()
    return task, entry, Author.objects.filter(entry=entry).order_by("pk").last()


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
    assert 'href="?giam-khao=1#giam-khao"' in office.get(address).content.decode()
    keep_away = reverse("keep_away", args=[council.edition.slug, entry.public_id])
    refused = office.post(
        f"{keep_away}?giam-khao=1",
        {"person": council.member.pk, "reason": " "},
    )
    assert refused.status_code == 422
    assert f'value="{council.member.pk}" selected>{council.member}' in seen(refused)
    office.post(keep_away, {"person": council.member.pk, "reason": why})
    drain()
    found = Conflict.objects.get(judge__panel=council.panel)
    assert (found.judge, found.blinded_entry, found.reason) == (
        task.judge,
        task.blinded_entry,
        "entered",
    )
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
