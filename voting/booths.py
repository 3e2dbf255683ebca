"""Paper ballots: two keepers of a polling place type its box, each alone; what differs is looked at
again, and only papers on which both agree join the count. They have receipts like all ballots, and
no person and no device.
"""

import datetime
import secrets
from collections.abc import Collection
from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from competition.errors import NotAllowed, PhaseClosed, Refused, WrongState
from competition.models import Edition, Phase
from competition.verbs import lock, need_reason
from foundation.ledger import chain
from voting import permissions, rules
from voting.models import Ballot, Booth, Candidate, PaperBallot, Poll, Tally, Voter

Codes = list[str]


class Difference(NamedTuple):
    """A paper that two keepers read otherwise; None: one of them has no such number."""

    serial: int
    first: Codes | None
    second: Codes | None


def _need_open_count(edition: Edition) -> None:
    if not Poll.objects.filter(edition=edition).exists():
        raise PhaseClosed(_("The vote opens when the councils have locked their last sheet."))
    if Tally.objects.filter(edition=edition).exists():
        raise PhaseClosed(_("The vote is counted; no ballot is taken any more."))


@transaction.atomic
def set_up(
    *,
    edition: Edition,
    place: str,
    day: datetime.date,
    first: User,
    second: User,
    by: User,
    at: datetime.datetime,
) -> Booth:
    """A place where people vote on paper on a day of the vote, with its two keepers.

    Raises NotAllowed, PhaseClosed, Refused.
    """
    edition = lock(edition)
    if not permissions.can_run_vote(by, edition.pk):
        raise NotAllowed(_("Only the secretariat sets up polling places."))
    if Tally.objects.filter(edition=edition).exists():
        raise PhaseClosed(_("The vote is counted; no ballot is taken any more."))
    place = need_reason(place, _("Write where people vote: name and address."))
    phase = edition.phase(Phase.Kind.VOTING)
    if phase is None or not localdate(phase.opens_at) <= day <= localdate(phase.closes_at):
        raise Refused(_("Choose a day of the vote."))
    for keeper in (first, second):
        if not permissions.can_run_vote(keeper, edition.pk):
            raise Refused(_("%(name)s does not work in the secretariat.") % {"name": keeper})
    if first == second:
        raise Refused(_("A box has two keepers: choose two people."))
    booth = Booth.objects.create(
        edition=edition,
        place=place,
        day=day,
        first_keeper=first,
        second_keeper=second,
        set_up_by=by,
        set_up_at=at,
    )
    told = {"booth": booth.pk}
    chain.append(edition.chain, "booth.set_up", told, at=at, by=by, beside=facts_of(booth))
    return booth


def facts_of(booth: Booth) -> dict:
    """What the ledger keeps beside its first line."""
    keepers = [booth.first_keeper_id, booth.second_keeper_id]
    return {"facts": chain.digest_of([booth.place, booth.day, *keepers])}


def _held(booth: Booth, by: User) -> Booth:
    """The booth, whose box this keeper may type now. Raises NotAllowed, PhaseClosed, WrongState."""
    booth = lock(booth, "edition")
    if by.pk not in (booth.first_keeper_id, booth.second_keeper_id):
        raise NotAllowed(_("Only the two keepers of this box type its papers."))
    _need_open_count(booth.edition)
    if booth.joined_at:
        raise WrongState(_("This box has joined the count: nothing of it changes any more."))
    return booth


@transaction.atomic
def key_in(
    *, booth: Booth, serial: int, codes: Collection[str], by: User, at: datetime.datetime
) -> PaperBallot:
    """Type one paper; typed again, the later reading stands. Without a work it is not valid.

    Raises NotAllowed, PhaseClosed, WrongState, Refused (no such work, or more than the rules allow:
    such a paper is not valid).
    """
    booth = _held(booth, by)
    if localdate(at) < booth.day:
        raise PhaseClosed(_("The box is opened on the day of the vote at this place."))
    if serial < 1:
        raise Refused(_("Type the number that stands on the paper."))
    wanted = sorted({code.strip().upper() for code in codes if code.strip()})
    _refuse_wrong(booth.edition, wanted)
    paper, _is_new = PaperBallot.objects.update_or_create(
        booth=booth, keeper=by, serial=serial, defaults={"codes": wanted, "at": at}
    )
    return paper


def _refuse_wrong(edition: Edition, codes: Codes) -> None:
    standing = Candidate.objects.in_edition(edition).standing().filter(code__in=codes)
    found = {candidate.code: candidate for candidate in standing}
    strange = [code for code in codes if code not in found]
    if strange:
        raise Refused(_("No work of this vote is called %(code)s.") % {"code": strange[0]})
    if why := rules.too_many(edition.scheme, list(found.values())):
        raise Refused(why)


@transaction.atomic
def strike(*, booth: Booth, serial: int, by: User, at: datetime.datetime) -> None:
    """Take an own reading away: there is no paper of this number. Raises NotAllowed, PhaseClosed,
    WrongState.
    """
    booth = _held(booth, by)
    gone, _rows = PaperBallot.objects.filter(booth=booth, keeper=by, serial=serial).delete()
    if not gone:
        raise WrongState(_("You have typed no paper of this number."))


@transaction.atomic
def finish(*, booth: Booth, by: User, at: datetime.datetime) -> Booth:
    """A keeper has typed the whole box. Raises NotAllowed, PhaseClosed, WrongState."""
    booth = _held(booth, by)
    if localdate(at) < booth.day:
        raise PhaseClosed(_("The box is opened on the day of the vote at this place."))
    column = "first_done_at" if by.pk == booth.first_keeper_id else "second_done_at"
    if getattr(booth, column):
        raise WrongState(_("You have said so before."))
    setattr(booth, column, at)
    booth.save(update_fields=[column])
    return booth


def readings(booth: Booth, keeper_id: int) -> dict[int, Codes]:
    """{number on the paper: works} as one keeper has read the box."""
    rows = PaperBallot.objects.filter(booth=booth, keeper=keeper_id)
    return dict(rows.values_list("serial", "codes"))


def differences(booth: Booth) -> list[Difference]:
    """The papers that the two keepers read otherwise, by number."""
    first = readings(booth, booth.first_keeper_id)
    second = readings(booth, booth.second_keeper_id)
    numbers = sorted(first.keys() | second.keys())
    return [
        Difference(number, first.get(number), second.get(number))
        for number in numbers
        if first.get(number) != second.get(number)
    ]


def digest_of(booth: Booth) -> str:
    """What the ledger keeps beside the line of a box that joined the count."""
    return chain.digest_of(sorted(map(list, readings(booth, booth.first_keeper_id).items())))


@transaction.atomic
def join(*, booth: Booth, by: User, at: datetime.datetime) -> int:
    """The papers on which both keepers agree become ballots; returns of how many papers.

    Raises NotAllowed, PhaseClosed, WrongState (a keeper still types, or two readings differ).
    """
    edition = lock(Edition.objects.get(pk=booth.edition_id))  # as the count holds it
    booth = lock(booth, "edition")
    if not permissions.can_run_vote(by, edition.pk):
        raise NotAllowed(_("Only the secretariat joins a box to the count."))
    _need_open_count(edition)
    if booth.joined_at:
        raise WrongState(_("This box has joined the count: nothing of it changes any more."))
    if not booth.is_typed:
        raise WrongState(_("Both keepers type the whole box first."))
    if differences(booth):
        raise WrongState(_("The keepers read some papers otherwise: look at them again."))
    papers = readings(booth, booth.first_keeper_id)
    works = {one.code: one for one in Candidate.objects.in_edition(edition)}
    for serial, codes in sorted(papers.items()):
        if not codes:
            continue
        voter = Voter.objects.create(edition=edition, booth=booth, paper=serial)
        for code in codes:
            receipt = secrets.token_hex(32)
            Ballot.objects.create(candidate=works[code], voter=voter, cast_at=at, receipt=receipt)
    booth.joined_at = at
    booth.joined_by = by
    booth.save(update_fields=["joined_at", "joined_by"])
    valid = sum(bool(codes) for codes in papers.values())
    told = {"booth": booth.pk, "papers": len(papers), "valid": valid}
    beside = {"papers_digest": digest_of(booth)}
    chain.append(edition.chain, "booth.joined", told, at=at, by=by, beside=beside)
    return len(papers)


def still_open(edition: Edition) -> str:
    """How many boxes have not joined the count, in words; empty when all have."""
    waiting = Booth.objects.filter(edition=edition, joined_at=None).count()
    if not waiting:
        return ""
    return ngettext(
        "The box of %(count)s polling place has not joined the count yet.",
        "The boxes of %(count)s polling places have not joined the count yet.",
        waiting,
    ) % {"count": waiting}


def has_begun(booth: Booth, at: datetime.datetime) -> bool:
    """Whether the box may be opened; for what pages offer."""
    return localdate(at) >= booth.day


def papers_counted(edition: Edition) -> int:
    """How many valid papers of all boxes have joined the count; told once it is closed."""
    return Voter.objects.filter(edition=edition).exclude(booth=None).count()
