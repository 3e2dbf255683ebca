"""The list of fees that is signed on receipt."""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from competition import clock
from competition.errors import NotAllowed, Refused
from foundation.papers import pdf, prepared
from judging import permissions
from judging.councils import fees
from judging.models import Round


@prepared.maker("fee_list", ".pdf")
def _prepared(params: dict) -> bytes:
    judging_round = Round.objects.select_related("edition__contest", "scheme").get(
        pk=params["round"]
    )
    try:
        by = User.objects.get(pk=params["by"])
        return draw_up(judging_round=judging_round, by=by, at=clock.now())
    except Refused as refusal:
        raise prepared.NotMade(str(refusal)) from None


def draw_up(*, judging_round: Round, by: User, at: datetime.datetime) -> bytes:
    """The list of fees to be signed on receipt (PDF).

    Raises NotAllowed, Refused (nobody is owed anything).
    """
    if not permissions.can_organise(by, judging_round.edition_id):
        raise NotAllowed(_("Only the secretariat draws up the list of fees."))
    lines = fees.owed(judging_round)
    if not lines:
        raise Refused(_("Nobody has locked a sheet or attended a closed meeting yet."))
    facts = {
        "lines": lines,
        "round": judging_round,
        "edition": judging_round.edition,
        "total": sum(line.amount for line in lines),
        "at": at,
    }
    with override("vi"):
        return pdf.render("fees.html", facts)
