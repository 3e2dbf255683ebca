"""The public page of the ledger's published heads."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import site_roles
from competition.models import Edition
from foundation.ledger.models import Head

MOST_HEADS = 200


@require_GET
def ledger_heads(request):
    """Whoever notes a head can later prove that nothing before it was changed."""
    heads = Head.objects.select_related("chain").order_by("-published_at", "-pk")[:MOST_HEADS]
    editions = {f"edition-{edition.pk}": edition.label for edition in Edition.objects.all()}
    editions[site_roles.CHAIN] = _("The whole site")
    named = gates()
    rows = [
        {
            "head": head,
            "gate": named.get(head.gate, head.gate),
            "edition": editions.get(head.chain.name, head.chain.name),
        }
        for head in heads
    ]
    return render(request, "awards/ledger_heads.html", {"rows": rows})


def gates() -> dict[str, str]:
    """What happened at each gate at which a head is published, in words."""
    return {
        "submission.closed": _("Submission closed"),
        "lottery.committed": _("Lottery of the judges fixed"),
        "round.closed": _("Round of judging closed"),
        "ranking.frozen": _("Ranking frozen"),
        "tally.closed": _("Vote counted"),
        "ratification.closed": _("Prizes ratified"),
        "results.announced": _("Results announced"),
        site_roles.GATE: _("Role for the whole site given or taken"),
        site_roles.GATE_OF_ACCOUNTS: _("Account switched off or on"),
    }
