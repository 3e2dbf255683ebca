"""Files for calendars: well made, and of one's own dates alone."""

import pytest
from django.urls import reverse

from competition import clock
from competition.calendar_file import Date, calendar_file
from judging.models import Visit
from tests.factories.accounts import UserFactory
from tests.factories.competition import EditionFactory, PhaseFactory
from tests.factories.judging import (
    AssignmentFactory,
    JudgeFactory,
    MeetingFactory,
    PanelFactory,
    RoundFactory,
    VisitFactory,
)
from tests.factories.moments import NOON, days
from tests.factories.submissions import EntryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture(autouse=True)
def at_noon():
    with clock.set_to(NOON):
        yield


def lines(content: bytes) -> list[str]:
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


class TestTheFile:
    def test_no_line_is_longer_than_the_format_takes(self):
        content = calendar_file("Lịch", [Date("a", "Đổi mới sáng tạo " * 20, NOON)], NOON)
        assert max(len(line) for line in content.split(b"\r\n")) <= 75

    def test_a_moment_is_written_in_utc(self):
        assert "DTSTART:20300305T050000Z" in lines(calendar_file("L", [Date("a", "b", NOON)], NOON))

    def test_a_title_smuggles_nothing_in(self):
        content = calendar_file("L", [Date("a", "x\r\nATTACH:http://e,v;il", NOON)], NOON)
        assert "SUMMARY:x ATTACH:http://e\\,v\\;il" in lines(content)

    def test_what_was_moved_keeps_its_name(self):
        first = lines(calendar_file("L", [Date("a", "b", NOON)], NOON))
        moved = lines(calendar_file("L", [Date("a", "c", days(3))], NOON))
        other = lines(calendar_file("L", [Date("z", "c", days(3))], NOON))
        assert first[6] == moved[6] != other[6]


class TestOfAnEdition:
    def test_its_phases(self, client):
        phase = PhaseFactory(closes_at=days(9))
        PhaseFactory(closes_at=days(12))
        answer = client.get(reverse("edition_calendar", args=[phase.edition.slug]))
        found = [line for line in lines(answer.content) if line.startswith("DTSTART")]
        assert found == ["DTSTART:20300203T050000Z", "DTSTART:20300314T050000Z"]

    def test_caches_may_keep_it_for_an_hour(self, client):
        edition = PhaseFactory().edition
        answer = client.get(reverse("edition_calendar", args=[edition.slug]))
        assert answer.headers["Cache-Control"] == "public, max-age=3600"

    def test_a_draft_has_none(self, client):
        edition = EditionFactory(needs_publication=True)
        assert client.get(reverse("edition_calendar", args=[edition.slug])).status_code == 404


class TestMine:
    def test_caches_may_not_keep_it(self, client):
        client.force_login(EntryFactory().owner)
        answer = client.get(reverse("my_calendar"))
        assert answer.headers["Cache-Control"] == "private, no-store"

    def mine(self, client, person) -> str:
        client.force_login(person)
        return "\n".join(lines(client.get(reverse("my_calendar")).content))

    def test_a_draft_to_send_in_and_nobody_else_s(self, client):
        entry = EntryFactory(title="Máy tẽ ngô")
        EntryFactory(edition=entry.edition, title="Lò sấy chè")
        PhaseFactory(edition=entry.edition)
        found = self.mine(client, entry.owner)
        assert ("Máy tẽ ngô" in found, "Lò sấy chè" in found) == (True, False)

    def test_meetings_of_my_panels(self, client):
        seat = JudgeFactory()
        MeetingFactory(panel=seat.panel, place="Phòng họp số 3")
        MeetingFactory(place="Nơi khác")
        found = self.mine(client, seat.user)
        assert ("Phòng họp số 3" in found, "Nơi khác" in found) == (True, False)

    def test_before_the_undertaking_nobody_reads_of_meetings_and_visits(self, client):
        seat = JudgeFactory(undertaking_at=None)
        MeetingFactory(panel=seat.panel)
        VisitFactory(blinded_entry__round=seat.panel.round, team=[seat])
        assert "VEVENT" not in self.mine(client, seat.user)

    def test_visits_until_they_are_recorded(self, client):
        seat = JudgeFactory()
        visit = VisitFactory(
            blinded_entry__round=seat.panel.round, team=[seat], place="Xã Phú Đình"
        )
        assert "LOCATION:Xã Phú Đình" in self.mine(client, seat.user)
        Visit.objects.filter(pk=visit.pk).update(recorded_at=NOON)
        assert "VEVENT" not in self.mine(client, seat.user)

    def test_sheets_until_their_end(self, client):
        edition = EditionFactory()
        judging = RoundFactory(edition=edition, state="open")
        seat = JudgeFactory(panel=PanelFactory(round=judging))
        PhaseFactory(edition=edition, kind="judging", opens_at=days(-1), closes_at=days(5))
        idle = JudgeFactory(panel=seat.panel)
        AssignmentFactory(judge=seat, confirmed_at=NOON)
        assert "DTSTART:20300310T050000Z" in self.mine(client, seat.user)
        assert "DTSTART" not in self.mine(client, idle.user)

    def test_a_stranger_signs_in_first(self, client):
        assert client.get(reverse("my_calendar")).status_code == 302

    def test_nobody_has_dates_of_others(self, client):
        MeetingFactory()
        assert "VEVENT" not in self.mine(client, UserFactory())
