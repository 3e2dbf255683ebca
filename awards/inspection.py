"""What stands behind the ballots is handed to an inspector, once two people want it.

The published export proves that every ballot stands in the count; which work each was for, only an
inspector sees, who compares it with the seals in the ledger (`verify_choices.py`).
"""

import datetime
import hashlib
import io
import zipfile

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.permissions import Visitor
from awards import bundle, permissions
from competition import joint_requests
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition, JointRequest
from foundation.ledger import chain
from voting.models import Tally

KIND = "vote_choices"
NAME = "choices.jsonl"


@transaction.atomic
def ask(
    *, edition: Edition, inspector: str, reason: str, by: User, at: datetime.datetime
) -> JointRequest:
    """The first person names the inspector and says why.

    Raises NotAllowed, WrongState (nothing is counted, or the same waits), Refused.
    """
    if not permissions.can_prepare(by, edition.pk):
        raise NotAllowed(_("Only the secretariat hands anything to an inspector."))
    if not Tally.objects.filter(edition=edition).exists():
        raise WrongState(_("The public vote is not counted yet."))
    if not inspector.strip():
        raise Refused(_("Write who the inspector is: name, office, paper."))
    return joint_requests.ask(
        edition=edition,
        kind=KIND,
        content={"inspector": inspector.strip()},
        changes=[[_("The choices behind the ballots, to"), "–", inspector.strip()]],
        reason=reason,
        by=by,
        at=at,
    )


@joint_requests.takes_two(
    KIND,
    gettext_lazy("Hand the choices behind the ballots to an inspector"),
    joint_requests.About.PEOPLE,
    page=joint_requests.office_page("awards_office"),
)
def _hand_over(joint: JointRequest, by: User, at: datetime.datetime) -> None:
    """The ledger knows what was handed over, and nothing of to whom."""
    sha256 = hashlib.sha256(bundle.choices_of(joint.edition)).hexdigest()
    handed = {"request": joint.pk, "sha256": sha256}
    chain.append(joint.edition.chain, "choices.handed", handed, at=at, by=by)


def agreed_for(person: Visitor, edition: Edition) -> QuerySet[JointRequest]:
    """What this person may take to an inspector: one of the two who wanted it."""
    agreed = JointRequest.objects.filter(
        edition=edition, kind=KIND, state=JointRequest.State.AGREED
    )
    return agreed.filter(Q(asked_by=person.pk) | Q(answered_by=person.pk))


def as_zip(joint: JointRequest) -> bytes:
    """The choices with the script that compares them. It is kept nowhere; made again, it is the
    same.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(NAME, bundle.choices_of(joint.edition))
        package.writestr(bundle.CHOICES_SCRIPT.name, bundle.CHOICES_SCRIPT.read_bytes())
    return content.getvalue()
