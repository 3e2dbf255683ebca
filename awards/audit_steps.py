"""Who computed, opened, closed, adopted and revoked: against the ledger's actors."""

from collections.abc import Iterable, Iterator
from typing import Any

from awards import unsealing
from awards.models import (
    AppliedCheck,
    AppliedReport,
    AwardDecision,
    ComplaintAnswer,
    Posting,
    Ratification,
    Revocation,
    Standing,
    Unsealing,
)
from competition.audit import compares, unmatched
from competition.audit_steps import Row, agreements, by_look, step
from competition.models import Edition
from voting.models import Booth, Tally


def _computed(edition: Edition) -> Iterable[Row]:
    rows = Standing.objects.filter(edition=edition)
    return rows.values_list("digest", "computed_by", "computed_at")


def _of_the_edition(_said: dict[str, Any]) -> str:
    return "the committee's vote"


def _closed(edition: Edition) -> Iterator[Row]:
    rows = Ratification.objects.filter(standing__edition=edition).exclude(closed_at=None)
    for person, moment in rows.values_list("closed_by", "closed_at"):
        yield "the committee's vote", person, moment


def _adopted(edition: Edition) -> Iterable[Row]:
    rows = AwardDecision.objects.filter(edition=edition)
    return rows.values_list("number", "adopted_by", "adopted_at")


def _revoked(edition: Edition) -> Iterable[Row]:
    rows = Revocation.objects.filter(certificate__award__decision__edition=edition)
    return rows.values_list("certificate__serial", "by", "at")


def _counted(edition: Edition) -> Iterable[Row]:
    rows = Tally.objects.filter(edition=edition)
    return rows.values_list("digest", "closed_by", "closed_at")


def _posted(edition: Edition) -> Iterable[Row]:
    rows = Posting.objects.filter(ratification__standing__edition=edition)
    return rows.values_list("digest", "posted_by", "posted_at")


def _answered(edition: Edition) -> Iterable[Row]:
    """Who has taken back what the own person wrote is named nowhere, in the line neither."""
    rows = ComplaintAnswer.objects.filter(complaint__edition=edition)
    return rows.values_list("complaint__number", "by", "at")


def _set_up(edition: Edition) -> Iterable[Row]:
    rows = Booth.objects.filter(edition=edition)
    return rows.values_list("pk", "set_up_by", "set_up_at")


def _joined(edition: Edition) -> Iterable[Row]:
    rows = Booth.objects.filter(edition=edition).exclude(joined_at=None)
    return rows.values_list("pk", "joined_by", "joined_at")


def _reported(edition: Edition) -> Iterable[Row]:
    rows = AppliedReport.objects.filter(award__decision__edition=edition)
    return rows.values_list("pk", "by", "at")


def _checked(edition: Edition) -> Iterable[Row]:
    rows = AppliedCheck.objects.filter(report__award__decision__edition=edition)
    return rows.values_list("report", "by", "at")


step("awards.Standing.computed_by", "standing.computed", "digest", _computed)
step("awards.Ratification.closed_by", "ratification.closed", _of_the_edition, _closed, is_any=True)
step("awards.AwardDecision.adopted_by", "decision.adopted", "number", _adopted)
step("awards.Revocation.by", "certificate.revoked", "serial", _revoked)
step("awards.AppliedReport.by", "use.reported", "report", _reported)
step("awards.AppliedCheck.by", ("use.confirmed", "use.declined"), "report", _checked)
step("awards.Posting.posted_by", "list.posted", "digest", _posted)
step("awards.ComplaintAnswer.by", "complaint.answered", "number", _answered)
step("voting.Booth.set_up_by", "booth.set_up", "booth", _set_up)
step("voting.Booth.joined_by", "booth.joined", "booth", _joined)
by_look("voting.Booth.first_keeper", "voting.Booth.second_keeper", "voting.PaperBallot.keeper")
step("voting.Tally.closed_by", "tally.closed", "digest", _counted)
by_look("awards.Unsealing.asked_by", "awards.Unsealing.opened_by")
by_look("awards.ComplaintWriter.user", "awards.Mandate.inspector")


@compares
def of_unsealings(edition: Edition) -> Iterator[str]:
    """The two people who opened the seals of each standing, against the ledger's lines."""
    told = {}
    for content, people in agreements(edition, unsealing.KIND):
        told[content["standing"]] = people
    rows = Unsealing.objects.filter(standing__edition=edition)
    stored = {
        row.standing_id: [row.asked_by_id, row.asked_at, row.opened_by_id, row.opened_at]
        for row in rows
    }
    yield from unmatched("people who opened the seals of standing", stored, told)
