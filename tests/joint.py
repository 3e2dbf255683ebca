"""The second of two people, for tests that are about something else."""

from accounts.membership import grant
from accounts.models import Membership, User
from competition import joint_requests
from competition.models import Edition, JointRequest
from tests.factories.accounts import UserFactory


def member_of(edition: Edition) -> User:
    """Somebody on the committee of this edition alone."""
    member = UserFactory()
    grant(member, Membership.Role.COMMITTEE, edition_id=edition.pk)
    return member


def agreed(joint: JointRequest, *, at, by: User | None = None) -> JointRequest:
    """The request as it is when another person has agreed to it."""
    return joint_requests.agree(joint=joint, by=by or member_of(joint.edition), at=at)
