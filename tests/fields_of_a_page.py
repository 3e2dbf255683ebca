"""Whatever page a test opens: no two of its fields share an `id` (the words of the second would
lead into the first, for the mouse and for a screen reader), and none lets a browser cut what is
pasted into it.
"""

import re
from collections import Counter

import pytest
from django.http import HttpResponse
from django.test import Client

FIELD = re.compile(r"<(?:input|select|textarea)\b[^>]*?\sid=\"([^\"]+)\"")
CUTS = re.compile(r"<(?:input|textarea)\b[^>]*?\smaxlength=[^>]*>")
# Wagtail holds the empty row of a list, from which its scripts make rows, in a template.
TEMPLATE = re.compile(r"<(template|script)\b.*?</\1>", re.DOTALL)


def shared(page: str) -> list[str]:
    """The ids that several fields of a page have."""
    counted = Counter(FIELD.findall(TEMPLATE.sub("", page)))
    return [name for name, times in counted.items() if times > 1]


@pytest.fixture(autouse=True, scope="session")
def fields_are_told_apart():
    """Ask it of every answer that is a page."""
    ask = Client.request

    def asked(self, **request):
        answer = ask(self, **request)
        if isinstance(answer, HttpResponse) and "html" in answer.headers.get("Content-Type", ""):
            page = answer.content.decode(errors="replace")
            where = answer.request["PATH_INFO"]
            assert not shared(page), f"{where}: several fields have the id {shared(page)}"
            assert not CUTS.findall(page), f"{where}: cuts what is pasted, {CUTS.findall(page)}"
        return answer

    Client.request = asked
    yield
    Client.request = ask
