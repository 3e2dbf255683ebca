"""Wagtail's own forms, sent back as a browser does: with everything that the page shows."""

import lxml.html


def sent(office, address: str, **changes: str):
    """The answer to the form of a page that is sent back with these changes."""
    page = lxml.html.document_fromstring(office.get(address).content)
    form = next(form for form in page.forms if {"name", *changes} & {*form.fields.keys()})
    return office.post(address, dict(form.form_values()) | changes)
