"""Wagtail's own forms, sent back as a browser does: with everything that the page shows."""

import lxml.html


def shown(office, address: str, *names: str) -> dict[str, str]:
    """What a browser would send of the form of this page, which has a field of one of these names
    (the longest form, where none is named); lines end with two characters, as browsers send them.
    """
    return values_in(office.get(address), *names)


def values_in(answer, *names: str) -> dict[str, str]:
    """As `shown`, of an answer to a form that was sent."""
    page = lxml.html.document_fromstring(answer.content)
    forms = [form for form in page.forms if not names or {*names} & {*form.fields.keys()}]
    form = max(forms, key=lambda one: len(one.fields)) if not names else forms[0]
    return {name: _by_browser(value) for name, value in form.form_values()}


def sent(office, address: str, **changes: str):
    """The answer to the form of a page that is sent back with these changes."""
    return office.post(address, shown(office, address, "name", *changes) | changes)


def _by_browser(text: str) -> str:
    return "\r\n".join(text.splitlines()) if "\n" in text else text
