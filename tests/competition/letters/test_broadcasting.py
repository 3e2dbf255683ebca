"""A letter to many: who gets it, who agrees, and that each gets it once."""

import pytest

from competition import joint_requests
from competition.errors import NotAllowed, Refused, WrongState
from competition.letters import broadcasting, groups
from competition.letters.broadcasting import Content
from competition.models import Broadcast
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.notifications import post
from foundation.notifications.models import Message
from foundation.notifications.sms import NotSent
from tests.beside import secretary_of
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.competition import (
    BroadcastFactory,
    BroadcastFileFactory,
    EditionFactory,
    FieldFactory,
)
from tests.factories.foundation import BlobFactory
from tests.factories.judging import AssignmentFactory, JudgeFactory, PanelFactory, RoundFactory
from tests.factories.moments import NOON
from tests.factories.submissions import EntryFactory
from tests.joint import agreed, member_of
from tests.rehearsed import SCALE

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TEXT = Content("drafts", "Nhắc về {ky_thi}", "Chào {ho_ten},\n\nxin nộp.")


@pytest.fixture
def edition():
    return EditionFactory()


@pytest.fixture
def secretary(edition):
    return secretary_of(edition)


@pytest.fixture
def drafts(edition):
    """Three owners of drafts, one of them of two."""
    EntryFactory(edition=EditionFactory())
    EntryFactory(edition=edition, status="submitted")
    first = EntryFactory(edition=edition)
    EntryFactory(edition=edition, owner=first.owner)
    return [first.owner, *(EntryFactory(edition=edition).owner for _each in range(2))]


@pytest.fixture
def letter(edition, secretary, drafts):
    return broadcasting.write(edition=edition, content=TEXT, by=secretary, at=NOON)


def asked(letter, by):
    member_of(letter.edition)  # who could agree
    return broadcasting.ask(broadcast=letter, reason="Sắp hết hạn", by=by, at=NOON)


def sent(letter, by):
    agreed(asked(letter, by), at=NOON)
    work.run_waiting()
    return Broadcast.objects.get(pk=letter.pk)


def people(edition, name, **narrowed):
    return set(groups.people_of(edition, name, narrowed))


class TestGroups:
    def test_owners_of_drafts_each_once(self, edition, drafts):
        found = list(groups.people_of(edition, "drafts", {}))
        assert (set(found), len(found)) == (set(drafts), 3)

    def test_by_field_and_unit(self, edition):
        field = FieldFactory(edition=edition)
        unit = UnitFactory()
        both = EntryFactory(edition=edition, field=field, unit=unit)
        EntryFactory(edition=edition, field=field)
        EntryFactory(edition=edition, unit=unit)
        assert people(edition, "drafts", field=field.pk, unit=unit.pk) == {both.owner}

    def test_returned_dossiers(self, edition):
        EntryFactory(edition=edition, status="submitted")
        returned = EntryFactory(edition=edition, status="returned")
        assert people(edition, "returned") == {returned.owner}

    def test_sent_in_ones_without_the_withdrawn(self, edition):
        EntryFactory(edition=edition, status="withdrawn")
        sent_in = EntryFactory(edition=edition, status="sealed")
        assert people(edition, "submitted") == {sent_in.owner}

    def test_an_account_that_is_off_gets_none(self, edition):
        EntryFactory(edition=edition, owner=UserFactory(is_active=False))
        assert people(edition, "drafts") == set()

    def test_judges_with_open_sheets(self, edition):
        panel = PanelFactory(round=RoundFactory(edition=edition, state="open"))
        late = JudgeFactory(panel=panel)
        JudgeFactory(panel=panel)
        AssignmentFactory(judge=late, confirmed_at=NOON)
        assert people(edition, "open_sheets") == {late.user}

    def test_the_committee(self, edition, secretary):
        member = member_of(edition)
        assert people(edition, "committee") == {member}

    def test_voters_are_no_group(self):
        assert not [one.name for one in groups.every_group() if "vot" in one.name]


class TestWriting:
    def test_an_unknown_group_is_refused(self, edition, secretary):
        with pytest.raises(Refused):
            broadcasting.write(
                edition=edition, content=Content("voters", "a", "b"), by=secretary, at=NOON
            )

    @pytest.mark.parametrize(
        "more", [{"body": "{ten_bai}"}, {"subject": " "}, {"body_en": "x"}, {"body": "a" * 8001}]
    )
    def test_what_is_no_letter_is_refused(self, edition, secretary, more):
        content = Content(**({"group": "drafts", "subject": "a", "body": "b"} | more))
        with pytest.raises(Refused):
            broadcasting.write(edition=edition, content=content, by=secretary, at=NOON)

    def test_by_a_stranger_too(self, edition):
        with pytest.raises(NotAllowed):
            broadcasting.write(edition=edition, content=TEXT, by=UserFactory(), at=NOON)

    def test_it_is_written_anew(self, letter, secretary):
        content = Content("drafts", "Khác", "Khác hẳn")
        broadcasting.revise(broadcast=letter, content=content, by=secretary, at=NOON)
        assert Broadcast.objects.get().subject == "Khác"

    def test_not_while_it_waits(self, edition, letter, secretary):
        asked(letter, secretary)
        with pytest.raises(WrongState):
            broadcasting.revise(broadcast=letter, content=TEXT, by=secretary, at=NOON)
        with pytest.raises(WrongState):
            broadcasting.throw_away(broadcast=letter, by=secretary)

    def test_after_a_no_it_is_written_on(self, edition, letter, secretary):
        other = member_of(edition)
        joint = asked(letter, secretary)
        joint_requests.decline(joint=joint, reason="Sai ngày", by=other, at=NOON)
        broadcasting.revise(broadcast=letter, content=TEXT, by=secretary, at=NOON)
        assert Broadcast.objects.get().state == "draft"

    def test_thrown_away(self, letter, secretary):
        kept = BroadcastFactory(edition=letter.edition)
        broadcasting.throw_away(broadcast=letter, by=secretary)
        assert Broadcast.objects.get() == kept


class TestFiles:
    def test_three_at_most(self, letter, secretary):
        BroadcastFileFactory.create_batch(3, broadcast=letter)
        with pytest.raises(Refused):
            broadcasting.enclose(broadcast=letter, name="a.pdf", blob=BlobFactory(), by=secretary)

    def test_five_megabytes_together(self, letter, secretary):
        BroadcastFileFactory(broadcast=letter, blob=BlobFactory(size=5 * 1024 * 1024))
        with pytest.raises(Refused):
            broadcasting.enclose(broadcast=letter, name="a.pdf", blob=BlobFactory(), by=secretary)

    def test_taken_out(self, letter, secretary):
        file = broadcasting.enclose(
            broadcast=letter, name="a.pdf", blob=BlobFactory(), by=secretary
        )
        with pytest.raises(NotAllowed):
            broadcasting.take_out(file=file, by=UserFactory())
        broadcasting.take_out(file=file, by=secretary)
        assert not letter.files.exists()

    def test_each_message_has_it(self, letter, secretary):
        broadcasting.enclose(broadcast=letter, name="a.pdf", blob=BlobFactory(), by=secretary)
        agreed(asked(letter, secretary), at=NOON)
        work.run_waiting()
        names = [
            [one.name for one in message.enclosures.all()]
            for message in Message.objects.filter(key__startswith="broadcast:")
        ]
        assert names == [["a.pdf"]] * 3


class TestSending:
    def test_nobody_gets_it_before_the_second_person(self, edition, letter, secretary):
        asked(letter, secretary)
        work.run_waiting()
        assert not Message.objects.filter(key__startswith="broadcast:").exists()

    def test_not_by_oneself(self, edition, letter, secretary):
        joint = asked(letter, secretary)
        with pytest.raises(NotAllowed):
            joint_requests.agree(joint=joint, by=secretary, at=NOON)

    def test_whoever_does_not_run_the_edition_asks_nobody(self, letter):
        with pytest.raises(NotAllowed):
            broadcasting.ask(broadcast=letter, reason="Gửi", by=UserFactory(), at=NOON)

    def test_an_empty_group_is_refused(self, edition, secretary):
        content = Content("returned", "a", "b")
        letter = broadcasting.write(edition=edition, content=content, by=secretary, at=NOON)
        with pytest.raises(Refused):
            asked(letter, secretary)

    def test_each_gets_it_once(self, letter, secretary, drafts):
        sent(letter, secretary)
        got = Message.objects.filter(key__startswith="broadcast:")
        assert sorted(got.values_list("recipient", flat=True)) == sorted(p.pk for p in drafts)

    def test_in_their_own_name(self, letter, secretary, drafts):
        sent(letter, secretary)
        message = Message.objects.get(recipient=drafts[0], key__startswith="broadcast:")
        assert message.body == f"Chào {drafts[0].full_name},\n\nxin nộp."

    def test_in_english_where_it_is_written_so(self, edition, secretary, drafts):
        drafts[0].language = "en"
        drafts[0].save()
        content = Content("drafts", "a", "b", "Soon over", "Please send")
        letter = broadcasting.write(edition=edition, content=content, by=secretary, at=NOON)
        sent(letter, secretary)
        subjects = {m.recipient: m.subject for m in Message.objects.filter(subject__in="ab")}
        assert set(subjects) == set(drafts[1:])
        assert Message.objects.get(recipient=drafts[0], subject="Soon over").body == "Please send"

    def test_changed_past_the_verbs_it_is_not_sent(self, letter, secretary):
        joint = asked(letter, secretary)
        Broadcast.objects.filter(pk=letter.pk).update(body="Khác")
        with pytest.raises(WrongState):
            agreed(joint, at=NOON)

    def test_how_far_it_is(self, letter, secretary):
        broadcast = sent(letter, secretary)
        work.run_waiting()
        found = broadcasting.progress_of(broadcast)
        assert (found.total, found.sent, found.queued, broadcast.state) == (3, 3, 0, "done")

    def test_a_test_goes_to_oneself_alone(self, letter, secretary):
        broadcasting.try_out(broadcast=letter, by=secretary, at=NOON)
        assert Message.objects.get().recipient == secretary
        with pytest.raises(NotAllowed):
            broadcasting.try_out(broadcast=letter, by=UserFactory(), at=NOON)


class Killed(BaseException):
    """A worker that is ended: nothing catches it."""


class TestKilledWorkers:
    def test_five_times_in_between_each_still_gets_it_once(
        self, letter, secretary, monkeypatch, mailoutbox
    ):
        for _each in range(9):
            EntryFactory(edition=letter.edition)
        agreed(asked(letter, secretary), at=NOON)
        job = Job.objects.get(kind="send_broadcast")
        write = post.write
        written = []

        def dies_at_every_second(*args, **kwargs):
            message = write(*args, **kwargs)
            written.append(message.key)
            if len(written) % 2 == 0 and len(written) <= 10:
                raise Killed
            return message

        monkeypatch.setattr(post, "write", dies_at_every_second)
        kills = 0
        while Job.objects.get(pk=job.pk).state != Job.State.DONE:
            try:
                work.run(job.pk)
            except Killed:
                kills += 1
                Job.objects.update(leased_until=None)
        work.run_waiting()
        got = Message.objects.filter(key__startswith="broadcast:")
        people = set(got.values_list("recipient", flat=True))
        addresses = [mail.to[0] for mail in mailoutbox if mail.subject.startswith("Nhắc")]
        assert (kills, got.count(), len(people)) == (5, 12, 12)
        assert (len(addresses), len(set(addresses))) == (12, 12)

    @pytest.mark.soak
    def test_thousands_get_it_once_though_the_worker_is_killed(
        self, letter, secretary, monkeypatch, mailoutbox
    ):
        """5,000 people in full; killed three times while it writes, twice while it sends, each time
        between what it did and its own note of it.
        """
        people = 50 * SCALE
        EntryFactory.create_batch(people - 3, edition=letter.edition)
        agreed(asked(letter, secretary), at=NOON)
        deadly = {post.write: people // 4, post._to_server: people // 3}
        left = {post.write: 3, post._to_server: 2}
        done = dict.fromkeys(deadly, 0)

        def dying(function):
            def call(*args, **kwargs):
                result = function(*args, **kwargs)
                done[function] += 1
                if left[function] and done[function] % deadly[function] == 0:
                    left[function] -= 1
                    raise Killed
                return result

            return call

        for function in list(deadly):
            monkeypatch.setattr(post, function.__name__, dying(function))
        while Job.objects.free().exists():
            try:
                work.run_waiting()
            except Killed:
                Job.objects.update(leased_until=None)
        named = {mail.extra_headers["Message-ID"] for mail in mailoutbox if "Nhắc" in mail.subject}
        to = {mail.to[0] for mail in mailoutbox if "Nhắc" in mail.subject}
        got = Message.objects.filter(key__startswith="broadcast:")
        assert (sum(left.values()), got.count(), len(named), len(to)) == (0, *[people] * 3)
        assert len([mail for mail in mailoutbox if "Nhắc" in mail.subject]) <= people + 2

    def test_a_second_copy_has_the_name_of_the_first(self, mailoutbox):
        person = UserFactory()
        message = post.write(person, ("a", "b"), key="k")
        work.run_waiting()
        Message.objects.filter(pk=message.pk).update(delivery="waiting")
        post.send(Job.objects.get())
        names = {mail.extra_headers["Message-ID"] for mail in mailoutbox}
        assert (len(mailoutbox), len(names)) == (2, 1)


class TestFailed:
    @pytest.fixture
    def failed(self, edition, monkeypatch):
        def refuse(address, message):
            raise NotSent("550 5.1.1 khong co hop thu", is_for_good=True)

        monkeypatch.setattr(post, "_to_server", refuse)
        message = post.write(UserFactory(), ("a", "b"), key="k", about=f"edition:{edition.pk}")
        work.run_waiting()
        monkeypatch.undo()
        return message

    def test_the_reason_is_kept(self, edition, failed):
        found = broadcasting.failed_in(edition).get()
        assert (found.pk, found.reason) == (failed.pk, "550 5.1.1 khong co hop thu")

    def test_of_its_own_edition_alone(self, failed):
        assert not broadcasting.failed_in(EditionFactory()).exists()

    def test_it_is_sent_again(self, edition, secretary, failed, mailoutbox):
        broadcasting.send_again(edition=edition, messages=[failed.pk], by=secretary, at=NOON)
        work.run_waiting()
        assert Message.objects.get(pk=failed.pk).delivery == "sent"
        assert len(mailoutbox) == 1

    def test_not_by_a_stranger(self, edition, failed):
        with pytest.raises(NotAllowed):
            broadcasting.send_again(
                edition=edition, messages=[failed.pk], by=UserFactory(), at=NOON
            )

    def test_what_was_sent_is_not_sent_again(self, edition, secretary):
        message = post.write(UserFactory(), ("a", "b"), key="k", about=f"edition:{edition.pk}")
        work.run_waiting()
        with pytest.raises(Refused):
            broadcasting.send_again(edition=edition, messages=[message.pk], by=secretary, at=NOON)

    def test_a_silent_server_is_tried_again_by_itself(self, edition, monkeypatch):
        def silent(address, message):
            raise NotSent("timed out")

        monkeypatch.setattr(post, "_to_server", silent)
        post.write(UserFactory(), ("a", "b"), key="k", about=f"edition:{edition.pk}")
        work.run_waiting()
        assert Message.objects.get().delivery == "waiting"
        assert Job.objects.get().state == Job.State.PENDING
