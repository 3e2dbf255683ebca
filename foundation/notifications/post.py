"""Telling people: render a mail template in the person's language, keep it in the inbox, send it by
a job.
"""

import datetime
import secrets
import smtplib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from foundation import soft_cache
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.notifications import sms
from foundation.notifications.models import Enclosure, Message
from foundation.notifications.sms import NotSent
from foundation.vault import store
from foundation.vault.models import Blob

_PASSED_ON = "passed-on:"
_MOST_REASON = 500
_UNREAD_KEPT = 20  # seconds
_FOR_GOOD = 500  # an SMTP answer from here on is not another one tomorrow (RFC 5321, 4.2.1)
Texts = tuple[str, str]  # subject and body


@dataclass(frozen=True)
class Worded:
    """What a mail is about (`Message.about`), and its text where somebody has worded it anew."""

    about: str = ""
    texts: Texts | None = None


# (template, words, language): what the rooms above know of a mail.
Wording = Callable[[str, dict[str, Any], str], Worded]
_wordings: list[Wording] = []


def worded_by(function: Wording) -> Wording:
    """Register who knows what a mail is about, and another wording of it."""
    _wordings.append(function)
    return function


class Recipient(Protocol):
    """A person with an account, as far as telling asks: the rooms above know who people are."""

    pk: Any

    @property
    def email(self) -> str | None: ...

    @property
    def phone(self) -> str | None: ...

    @property
    def language(self) -> str: ...


def _compose(template: str, context: dict, *, language: str) -> tuple[str, Texts]:
    """What the mail is about, and (subject, body): somebody's own words, otherwise those of
    templates/emails/<template>.txt, whose first line is the subject.
    """
    language = language or settings.LANGUAGE_CODE
    about = ""
    with translation.override(language):
        for wording in _wordings:
            worded = wording(template, context, language)
            about = about or worded.about
            if worded.texts:
                return about, worded.texts
        text = render_to_string(f"emails/{template}.txt", context)
    subject, _, body = text.strip().partition("\n")
    return about, (" ".join(subject.split())[:200], body.strip())


@transaction.atomic
def tell(
    recipient: Recipient, template: str, context: dict, *, key: str, link: str = ""
) -> Message:
    """Write one message to a person, once per key: to the inbox, and by e-mail, or by SMS to who
    has only a phone.
    """
    words = context | {"recipient": recipient, "link": absolute(link)}
    about, texts = _compose(template, words, language=recipient.language)
    return write(recipient, texts, key=key, link=link, about=about)


@transaction.atomic
def write(
    recipient: Recipient,
    texts: Texts,
    *,
    key: str,
    link: str = "",
    about: str = "",
    files: Iterable[tuple[str, Blob]] = (),
) -> Message:
    """Write (subject, body) to a person as `tell` does, once per key, with files by their names."""
    subject, body = texts
    return _keep(
        key,
        subject=subject,
        body=body,
        link=link,
        about=about,
        recipient=recipient,
        files=files,
        goes=bool(recipient.email or (recipient.phone and sms.is_on())),
    )


@transaction.atomic
def text_to(phone: str, text: str, *, key: str) -> Message:
    """One short message to a phone, once per key; without a gateway it is only kept, for the
    embedded profile to show.
    """
    return _keep(key, subject=text[:200], body="", address=phone, goes=sms.is_on())


@transaction.atomic
def write_to(
    address: str, template: str, context: dict, *, key: str, link: str = "", language: str = ""
) -> Message:
    """Write one message to an e-mail address that need not belong to an account, once per key."""
    words = context | {"link": absolute(link)}
    about, (subject, body) = _compose(template, words, language=language)
    return _keep(
        key, subject=subject, body=body, link=link, about=about, address=address, goes=True
    )


@transaction.atomic
def pass_on(address: str, subject: str, body: str) -> Message:
    """Send somebody else's words to an address; nothing of them is kept once they are sent, since
    they may open an account.
    """
    key = f"{_PASSED_ON}{secrets.token_hex(16)}"
    return _keep(key, subject=subject[:200], body=body, address=address, goes=True)


def _keep(
    key: str, *, goes: bool, files: Iterable[tuple[str, Blob]] = (), **columns: Any
) -> Message:
    delivery = Message.Delivery.WAITING if goes else Message.Delivery.IN_APP
    message, created = Message.objects.get_or_create(
        key=key, defaults=columns | {"delivery": delivery}
    )
    if created:
        enclosed = [Enclosure(message=message, blob=blob, name=name) for name, blob in files]
        Enclosure.objects.bulk_create(enclosed)
    if created and goes:
        _ask_to_send(message)
    return message


def _ask_to_send(message: Message) -> Job:
    return work.ask("send_mail", key=f"mail:{message.pk}", params={"message": message.pk}, total=1)


@transaction.atomic
def send_again(message: Message) -> bool:
    """Try a message that has failed once more, with tries anew. False where it has not failed."""
    failed = Message.objects.filter(pk=message.pk, delivery=Message.Delivery.FAILED)
    if not failed.update(delivery=Message.Delivery.WAITING):
        return False
    job = _ask_to_send(message)
    # A refusal for good ended the job as done: nothing was left to do.
    Job.objects.filter(pk=job.pk, state=Job.State.DONE).update(state=Job.State.CANCELLED)
    job.refresh_from_db()
    work.take_up_again(job)
    return True


def mark_read(recipient: Recipient, *, at: datetime.datetime) -> None:
    """The person has seen every message in the inbox."""
    Message.objects.filter(recipient=recipient.pk, read_at=None).update(read_at=at)
    soft_cache.forget(_unread_key(recipient))


def unread(recipient: Recipient) -> int:
    """How many messages the person has not seen; some seconds old at most."""
    rows = Message.objects.filter(recipient=recipient.pk, read_at=None)
    return soft_cache.remembered(_unread_key(recipient), rows.count, _UNREAD_KEPT)


def _unread_key(recipient: Recipient) -> str:
    return f"unread:{recipient.pk}"


def absolute(path: str) -> str:
    """The full address of a path; built from SITE_URL, never from a request's Host header."""
    return f"{settings.SITE_URL}{path}" if path else ""


def _address_of(recipient: Recipient | None) -> str:
    """E-mail before phone. Raises ValueError for nobody: a message is to a person or an address."""
    address = recipient and (recipient.email or recipient.phone)
    if not address:
        raise ValueError("a message without an address")
    return address


def _to_server(address: str, message: Message) -> None:
    """One mail, within the time limits of EMAIL_TIMEOUT. Raises NotSent with the server's words."""
    line = get_connection(settings.MAIL_TRANSPORT)
    mail = EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[address],
        connection=line,
        headers={"Message-ID": _name_of(message)},
    )
    for one in message.enclosures.select_related("blob"):
        mail.attach(one.name, store.read(one.blob), one.blob.media_type)
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise NotSent(_said(code, words), is_for_good=code >= _FOR_GOOD) from error
    except smtplib.SMTPResponseException as error:
        raise NotSent(_said(error.smtp_code, error.smtp_error)) from error
    except OSError as error:  # smtplib's other errors are among them
        raise NotSent(str(error) or type(error).__name__) from error


def _name_of(message: Message) -> str:
    """The same whenever the message is handed over: where a worker dies between the server's "250"
    and our own note of it, mailboxes know the second copy by it (RFC 5322, 3.6.4).
    """
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<message-{message.pk}.{message.created_at:%Y%m%d%H%M%S}@{host}>"


def _said(code: int, words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"


@work.handler("send_mail", at_once=1)  # a server that is silent holds up one worker, not all
def send(job: Job) -> tuple[int, int]:
    """Send one message; one that was sent is not sent again, one that is gone with the account of
    its recipient not at all.

    An address that the server refuses for good is not tried again where an office reads of it.
    Raises NotSent.
    """
    messages = Message.objects.select_related("recipient")
    message = messages.filter(pk=job.params["message"]).first()
    if message is None or message.delivery in (Message.Delivery.SENT, Message.Delivery.IN_APP):
        return 1, 1
    try:
        _hand_over(message)
    except NotSent as error:
        is_for_good = error.is_for_good and bool(message.about)
        if is_for_good or job.attempts >= Job.MOST_ATTEMPTS:
            _has_failed(message, error)
        if is_for_good:  # its office reads why; of what is about none, the job that failed tells
            return 1, 1
        raise
    if message.key.startswith(_PASSED_ON):
        message.delete()
        return 1, 1
    message.delivery = Message.Delivery.SENT
    message.sent_at = timezone.now()
    message.reason = ""
    message.save(update_fields=["delivery", "sent_at", "reason"])
    return 1, 1


def _hand_over(message: Message) -> None:
    """Raises NotSent."""
    address = message.address or _address_of(message.recipient)
    if "@" in address:
        _to_server(address, message)
    else:
        sms.send(address, f"{message.subject} {absolute(message.link)}".strip())


def _has_failed(message: Message, why: NotSent) -> None:
    message.delivery = Message.Delivery.FAILED
    message.reason = str(why)[:_MOST_REASON]
    message.save(update_fields=["delivery", "reason"])
