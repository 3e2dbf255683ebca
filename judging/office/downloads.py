"""Papers of a round that the secretariat takes along."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from foundation.papers import prepared
from judging import permissions
from judging.models import Round


def _round(request, slug: str, order: int) -> Round:
    judging_round = get_object_or_404(Round, edition__slug=slug, order=order)
    if not permissions.can_organise(request.user, judging_round.edition_id):
        raise Http404
    return judging_round


def plan_xlsx(request, slug: str, order: int) -> HttpResponse:
    """The assignment of a round as a table (.xlsx)."""
    asked = {"round": _round(request, slug, order).pk}
    return prepared.answer(request, "plan_table", asked, name=f"phan-cong-{slug}-{order}.xlsx")


def fees_pdf(request, slug: str, order: int) -> HttpResponse:
    """The list of fees to be signed (PDF)."""
    asked = {"round": _round(request, slug, order).pk, "by": request.user.pk}
    return prepared.answer(request, "fee_list", asked, name=f"thu-lao-{slug}-{order}.pdf")
