"""The shape shared by write views: one bound form, one verb, a refusal shown with everything typed
kept.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import addresses
from accounts.models import User
from competition.errors import Refused
from competition.models import JointRequest

# Said where a verb does something at once, or only once a second person agrees.
WAITS = gettext_lazy("Asked: it waits for a second person, nothing is changed yet.")


def attempt(
    request: HttpRequest,
    verb: Callable,
    /,
    *,
    done: str = "",
    waits: object = "",  # words, translated when they are said
    **arguments: Any,
) -> bool:
    """Call one process verb; True when it went through. A refusal becomes a message for the person.

    `waits` is said in place of `done` where it only waits for a second person.
    """
    try:
        result = verb(**arguments)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    words = waits if waits and isinstance(result, JointRequest) else done
    if words:
        messages.success(request, str(words))
    return True


def say_beside(form: forms.Form, refusal: Refused) -> None:
    """A refusal stands beside the field that it is about, or above the form."""
    form.add_error(refusal.about if refusal.about in form.fields else None, str(refusal))


def client_address(request: HttpRequest) -> str:
    """The address that the visitor came from, as the last of our own proxies saw it
    (`TRUSTED_PROXIES`); the same that allauth's limits count.
    """
    return get_adapter().get_client_ip(request)


MOST_DIGITS = 18  # of a number that every database keeps in 64 bits


def number_of(typed: str | None) -> int:
    """A whole number as a form or an address sends it; 0, which no row has, for anything else.

    Plain digits only: `²` and `٣` are digits to Python, and a number of thousands of them is an
    error to it and to the database.
    """
    typed = typed or ""
    if typed.isascii() and typed.isdecimal() and len(typed) <= MOST_DIGITS:
        return int(typed)
    return 0


def numbers_of(typed: Iterable[str]) -> list[int]:
    """The numbers among these texts, as `number_of`."""
    return [number for number in map(number_of, typed) if number]


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows by their numbers; what is no number is refused beside the field."""

    def clean(self, value: Any) -> Any:
        for typed in value or ():
            if not number_of(str(typed)):
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": str(typed)[:MOST_DIGITS]},
                )
        return super().clean(value)


def person_of_address(email: str) -> User:
    """The person who has confirmed this address, for a field of a form.

    Raises ValidationError, in words, when nobody has.
    """
    person = addresses.person_of(email)
    if person is None:
        raise forms.ValidationError(
            _(
                "No account has confirmed this address. Ask the person to register and to "
                "confirm it first."
            )
        )
    return person


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: everything that was sent, nothing sent included, and what was kept
    over a sign-in in between; None when the page is only opened.
    """
    return request.POST if request.method == "POST" or request.POST else None


def with_every_line(typed: QueryDict, prefix: str) -> QueryDict:
    """What a formset is bound to: all lines that came, even where the counts that go with them were
    lost or broken on the way. Without a single line nothing is made up.
    """
    line = re.compile(rf"{re.escape(prefix)}-(\d{{1,3}})-")
    found = [int(match[1]) for name in typed if (match := line.match(name))]
    if not found:
        return typed
    whole = typed.copy()
    counts = {"TOTAL_FORMS": max(found) + 1, "INITIAL_FORMS": 0}
    for name, least in counts.items():
        sent = number_of(typed.get(f"{prefix}-{name}"))
        whole[f"{prefix}-{name}"] = str(max(sent, least))
    return whole
