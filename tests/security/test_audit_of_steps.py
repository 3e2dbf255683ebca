"""Who did each step stands in the ledger: another name in the row is found, and no column that
names people is forgotten.
"""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps

from accounts.models import User
from competition import audit, audit_steps, clock, joint_requests
from foundation.jobs.drain import drain
from judging.models import Inquiry, Scoresheet
from judging.scoring import inquiries, keyed, reopening
from submissions.models import Entry, Handover, JudgesQuestion, WordDecision
from submissions.sealing import clearing, questions, redacting
from tests import guards
from tests.factories.accounts import UserFactory
from tests.judging.council import points
from tests.security import scenes
from tests.security.tampering import told

pytestmark = [pytest.mark.django_db, pytest.mark.data]

ROOMS = ("competition", "submissions", "judging", "voting", "awards")

# Compared by looks of their own: of people, of seats, of roles, of voices.
ELSEWHERE = {
    "competition.Correction.agreed_by",
    "competition.Correction.by",
    "competition.Extension.by",
    "competition.JointRequest.answered_by",
    "competition.JointRequest.asked_by",
    "competition.Publication.agreed_by",
    "competition.Publication.asked_by",
    "judging.Judge.user",
    "submissions.EnteredConflict.by",
    "submissions.EnteredConflict.person",
    "submissions.Clearance.person",
    "awards.Approval.member",
}


def another(column, **where):
    """Somebody else stands in every row's column."""
    label, name = column.rsplit(".", 1)
    model = apps.get_model(label)

    def change(_rehearsal):
        assert model.objects.filter(**where).exclude(**{name: None}).update(**{name: UserFactory()})

    return change


def both_exchanged(column, other):
    label, name = column.rsplit(".", 1)
    row = apps.get_model(label).objects.get()
    people = {name: getattr(row, other), other: getattr(row, name)}
    apps.get_model(label).objects.filter(pk=row.pk).update(**people)


AT_THE_END = [
    "submissions.EntryVersion.submitted_by",
    "submissions.Screening.by",
    "submissions.Sealing.confirmed_by",
    "judging.SeatChange.by",
    "judging.Ranking.frozen_by",
    "voting.Tally.closed_by",
    "awards.Standing.computed_by",
    "awards.Ratification.closed_by",
    "awards.AwardDecision.adopted_by",
]


@pytest.mark.parametrize("column", AT_THE_END)
def test_somebody_else_in_a_row_of_the_result_is_found(awarded, column):
    with guards.lifted():
        another(column)(awarded)
    assert f"{column} of " in told(awarded.edition)


@pytest.mark.parametrize("name", ["asked_by", "opened_by"])
def test_somebody_else_opened_the_seals(awarded, name):
    with guards.lifted():
        another(f"awards.Unsealing.{name}")(awarded)
    assert "people who opened the seals of standing" in told(awarded.edition)


def test_the_two_who_opened_the_seals_exchange_their_parts(awarded):
    with guards.lifted():
        both_exchanged("awards.Unsealing.asked_by", "opened_by")
    assert "people who opened the seals of standing" in told(awarded.edition)


@pytest.fixture
def worked(convened):
    """A sheet was typed from paper, checked and reopened; somebody was cleared for a work."""
    edition, secretary = convened.edition, convened.cast.secretary
    sheet = convened.panel.judges.get(user=convened.member).assignments.order_by("pk").last()
    typed = keyed.key_in(
        assignment=sheet,
        points=points(convened, "7,5"),
        comment="Rõ",
        source="phiếu giấy",
        by=convened.panel_secretary,
        at=convened.at(41),
    )
    keyed.check(keyed=typed, by=secretary, at=convened.at(42))
    with clock.set_to(convened.at(43)):
        locked = Scoresheet.objects.get(assignment=sheet)
        joint = reopening.ask(
            sheet=locked, reason="Nhầm", by=convened.panel_secretary, at=convened.at(43)
        )
        joint_requests.agree(joint=joint, by=secretary, at=convened.at(43))
    entry = Entry.objects.filter(edition=edition, status="sealed").order_by("pk").first()
    clearing.clear(
        entry=entry, person=convened.vice, reason="Đã xem", by=secretary, at=convened.at(41)
    )
    return convened


def test_what_nobody_touched_is_in_order(worked):
    assert audit.faults(worked.edition) == []


@pytest.mark.parametrize(
    "column",
    [
        "judging.KeyedSheet.keyed_by",
        "judging.KeyedSheet.checked_by",
        "submissions.Clearance.by",
    ],
)
def test_somebody_else_in_a_row_is_found(worked, column):
    with guards.lifted():
        another(column)(worked)
    assert f"{column} of " in told(worked.edition)


@pytest.mark.parametrize("name", ["asked_by", "agreed_by"])
def test_somebody_else_reopened_a_sheet(worked, name):
    with guards.lifted():
        another(f"judging.Reopening.{name}")(worked)
    assert "reopening of sheet" in told(worked.edition)


def test_the_two_who_reopened_a_sheet_exchange_their_parts(worked):
    with guards.lifted():
        both_exchanged("judging.Reopening.asked_by", "agreed_by")
    assert "reopening of sheet" in told(worked.edition)


def test_a_typed_sheet_that_is_gone(worked):
    with guards.lifted():
        apps.get_model("judging.KeyedSheet").objects.all()._raw_delete("default")
    assert "sheet typed from paper" in told(worked.edition)


class TestADecisionAboutAWord:
    @pytest.fixture
    def decided(self, sent_in, monkeypatch):
        entry = Entry.objects.filter(edition=sent_in.edition, status="accepted").first()
        monkeypatch.setattr(redacting, "words_asked_about", lambda _copy: {"Sao Mai"})
        monkeypatch.setattr(redacting, "_copy_to_change", lambda entry, _by: (entry, None))
        monkeypatch.setattr(redacting.sealing, "prepare", lambda **_usual: None)
        by = sent_in.cast.secretary
        entry = entry or Entry.objects.filter(edition=sent_in.edition).first()
        redacting.decide(entry=entry, word="Sao Mai", is_masked=True, by=by, at=sent_in.at(12))
        assert audit.faults(sent_in.edition) == []
        return sent_in

    def test_of_another_dossier_is_found(self, decided):
        row = WordDecision.objects.get()
        other = Entry.objects.filter(edition=decided.edition).exclude(pk=row.entry_id).first()
        WordDecision.objects.update(entry=other)
        assert "decision about word" in told(decided.edition)

    def test_of_somebody_else_is_found(self, decided):
        WordDecision.objects.update(by=UserFactory())
        assert "submissions.WordDecision.by of " in told(decided.edition)


class TestAQuestionOfAJudge:
    @pytest.fixture
    def answered(self, convened):
        sheet = convened.panel.judges.get(user=convened.member).assignments.order_by("pk").last()
        said = {"text": "Đo mấy ngày?", "by": convened.member, "at": convened.at(41)}
        inquiries.ask(assignment=sheet, **said)
        drain()
        said = {"text": "Đo 14 ngày", "by": convened.cast.secretary, "at": convened.at(42)}
        questions.answer(question=JudgesQuestion.objects.get(), **said)
        drain()
        return convened

    def test_fits(self, answered):
        assert audit.faults(answered.edition) == []

    @pytest.mark.parametrize(
        ("column", "value", "words"),
        [
            ("answered_by", None, "answer to a judge"),
            ("answer", "Đo 15 ngày", "answer to a judge"),
            ("text", "Đo ở đâu?", "is not what was asked"),
        ],
    )
    def test_that_was_changed_is_found(self, answered, column, value, words):
        JudgesQuestion.objects.update(**{column: value or UserFactory()})
        assert words in told(answered.edition)

    def test_whose_answer_the_judge_reads_otherwise(self, answered):
        Inquiry.objects.update(answer="Đo 15 ngày")
        assert "its answer is not the secretariat's" in told(answered.edition)


class TestAHandover:
    @pytest.fixture
    def taken(self, begun):
        scenes.happen("taken_over", begun)
        return begun

    def test_fits(self, taken):
        assert audit.faults(taken.edition) == []

    def test_to_somebody_else_is_found(self, taken):
        Handover.objects.update(claimed_by=UserFactory())
        assert "hand-over of dossier" in told(taken.edition)

    def test_that_is_said_to_have_come_on_paper_is_found(self, taken):
        """It could be submitted later than others."""
        Handover.objects.update(on_paper=True)
        assert "paper of dossier" in told(taken.edition)


# Columns that name somebody, and why no line is about them.
NOT_A_STEP = {
    "competition.Broadcast.written_by": "a letter that nobody gets before a second person agrees",
    "competition.Broadcast.agreed_by": "a letter to many, which no result rests on",
    "competition.BroadcastRecipient.person": "to whom a letter went, which no result rests on",
    "competition.SavedView.kept_by": "how a list is looked at; nothing is decided by it",
    "submissions.Upload.owner": "a file under way, before anything is submitted",
    "submissions.DraftChange.by": "drafts are the entrant's until they are submitted",
    "submissions.Invitation.invited_by": "who writes along, before anything is submitted",
    "submissions.Invitation.accepted_by": "who writes along, before anything is submitted",
    "submissions.ImportedList.by": "where a list came from, which no result rests on",
    "submissions.Letter.by": "a letter to an entrant; the ledger keeps none",
    "submissions.Handling.handler": "who has a dossier on the desk, changed at any time",
    "submissions.Handling.by": "who has a dossier on the desk, changed at any time",
    "submissions.KeptRelation.person": "found by the machine; compared as a conflict",
    "submissions.Redaction.by": "the copy that is sealed is compared, not how it came to be",
    "submissions.SimilarPair.looked_at_by": "a note of the office, which no result rests on",
    "voting.Voter.user": "a ballot leads to nobody once complaints are over",
}


def naming_people(models_of_rooms):
    """ "room.Model.column" of every column that leads to a person."""
    for model in models_of_rooms:
        for column in model._meta.get_fields():
            is_key = isinstance(column, models.ForeignKey) and not column.auto_created
            if is_key and column.remote_field.model._meta.label == settings.AUTH_USER_MODEL:
                yield f"{model._meta.label}.{column.name}"


def forgotten(models_of_rooms):
    known = audit_steps.columns() | ELSEWHERE | NOT_A_STEP.keys()
    return sorted(set(naming_people(models_of_rooms)) - known)


def of_rooms():
    return [model for room in ROOMS for model in apps.get_app_config(room).get_models()]


def test_every_column_that_names_people_is_compared_or_says_why_not():
    assert forgotten(of_rooms()) == []


@isolate_apps("accounts")
def test_a_column_that_is_planted_is_caught():
    class Planted(models.Model):
        by = models.ForeignKey(User, models.PROTECT, related_name="+")

        class Meta:
            app_label = "planted"

        def __str__(self):
            return str(self.by)

    assert forgotten([*of_rooms(), Planted]) == ["planted.Planted.by"]


def test_nothing_is_listed_that_is_not_there():
    listed = audit_steps.columns() | ELSEWHERE | NOT_A_STEP.keys()
    assert sorted(listed - set(naming_people(of_rooms()))) == []
