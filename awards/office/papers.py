"""The papers that the office downloads: the exported result, the decision, the certificates."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from awards import inspection, permissions
from awards.models import AwardDecision, Certificate
from competition.models import Edition
from foundation.papers import prepared
from foundation.papers.answers import as_zip
from foundation.vault import store


def result_bundle(request, slug):
    """Everything that is needed to compute the result again without the database, as ZIP."""
    edition = get_object_or_404(Edition.objects.filter(standing__isnull=False), slug=slug)
    if not permissions.can_prepare(request.user, edition.pk):
        raise Http404
    asked = {"edition": edition.pk, "by": request.user.pk}
    return prepared.answer(request, "result_bundle", asked, name=f"ket-qua-{slug}.zip")


def vote_choices(request, slug, pk):
    """The choices behind the ballots, for one of the two people who hand them to an inspector."""
    edition = get_object_or_404(Edition, slug=slug)
    if not permissions.can_prepare(request.user, edition.pk):
        raise Http404
    joint = get_object_or_404(inspection.agreed_for(request.user, edition), pk=pk)
    return as_zip(f"lua-chon-{slug}-{pk}.zip", inspection.as_zip(joint))


def decision_pdf(request, pk):
    """The decision's paper."""
    adopted = get_object_or_404(AwardDecision.objects.select_related("pdf"), pk=pk)
    if adopted.pdf is None or not permissions.can_prepare(request.user, adopted.edition_id):
        raise Http404
    return store.serve(
        adopted.pdf, name=f"quyet-dinh-{pk}.pdf", user=request.user, purpose="decision", inline=True
    )


def office_certificate(request, pk):
    """A certificate, for the office that hands it out."""
    certificate = get_object_or_404(
        Certificate.objects.select_related("pdf", "award__decision"), pk=pk
    )
    edition_id = certificate.award.decision.edition_id
    if certificate.pdf is None or not permissions.can_prepare(request.user, edition_id):
        raise Http404
    return store.serve(
        certificate.pdf,
        name=f"{certificate.serial}.pdf",
        user=request.user,
        purpose="certificate",
        inline=True,
    )
