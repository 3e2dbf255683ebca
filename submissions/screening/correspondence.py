"""Letters between the secretariat and an entrant; both read them in the timeline."""

import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, Refused
from competition.verbs import address_of, lock, need_reason, page_address
from foundation.notifications import post
from foundation.vietnamese.calendar import add_working_days
from submissions import permissions
from submissions.models import Entry, Handling, Letter

MOST_CHARACTERS = 4000


def _text(text: str) -> str:
    text = need_reason(text, _("Write the letter first."))
    if len(text) > MOST_CHARACTERS:
        raise Refused(
            _("A letter holds at most %(count)s characters.") % {"count": MOST_CHARACTERS}
        )
    return text


@transaction.atomic
def write(
    *, entry: Entry, text: str, by: User, at: datetime.datetime, asks: bool = False
) -> Letter:
    """The secretariat writes to the entrant.

    With `asks`, an answer is due after the edition's working days. Raises NotAllowed, Refused
    (empty, too long, or a draft that nobody has submitted).
    """
    entry = lock(entry, "edition", "owner")
    if not permissions.can_write_to_entrant(by, entry):
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
        link=f"{address_of(entry)}#thu",
    )
    return letter


@transaction.atomic
def answer(*, entry: Entry, text: str, by: User, at: datetime.datetime) -> Letter:
    """The entrant writes to the secretariat. Raises NotAllowed, Refused (empty, too long)."""
    entry = lock(entry, "edition", "owner")
    if not permissions.can_answer(by, entry):
        raise NotAllowed(_("You cannot write about this dossier."))
    letter = Letter.objects.create(entry=entry, by=by, from_office=False, text=_text(text), at=at)
    colleague = who_reads_answers(entry)
    if colleague is not None:
        post.tell(
            colleague,
            "letter_answered",
            {"entry": entry, "letter": letter},
            key=f"letter:{letter.pk}",
            link=f"{page_address('office_entry', entry.edition.slug, entry.public_id)}#thu",
        )
    return letter


def who_reads_answers(entry: Entry) -> User | None:
    """The colleague who handles the dossier, else whoever wrote to the entrant last."""
    handling = Handling.objects.filter(entry=entry).select_related("handler").first()
    if handling is not None:
        return handling.handler
    last = entry.letters.filter(from_office=True).select_related("by").first()
    return last.by if last is not None else None
