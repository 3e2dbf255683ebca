"""The form of a dossier: which questions an entry is asked, ready forms, versions of a form in
use.
"""

import datetime
import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed
from competition.models import Edition, EntryKind, FormVersion, Question
from competition.permissions import can_run
from competition.ready_forms import TEMPLATES
from competition.two_windows import require_newest
from competition.verbs import lock

OF_A_QUESTION = (
    *("label", "label_en", "type", "kind_id", "help_text", "help_text_en", "required"),
    *("judges_see", "similarity", "min_length", "max_length", "measure", "choices"),
)


def form_of(edition: Edition, kind_id: int | None) -> list[Question]:
    """The questions that an entry of this kind is asked, in order; without a kind, those that
    everybody is asked.
    """
    return [question for question in edition.questions.all() if question.kind_id in (None, kind_id)]


def version_of(edition: Edition, kind: EntryKind, *, at: datetime.datetime) -> FormVersion:
    """The version under which an entry is submitted now: the same while nothing changed, else the
    next number.
    """
    questions = [question.snapshot() for question in form_of(edition, kind.pk)]
    text = json.dumps(questions, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    unchanged = FormVersion.objects.filter(kind=kind, digest=digest).first()
    if unchanged:
        return unchanged
    lock(kind)
    columns = {
        "edition": edition,
        "number": FormVersion.objects.filter(kind=kind).count() + 1,
        "questions": questions,
        "first_used_at": at,
    }
    version, _is_new = FormVersion.objects.get_or_create(kind=kind, digest=digest, defaults=columns)
    return version


@transaction.atomic
def apply_template(*, edition: Edition, kind: EntryKind | None, name: str, by: User) -> int:
    """Add the questions of a ready form that the edition does not ask yet; returns how many.
    Raises NotAllowed, Frozen.
    """
    if not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat changes the form."))
    present = set(edition.questions.values_list("key", flat=True))
    last = max(edition.questions.values_list("order", flat=True), default=0)
    missing = [ready for ready in TEMPLATES[name] if ready.key not in present]
    for order, ready in enumerate(missing, start=last + 1):
        Question(edition=edition, kind=kind, order=order, **ready._asdict()).save()
    return len(missing)


@transaction.atomic
def move(*, question: Question, up: bool, by: User) -> None:
    """Swap a question with its neighbour. Raises NotAllowed, Frozen."""
    if not can_run(by, question.edition_id):
        raise NotAllowed(_("Only the secretariat changes the form."))
    questions = list(question.edition.questions.all())
    place = questions.index(question)
    neighbour = place - 1 if up else place + 1
    if not 0 <= neighbour < len(questions):
        return
    questions.insert(neighbour, questions.pop(place))
    for order, moved in enumerate(questions):
        if moved.order != order:
            moved.order = order
            moved.save()


def stored_question(question: Question) -> dict[str, Any]:
    """What of a question is written."""
    return {name: getattr(question, name) for name in OF_A_QUESTION}


@transaction.atomic
def keep_question(*, question: Question, by: User, upon: str | None = None) -> Question:
    """A new or changed question of the form. Raises NotAllowed, Frozen, WrongState (taken out
    meanwhile), Stale.
    """
    if not can_run(by, question.edition_id):
        raise NotAllowed(_("Only the secretariat changes the form."))
    if question.pk:
        present = lock(question)
        require_newest(stored_question(present), stored_question(question), upon=upon)
    question.save()
    return question


@transaction.atomic
def take_out(*, question: Question, by: User) -> None:
    """The form asks this no longer; answers that were given stay in the drafts. Raises NotAllowed,
    Frozen.
    """
    if not can_run(by, question.edition_id):
        raise NotAllowed(_("Only the secretariat changes the form."))
    question.delete()
