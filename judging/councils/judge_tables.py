"""Judges from an Excel table: each row is tried out, then all good ones are invited at once.

Rows are tried out anew at every look: whoever was invited meanwhile is told as invited, and a
corrected table may be sent again as often as needed.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, TextChoices
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.addresses import is_email
from accounts.models import Membership, PeopleTable, RoleInvitation, User
from accounts.names import fault_of
from competition import invitations, people_tables
from competition.errors import Refused
from competition.invitations import Invitee
from competition.models import Edition
from competition.typed_tables import Column, blank
from competition.verbs import lock, need_reason
from foundation.notifications import sms
from foundation.vietnamese.text import fold
from judging import permissions
from judging.councils.panels import POSITIONS, require_organiser
from judging.models import Judge, Panel

COLUMNS = {
    "full_name": Column("Họ và tên", ("tên", "họ tên", "giám khảo", "full name"), 28),
    "email": Column("Thư điện tử", ("email", "e-mail"), 28),
    "phone": Column("Điện thoại", ("số điện thoại", "sđt", "phone"), 16),
    "workplace": Column("Nơi công tác", ("đơn vị", "cơ quan", "workplace"), 34),
    "title": Column("Chức danh, học vị", ("chức danh", "học vị", "chức vụ", "title"), 20),
    "panel": Column("Hội đồng", ("tiểu ban", "panel"), 34),
    "position": Column("Vị trí", ("vai trò", "position"), 20),
    "fields": Column("Lĩnh vực", ("chuyên môn", "fields"), 40),
}
REQUIRED = ("full_name",)
LONGEST = {"workplace": 200, "title": 120}  # characters, as in an invitation
Role = Membership.Role


class Outcome(TextChoices):
    """What becomes of a row."""

    NEW = "new", gettext_lazy("new: gets an invitation")
    KNOWN = "known", gettext_lazy("has an account: gets an invitation")
    INVITED = "invited", gettext_lazy("invited already")
    SEATED = "seated", gettext_lazy("sits on this panel already")
    DUPLICATE = "duplicate", gettext_lazy("stands in the table twice")
    WRONG = "wrong", gettext_lazy("to be corrected")


IS_INVITED = (Outcome.NEW, Outcome.KNOWN)


@dataclass
class Tried:
    """A row of the table, and what becomes of it; `faults` stand beside their column."""

    number: int
    values: dict[str, str]
    outcome: Outcome = Outcome.NEW
    faults: dict[str, str] = field(default_factory=dict)
    email: str = ""
    phone: str = ""
    panel: Panel | None = None
    position: str = Role.JUDGE
    fields: list[int] = field(default_factory=list)

    def cells(self) -> list[tuple[str, str]]:
        """(text, what is wrong with it) of each column."""
        return [(self.values.get(key, ""), self.faults.get(key, "")) for key in COLUMNS]


def template(edition: Edition) -> bytes:
    """The XLSX to be filled in, with the edition's panels, positions and fields beside."""
    panels = [panel.name for panel in Panel.objects.filter(round__edition=edition)]
    fields = [each.name for each in edition.fields.all()]
    example = {
        "full_name": "Nguyễn Văn An (dòng ví dụ, xin xóa)",
        "email": "nguyen.van.an@example.vn",
        "phone": "0912345678",
        "workplace": "Trường Đại học Nông Lâm",
        "title": "PGS.TS",
        "panel": panels[0] if panels else "",
        "position": str(Role.JUDGE.label),
        "fields": "; ".join(fields[:2]),
    }
    positions = [str(label) for _position, label in POSITIONS]
    return blank(COLUMNS, example, {"Hội đồng": panels, "Vị trí": positions, "Lĩnh vực": fields})


@transaction.atomic
def read(*, edition: Edition, upload: UploadedFile, by: User, at: datetime.datetime) -> PeopleTable:
    """Read a table of judges; nobody is invited yet. Raises NotAllowed, Refused."""
    require_organiser(by, edition.pk)
    return people_tables.kept_from(
        upload,
        kind=PeopleTable.Kind.JUDGES,
        edition_id=edition.pk,
        columns=COLUMNS,
        required=REQUIRED,
        whose=by,
        at=at,
    )


@dataclass
class _Known:
    """What the house knows about the people of a table, asked for once."""

    edition: Edition
    rows: list[Tried]
    at: datetime.datetime

    @cached_property
    def panels(self) -> dict[str, Panel]:
        panels = Panel.objects.filter(round__edition=self.edition).select_related("round")
        return {fold(panel.name): panel for panel in panels}

    @cached_property
    def fields(self) -> dict[str, int]:
        found = {}
        for each in self.edition.fields.all():
            found[fold(each.name)] = each.pk
            found[fold(each.code)] = each.pk
        return found

    @cached_property
    def people(self) -> dict[str, User]:
        """{e-mail or phone: whose it is}, confirmed alone."""
        emails = {row.email for row in self.rows if row.email}
        phones = {row.phone for row in self.rows if row.phone}
        by_email = Q(email__in=emails, emailaddress__verified=True)
        by_phone = Q(phone__in=phones, phone_verified_at__isnull=False)
        people = User.objects.filter(by_email | by_phone).distinct()
        found: dict[str, User] = {}
        for person in people:
            found |= {address: person for address in (person.email, person.phone) if address}
        return found

    @cached_property
    def seats(self) -> set[tuple[int, int]]:
        seats = Judge.objects.filter(panel__round__edition=self.edition, declined_at=None)
        return set(seats.values_list("user", "panel"))

    @cached_property
    def chaired(self) -> set[int]:
        """The panels that have a chair."""
        chairs = Judge.objects.filter(panel__round__edition=self.edition, position=Role.CHAIR)
        return set(chairs.values_list("panel", flat=True))

    @cached_property
    def invited(self) -> set[tuple[str, int]]:
        """(address, panel) of whoever is invited and may still answer."""
        pending = RoleInvitation.objects.pending().of_edition(self.edition.pk)
        found: set[tuple[str, int]] = set()
        for email, phone, panel in pending.filter(expires_at__gt=self.at).values_list(
            "email", "phone", "panel_id"
        ):
            found |= {(address, panel) for address in (email, phone) if address}
        return found


def tried(table: PeopleTable, edition: Edition, *, at: datetime.datetime) -> list[Tried]:
    """Every row with what would become of it now."""
    rows = [Tried(row["number"], row["values"]) for row in table.rows]
    for row in rows:
        row.faults |= dict(_address_faults(row))
    known = _Known(edition, rows, at)
    seen: set[tuple[str, int]] = set()
    chairs = set(known.chaired)
    for row in rows:
        row.faults |= dict(_place_faults(row, known, chairs))
        row.outcome = _outcome(row, known, seen)
    return rows


def _address_faults(row: Tried) -> Iterator[tuple[str, str]]:
    """(column, what is wrong) of name, e-mail, phone and the words about a person."""
    name = row.values.get("full_name", "")
    fault = fault_of(name) if name else _("Write the name of the person.")
    if fault:
        yield "full_name", fault
    email = row.values.get("email", "").lower()
    phone = row.values.get("phone", "")
    if not email and not phone:
        yield "email", _("Write an e-mail address or a phone.")
    if is_email(email):
        row.email = email
    elif email:
        yield "email", _("“%(value)s” is no e-mail address.") % {"value": email}
    if phone:
        try:
            row.phone = sms.normal(phone)
        except ValueError:
            yield "phone", _("“%(value)s” is no phone number.") % {"value": phone}
    for column in ("workplace", "title"):
        most = LONGEST[column]
        if len(row.values.get(column, "")) > most:
            yield column, _("Write at most %(most)s characters.") % {"most": most}


def _place_faults(row: Tried, known: _Known, chairs: set[int]) -> Iterator[tuple[str, str]]:
    """(column, what is wrong) of panel, position and fields, which are read here."""
    named = row.values.get("panel", "")
    row.panel = known.panels.get(fold(named))
    if not named and len(known.panels) == 1:
        row.panel = next(iter(known.panels.values()))
    if row.panel is None:
        yield "panel", _("No panel of this edition is called “%(name)s”.") % {"name": named}
    position = row.values.get("position", "")
    positions = {fold(str(label)): role for role, label in POSITIONS}
    if position and fold(position) not in positions:
        yield "position", _("No position is called “%(name)s”.") % {"name": position}
    row.position = positions.get(fold(position), Role.JUDGE)
    if row.panel is not None and row.position == Role.CHAIR:
        if row.panel.pk in chairs and not _sits(row, known):
            yield "position", _("This panel already has a chair.")
        chairs.add(row.panel.pk)
    for name in filter(None, (part.strip() for part in row.values.get("fields", "").split(";"))):
        number = known.fields.get(fold(name))
        if number is None:
            yield "fields", _("No field of this edition is called “%(name)s”.") % {"name": name}
        else:
            row.fields.append(number)


def _person(row: Tried, known: _Known) -> User | None:
    return known.people.get(row.email) or known.people.get(row.phone)


def _sits(row: Tried, known: _Known) -> bool:
    person = _person(row, known)
    return person is not None and row.panel is not None and (person.pk, row.panel.pk) in known.seats


def _outcome(row: Tried, known: _Known, seen: set[tuple[str, int]]) -> Outcome:
    person = _person(row, known)
    if person is not None and permissions.knows_the_names(person, known.edition.pk):
        row.faults["full_name"] = _(
            "%(name)s works in the secretariat, which knows the names; such a person cannot judge."
        ) % {"name": person}
    if row.faults or row.panel is None:
        return Outcome.WRONG
    places = {(address, row.panel.pk) for address in (row.email, row.phone) if address}
    if places & seen:
        return Outcome.DUPLICATE
    seen |= places
    if _sits(row, known):
        return Outcome.SEATED
    if places & known.invited:
        return Outcome.INVITED
    return Outcome.KNOWN if person is not None else Outcome.NEW


def counted(rows: list[Tried]) -> list[tuple[Outcome, int]]:
    """(outcome, how many rows) of those that there are."""
    counts = Counter(row.outcome for row in rows)
    return [(outcome, counts[outcome]) for outcome in Outcome if counts[outcome]]


@transaction.atomic
def invite_all(*, table: PeopleTable, reason: str, by: User, at: datetime.datetime) -> int:
    """Invite everybody whose row is good and who is neither invited nor seated; how many.

    Rows that are wrong are left as they are. Raises NotAllowed, Refused (no reason, nobody left to
    invite).
    """
    table = lock(table)
    edition = lock(Edition.objects.get(pk=table.edition_id))
    require_organiser(by, edition.pk)
    reason = need_reason(reason, _("Write the reason: it is kept with the seat."))
    good = [row for row in tried(table, edition, at=at) if row.outcome in IS_INVITED]
    if not good:
        raise Refused(_("No row is left to invite: correct the table and read it in again."))
    for row in good:
        invitations.invite(
            edition=edition,
            role=row.position,
            who=_invitee(row),
            reason=reason,
            panel_id=row.panel.pk if row.panel else 0,
            by=by,
            at=at,
        )
    table.done_at = at
    table.save(update_fields=["done_at"])
    return len(good)


def _invitee(row: Tried) -> Invitee:
    return Invitee(
        full_name=row.values["full_name"],
        email=row.email,
        phone=row.phone,
        workplace=row.values.get("workplace", ""),
        title=row.values.get("title", ""),
        fields=row.fields,
    )
