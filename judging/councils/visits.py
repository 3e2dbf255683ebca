"""Site checks and product tests: planned by who leads the panel, recorded with photos, read by the
judges of the entry.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from competition.errors import NotAllowed, Refused, WrongState
from foundation.ledger import chain
from foundation.notifications import post
from foundation.vault import incoming, store
from judging import permissions
from judging.models import BlindedEntry, Conflict, Judge, Panel, Round, Visit, VisitPhoto

MOST_PHOTOS = 12


@transaction.atomic
def plan(
    *,
    entry: BlindedEntry,
    panel: Panel,
    planned_at: datetime.datetime,
    place: str,
    team: list[Judge],
    by,
) -> Visit:
    """Plan a visit, or move it; the team is told. Only where the round names the authors: a place
    tells whose work it is.

    Raises NotAllowed, WrongState, Refused (no place, no team, a conflict of interest).
    """
    if not permissions.can_see_panel_progress(by, panel):
        raise NotAllowed(_("Only the panel's chair, its secretary or the secretariat plan visits."))
    if not (panel.round.scheme.has_visits and panel.round.scheme.names_authors):
        raise WrongState(
            _(
                "The rules of this round hold no visits, or they do not name the authors: a "
                "place would tell whose work it is."
            )
        )
    if panel.round.state in (Round.State.CLOSED, Round.State.FROZEN):
        raise WrongState(_("This round is closed."))
    if not place.strip():
        raise Refused(_("Say where the visit goes."))
    if not team or any(judge.panel_id != panel.pk for judge in team):
        raise Refused(_("Choose at least one member of this panel."))
    conflicted = (
        Conflict.objects.filter(blinded_entry=entry, judge__in=team)
        .select_related("judge__user")
        .first()
    )
    if conflicted:
        raise Refused(
            _("%(judge)s has a conflict of interest with %(code)s.")
            % {"judge": conflicted.judge, "code": entry}
        )
    visit, _created = Visit.objects.update_or_create(
        blinded_entry=entry, defaults={"planned_at": planned_at, "place": place.strip()[:200]}
    )
    visit.team.set(team)
    for judge in team:
        post.tell(
            judge.user,
            "visit_planned",
            {"visit": visit, "panel": panel},
            key=f"visit:{visit.pk}:{judge.pk}:{planned_at:%Y%m%d%H%M}",
            link="/cham-diem/",
        )
    return visit


@transaction.atomic
def record(*, visit: Visit, text: str, photos, by, at: datetime.datetime) -> Visit:
    """What was found, with photos; recording again replaces the text and adds photos. Raises
    NotAllowed, WrongState, Refused.
    """
    visit = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("blinded_entry__round__edition")
        .get(pk=visit.pk)
    )
    panel = visit.team.first().panel
    in_team = visit.team.filter(user=by).exists()
    if not (in_team or permissions.can_see_panel_progress(by, panel)):
        raise NotAllowed(_("Only the team of the visit and those who lead the panel record it."))
    if panel.round.state in (Round.State.CLOSED, Round.State.FROZEN):
        raise WrongState(_("This round is closed."))
    if not text.strip():
        raise Refused(_("Write what was found."))
    if visit.photos.count() + len(photos) > MOST_PHOTOS:
        raise Refused(_("At most %(most)s photos, please.") % {"most": MOST_PHOTOS})
    try:
        drawn = [incoming.photo(upload) for upload in photos]
    except incoming.Unacceptable as refusal:
        raise Refused(str(refusal)) from refusal
    visit.record, visit.recorded_by, visit.recorded_at = text.strip(), by, at
    visit.save(update_fields=["record", "recorded_by", "recorded_at"])
    for content in drawn:
        VisitPhoto.objects.create(visit=visit, blob=store.put(content, media_type="image/jpeg"))
    chain.append(
        panel.round.edition.chain,
        "visit.recorded",
        {"visit": visit.pk, "digest": chain.digest_of(visit.record)},
        at=at,
        by=by,
    )
    return visit
