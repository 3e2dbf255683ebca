"""One check that raises or hangs is a line, and never the end of the others."""

import signal
import time

import pytest
from django.core.management import CommandError, call_command

from config import doctor
from config.doctor import lines
from config.management.commands.doctor import Command
from tests.config.doctor.asked import FAULT, said

PROMISED = [
    *["python", "packages", "database", "pango", "tesseract", "clock", "holidays", "disk"],
    *["secret_key", "fallback_keys", "seal", "site", "headers", "backup"],
    *["checks", "migrations", "triggers", "owner", "worker", "queue", "given_up", "broker"],
    *["redis", "mail", "late_mail", "media", "vault", "scanner"],
]


@pytest.fixture
def only(monkeypatch):
    """Makes these functions the only checks, by their names."""

    def these(*functions, seconds: float = 5) -> None:
        monkeypatch.setattr(lines, "_checks", {})
        for function in functions:
            name = function.__name__
            lines.check(name, name, mend=f"mend {name}", seconds=seconds)(function)

    return these


def sound():
    return lines.fine("it stands")


def unsure():
    return lines.hint("it leans", "look at it")


def broken():
    return lines.fault("it fell", "lift it up")


def raising():
    raise ValueError("no   such\nthing")


def hanging():
    while True:
        try:
            time.sleep(30)
        except Exception:  # noqa: S110  as libraries do
            pass


def test_every_part_has_a_line():
    assert sorted(doctor.names()) == sorted(PROMISED)


class TestOneThatFails:
    def test_says_why_and_what_to_do(self, only):
        only(raising)
        assert said("raising") == (FAULT, "ValueError: no such thing", "mend raising")

    def test_leaves_the_others_their_lines(self, only):
        only(raising, sound)
        assert [line.name for line in doctor.examine()] == ["raising", "sound"]

    def test_one_that_hangs_is_ended_though_it_catches_all_errors(self, only, db):
        only(hanging, seconds=0.1)
        assert said("hanging") == (FAULT, "không có kết quả sau 0.1 giây", "mend hanging")

    def test_the_limit_of_whoever_waits_is_still_there(self, only):
        only(sound)
        before = signal.getitimer(signal.ITIMER_REAL)[0]
        said("sound")
        assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= before

    def test_a_limit_does_not_outlive_its_check(self, only):
        only(sound, seconds=0.05)
        said("sound")
        time.sleep(0.1)


class TestTheCommand:
    def test_hints_alone_are_no_failure(self, only, capsys):
        only(sound, unsure)
        call_command("doctor")
        assert capsys.readouterr().out.splitlines() == [
            "tốt      sound: it stands",
            "gợi ý    unsure: it leans",
            "         → look at it",
            "Không có gì phải sửa.",
        ]

    def test_what_must_be_mended_is_counted_and_ends_it_with_one(self, only, capsys):
        only(broken, raising, sound)
        with pytest.raises(CommandError, match="Có 2 việc phải sửa") as refusal:
            call_command("doctor")
        assert refusal.value.returncode == 1
        assert "CẦN SỬA  broken: it fell\n         → lift it up" in capsys.readouterr().out

    def test_only_those_named_are_asked(self, only):
        only(broken, sound)
        call_command("doctor", "sound")

    def test_a_name_that_is_none_is_refused(self, only):
        only(sound)
        with pytest.raises(CommandError, match="broken"):
            call_command("doctor", "broken")

    def test_it_begins_where_the_systems_own_checks_would_not_let_it(self):
        assert Command.requires_system_checks == []
