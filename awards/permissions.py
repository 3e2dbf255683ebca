"""Who may do what between the standing and the certificate."""

from django.contrib.auth.models import AnonymousUser

from accounts.addresses import is_verified
from accounts.permissions import (
    Role,
    Scope,
    Visitor,
    is_committee,
    is_secretariat,
    is_signed_in,
    scope_ids,
)
from awards.models import AppliedReport, Award, Certificate, Complaint, Mandate
from competition import clock
from submissions.models import Entry
from submissions.permissions import has_part, owns, unit_of_focal_point


def can_prepare(user: Visitor, edition_id: int) -> bool:
    """The edition's secretariat: standing, unsealing, decision, announcement, certificates."""
    return is_secretariat(user, edition_id)


def can_ratify(user: Visitor, edition_id: int) -> bool:
    """A member of the edition's organising committee."""
    return is_signed_in(user) and is_committee(user, edition_id)


def can_open_seals(user: Visitor, edition_id: int) -> bool:
    """The secretariat or a committee member, in either part; but it takes two people."""
    return can_prepare(user, edition_id) or can_ratify(user, edition_id)


def owns_certificate(user: Visitor, certificate: Certificate) -> bool:
    """The person who entered the work that the certificate honours."""
    return is_signed_in(user) and certificate.award.entry.owner_id == user.pk


def can_report_use(user: Visitor, award: Award) -> bool:
    """The person who entered the work that won."""
    return is_signed_in(user) and award.entry.owner_id == user.pk


def can_check_report(user: Visitor, report: AppliedReport) -> bool:
    """The edition's secretariat, or the focal point of the unit where the work is applied; never
    of an own work.
    """
    entry = report.award.entry
    if not is_signed_in(user) or has_part(user, entry):
        return False
    return can_prepare(user, entry.edition_id) or speaks_for_place(user, report)


def speaks_for_place(user: Visitor, report: AppliedReport) -> bool:
    """The focal point of the unit where the work is applied, of the one that it was merged into,
    or of one above it.
    """
    if isinstance(user, AnonymousUser) or not user.is_active or report.unit is None:
        return False
    unit = unit_of_focal_point(user, report.award.entry.edition_id)
    return unit is not None and report.unit.successor.path.startswith(unit.path)


def ratified_by(user: Visitor) -> set[int]:
    """The editions on whose organising committee a person sits."""
    return scope_ids(user, Role.COMMITTEE, Scope.EDITION)


def can_complain(user: Visitor, entry: Entry) -> bool:
    """Whoever sent the entry in, whatever became of it."""
    return not isinstance(user, AnonymousUser) and owns(user, entry)


def can_write_in(user: Visitor) -> bool:
    """Any person who can be answered: with a confirmed e-mail address or phone."""
    return not isinstance(user, AnonymousUser) and is_signed_in(user) and is_verified(user)


def wrote(user: Visitor, complaint: Complaint) -> bool:
    """The person who wrote it."""
    return is_signed_in(user) and complaint.writer.user_id == user.pk


def can_answer_complaint(user: Visitor, complaint: Complaint) -> bool:
    """The secretariat; of a denunciation the committee. Never of an own one, of one about oneself,
    nor about an own work.
    """
    if not is_signed_in(user) or wrote(user, complaint):
        return False
    may = can_ratify if complaint.is_secret else can_prepare
    if not may(user, complaint.edition_id):
        return False
    if complaint.about.filter(pk=user.pk).exists():
        return False
    return complaint.entry is None or not has_part(user, complaint.entry)


def can_inspect(user: Visitor, mandate: Mandate) -> bool:
    """The inspector, as long as the mandate runs."""
    return can_write_in(user) and mandate.inspector_id == user.pk and mandate.runs(clock.now())
