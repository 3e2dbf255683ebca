"""Sealing all at once, and unsealing: by whom, when, and not without a reason."""

import pytest

from accounts.membership import grant
from accounts.models import Membership, User
from competition import clock, joint_requests
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import JointRequest
from demo.rehearsal import steps
from foundation.jobs import work
from foundation.jobs.models import Job
from submissions.files import file_text
from submissions.models import Entry, PageReading, SealedFile, Sealing
from submissions.sealing import batch, looks, sealing
from tests.factories.accounts import UserFactory
from tests.factories.submissions import AuthorFactory
from tests.refusals import OUTSIDERS, known_as, unchanged

pytestmark = [pytest.mark.django_db, pytest.mark.data]


class TestUnsealing:
    """`usual` is unsealed: what is refused below is refused for one reason alone."""

    @pytest.fixture
    def usual(self, prepared) -> dict:
        by, at = prepared.cast.secretary, prepared.at(35)
        steps.look_through(Sealing.objects.get(), by=by, at=at)
        sealing.seal(sealing=Sealing.objects.get(), by=by, at=at)
        entry = Entry.objects.get(pk=prepared.entry.pk)
        return {"entry": entry, "reason": "Tác giả sửa số liệu", "by": by, "at": at}

    def test_the_secretariat_unseals(self, usual):
        assert sealing.unseal_for_changes(**usual).status == "returned"

    @pytest.mark.parametrize("who", OUTSIDERS)
    def test_nobody_else_does(self, prepared, usual, who):
        stranger = known_as(prepared, who)
        with unchanged(), pytest.raises(NotAllowed):
            sealing.unseal_for_changes(**usual | {"by": stranger})

    def test_nor_does_the_entrant_who_works_in_the_secretariat(self, prepared, usual):
        owner = prepared.entry.owner
        grant(owner, Membership.Role.SECRETARIAT, edition_id=prepared.edition.pk)
        with unchanged(), pytest.raises(NotAllowed):
            sealing.unseal_for_changes(**usual | {"by": owner})

    @pytest.mark.parametrize("status", ["accepted", "returned", "withdrawn", "refused"])
    def test_not_what_is_in_another_state(self, usual, status):
        Entry.objects.filter(pk=usual["entry"].pk).update(status=status)
        with unchanged(), pytest.raises(WrongState):
            sealing.unseal_for_changes(**usual)

    @pytest.mark.parametrize("lost", ["voided", "unconfirmed"])
    def test_not_what_has_no_copy_in_force(self, prepared, usual, lost):
        if lost == "voided":
            Sealing.objects.update(voided_at=prepared.at(35))
        else:
            Sealing.objects.update(confirmed_at=None)
        with unchanged(), pytest.raises(WrongState):
            sealing.unseal_for_changes(**usual)

    def test_not_without_a_reason(self, usual):
        with unchanged(), pytest.raises(Refused):
            sealing.unseal_for_changes(**usual | {"reason": " \n"})


class TestUnsealingOnceJudgingHasBegun:
    """It takes sheets with it: two people do it."""

    @pytest.fixture
    def entry(self, entered) -> Entry:
        return Entry.objects.get(pk=entered.works[0].entry.pk)

    @pytest.fixture
    def asked(self, entered, entry) -> JointRequest:
        usual = {"by": entered.cast.secretary, "at": entered.at(41)}
        return sealing.unseal_for_changes(entry=entry, reason="Sai tệp", **usual)

    def test_one_person_voids_nothing(self, entry, asked):
        assert sealing.live_sealing(entry)
        assert Entry.objects.get(pk=entry.pk).status == Entry.Status.SEALED

    def test_two_do(self, entered, entry, asked):
        joint_requests.agree(joint=asked, by=entered.cast.second, at=entered.at(41))
        assert sealing.live_sealing(entry) is None
        assert Entry.objects.get(pk=entry.pk).status == Entry.Status.RETURNED

    def test_no_author_is_the_second(self, entered, entry, asked):
        author = UserFactory()
        grant(author, Membership.Role.COMMITTEE, edition_id=entered.edition.pk)
        author = User.objects.get(pk=author.pk)
        AuthorFactory(entry=entry, email=author.email)
        owner = entry.owner
        grant(owner, Membership.Role.COMMITTEE, edition_id=entered.edition.pk)
        for related in (author, User.objects.get(pk=owner.pk)):
            with unchanged(), pytest.raises(NotAllowed):
                joint_requests.agree(joint=asked, by=related, at=entered.at(41))

    def test_not_what_was_voided_meanwhile(self, entered, asked):
        Sealing.objects.filter(pk=asked.content["sealing"]).update(voided_at=entered.at(41))
        with unchanged(), pytest.raises(WrongState):
            joint_requests.agree(joint=asked, by=entered.cast.second, at=entered.at(41))

    def test_the_day_before_one_person_is_enough(self, entered, entry):
        usual = {"by": entered.cast.secretary, "at": entered.at(36)}
        sealing.unseal_for_changes(entry=entry, reason="Sai tệp", **usual)
        assert sealing.live_sealing(entry) is None


class TestAllCopiesAtOnce:
    """`usual` is asked for: what is refused below is refused for one reason alone."""

    @pytest.fixture
    def usual(self, prepared) -> dict:
        Sealing.objects.all().delete()
        by, at = prepared.cast.secretary, prepared.at(35)
        return {"edition": prepared.edition, "by": by, "at": at}

    def test_the_worker_is_asked_for_the_missing_copies(self, usual):
        assert batch.prepare_all(**usual) == Job.objects.get(kind="prepare_sealings")

    @pytest.mark.parametrize("who", OUTSIDERS)
    def test_by_nobody_but_the_secretariat(self, prepared, usual, who):
        stranger = known_as(prepared, who)
        with unchanged(), pytest.raises(NotAllowed):
            batch.prepare_all(**usual | {"by": stranger})

    def test_not_when_every_accepted_dossier_has_its_copy(self, prepared, usual):
        sealing.prepare(entry=prepared.entry, by=usual["by"], at=usual["at"])
        with unchanged(), pytest.raises(WrongState):
            batch.prepare_all(**usual)

    def test_not_when_no_dossier_is_accepted(self, usual):
        Entry.objects.update(status="submitted")
        with unchanged(), pytest.raises(WrongState):
            batch.prepare_all(**usual)


class TestCleanCopies:
    """`usual` is sealed: what is refused below is refused for one reason alone."""

    @pytest.fixture
    def usual(self, prepared) -> dict:
        Sealing.objects.update(leaks=[])
        SealedFile.objects.update(eye=[])
        by, at = prepared.cast.secretary, prepared.at(35)
        return {"edition": prepared.edition, "by": by, "at": at}

    def test_the_secretariat_seals_them(self, usual):
        assert batch.seal_clean(**usual) == 1

    @pytest.mark.parametrize("seen", [False, True])
    def test_one_with_a_page_for_the_eye_is_sealed_by_itself(self, prepared, usual, seen):
        page = {"page": 1, "why": ["picture"], "digest": "d1"}
        SealedFile.objects.update(eye=[page])
        if seen:
            steps.look_through(Sealing.objects.get(), by=usual["by"], at=usual["at"])
        with unchanged(), pytest.raises(WrongState, match="Chưa niêm phong"):
            batch.seal_clean(**usual)

    @pytest.mark.parametrize("who", OUTSIDERS)
    def test_nobody_else_does(self, prepared, usual, who):
        stranger = known_as(prepared, who)
        with unchanged(), pytest.raises(NotAllowed):
            batch.seal_clean(**usual | {"by": stranger})


class TestReading:
    """The worker has OCR read a copy that waits, and prepares it again by what was read."""

    @pytest.fixture
    def job(self, prepared) -> Job:
        return Job.objects.get(kind="read_copy", params__sealing=Sealing.objects.get().pk)

    def test_its_pages_are_read_once_and_wait_no_longer_for_that(self, prepared, job):
        copy = Sealing.objects.get()
        assert looks.has_unread(copy)
        with clock.set_to(prepared.at(35)):
            work.run(job.pk)
        again = Sealing.objects.get()
        assert Job.objects.get(pk=job.pk).total == again.files.get().pages
        assert PageReading.objects.count() == again.files.get().pages
        assert not looks.has_unread(again)
        assert again != copy

    def test_each_page_is_a_step_of_the_job(self, prepared, job, monkeypatch):
        steps_of_job = []
        monkeypatch.setattr(work, "step", lambda job, done, total: steps_of_job.append(done))
        batch.read_next(job)
        pages = Sealing.objects.get().files.get().pages
        assert set(range(1, pages + 1)) <= set(steps_of_job)

    @pytest.mark.parametrize("lost", ["sealed", "voided", "returned"])
    def test_none_is_that_waits_no_longer(self, prepared, job, lost):
        if lost == "returned":
            Entry.objects.update(status="returned")
        else:
            moment = "confirmed_at" if lost == "sealed" else "voided_at"
            Sealing.objects.update(**{moment: prepared.at(35)})
        assert batch.read_next(job) == (1, 1)
        assert not PageReading.objects.exists()

    def test_nothing_is_asked_where_tesseract_is_missing(self, prepared, monkeypatch):
        monkeypatch.setattr(file_text, "_ocr_language", lambda: "")
        Job.objects.all().delete()
        sealing.prepare(entry=prepared.entry, by=prepared.cast.secretary, at=prepared.at(35))
        assert not Job.objects.exists()
        assert looks.has_unread(Sealing.objects.get())
