"""“Check the result yourself”: method, seals, the export, and the sums in the reader's browser."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from awards import proof
from awards.desk import ledger
from awards.models import AwardDecision
from competition import clock
from competition.models import Edition, Scheme
from foundation.ledger.models import Head
from foundation.vault import headers

JSON = "application/json; charset=utf-8"


@require_GET
def proofs(request):
    """The editions whose result is announced."""
    announced = AwardDecision.objects.in_force().values("edition")
    editions = Edition.objects.filter(pk__in=announced).order_by("-year", "-pk")
    return render(request, "awards/proofs.html", {"editions": editions})


def _announced(slug: str) -> AwardDecision:
    edition = get_object_or_404(Edition.objects.select_related("standing"), slug=slug)
    decision = proof.decision_of(edition)
    if decision is None:
        raise Http404
    decision.edition = edition
    return decision


@require_GET
def proof_page(request, slug):
    """The page of one announced result; without script it says how to check it by the scripts."""
    decision = _announced(slug)
    edition = decision.edition
    export = proof.export_of(edition)
    heads = Head.objects.filter(chain__name=edition.chain).order_by("number", "pk")
    gates = ledger.gates()
    context = {
        "edition": edition,
        "decision": decision,
        "export": export,
        "entries": edition.standing.rows.count(),
        "heads": [{"head": head, "gate": gates.get(head.gate, head.gate)} for head in heads],
        "lines": proof.lines_of(decision, clock.now()),
        "method": _method(proof.scheme_of(edition)),
    }
    return render(request, "awards/proof.html", context)


def _method(scheme: dict) -> dict:
    """The frozen rules as the page says them."""
    rules = [Scheme.TieRule(rule).label for rule in scheme["tie_rules"]]
    return {
        "council_text": floatformat(scheme["council_max"]),
        "vote_text": floatformat(scheme["vote_max"]),
        "has_vote": scheme["vote_formula"] != Scheme.VoteFormula.NONE,
        "aggregate": Scheme.Aggregate(scheme["aggregate"]).label,
        "drops_from": scheme["drop_extremes_from"],
        "council_decimals": scheme["council_decimals"],
        "decimals": scheme["decimals"],
        "rounding": Scheme.Rounding(scheme["rounding"]).label,
        "without_vote": Scheme.WithoutVote(scheme["without_vote"]).label,
        "tie_rules": ", ".join(map(str, rules)) or _("none"),
    }


@require_GET
def proof_values(_request, slug):
    """The export as one file for the browser."""
    export = proof.export_of(_announced(slug).edition)
    return _file(export.values, JSON, f"kiem-chung-{slug}.json")


@require_GET
def proof_package(_request, slug):
    """The export with the scripts, as a package."""
    export = proof.export_of(_announced(slug).edition)
    return _file(export.package, "application/zip", f"kiem-chung-{slug}.zip")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    headers.tell(response, disposition="attachment", name=name)
    response.headers["Cache-Control"] = "public, max-age=0, s-maxage=60"
    return response
