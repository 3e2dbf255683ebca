"""Dossiers that an officer wrote for somebody, after the close of submission: what came on paper in
time is still typed and sent by the office, and nothing else is; what somebody takes over then is
theirs, and as closed as any other.
"""

import datetime
import re

import pypdfium2
import pytest
from django.urls import reverse

from competition import clock
from competition.errors import NotAllowed, PhaseClosed, Refused, WrongState
from competition.models import Edition, Phase
from demo.rehearsal import steps
from foundation.jobs.drain import drain
from foundation.ledger.models import Event
from submissions.files import attach
from submissions.models import Attachment, Entry, EntryVersion
from submissions.screening import correspondence, screening
from submissions.sharing import behalf, units
from submissions.writing import drafting, intake
from tests.refusals import unchanged
from tests.stages import stage

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CODE = re.compile(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}")
NAMES = ["paper", "typed", "paper of the unit"]


@stage(day=31)
def closed(begun):
    """Submission is over. Three complete drafts were written for others in time: `dossiers` by
    name. The secretary wrote one that came on paper and one that did not, a focal point one that
    came on paper. `codes` stand on their slips, `person` has one of them.
    """
    cast = begun.cast
    office, focal = cast.secretary, cast.voters[0]
    units.appoint(
        edition=begun.edition,
        user=focal,
        unit=begun.units[0],
        by=office,
        at=clock.now(),
        reason="1/QĐ",
    )
    begun.focal, begun.person, begun.colleague = focal, cast.entrants[0], cast.second
    begun.dossiers, begun.codes = {}, {}
    with begun.step("x", 3) as at:
        for index, name in enumerate(NAMES):
            by = focal if name == "paper of the unit" else office
            entry = behalf.start(
                edition=begun.edition,
                full_name="Ma Văn Sử",
                on_paper=name != "typed",
                by=by,
                at=at,
            )
            begun.dossiers[name] = written_out(begun, entry, index, at)
            slip = behalf.print_slips(entries=[entry], by=by, at=at)
            begun.codes[name] = code_on(slip)
    return begun


def written_out(begun, entry: Entry, index: int, at: datetime.datetime) -> Entry:
    """The draft with everything that an invented dossier has."""
    model = steps.write(begun.edition, begun.cast.entrants[3], index, 1, begun.units, at).entry
    drain()
    names = ("title", "summary", "field", "kind", "unit", "answers")
    changes = {name: getattr(model, name) for name in names}
    entry = drafting.save_draft(
        entry=entry, by=entry.owner, revision=entry.revision, changes=changes
    )
    model.attachments.update(entry=entry)
    model.delete()
    return entry


def code_on(slip: bytes) -> str:
    text = pypdfium2.PdfDocument(slip)[0].get_textpage().get_text_range()
    return CODE.search(text)[0]


def write(entry: Entry, by) -> Entry:
    """Another title."""
    entry.refresh_from_db()
    return drafting.save_draft(
        entry=entry, by=by, revision=entry.revision, changes={"title": "Giàn phơi miến"}
    )


def submit(closed, entry: Entry, by, day: float = 31):
    return intake.submit(entry=entry, by=by, at=closed.at(day))


def claim(closed, name: str) -> Entry:
    """Somebody takes the dossier over."""
    return behalf.claim(code=closed.codes[name], by=closed.person, at=closed.at(32))


class TestNothingIsBegun:
    @pytest.mark.parametrize("on_paper", [False, True])
    @pytest.mark.parametrize("who", ["secretary", "focal point"])
    def test_for_anybody_on_paper_or_not(self, closed, who, on_paper):
        by = closed.cast.secretary if who == "secretary" else closed.focal
        with unchanged(), pytest.raises(PhaseClosed):
            behalf.start(
                edition=closed.edition,
                full_name="Đến Muộn",
                on_paper=on_paper,
                by=by,
                at=closed.at(31),
            )

    def test_the_desk_keeps_what_was_typed(self, closed, client):
        client.force_login(closed.cast.secretary, backend=BACKEND)
        address = reverse("begin_for_somebody", args=[closed.edition.slug])
        answer = client.post(address, {"full_name": "Đến Muộn", "on_paper": "on"})
        assert 'value="Đến Muộn"' in answer.content.decode()

    def test_and_says_why(self, closed, client):
        client.force_login(closed.cast.secretary, backend=BACKEND)
        address = reverse("begin_for_somebody", args=[closed.edition.slug])
        answer = client.post(address, {"full_name": "Đến Muộn", "on_paper": "on"})
        assert "đã đóng" in answer.content.decode()


class TestWhatCameOnPaper:
    @pytest.fixture
    def paper(self, closed) -> Entry:
        return closed.dossiers["paper"]

    def test_whoever_received_it_types(self, closed, paper):
        assert write(paper, closed.cast.secretary).title == "Giàn phơi miến"

    def test_and_takes_a_file_out(self, closed, paper):
        attach.remove(attachment=paper.attachments.get(), by=closed.cast.secretary)
        assert not Attachment.objects.filter(entry=paper).exists()

    def test_and_sends_it_in(self, closed, paper):
        submit(closed, paper, closed.cast.secretary)
        assert EntryVersion.objects.get().submitted_at == closed.at(31)

    def test_so_does_a_focal_point(self, closed):
        submit(closed, closed.dossiers["paper of the unit"], closed.focal)
        assert EntryVersion.objects.get().submitted_by == closed.focal

    @pytest.mark.parametrize("who", ["colleague", "focal", "person"])
    def test_nobody_else_writes_it(self, closed, paper, who):
        with unchanged(), pytest.raises(NotAllowed):
            write(paper, getattr(closed, who))

    @pytest.mark.parametrize("who", ["colleague", "focal", "person"])
    def test_nobody_else_sends_it_in(self, closed, paper, who):
        with unchanged(), pytest.raises(NotAllowed):
            submit(closed, paper, getattr(closed, who))

    def test_until_the_last_moment_of_the_screening(self, closed, paper):
        ends = Phase.objects.get(edition=closed.edition, kind="screening").closes_at
        before = ends - datetime.timedelta(seconds=1)
        assert intake.submit(entry=paper, by=closed.cast.secretary, at=before).number

    def test_and_not_from_its_end_on(self, closed, paper):
        ends = Phase.objects.get(edition=closed.edition, kind="screening").closes_at
        with unchanged(), pytest.raises(PhaseClosed):
            intake.submit(entry=paper, by=closed.cast.secretary, at=ends)

    def test_sent_in_it_is_not_opened_again(self, closed, paper):
        submit(closed, paper, closed.cast.secretary)
        with unchanged(), pytest.raises(PhaseClosed):
            intake.amend(entry=paper, by=closed.cast.secretary, at=closed.at(32))

    def test_sent_in_nobody_writes_it(self, closed, paper):
        submit(closed, paper, closed.cast.secretary)
        with unchanged(), pytest.raises(NotAllowed):
            write(paper, closed.cast.secretary)

    def test_what_was_sent_in_before_and_is_being_changed_is_not_sent_again(self, closed, paper):
        """It was typed in time; what was sent then counts."""
        office = closed.cast.secretary
        submit(closed, paper, office, day=5)
        intake.amend(entry=paper, by=office, at=closed.at(6))
        with unchanged(), pytest.raises(PhaseClosed):
            submit(closed, paper, office)

    def test_before_the_close_it_is(self, closed, paper):
        office = closed.cast.secretary
        submit(closed, paper, office, day=5)
        intake.amend(entry=paper, by=office, at=closed.at(6))
        submit(closed, write(paper, office), office, day=7)
        assert EntryVersion.objects.count() == 2

    def test_whoever_typed_it_does_not_screen_it(self, closed, paper):
        submit(closed, paper, closed.cast.secretary)
        points = closed.edition.screening_points
        with unchanged(), pytest.raises(NotAllowed):
            screening.accept(entry=paper, by=closed.cast.secretary, at=closed.at(32), checks=points)

    def test_a_colleague_does(self, closed, paper):
        submit(closed, paper, closed.cast.secretary)
        drain()
        points = closed.edition.screening_points
        screening.accept(entry=paper, by=closed.colleague, at=closed.at(32), checks=points)
        assert Entry.objects.get(pk=paper.pk).status == Entry.Status.ACCEPTED


class TestWhatDidNotComeOnPaper:
    @pytest.fixture
    def typed(self, closed) -> Entry:
        return closed.dossiers["typed"]

    def test_its_draft_is_still_written(self, closed, typed):
        assert write(typed, closed.cast.secretary).title == "Giàn phơi miến"

    def test_but_not_sent_in(self, closed, typed):
        with unchanged(), pytest.raises(PhaseClosed):
            submit(closed, typed, closed.cast.secretary)

    def test_a_paper_beside_it_does_not_open_the_way(self, closed, typed):
        submit(closed, closed.dossiers["paper"], closed.cast.secretary)
        with unchanged(), pytest.raises(PhaseClosed):
            submit(closed, typed, closed.cast.secretary)

    def test_within_the_minutes_of_grace_it_is(self, closed, typed):
        Edition.objects.filter(pk=closed.edition.pk).update(grace_minutes=10)
        ended = Phase.objects.get(edition=closed.edition, kind="submission").closes_at
        at = ended + datetime.timedelta(minutes=9)
        assert intake.submit(entry=typed, by=closed.cast.secretary, at=at).number

    def test_and_not_after_them(self, closed, typed):
        Edition.objects.filter(pk=closed.edition.pk).update(grace_minutes=10)
        ended = Phase.objects.get(edition=closed.edition, kind="submission").closes_at
        at = ended + datetime.timedelta(minutes=10)
        with unchanged(), pytest.raises(PhaseClosed):
            intake.submit(entry=typed, by=closed.cast.secretary, at=at)


@pytest.mark.parametrize("name", ["paper", "typed"])
class TestTakenOverAsADraft:
    """With the code of the slip, after the close."""

    def test_it_is_the_person_s(self, closed, name):
        assert claim(closed, name).owner == closed.person

    def test_the_ledger_says_so(self, closed, name):
        claim(closed, name)
        line = Event.objects.get(chain__name=closed.edition.chain, verb="entry.taken_over")
        assert line.actor_id == closed.person.pk

    def test_the_others_stay_with_whoever_wrote_them(self, closed, name):
        entry = claim(closed, name)
        others = Entry.objects.exclude(pk=entry.pk).exclude(owner=closed.person)
        assert others.count() == 2

    def test_the_person_writes_it(self, closed, name):
        assert write(claim(closed, name), closed.person).title == "Giàn phơi miến"

    def test_the_person_does_not_send_it_in(self, closed, name):
        """Paper is typed by the office; whoever takes the draft over has the deadline of all."""
        entry = claim(closed, name)
        with unchanged(), pytest.raises(PhaseClosed):
            submit(closed, entry, closed.person, day=32)

    def test_the_officer_writes_it_no_more(self, closed, name):
        entry = claim(closed, name)
        with unchanged(), pytest.raises(NotAllowed):
            write(entry, closed.cast.secretary)

    def test_the_officer_does_not_send_it_in(self, closed, name):
        entry = claim(closed, name)
        with unchanged(), pytest.raises(NotAllowed):
            submit(closed, entry, closed.cast.secretary, day=32)

    def test_the_officer_adds_no_file(self, closed, name):
        entry = claim(closed, name)
        file = entry.attachments.get()
        with unchanged(), pytest.raises(NotAllowed):
            attach.remove(attachment=file, by=closed.cast.secretary)

    def test_the_officer_prints_no_slip_of_it(self, closed, name):
        entry = claim(closed, name)
        with unchanged(), pytest.raises(Refused):
            behalf.print_slips(entries=[entry], by=closed.cast.secretary, at=closed.at(32))

    def test_the_officer_has_no_page_of_it(self, closed, name, client):
        entry = claim(closed, name)
        client.force_login(closed.cast.secretary, backend=BACKEND)
        assert client.get(reverse("entry", args=[entry.public_id])).status_code == 404

    def test_the_person_has(self, closed, name, client):
        entry = claim(closed, name)
        client.force_login(closed.person, backend=BACKEND)
        assert client.get(reverse("entry", args=[entry.public_id])).status_code == 200

    def test_nobody_takes_it_over_again(self, closed, name):
        claim(closed, name)
        with unchanged(), pytest.raises(Refused):
            behalf.claim(code=closed.codes[name], by=closed.cast.entrants[1], at=closed.at(32))


class TestTakenOverOnceItIsSent:
    """The office has sent the paper in after the close, and then the person takes it over."""

    @pytest.fixture
    def mine(self, closed) -> Entry:
        closed.receipt = submit(closed, closed.dossiers["paper"], closed.cast.secretary)
        return claim(closed, "paper")

    def test_to_send_it_in_gives_the_receipt_that_there_is(self, closed, mine):
        assert submit(closed, mine, closed.person, day=33) == closed.receipt

    def test_the_person_does_not_open_it_again(self, closed, mine):
        with unchanged(), pytest.raises(PhaseClosed):
            intake.amend(entry=mine, by=closed.person, at=closed.at(33))

    def test_nor_writes_it(self, closed, mine):
        with unchanged(), pytest.raises(NotAllowed):
            write(mine, closed.person)

    def test_the_person_writes_to_the_secretariat(self, closed, mine):
        correspondence.answer(entry=mine, text="Xin bổ sung", by=closed.person, at=closed.at(33))
        assert mine.letters.get().by == closed.person

    def test_the_officer_does_not_write_for_the_person(self, closed, mine):
        about = {"text": "Xin bổ sung", "by": closed.cast.secretary, "at": closed.at(33)}
        with unchanged(), pytest.raises(NotAllowed):
            correspondence.answer(entry=mine, **about)

    def test_the_person_withdraws_it(self, closed, mine):
        intake.withdraw(entry=mine, reason="Thôi", by=closed.person, at=closed.at(33))
        assert Entry.objects.get(pk=mine.pk).status == Entry.Status.WITHDRAWN

    def test_the_officer_does_not(self, closed, mine):
        office = closed.cast.secretary
        with unchanged(), pytest.raises(NotAllowed):
            intake.withdraw(entry=mine, reason="Thôi", by=office, at=closed.at(33))


class TestReturnedAfterTheClose:
    """The paper was sent in after the close, and a colleague returned it for changes."""

    @pytest.fixture
    def returned(self, closed) -> Entry:
        entry = closed.dossiers["paper"]
        closed.receipt = submit(closed, entry, closed.cast.secretary)
        screening.return_for_changes(
            entry=entry, by=closed.colleague, at=closed.at(32), reason="Thiếu số liệu"
        )
        return Entry.objects.get(pk=entry.pk)

    def test_the_officer_sends_it_again(self, closed, returned):
        submit(closed, write(returned, closed.cast.secretary), closed.cast.secretary, 33)
        assert returned.versions.count() == 2

    def test_the_person_who_takes_it_over_does(self, closed, returned):
        mine = write(claim(closed, "paper"), closed.person)
        assert submit(closed, mine, closed.person, day=33).number == closed.receipt.number

    def test_the_officer_does_not_then(self, closed, returned):
        mine = claim(closed, "paper")
        with unchanged(), pytest.raises(NotAllowed):
            submit(closed, mine, closed.cast.secretary, day=33)

    def test_nobody_does_from_the_end_of_the_screening_on(self, closed, returned):
        mine = claim(closed, "paper")
        ends = Phase.objects.get(edition=closed.edition, kind="screening").closes_at
        with unchanged(), pytest.raises(PhaseClosed):
            intake.submit(entry=mine, by=closed.person, at=ends)

    def test_while_it_is_returned_nobody_decides_on_it(self, closed, returned):
        with unchanged(), pytest.raises(WrongState):
            screening.refuse(
                entry=returned, by=closed.colleague, at=closed.at(33), reason="Không đủ"
            )
