"""Wagtail's own forms, sent back as a browser does: with everything that the page shows."""

import lxml.html


def shown(office, address: str, *names: str) -> dict[str, str]:
    """What a browser would send of the form of this page, which has a field of one of these names
    (the longest form, where none is named); lines end with two characters, as browsers send them.
    """
    return values_of(office.get(address), *names)


def values_of(page, *names: str) -> dict[str, str]:
    """As `shown`, of a page that is already there."""
    document = lxml.html.document_fromstring(page.content)
    forms = [form for form in document.forms if not names or {*names} & {*form.fields.keys()}]
    form = forms[0] if names else max(forms, key=lambda one: len(one.fields))
    return {name: _by_browser(value) for name, value in form.form_values()}


def sent(office, address: str, **changes: str):
    """The answer to the form of a page that is sent back with these changes."""
    typed = {name: _by_browser(value) for name, value in changes.items()}
    return office.post(address, shown(office, address, "name", *changes) | typed)


def _by_browser(text: str) -> str:
    return "\r\n".join(text.splitlines()) if "\n" in text else text
