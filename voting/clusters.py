"""Two people rule on each cluster of ballots that was set aside: it stays so, or it counts. Nothing
is counted while one waits.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from competition import joint_requests
from competition.errors import WrongState
from competition.models import Edition, JointRequest
from competition.two_windows import require_as_read
from competition.verbs import need_reason
from foundation.ledger import chain, reading
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


def parts_of(size: int, objections: Iterable[str]) -> dict[str, Any]:
    """What is read of a cluster: how many of its ballots wait, and what voters object."""
    return {"ballots": size, "objections": sorted(objections)}


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
    upon: str | None = None,
) -> JointRequest:
    """The first person proposes what becomes of a cluster, and says why.

    Raises NotAllowed, WrongState (it is counted, or nothing waits there, or the same was asked
    for), Refused; Stale where it is not the cluster that was read at the mark `upon`.
    """
    integrity.require_right_and_open_count(edition, by)
    reason = need_reason(reason, _("Write the reason: it is kept with the count."))
    ballots = _cluster(edition, code, network)
    size = ballots.count()
    if not size:
        raise WrongState(_("No ballot of this cluster waits for a ruling."))
    objections = objections_to(ballots)
    require_as_read(parts_of(size, [one.text for one in objections]), upon=upon)
    if (code, network) in waiting_on(edition):
        raise WrongState(
            _("A ruling on this cluster was asked for already and waits for a second person.")
        )
    words = ngettext("%(size)s ballot for %(code)s", "%(size)s ballots for %(code)s", size)
    after = _("they count") if counts else _("they stay set aside")
    content = {"code": code, "network": network, "counts": counts, "ballots": _digest_of(ballots)}
    changes = [[words % {"size": size, "code": code}, _("set aside, waiting"), after]]
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


def _still(joint: JointRequest, at: datetime.datetime) -> None:
    integrity.require_right_and_open_count(joint.edition, joint.asked_by)
    about = joint.content
    ballots = _cluster(joint.edition, about["code"], about["network"])
    heard = [objection.pk for objection in objections_to(ballots)]
    if _digest_of(ballots) != about["ballots"] or heard != about.get("objections", []):
        raise WrongState(_("The cluster has changed meanwhile: look at it and ask anew."))


def waiting_on(edition: Edition) -> dict[tuple[str, str], JointRequest]:
    """{(vote code, network): the request to rule on that cluster that waits}."""
    asked = joint_requests.waiting_in(edition).filter(kind=KIND)
    return {(joint.content["code"], joint.content["network"]): joint for joint in asked}


@joint_requests.takes_two(
    KIND,
    gettext_lazy("Rule on a cluster of ballots"),
    joint_requests.About.RESULT,
    page=joint_requests.office_page("voting_office"),
    still=_still,
)
def ruled(joint: JointRequest, by: User, at: datetime.datetime) -> None:
    """The second person agrees. Raises WrongState when it is counted, or when the cluster is not
    the one that was asked about: somebody must look at it anew.
    """
    _still(joint, at)
    edition = joint.edition
    about = joint.content
    ballots = _cluster(edition, about["code"], about["network"])
    numbers = list(ballots.values_list("pk", flat=True))
    ruling = ClusterRuling.objects.create(joint=joint, counts=about["counts"], at=at)
    for start in range(0, len(numbers), 500):
        Ballot.objects.filter(pk__in=numbers[start : start + 500]).update(ruling=ruling)
    if ruling.counts:
        integrity.restore(
            edition=edition,
            candidate_code=about["code"],
            ruling=ruling,
            reason=joint.reason,
            by=joint.asked_by,
            at=at,
        )
    Objection.objects.filter(ballot__ruling=ruling, ruling=None).update(ruling=ruling)
    telling.ruled(ruling)


def faults(edition: Edition) -> Iterator[str]:
    """Where a ruling is not what two people agreed to: the same answer at the same moment, the same
    ballots, the same words of their voters. One that holds no ballot any more was ended by an
    objection.
    """
    agreed = edition.joint_requests.filter(kind=KIND, state=JointRequest.State.AGREED)
    unanswered = agreed.filter(cluster_ruling=None).count()
    if unanswered:
        yield f"rulings on ballots that two people agreed to, and that are gone: {unanswered}"
    lines = reading.lines(edition.chain, "ballot.objected")
    ended = {line.told.get("ended") for line in lines}
    are_all_told = all("ended" in line.told for line in lines)
    receipts, heard = _by_ruling(edition)
    for ruling in ClusterRuling.objects.filter(joint__edition=edition).select_related("joint"):
        joint = ruling.joint
        about = joint.content
        was_agreed = (joint.kind, joint.state) == (KIND, JointRequest.State.AGREED)
        if not was_agreed or [ruling.counts, ruling.at] != [about.get("counts"), joint.answered_at]:
            yield f"ruling {ruling.pk}: is not what two people agreed to"
        if sorted(heard.pop(ruling.pk, [])) != about.get("objections", []):
            yield f"ruling {ruling.pk}: answers other objections than two people read"
        ballots = receipts.pop(ruling.pk, [])
        if ballots and chain.digest_of(sorted(ballots)) != about.get("ballots"):
            yield f"ruling {ruling.pk}: its ballots are not those that two people looked at"
        if not ballots and are_all_told and ruling.pk not in ended:
            yield f"ruling {ruling.pk}: holds no ballot, and nobody objected"
    if receipts or heard:
        yield "ballots, or what their voters say, stand under a ruling of another edition"


def _by_ruling(edition: Edition) -> tuple[dict[int, list[str]], dict[int, list[int]]]:
    """{ruling: receipts of its ballots}, {ruling: objections that it answers}."""
    receipts: dict[int, list[str]] = defaultdict(list)
    ballots: Any = Ballot.objects.filter(candidate__edition=edition).exclude(ruling=None)
    for number, receipt in ballots.values_list("ruling", "receipt").iterator(chunk_size=2000):
        receipts[number].append(receipt)
    heard: dict[int, list[int]] = defaultdict(list)
    said: Any = Objection.objects.filter(ballot__candidate__edition=edition).exclude(ruling=None)
    for number, objection in said.values_list("ruling", "pk"):
        heard[number].append(objection)
    return receipts, heard
