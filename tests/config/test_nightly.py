"""The backup of each night: made, kept for thirty days, and a letter when it failed."""

import datetime
import hashlib
import os
import time

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from config import backup, nightly
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.notifications.models import Message
from foundation.vault import store
from tests.factories.accounts import UserFactory
from tests.factories.foundation import JobFactory

pytestmark = pytest.mark.django_db(transaction=True)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def folder(settings, tmp_path):
    """Where backups go; the site lies beside it."""
    vault = {"location": str(tmp_path / "vault"), "base_url": None}
    media = {"location": str(tmp_path / "media")}
    settings.STORAGES = settings.STORAGES | {
        "vault": settings.STORAGES["vault"] | {"OPTIONS": vault},
        "default": settings.STORAGES["default"] | {"OPTIONS": media},
    }
    settings.BACKUP_DIR = str(tmp_path / "kept")
    return tmp_path / "kept"


@pytest.fixture
def administrator():
    return UserFactory(is_superuser=True, full_name="Quản Trị")


def tonight() -> Job:
    """The job of this night after one try."""
    work.ask_daily()
    job = Job.objects.get(kind="back_up")
    work.run(job.pk)
    job.refresh_from_db()
    return job


def old(folder, days: int) -> str:
    place = folder / (timezone.now() - days * DAY).astimezone(datetime.UTC).strftime(backup.NAME)
    place.mkdir(parents=True)
    (place / backup.MANIFEST).write_text("{}")
    return place.name


class TestEachNight:
    @pytest.mark.data
    def test_one_is_made(self, folder):
        assert tonight().state == Job.State.DONE
        assert nightly.newest(folder) is not None

    def test_private_files_are_in_it(self, folder):
        blob = store.put("Hồ sơ".encode(), media_type="text/plain")
        tonight()
        [made] = folder.iterdir()
        assert (made / "vault" / blob.path).read_text() == "Hồ sơ"

    def test_keys_are_not(self, folder):
        tonight()
        [made] = folder.iterdir()
        assert not (made / "keys").exists()

    def test_once_a_day(self, folder):
        tonight()
        tonight()
        assert len(list(folder.iterdir())) == 1

    def test_none_where_no_folder_is_named(self, folder, settings):
        settings.BACKUP_DIR = ""
        assert tonight().state == Job.State.DONE
        assert not folder.exists()

    def test_nobody_reads_of_one_that_was_made(self, folder, administrator):
        tonight()
        assert not Message.objects.exists()

    def test_those_older_than_thirty_days_go(self, folder):
        gone, stays = old(folder, 31), old(folder, 29)
        for days in (1, 2):  # of the newest some always stay
            old(folder, days)
        tonight()
        names = {path.name for path in folder.iterdir()}
        assert gone not in names
        assert stays in names


class TestOneThatFails:
    @pytest.fixture
    def full(self, folder):
        """The folder cannot be written: something else lies in its place."""
        folder.write_text("")

    def test_is_tried_again(self, full):
        assert tonight().state == Job.State.PENDING

    def test_why_is_kept_with_the_work(self, full):
        assert tonight().error.startswith("Unfit: ")

    def test_each_administrator_reads_of_it(self, full, administrator):
        UserFactory(is_superuser=True, is_active=False)
        UserFactory()
        tonight()
        assert Message.objects.get().recipient == administrator

    def test_the_letter_says_why_and_what_to_do(self, full, administrator):
        tonight()
        body = Message.objects.get().body
        assert "Not a directory" in body
        assert "./run manage doctor" in body

    def test_one_letter_a_day(self, full, administrator):
        job = tonight()
        Job.objects.filter(pk=job.pk).update(not_before=None)
        work.run(job.pk)
        assert Message.objects.count() == 1

    def test_older_ones_stay(self, folder, administrator, monkeypatch):
        name = old(folder, 31)
        monkeypatch.setattr(backup, "_copy_database", lambda _part: 1 / 0)
        tonight()
        assert [path.name for path in folder.iterdir()] == [name]


class TestOneWithGaps:
    @pytest.fixture
    def lost(self, folder):
        blob = store.put(b"lost", media_type="text/plain")
        storages["vault"].delete(blob.path)
        return blob

    def test_what_is_missing_is_named_in_the_letter(self, lost, administrator):
        tonight()
        assert lost.sha256 in Message.objects.get().body

    def test_it_is_not_made_again_and_again(self, lost):
        assert tonight().state == Job.State.DONE

    def test_it_takes_the_place_of_no_older_one(self, lost, folder):
        name = old(folder, 31)
        tonight()
        assert name in {path.name for path in folder.iterdir()}


class TestWhatAKilledWorkerLeft:
    @pytest.mark.parametrize(("hours", "stays"), [(25, False), (23, True)])
    def test_goes_after_a_day(self, folder, hours, stays):
        part = folder / ".part-2026-01-01T000000Z"
        part.mkdir(parents=True)
        (part / "file").write_text("x")
        begun = time.time() - hours * 3600
        os.utime(part, (begun, begun))
        tonight()
        assert part.exists() == stays


@pytest.mark.data
class TestTheLease:
    def leased(self, **columns) -> Job:
        soon = timezone.now() + datetime.timedelta(seconds=5)
        usual = {"state": Job.State.RUNNING, "leased_until": soon}
        return JobFactory(kind="back_up", **usual | columns)

    def renewed(self, job: Job, monkeypatch) -> bool:
        monkeypatch.setattr(work, "RENEWED_EACH", 0.05)
        with work.kept(job):
            time.sleep(0.6)
        now = Job.objects.get(pk=job.pk)
        return now.leased_until > timezone.now() + datetime.timedelta(minutes=1)

    def test_begins_anew_while_another_program_works(self, monkeypatch):
        assert self.renewed(self.leased(), monkeypatch)

    def test_not_for_who_has_lost_it(self, monkeypatch):
        job = self.leased(takings=1)
        Job.objects.filter(pk=job.pk).update(takings=2)
        assert not self.renewed(job, monkeypatch)

    def test_nobody_renews_it_afterwards(self, monkeypatch):
        job = self.leased()
        self.renewed(job, monkeypatch)
        Job.objects.filter(pk=job.pk).update(leased_until=timezone.now())
        time.sleep(0.2)
        assert Job.objects.get(pk=job.pk).leased_until < timezone.now()


class TestPrivateFiles:
    """A part of them is compared each night, all within 32 nights."""

    @pytest.fixture
    def blob(self, folder):
        """One whose day is today."""
        today = timezone.localdate().toordinal() % 32
        for number in range(10_000):
            content = f"Hồ sơ {number}".encode()
            if hashlib.sha256(content).digest()[0] // 8 == today:
                return store.put(content, media_type="text/plain")
        return None

    def letters(self):
        return Message.objects.filter(key__startswith="files:")

    def test_nobody_is_told_of_what_is_genuine(self, blob, administrator):
        nightly.look_through_files(Job())
        assert not self.letters().exists()

    def test_administrators_are_told_of_what_was_exchanged(self, blob, administrator):
        with open(storages["vault"].path(blob.path), "wb") as file:
            file.write("Hồ sở".encode())
        nightly.look_through_files(Job())
        nightly.look_through_files(Job())
        [letter] = self.letters()
        assert letter.recipient == administrator
        assert blob.sha256 in letter.body
