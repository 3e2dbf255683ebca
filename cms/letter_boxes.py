"""Letters of strangers: to the contest, and to a winner who has agreed to be written to.

No address is shown to anybody but the one that the writer gives.
"""

import datetime
import secrets

from django.utils.translation import gettext as _

from awards.models import Award
from cms.letter_forms import ContactForm, LetterForm
from cms.models import LetterBox
from foundation.notifications import post
from submissions.models import Entry


def takes_letters(award: Award) -> bool:
    """Whether the owner of the work, who has an account, has agreed to be written to."""
    if not award.entry.owner.is_active:
        return False
    return LetterBox.objects.filter(entry=award.entry_id, closed_at=None).exists()


def open_box(entry: Entry, *, at: datetime.datetime) -> None:
    """From now on readers may write; by its owner alone, who may close it at any time."""
    LetterBox.objects.update_or_create(entry=entry, defaults={"opened_at": at, "closed_at": None})


def close_box(entry: Entry, *, at: datetime.datetime) -> None:
    """Nobody may write any more."""
    LetterBox.objects.filter(entry=entry, closed_at=None).update(closed_at=at)


def send_to_contest(mailbox: str, form: ContactForm) -> None:
    """Pass the letter on; nothing of it is kept once it is sent."""
    said = form.cleaned_data
    about = str(dict(form.ABOUT)[said["about"]])
    subject = _("Letter from the website: %(about)s") % {"about": about}
    body = _("%(name)s <%(email)s> writes on the contact page:") % said
    post.pass_on(mailbox, subject, f"{body}\n\n{said['text']}")


def send_to_winner(award: Award, form: LetterForm) -> None:
    """Pass the letter on to the owner of the work; the writer learns no address.

    It is kept in the owner's inbox, as every message to a person.
    """
    said = form.cleaned_data
    context = {"title": award.entry.title, "name": said["name"], "email": said["email"]}
    post.tell(
        award.entry.owner,
        "reader_letter",
        context | {"text": said["text"]},
        key=f"reader-letter:{secrets.token_hex(16)}",
        link="",
    )
