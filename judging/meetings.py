"""The councils' meeting and its minutes (biên bản), drafted from the data."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from competition.errors import NotAllowed
from foundation.papers import pdf
from foundation.vault import store
from judging import permissions
from judging.models import Judge, Meeting, Ranking


@transaction.atomic
def draft_minutes(*, ranking: Ranking, held_at: datetime.datetime, place: str, by, conclusion: str = "") -> Meeting:
    """Note the meeting and draft its minutes as PDF with the attendance and signature lines. Raises NotAllowed."""
    round = ranking.round
    if not permissions.can_organise(by, round.edition_id):
        raise NotAllowed(_("Only the secretariat drafts the minutes."))
    meeting, _created = Meeting.objects.update_or_create(round=round, defaults={"held_at": held_at, "place": place, "conclusion": conclusion})
    judges = Judge.objects.filter(panel__round=round).select_related("user", "panel").order_by("panel", "user__name_key")
    with override("vi"):
        content = pdf.render(
            "minutes.html",
            {
                "meeting": meeting, "round": round, "edition": round.edition, "ranking": ranking,
                "rows": ranking.rows.select_related("field"), "judges": judges,
            },
        )  # fmt: skip
    ranking.minutes = store.put(content, media_type="application/pdf")
    ranking.save(update_fields=["minutes"])
    return meeting
