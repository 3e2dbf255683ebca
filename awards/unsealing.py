"""Ghép phách: the map from codes to entries is opened once, by two people.

Not before ranking and tally are frozen.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from awards import permissions
from awards.models import Standing, Unsealing
from competition import joint_requests
from competition.errors import NotAllowed, WrongState
from competition.models import Edition, JointRequest
from foundation.ledger import chain
from submissions.sealing import sealing

KIND = "unsealing"


@transaction.atomic
def ask(*, standing: Standing, by: User, at: datetime.datetime) -> JointRequest:
    """The first person asks for the opening.

    Raises NotAllowed; WrongState when the seals are open, or it was asked for; Refused where nobody
    could be the second person.
    """
    if not permissions.can_open_seals(by, standing.edition_id):
        raise NotAllowed(_("Only the secretariat or the committee may open the seals."))
    _refuse_open(standing)
    works = standing.rows.count()
    return joint_requests.ask(
        edition=standing.edition,
        kind=KIND,
        content={"standing": standing.pk},
        changes=[
            [
                _("Codes of %(count)s works") % {"count": works},
                _("sealed: nobody knows whose they are"),
                _("brought together with the names, for good"),
            ]
        ],
        reason=_("Ranking and count are frozen; nothing can change them any more."),
        by=by,
        at=at,
    )


def _refuse_open(standing: Standing) -> None:
    if Unsealing.objects.filter(standing=standing).exists():
        raise WrongState(_("The seals are open already."))


def asked_for(edition: Edition) -> JointRequest | None:
    """The request to open an edition's seals that waits for a second person."""
    return joint_requests.waiting_in(edition).filter(kind=KIND).first()


def _may_ask(user: User, joint: JointRequest) -> bool:
    return permissions.can_open_seals(user, joint.edition_id)


def _still(joint: JointRequest, at: datetime.datetime) -> None:
    _refuse_open(Standing.objects.get(pk=joint.content["standing"]))


@joint_requests.takes_two(
    KIND,
    gettext_lazy("Open the seals"),
    joint_requests.About.RESULT,
    may_ask=_may_ask,
    page=joint_requests.office_page("awards_office"),
    still=_still,
)
def opened(joint: JointRequest, by: User, at: datetime.datetime) -> None:
    """The second person opens. Raises WrongState when they are open."""
    standing = Standing.objects.select_related("edition").get(pk=joint.content["standing"])
    _refuse_open(standing)
    rows = list(standing.rows.all())
    entries = sealing.entries_behind([row.code for row in rows])
    for row in rows:
        row.entry = entries[row.code]
    standing.rows.bulk_update(rows, ["entry"])
    Unsealing.objects.create(
        standing=standing,
        asked_by=joint.asked_by,
        asked_at=joint.asked_at,
        opened_by=by,
        opened_at=at,
    )
    line = {"standing": standing.digest, "entries": len(rows)}
    chain.append(standing.edition.chain, "seals.opened", line, at=at, by=by)
