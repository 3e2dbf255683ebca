"""The ratified list is posted (niêm yết) for the published working days, before the decision."""

import datetime
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone, localdate, localtime
from django.utils.translation import gettext as _

from accounts.models import User
from awards import permissions
from awards.models import Posting, Ratification, StandingRow
from awards.ratification import ratified_rows
from competition.errors import NotAllowed, WrongState
from competition.models import Edition, PrizeTier
from competition.publicity import Face
from competition.verbs import address_of, lock
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.notifications import post
from foundation.vietnamese.calendar import add_working_days

TOLD_AT_ONCE = 200  # entrants in one chunk of the job


@dataclass(frozen=True)
class Posted:
    """A work of the list as strangers see it."""

    number: int  # of the row, for whoever writes about it
    tier: PrizeTier
    face: Face


def of_edition(edition: Edition) -> Posting | None:
    """The posting of an edition's list, if there was one."""
    postings = Posting.objects.filter(ratification__standing__edition=edition)
    return postings.select_related("ratification__standing__edition").first()


def rows_of(posting: Posting) -> list[StandingRow]:
    """What the list says: the ratified prizes, the highest first, without who has left since."""
    return [row for row in ratified_rows(posting.ratification) if row.entry]


def shown(posting: Posting, at: datetime.datetime) -> list[Posted]:
    """The list for everybody: of each work what its entrant lets the public see."""
    listed = []
    for row in rows_of(posting):
        if row.entry and row.tier:
            names = [author.full_name for author in row.entry.authors.all()]
            listed.append(Posted(row.pk, row.tier, row.entry.face(at, names=names)))
    return listed


def by_tier(posting: Posting, at: datetime.datetime) -> list[tuple[PrizeTier, list[Posted]]]:
    """The list for everybody, prize by prize."""
    return [(tier, list(rows)) for tier, rows in groupby(shown(posting, at), attrgetter("tier"))]


def digest_of(ratification: Ratification) -> str:
    """What the ledger keeps of the list."""
    rows = ratified_rows(ratification)
    return chain.digest_of([[row.code, row.tier_id] for row in rows])


def end_of(edition: Edition, at: datetime.datetime) -> datetime.datetime:
    """The first moment after the published working days; the day of the posting does not count."""
    last = add_working_days(localdate(at), edition.posting_days)
    midnight = datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time())
    return midnight.replace(tzinfo=get_current_timezone())


@transaction.atomic
def put_up(*, ratification: Ratification, by: User, at: datetime.datetime) -> Posting:
    """Post the ratified list, once. Every entrant is told, by the worker.

    Raises NotAllowed, WrongState (the committee's vote is open, the rules know no posting, the list
    was posted before).
    """
    ratification = lock(ratification, "standing__edition")
    edition = ratification.standing.edition
    if not permissions.can_prepare(by, edition.pk):
        raise NotAllowed(_("Only the secretariat posts the list."))
    if ratification.closed_at is None:
        raise WrongState(_("The committee's vote is not closed yet."))
    if not edition.posting_days:
        raise WrongState(_("The rules of this edition know no posting of the list."))
    if Posting.objects.filter(ratification=ratification).exists():
        raise WrongState(_("The list was posted before."))
    posting = Posting.objects.create(
        ratification=ratification,
        digest=digest_of(ratification),
        posted_at=at,
        posted_by=by,
        closes_at=end_of(edition, at),
    )
    told = {"digest": posting.digest, "until": posting.closes_at}
    chain.append(edition.chain, "list.posted", told, at=at, by=by)
    emit("list.posted", edition=edition.pk, posting=posting.pk)
    return posting


def waits_for(ratification: Ratification, at: datetime.datetime) -> str:
    """What the decision still waits for on the board, in words; empty when it is over."""
    edition = ratification.standing.edition
    if not edition.posting_days:
        return ""
    posting = Posting.objects.filter(ratification=ratification).first()
    if posting is None:
        return _("The list is posted first, for %(days)s working days.") % {
            "days": edition.posting_days
        }
    if at < posting.closes_at:
        return _("The list is posted until %(end)s.") % {"end": last_day(posting)}
    return ""


def last_day(posting: Posting) -> str:
    """The last day on which the list hangs, as people write it."""
    last = localtime(posting.closes_at) - datetime.timedelta(seconds=1)
    return date_format(last, "SHORT_DATE_FORMAT")


def apply(_name: str, payload: dict) -> None:
    """A list was posted: its entrants are told."""
    work.ask("tell_of_posting", key=f"tell_of_posting:{payload['posting']}", params=payload)


@work.handler("tell_of_posting")
def tell_entrants(job: Job) -> tuple[int, int]:
    """Some of the entrants whose works were judged to the end, each once."""
    posting = Posting.objects.select_related("ratification__standing__edition").get(
        pk=job.params["posting"]
    )
    standing = posting.ratification.standing
    rows = standing.rows.exclude(entry=None).select_related("entry__owner").order_by("pk")
    total = rows.count()
    for row in rows[job.done : job.done + TOLD_AT_ONCE]:
        if row.entry is None:
            continue
        words = {"edition": standing.edition, "entry": row.entry, "last": last_day(posting)}
        key = f"list-posted:{posting.pk}:{row.entry_id}"
        post.tell(row.entry.owner, "list_posted", words, key=key, link=address_of(posting))
    return min(job.done + TOLD_AT_ONCE, total), total
