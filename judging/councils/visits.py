"""Site checks and product tests: planned by who leads the panel, recorded with photos, read by the
judges of the entry.
"""

import datetime
from collections.abc import Iterable, Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, Refused, WrongState
from competition.two_windows import require_newest
from competition.verbs import fits, lock, need_reason, page_address
from foundation.ledger import chain
from foundation.notifications import post
from foundation.vault import incoming, store
from judging import permissions
from judging.models import Assignment, BlindedEntry, Conflict, Judge, Panel, Visit, VisitPhoto
from judging.scoring import relating

MOST_PHOTOS = 12


def shown_to(user: User, panel: Panel) -> QuerySet[Visit]:
    """The visits of a panel: all of them to those who lead it, to a member those of their teams."""
    of_panel = (
        Visit.objects.filter(team__panel=panel)
        .select_related("blinded_entry")
        .prefetch_related("photos", "team__user")
        .distinct()
    )
    if permissions.can_see_panel_progress(user, panel):
        return of_panel
    return of_panel.filter(team=permissions.seat_on(user, panel))


def of_teams(seats: Iterable[Judge]) -> QuerySet[Visit]:
    """The visits on which these seats go, with `panel_id`."""
    return (
        Visit.objects.filter(team__in=seats)
        .annotate(panel_id=F("team__panel"))
        .select_related("blinded_entry")
    )


def of_entries(entries: Iterable[BlindedEntry]) -> dict[int, Visit]:
    """{entry's id: its visit with the photos}."""
    visits = Visit.objects.filter(blinded_entry__in=entries).prefetch_related("photos")
    return {visit.blinded_entry_id: visit for visit in visits}


def read_with(assignment: Assignment) -> Visit | None:
    """The site check that a judge reads beside the sheet, where the round's rules hold any."""
    if not assignment.judge.panel.round.scheme.has_visits:
        return None
    return of_entries([assignment.blinded_entry]).get(assignment.blinded_entry_id)


@transaction.atomic
def plan(
    *,
    entry: BlindedEntry,
    panel: Panel,
    planned_at: datetime.datetime,
    place: str,
    team: list[Judge],
    by: User,
    is_held: bool = False,
) -> Visit:
    """Plan a visit, or move it; the team is told, where it has not been held already.

    Only where the round names the authors: a place tells whose work it is. Raises NotAllowed (also
    of those who have to do with the entry), WrongState, Refused (no place, no team, a conflict of
    interest).
    """
    if not permissions.can_see_panel_progress(by, panel):
        raise NotAllowed(_("Only the panel's chair, its secretary or the secretariat plan visits."))
    _refuse_related(by, entry)
    scheme = panel.round.scheme
    if not (scheme.has_visits and scheme.names_authors):
        raise WrongState(
            _(
                "The rules of this round hold no visits, or they do not name the authors: a "
                "place would tell whose work it is."
            )
        )
    if panel.round.is_over:
        raise WrongState(_("This round is closed."))
    place = need_reason(place, _("Say where the visit goes."))
    if not team or any(judge.panel_id != panel.pk for judge in team):
        raise Refused(_("Choose at least one member of this panel."))
    _require_no_conflict(entry, team)
    visit, _is_new = Visit.objects.update_or_create(
        blinded_entry=entry, defaults={"planned_at": planned_at, "place": fits(place, 200)}
    )
    visit.team.set(team)
    for judge in () if is_held else team:
        post.tell(
            judge.user,
            "visit_planned",
            {"visit": visit, "panel": panel},
            key=f"visit:{visit.pk}:{judge.pk}:{planned_at:%Y%m%d%H%M}",
            link=page_address("judge_desk"),
        )
    return visit


def _require_no_conflict(entry: BlindedEntry, team: list[Judge]) -> None:
    conflict = (
        Conflict.objects.filter(blinded_entry=entry, judge__in=team)
        .select_related("judge__user")
        .first()
    )
    if conflict:
        raise Refused(
            _("%(judge)s has a conflict of interest with %(code)s.")
            % {"judge": conflict.judge, "code": entry}
        )


def _refuse_related(person: User, entry: BlindedEntry) -> None:
    """Who has to do with a work neither says where a visit goes nor writes what was found."""
    if relating.has_to_do_with(person, entry):
        raise NotAllowed(_("Somebody else must do this: you have to do with this work."))


@transaction.atomic
def record(
    *,
    visit: Visit,
    text: str,
    photos: Sequence[UploadedFile],
    by: User,
    at: datetime.datetime,
    upon: str | None = None,
) -> Visit:
    """What was found, with photos; recording again replaces the text and adds photos.

    Raises NotAllowed (also of those who have to do with the entry), WrongState, Refused; Stale
    where another of the team has written since the version `upon`.
    """
    visit = lock(visit, "blinded_entry__round__edition")
    _refuse_related(by, visit.blinded_entry)
    if not permissions.can_record_visit(by, visit):
        raise NotAllowed(_("Only the team of the visit and those who lead the panel record it."))
    judging_round = visit.blinded_entry.round
    if judging_round.is_over:
        raise WrongState(_("This round is closed."))
    words = need_reason(text.replace("\r\n", "\n"), _("Write what was found."))
    require_newest(visit.record, words, upon=upon)
    if visit.photos.count() + len(photos) > MOST_PHOTOS:
        raise Refused(_("At most %(most)s photos, please.") % {"most": MOST_PHOTOS})
    try:
        redrawn = [incoming.photo(upload) for upload in photos]
    except incoming.Unacceptable as refusal:
        raise Refused(str(refusal)) from refusal
    visit.record = words
    visit.recorded_by = by
    visit.recorded_at = at
    visit.save(update_fields=["record", "recorded_by", "recorded_at"])
    for content in redrawn:
        VisitPhoto.objects.create(visit=visit, blob=store.put(content, media_type="image/jpeg"))
    chain.append(
        judging_round.edition.chain,
        "visit.recorded",
        {"visit": visit.pk},
        at=at,
        by=by,
        beside={"digest": chain.digest_of(words)},  # in the line, short words could be tried out
    )
    return visit
