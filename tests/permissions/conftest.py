"""The stage of the table: an edition whose round is open, another one beside it, and everybody."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.membership import grant
from accounts.models import Membership, Unit, User
from awards.models import AppliedReport, Award, AwardDecision, Certificate
from demo.rehearsal import steps
from judging.councils import meetings
from judging.models import (
    Assignment,
    BlindedEntry,
    Comparison,
    Judge,
    Panel,
    Ranking,
    Visit,
)
from submissions.models import Entry, Handover, ImportedList, Invitation, Upload
from tests.factories.accounts import UserFactory
from tests.factories.competition import JointRequestFactory
from tests.factories.complaints import ComplaintFactory, MandateFactory
from tests.permissions.table import PEOPLE
from tests.rehearsed import small
from tests.stages import stage

DAY = 41.0


@stage(DAY)
def staffed(entered):
    """A panel of chair, members and secretary has its sheets; another edition has people too."""
    at = entered.at(DAY)
    entered.round = steps.panels(entered.edition, entered.cast, sizes=4)
    steps.assign_and_open(entered.round, entered.cast, at)
    entered.other = small(seed=13)
    entered.other.set_up()
    return entered


@dataclass
class Scene:
    """The objects that a predicate may be asked about, by the name of their class."""

    edition_id: int
    objects: dict[str, Any]
    people: dict[str, User | AnonymousUser]
    at: datetime.datetime

    def of(self, kind: Any, name: str) -> Any:
        """The argument of a predicate, by its annotation; an edition is told by its number."""
        if name == "edition_id":
            return self.edition_id
        assert getattr(kind, "__name__", "") in self.objects, f"the scene has no {kind} ({name})"
        return self.objects[kind.__name__]


@pytest.fixture
def scene(staffed) -> Scene:
    panel = Panel.objects.filter(round=staffed.round).first()
    people = _people(staffed, panel)
    entry = _entry(staffed, people)
    objects = _judging(staffed, panel) | _awards(staffed, entry)
    objects |= _submissions(staffed, entry, people) | {"Edition": staffed.edition}
    objects |= _written(staffed, people)
    objects["JointRequest"] = JointRequestFactory(edition=staffed.edition)
    return Scene(staffed.edition.pk, objects, people, staffed.at(DAY))


def _written(staffed, people) -> dict[str, Any]:
    """The voter has complained about no work in particular, and inspects."""
    edition, at = staffed.edition, staffed.at(DAY)
    complaint = ComplaintFactory(edition=edition, kind="complaint", writer__user=people["voter"])
    mandate = MandateFactory(
        edition=edition, inspector=people["voter"], begins_at=at, ends_at=staffed.at(DAY + 5)
    )
    return {"Complaint": complaint, "Mandate": mandate}


def _user(name: str, **columns) -> User:
    email = f"{name.replace(' ', '-')}@bang.example.vn"
    return UserFactory(email=email, full_name=name, **columns)


def _seat(panel: Panel, position: str, staffed) -> User:
    user = _user(position)
    Judge.objects.create(
        panel=panel, user=user, position=position, undertaking_at=staffed.at(DAY), may_score=False
    )
    grant(user, position, panel_id=panel.pk)
    return user


def _people(staffed, panel: Panel) -> dict[str, User | AnonymousUser]:
    cast, edition, other = staffed.cast, staffed.edition, staffed.other
    chair = panel.judges.get(position="chair").user
    judge = panel.judges.filter(position="judge").order_by("pk").first().user
    units = Unit.objects.filter(depth__gt=1).order_by("code")
    focal = _user("focal point", unit=units[0])
    elsewhere = _user("focal point of another unit", unit=units[1])
    for user in (focal, elsewhere):
        grant(user, Membership.Role.FOCAL_POINT, edition_id=edition.pk, unit=user.unit)
    inactive = _user("inactive", is_active=False)
    grant(inactive, Membership.Role.SECRETARIAT, edition_id=edition.pk)
    whole = _user("secretariat of the site")
    grant(whole, Membership.Role.SECRETARIAT)
    deputy = _user("deputy")
    grant(deputy, Membership.Role.DEPUTY, edition_id=edition.pk)
    other_panel = Panel.objects.create(round=staffed.round, name="Hội đồng khác")
    known = {
        "stranger": AnonymousUser(),
        "voter": cast.voters[0],
        "entrant": cast.entrants[0],
        "reader": cast.entrants[1],
        "writer": cast.entrants[2],
        "other entrant": cast.entrants[3],
        "judge": judge,
        "chair": chair,
        "vice-chair": _seat(panel, "vice_chair", staffed),
        "panel secretary": _seat(panel, "panel_secretary", staffed),
        "other panel": _seat(other_panel, "judge", staffed),
        "committee": cast.committee[0],
        "secretariat": cast.secretary,
        "site secretariat": whole,
        "deputy": deputy,
        "focal point": focal,
        "other unit": elsewhere,
        "other secretariat": other.cast.secretary,
        "other committee": other.cast.committee[0],
        "administrator": _user("administrator", is_superuser=True, is_staff=True),
        "inactive": inactive,
    }
    assert tuple(known) == PEOPLE
    return known


def _entry(staffed, people) -> Entry:
    """A draft of the entrant, shared with a reader and with a writer."""
    entry = Entry.objects.create(
        edition=staffed.edition,
        owner=people["entrant"],
        unit=people["focal point"].unit,
        title="Bảng quyền",
    )
    for name, right in (("reader", "view"), ("writer", "edit")):
        Invitation.objects.create(
            entry=entry,
            email=people[name].email,
            right=right,
            token_digest=uuid.uuid4().hex,
            invited_by=people["entrant"],
            invited_at=staffed.at(2),
            expires_at=staffed.at(9),
            accepted_by=people[name],
            accepted_at=staffed.at(3),
        )
    return entry


def _submissions(staffed, entry: Entry, people) -> dict[str, Any]:
    """The entry, as written by its unit's focal point from a list and handed over on a slip."""
    focal = people["focal point"]
    slip = Handover.objects.create(
        entry=entry, full_name="Bảng quyền", code_digest="x", by=focal, at=staffed.at(2)
    )
    listed = ImportedList.objects.create(
        edition=staffed.edition, name="danh-sach.xlsx", rows=[], by=focal, at=staffed.at(2)
    )
    upload = Upload.objects.create(
        entry=entry,
        owner=people["writer"],
        name="mo-ta.pdf",
        size=1,
        begun_at=staffed.at(2),
        expires_at=staffed.at(3),
    )
    return {
        "Entry": entry,
        "Handover": slip,
        "ImportedList": listed,
        "Unit": focal.unit,
        "Upload": upload,
    }


def _judging(staffed, panel: Panel) -> dict[str, Any]:
    """The sheet of the judge, the entry on it, the seat, a meeting, a visit and a comparison."""
    seat = panel.judges.filter(position="judge").order_by("pk").first()
    sheet = Assignment.objects.filter(judge=seat, state="confirmed").order_by("pk").first()
    ranking = Ranking.objects.create(
        round=staffed.round,
        frozen_at=staffed.at(DAY),
        frozen_by=staffed.cast.secretary,
        scheme={},
        sheets=[],
    )
    pair = [sheet.blinded_entry, _beside(sheet)]
    comparison = Comparison.objects.create(
        ranking=ranking, opened_by=staffed.cast.secretary, opened_at=staffed.at(DAY)
    )
    comparison.entries.set(pair)
    # The judge alone scored both: others are not asked.
    others = Assignment.objects.filter(blinded_entry__in=pair).exclude(judge=seat)
    others.update(state=Assignment.State.RELEASED)
    visit = Visit.objects.create(
        blinded_entry=sheet.blinded_entry, planned_at=staffed.at(DAY), place="Võ Nhai"
    )
    visit.team.set([seat])
    meeting = meetings.call(
        panel=panel, held_at=staffed.at(DAY), place="Sở KH&CN", by=staffed.cast.secretary
    )
    return {
        "Round": staffed.round,
        "Panel": panel,
        "Judge": seat,
        "Assignment": sheet,
        "BlindedEntry": sheet.blinded_entry,
        "Ranking": ranking,
        "Comparison": comparison,
        "Visit": visit,
        "Meeting": meeting,
    }


def _beside(sheet: Assignment) -> BlindedEntry:
    others = Assignment.objects.filter(judge=sheet.judge, state="confirmed").exclude(pk=sheet.pk)
    return others.order_by("pk").first().blinded_entry


def _awards(staffed, entry: Entry) -> dict[str, Any]:
    """The certificate of an award that the entrant won."""
    edition, at = staffed.edition, staffed.at(DAY)
    decision = AwardDecision.objects.create(
        edition=edition,
        number="1/QĐ-BTC",
        date=at.date(),
        annex=[],
        adopted_by=staffed.cast.secretary,
        adopted_at=at,
    )
    award = Award.objects.create(
        decision=decision, entry=entry, tier=edition.tiers.first(), rank=1, final_score=1
    )
    certificate = Certificate.objects.create(
        award=award, serial="1", snapshot={}, render_key="1", issued_at=at
    )
    report = AppliedReport.objects.create(
        award=award,
        unit=Unit.objects.filter(depth__gt=1).order_by("code").first(),
        since=at.date(),
        before=2,
        after=1,
        by=entry.owner,
        at=at,
    )
    return {
        "AwardDecision": decision,
        "Award": award,
        "Certificate": certificate,
        "AppliedReport": report,
    }
