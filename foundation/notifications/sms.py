"""Short messages to phones through any gateway that takes JSON over HTTPS, as the country's
providers do.

SMS_URL names the gateway, SMS_TOKEN its bearer token; the body is {"to": "+84…", "text": …}, or
what SMS_BODY says. Without SMS_URL nothing is sent: people with a phone only sign in with printed
codes.
"""

import http.client
import json
import re
import urllib.error
import urllib.request

from django.conf import settings

TIMEOUT = 10  # seconds
_MOST_READ = 500  # bytes of the gateway's answer
_VIETNAM = "+84"


class NotSent(Exception):
    """The server for mail or SMS refused or was silent, in its words; the job tries again, unless
    the server refuses this address for good.
    """

    def __init__(self, words: str, *, is_for_good: bool = False):
        super().__init__(words)
        self.is_for_good = is_for_good


def is_on() -> bool:
    """Whether a gateway is set."""
    return bool(settings.SMS_URL)


def normal(phone: str) -> str:
    """A phone number in the form +84912345678. Raises ValueError when it is none."""
    digits = re.sub(r"[\s.\-()]", "", phone)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if re.fullmatch(r"[35789]\d{8}", digits):  # a table has dropped the leading zero
        digits = "0" + digits
    if digits.startswith("0"):
        digits = _VIETNAM + digits[1:]
    if digits.startswith("84"):
        digits = "+" + digits
    if not re.fullmatch(r"\+\d{9,14}", digits):
        raise ValueError(phone)
    return digits


def send(phone: str, text: str) -> None:
    """Hand one message to the gateway. Raises NotSent."""
    names = settings.SMS_BODY
    body = json.dumps(
        {names.get("to", "to"): normal(phone), names.get("text", "text"): text}
        | names.get("with", {})
    ).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_TOKEN}"}
    request = urllib.request.Request(  # noqa: S310  https, checked at start
        settings.SMS_URL, data=body, headers=headers, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            answer.read(_MOST_READ)
    except urllib.error.HTTPError as error:
        words = error.read(_MOST_READ).decode(errors="replace")
        raise NotSent(f"{error.code} {error.reason} {' '.join(words.split())}".strip()) from error
    except (OSError, http.client.HTTPException) as error:
        raise NotSent(str(error) or type(error).__name__) from error
