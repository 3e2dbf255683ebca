"""What judges ask about a dossier: it comes without code and name, and the answer goes back without
a name too.
"""

import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Role, staff_of
from competition.errors import NotAllowed, Refused, WrongState
from competition.verbs import lock, need_reason, page_address
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.notifications import post
from foundation.vietnamese.text import fold
from submissions import permissions
from submissions.models import Entry, Handling, JudgesQuestion, Sealing
from submissions.sealing import blinding, copies

MOST_CHARACTERS = 2000


class Answer(NamedTuple):
    """What goes back to whoever asked."""

    key: str
    text: str
    at: datetime.datetime


@transaction.atomic
def receive(judging_code: str, key: str, text: str, at: datetime.datetime) -> JudgesQuestion | None:
    """A question reaches the dossier behind a code, once; None where its copy is void by now.

    Whoever handles the dossier is told, otherwise the whole secretariat.
    """
    sealings = Sealing.objects.filter(judging_code=judging_code, voided_at=None)
    sealing = sealings.select_related("version__entry__edition").first()
    if sealing is None:
        return None
    entry = sealing.version.entry
    question, is_new = JudgesQuestion.objects.get_or_create(
        key=key, defaults={"entry": entry, "text": text, "asked_on": localdate(at)}
    )
    if is_new:
        for officer in _who_answers(entry):
            post.tell(
                officer,
                "judge_asks",
                {"entry": entry, "question": question},
                key=f"judge-asks:{question.pk}:{officer.pk}",
                link=f"{page_address('office_entry', entry.edition.slug, entry.public_id)}#hoi",
            )
    return question


def _who_answers(entry: Entry) -> list[User]:
    handling = Handling.objects.filter(entry=entry).select_related("handler").first()
    if handling is not None:
        return [handling.handler]
    return list(staff_of(Role.SECRETARIAT, edition_id=entry.edition_id))


@transaction.atomic
def answer(
    *, question: JudgesQuestion, text: str, by: User, at: datetime.datetime
) -> JudgesQuestion:
    """The secretariat answers. Raises NotAllowed, WrongState (answered before), Refused (empty, too
    long, or it tells whose work it is).
    """
    question = lock(question, "entry__edition", "entry__owner")
    entry = question.entry
    if not permissions.can_screen(by, entry):
        raise NotAllowed(_("Only the secretariat answers what judges ask."))
    if question.answered_at:
        raise WrongState(_("This question was answered before."))
    text = need_reason(text, _("Write the answer first."))
    if len(text) > MOST_CHARACTERS:
        raise Refused(
            _("An answer holds at most %(count)s characters.") % {"count": MOST_CHARACTERS}
        )
    _require_nameless(text, entry)
    question.answer = text
    question.answered_by = by
    question.answered_at = at
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    digest = chain.digest_of([str(question.key), text])
    chain.append(entry.edition.chain, "inquiry.answered", {"answer": digest}, at=at, by=by)
    emit("inquiry.answered", edition=entry.edition_id, key=str(question.key))
    return question


def _require_nameless(text: str, entry: Entry) -> None:
    """The words by which the copy was masked, the owner, co-authors and the receipt's number; and
    what would have stopped the copy, but for words that the secretariat let stay in it.
    """
    people = [_of(entry.owner)]
    invited = entry.invitations.filter(revoked_at=None, declined_at=None)
    for invitation in invited.select_related("accepted_by"):
        people.append({"email": invitation.email})
        if invitation.accepted_by:
            people.append(_of(invitation.accepted_by))
    known = copies.known_of(entry, entry.latest_version().content) + blinding.named(people)
    found = [text[start:end] for start, end, _identity in blinding.spans(text, known)]
    stay = set(entry.word_decisions.filter(is_masked=False).values_list("word", flat=True))
    asked = [doubt.word for doubt in blinding.doubts(text, known)]
    found += [word for word in asked if word not in stay]
    if entry.receipt_number and fold(entry.receipt_number) in fold(text):
        found.append(entry.receipt_number)
    if found:
        raise Refused(
            _("The judge must not learn whose work it is. Leave out: %(words)s.")
            % {"words": ", ".join(dict.fromkeys(found))}
        )


def _of(person: User) -> dict:
    return {"full_name": person.full_name, "email": person.email, "phone": person.phone}


def answer_of(key: str) -> Answer | None:
    """What was answered under a key; None before that."""
    question = JudgesQuestion.objects.filter(key=key).exclude(answered_at=None).first()
    if question is None or question.answered_at is None:
        return None
    return Answer(key, question.answer, question.answered_at)
