"""Races of the timetable, of forms, of jobs and of the ledger itself."""

from functools import partial

from django.db import transaction

from competition import dossiers, extension
from competition.errors import Refused
from competition.models import Edition, Extension, FormVersion, Phase, Question
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.ledger import chain
from foundation.ledger.models import Head
from submissions.models import Entry, Receipt
from submissions.writing import drafting, intake
from tests.factories.foundation import JobFactory
from tests.ledger_lines.submissions import draft_of
from tests.races.rows import lines, race


def until(r, day):
    return partial(
        extension.extend,
        edition=r.edition,
        closes_at=r.at(day),
        decision_number="7/QĐ-BTC",
        reason="Mưa lũ kéo dài",
        by=r.cast.secretary,
        at=r.at(29),
    )


@race(extension.extend, "extend(Phase.objects.get)", on="begun")
def a_deadline_moved_by_two(r):
    """The earlier of two deadlines never takes back the later one."""
    second = yield until(r, 33), until(r, 32)
    assert second.was_refused(Refused)
    assert Phase.objects.get(edition=r.edition, kind="submission").closes_at == r.at(33)
    assert Extension.objects.count() == 1
    assert lines("deadline.extended") == 1


@race(intake.submit, "competition.phases.require_open(Phase)", on="begun")
def sent_in_while_the_deadline_moves(r):
    """An entry of the last hour is judged by the deadline that holds once it is moved."""
    entry = draft_of(r)
    second = yield until(r, 33), partial(intake.submit, entry=entry, by=entry.owner, at=r.at(31))
    assert second.error is None
    assert Receipt.objects.get() == second.answer


@race(drafting.start_draft, "competition.phases.require_open(Phase)", on="begun")
def two_drafts_where_one_is_allowed(r):
    Edition.objects.filter(pk=r.edition.pk).update(max_entries_a_person=1)
    r.edition.refresh_from_db()
    owner = r.cast.entrants[0]
    start = partial(drafting.start_draft, edition=r.edition, by=owner, at=r.at(3))
    second = yield start, start
    assert second.was_refused(Refused)
    assert Entry.objects.filter(owner=owner).count() == 1


@race(dossiers.version_of, "version_of(kind)", on="begun")
def two_forms_of_one_kind(r):
    """A form that changes between two submissions gets the next number, not the same."""
    kind = r.edition.kinds.first()

    @transaction.atomic
    def of_today(label):
        Question.objects.filter(pk=r.edition.questions.first().pk).update(label=label)
        edition = Edition.objects.get(pk=r.edition.pk)
        return dossiers.version_of(edition, kind, at=r.at(4))

    def of_another():
        edition = Edition.objects.get(pk=r.edition.pk)
        edition.questions.filter(key="none").exists()
        question = edition.questions.last()
        with transaction.atomic():
            Question.objects.filter(pk=question.pk).update(label="Câu hỏi khác")
            return dossiers.version_of(edition, kind, at=r.at(4))

    second = yield partial(of_today, "Câu hỏi của hôm nay"), of_another
    assert second.error is None
    numbers = FormVersion.objects.filter(kind=kind).values_list("number", flat=True)
    assert sorted(numbers) == [1, 2]


@race(work.run, "_lease(Job)", on="begun")
def two_workers_at_one_job(r):
    done = []

    @work.handler("races.once")
    def once(job: Job) -> tuple[int, int]:
        done.append(job.pk)
        return 1, 1

    job = JobFactory(kind="races.once", key="races:once")
    yield partial(work.run, job.pk), partial(work.run, job.pk)
    assert done == [job.pk]


def line(r, number):
    append = partial(chain.append, r.edition.chain, "test.line", at=r.at(3))
    return partial(append, {"number": number})


@race(chain.append, "append(Chain)", on="begun")
def two_lines_of_one_chain(r):
    before = chain.append(r.edition.chain, "test.line", {"number": 0}, at=r.at(3))
    second = yield line(r, 1), line(r, 2)
    assert second.error is None
    assert second.answer.number == before.number + 2


@race(chain.publish_head, "publish_head(Chain)", on="begun")
def a_head_and_a_line(r):
    """What is published is the head of a moment at which nobody is writing."""
    before = chain.append(r.edition.chain, "test.line", {"number": 0}, at=r.at(3))
    publish = partial(chain.publish_head, r.edition.chain, "test.gate", at=r.at(3))
    second = yield line(r, 1), publish
    assert second.error is None
    assert Head.objects.get(gate="test.gate").number == before.number + 1
