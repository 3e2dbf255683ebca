"""The secretariat's page from the standing to the certificates, in the order of the steps."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from awards import decision, inspection, permissions, posting, ratification, standings, unsealing
from awards.certificates import issue
from awards.formula import Line
from awards.models import (
    AwardDecision,
    Certificate,
    Complaint,
    Ratification,
    Standing,
    StandingRow,
    Unsealing,
)
from competition import clock
from competition.errors import WrongState
from competition.office import EditionOffice
from foundation import soft_cache
from foundation.jobs.models import Job
from foundation.vietnamese.fields import DateField
from judging.models import Comparison, Ranking
from judging.results import comparing
from voting.models import Tally

TIES_KEPT = 60  # seconds


class DecisionForm(forms.Form):
    """What stands on the decision."""

    number = forms.CharField(label=gettext_lazy("Decision number"), max_length=60)
    date = DateField(
        label=gettext_lazy("Date of the decision"),
        help_text=gettext_lazy("Day/month/year."),
    )
    signer_title = forms.CharField(label=gettext_lazy("Signer's title"), max_length=120)
    signer_name = forms.CharField(label=gettext_lazy("Signer's name"), max_length=120)


class InspectionForm(forms.Form):
    """Who is to see the choices behind the ballots, and why."""

    inspector = forms.CharField(
        label=gettext_lazy("Inspector: name, office, paper"), max_length=120
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class AwardsOffice(EditionOffice):
    """Standing → seals → committee → decision → announcement → certificates."""

    route = "awards_office"
    is_asked_about = True
    title = gettext_lazy("Results and certificates")
    template_name = "office/awards.html"
    header_icon = "pick"
    may = staticmethod(permissions.can_prepare)
    decision_form: DecisionForm | None = None  # with what was typed, when it was refused
    inspection_form: InspectionForm | None = None  # likewise
    job: Job | None = None

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        if self.job and not self.job.is_finished:
            response.headers["Refresh"] = "2"  # the progress bar moves without script too
        return response

    def context(self) -> dict[str, Any]:
        standing = Standing.objects.filter(edition=self.edition).first()
        adopted = self.edition.decisions.filter(superseded_by=None).select_related("pdf").first()
        if adopted:
            self.job = Job.objects.filter(key=issue.job_key(adopted)).first()
        context = {
            "standing": standing,
            "decision": adopted,
            "decision_form": self.decision_form or self._empty_decision_form(),
            "job": self.job,
            "waits_for": "" if standing else standings.waits_for(self.edition),
            "ties": [] if standing else self.ties(),
            "comparisons": self._comparisons(),
            "decision_waits_for": self._decision_waits_for(standing),
            "may_post": self._may_post(standing),
            "posting": posting.of_edition(self.edition),
            "complaints": Complaint.objects.filter(edition=self.edition).exists(),
            "certificates": self.page_of(_certificates(adopted), "giay") if adopted else None,
            "certificates_query": self.query_without("giay"),
        }
        if standing:
            context |= self._committee(standing)
        return context

    def _committee(self, standing: Standing) -> dict[str, Any]:
        """The places, the seals, and how the committee has voted so far."""
        vote = Ratification.objects.filter(standing=standing).first()
        # How a prize stands is seen after the close, by the office as by everybody.
        approvals = ratification.approvals(vote) if vote and vote.closed_at else {}
        places = standing.rows.select_related("field", "tier", "entry")
        page = self.page_of(places.prefetch_related("entry__authors"))
        return {
            "page": page,
            "page_query": self.query_without("trang"),
            "rows": [_row(place, approvals) for place in page],
            "is_counted": Tally.objects.filter(edition=self.edition).exists(),
            "inspection_form": self.inspection_form or InspectionForm(),
            "handed": inspection.agreed_for(self.request.user, self.edition),
            "is_open": Unsealing.objects.filter(standing=standing).exists(),
            "asked": unsealing.asked_for(self.edition),
            "vote": vote,
            "voters": ratification.voters(vote) if vote else [],
        }

    def _decision_waits_for(self, standing: Standing | None) -> str:
        """What the decision waits for once the committee has voted, in words."""
        vote = Ratification.objects.filter(standing=standing, closed_at__isnull=False).first()
        return decision.waits_for(vote, clock.now()) if vote else ""

    def _may_post(self, standing: Standing | None) -> bool:
        vote = Ratification.objects.filter(standing=standing, closed_at__isnull=False)
        return bool(self.edition.posting_days) and vote.filter(posting=None).exists()

    def _empty_decision_form(self) -> DecisionForm:
        signer = {
            "signer_name": self.edition.signer_name,
            "signer_title": self.edition.signer_title,
        }
        return DecisionForm(initial=signer)

    def ties(self) -> list[dict[str, Any]]:
        """Groups that the rules put to the judges, each with the comparison that runs for it."""
        try:
            key = f"ties:{self.edition.pk}:{standings.source_of_ties(self.edition)}"
        except WrongState:  # ranking or vote is not there yet
            return []
        # Every place and every vote are looked at to find them.
        ties = soft_cache.get(key)
        if ties is None:
            ties = standings.ties_to_compare(self.edition)
            soft_cache.keep(key, ties, TIES_KEPT)
        running = list(
            Comparison.objects.filter(
                ranking__round__edition=self.edition, closed_at=None
            ).prefetch_related("entries")
        )
        return [_tie(lines, running) for lines in ties]

    def _comparisons(self) -> list[dict[str, Any]]:
        """Closed comparisons of the ranking that decides, each with the strongest entry first."""
        closed = (
            Comparison.objects.filter(ranking__in=Ranking.objects.decisive(self.edition))
            .exclude(closed_at=None)
            .prefetch_related("ballots")
        )
        return [
            {
                "comparison": comparison,
                "judges": comparison.ballots.count(),
                "rows": comparing.told(comparison),
            }
            for comparison in closed
        ]


def _tie(lines: list[Line], running: list[Comparison]) -> dict[str, Any]:
    codes = {line.code for line in lines}
    tie: dict[str, Any] = {"lines": lines, "key": ",".join(sorted(codes))}
    for comparison in running:
        if codes <= {entry.code for entry in comparison.entries.all()}:
            judges = comparing.asked(comparison)
            return tie | {
                "comparison": comparison,
                "asked": len(judges),
                "given": comparison.ballots.count(),
                "needed": comparing.needed(comparison, judges),
            }
    return tie


def _row(place: StandingRow, approvals: Mapping[int, int]) -> dict[str, Any]:
    """A place, its authors once the seals are open, and the committee's approvals."""
    authors = place.entry.authors.all() if place.entry else []
    names = ", ".join(author.full_name for author in authors)
    return {"place": place, "authors": names, "approvals": approvals.get(place.pk, 0)}


def _certificates(adopted: AwardDecision) -> QuerySet[Certificate]:
    return Certificate.objects.filter(award__decision=adopted).select_related(
        "award__tier", "award__entry", "revocation"
    )
