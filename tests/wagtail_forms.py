"""Wagtail's own forms, sent back as a browser does: with everything that the page shows."""

import lxml.html


def sent(office, address: str, **changes: str):
    """The answer to the form of a page that is sent back with these changes; lines end with two
    characters, as browsers send them.
    """
    page = lxml.html.document_fromstring(office.get(address).content)
    form = next(form for form in page.forms if {"name", *changes} & {*form.fields.keys()})
    values = dict(form.form_values()) | changes
    return office.post(address, {name: _by_browser(value) for name, value in values.items()})


def _by_browser(text: str) -> str:
    return "\r\n".join(text.splitlines()) if "\n" in text else text
