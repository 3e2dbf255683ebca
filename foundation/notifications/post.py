"""Telling people: render a mail template in the person's language, keep it in the inbox, send it by a job."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from foundation.jobs import work
from foundation.notifications.models import Message


@transaction.atomic
def tell(recipient, template: str, context: dict, *, key: str, link: str = "") -> Message:
    """Write one message from templates/emails/<template>.txt, whose first line is the subject; once per key."""
    with translation.override(getattr(recipient, "language", "") or settings.LANGUAGE_CODE):
        text = render_to_string(f"emails/{template}.txt", context | {"recipient": recipient, "link": absolute(link)})
    subject, _, body = text.strip().partition("\n")
    by_mail = bool(recipient.email)
    message, created = Message.objects.get_or_create(
        key=key,
        defaults={
            "recipient": recipient, "subject": " ".join(subject.split())[:200], "body": body.strip(), "link": link,
            "delivery": Message.Delivery.WAITING if by_mail else Message.Delivery.IN_APP,
        },
    )  # fmt: skip
    if created and by_mail:
        work.ask("send_mail", key=f"mail:{message.pk}", params={"message": message.pk}, total=1)
    return message


def absolute(path: str) -> str:
    """The full address of a path; built from SITE_URL, never from a request's Host header."""
    return f"{settings.SITE_URL}{path}" if path else ""


@work.handler("send_mail")
def send(job) -> tuple[int, int]:
    """Send one message; a message that was sent is not sent again."""
    message = Message.objects.select_related("recipient").get(pk=job.params["message"])
    if message.delivery == Message.Delivery.WAITING:
        EmailMessage(subject=message.subject, body=message.body, to=[message.recipient.email]).send()
        message.delivery, message.sent_at = Message.Delivery.SENT, timezone.now()
        message.save(update_fields=["delivery", "sent_at"])
    return 1, 1
