"""One line of the doctor."""

from config import doctor
from config.doctor import Grade

FINE, HINT, FAULT = Grade.FINE, Grade.HINT, Grade.FAULT


def said(name: str) -> tuple[Grade, str, str]:
    """How it stands, what was found, what is to be done."""
    [line] = doctor.examine([name])
    return line.grade, line.words, line.todo


def grade(name: str) -> Grade:
    return said(name)[0]


def words(name: str) -> str:
    return said(name)[1]


def todo(name: str) -> str:
    return said(name)[2]
