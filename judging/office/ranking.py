"""The secretariat's page after the last sheet: the ranking by code, who goes on, and fees."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.models import Scheme
from competition.office import Button
from judging.councils import fees, rounds
from judging.models import BlindedEntry, Promotion, Ranking, RankingRow
from judging.office.rounds import RoundOffice
from judging.results import promotion, ranking


@dataclass(frozen=True)
class PlaceRow:
    """A place of the ranking: whether the rule sends its entry on, and what was decided."""

    place: RankingRow
    by_rule: bool
    decided: Promotion | None
    has_left: bool


class ClosedRoundOffice(RoundOffice):
    """A page about a round whose sheets are all locked; 404 before that."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not rounds.is_over(self.round):
            raise Http404


class RankingOffice(ClosedRoundOffice):
    """The ranking of a closed round: frozen, superseded with a reason, or the ground on which
    entries go on.
    """

    route = "ranking_office"
    title = gettext_lazy("Ranking")
    template_name = "office/ranking.html"
    header_icon = "order"

    def context(self):
        frozen = Ranking.objects.in_force().filter(round=self.round).first()
        following = rounds.next_scheme(self.round)
        rows = self._rows(frozen, following) if frozen else []
        return {
            "ranking": frozen,
            "rows": rows,
            "limit": self.round.scheme.spread_limit,
            "following": following,
            "promoted": any(row.decided for row in rows),
            "superseded": self._superseded(),
            "fees": fees.owed(self.round),
        }

    def _rows(self, frozen: Ranking, following: Scheme | None) -> list[PlaceRow]:
        places = list(frozen.rows.select_related("field"))
        goes_on = promotion.by_rule(self.round.scheme, places) if following else set()
        decided = {decision.code: decision for decision in frozen.promotions.all()}
        withdrawn = BlindedEntry.objects.filter(round=self.round).exclude(withdrawn_at=None)
        left = set(withdrawn.values_list("code", flat=True))
        return [
            PlaceRow(
                place=place,
                by_rule=place.code in goes_on,
                decided=decided.get(place.code),
                has_left=place.code in left,
            )
            for place in places
        ]

    def _superseded(self) -> QuerySet[Ranking]:
        return (
            Ranking.objects.filter(round=self.round)
            .exclude(superseded_at=None)
            .select_related("superseded_by")
            .order_by("superseded_at")
        )

    def in_force(self) -> Ranking:
        return get_object_or_404(Ranking.objects.in_force(), round=self.round)


class FreezeRanking(Button, RankingOffice):
    """The ranking becomes immutable and its head public."""

    def press(self) -> None:
        done = _("The ranking is frozen and its head is published.")
        self.attempt(ranking.freeze, done, judging_round=self.round)


class SupersedeRanking(Button, RankingOffice):
    """A mistake was found: the ranking is kept, and the round waits for another one."""

    def press(self) -> None:
        self.attempt(
            ranking.supersede,
            _("The ranking is superseded and kept; the round is closed and waits for another one."),
            ranking=self.in_force(),
            reason=self.request.POST.get("reason", ""),
        )


class PromoteEntries(Button, RankingOffice):
    """Send entries on to the next round, by the rule or against it with the council's reason."""

    def press(self) -> None:
        against = {
            code: self.request.POST.get(f"reason-{code}", "")
            for code in self.request.POST.getlist("against")
        }
        self.attempt(
            promotion.promote,
            _("The entries go on; the next round is prepared."),
            ranking=self.in_force(),
            overrides=against,
        )
