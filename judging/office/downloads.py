"""Papers of a round that the secretariat takes along."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from competition import clock
from competition.errors import Refused
from foundation.papers.answers import as_pdf, as_xlsx
from judging import permissions
from judging.models import Round
from judging.papers import fee_list, plan


def _round(request, slug: str, order: int) -> Round:
    judging_round = get_object_or_404(
        Round.objects.select_related("edition__contest", "scheme"), edition__slug=slug, order=order
    )
    if not permissions.can_organise(request.user, judging_round.edition_id):
        raise Http404
    return judging_round


def plan_xlsx(request, slug: str, order: int) -> HttpResponse:
    """The assignment of a round as a table (.xlsx)."""
    judging_round = _round(request, slug, order)
    return as_xlsx(f"phan-cong-{slug}-{order}.xlsx", plan.plan_table(judging_round))


def fees_pdf(request, slug: str, order: int) -> HttpResponse:
    """The list of fees to be signed (PDF)."""
    judging_round = _round(request, slug, order)
    try:
        printed = fee_list.draw_up(judging_round=judging_round, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("judging_office", slug)
    return as_pdf(f"thu-lao-{slug}-{order}.pdf", printed)
