"""Two people rule on each cluster of ballots that was set aside: it stays so, or it counts. Nothing
is counted while one waits.
"""

import datetime

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from competition import joint_requests
from competition.errors import WrongState
from competition.models import Edition, JointRequest
from competition.verbs import need_reason
from foundation.ledger import chain
from voting import integrity, telling
from voting.models import Ballot, BallotQuerySet, ClusterRuling, Objection

KIND = "ballot_cluster"


def _cluster(edition: Edition, code: str, network: str) -> BallotQuerySet:
    """The ballots for a work from a network that wait for a ruling."""
    waiting = Ballot.objects.not_ruled_on().filter(candidate__edition=edition)
    return waiting.filter(candidate__code=code, network=network)


def _digest_of(ballots: BallotQuerySet) -> str:
    return chain.digest_of(sorted(ballots.values_list("receipt", flat=True)))


def unruled(edition: Edition) -> int:
    """On how many clusters nobody has ruled."""
    waiting = Ballot.objects.not_ruled_on().filter(candidate__edition=edition)
    return waiting.order_by().values("candidate", "network").annotate(size=Count("pk")).count()


def still_unruled(edition: Edition) -> str:
    """How many clusters wait, in words; empty when none does."""
    waiting = unruled(edition)
    if not waiting:
        return ""
    return ngettext(
        "%(count)s cluster of ballots waits: two people rule on it first.",
        "%(count)s clusters of ballots wait: two people rule on each first.",
        waiting,
    ) % {"count": waiting}


def objections_to(ballots: BallotQuerySet) -> list[Objection]:
    """What voters of these ballots say, and no ruling has answered."""
    rows = Objection.objects.filter(ballot__in=ballots.values("pk"), ruling=None)
    return list(rows.order_by("pk"))


@transaction.atomic
def ask(
    *,
    edition: Edition,
    code: str,
    network: str,
    counts: bool,
    reason: str,
    by: User,
    at: datetime.datetime,
) -> JointRequest:
    """The first person proposes what becomes of a cluster, and says why.

    Raises NotAllowed, WrongState (it is counted, or nothing waits there, or the same was asked
    for), Refused.
    """
    integrity.require_right_and_open_count(edition, by)
    reason = need_reason(reason, _("Write the reason: it is kept with the count."))
    ballots = _cluster(edition, code, network)
    size = ballots.count()
    if not size:
        raise WrongState(_("No ballot of this cluster waits for a ruling."))
    words = ngettext("%(size)s ballot for %(code)s", "%(size)s ballots for %(code)s", size)
    after = _("they count") if counts else _("they stay set aside")
    content = {"code": code, "network": network, "counts": counts, "ballots": _digest_of(ballots)}
    changes = [[words % {"size": size, "code": code}, _("set aside, waiting"), after]]
    objections = objections_to(ballots)
    if objections:
        content["objections"] = [objection.pk for objection in objections]
        changes += [[_("A voter objects"), "–", one.text] for one in objections]
    return joint_requests.ask(
        edition=edition,
        kind=KIND,
        content=content,
        changes=changes,
        reason=reason,
        by=by,
        at=at,
    )


@joint_requests.takes_two(
    KIND,
    gettext_lazy("Rule on a cluster of ballots"),
    joint_requests.About.RESULT,
)
def ruled(joint: JointRequest, by: User, at: datetime.datetime) -> None:
    """The second person agrees. Raises WrongState when it is counted, or when the cluster is not
    the one that was asked about: somebody must look at it anew.
    """
    edition = joint.edition
    integrity.require_right_and_open_count(edition, joint.asked_by)
    about = joint.content
    ballots = _cluster(edition, about["code"], about["network"])
    heard = [objection.pk for objection in objections_to(ballots)]
    if _digest_of(ballots) != about["ballots"] or heard != about.get("objections", []):
        raise WrongState(_("The cluster has changed meanwhile: look at it and ask anew."))
    numbers = list(ballots.values_list("pk", flat=True))
    ruling = ClusterRuling.objects.create(joint=joint, counts=about["counts"], at=at)
    for start in range(0, len(numbers), 500):
        Ballot.objects.filter(pk__in=numbers[start : start + 500]).update(ruling=ruling)
    if ruling.counts:
        integrity.restore(
            edition=edition,
            candidate_code=about["code"],
            network=about["network"],
            reason=joint.reason,
            by=joint.asked_by,
            at=at,
        )
    Objection.objects.filter(ballot__ruling=ruling, ruling=None).update(ruling=ruling)
    telling.ruled(ruling)
