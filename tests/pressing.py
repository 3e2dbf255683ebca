"""Pressing a button as a person does: what it asks to be read first is read, and pressed again."""

from django.http import HttpResponse
from django.test import Client

from competition.recap import CONFIRMED


def pressed(client: Client, address: str, data: dict | None = None, **sent: object) -> HttpResponse:
    """The answer to the last press."""
    typed = dict(data or {})
    answer = client.post(address, typed, **sent)
    recap = (answer.context or {}).get("recap")
    if recap is None:
        return answer
    return client.post(address, typed | {CONFIRMED: recap.digest}, **sent)


def facts_of(answer: HttpResponse) -> list[str]:
    """What a recap tells, in its order."""
    return [str(value) for _what, value in answer.context["recap"].facts]
