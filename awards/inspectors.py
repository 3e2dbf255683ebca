"""An inspector reads, for a time, what stands behind works of an edition; two people want it, and
each reading leaves a line.
"""

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import addresses, membership
from accounts.models import User
from awards import permissions
from awards.models import InspectionFile, Mandate, Standing, Unsealing
from competition import clock, joint_requests
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition, JointRequest
from competition.verbs import lock, need_reason, page_address, with_address
from foundation.ledger import chain
from foundation.notifications import post
from judging.models import Judge
from submissions.models import Entry
from submissions.permissions import entries_of_own

KIND = "inspector"
MOST_DAYS = 60
_LAST_HOUR = datetime.time(23, 59)


def _who(email: str, edition: Edition) -> User:
    """The person of this address, who has nothing to do with the edition. Raises Refused."""
    person = addresses.person_of(email.strip())
    if person is None:
        raise Refused(
            _(
                "No account has confirmed this address. Ask the person to register and to "
                "confirm it first."
            )
        )
    works = membership.works_in(person, edition.pk) or permissions.can_prepare(person, edition.pk)
    judges = Judge.objects.filter(panel__round__edition=edition, user=person).exists()
    if works or judges or entries_of_own(person).filter(edition=edition).exists():
        raise Refused(
            _("%(name)s works in this edition, or has a work in it: somebody else inspects it.")
            % {"name": person}
        )
    return person


@transaction.atomic
def ask(
    *,
    edition: Edition,
    email: str,
    paper: str,
    until: datetime.date,
    reason: str,
    by: User,
    at: datetime.datetime,
) -> JointRequest:
    """The first person names the inspector, the paper that orders it, and the last day.

    Raises NotAllowed, WrongState (the seals are not open, or the same waits), Refused.
    """
    if not permissions.can_open_seals(by, edition.pk):
        raise NotAllowed(_("Only the secretariat or the committee lets an inspector read."))
    _need_open_seals(edition)
    person = _who(email, edition)
    paper = need_reason(paper, _("Write the number of the paper that orders the inspection."))
    today = localdate(at)
    if not today <= until <= today + datetime.timedelta(days=MOST_DAYS):
        raise Refused(_("The last day is today or within %(days)s days.") % {"days": MOST_DAYS})
    return joint_requests.ask(
        edition=edition,
        kind=KIND,
        content={"user": person.pk, "paper": paper, "until": until.isoformat()},
        changes=[
            [with_address(person), _("reads nothing"), _("reads until the day named below")],
            [_("Paper that orders it"), "–", paper],
            [_("Last day"), "–", until.strftime("%d/%m/%Y")],
        ],
        reason=reason,
        by=by,
        at=at,
    )


def _need_open_seals(edition: Edition) -> None:
    standing = Standing.objects.filter(edition=edition).first()
    if not Unsealing.objects.filter(standing=standing).exists():
        raise WrongState(_("The seals are not open: nobody reads who judged which work before."))


def _may_ask(user: User, joint: JointRequest) -> bool:
    return permissions.can_open_seals(user, joint.edition_id)


@joint_requests.takes_two(
    KIND,
    gettext_lazy("Let an inspector read for a time"),
    joint_requests.About.PEOPLE,
    may_ask=_may_ask,
    page=joint_requests.office_page("inspectors_office"),
)
def _given(joint: JointRequest, by: User, at: datetime.datetime) -> None:
    """The inspector is told; the ledger knows which request it was, and names nobody."""
    about = joint.content
    last = datetime.date.fromisoformat(about["until"])
    mandate = Mandate.objects.create(
        edition=joint.edition,
        inspector=User.objects.get(pk=about["user"]),
        joint=joint,
        paper=about["paper"],
        begins_at=at,
        ends_at=max(at, clock.local(last, _LAST_HOUR)),
    )
    told = {"request": joint.pk, "until": mandate.ends_at}
    chain.append(joint.edition.chain, "inspection.begun", told, at=at, by=by)
    post.tell(
        mandate.inspector,
        "inspection_begun",
        {"edition": joint.edition, "mandate": mandate},
        key=f"inspection:{mandate.pk}",
        link=page_address("inspection", mandate.pk),
    )


@transaction.atomic
def end(*, mandate: Mandate, by: User, at: datetime.datetime) -> Mandate:
    """It ends before its day. Raises NotAllowed, WrongState."""
    mandate = lock(mandate, "edition")
    if not permissions.can_open_seals(by, mandate.edition_id):
        raise NotAllowed(_("Only the secretariat or the committee ends it."))
    if not mandate.runs(at):
        raise WrongState(_("It is over already."))
    mandate.ends_at = at
    mandate.save(update_fields=["ends_at"])
    told = {"request": mandate.joint_id}
    chain.append(mandate.edition.chain, "inspection.ended", told, at=at, by=by)
    return mandate


def _need_mandate(mandate: Mandate, by: User, at: datetime.datetime) -> None:
    if mandate.inspector_id != by.pk or not mandate.runs(at):
        raise NotAllowed(_("Your mandate for this edition is over, or was never given."))


@transaction.atomic
def open_file(*, mandate: Mandate, entry: Entry, by: User, at: datetime.datetime) -> InspectionFile:
    """Open the numbered file of one work; opened again, it is the same. Raises NotAllowed, Refused.

    The ledger knows the number, and beside it which work.
    """
    mandate = lock(mandate, "edition")
    _need_mandate(mandate, by, at)
    entry = lock(entry)
    if entry.edition_id != mandate.edition_id or not entry.receipt_number:
        raise Refused(_("This work is not one of this edition."))
    kept = InspectionFile.objects.filter(mandate=mandate, entry=entry).first()
    if kept is not None:
        return kept
    edition = lock(mandate.edition)
    given = InspectionFile.objects.filter(mandate__edition=edition).count()
    file = InspectionFile.objects.create(
        mandate=mandate,
        entry=entry,
        number=f"HSTT-{edition.slug}-{given + 1:04d}"[:30],
        opened_at=at,
    )
    beside = {"entry": entry.receipt_number}
    told = {"number": file.number}
    chain.append(edition.chain, "inspection.opened", told, at=at, by=by, beside=beside)
    return file


@transaction.atomic
def read(*, file: InspectionFile, by: User, at: datetime.datetime) -> None:
    """The file is taken out once more: a line each time. Raises NotAllowed."""
    _need_mandate(file.mandate, by, at)
    told = {"number": file.number}
    chain.append(file.mandate.edition.chain, "inspection.read", told, at=at, by=by)


def running_of(person: User, at: datetime.datetime) -> QuerySet[Mandate]:
    """What this person may inspect now."""
    mandates = Mandate.objects.running(at).filter(inspector=person)
    return mandates.select_related("edition")


def works_of(mandate: Mandate, words: str = "") -> QuerySet[Entry]:
    """The dossiers that were submitted in the edition, by receipt; those that these words find."""
    works = Entry.objects.in_edition(mandate.edition).search(words).exclude(receipt_number="")
    return works.select_related("field").order_by("receipt_number")
