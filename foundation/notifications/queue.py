"""Mail that a library sends (sign-in, the editors' workflow) goes the way of our own: a row, and a
job that brings it to the server.

No request waits for a mail server, and none fails with it.
"""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from foundation.notifications import post


class Queue(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep each message for each of its recipients. Returns how many messages were kept."""
        for message in email_messages:
            for address in message.recipients():
                post.pass_on(address, str(message.subject), str(message.body))
        return len(email_messages)
