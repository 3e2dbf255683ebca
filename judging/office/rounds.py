"""The secretariat's page for a round: panels, members, assignment, progress, closing. By code only:
no names of entrants.
"""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy

from competition.office import EditionOffice
from competition.rows import row_of
from competition.web import number_of
from judging import permissions
from judging.assigning import assignment
from judging.councils import panels, progress, rounds
from judging.models import Assignment, BlindedEntry, Conflict, Judge, Panel, Round
from judging.office.forms import PanelForm, SeatForm
from judging.scoring import reopening

SEATS_A_PAGE = 20


class RoundOffice(EditionOffice):
    """A page about one round of an edition: the one that is asked for, otherwise the latest that
    was prepared.
    """

    may = staticmethod(permissions.can_organise)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.round = self._asked_for(request.GET.get("vong", ""))

    def _asked_for(self, number: str) -> Round:
        prepared = self._prepared().select_related("scheme", "edition")
        if not number:
            return prepared.last() or rounds.first_round(self.edition)
        asked_for = prepared.filter(order=number_of(number)).first()
        if asked_for is None:
            raise Http404
        return asked_for

    def query_without(self, name: str) -> str:
        """The rest of the address, with the round of which the page is."""
        query = self.request.GET.copy()
        query["vong"] = str(self.round.order)
        query.pop(name, None)
        return query.urlencode()

    def _prepared(self) -> QuerySet[Round]:
        return Round.objects.filter(edition=self.edition).order_by("order")

    def chosen(self, rows: QuerySet, name: str) -> Model:
        """The row of these whose number the form sends under this name; 404 for any other."""
        return row_of(rows, number_of(self.request.POST.get(name)))

    def get_context_data(self, **kwargs):
        prepared = list(self._prepared())
        here = self.request.GET.copy()
        here["vong"] = str(self.round.order)
        return super().get_context_data(**kwargs) | {
            "round": self.round,
            "shows_titles": rounds.shows_titles(self.round, self.request.user),
            "round_query": f"vong={self.round.order}",
            "here": here.urlencode(),
            "known_rounds": prepared if len(prepared) > 1 else [],
        }


@dataclass(frozen=True)
class SeatRow:
    """A member of a panel with the own sheets, and how many entries a conflict keeps away."""

    judge: Judge
    sheets: progress.Tally
    conflicts: int


@dataclass(frozen=True)
class PanelCard:
    """A panel with one page of its members."""

    panel: Panel
    page: Page
    seats: list[SeatRow]


class JudgingOffice(RoundOffice):
    """One round from its panels to the last locked sheet."""

    route = "judging_office"
    title = gettext_lazy("Judging")
    template_name = "office/judging.html"
    header_icon = "clipboard-list"
    panel_form: PanelForm | None = None
    seat_form: SeatForm | None = None

    def context(self):
        lotteries = self.round.lotteries.select_related("committed_by", "drawn_by")
        return {
            "panels": self._panel_cards(),
            "entries": BlindedEntry.objects.countable().filter(round=self.round).count(),
            "proposed": progress.proposed_in(self.round).count(),
            "looked_at": self._looked_at(),
            "gaps": assignment.gaps(self.round) if rounds.is_open(self.round) else [],
            "reopenings": reopening.waiting(self.round),
            "lotteries": list(lotteries.order_by("-committed_at", "-pk")),
            "panel_form": self.panel_form or PanelForm(edition=self.edition),
            "seat_form": self.seat_form or SeatForm(judging_round=self.round),
        }

    def _panel_cards(self) -> list[PanelCard]:
        pages = {
            panel: self._seats(panel) for panel in self.round.panels.prefetch_related("fields")
        }
        judges = [judge for page in pages.values() for judge in page]
        sheets = progress.of_judges(judges)
        conflicts = _conflicts_of(judges)
        cards = []
        for panel, page in pages.items():
            rows = [
                SeatRow(judge, sheets.get(judge.pk, progress.Tally()), conflicts.get(judge.pk, 0))
                for judge in page
            ]
            cards.append(PanelCard(panel, page, rows))
        return cards

    def _seats(self, panel: Panel) -> Page:
        judges = panel.judges.select_related("user").order_by("user__name_key")
        return Paginator(judges, SEATS_A_PAGE).get_page(self.request.GET.get("trang"))

    def _looked_at(self) -> dict | None:
        """The judge whose rights, proposed and missing sheets are shown."""
        number = number_of(self.request.GET.get("giam-khao"))
        if not number:
            return None
        seats = Judge.objects.filter(panel__round=self.round).select_related("user")
        judge = seats.filter(pk=number).first()
        if judge is None:
            return None
        colleagues = judge.panel.judges.exclude(pk=judge.pk).select_related("user")
        return {
            "judge": judge,
            "late": self._late(judge),
            "proposed": progress.proposed_in(self.round)
            .filter(judge=judge)
            .select_related("blinded_entry__field"),
            "others": colleagues.order_by("user__name_key"),
            "rights": panels.rights_of(judge),
        }

    def _late(self, judge: Judge) -> QuerySet[Assignment]:
        if not rounds.is_open(self.round):
            return Assignment.objects.none()
        return rounds.late_assignments(self.round).filter(judge=judge)


def _conflicts_of(judges: list[Judge]) -> dict[int, int]:
    """{judge's id: entries that must not meet this judge}."""
    counted = (
        Conflict.objects.filter(judge__in=judges)
        .values("judge")
        .annotate(entries=Count("blinded_entry", distinct=True))
    )
    return {row["judge"]: row["entries"] for row in counted}
