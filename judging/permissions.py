"""Who may do what in judging."""

from accounts.models import Membership, User
from accounts.permissions import Role, Scope, has_role, is_secretariat, scope_ids
from judging.models import (
    Assignment,
    BlindedEntry,
    Comparison,
    Judge,
    Meeting,
    Panel,
    Round,
    Scoresheet,
    Visit,
)

_SEATS = (
    Membership.Role.JUDGE,
    Membership.Role.CHAIR,
    Membership.Role.VICE_CHAIR,
    Membership.Role.PANEL_SECRETARY,
)


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
    """Chair, vice-chair and secretary of the panel, and the office: they also call and run its
    meetings.
    """
    seats = (Role.CHAIR, Role.VICE_CHAIR, Role.PANEL_SECRETARY)
    return any(has_role(user, seat, panel_id=panel.pk) for seat in seats) or is_secretariat(
        user, panel.round.edition_id
    )


def can_key(user, panel: Panel) -> bool:
    """Type sheets from paper, and check those that somebody else has typed: the panel's secretary
    and the office.
    """
    return has_role(user, Role.PANEL_SECRETARY, panel_id=panel.pk) or is_secretariat(
        user, panel.round.edition_id
    )


def seat_on(user, panel: Panel) -> Judge | None:
    """The person's own seat on a panel, when it is accepted and signed."""
    if not user.is_authenticated:
        return None
    return Judge.objects.filter(
        panel=panel, user=user, declined_at=None, undertaking_at__isnull=False
    ).first()


def can_discuss(user, entry: BlindedEntry, panel: Panel) -> bool:
    """Members of the panel who may comment and have no conflict with the entry, once every sheet of
    the panel is locked.
    """
    seat = seat_on(user, panel)
    if seat is None or not seat.may_comment or seat.conflicts.filter(blinded_entry=entry).exists():
        return False
    return all_sheets_in(panel)


def all_sheets_in(panel: Panel) -> bool:
    """Nobody of the panel still scores: from here on members may see each other's points."""
    mine = Assignment.objects.countable().filter(judge__panel=panel)
    return mine.exists() and not mine.exclude(sheet__state=Scoresheet.State.LOCKED).exists()


def is_assigned(user, assignment: Assignment) -> bool:
    """The judge who signed and whose confirmed sheet it is, once the round may be opened."""
    if not user.is_authenticated:
        return False
    return Assignment.objects.assigned_to(user).filter(pk=assignment.pk).exists()


def holds_seat(user, seat: Judge) -> bool:
    """The person whose seat it is, until it is declined."""
    return user.is_authenticated and seat.user_id == user.pk and seat.declined_at is None


def can_see_panel(user, panel: Panel) -> bool:
    """Members who have signed, and those who lead the panel: its meetings and visits."""
    return seat_on(user, panel) is not None or can_see_panel_progress(user, panel)


def can_read_in_council(user, entry: BlindedEntry, panel: Panel) -> bool:
    """Members of the panel without a conflict, and those who lead it, once every sheet is in."""
    seat = seat_on(user, panel)
    if seat is not None and seat.conflicts.filter(blinded_entry=entry).exists():
        return False
    if not all_sheets_in(panel):
        return False
    return can_discuss(user, entry, panel) or can_see_panel_progress(user, panel)


def can_compare(user, comparison: Comparison) -> bool:
    """A judge who scored one of the entries that are compared in pairs, while it is open."""
    if not user.is_authenticated:
        return False
    return comparison.asked.filter(user=user).exists()


def can_see_visit(user, visit: Visit) -> bool:
    """Judges of the entry, the team of the visit, and those who lead the panel."""
    if not user.is_authenticated:
        return False
    sheets = Assignment.objects.assigned_to(user).filter(blinded_entry=visit.blinded_entry_id)
    if sheets.exists() or visit.team.filter(user=user).exists():
        return True
    return can_see_panel_progress(user, visit.team.first().panel)


def knows_the_names(user: User, edition_id: int) -> bool:
    """Works in the secretariat, which knows the entrants: such a person judges nothing."""
    return user.is_superuser or is_secretariat(user, edition_id)


def commenting_seat(user: User, entry: BlindedEntry, panel: Panel) -> Judge | None:
    """The person's seat, if its rights hold the discussion and no conflict with the entry."""
    seat = seat_on(user, panel)
    if seat is None or not seat.may_comment:
        return None
    return None if seat.conflicts.filter(blinded_entry=entry).exists() else seat


def voting_seat(user: User, meeting: Meeting) -> Judge | None:
    """The person's seat, if its rights hold the vote and the person is noted as present."""
    seat = seat_on(user, meeting.panel)
    if seat is None or not seat.may_vote:
        return None
    return seat if meeting.attendances.filter(judge=seat).exists() else None


def can_record_visit(user: User, visit: Visit) -> bool:
    """The team of the visit, and those who lead its panel."""
    if visit.team.filter(user=user).exists():
        return True
    member = visit.team.select_related("panel__round").first()
    return member is not None and can_see_panel_progress(user, member.panel)
