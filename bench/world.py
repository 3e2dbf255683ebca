"""A contest in judging with N entries and 5 sheets each, written in bulk since only reading is
measured. One panel holds all judges and all fields: the worst that its pages can meet.

A whole contest fills every list of fifty lines in the small size as well: members, missing sheets
of a judge, entries found by a name, works of a field, people tied to entries. Otherwise growth
would say how full a page is and not how long.
"""

import datetime
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from accounts.membership import grant
from accounts.models import Membership, User
from bench import world_evidence
from cms.models import (
    EditionPage,
    GalleryPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    ResultsPage,
    VerificationPage,
)
from competition import clock
from competition.models import Edition
from demo.edition import texts
from demo.rehearsal.cast import Cast, make_people
from demo.rehearsal.steps import points_for
from demo.rehearsal.whole import DAYS, Rehearsal
from foundation.jobs import bell, outbox
from foundation.vietnamese.text import fold
from judging import intake
from judging.councils import meetings, panels, rounds, undertakings
from judging.models import (
    Assignment,
    BlindedEntry,
    BlindedFile,
    Conflict,
    Judge,
    Panel,
    Round,
    Scoresheet,
)
from judging.papers import minutes
from judging.scoring import scoresheets
from submissions.models import Author, Entry, EntryVersion, Receipt, SimilarPair
from submissions.screening import exhibits
from submissions.sharing import invitations
from voting.models import Ballot, Candidate, Poll, Voter

SLUG = "do"
DAY = 45  # of the timetable, while judges score
DRAFTS = 3  # of the first entrant
# Of a whole contest: they wait for the secretariat; one is accepted, its copy not confirmed.
SUBMITTED = range(DRAFTS, 13)
PREPARED = 13
WINNER = 14
OF_SECOND_ENTRANT = (3, 4, PREPARED, WINNER, 15, 16)
OF_ONE_UNIT = range(DRAFTS, 15)  # as many in a small contest as in a large one
OF_A_JUDGES_UNIT = range(15, 75)  # one judge is kept away from them
NOT_SEALED = 14  # of a whole contest; N counts the others
MEMBERS = 100  # at least, beside the twelve
SHEETS = 5  # an entry
OF_A_JUDGE = 50
BALLOTS = 5  # an entry
OF_FIRST_VOTER = 30
ADMINISTRATOR = "quantri@example.vn"
FOCAL_POINT = "daumoi@example.vn"
SURNAME = "nguyen"


@dataclass
class Filling:
    """What is written so far. A whole contest can go on to its end."""

    size: int
    whole: bool
    rehearsal: Rehearsal
    rng: Random = field(default_factory=lambda: Random(1))
    sections: list[dict[str, str]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    judges: list[Judge] = field(default_factory=list)
    blinded: list[BlindedEntry] = field(default_factory=list)

    @property
    def edition(self) -> Edition:
        return self.rehearsal.edition

    @property
    def cast(self) -> Cast:
        return self.rehearsal.cast

    @property
    def judged(self) -> list[tuple[int, Entry]]:
        """(number, entry) of those that judges read."""
        numbered = list(enumerate(self.entries))
        if not self.whole:
            return numbered
        return [(number, entry) for number, entry in numbered if entry.status == "sealed"]


@transaction.atomic
def fill(size: int, *, whole: bool = False) -> dict[str, Any]:
    """An edition in judging with `size` entries, 5 sheets each, half of them locked.

    A whole one has the evidence of every entry too (version, receipt, sealing, files, words, lines
    of the ledger), conflicts of interest, ballots, and a few rows of what there are few of.
    """
    begins = timezone.now() - datetime.timedelta(days=DAY)
    rehearsal = Rehearsal(
        entries=max(20, size // 5) if whole else 20,
        judges=12,
        votes=40,
        seed=5,
        name=SLUG,
        begins=begins,
        days=DAYS | {"voting": (41, 75)},
    )
    rehearsal.set_up()
    if whole:
        _name_people(rehearsal)
    world = Filling(size + NOT_SEALED if whole else size, whole, rehearsal)
    _write_entries(world)
    if whole:
        numbers = {entry.pk: number for number, entry in enumerate(world.entries)}
        sent = world.entries[DRAFTS:]
        world_evidence.write(sent, numbers, world.sections, world.cast.secretary)
    with clock.set_to(begins + datetime.timedelta(days=40, hours=1)), bell.silenced():
        judging_round, panel = _seat(world)
    _hand_over(world, judging_round)
    if whole:
        intake.refresh_conflicts(world.edition)
        outbox.deliver_pending()
    assignments = _assign(world, panel)
    scored = [assigned for place, assigned in enumerate(assignments) if place % 2]
    write_sheets(judging_round, scored, in_ledger=whole)
    judging_round.state = Round.State.OPEN
    judging_round.opened_at = begins + datetime.timedelta(days=41)
    judging_round.save()
    Poll.objects.create(edition=world.edition, released_at=timezone.now())
    home = site(world.edition)
    if whole:
        _write_ballots(world)
        _further_pages(home, world.edition)
        with bell.silenced():
            _write_few(world, panel)
    return {
        "edition": world.edition,
        "cast": world.cast,
        "judge": world.judges[0].user,
        "task": assignments[0],
        "entry": world.entries[0],
        "winner": world.entries[WINNER],
        "waiting": world.entries[PREPARED],
        "owner": world.cast.entrants[0],
    }


def _name_people(rehearsal: Rehearsal) -> None:
    """The first judge stands first in every list by name; another one works where some entries come
    from.
    """
    first, tied = rehearsal.cast.judges[0], rehearsal.cast.judges[4]
    first.full_name = "An Ái An"
    first.save(update_fields=["full_name"])
    tied.unit = rehearsal.units[1]
    tied.save(update_fields=["unit"])


# --- entries


def _write_entries(world: Filling) -> None:
    fields, kinds = list(world.edition.fields.all()), list(world.edition.kinds.all())
    answers = texts.dossier(world.rng, "CNTT")
    world.entries = Entry.objects.bulk_create(
        Entry(
            edition=world.edition,
            owner=_owner(world, number),
            field=_field(world, fields, number),
            kind=kinds[0],
            unit=_unit(world, number),
            title=texts.title(number)["title"],
            folded_title=fold(texts.title(number)["title"]),
            summary=answers["summary"],
            answers=answers,
            status=_status(world, number),
            receipt_number=f"DO-2030-{number + 1:05d}" if number >= DRAFTS else "",
        )
        for number in range(world.size)
    )
    world.sections = [
        {
            "label": question.label,
            "label_en": "",
            "type": question.type,
            "text": answers[question.key],
        }
        for question in world.edition.questions.all()
        if question.key in answers
    ]
    if world.whole:
        world_evidence.authors_of(world.entries)
        world_evidence.words_of(world.entries)
        return
    Author.objects.bulk_create(
        Author(
            entry=entry,
            full_name="Nguyễn Văn An",
            folded_name="nguyen van an",
            name_key="an",
            share=Decimal(100),
        )
        for entry in world.entries
    )


def _owner(world: Filling, number: int) -> User:
    """The first entrant has the drafts and nothing else; who has how many, is the same whatever
    the size of a whole contest.
    """
    owners = world.cast.entrants
    if number < DRAFTS:
        return owners[0]
    if not world.whole:
        return owners[number % len(owners)] if number % len(owners) else owners[1]
    if number in OF_SECOND_ENTRANT:
        return owners[1]
    others = owners[2:]
    if number % 5 < 3:  # the name that is searched is the commonest
        others = [owner for owner in others if owner.folded_name.startswith(SURNAME)] or others
    return others[number % len(others)]


def _field(world: Filling, fields: list, number: int):
    """Half of a whole contest is of one field."""
    if not world.whole:
        return fields[number % 6]
    return fields[0] if number % 2 else fields[1 + number // 2 % 5]


def _unit(world: Filling, number: int):
    units = world.rehearsal.units
    if not world.whole:
        return units[number % len(units)]
    if number in OF_ONE_UNIT:
        return units[0]
    return units[1] if number in OF_A_JUDGES_UNIT else units[2 + number % (len(units) - 2)]


def _status(world: Filling, number: int) -> str:
    if number < DRAFTS:
        return Entry.Status.DRAFT
    if world.whole and number in SUBMITTED:
        return Entry.Status.SUBMITTED
    if world.whole and number == PREPARED:
        return Entry.Status.ACCEPTED
    return Entry.Status.SEALED


# --- judges and what they get


def _seat(world: Filling) -> tuple[Round, Panel]:
    """One panel for all fields: twelve by the verbs, the others in bulk."""
    secretary = world.cast.secretary
    judging_round = rounds.first_round(world.edition)
    panel = panels.establish_panel(
        judging_round=judging_round,
        name="Hội đồng",
        fields=list(world.edition.fields.all()),
        by=secretary,
    )
    for place, judge in enumerate(world.cast.judges):
        position = Membership.Role.CHAIR if world.whole and place == 1 else Membership.Role.JUDGE
        seat = panels.appoint(
            panel=panel,
            user=judge,
            reason="1/QĐ",
            by=secretary,
            at=clock.now(),
            position=position,
            max_load=9999,
        )
        undertakings.sign(judge=seat, by=judge, at=clock.now())
    count = world.size * SHEETS // OF_A_JUDGE
    more = make_people(world.rng, max(MEMBERS, count) if world.whole else count, "gkthem")
    Judge.objects.bulk_create(
        Judge(
            panel=panel,
            user=person,
            max_load=60,
            undertaking_at=datetime.datetime.now(datetime.UTC),
        )
        for person in more
    )
    for person in more:
        grant(person, Membership.Role.JUDGE, panel_id=panel.pk)
    world.judges = list(
        Judge.objects.filter(panel=panel).select_related("user", "panel").order_by("pk")
    )
    return judging_round, panel


def _hand_over(world: Filling, judging_round: Round) -> None:
    """What the one door would copy."""
    world.blinded = BlindedEntry.objects.bulk_create(
        BlindedEntry(
            round=judging_round,
            code=world_evidence.code("HS", number),
            field=entry.field,
            kind="Công trình",
            title=entry.title,
            summary=entry.summary,
            sections=world.sections,
        )
        for number, entry in world.judged
    )
    Candidate.objects.bulk_create(
        Candidate(
            edition=world.edition,
            code=world_evidence.code("BC", number),
            result_code=world_evidence.code("KQ", number),
            field=entry.field,
            title=entry.title,
            summary=entry.summary,
        )
        for number, entry in world.judged
    )
    if world.whole:
        copy = world_evidence.blinded_copy()
        BlindedFile.objects.bulk_create(
            BlindedFile(
                blinded_entry=blinded,
                blob=copy,
                name=world_evidence.file_name(blinded.code),
                pages=world_evidence.PAGES,
            )
            for blinded in world.blinded
        )


def _assign(world: Filling, panel: Panel) -> list[Assignment]:
    """The first judge, and the chair of a whole contest, have fifty entries whatever the size; five
    of the others have each entry.
    """
    apart = set(Conflict.objects.values_list("judge_id", "blinded_entry_id"))
    count = 2 if world.whole else 1
    first, others = world.judges[:count], world.judges[count:]
    work = []
    for judge in first:
        free = [entry for entry in world.blinded if (judge.pk, entry.pk) not in apart]
        work += [(judge, entry) for entry in free[:OF_A_JUDGE]]
    turn = 0
    for entry in world.blinded:
        given = 0
        while given < SHEETS:
            judge = others[turn % len(others)]
            turn += 1
            if (judge.pk, entry.pk) not in apart:
                work.append((judge, entry))
                given += 1
    return Assignment.objects.bulk_create(
        Assignment(
            judge=judge,
            blinded_entry=entry,
            state=Assignment.State.CONFIRMED,
            place=place,
            confirmed_at=timezone.now(),
        )
        for place, (judge, entry) in enumerate(work)
    )


def write_sheets(
    judging_round: Round, assignments: Iterable[Assignment], *, in_ledger: bool
) -> None:
    """Locked sheets with points that differ, as of judges who look at the same works."""
    scheme = judging_round.scheme
    criteria = list(scheme.criteria.all())
    winner = world_evidence.code("HS", WINNER)
    now = timezone.now()
    sheets = []
    for assigned in assignments:
        entry = assigned.blinded_entry
        best = Decimal("0.97") if entry.code == winner else None
        given = points_for(criteria, 5, entry.code, assigned.judge_id, best)
        points = {str(criterion): text for criterion, text in given.items()}
        sheet = Scoresheet(
            assignment=assigned,
            state=Scoresheet.State.LOCKED,
            points=points,
            total=scoresheets.total_of(points, criteria, scheme.rounding),
            comment="Số liệu rõ ràng, cần làm rõ thêm chi phí nhân rộng.",
            nonce=secrets.token_hex(16),
            saved_at=now,
            locked_at=now,
        )
        sheets.append(sheet)
    Scoresheet.objects.bulk_create(sheets)
    if in_ledger:
        world_evidence.append(judging_round.edition, [_locked(sheet) for sheet in sheets], None)


def _locked(sheet: Scoresheet) -> tuple[str, dict[str, Any]]:
    digest = scoresheets.sheet_digest(sheet)
    return "sheet.locked", {"assignment": sheet.assignment_id, "digest": digest}


# --- the vote, the site, a few rows


def _write_ballots(world: Filling) -> None:
    """The first voter has as many whatever the size; five of the others have voted for each."""
    first = world.cast.voters[0]
    others = make_people(world.rng, max(10, world.size // 5), "cutri")
    candidates = list(Candidate.objects.in_edition(world.edition).order_by("pk"))
    votes = [(first, candidate) for candidate in candidates[:OF_FIRST_VOTER]]
    for place, candidate in enumerate(candidates):
        for ballot in range(BALLOTS):
            votes.append((others[(place * BALLOTS + ballot) % len(others)], candidate))
    voters = {person: Voter(edition=world.edition, user=person) for person, _work in votes}
    Voter.objects.bulk_create(voters.values())
    begun = timezone.now() - datetime.timedelta(days=3)
    Ballot.objects.bulk_create(
        Ballot(
            candidate=candidate,
            voter=voters[person],
            cast_at=begun + datetime.timedelta(seconds=place),
            network=f"{person.pk % 997:032x}",
            receipt=secrets.token_hex(32),
        )
        for place, (person, candidate) in enumerate(votes)
    )


def site(edition: Edition) -> HomePage:
    """A home page and an edition page."""
    Page.objects.filter(depth=2).delete()
    locale, _ = Locale.objects.get_or_create(language_code="vi")
    home = HomePage(title="Trang chủ", slug="trang-chu", edition=edition, locale=locale)
    Page.objects.get(depth=1).add_child(instance=home)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "port": 80, "root_page": home}
    )
    home.add_child(
        instance=EditionPage(
            title="Thể lệ", slug="the-le", edition=edition, locale=locale, show_in_menus=True
        )
    )
    return home


def _further_pages(home: HomePage, edition: Edition) -> None:
    """One of each other kind; the results are a draft until they are announced."""
    shown = {"locale": home.locale, "show_in_menus": True}
    news = home.add_child(instance=NewsIndexPage(title="Tin tức", slug="tin-tuc", **shown))
    for number in range(3):
        news.add_child(
            instance=NewsPage(
                title=f"Tin {number}",
                slug=f"tin-{number}",
                date=timezone.localdate(),
                locale=home.locale,
            )
        )
    home.add_child(instance=GalleryPage(title="Công trình", slug="cong-trinh", **shown))
    home.add_child(instance=VerificationPage(title="Xác minh", slug="xac-minh", **shown))
    results = home.add_child(
        instance=ResultsPage(
            title="Kết quả", slug="ket-qua", edition=edition, locale=home.locale, live=False
        )
    )
    results.save_revision()


def _write_few(world: Filling, panel: Panel) -> None:
    """A focal point, an administrator, an exhibit, an invitation, a meeting with its minutes, a
    receipt that was laid out, a similar entry.
    """
    edition, secretary, now = world.edition, world.cast.secretary, timezone.now()
    focal_point = User.objects.create_user(
        FOCAL_POINT, full_name="Đàm Đầu Mối", unit=world.rehearsal.units[0]
    )
    grant(focal_point, Membership.Role.FOCAL_POINT, edition_id=edition.pk, unit=focal_point.unit)
    User.objects.create_superuser(ADMINISTRATOR, full_name="Quản Trị Viên")
    exhibits.receive(
        entry=world.entries[WINNER],
        kind="model",
        name="Mô hình",
        count=1,
        condition="Tốt",
        brought_by="Người dự thi",
        by=secretary,
        at=now,
    )
    invited = world.entries[SUBMITTED[0]]
    invitations.invite(
        entry=invited, email="dongtacgia@example.vn", right="view", by=invited.owner, at=now
    )
    meeting = meetings.call(
        panel=panel,
        held_at=now + datetime.timedelta(days=9),
        place="Sở Khoa học và Công nghệ",
        by=secretary,
        entries=world.blinded[:10],
    )
    minutes.draft_minutes(meeting=meeting, by=secretary)
    slip = world_evidence.blinded_copy()
    Receipt.objects.filter(version__entry=world.entries[WINNER]).update(pdf=slip)
    version, other = (
        EntryVersion.objects.get(entry=world.entries[number]) for number in (WINNER, WINNER + 1)
    )
    SimilarPair.objects.create(version=version, other=other, share=Decimal(40), found_at=now)
