"""A judge asks about an entry under its code; whoever handles the dossier answers without it.

Neither learns who the other is: the question leaves with a key of its own, and so does the answer.
"""

import datetime
import re

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, Refused
from competition.verbs import lock, need_reason, page_address
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.notifications import post
from foundation.vietnamese.text import fold
from judging import permissions
from judging.models import Assignment, Inquiry

MOST_CHARACTERS = 1000
MOST_OPEN = 3  # questions of one sheet that wait for an answer
_CODE = re.compile(r"\bhs\W*[0-9a-z]{6}\b")


@transaction.atomic
def ask(*, assignment: Assignment, text: str, by: User, at: datetime.datetime) -> Inquiry:
    """Ask whoever handles the dossier.

    Whose work it is does not decide what is refused, so that no refusal tells it: only the code and
    the judge's own name, which would show the secretariat who asks about what. Raises NotAllowed,
    Refused (empty, too long, the code or the own name in it, too many open questions).
    """
    assignment = lock(assignment, "judge__panel__round__edition", "blinded_entry")
    if not permissions.can_score(by, assignment):
        raise NotAllowed(_("You may ask while the sheet is yours and the round is open."))
    text = need_reason(text, _("Write the question first."))
    _require_anonymous(text, by)
    waiting = Inquiry.objects.filter(assignment=assignment, answered_at=None)
    if waiting.count() >= MOST_OPEN:
        raise Refused(_("%(count)s questions wait for an answer already.") % {"count": MOST_OPEN})
    inquiry = Inquiry.objects.create(assignment=assignment, text=text, asked_at=at)
    edition = assignment.judge.panel.round.edition
    chain.append(
        edition.chain,
        "inquiry.asked",
        {"assignment": assignment.pk, "question": digest_of(inquiry)},
        at=at,
        by=by,
    )
    emit("inquiry.asked", edition=edition.pk, inquiry=inquiry.pk)
    return inquiry


def _require_anonymous(text: str, by: User) -> None:
    if len(text) > MOST_CHARACTERS:
        raise Refused(
            _("A question holds at most %(count)s characters.") % {"count": MOST_CHARACTERS}
        )
    folded = fold(text)
    if _CODE.search(folded):
        raise Refused(_("Leave the blind code out: the dossier is found without it."))
    own = [by.full_name, by.email or "", by.phone or ""]
    if any(fold(part) in folded for part in own if part):
        raise Refused(_("Leave your own name and address out: nobody is told who asks."))


def digest_of(inquiry: Inquiry) -> str:
    """What the ledger keeps of a question: nobody guesses the text without the key."""
    return chain.digest_of([str(inquiry.key), inquiry.text])


@transaction.atomic
def take_answer(key: str, text: str, at: datetime.datetime) -> Inquiry | None:
    """The answer reaches the judge, once; None where nobody waits for it."""
    waiting = Inquiry.objects.filter(key=key, answered_at=None)
    inquiry = waiting.select_related("assignment__judge__user", "assignment__blinded_entry").first()
    if inquiry is None:
        return None
    inquiry.answer = text
    inquiry.answered_at = at
    inquiry.save(update_fields=["answer", "answered_at"])
    post.tell(
        inquiry.assignment.judge.user,
        "inquiry_answered",
        {"code": inquiry.assignment.blinded_entry.code},
        key=f"inquiry-answered:{inquiry.pk}",
        link=page_address("sheet", inquiry.assignment.public_id),
    )
    return inquiry
