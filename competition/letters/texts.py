"""The office words a letter itself, or takes the product's text again; mails use what is kept."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, Refused
from competition.letters.events import Letter, edition_of, fitting
from competition.letters.wording import MOST_LETTERS, filled, product_text, refusal_of
from competition.models import Edition, LetterText
from competition.permissions import can_run
from competition.two_windows import require_newest
from competition.verbs import lock
from foundation.ledger import chain
from foundation.notifications import post

Texts = tuple[str, str]  # subject and body


def about(edition: Edition) -> str:
    """What a message keeps of the edition it is about."""
    return f"edition:{edition.pk}"


def own_text(edition: Edition, letter: Letter, language: str) -> LetterText | None:
    """The office's own wording; None where the product's is used."""
    rows = LetterText.objects.filter(edition=edition, event=letter.name)
    return rows.filter(language=language).first()


def text_of(edition: Edition, letter: Letter, language: str) -> Texts:
    """(subject, body) as it goes out now, with placeholders."""
    own = own_text(edition, letter, language)
    return (own.subject, own.body) if own else product_text(letter, language)


def written(letter: Letter, text: Texts, words: dict[str, Any]) -> Texts:
    """(subject, body) of one mail."""
    values = {one.name: one.value(words) for one in letter.words}
    subject = " ".join(filled(text[0], values).split())
    return subject[:200], filled(text[1], values)


@transaction.atomic
def change(
    *,
    edition: Edition,
    letter: Letter,
    language: str,
    subject: str,
    body: str,
    by: User,
    at: datetime.datetime,
    upon: str | None = None,
) -> LetterText:
    """From now on the letter goes out in these words. Raises NotAllowed; Refused where something
    is missing, too long, or a placeholder is unknown; Stale where somebody else has worded it since
    the version `upon`.
    """
    if not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat words letters."))
    subject = " ".join(subject.split())
    body = body.strip().replace("\r\n", "\n")
    if not subject or not body:
        raise Refused(_("A letter has a subject and a text."))
    if len(subject) > 200 or len(body) > MOST_LETTERS:
        raise Refused(_("This text is too long for a letter."))
    refusal = refusal_of(f"{subject}\n{body}", letter.names)
    if refusal:
        raise Refused(refusal)
    edition = lock(edition)  # one wording after the other
    now = text_of(edition, letter, language)
    require_newest(now, (subject, body), upon=upon)
    kept, _is_new = LetterText.objects.update_or_create(
        edition=edition,
        event=letter.name,
        language=language,
        defaults={"subject": subject, "body": body},
    )
    line = {"letter": letter.name, "language": language}
    text = f"{subject}\n\n{body}"
    chain.append(edition.chain, "letter_text.changed", line, at=at, by=by, text=text)
    return kept


@transaction.atomic
def reset(
    *, edition: Edition, letter: Letter, language: str, by: User, at: datetime.datetime
) -> None:
    """From now on the letter goes out in the product's words. Raises NotAllowed."""
    if not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat words letters."))
    rows = LetterText.objects.filter(edition=edition, event=letter.name, language=language)
    if rows.delete()[0]:
        line = {"letter": letter.name, "language": language}
        chain.append(edition.chain, "letter_text.reset", line, at=at, by=by)


@post.worded_by
def worded(template: str, words: dict[str, Any], language: str) -> post.Worded:
    """What a mail is about, and the office's own words for it."""
    edition = edition_of(words)
    if edition is None:
        return post.Worded()
    letter = fitting(template, words)
    own = own_text(edition, letter, language) if letter else None
    if letter is None or own is None:
        return post.Worded(about(edition))
    return post.Worded(about(edition), written(letter, (own.subject, own.body), words))
