"""What a moment and the consents leave of a work."""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from competition.models import EntryKind, Field
from competition.publicity import Allowed, Face, face

PROVINCE = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = datetime.date(2031, 3, 2)
MIDNIGHT = datetime.datetime(2031, 3, 2, tzinfo=PROVINCE)
A_MOMENT = datetime.timedelta(microseconds=1)
EVERYTHING = {"names": True, "pictures": True, "summary": True}
FACTS: dict[str, Any] = {
    "title": "Máy sao chè",
    "field": Field(name="Cơ khí"),
    "kind": EntryKind(name="Giải pháp kỹ thuật"),
    "summary": "Sao chè bằng hơi",
    "names": ["Lý Văn Pá", "Dương Thị Mận"],
    "unit": "Xã La Bằng",
}


def shown(at: datetime.datetime = MIDNIGHT, **allowed) -> Face:
    return face(Allowed(**allowed), at=at, **FACTS)


def test_without_a_consent_the_title_alone_is_shown():
    assert shown() == Face("Máy sao chè", FACTS["field"], FACTS["kind"], is_hidden=False)


@pytest.mark.parametrize(
    ("consent", "part", "value"),
    [
        ("names", "names", ("Lý Văn Pá", "Dương Thị Mận")),
        ("names", "unit", "Xã La Bằng"),
        ("summary", "summary", "Sao chè bằng hơi"),
        ("pictures", "has_pictures", True),
    ],
)
def test_each_consent_opens_its_part_and_no_other(consent, part, value):
    assert getattr(shown(**{consent: True}), part) == value
    others = EVERYTHING | {consent: False}
    assert not getattr(shown(**others), part)


def test_an_embargo_hides_what_was_agreed_to():
    hidden = shown(MIDNIGHT - A_MOMENT, embargo_until=DAY, **EVERYTHING)
    words = "Tạm chưa công bố nội dung"
    assert hidden == Face(words, FACTS["field"], FACTS["kind"], is_hidden=True)


def test_it_ends_with_the_first_moment_of_its_day_in_the_province():
    assert shown(MIDNIGHT, embargo_until=DAY, **EVERYTHING).title == "Máy sao chè"


def test_the_clock_of_another_zone_changes_nothing():
    utc = (MIDNIGHT - A_MOMENT).astimezone(datetime.UTC)
    assert shown(utc, embargo_until=DAY).is_hidden


def test_what_a_room_does_not_know_stays_empty():
    known = face(Allowed(**EVERYTHING), at=MIDNIGHT, title="Máy sao chè", field=None)
    assert (known.summary, known.unit, known.names) == ("", "", ())
