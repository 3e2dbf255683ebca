"""Numbers and lists that public pages show, from the competition's data. Nothing here names anybody
before the announcement.
"""

import datetime

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from awards.models import Award, AwardDecision
from competition import phases
from competition.models import Edition, Phase
from submissions.models import Entry
from voting.casting import is_running


def edition_of(page) -> Edition:
    """The edition of a page, with what every public page asks of it, in one query."""
    return Edition.objects.select_related("poll").get(pk=page.edition_id)


def of_edition(edition: Edition, at: datetime.datetime) -> dict:
    """What the head of a page needs: the phase, the next deadline, counts, and what a visitor can
    do now.
    """
    submission = edition.phase(Phase.Kind.SUBMISSION)
    totals = _totals(edition)
    return {
        "edition": edition,
        "phase": phases.current(edition, at),
        "submission": submission,
        "days_left": (submission.closes_at - at).days
        if submission and submission.closes_at > at
        else None,
        "can_submit": phases.is_open(edition, Phase.Kind.SUBMISSION, at),
        "can_vote": is_running(edition, at),
        **totals,
        "announced": decision_of(edition) is not None,
    }


def _totals(edition: Edition) -> dict:
    """{"entries", "units", "fields"}: at most a minute old, so that the front page costs the same
    in a large contest.
    """

    def count() -> dict:
        counted = Entry.objects.in_edition(edition).exclude(
            status__in=[Entry.Status.DRAFT, Entry.Status.WITHDRAWN]
        )
        units = Count("unit", distinct=True, filter=Q(unit__kind__in=["commune", "ward"]))
        return counted.aggregate(entries=Count("pk"), units=units) | {
            "fields": edition.fields.count()
        }

    return cache.get_or_set(f"totals:{edition.pk}", count, 60)


def journey(edition: Edition, at: datetime.datetime) -> list[dict]:
    """The phases as steps: done, current or to come."""
    present = phases.current(edition, at)
    steps = []
    for phase in sorted(
        edition.timetable, key=lambda phase: (phase.opens_at, phases.ORDER.index(phase.kind))
    ):
        state = (
            "done"
            if phase.closes_at <= at
            else "current"
            if present and phase.pk == present.pk
            else "todo"
        )
        steps.append({"phase": phase, "state": state})
    return steps


def decision_of(edition: Edition) -> AwardDecision | None:
    """The announced decision in force."""
    return edition.decisions.exclude(announced_at=None).filter(superseded_by=None).first()


def _announced_awards():
    return (
        Award.objects.filter(decision__announced_at__isnull=False, decision__superseded_by=None)
        .select_related("tier", "entry__field", "entry__unit", "decision__edition")
        .prefetch_related("entry__authors")
    )


def all_winners():
    """Every announced award, the newest edition and the highest prize first."""
    return _announced_awards().order_by("-decision__edition__year", "tier__order", "rank")


def recent_winners(count: int) -> list[Award]:
    """The top of the latest announced edition."""
    return list(all_winners()[:count])


def results_of(edition: Edition) -> dict:
    """Tiers with their awards, empty tiers included; nothing before the announcement."""
    decision = decision_of(edition)
    if decision is None:
        return {"decision": None, "tiers": []}
    awards = list(_announced_awards().filter(decision=decision).order_by("tier__order", "rank"))
    tiers = [
        {"tier": tier, "awards": [award for award in awards if award.tier_id == tier.pk]}
        for tier in edition.tiers.all()
    ]
    return {
        "decision": decision,
        "tiers": tiers,
        "empty_note": _("Not awarded this year."),
        "took_part": Entry.objects.in_edition(edition).filter(status=Entry.Status.SEALED).count(),
    }
