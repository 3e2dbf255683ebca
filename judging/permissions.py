"""Who may do what in judging."""

from accounts.models import Membership
from accounts.permissions import Role, Scope, has_role, is_secretariat, scope_ids
from judging.models import Assignment, Panel, Round

_SEATS = (Membership.Role.JUDGE, Membership.Role.CHAIR, Membership.Role.PANEL_SECRETARY)


def panel_ids(user) -> set[int]:
    """The panels on which a person sits."""
    return set().union(*(scope_ids(user, seat, Scope.PANEL) for seat in _SEATS))


def can_score(user, assignment: Assignment) -> bool:
    """The assigned judge alone, while the assignment stands and the round is open."""
    return (
        user.is_authenticated
        and assignment.judge.user_id == user.pk
        and assignment.judge.undertaking_at is not None
        and assignment.state == Assignment.State.CONFIRMED
        and assignment.blinded_entry.withdrawn_at is None
        and assignment.judge.panel.round.state == Round.State.OPEN
    )


def can_organise(user, edition_id: int) -> bool:
    """Panels, assignments, opening and closing rounds: the secretariat."""
    return is_secretariat(user, edition_id)


def can_see_panel_progress(user, panel: Panel) -> bool:
    """Chair and secretary of the panel, and the office."""
    seats = (Role.CHAIR, Role.PANEL_SECRETARY)
    return any(has_role(user, seat, panel_id=panel.pk) for seat in seats) or is_secretariat(user, panel.round.edition_id)
