"""Who may do what in judging: over one edition, panel, seat, sheet, comparison or visit."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.permissions import (
    Role,
    Scope,
    Visitor,
    has_role,
    is_committee,
    is_secretariat,
    is_signed_in,
    scope_ids,
    works_in_secretariat,
)
from judging.models import (
    Assignment,
    BlindedEntry,
    Comparison,
    Conflict,
    Judge,
    Meeting,
    Panel,
    Ranking,
    Round,
    Scoresheet,
    Visit,
)

LEADING_SEATS = (Role.CHAIR, Role.VICE_CHAIR, Role.PANEL_SECRETARY)
SEATS = (Role.JUDGE, *LEADING_SEATS)


# The office


def can_organise(user: Visitor, edition_id: int) -> bool:
    """The secretariat of the edition: panels, assignments, rounds, rankings, and their papers."""
    return is_secretariat(user, edition_id)


# A panel


def panel_ids(user: Visitor) -> set[int]:
    """The panels on which a person holds any seat."""
    panels: set[int] = set()
    for seat in SEATS:
        panels |= scope_ids(user, seat, Scope.PANEL)
    return panels


def _leads(user: Visitor, panel: Panel) -> bool:
    """Chair, vice-chair and secretary of the panel."""
    return any(has_role(user, seat, panel_id=panel.pk) for seat in LEADING_SEATS)


def can_see_panel_progress(user: Visitor, panel: Panel) -> bool:
    """Those who lead the panel, and the office: they also call and run its meetings."""
    return _leads(user, panel) or can_organise(user, panel.round.edition_id)


def can_agree_to_reopening(user: Visitor, assignment: Assignment) -> bool:
    """The second person for a locked sheet: those who lead the panel, and the office by its role;
    neither the judge, nor a member whom a conflict keeps away from the entry.
    """
    seat = assignment.judge
    holds = _leads(user, seat.panel) or works_in_secretariat(user, seat.panel.round.edition_id)
    if not holds or seat.user_id == user.pk:
        return False
    return not is_kept_away(user, assignment.blinded_entry)


def can_stand_in(user: Visitor, edition_id: int) -> bool:
    """The committee and deputies, in the place of those who lead a panel and the secretariat."""
    return is_committee(user, edition_id) or has_role(user, Role.DEPUTY, edition_id=edition_id)


def can_key(user: Visitor, panel: Panel) -> bool:
    """The panel's secretary and the office: type sheets from paper, see and reject what others
    typed.
    """
    if has_role(user, Role.PANEL_SECRETARY, panel_id=panel.pk):
        return True
    return can_organise(user, panel.round.edition_id)


def can_compare_typed(user: Visitor, panel: Panel) -> bool:
    """The second person for a typed sheet: the panel's secretary and the office, by their roles."""
    if has_role(user, Role.PANEL_SECRETARY, panel_id=panel.pk):
        return True
    return can_compare_any(user, panel)


def can_compare_any(user: Visitor, panel: Panel) -> bool:
    """The office by its role: whenever the sheet was typed."""
    return works_in_secretariat(user, panel.round.edition_id)


def seat_on(user: Visitor, panel: Panel) -> Judge | None:
    """The person's own seat on a panel, when it is signed and not declined."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return None
    signed = Judge.objects.filter(declined_at=None, undertaking_at__isnull=False)
    return signed.filter(panel=panel, user=user).first()


def can_see_panel(user: Visitor, panel: Panel) -> bool:
    """Members who have signed, and those who lead the panel: its meetings and visits."""
    return seat_on(user, panel) is not None or can_see_panel_progress(user, panel)


def holds_seat(user: Visitor, seat: Judge) -> bool:
    """The person whose seat it is, until it is declined."""
    return is_signed_in(user) and seat.user_id == user.pk and seat.declined_at is None


# A sheet


def is_assigned(user: Visitor, assignment: Assignment) -> bool:
    """The judge who signed and whose confirmed sheet it is, once the round may be opened."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return False
    return Assignment.objects.assigned_to(user).filter(pk=assignment.pk).exists()


def can_score(user: Visitor, assignment: Assignment) -> bool:
    """The assigned judge alone, while the assignment stands and the round is open."""
    seat = assignment.judge
    return (
        is_signed_in(user)
        and seat.user_id == user.pk
        and seat.undertaking_at is not None
        and assignment.state == Assignment.State.CONFIRMED
        and assignment.blinded_entry.withdrawn_at is None
        and seat.panel.round.state == Round.State.OPEN
    )


# The council, once every sheet is in


def all_sheets_in(panel: Panel) -> bool:
    """Nobody of the panel still scores: from here on members may see each other's points."""
    assignments = Assignment.objects.countable().filter(judge__panel=panel)
    if not assignments.exists():
        return False
    # A round is closed with every sheet locked, and none is opened again: nothing to look for.
    missing = assignments.exclude(sheet__state=Scoresheet.State.LOCKED)
    return panel.round.is_over or not missing.exists()


def has_conflict(seat: Judge, entry: BlindedEntry) -> bool:
    """The member of the panel must not meet this entry."""
    return Conflict.objects.in_force().filter(judge=seat, blinded_entry=entry).exists()


def is_kept_away(person: Visitor, entry: BlindedEntry) -> bool:
    """A conflict keeps the person from this entry, on whichever seat it was found."""
    return Conflict.objects.in_force().filter(judge__user=person.pk, blinded_entry=entry).exists()


def can_discuss(user: Visitor, entry: BlindedEntry, panel: Panel) -> bool:
    """Members who may comment and have no conflict with the entry, once every sheet is locked."""
    return commenting_seat(user, entry, panel) is not None and all_sheets_in(panel)


def can_read_in_council(user: Visitor, entry: BlindedEntry, panel: Panel) -> bool:
    """Members of the panel without a conflict, and those who lead it, once every sheet is in."""
    seat = seat_on(user, panel)
    if seat is not None and has_conflict(seat, entry):
        return False
    if not all_sheets_in(panel):
        return False
    is_heard = seat is not None and seat.may_comment
    return is_heard or can_see_panel_progress(user, panel)


# Comparisons in pairs


def voices_on(ranking: Ranking, entries: Iterable[BlindedEntry]) -> dict[Judge, list[str]]:
    """{seat: codes, sorted} of everybody who scored one of these entries and may compare two.

    Once a person, from the seat that was given first; without the entries that are a conflict.
    """
    entries = list(entries)
    scored = Scoresheet.objects.countable().filter(
        assignment__judge__panel__round=ranking.round_id, assignment__blinded_entry__in=entries
    )
    seats = (
        Judge.objects.filter(pk__in=scored.values("assignment__judge"))
        .filter(declined_at=None, undertaking_at__isnull=False)
        .select_related("user")
        .order_by("-pk")
    )
    conflicts = set(
        Conflict.objects.in_force()
        .filter(judge__in=seats, blinded_entry__in=entries)
        .values_list("judge", "blinded_entry")
    )
    seat_of_person = {seat.user_id: seat for seat in seats}
    voices = {}
    for seat in seat_of_person.values():
        codes = [entry.code for entry in entries if (seat.pk, entry.pk) not in conflicts]
        if len(codes) >= 2:
            voices[seat] = sorted(codes)
    return voices


def codes_to_compare(user: Visitor, comparison: Comparison) -> list[str]:
    """The codes about which a comparison asks this person; none of everybody else."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return []
    entries = BlindedEntry.objects.countable().filter(pk__in=comparison.entries.values("pk"))
    voices = voices_on(comparison.ranking, entries)
    for seat, codes in voices.items():
        if seat.user_id == user.pk:
            return codes
    return []


def can_compare(user: Visitor, comparison: Comparison) -> bool:
    """Judges who scored a compared entry and are free of conflicts with two, while it is open."""
    if comparison.closed_at is not None or comparison.ranking.superseded_at is not None:
        return False
    return bool(codes_to_compare(user, comparison))


def reads_in_comparison(user: Visitor, entry: BlindedEntry) -> bool:
    """Whoever is asked about this entry by a comparison that is in progress."""
    comparisons = Comparison.objects.in_progress().filter(entries=entry)
    return any(
        entry.code in codes_to_compare(user, comparison)
        for comparison in comparisons.select_related("ranking")
    )


# Visits


def can_see_visit(user: Visitor, visit: Visit) -> bool:
    """Judges of the entry, or who compare it, the visit's team, and those who lead the panel; none
    of them with a conflict.
    """
    if isinstance(user, AnonymousUser) or not user.is_active:
        return False
    entry = visit.blinded_entry
    if is_kept_away(user, entry):
        return False
    if Assignment.objects.assigned_to(user).filter(blinded_entry=entry).exists():
        return True
    if visit.team.filter(user=user).exists() or reads_in_comparison(user, entry):
        return True
    member = visit.team.first()
    return member is not None and can_see_panel_progress(user, member.panel)


def can_record_visit(user: User, visit: Visit) -> bool:
    """The team of the visit, and those who lead its panel; none of them with a conflict."""
    if not is_signed_in(user) or is_kept_away(user, visit.blinded_entry):
        return False
    if visit.team.filter(user=user).exists():
        return True
    member = visit.team.select_related("panel__round").first()
    return member is not None and can_see_panel_progress(user, member.panel)


# Who sits and votes


def knows_the_names(user: Visitor, edition_id: int) -> bool:
    """Works in the secretariat, which knows the entrants: such a person judges nothing."""
    return can_organise(user, edition_id)


def commenting_seat(user: Visitor, entry: BlindedEntry, panel: Panel) -> Judge | None:
    """The person's seat, if it may comment and has no conflict with the entry."""
    seat = seat_on(user, panel)
    if seat is None or not seat.may_comment or has_conflict(seat, entry):
        return None
    return seat


def voting_seat(user: Visitor, meeting: Meeting) -> Judge | None:
    """The person's seat, if its rights hold the vote and the person is noted as present."""
    seat = seat_on(user, meeting.panel)
    if seat is None or not seat.may_vote:
        return None
    return seat if meeting.attendances.filter(judge=seat).exists() else None
