"""How good a proposal is, told to the secretariat before it confirms."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from foundation.vietnamese.templatetags.vietnamese import score
from judging.arithmetic import linking
from judging.assigning.assignment import Plan


def tell(request: HttpRequest, plan: Plan) -> None:
    """Loads, conflicts, the worst served entry, and whether severities can be compared."""
    messages.success(request, _loads(plan))
    _tell_of_links(request, plan)


def _loads(plan: Plan) -> str:
    loads = [load for load in plan.loads.values() if load] or [0]
    return _(
        "The proposal is ready: %(created)s new sheets (%(changed)s differ from the "
        "proposal before), %(least)s to %(most)s a judge, "
        "%(conflicts)s conflicts kept apart. The entry with the least fitting judges "
        "reaches %(worst)s%% of the best. Look before you confirm."
    ) % {
        "created": plan.created,
        "changed": plan.changed,
        "least": min(loads),
        "most": max(loads),
        "conflicts": plan.conflicts_avoided,
        "worst": int(100 * plan.worst),
    }


def _tell_of_links(request: HttpRequest, plan: Plan) -> None:
    figures = {
        "parts": plan.parts,
        "connectivity": score(plan.connectivity, 2),
        "price": score(100 * plan.price, 2),
    }
    if plan.parts > 1:
        text = _(
            "The judges of a panel fall into %(parts)s groups without a common entry: "
            "their severity cannot be compared."
        )
        messages.warning(request, text % figures)
    elif plan.connectivity < linking.WELL_LINKED:
        text = _(
            "The judges of a panel share few entries (connectivity %(connectivity)s): "
            "their severity is compared with less certainty. "
            "More sheets for each entry, or fewer conflicts, would help."
        )
        messages.warning(request, text % figures)
    else:
        text = _(
            "Judges share enough entries to compare their severity (connectivity "
            "%(connectivity)s); that costs %(price)s%% of the fit."
        )
        messages.info(request, text % figures)
