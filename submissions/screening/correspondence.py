"""Letters about a dossier between the secretariat and its entrant; both read them in
the timeline.
"""

import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.permissions import is_secretariat
from competition.errors import NotAllowed, Refused
from foundation.notifications import post
from foundation.vietnamese.calendar import add_working_days
from submissions import permissions
from submissions.models import Entry, Letter
from submissions.writing.intake import locked

MOST_CHARACTERS = 4000


def _text(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(_("Write the letter first."))
    if len(text) > MOST_CHARACTERS:
        raise Refused(
            _("A letter holds at most %(count)s characters.") % {"count": MOST_CHARACTERS}
        )
    return text


@transaction.atomic
def write(*, entry: Entry, text: str, by, at: datetime.datetime, asks: bool = False) -> Letter:
    """The secretariat writes to the entrant; with `asks`, an answer is due after the edition's
    working days.

    Raises NotAllowed, Refused (empty, too long, or a draft that nobody has submitted).
    """
    entry = locked(entry)
    if not is_secretariat(by, entry.edition_id):
        raise NotAllowed(_("Only the secretariat writes to entrants."))
    if entry.status == Entry.Status.DRAFT:
        raise Refused(_("This dossier is not submitted yet."))
    due = add_working_days(localdate(at), entry.edition.answer_days) if asks else None
    letter = Letter.objects.create(
        entry=entry, by=by, from_office=True, text=_text(text), due=due, at=at
    )
    post.tell(
        entry.owner,
        "letter",
        {"entry": entry, "letter": letter},
        key=f"letter:{letter.pk}",
        link=f"/ho-so/{entry.public_id}/#thu",
    )
    return letter


@transaction.atomic
def answer(*, entry: Entry, text: str, by, at: datetime.datetime) -> Letter:
    """The entrant writes to the secretariat. Raises NotAllowed, Refused (empty, too long)."""
    entry = locked(entry)
    if not permissions.can_answer(by, entry):
        raise NotAllowed(_("You cannot write about this dossier."))
    letter = Letter.objects.create(entry=entry, by=by, from_office=False, text=_text(text), at=at)
    last = entry.letters.filter(from_office=True).select_related("by").first()
    handler = entry.handling.handler if hasattr(entry, "handling") else last and last.by
    if handler:
        link = f"/quan-tri/ho-so/{entry.edition.slug}/{entry.public_id}/#thu"
        post.tell(
            handler,
            "letter_answered",
            {"entry": entry, "letter": letter},
            key=f"letter:{letter.pk}",
            link=link,
        )
    return letter
