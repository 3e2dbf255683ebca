"""Ghép phách: the map from codes to entries is opened once, by two people.

Not before ranking and tally are frozen.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from awards import permissions
from awards.models import Standing, Unsealing
from competition import joint_requests
from competition.errors import NotAllowed, WrongState
from competition.models import Edition
from competition.verbs import page_address
from foundation.ledger import chain
from submissions.sealing import sealing


@transaction.atomic
def ask(*, standing: Standing, by: User, at: datetime.datetime) -> Unsealing:
    """The first person asks for the opening. Raises NotAllowed."""
    if not permissions.can_open_seals(by, standing.edition_id):
        raise NotAllowed(_("Only the secretariat or the committee may open the seals."))
    unsealing, is_new = Unsealing.objects.get_or_create(
        standing=standing, defaults={"asked_by": by, "asked_at": at}
    )
    if is_new:
        _call_for_second(standing.edition, by, key=f"unsealing:{unsealing.pk}")
    return unsealing


def _call_for_second(edition: Edition, by: User, *, key: str) -> None:
    def page(person: User) -> str:
        is_office = permissions.can_prepare(person, edition.pk)
        return page_address("awards_office" if is_office else "ratify", edition.slug)

    joint_requests.call_for_second(
        edition,
        joint_requests.who_could_agree(edition, besides=by),
        what=_("Open the seals"),
        asker=by,
        key=key,
        links=page,
    )


@transaction.atomic
def open(*, standing: Standing, by: User, at: datetime.datetime) -> Unsealing:  # noqa: A001
    """The second person opens.

    Raises NotAllowed (the same person, or no right), WrongState (not asked for, or open).
    """
    unsealing = Unsealing.objects.select_for_update().filter(standing=standing).first()
    if not permissions.can_open_seals(by, standing.edition_id):
        raise NotAllowed(_("Only the secretariat or the committee may open the seals."))
    if unsealing is None or unsealing.opened_at:
        raise WrongState(_("The opening was not asked for, or is done."))
    if unsealing.asked_by_id == by.pk:
        raise NotAllowed(_("A second person must open the seals: you asked for it yourself."))
    rows = list(standing.rows.all())
    entries = sealing.entries_behind([row.code for row in rows])
    for row in rows:
        row.entry = entries[row.code]
    standing.rows.bulk_update(rows, ["entry"])
    unsealing.opened_by = by
    unsealing.opened_at = at
    unsealing.save(update_fields=["opened_by", "opened_at"])
    opened = {"standing": standing.digest, "entries": len(rows)}
    chain.append(standing.edition.chain, "seals.opened", opened, at=at, by=by)
    return unsealing
