"""After the prize: where a work is applied, and what was measured there. Its entrant reports it;
the unit where it is applied or the secretariat confirms it; public is what is confirmed, while the
entrant agrees.
"""

import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from awards import permissions
from awards.models import AppliedCheck, AppliedReport, Award, AwardDecision
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition
from competition.rows import by_whom
from competition.verbs import lock, need_reason
from foundation.ledger import chain
from submissions.models import Entry
from submissions.permissions import focal_points_of, unit_of_focal_point

MOST_REPORTS = 40  # of one award


def won_by(user: User) -> QuerySet[Award]:
    """The announced prizes in force of works that this person entered."""
    awards = Award.objects.standing().filter(
        entry__owner=user, decision__in=AwardDecision.objects.in_force()
    )
    standing = awards.exclude(entry__status=Entry.Status.WITHDRAWN)
    return standing.select_related("entry", "tier", "decision__edition").order_by("-pk")


def public_of(award: Award) -> QuerySet[AppliedReport]:
    """Confirmed, and its entrant agrees that it is published."""
    shown = award.reports.filter(check_row__is_confirmed=True, publishes=True)
    return shown.select_related("check_row__unit").order_by("-since", "-pk")


def waiting_in(edition: Edition) -> QuerySet[AppliedReport]:
    """Reports of an edition that nobody has looked at yet, the oldest first."""
    return _waiting().filter(award__decision__edition=edition)


def reports_in(edition: Edition) -> QuerySet[AppliedReport]:
    """Reports of an edition, looked at or not."""
    return AppliedReport.objects.filter(award__decision__edition=edition)


def waiting_for(user: User) -> QuerySet[AppliedReport]:
    """Reports from the units for which a person speaks, in the editions in which they do, that
    nobody has looked at yet.
    """
    return _waiting().filter(pk__in=reports_for(user).values("pk"))


def reports_for(user: User) -> QuerySet[AppliedReport]:
    """Reports from the units for which a person speaks, looked at or not."""
    theirs = Q(pk=None)
    held = focal_points_of(user).values_list("scope_id", "unit__path")
    for edition_id, path in held:
        theirs |= Q(award__decision__edition=edition_id, unit__path__startswith=path)
    return AppliedReport.objects.filter(theirs).exclude(award__entry__owner=user)


def said_of(report: AppliedReport) -> str:
    """Who has looked at a report, when, and with what outcome."""
    checked = report.check_row
    if checked.is_confirmed:
        words = _("Nothing was done: %(by)s has confirmed this report, %(moment)s.")
    else:
        words = _("Nothing was done: %(by)s has not confirmed this report, %(moment)s.")
    return words % by_whom(checked.by, checked.at)


def _waiting() -> QuerySet[AppliedReport]:
    waiting = AppliedReport.objects.filter(check_row=None)
    return waiting.select_related("award__entry", "award__tier", "unit").order_by("at", "pk")


def told_of(report: AppliedReport) -> dict:
    """What the ledger keeps of a report: its number, and the digest of what it says."""
    said = [
        report.award_id,
        report.place,
        report.unit_id,
        report.since.isoformat(),
        report.indicator,
        report.measure,
        f"{report.before:.2f}",
        f"{report.after:.2f}",
    ]
    return {"report": report.pk, "digest": chain.digest_of(said)}


@transaction.atomic
def report_use(
    *,
    award: Award,
    place: str,
    unit: Unit | None,
    since: datetime.date,
    indicator: str,
    measure: str,
    before: Decimal,
    after: Decimal,
    publishes: bool,
    by: User,
    at: datetime.datetime,
) -> AppliedReport:
    """Say where a work is applied, with one measured number. Raises NotAllowed, WrongState (no
    announced prize in force), Refused.
    """
    lock(award.entry)  # an award is never changed, and so cannot be held
    if not permissions.can_report_use(by, award):
        raise NotAllowed(_("Only the person who entered the work reports where it is applied."))
    if not won_by(by).filter(pk=award.pk).exists():
        raise WrongState(_("This prize is not announced, or is in force no more."))
    if since > localdate(at):
        raise Refused(_("It can be applied since today at the latest."), about="since")
    if award.reports.count() >= MOST_REPORTS:
        raise Refused(_("This work has as many reports as one may have."))
    made = AppliedReport.objects.create(
        award=award,
        place=need_reason(place, _("Write where it is applied.")),
        unit=unit,
        since=since,
        indicator=need_reason(indicator, _("Write what was measured.")),
        measure=need_reason(measure, _("Write the unit of measure.")),
        before=before,
        after=after,
        publishes=publishes,
        by=by,
        at=at,
    )
    told = told_of(made) | {"publishes": publishes}
    chain.append(award.entry.edition.chain, "use.reported", told, at=at, by=by)
    return made


@transaction.atomic
def set_publication(
    *, report: AppliedReport, publishes: bool, by: User, at: datetime.datetime
) -> AppliedReport:
    """Agree that a report is published, or take that back. Raises NotAllowed, WrongState."""
    report = lock(report, "award__entry__edition")
    if not permissions.can_report_use(by, report.award):
        raise NotAllowed(_("Only the person who entered the work says what may be public."))
    if report.publishes == publishes:
        raise WrongState(_("This is so already."))
    report.publishes = publishes
    report.save(update_fields=["publishes"])
    told = {"report": report.pk, "publishes": publishes}
    chain.append(report.award.entry.edition.chain, "use.publication", told, at=at, by=by)
    return report


@transaction.atomic
def confirm(*, report: AppliedReport, by: User, at: datetime.datetime) -> AppliedCheck:
    """What the report says was seen to be so. Raises NotAllowed, WrongState."""
    checked = _checked(report, "", by, at)
    chain.append(_chain_of(checked), "use.confirmed", told_of(checked.report), at=at, by=by)
    return checked


@transaction.atomic
def decline(*, report: AppliedReport, reason: str, by: User, at: datetime.datetime) -> AppliedCheck:
    """It cannot be confirmed, for the reason that its entrant reads. Raises NotAllowed, Refused,
    WrongState.
    """
    reason = need_reason(reason, _("Write the reason: the entrant reads it."))
    checked = _checked(report, reason, by, at)
    chain.append(_chain_of(checked), "use.declined", told_of(checked.report), at=at, by=by)
    return checked


def _chain_of(checked: AppliedCheck) -> str:
    return checked.report.award.entry.edition.chain


def _checked(report: AppliedReport, reason: str, by: User, at: datetime.datetime) -> AppliedCheck:
    report = lock(report, "award__entry__edition", "unit")
    if not permissions.can_check_report(by, report):
        raise NotAllowed(
            _("Only the secretariat or the focal point of the place confirms a report.")
        )
    if AppliedCheck.objects.filter(report=report).exists():
        raise WrongState(_("Somebody has looked at this report before."))
    in_name_of = None
    if permissions.speaks_for_place(by, report):
        in_name_of = unit_of_focal_point(by, report.award.entry.edition_id)
    return AppliedCheck.objects.create(
        report=report,
        is_confirmed=not reason,
        reason=reason,
        unit=in_name_of,
        by=by,
        at=at,
    )
