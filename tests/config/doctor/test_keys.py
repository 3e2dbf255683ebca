"""Keys, fine and broken: SECRET_KEY, earlier ones, the seal."""

from pathlib import Path

import pytest
from django.utils import timezone

from foundation.papers import signing
from tests.config.doctor.asked import FAULT, FINE, HINT, grade, said, todo, words
from tests.config.doctor.certificates import DAY, sealed_file
from tests.factories.voting import BallotFactory, TallyFactory

GOOD = "mot-khoa-rieng-cua-may-nay-khong-ai-doan-duoc-2026-x7"
OTHER = "mot-khoa-khac-cua-may-nay-khong-ai-doan-duoc-2025-q3"


class TestSecretKey:
    def test_its_own(self, settings):
        settings.SECRET_KEY = GOOD
        assert grade("secret_key") == FINE

    @pytest.mark.parametrize("key", [GOOD[:49], "django-insecure-" + GOOD, "k" * 60])
    def test_one_that_can_be_guessed(self, settings, key):
        settings.SECRET_KEY = key
        assert grade("secret_key") == FAULT
        assert "openssl rand" in todo("secret_key")

    def test_no_line_shows_it(self, settings):
        settings.SECRET_KEY = GOOD[:40]
        assert GOOD[:40] not in "".join(said("secret_key")[1:])


@pytest.mark.django_db
class TestEarlierKeys:
    def test_none(self, settings):
        settings.SECRET_KEY_FALLBACKS = []
        assert grade("fallback_keys") == FINE

    def test_one_that_can_be_guessed(self, settings):
        settings.SECRET_KEY_FALLBACKS = [OTHER, "short"]
        assert grade("fallback_keys") == FAULT
        assert "đăng nhập lại" in todo("fallback_keys")

    def test_the_key_of_today(self, settings):
        settings.SECRET_KEY = GOOD
        settings.SECRET_KEY_FALLBACKS = [GOOD]
        assert said("fallback_keys")[:2] == (HINT, "khoá đang dùng cũng nằm trong đó")

    def test_one_that_a_vote_still_needs(self, settings):
        settings.SECRET_KEY_FALLBACKS = [OTHER]
        BallotFactory()
        assert grade("fallback_keys") == FINE

    def test_one_that_is_needed_no_more(self, settings):
        settings.SECRET_KEY_FALLBACKS = [OTHER]
        TallyFactory(edition=BallotFactory().candidate.edition)
        assert grade("fallback_keys") == HINT
        assert "Bỏ các khoá ấy" in todo("fallback_keys")


class TestSeal:
    @pytest.fixture
    def place(self, settings, tmp_path) -> Path:
        """Where the office's file should lie, in production."""
        settings.DEVELOPMENT_SEAL = False
        settings.SIGNING_KEY_PASSWORD = ""
        settings.SIGNING_KEY_FILE = str(tmp_path / "seal.p12")
        return tmp_path / "seal.p12"

    def test_the_offices(self, place):
        sealed_file(place, "Sở Khoa học và Công nghệ")
        assert grade("seal") == FINE

    def test_until_when_it_is_valid_is_said(self, place):
        sealed_file(place, "Sở Khoa học và Công nghệ")
        day = timezone.localtime() + 365 * DAY
        assert f"{day:%d/%m/%Y}" in words("seal")

    def test_none_in_production(self, place):
        assert said("seal")[:2] == (FAULT, "không có tệp ở đường dẫn SIGNING_KEY_FILE")
        assert "PKCS#12" in todo("seal")

    def test_none_in_a_demonstration(self, place, settings):
        settings.DEVELOPMENT_SEAL = True
        assert grade("seal") == HINT

    def test_one_of_a_demonstration(self, place):
        sealed_file(place, signing.DEVELOPMENT_NAME)
        assert said("seal")[:2] == (FAULT, "là con dấu thử nghiệm của bản trình diễn")

    def test_another_password(self, place, settings):
        sealed_file(place, "Sở", password="mot")
        settings.SIGNING_KEY_PASSWORD = "hai"
        assert said("seal")[:2] == (FAULT, "không mở được tệp bằng SIGNING_KEY_PASSWORD")

    def test_one_that_has_run_out(self, place):
        sealed_file(place, "Sở", begins=-9 * DAY, ends=-DAY)
        assert grade("seal") == FAULT
        assert words("seal").startswith("đã hết hạn")
        assert "chứng thư mới" in todo("seal")

    def test_one_that_runs_out_soon(self, place):
        sealed_file(place, "Sở", ends=59 * DAY)
        assert grade("seal") == HINT
        assert "chứng thư mới" in todo("seal")

    def test_one_that_does_not_run_out_soon(self, place):
        sealed_file(place, "Sở", ends=61 * DAY)
        assert grade("seal") == FINE

    def test_one_of_tomorrow(self, place):
        sealed_file(place, "Sở", begins=DAY)
        assert said("seal")[:2] == (FAULT, "chưa đến ngày có hiệu lực")

    @pytest.mark.parametrize("mode", [0o640, 0o604])
    def test_one_that_others_can_read(self, place, mode):
        sealed_file(place, "Sở")
        place.chmod(mode)
        assert grade("seal") == FAULT
        assert f"chmod 600 {place}" in todo("seal")
