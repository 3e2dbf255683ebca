"""Who may set up and run an edition."""

from collections.abc import Callable

from django.db.models import QuerySet

from accounts.membership import held_in
from accounts.models import User
from accounts.permissions import (
    Role,
    Scope,
    administrators,
    has_role,
    is_committee,
    is_secretariat,
    is_signed_in,
    scope_ids,
    staff_of,
    works_in_secretariat,
)
from competition import clock
from competition.models import Edition, JointRequest

# Who holds the right to a thing that takes two people.
Holds = Callable[[User, JointRequest], bool]
_holds: dict[str, Holds] = {}


def held_by(kind: str, holds: Holds) -> None:
    """Requests of this kind are answered by other people than the secretariat and the committee."""
    _holds[kind] = holds


def can_run(user: User, edition_id: int) -> bool:
    """The edition's secretariat: its rules, its dossier form, its timetable, its office pages."""
    return is_secretariat(user, edition_id)


def can_keep_pages(user: User, edition_id: int) -> bool:
    """The edition's secretariat and its editors: the edition's pages on the site."""
    return is_secretariat(user, edition_id) or has_role(user, Role.EDITOR, edition_id=edition_id)


def can_answer_joint_request(user: User, joint: JointRequest) -> bool:
    """Another one than who asked, and than the person whom it is about, who holds the right; from
    the next working day on also who was named to agree in their place. An administrator is nobody
    of these by being one: who can give every role would otherwise be the second person everywhere.
    """
    if not is_signed_in(user) or user.pk in (joint.asked_by_id, joint.about_id):
        return False
    return _holds_right(user, joint)


def _holds_right(user: User, joint: JointRequest) -> bool:
    return _holds.get(joint.kind, _of_the_office)(user, joint)


def _of_the_office(user: User, joint: JointRequest) -> bool:
    edition_id = joint.edition_id
    if works_in_secretariat(user, edition_id) or is_committee(user, edition_id):
        return True
    return has_role(user, Role.DEPUTY, edition_id=edition_id) and joint.has_passed(clock.now())


def can_read_joint_request(user: User, joint: JointRequest) -> bool:
    """Who asked, who runs the edition, and whoever holds the right; also when it is over, or about
    the own person.
    """
    if not is_signed_in(user):
        return False
    if user.pk == joint.asked_by_id or can_run(user, joint.edition_id):
        return True
    return _holds_right(user, joint)


def can_clone(user: User, edition_id: int) -> bool:
    """An administrator, the secretariat of the whole site, and who leads the secretariat of the
    edition: whoever has worked in it longest.
    """
    if is_secretariat(user):
        return True
    if not works_in_secretariat(user, edition_id):
        return False
    held = held_in(edition_id, [Role.SECRETARIAT]).filter(user__is_active=True)
    first = held.order_by("since", "pk").first()
    return first is not None and first.user_id == user.pk


def runs_the_site(user: User) -> bool:
    """The secretariat of the whole site, and administrators: contests, and new editions."""
    return is_secretariat(user)


def editions_run_by(user: User) -> QuerySet[Edition]:
    """The editions in whose secretariat the person works, the newest first."""
    editions = Edition.objects.order_by("-created_at")
    if is_secretariat(user):
        return editions
    return editions.filter(pk__in=scope_ids(user, Role.SECRETARIAT, Scope.EDITION))


def editions_observed_by(user: User) -> QuerySet[Edition]:
    """The editions whose observer the person is, the newest first."""
    observed = scope_ids(user, Role.OBSERVER, Scope.EDITION)
    return Edition.objects.filter(pk__in=observed).order_by("-created_at")


def who_answers_for(edition_id: int) -> set[User]:
    """Administrators and the committee: whoever is told when something does not fit the ledger."""
    return {*administrators(), *staff_of(Role.COMMITTEE, edition_id=edition_id)}
