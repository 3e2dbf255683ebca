"""Petitions (kiến nghị), complaints (khiếu nại) and denunciations (tố cáo): told apart by who
writes, registered with a number, answered within the published working days. The decision waits
for all of them.

Petitions and complaints are the secretariat's; denunciations are the committee's, for they may be
about the secretariat. Nobody answers, or learns of, what is about oneself or one's own work, and
who wrote a denunciation is read by who answers it alone, each time with a line.
"""

import datetime
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Count, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.membership import committee_seats
from accounts.models import User
from accounts.permissions import Role, Visitor, staff_of
from awards import permissions, posting
from awards.models import AwardDecision, Complaint, ComplaintAnswer, ComplaintWriter, StandingRow
from awards.models.complaints import ComplaintQuerySet
from competition.errors import NotAllowed, PhaseClosed, Refused, WrongState
from competition.models import Edition
from competition.verbs import address_of, lock, need_reason, page_address
from foundation.ledger import chain
from foundation.notifications import post
from foundation.vietnamese.calendar import add_working_days
from submissions.models import Entry
from submissions.permissions import entries_of_own

Kind = Complaint.Kind
Outcome = ComplaintAnswer.Outcome
MOST_CHARACTERS = 6000
MOST_OPEN = 5  # of one person in one edition
# Luật Khiếu nại 2011, Điều 9: so many days after somebody knows of what it is about.
DAYS_AFTER_THE_RESULT = 90
_PREFIX = {Kind.PETITION: "KNPA", Kind.COMPLAINT: "KN", Kind.DENUNCIATION: "TC"}


def due_of(edition: Edition, kind: str, at: datetime.datetime) -> datetime.date:
    """The working day by which it is answered."""
    days = edition.answer_days if kind == Kind.PETITION else edition.complaint_days
    return add_working_days(localdate(at), days)


def only_of_denunciations() -> str:
    """Why nobody is named whom a petition or a complaint is about: the office reads those, and the
    people who are named too.
    """
    return _("Only a denunciation names committee members. Untick them, or choose a denunciation.")


def why_not_about(entry: Entry, at: datetime.datetime) -> str:
    """Why an entrant cannot write about an own dossier now, in words; empty when it can be done."""
    if entry.status == Entry.Status.DRAFT:
        return _("This dossier is not submitted yet.")
    announced = AwardDecision.objects.announced().filter(edition=entry.edition_id)
    last = announced.order_by("-announced_at").values_list("announced_at", flat=True).first()
    if last and at >= last + datetime.timedelta(days=DAYS_AFTER_THE_RESULT):
        return _("Complaints are taken for %(days)s days after the announcement.") % {
            "days": DAYS_AFTER_THE_RESULT
        }
    return ""


@transaction.atomic
def file_about_own(
    *,
    entry: Entry,
    kind: str,
    subject: str,
    text: str,
    by: User,
    at: datetime.datetime,
    about: Collection[User] = (),
) -> Complaint:
    """The entrant writes from the dossier's page; `about` as for `file_from_list`.

    Raises NotAllowed, PhaseClosed, Refused.
    """
    entry = lock(entry, "edition")
    if not permissions.can_complain(by, entry):
        raise NotAllowed(_("Only the person who submitted the entry complains from its page."))
    if why := why_not_about(entry, at):
        raise PhaseClosed(why)
    return _file(entry.edition, entry, kind, subject, text, about, by, at)


@transaction.atomic
def file_from_list(
    *,
    edition: Edition,
    kind: str,
    subject: str,
    text: str,
    by: User,
    at: datetime.datetime,
    row: StandingRow | None = None,
    about: Collection[User] = (),
) -> Complaint:
    """Anybody writes while the list is posted, about one of its works or none.

    `about`: members of the committee whom a denunciation is about; they learn nothing of it. Raises
    NotAllowed, PhaseClosed, Refused.
    """
    if not permissions.can_write_in(by):
        raise NotAllowed(_("Confirm an e-mail address or a phone first: the answer goes there."))
    posted = posting.of_edition(edition)
    if posted is None or not posted.stands(at):
        raise PhaseClosed(_("No list of this edition is posted now."))
    listed = {one.pk for one in posting.rows_of(posted)}
    if row is not None and row.pk not in listed:
        raise Refused(_("This work is not on the posted list."))
    return _file(edition, row.entry if row else None, kind, subject, text, about, by, at)


def _file(
    edition: Edition,
    entry: Entry | None,
    kind: str,
    subject: str,
    text: str,
    about: Collection[User],
    by: User,
    at: datetime.datetime,
) -> Complaint:
    edition = lock(edition)
    if kind not in Kind.values or subject not in Complaint.Subject.values:
        raise Refused(_("Say what you write, and what it is about."))
    text = need_reason(text, _("Write what happened, and what you ask for."))
    if len(text) > MOST_CHARACTERS:
        raise Refused(
            _("At most %(count)s characters: leave out what is not needed.")
            % {"count": MOST_CHARACTERS}
        )
    if open_of(by, edition) >= MOST_OPEN:
        raise Refused(
            _("%(count)s of yours wait for an answer: write again once one is answered.")
            % {"count": MOST_OPEN}
        )
    if about and kind != Kind.DENUNCIATION:
        raise Refused(only_of_denunciations())
    complaint = Complaint(edition=edition, entry=entry, kind=kind, subject=subject, text=text)
    complaint.number = _next_number(edition, kind)
    complaint.filed_at = at
    complaint.due = due_of(edition, kind, at)
    complaint.save()
    complaint.about.set(about)
    ComplaintWriter.objects.create(complaint=complaint, user=by)
    readers = handlers_of(complaint)
    if not readers:
        raise Refused(
            _("Nobody here could answer this: write to the inspectorate of the province.")
        )
    _note_filing(complaint, by, at)
    _tell_of_filing(complaint, by, readers)
    return complaint


def _next_number(edition: Edition, kind: str) -> str:
    """The edition is held: no number is given twice."""
    given = Complaint.objects.filter(edition=edition, kind=kind).count()
    return f"{_PREFIX[Kind(kind)]}-{edition.year}-{given + 1:04d}"


def facts_of(complaint: Complaint) -> dict:
    """What the ledger keeps beside its line: nothing that anybody could try out."""
    receipt = complaint.entry.receipt_number if complaint.entry else ""
    about = sorted(complaint.about.values_list("pk", flat=True))
    told = [complaint.kind, complaint.subject, receipt, about, complaint.text, complaint.due]
    return {"content": chain.digest_of([*told, complaint.writer.user_id])}


def _note_filing(complaint: Complaint, by: User, at: datetime.datetime) -> None:
    """The line of a denunciation names nobody, beside the chain neither."""
    chain.append(
        complaint.edition.chain,
        "complaint.filed",
        {"number": complaint.number, "due": complaint.due},
        at=at,
        by=None if complaint.is_secret else by,
        beside=facts_of(complaint),
    )


def handlers_of(complaint: Complaint) -> list[User]:
    """Who may answer it."""
    if complaint.is_secret:
        seats = committee_seats(edition_id=complaint.edition_id).select_related("user")
        people: Iterable[User] = [seat.user for seat in seats]
    else:
        people = staff_of(Role.SECRETARIAT, edition_id=complaint.edition_id)
    return [person for person in people if permissions.can_answer_complaint(person, complaint)]


def page_of(complaint: Complaint) -> str:
    """Where it is answered."""
    route = "denunciation" if complaint.is_secret else "complaint_office"
    return page_address(route, complaint.edition.slug, complaint.pk)


def _tell_of_filing(complaint: Complaint, by: User, readers: Iterable[User]) -> None:
    words = {"edition": complaint.edition, "complaint": complaint}
    key = f"complaint:{complaint.pk}"
    post.tell(by, "complaint_filed", words, key=key, link=address_of(complaint))
    for person in readers:
        one = f"{key}:{person.pk}"
        post.tell(person, "complaint_registered", words, key=one, link=page_of(complaint))


@transaction.atomic
def answer(
    *, complaint: Complaint, outcome: str, text: str, by: User, at: datetime.datetime
) -> ComplaintAnswer:
    """Say what came of it, and why; its writer is told. Raises NotAllowed, WrongState, Refused."""
    complaint = lock(complaint, "edition", "entry", "writer__user")
    if not permissions.can_answer_complaint(by, complaint):
        raise NotAllowed(_("Somebody else must answer this."))
    _need_open(complaint)
    if outcome not in Outcome.values or outcome == Outcome.TAKEN_BACK:
        raise Refused(_("Say what came of it."))
    text = need_reason(text, _("Write the answer: its writer reads it."))
    if len(text) > MOST_CHARACTERS:
        raise Refused(
            _("At most %(count)s characters: leave out what is not needed.")
            % {"count": MOST_CHARACTERS}
        )
    given = ComplaintAnswer.objects.create(
        complaint=complaint, outcome=outcome, text=text, by=by, at=at
    )
    told = {"number": complaint.number, "outcome": outcome}
    chain.append(
        complaint.edition.chain,
        "complaint.answered",
        told,
        at=at,
        by=by,
        beside={"text": chain.digest_of(text)},
    )
    post.tell(
        complaint.writer.user,
        "complaint_answered",
        {"edition": complaint.edition, "complaint": complaint, "answer": given},
        key=f"complaint-answered:{complaint.pk}",
        link=address_of(complaint),
    )
    return given


@transaction.atomic
def take_back(*, complaint: Complaint, by: User, at: datetime.datetime) -> ComplaintAnswer:
    """Its writer wants it no longer. A denunciation is looked into all the same (Luật Tố cáo 2018,
    Điều 33). Raises NotAllowed, WrongState.
    """
    complaint = lock(complaint, "edition", "writer")
    if not permissions.wrote(by, complaint):
        raise NotAllowed(_("Only who wrote it takes it back."))
    if complaint.is_secret:
        raise WrongState(_("A denunciation is looked into also when its writer wants it no more."))
    _need_open(complaint)
    given = ComplaintAnswer.objects.create(complaint=complaint, outcome=Outcome.TAKEN_BACK, at=at)
    told = {"number": complaint.number, "outcome": Outcome.TAKEN_BACK.value}
    chain.append(
        complaint.edition.chain,
        "complaint.answered",
        told,
        at=at,
        beside={"text": chain.digest_of("")},
    )
    return given


def _need_open(complaint: Complaint) -> None:
    given = ComplaintAnswer.objects.filter(complaint=complaint).first()
    if given is None:
        return
    if given.is_taken_back:
        raise WrongState(_("Its writer has taken this back: it is answered no more."))
    raise WrongState(_("This is answered already."))


@transaction.atomic
def writer_of(*, complaint: Complaint, by: User, at: datetime.datetime) -> User:
    """Who wrote it; of a denunciation the ledger knows who has read that. Raises NotAllowed."""
    complaint = lock(complaint, "edition", "writer__user")
    if not permissions.can_answer_complaint(by, complaint):
        raise NotAllowed(_("Somebody else must answer this."))
    if complaint.is_secret:
        told = {"number": complaint.number}
        chain.append(complaint.edition.chain, "complaint.writer_read", told, at=at, by=by)
    return complaint.writer.user


def readable(rows: ComplaintQuerySet, person: Visitor) -> ComplaintQuerySet:
    """Of these, those that are neither the person's own, nor about the person or an own work: as
    `permissions.can_answer_complaint` says it of one.
    """
    rows = rows.exclude(writer__user=person.pk).exclude(about=person.pk)
    return rows.exclude(entry__in=entries_of_own(person).values("pk"))


def readable_in_office(edition: Edition, person: Visitor) -> ComplaintQuerySet:
    """Petitions and complaints that this person of the secretariat may read."""
    return readable(Complaint.objects.filter(edition=edition).for_the_office(), person)


def open_of(person: Visitor, edition: Edition) -> int:
    """How many of this person's wait for an answer."""
    mine = Complaint.objects.filter(edition=edition, writer__user=person.pk)
    return mine.open().count()


def still_open(edition: Edition) -> str:
    """How many wait for an answer, in words; empty when none does."""
    waiting = Complaint.objects.filter(edition=edition).open().count()
    if not waiting:
        return ""
    return ngettext(
        "%(count)s complaint waits for its answer: the decision waits with it.",
        "%(count)s complaints wait for their answers: the decision waits with them.",
        waiting,
    ) % {"count": waiting}


def told_of(edition: Edition) -> list[dict[str, object]]:
    """What everybody may know of an edition's: by kind how many, how many are answered, were right,
    or were taken back by their writers.
    """
    right = Q(answer__outcome__in=[Outcome.UPHELD, Outcome.PARTLY])
    taken_back = Q(answer__outcome=Outcome.TAKEN_BACK)
    rows = Complaint.objects.filter(edition=edition).order_by().values("kind")
    counted = {
        row["kind"]: row
        for row in rows.annotate(
            filed=Count("pk"),
            answered=Count("answer", filter=~taken_back),
            taken_back=Count("pk", filter=taken_back),
            right=Count("pk", filter=right),
        )
    }
    return [counted[kind] | {"label": Kind(kind).label} for kind in Kind.values if kind in counted]
