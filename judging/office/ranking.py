"""The secretariat's page after the last sheet: the ranking by code, who goes on, and fees."""

from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competition.office import Button
from competition.recap import Recap
from competition.rows import DealtWith, by_whom
from judging.councils import fees, rounds
from judging.models import BlindedEntry, Promotion, Ranking, RankingRow
from judging.office.rounds import RoundOffice
from judging.results import promotion, ranking

FEES_PAGE = "thu-lao"  # of the address: which page of the fees
_PUNCTUATION = ":,;–—-"  # between a code and a reason


@dataclass(frozen=True)
class PlaceRow:
    """A place of the ranking, and what was decided about its entry."""

    place: RankingRow
    decided: Promotion | None
    has_left: bool


class ClosedRoundOffice(RoundOffice):
    """A page about a round whose sheets are all locked; 404 before that."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not self.round.is_over:
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
        frozen = Ranking.objects.in_force().without_sheets().filter(round=self.round).first()
        following = rounds.next_scheme(self.round)
        page = self.page_of(frozen.rows.select_related("field"), "trang") if frozen else None
        seats = self.page_of(fees.members(self.round), FEES_PAGE)
        return {
            "ranking": frozen,
            "page": page,
            "rows": self._rows(frozen, page) if frozen and page else [],
            "limit": self.round.scheme.spread_limit,
            "following": following,
            "promoted": frozen is not None and frozen.promotions.exists(),
            "superseded": self._superseded(),
            "fees": fees.owed_to(seats, self.round.scheme),
            "fees_page": seats,
            "fees_query": self.query_without(FEES_PAGE),
            "page_query": self.query_without("trang"),
        }

    def _rows(self, frozen: Ranking, page: Page) -> list[PlaceRow]:
        codes = [place.code for place in page]
        decisions = frozen.promotions.filter(code__in=codes)
        decided = {decision.code: decision for decision in decisions}
        copies = BlindedEntry.objects.filter(round=self.round, code__in=codes)
        left = set(copies.exclude(withdrawn_at=None).values_list("code", flat=True))
        return [
            PlaceRow(place=place, decided=decided.get(place.code), has_left=place.code in left)
            for place in page
        ]

    def _superseded(self) -> QuerySet[Ranking]:
        return (
            Ranking.objects.without_sheets()
            .filter(round=self.round)
            .exclude(superseded_at=None)
            .select_related("superseded_by")
            .order_by("superseded_at")
        )

    def in_force(self) -> Ranking:
        """The ranking that a press is about. Raises DealtWith, telling who superseded the last one,
        or Http404 where there never was one.
        """
        found = Ranking.objects.in_force().filter(round=self.round).first()
        if found is None and (last := self._superseded().last()):
            words = _("Nothing was done: %(by)s has superseded this ranking, %(moment)s.")
            raise DealtWith(words % by_whom(last.superseded_by, last.superseded_at))
        if found is None:
            raise Http404
        return found


class FreezeRanking(Button, RankingOffice):
    """The ranking becomes immutable and its head public."""

    def recap(self) -> Recap:
        entries = BlindedEntry.objects.countable().filter(round=self.round)
        return Recap(
            question=_("Freeze the ranking?"),
            facts=[
                (_("Round"), self.round.label),
                (_("Blinded entries"), entries.count()),
                (_("Sheets that count"), ranking.countable_sheets(self.round).count()),
            ],
            after=[
                _("Places are computed from these sheets by the published rules."),
                _("Nobody can change them; a mistake is told by superseding, with a reason."),
                _("The head of the ledger is published."),
            ],
            button=_("Freeze the ranking"),
        )

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
        against = _decided_otherwise(self.request.POST.get("against", ""))
        self.attempt(
            promotion.promote,
            _("The entries go on; the next round is prepared."),
            ranking=self.in_force(),
            overrides=against,
        )


def _decided_otherwise(typed: str) -> dict[str, str]:
    """{code: the council's reason} from lines of a code and a reason, as one types or pastes them:
    “HS-2ABCDE: số liệu đã được kiểm chứng”.
    """
    decided = {}
    for line in typed.splitlines():
        code, *reason = line.split(maxsplit=1)[:2] or [""]
        if code:
            decided[code.rstrip(_PUNCTUATION).upper()] = " ".join(reason).strip(_PUNCTUATION + " ")
    return decided
