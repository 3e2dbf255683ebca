"""Races of the timetable, of forms, of jobs and of the ledger itself."""

import datetime
from functools import partial

from django.db import transaction

from accounts.models import Membership
from competition import corrections, dossiers, extension, joint_requests, publication, roles
from competition.errors import Refused, WrongState
from competition.models import (
    Edition,
    Extension,
    FormVersion,
    JointRequest,
    Phase,
    Question,
)
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.ledger import chain
from foundation.ledger.models import Event, Head
from submissions.models import Entry, Receipt
from submissions.writing import drafting, intake
from tests.factories.competition import JointRequestFactory
from tests.factories.foundation import JobFactory
from tests.ledger_lines.submissions import draft_of
from tests.races.rows import lines, race


def until(r, day):
    """The second person agrees to a deadline that was asked for before."""
    joint = extension.extend(
        edition=r.edition,
        closes_at=r.at(day),
        decision_number="7/QĐ-BTC",
        reason="Mưa lũ kéo dài",
        by=r.cast.secretary,
        at=r.at(29),
    )
    return partial(joint_requests.agree, joint=joint, by=r.cast.committee[0], at=r.at(29))


@race(joint_requests.agree, "competition.extension.agreed(Phase.objects.get)", on="begun")
def a_deadline_moved_by_two(r):
    """The earlier of two deadlines never takes back the later one."""
    second = yield until(r, 33), until(r, 32)
    assert second.was_refused(Refused)
    assert Phase.objects.get(edition=r.edition, kind="submission").closes_at == r.at(33)
    assert Extension.objects.count() == 1
    assert lines("deadline.extended") == 1


@race(extension.extend, "extend(Phase.objects.get)", on="begun")
def a_deadline_asked_for_by_two(r):
    """The same is asked for once."""
    asking = partial(
        extension.extend,
        edition=r.edition,
        closes_at=r.at(33),
        decision_number="7/QĐ-BTC",
        reason="Mưa lũ kéo dài",
        by=r.cast.secretary,
        at=r.at(29),
    )
    second = yield asking, asking
    assert second.was_refused(WrongState)
    assert lines("joint.asked") == 1


@race(joint_requests.agree, "_waiting(joint)", on="begun")
def one_request_agreed_to_by_two(r):
    """What was asked for is done once."""
    first = until(r, 33)
    again = partial(first.func, **(first.keywords | {"by": r.cast.committee[1]}))
    second = yield first, again
    assert second.was_refused(WrongState)
    assert lines("joint.agreed") == 1


@race(joint_requests.take_back, "_waiting(joint)", on="begun")
def taken_back_while_somebody_agrees(r):
    agreeing = until(r, 33)
    joint = agreeing.keywords["joint"]
    second = yield (
        agreeing,
        partial(joint_requests.take_back, joint=joint, by=r.cast.secretary, at=r.at(29)),
    )
    assert second.was_refused(WrongState)
    assert Extension.objects.count() == 1


@race(joint_requests.decline, "_waiting(joint)", on="begun")
def declined_while_somebody_agrees(r):
    agreeing = until(r, 33)
    joint = agreeing.keywords["joint"]
    usual = {"reason": "Chưa có quyết định", "by": r.cast.committee[1], "at": r.at(29)}
    second = yield agreeing, partial(joint_requests.decline, joint=joint, **usual)
    assert second.was_refused(WrongState)
    assert Extension.objects.count() == 1


@race(joint_requests.look_after, "_look_after(joint)", on="begun")
def ended_by_two_workers(r):
    """What nobody answered ends once."""
    joint = until(r, 33).keywords["joint"]
    JointRequest.objects.filter(pk=joint.pk).update(expires_at=LONG_AGO)
    second = yield joint_requests.look_after, joint_requests.look_after
    assert second.error is None
    assert lines("joint.expired") == 1


LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


def published(r) -> None:
    before = {"by": r.cast.secretary, "at": r.at(-9)}
    words = {"decision_number": "16/QĐ-BTC", "reason": "Đã đối chiếu"}
    joint = publication.ask_for(edition=r.edition, **words, **before)
    joint_requests.agree(joint=joint, by=r.cast.committee[0], at=r.at(-9))


def asking_to_publish(r, number):
    words = {"decision_number": number, "reason": "Đã đối chiếu"}
    return partial(
        publication.ask_for, edition=r.edition, by=r.cast.secretary, at=r.at(-9), **words
    )


@race(joint_requests.ask, "ask(edition)", on="begun")
def the_same_asked_for_by_two(r):
    usual = {"changes": [], "reason": "Đã đối chiếu với bản ký", "at": r.at(-9)}
    asking = partial(
        joint_requests.ask,
        edition=r.edition,
        kind="publication",
        content={"rules": "x"},
        by=r.cast.secretary,
        **usual,
    )
    second = yield asking, asking
    assert second.was_refused(WrongState)
    assert JointRequest.objects.count() == 1


@race(publication.ask_for, "ask_for(edition)", on="begun")
def asked_to_publish_by_two(r):
    second = yield asking_to_publish(r, "16/QĐ-BTC"), asking_to_publish(r, "17/QĐ-BTC")
    assert second.was_refused(WrongState)
    assert JointRequest.objects.count() == 1


@race(joint_requests.agree, "competition.publication.agreed(joint.edition)", on="begun")
def published_by_two_requests(r):
    """Two requests that name the same rules: the regulation is published once."""
    first = asking_to_publish(r, "16/QĐ-BTC")()
    other = JointRequestFactory(
        edition=r.edition, kind="publication", content=first.content, asked_by=first.asked_by
    )
    JointRequest.objects.filter(pk=other.pk).update(expires_at=r.at(20))
    asked = chain.told(Event.objects.get(verb="joint.asked")) | {"request": other.pk}
    chain.append(r.edition.chain, "joint.asked", asked, at=r.at(-9), by=other.asked_by)
    usual = {"by": r.cast.committee[0], "at": r.at(-9)}
    second = yield (
        partial(joint_requests.agree, joint=first, **usual),
        partial(joint_requests.agree, joint=other, **usual),
    )
    assert second.was_refused(WrongState)
    assert lines("rules.published") == 1


def correcting(r, authors):
    after = Edition.objects.get(pk=r.edition.pk).serializable_data() | {"max_authors": authors}
    words = {"decision_number": "20/QĐ-BTC", "reason": "Theo góp ý"}
    usual = {"by": r.cast.secretary, "at": r.at(-8)}
    return partial(corrections.correct, rules=r.edition, after=after, **words, **usual)


@race(corrections.correct, "_apply(edition)", on="begun")
def corrected_by_two(r):
    """The later correction does not write over the earlier one unseen."""
    published(r)
    second = yield correcting(r, 3), correcting(r, 4)
    assert second.was_refused(WrongState)
    assert Edition.objects.get(pk=r.edition.pk).max_authors == 3


def naming(r, role="secretariat"):
    return partial(
        roles.give,
        edition=r.edition,
        user=r.cast.voters[0],
        role=role,
        reason="QĐ 9",
        by=r.cast.secretary,
        at=r.at(2),
    )


@race(roles.give, "give(edition)", on="begun")
def named_by_two(r):
    before = lines("role.given")
    second = yield naming(r), naming(r)
    assert second.was_refused(WrongState)
    assert lines("role.given") == before + 1


@race(roles.take, "take(held)", on="begun")
def taken_by_two(r):
    held = naming(r, "committee")()
    taking = partial(roles.take, held=held, reason="QĐ 10", by=r.cast.secretary, at=r.at(3))
    second = yield taking, taking
    assert second.was_refused(WrongState)
    assert lines("role.taken") == 1


@race(roles.take, "take(Edition.objects.get)", on="begun")
def the_last_two_taken_by_each_other(r):
    """One member of the secretariat always stays."""
    naming(r)()
    rows = Membership.objects.filter(role="secretariat", scope_id=r.edition.pk)
    rows.exclude(user__in=[r.cast.secretary, r.cast.voters[0]]).delete()
    usual = {"reason": "QĐ 10", "by": r.cast.secretary, "at": r.at(3)}
    other, own = (rows.get(user=user) for user in (r.cast.voters[0], r.cast.secretary))
    second = yield (
        partial(roles.take, held=other, **usual),
        partial(roles.take, held=own, **usual),
    )
    assert second.was_refused(Refused)
    assert rows.count() == 1


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


@race(work.run, "_is_room_for(of_the_kind)", on="begun")
def two_workers_where_one_may_run(r):
    done = []

    @work.handler("races.bounded", at_once=1)
    def bounded(job: Job) -> tuple[int, int]:
        done.append(job.pk)
        return 1, 1

    jobs = [JobFactory(kind="races.bounded", key=f"races:{name}").pk for name in ("a", "b")]
    yield partial(work.run, jobs[0]), partial(work.run, jobs[1])
    assert sorted(done) == jobs


def line(r, number):
    append = partial(chain.append, r.edition.chain, "test.line", at=r.at(3))
    return partial(append, {"number": number})


@race(chain.append, "hold(Chain)", on="begun")
def two_lines_of_one_chain(r):
    before = chain.append(r.edition.chain, "test.line", {"number": 0}, at=r.at(3))
    second = yield line(r, 1), line(r, 2)
    assert second.error is None
    assert second.answer.number == before.number + 2


@race(chain.publish_head, "hold(Chain)", on="begun")
def a_head_and_a_line(r):
    """What is published is the head of a moment at which nobody is writing."""
    before = chain.append(r.edition.chain, "test.line", {"number": 0}, at=r.at(3))
    publish = partial(chain.publish_head, r.edition.chain, "test.gate", at=r.at(3))
    second = yield line(r, 1), publish
    assert second.error is None
    assert Head.objects.get(gate="test.gate").number == before.number + 1
