"""The secretariat's pages after the last sheet: the ranking by code, who goes on, fees, and how
sure the result is.
"""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import is_secretariat
from competition import clock
from competition.errors import Refused
from competition.models import Edition
from judging.councils import rounds
from judging.models import BlindedEntry, Ranking, Round
from judging.office.rounds import RoundOffice
from judging.papers import minutes
from judging.results import evidence, promotion, ranking


class RankingOffice(RoundOffice):
    """The ranking of a closed round: frozen, superseded with a reason, or the ground on which
    entries go on.
    """

    title = gettext_lazy("Ranking")
    template_name = "office/ranking.html"
    header_icon = "order"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if self.round.state not in (Round.State.CLOSED, Round.State.FROZEN):
            raise Http404

    def context(self):
        frozen = Ranking.objects.in_force().filter(round=self.round).first()
        rows = list(frozen.rows.select_related("field")) if frozen else []
        following = rounds.next_scheme(self.round)
        decided = {row.code: row for row in frozen.promotions.all()} if frozen else {}
        goes_on = promotion.by_rule(self.round.scheme, rows) if following else set()
        left = set(
            BlindedEntry.objects.filter(round=self.round)
            .exclude(withdrawn_at=None)
            .values_list("code", flat=True)
        )
        for row in rows:
            row.by_rule, row.decided, row.has_left = (
                row.code in goes_on,
                decided.get(row.code),
                row.code in left,
            )
        return {
            "ranking": frozen,
            "rows": rows,
            "limit": self.round.scheme.spread_limit,
            "following": following,
            "promoted": bool(decided),
            "superseded": Ranking.objects.filter(round=self.round)
            .exclude(superseded_at=None)
            .select_related("superseded_by")
            .order_by("superseded_at"),
            "fees": minutes.fees(self.round),
        }

    def do_freeze(self):
        self.attempt(
            ranking.freeze,
            _("The ranking is frozen and its head is published."),
            judging_round=self.round,
        )

    def do_supersede(self):
        frozen = get_object_or_404(Ranking.objects.in_force(), round=self.round)
        done = _(
            "The ranking is superseded and kept; the round is closed and waits for another one."
        )
        self.attempt(
            ranking.supersede, done, ranking=frozen, reason=self.request.POST.get("reason", "")
        )

    def do_promote(self):
        frozen = get_object_or_404(Ranking.objects.in_force(), round=self.round)
        against = {
            code: self.request.POST.get(f"reason-{code}", "")
            for code in self.request.POST.getlist("against")
        }
        self.attempt(
            promotion.promote,
            _("The entries go on; the next round is prepared."),
            ranking=frozen,
            overrides=against,
        )


class EvidenceOffice(RoundOffice):
    """How sure the result of a round is; shown once every sheet is locked."""

    title = gettext_lazy("How sure is the result?")
    template_name = "office/evidence.html"
    header_icon = "view"
    SHOWN = 60

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if self.round.state not in (Round.State.CLOSED, Round.State.FROZEN):
            raise Http404

    def context(self):
        found = evidence.of(self.round)
        size = max(1, len(found.entries))
        shown = [
            vars(line)
            | {
                "percent": None if line.in_prize is None else round(100 * line.in_prize),
                "group": "ABCDEFGHIJ"[line.part % 10] if found.parts > 1 else "",
                # Text, since a drawing wants points and not the decimal comma.
                "start": f"{100 * (line.lowest - 1) / size:.2f}",
                "width": f"{max(1, 100 * (line.highest - line.lowest + 1) / size):.2f}",
            }
            for line in found.entries[: self.SHOWN]
        ]
        return {"evidence": found, "shown": shown}


def plan_xlsx(request, slug, order):
    """The assignment of a round as a table (.xlsx)."""
    edition = get_object_or_404(Edition, slug=slug)
    if not is_secretariat(request.user, edition.pk):
        raise Http404
    content = minutes.plan_table(get_object_or_404(Round, edition=edition, order=order))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="phan-cong-{slug}-{order}.xlsx"'},
    )


def fees_pdf(request, slug, order):
    """The list of fees to be signed (PDF)."""
    edition = get_object_or_404(Edition, slug=slug)
    if not is_secretariat(request.user, edition.pk):
        raise Http404
    judging_round = get_object_or_404(
        Round.objects.select_related("edition__contest", "scheme"), edition=edition, order=order
    )
    try:
        content = minutes.fee_list(judging_round=judging_round, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("judging_office", slug)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="thu-lao-{slug}-{order}.pdf"'},
    )
