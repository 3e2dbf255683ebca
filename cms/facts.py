"""Numbers and lists that public pages show, from the competition's data. Nothing here names anybody
before the announcement, and works are given as the faces that consents and embargo leave.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.core.paginator import Paginator
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from awards.models import Award, AwardDecision
from competition import clock, phases
from competition.models import Edition, Phase, PrizeTier
from competition.publicity import Face
from foundation.soft_cache import remembered
from foundation.vietnamese.text import fold
from submissions.models import Entry
from voting.casting import is_running

PAGE = 24  # winners
# Of the highest prize that was awarded, of the next one, and so on.
LOOKS = ("large", "cards", "tiles", "rows")
NO_TILE = "cong-trinh"  # the picture of a work that shows no receipt


class PageOfEdition(Protocol):
    """A page that stands for an edition."""

    edition_id: int


def edition_of(page: PageOfEdition) -> Edition:
    """The edition of a page, with what every public page asks of it, in one query."""
    return Edition.objects.select_related("poll", "publication").get(pk=page.edition_id)


def of_edition(edition: Edition, at: datetime.datetime) -> dict:
    """What the head of a page needs: the phase, the next deadline, counts, and what a visitor can
    do now.
    """
    submission = edition.phase(Phase.Kind.SUBMISSION)
    days_left = None
    if submission and submission.closes_at > at:
        days_left = (submission.closes_at - at).days
    return {
        "edition": edition,
        "phase": phases.current(edition, at),
        "submission": submission,
        "days_left": days_left,
        "can_submit": phases.is_open(edition, Phase.Kind.SUBMISSION, at),
        "can_vote": is_running(edition, at),
        **_totals(edition),
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

    return remembered(f"totals:{edition.pk}", count, 60)


def journey(edition: Edition, at: datetime.datetime) -> list[dict]:
    """The phases as steps: done, current, open beside it, or to come."""
    current = phases.current(edition, at)
    return [
        {"phase": phase, "state": _state_of(phase, current, at)}
        for phase in sorted(edition.timetable, key=_place_in_process)
    ]


def _place_in_process(phase: Phase) -> tuple[datetime.datetime, int]:
    return phase.opens_at, phases.ORDER.index(Phase.Kind(phase.kind))


def _state_of(phase: Phase, current: Phase | None, at: datetime.datetime) -> str:
    if phase.closes_at <= at:
        return "done"
    if phase == current:
        return "current"
    return "open" if phase.is_open(at) else "todo"


def decision_of(edition: Edition) -> AwardDecision | None:
    """The announced decision in force."""
    return AwardDecision.objects.in_force().filter(edition=edition).first()


def earlier_results(edition: Edition) -> list[dict]:
    """What earlier decisions announced, the newest first: it stays readable, with its dates.

    [{"decision", "date" (in words), "by" (the one in its place),
    "rows": [{"winner", "is_withdrawn"}]}].
    """
    at = clock.now()
    replaced = AwardDecision.objects.replaced().filter(edition=edition)
    found = []
    for decision in replaced.select_related("superseded_by").order_by("-announced_at"):
        kept = set(decision.newest.awards.values_list("entry", "tier"))
        rows = []
        for award in _awards().filter(decision=decision).order_by("tier__order", "rank"):
            is_withdrawn = (award.entry_id, award.tier_id) not in kept
            rows.append({"winner": winner(award, at), "is_withdrawn": is_withdrawn})
        date = date_format(decision.date, "DATE_FORMAT")
        told = {"decision": decision, "date": date, "by": decision.replaced_by, "rows": rows}
        found.append(told)
    return found


@dataclass(frozen=True)
class Winner:
    """An announced award as public pages show it."""

    face: Face
    tier: PrizeTier
    rank: int
    final_score: Decimal
    tile: str  # the code of its drawn picture
    number: str  # by which its page is found; empty while its content is not public
    edition: Edition

    @property
    def address(self) -> str:
        """The page of the work; empty where it has none."""
        return reverse("work", args=[self.number]) if self.number else ""


def number_of(entry: Entry) -> str:
    """The receipt's number as an address writes it: ĐMST-2026-0001 -> dmst-2026-0001."""
    return slugify(fold(entry.receipt_number))


def winner(award: Award, at: datetime.datetime) -> Winner:
    """The public side of an award at this moment."""
    face = award.entry.face(at)
    tile = "" if face.is_hidden else slugify(award.entry.receipt_number)
    return Winner(
        face=face,
        tier=award.tier,
        rank=award.rank,
        final_score=award.final_score,
        tile=tile or NO_TILE,
        number="" if face.is_hidden else number_of(award.entry),
        edition=award.decision.edition,
    )


def winners(awards: Iterable[Award]) -> list[Winner]:
    """The public side of awards now."""
    at = clock.now()
    return [winner(award, at) for award in awards]


def _announced_awards() -> QuerySet[Award]:
    return _awards().filter(decision__in=AwardDecision.objects.in_force())


def _awards() -> QuerySet[Award]:
    return (
        Award.objects.standing()
        .exclude(entry__status=Entry.Status.WITHDRAWN)
        .select_related("tier", "entry__field", "entry__kind", "entry__unit", "decision__edition")
        .prefetch_related("entry__authors")
    )


def revoked_awards() -> QuerySet[Award]:
    """Announced awards whose certificate was revoked and not issued again, of works that stand."""
    announced = Award.objects.filter(decision__in=AwardDecision.objects.in_force())
    return (
        announced.exclude(pk__in=Award.objects.standing().values("pk"))
        .exclude(entry__status=Entry.Status.WITHDRAWN)
        .select_related("entry__field", "decision__edition")
    )


def standing_version() -> str:
    """Another one as soon as the database knows a decision, revocation, withdrawal or consent taken
    back more: part of the key of whatever lists of works are kept, on every machine.
    """
    newest = AwardDecision.objects.aggregate(
        decision=Max("pk"),
        announced=Count("announced_at", distinct=True),
        revoked=Max("awards__certificates__revocation__pk"),
        issued=Max("awards__certificates__pk"),
        withdrawn=Max("awards__entry__withdrawal__pk"),
        taken_back=Max("awards__entry__consent_withdrawals__pk"),
    )
    return "-".join(str(number or 0) for number in newest.values())


def all_winners() -> QuerySet[Award]:
    """Every announced award, the newest edition and the highest prize first."""
    return _announced_awards().order_by("-decision__edition__year", "tier__order", "rank", "pk")


def results_of(edition: Edition, number: str | int | None = 1) -> dict:
    """A page of the tiers with their winners, the highest first; empty tiers stand on the first
    page. Nothing before the announcement.
    """
    decision = decision_of(edition)
    if decision is None:
        return {"decision": None, "tiers": []}
    awarded = _announced_awards().filter(decision=decision).order_by("tier__order", "rank", "pk")
    counts = dict(awarded.order_by().values_list("tier").annotate(Count("pk")))
    works = Paginator(awarded, PAGE).get_page(number)
    shown = list(works.object_list)
    tiers = []
    look = 0
    for tier in edition.tiers.all():
        of_tier = [award for award in shown if award.tier_id == tier.pk]
        count = counts.get(tier.pk, 0)
        told = {"tier": tier, "winners": winners(of_tier), "count": count, "look": LOOKS[look]}
        if of_tier or (works.number == 1 and not count):
            tiers.append(told)
        if count and look + 1 < len(LOOKS):
            look += 1
    return {
        "decision": decision,
        "earlier": earlier_results(edition),
        "tiers": tiers,
        "works": works,
        "awarded": sum(counts.values()),
        "empty_note": _("Not awarded this year."),
        "took_part": Entry.objects.in_edition(edition).filter(status=Entry.Status.SEALED).count(),
    }


def shares_of(edition: Edition) -> dict:
    """How the dossiers that were sent are spread: {"authors", "fields": {field's pk: count},
    "communes": {commune's code: count}}, at most a minute old. Counts alone, never who.
    """

    def count() -> dict:
        sent = Entry.objects.in_edition(edition).exclude(
            status__in=[Entry.Status.DRAFT, Entry.Status.WITHDRAWN]
        )
        communes = sent.filter(unit__kind__in=["commune", "ward"]).order_by()
        return {
            "authors": sent.aggregate(Count("authors"))["authors__count"],
            "fields": dict(sent.order_by().values_list("field").annotate(Count("pk"))),
            "communes": dict(communes.values_list("unit__code").annotate(Count("pk"))),
        }

    return remembered(f"shares:{edition.pk}", count, 60)
