"""Telling people: render a mail template in the person's language, keep it in the inbox, send it by
a job.
"""

import datetime
import secrets
import smtplib
from typing import Any, Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.notifications import sms
from foundation.notifications.models import Message
from foundation.notifications.sms import NotSent

_PASSED_ON = "passed-on:"


class Recipient(Protocol):
    """A person with an account, as far as telling asks: the rooms above know who people are."""

    pk: Any

    @property
    def email(self) -> str | None: ...

    @property
    def phone(self) -> str | None: ...

    @property
    def language(self) -> str: ...


def _compose(template: str, context: dict, *, language: str) -> tuple[str, str]:
    """(subject, body) of templates/emails/<template>.txt, whose first line is the subject."""
    with translation.override(language or settings.LANGUAGE_CODE):
        text = render_to_string(f"emails/{template}.txt", context)
    subject, _, body = text.strip().partition("\n")
    return " ".join(subject.split())[:200], body.strip()


@transaction.atomic
def tell(
    recipient: Recipient, template: str, context: dict, *, key: str, link: str = ""
) -> Message:
    """Write one message to a person, once per key: to the inbox, and by e-mail, or by SMS to who
    has only a phone.
    """
    words = context | {"recipient": recipient, "link": absolute(link)}
    subject, body = _compose(template, words, language=recipient.language)
    return _keep(
        key,
        subject=subject,
        body=body,
        link=link,
        recipient=recipient,
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
    subject, body = _compose(template, words, language=language)
    return _keep(key, subject=subject, body=body, link=link, address=address, goes=True)


@transaction.atomic
def pass_on(address: str, subject: str, body: str) -> Message:
    """Send somebody else's words to an address; nothing of them is kept once they are sent, since
    they may open an account.
    """
    key = f"{_PASSED_ON}{secrets.token_hex(16)}"
    return _keep(key, subject=subject[:200], body=body, address=address, goes=True)


def _keep(key: str, *, goes: bool, **columns: Any) -> Message:
    delivery = Message.Delivery.WAITING if goes else Message.Delivery.IN_APP
    message, created = Message.objects.get_or_create(
        key=key, defaults=columns | {"delivery": delivery}
    )
    if created and goes:
        work.ask("send_mail", key=f"mail:{message.pk}", params={"message": message.pk}, total=1)
    return message


def mark_read(recipient: Recipient, *, at: datetime.datetime) -> None:
    """The person has seen every message in the inbox."""
    Message.objects.filter(recipient=recipient.pk, read_at=None).update(read_at=at)


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
    mail = EmailMessage(subject=message.subject, body=message.body, to=[address], connection=line)
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise NotSent(_said(code, words)) from error
    except smtplib.SMTPResponseException as error:
        raise NotSent(_said(error.smtp_code, error.smtp_error)) from error
    except OSError as error:  # smtplib's other errors are among them
        raise NotSent(str(error) or type(error).__name__) from error


def _said(code: int, words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"


@work.handler("send_mail", at_once=1)  # a server that is silent holds up one worker, not all
def send(job: Job) -> tuple[int, int]:
    """Send one message; one that was sent is not sent again, one that is gone with the account of
    its recipient not at all.

    Raises NotSent.
    """
    messages = Message.objects.select_related("recipient")
    message = messages.filter(pk=job.params["message"]).first()
    if message is None or message.delivery != Message.Delivery.WAITING:
        return 1, 1
    address = message.address or _address_of(message.recipient)
    if "@" in address:
        _to_server(address, message)
    else:
        sms.send(address, f"{message.subject} {absolute(message.link)}".strip())
    if message.key.startswith(_PASSED_ON):
        message.delete()
        return 1, 1
    message.delivery = Message.Delivery.SENT
    message.sent_at = timezone.now()
    message.save(update_fields=["delivery", "sent_at"])
    return 1, 1
