"""The secretariat's page about how sure the result of a round is."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.office import Button
from foundation.jobs.models import Job
from judging.models import EvidencePlace, KeptEvidence
from judging.office.ranking import ClosedRoundOffice
from judging.results import evidence

JUDGES_PAGE = "giam-khao"  # of the address: which page of the judges
_GROUPS = "ABCDEFGHIJ"


class EvidenceOffice(ClosedRoundOffice):
    """How sure the result of a round is; shown once every sheet is locked and the worker is done
    with it.
    """

    route = "judging_evidence"
    title = gettext_lazy("How sure is the result?")
    template_name = "office/evidence.html"
    header_icon = "view"
    job: Job | None = None

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        if self.job and not self.job.is_finished:
            response.headers["Refresh"] = "3"  # without script too
        return response

    def context(self):
        kept = evidence.kept(self.round)
        is_stale = kept is None or kept.source != evidence.source_of(self.round)
        self.job = evidence.job_of(self.round) if is_stale else None
        context = {"evidence": kept, "is_stale": is_stale, "job": self.job}
        return context | (self._lists(kept) if kept else {})

    def _lists(self, kept: KeptEvidence) -> dict:
        places = self.page_of(kept.places.all(), "trang")
        judges = self.page_of(kept.judges.select_related("judge__user"), JUDGES_PAGE)
        ranked = places.paginator.count
        return {
            "places_page": places,
            "shown": [_drawn(place, ranked, has_groups=kept.parts > 1) for place in places],
            "judges_page": judges,
            "places_query": self.query_without("trang"),
            "judges_query": self.query_without(JUDGES_PAGE),
        }


class AskForEvidence(Button, EvidenceOffice):
    """Have it worked out: for the first time, again, or since something has changed."""

    def press(self) -> None:
        self.attempt(
            evidence.ask,
            _("It is being worked out. This page shows it as soon as it is there."),
            judging_round=self.round,
        )


class StopEvidence(Button, EvidenceOffice):
    """Stop working it out; it can be begun again."""

    def press(self) -> None:
        self.attempt(
            evidence.stop,
            _("It is stopped. You can begin again at any time."),
            judging_round=self.round,
        )


def _drawn(place: EvidencePlace, ranked: int, *, has_groups: bool) -> dict:
    """A line with its interval as percent of the width: as text, since a drawing wants points and
    not the decimal comma.
    """
    start = 100 * (place.lowest - 1) / ranked
    width = 100 * (place.highest - place.lowest + 1) / ranked
    return {
        "place": place,
        "percent": None if place.in_prize is None else round(100 * place.in_prize),
        "group": _GROUPS[place.part % len(_GROUPS)] if has_groups else "",
        "start": f"{start:.2f}",
        "width": f"{max(1, width):.2f}",
    }
