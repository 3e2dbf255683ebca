"""Every address of `config/routes.py` with objects of the site's own rows, and who may open it.

Runs in the site's process. An address is made from the rows that its path begins with, so that a
button under a page's address is walked as soon as it has a route.
"""

import inspect
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import Page

from accounts.models import Membership, PeopleTable, Unit, User
from awards.models import AppliedReport, Award, AwardDecision, Certificate, StandingRow
from cms import facts
from cms.models import ContactPage, NewsPage
from competition.letters import broadcasting
from competition.models import Broadcast, BroadcastFile, Edition, JointRequest
from config.routes import ALWAYS, ROUTES, Route
from foundation.notifications.models import Enclosure
from judging.models import (
    Assignment,
    BlindedFile,
    Comparison,
    Judge,
    Meeting,
    Panel,
    Ranking,
    Round,
    Visit,
    VisitPhoto,
)
from submissions.models import (
    Attachment,
    ConsentWithdrawal,
    Entry,
    ExhibitStep,
    ImportedList,
    Invitation,
    JudgesQuestion,
    SealedFile,
    Sealing,
    SimilarPair,
)
from submissions.screening import consents
from tests.architecture.walking import Routed, routes
from voting.models import Candidate


class Place(NamedTuple):
    """The arguments of an address, what its predicate is asked about, and whose it is."""

    arguments: dict[str, Any]
    objects: dict[str, Any]
    owners: frozenset[int] = frozenset()


class Visited(NamedTuple):
    """An address, its route, who may open it, and whether they may at any time."""

    url: str
    route: str
    allowed: list[str]
    is_always: bool


def _of(edition: Edition) -> dict[str, Any]:
    return {"edition_id": edition.pk, "Edition": edition}


def editions() -> Iterator[Place]:
    for edition in Edition.objects.all():
        yield Place({"slug": edition.slug}, _of(edition))


def announced_editions() -> Iterator[Place]:
    for decision in AwardDecision.objects.in_force().select_related("edition"):
        yield Place({"slug": decision.edition.slug}, _of(decision.edition))


def rounds() -> Iterator[Place]:
    for each in Round.objects.select_related("edition"):
        arguments = {"slug": each.edition.slug, "order": each.order}
        yield Place(arguments, _of(each.edition) | {"Round": each})


def entries() -> Iterator[Place]:
    for entry in Entry.objects.select_related("edition", "unit"):
        objects = _of(entry.edition) | {"Entry": entry}
        yield Place({"public_id": entry.public_id}, objects, frozenset([entry.owner_id]))


def attachments() -> Iterator[Place]:
    for file in Attachment.objects.select_related("entry__edition", "entry__unit"):
        objects = _of(file.entry.edition) | {"Entry": file.entry}
        arguments = {"public_id": file.entry.public_id, "file_id": file.public_id}
        yield Place(arguments, objects, frozenset([file.entry.owner_id]))


def invitations() -> Iterator[Place]:
    for invitation in Invitation.objects.select_related("entry__edition"):
        entry = invitation.entry
        arguments = {"public_id": entry.public_id, "number": invitation.pk}
        yield Place(arguments, {"Entry": entry}, frozenset([entry.owner_id]))


def withdrawals() -> Iterator[Place]:
    for withdrawal in ConsentWithdrawal.objects.select_related("entry__edition"):
        entry = withdrawal.entry
        arguments = {"public_id": entry.public_id, "number": withdrawal.pk}
        yield Place(arguments, _of(entry.edition) | {"Entry": entry})


def judges_questions() -> Iterator[Place]:
    for question in JudgesQuestion.objects.select_related("entry__edition"):
        entry = question.entry
        arguments = {"public_id": entry.public_id, "number": question.pk}
        yield Place(arguments, _of(entry.edition) | {"Entry": entry})


def imported_lists() -> Iterator[Place]:
    for listed in ImportedList.objects.select_related("edition"):
        arguments = {"slug": listed.edition.slug, "number": listed.pk}
        objects = _of(listed.edition) | {"ImportedList": listed}
        yield Place(arguments, objects, frozenset([listed.by_id]))


def copies() -> Iterator[Place]:
    files = SealedFile.objects.select_related("sealing__version__entry__edition")
    for file in files:
        entry = file.sealing.version.entry
        arguments = {"public_id": entry.public_id, "file_pk": file.pk}
        yield Place(arguments, _of(entry.edition) | {"Entry": entry})


def similar_pairs() -> Iterator[Place]:
    for pair in SimilarPair.objects.select_related("version__entry__edition"):
        entry = pair.version.entry
        arguments = {"public_id": entry.public_id, "pair": pair.pk}
        yield Place(arguments, _of(entry.edition) | {"Entry": entry})


def exhibit_steps() -> Iterator[Place]:
    for step in ExhibitStep.objects.select_related("exhibit__entry__edition"):
        edition = step.exhibit.entry.edition
        yield Place({"slug": edition.slug, "step": step.pk}, _of(edition))


def in_office(places: Callable[[], Iterator[Place]]) -> Callable[[], Iterator[Place]]:
    """The same rows under the office's address, which names the edition first."""

    def walk() -> Iterator[Place]:
        for place in places():
            slug = place.objects["Edition"].slug
            yield place._replace(arguments=place.arguments | {"slug": slug})

    return walk


def sheets() -> Iterator[Place]:
    for sheet in Assignment.objects.select_related("judge__panel__round", "blinded_entry"):
        objects = {"Assignment": sheet}
        yield Place({"public_id": sheet.public_id}, objects, frozenset([sheet.judge.user_id]))


def sheet_files() -> Iterator[Place]:
    for place in sheets():
        sheet = place.objects["Assignment"]
        for file in sheet.blinded_entry.files.all()[:1]:
            yield place._replace(arguments=place.arguments | {"file_id": file.public_id})


def panels() -> Iterator[Place]:
    for panel in Panel.objects.select_related("round__edition"):
        seats = frozenset(panel.judges.values_list("user", flat=True))
        yield Place({"panel_id": panel.pk}, {"Panel": panel}, seats)


def panel_entries() -> Iterator[Place]:
    for place in panels():
        panel = place.objects["Panel"]
        judged = panel.round.blinded_entries.filter(assignments__judge__panel=panel).distinct()
        for entry in judged[:8]:
            arguments = place.arguments | {"code": entry.code}
            yield Place(arguments, place.objects | {"BlindedEntry": entry}, place.owners)


def panel_sheets() -> Iterator[Place]:
    for sheet in Assignment.objects.select_related("judge__panel__round"):
        panel = sheet.judge.panel
        arguments = {"panel_id": panel.pk, "number": sheet.pk}
        yield Place(arguments, {"Panel": panel, "Assignment": sheet})


def seats() -> Iterator[Place]:
    for seat in Judge.objects.select_related("panel__round"):
        objects = {"Judge": seat, "edition_id": seat.panel.round.edition_id}
        yield Place({"number": seat.pk}, objects, frozenset([seat.user_id]))


def meetings() -> Iterator[Place]:
    for meeting in Meeting.objects.select_related("panel__round"):
        members = frozenset(meeting.panel.judges.values_list("user", flat=True))
        yield Place({"number": meeting.pk}, {"Meeting": meeting, "Panel": meeting.panel}, members)


def photos() -> Iterator[Place]:
    for photo in VisitPhoto.objects.select_related("visit__blinded_entry"):
        yield Place({"number": photo.pk}, {"Visit": photo.visit})


def visits() -> Iterator[Place]:
    for place in panels():
        for seat in place.objects["Panel"].judges.all():
            for visit in seat.visits.all():
                yield Place(
                    place.arguments | {"number": visit.pk},
                    place.objects | {"Visit": visit},
                    place.owners,
                )


def comparisons() -> Iterator[Place]:
    for comparison in Comparison.objects.all():
        yield Place({"number": comparison.pk}, {"Comparison": comparison})


def joint_requests() -> Iterator[Place]:
    for joint in JointRequest.objects.select_related("edition"):
        objects = _of(joint.edition) | {"JointRequest": joint}
        yield Place({"number": joint.pk}, objects, frozenset([joint.asked_by_id]))


def comparison_files() -> Iterator[Place]:
    for place in comparisons():
        for file in BlindedFile.objects.filter(blinded_entry__in=_compared(place))[:2]:
            yield place._replace(arguments=place.arguments | {"file_id": file.public_id})


def _compared(place: Place):
    return place.objects["Comparison"].entries.all()


def candidates() -> Iterator[Place]:
    # By edition: the vote's own order is drawn, and might begin with an edition not shown.
    for candidate in Candidate.objects.select_related("edition").order_by("edition", "pk"):
        yield Place({"slug": candidate.edition.slug, "code": candidate.code}, {})


def certificates() -> Iterator[Place]:
    for each in Certificate.objects.select_related("award__entry", "award__decision__edition"):
        objects = _of(each.award.decision.edition) | {"Certificate": each}
        arguments = {"verify_id": each.verify_id, "pk": each.pk}
        yield Place(arguments, objects, frozenset([each.award.entry.owner_id]))


def awards() -> Iterator[Place]:
    standing = Award.objects.filter(decision__in=AwardDecision.objects.in_force())
    for award in standing.select_related("entry__edition", "decision__edition"):
        objects = _of(award.decision.edition) | {"Award": award}
        arguments = {"award": award.pk, "receipt": facts.number_of(award.entry), "place": 1}
        yield Place(arguments, objects, frozenset([award.entry.owner_id]))


def applied_reports() -> Iterator[Place]:
    for report in AppliedReport.objects.select_related("award__entry__edition", "unit"):
        objects = _of(report.award.entry.edition) | {"Award": report.award}
        arguments = {"award": report.award_id, "report": report.pk}
        owners = frozenset([report.award.entry.owner_id])
        yield Place(arguments, objects | {"AppliedReport": report}, owners)


def proposed_prizes() -> Iterator[Place]:
    rows = StandingRow.objects.exclude(tier=None).select_related("standing__edition")
    for row in rows:
        edition = row.standing.edition
        yield Place({"slug": edition.slug, "row": row.pk}, _of(edition))


def units() -> Iterator[Place]:
    for edition in Edition.objects.all():
        for unit in Unit.objects.all()[:3]:
            yield Place({"slug": edition.slug, "number": unit.pk}, _of(edition))


def staff() -> Iterator[Place]:
    editions_by_key = Edition.objects.in_bulk()
    for held in Membership.objects.filter(scope=Membership.Scope.EDITION):
        edition = editions_by_key[held.scope_id]
        yield Place({"slug": edition.slug, "number": held.user_id}, _of(edition))


def tables(kind: PeopleTable.Kind) -> Callable[[], Iterator[Place]]:
    """Tables of judges or of units that were read in."""

    def walk() -> Iterator[Place]:
        for table in PeopleTable.objects.filter(kind=kind):
            edition = Edition.objects.get(pk=table.edition_id)
            yield Place({"slug": edition.slug, "number": table.pk}, _of(edition))

    return walk


def broadcasts() -> Iterator[Place]:
    for letter in Broadcast.objects.select_related("edition"):
        arguments = {"slug": letter.edition.slug, "number": letter.pk}
        yield Place(arguments, _of(letter.edition))


def enclosures() -> Iterator[Place]:
    for file in Enclosure.objects.select_related("message"):
        yield Place({"number": file.pk}, {}, frozenset([file.message.recipient_id or 0]))


def contact_pages() -> Iterator[Place]:
    for page in ContactPage.objects.live():
        yield Place({"number": page.pk}, {})


def articles() -> Iterator[Place]:
    for article in NewsPage.objects.live()[:3]:
        yield Place({"number": article.pk}, {})


def decisions() -> Iterator[Place]:
    for each in AwardDecision.objects.select_related("edition"):
        yield Place({"pk": each.pk}, _of(each.edition) | {"AwardDecision": each})


def pages() -> Iterator[Place]:
    for page in Page.objects.live().filter(depth__gt=1):
        yield Place({"page": page}, {})


OFFICE_ENTRY = "quan-tri/ho-so/<slug:slug>/<uuid:public_id>/"
STAFF = "quan-tri/dieu-hanh/<slug:slug>/nhan-su/"
PANEL = "cham-diem/hoi-dong/<int:panel_id>/"
# How a path begins -> the rows from which its arguments come. The longest beginning counts.
WAYS: dict[str, Callable[[], Iterable[Place]]] = {
    "": lambda: [Place({}, {})],
    f"{OFFICE_ENTRY}tep/<uuid:file_id>/": in_office(attachments),
    f"{OFFICE_ENTRY}ban-an-danh/<int:file_pk>/": in_office(copies),
    f"{OFFICE_ENTRY}tuong-tu/<int:pair>/": in_office(similar_pairs),
    f"{OFFICE_ENTRY}dong-y/<int:number>/": in_office(withdrawals),
    f"{OFFICE_ENTRY}hoi/<int:number>/": in_office(judges_questions),
    OFFICE_ENTRY: in_office(entries),
    "quan-tri/cham/<slug:slug>/phan-cong/<int:order>/": rounds,
    "quan-tri/cham/<slug:slug>/thu-lao/<int:order>/": rounds,
    "quan-tri/hien-vat/<slug:slug>/phieu/<int:step>/": exhibit_steps,
    "quan-tri/cham/<slug:slug>/giam-khao-excel/<int:number>/": tables(PeopleTable.Kind.JUDGES),
    f"{STAFF}nguoi/<int:number>/": staff,
    f"{STAFF}don-vi/excel/<int:number>/": tables(PeopleTable.Kind.UNITS),
    f"{STAFF}don-vi/<int:number>/": units,
    "quan-tri/dieu-hanh/<slug:slug>/thu/gui-nhieu/<int:number>/": broadcasts,
    "hop-thu/tep/<int:number>/": enclosures,
    "quan-tri/quyet-dinh/<int:pk>/": decisions,
    "quan-tri/chung-nhan/<int:pk>/": certificates,
    "ho-so/<uuid:public_id>/tep/<uuid:file_id>/": attachments,
    "ho-so/<uuid:public_id>/dong-tac-gia/<int:number>/": invitations,
    "ho-so/<uuid:public_id>/": entries,
    "don-vi/<uuid:public_id>/tep/<uuid:file_id>/": attachments,
    "don-vi/<uuid:public_id>/": entries,
    "lap-ho/<slug:slug>/danh-sach/<int:number>/": imported_lists,
    "cho-dong-y/<int:number>/": joint_requests,
    "cham-diem/ghe/<int:number>/": seats,
    f"{PANEL}ho-so/<str:code>/": panel_entries,
    f"{PANEL}phieu-giay/<int:number>/": panel_sheets,
    f"{PANEL}tham-dinh/<int:number>/": visits,
    PANEL: panels,
    "ban-to-chuc/<slug:slug>/giai/<int:row>/": proposed_prizes,
    "cham-diem/tham-dinh/anh/<int:number>/": photos,
    "cham-diem/hop/<int:number>/": meetings,
    "cham-diem/so-sanh-cap/<int:number>/tep/<uuid:file_id>/": comparison_files,
    "cham-diem/so-sanh-cap/<int:number>/": comparisons,
    "cham-diem/<uuid:public_id>/tep/<uuid:file_id>/": sheet_files,
    "cham-diem/<uuid:public_id>/": sheets,
    "binh-chon/<slug:slug>/<str:code>/": candidates,
    "binh-chon/<slug:slug>/danh-sach-phieu": announced_editions,
    "tu-kiem-tra/<slug:slug>/": announced_editions,
    "sau-giai/<int:award>/": awards,
    "sau-giai/<int:award>/<int:report>/": applied_reports,
    "don-vi/sau-giai/<int:report>/": applied_reports,
    "^cong-trinh/(?P<receipt>[a-z0-9-]{3,60})/": awards,
    "da-doc/<int:number>/": articles,
    "hinh/trang/<int:number>.png": contact_pages,
    "lien-he/gui/<int:number>/": contact_pages,
    "^giay-chung-nhan/(?P<verify_id>[0-9a-f]{32})/$": certificates,
    "^xac-minh/(?P<verify_id>[0-9a-f]{32})/$": certificates,
}
# One value of a parameter that says which part of a row is shown.
PARTS: dict[str, list[Any]] = {
    "step": ["general", "authors", "content", "files", 1],
    "page": [1],
    "size": [192],
    "copy": [0, 1],
    "place": [1],
    "name": ["bien-ban.docx", "doi-che"],
    "counts": ["2-4-9"],
    "palette": ["CNTT"],
    "scheme": ["sang"],
    "language": ["vi"],
    "letter": ["receipt"],
    "category": ["cuoc-thi"],
    "kind": ["names"],
    "listing": ["entry_queue"],
    "code": ["BC-ABC123"],
    "slug": ["2025"],
}
# What no row of the demonstration leads to, or what must not be opened on the way.
SPARED = {
    "account_logout": "ends the visitor's session",
    "account_confirm_login_code": "a code was asked for in the same session",
    "account_reset_password_from_key": "the key stands in a mail",
    "mfa_edit_webauthn": "the key is a device's",
    "mfa_remove_webauthn": "the key is a device's",
    "mfa_reauthenticate_webauthn": "a device answers",
    "mfa_login_webauthn": "a script asks for JSON, and a device answers",
    "public_media": "in place of a web server, pictures of editors alone",
    "wagtailcore_authenticate_with_password": "no page asks for a password",
    "invitation": "the link's token stands in a mail",
    "accept_invitation": "the link's token stands in a mail",
    "decline_invitation": "the link's token stands in a mail",
    "role_invitation": "the code stands in a letter or on a slip",
    "accept_role": "the code stands in a letter or on a slip",
    "decline_role": "the code stands in a letter or on a slip",
    "upload": "no upload is unfinished",
    "stop_paper": "a paper under way is stopped by whoever asked for it",
    "send_again": "no work of the demonstration was given up",
    "people_in_bulk": "404 to everybody",
    "my_complaint": "nobody has written a complaint in the demonstration",
    "take_complaint_back": "nobody has written a complaint in the demonstration",
    "denunciation": "nobody has written a complaint in the demonstration",
    "answer_denunciation": "nobody has written a complaint in the demonstration",
    "denunciation_writer": "nobody has written a complaint in the demonstration",
    "complaint_office": "nobody has written a complaint in the demonstration",
    "answer_complaint": "nobody has written a complaint in the demonstration",
    "posted_list": "no list is posted in the demonstration",
    "write_about_list": "no list is posted in the demonstration",
    "inspection": "nobody inspects in the demonstration",
    "open_inspection_file": "nobody inspects in the demonstration",
    "inspection_file": "nobody inspects in the demonstration",
    "booth_office": "nobody votes on paper in the demonstration",
    "key_paper": "nobody votes on paper in the demonstration",
    "strike_paper": "nobody votes on paper in the demonstration",
    "finish_box": "nobody votes on paper in the demonstration",
    "join_box": "nobody votes on paper in the demonstration",
    "object_to_ballot": "a ballot of one's own that is set aside",
    "what_if_board": "the rules of the demonstration have none",
    "vote_choices": "two people hand the choices out; nobody has in the demonstration",
    "site_history": "reports are not in the menu",
    "site_history_rows": "reports are not in the menu",
}
# Pages that are open at other moments than those of the demonstration.
NOT_NOW: dict[str, str] = {}


def complete(people: dict[str, User]) -> None:
    """What the demonstration has no row of: a list that was read in, a photo of a visit, a
    comparison in pairs, a consent that is taken back after the announcement, a judge's question.
    """
    at = timezone.now()
    youth = Edition.objects.get(slug="sang-tao-tre-2026")
    focal, secretary = people["unit's focal point"], people["secretariat"]
    for kind in PeopleTable.Kind:
        PeopleTable.objects.create(
            kind=kind, edition_id=youth.pk, name="bang.xlsx", rows=[], by=secretary, at=at
        )
    letter = Broadcast.objects.create(
        edition=youth,
        group="drafts",
        subject="Sắp hết hạn nộp",
        body="Chào {ho_ten}, xin nộp hồ sơ.",
        written_by=secretary,
        written_at=at,
    )
    paper = Attachment.objects.order_by("pk").first()
    BroadcastFile.objects.create(broadcast=letter, blob=paper.blob, name="the-le.pdf")
    broadcasting.try_out(broadcast=letter, by=secretary, at=at)
    ImportedList.objects.create(edition=youth, name="danh-sach.xlsx", rows=[], by=focal, at=at)
    mine = Assignment.objects.assigned_to(people["judge"]).select_related("blinded_entry", "judge")
    sheet = mine.order_by("pk").first()
    visit, _new = Visit.objects.get_or_create(
        blinded_entry=sheet.blinded_entry, defaults={"planned_at": at, "place": "Võ Nhai"}
    )
    visit.team.add(sheet.judge)
    VisitPhoto.objects.create(visit=visit, blob=sheet.blinded_entry.files.first().blob)
    ranking = Ranking.objects.in_force().order_by("pk").first()
    comparison = Comparison.objects.create(ranking=ranking, opened_by=secretary, opened_at=at)
    comparison.entries.set(ranking.round.blinded_entries.order_by("code")[:2])
    sealed = Sealing.objects.get(judging_code=sheet.blinded_entry.code).version.entry
    JudgesQuestion.objects.create(
        entry=sealed, key=uuid.uuid4(), text="Số liệu đo trong mấy ngày?", asked_on=at.date()
    )
    winner = Entry.objects.filter(outcome__is_winner=True).order_by("pk").first()
    consents.withdraw(entry=winner, kind="names", by=winner.owner, at=at)


def visited(emails: dict[str, str], most: int = 2) -> tuple[list[Visited], list[str]]:
    """The addresses to visit, and the routes to which no row led."""
    people = {role: User.objects.get(email=email) for role, email in emails.items()}
    complete(people)
    everybody = {"stranger": AnonymousUser()} | people
    own = {person.pk for person in people.values()}
    found, missed = [], []
    for route in {route.name: route for route in routes()}.values():
        if route.name not in ROUTES or route.name in SPARED:
            continue
        known = ROUTES[route.name]
        addresses = []
        for place in _spread(_places(route), own, most):
            allowed = [role for role, who in everybody.items() if may(known, who, place)]
            urls = _urls(route, place)
            addresses += [Visited(url, route.name, allowed, known.when == ALWAYS) for url in urls]
        found += addresses
        if not addresses:
            missed.append(route.label)
    return found, missed


def every(route: Routed) -> list[str]:
    """Every address of a route of ours with the rows of this moment; none of one that is spared."""
    if route.name not in ROUTES or route.name in SPARED:
        return []
    return [url for place in _places(route) for url in _urls(route, place)]


def may(route: Route, person: User | AnonymousUser, place: Place) -> bool:
    """The route's own predicate, asked about the place; people alone are asked behind a sign-in."""
    parameters = list(inspect.signature(route.who).parameters.values())
    if not person.is_authenticated and parameters[0].annotation is User:
        return False
    names = [_object_name(parameter) for parameter in parameters[1:]]
    return bool(route.who(person, *[place.objects[name] for name in names]))


def _object_name(parameter: inspect.Parameter) -> str:
    if parameter.name == "edition_id":
        return parameter.name
    return parameter.annotation.__name__


def _places(route: Routed) -> list[Place]:
    if route.name == "wagtail_serve":
        return list(pages())
    beginning = max((way for way in WAYS if route.path.startswith(way)), key=len)
    if not beginning and "<slug:slug>" in route.path:
        return list(editions())
    return list(WAYS[beginning]())


def _spread(places: list[Place], own: set[int], most: int) -> list[Place]:
    """A few of the places, from all over them, and a few of those that belong to somebody here."""
    theirs = [place for place in places if place.owners & own]
    chosen = [*_some(places, most), *_some(theirs, most)]
    return [place for number, place in enumerate(chosen) if place not in chosen[:number]]


def _some(places: list[Place], most: int) -> list[Place]:
    step = max(1, len(places) // most)
    return places[::step][:most]


def _urls(route: Routed, place: Place) -> list[str]:
    if "page" in place.arguments:
        return [place.arguments["page"].url]
    names = re.findall(r"<(?:\w+:)?(\w+)>", route.path)
    missing = [name for name in names if name not in place.arguments]
    urls = []
    for part in PARTS.get(missing[0], []) if missing else [None]:
        given = {name: place.arguments[name] for name in names if name in place.arguments}
        given |= {name: PARTS.get(name, [""])[0] for name in missing}
        if missing:
            given[missing[0]] = part
        try:
            urls.append(reverse(route.name, kwargs=given))
        except NoReverseMatch:
            continue
    return urls
