"""Who may set up and run an edition."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Role, Scope, has_role, is_committee, is_secretariat, scope_ids
from competition import clock
from competition.models import Edition, JointRequest


def can_run(user: User, edition_id: int) -> bool:
    """The edition's secretariat: its rules, its dossier form, its timetable, its office pages."""
    return is_secretariat(user, edition_id)


def can_answer_joint_request(user: User, joint: JointRequest) -> bool:
    """Another one than who asked: of the edition's secretariat or committee, or, from the next
    working day on, who was named to agree in their place.
    """
    if not user.is_authenticated or user.pk == joint.asked_by_id:
        return False
    edition_id = joint.edition_id
    if is_secretariat(user, edition_id) or is_committee(user, edition_id):
        return True
    return has_role(user, Role.DEPUTY, edition_id=edition_id) and clock.now() >= joint.passes_at


def can_read_joint_request(user: User, joint: JointRequest) -> bool:
    """Who asked, and whoever may answer; also when it is over."""
    return user.pk == joint.asked_by_id or can_answer_joint_request(user, joint)


def runs_the_site(user: User) -> bool:
    """The secretariat of the whole site, and administrators: contests, and new editions."""
    return is_secretariat(user)


def editions_run_by(user: User) -> QuerySet[Edition]:
    """The editions in whose secretariat the person works, the newest first."""
    editions = Edition.objects.order_by("-created_at")
    if is_secretariat(user):
        return editions
    return editions.filter(pk__in=scope_ids(user, Role.SECRETARIAT, Scope.EDITION))
