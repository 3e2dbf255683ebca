"""To which addresses of `config/routes.py` a walk comes, and which it has to come to."""

from collections.abc import Callable, Iterable, Iterator
from inspect import getclosurevars, isfunction
from urllib.parse import unquote

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from competition.office import Button
from config.routes import ROUTES

PRESSED = "button.<locals>.decorate.<locals>.pressed"  # what `judging.desk.buttons` makes of a view
# To what no link leads from the pages of a contest that runs as it should.
BY_LETTER = "its link stands in a letter alone"
BY_KEY = "a second factor is set up"
A_TIE = "entries are equal at the line of a prize"
A_LIST = "somebody has sent a list of entries for others"
BESIDE = {
    "account_reset_password_from_key": BY_LETTER,
    "account_reset_password_from_key_done": BY_LETTER,
    "account_confirm_login_code": BY_LETTER,
    "account_email_verification_sent": "shown once, after registering",
    "invitation": BY_LETTER,
    "accept_invitation": "a button of the invitation",
    "decline_invitation": "a button of the invitation",
    "invite_coauthor": "a button that its page shows again",
    "confirm_list": "a button that its page shows again",
    "read_list": "a button that its page shows again",
    "begin_for_somebody": "a button that its page shows again",
    "enter_list": A_LIST,
    "imported_list": A_LIST,
    "comparison": A_TIE,
    "comparison_file": A_TIE,
    "comparison_page": A_TIE,
    "panel_visits": "the rules of this round hold no visits",
    "visit_photo": "the rules of this round hold no visits",
    "mfa_authenticate": BY_KEY,
    "mfa_deactivate_totp": BY_KEY,
    "mfa_download_recovery_codes": BY_KEY,
    "mfa_view_recovery_codes": BY_KEY,
    "mfa_edit_webauthn": BY_KEY,
    "mfa_remove_webauthn": BY_KEY,
    "mfa_reauthenticate_webauthn": BY_KEY,
    "account_change_password": "somebody who has a password",
    "account_reauthenticate": "somebody who has a password",
    "mfa_reauthenticate": BY_KEY,
    "phone_code": "a telephone number was given",
    "phone_code_again": "a telephone number was given",
    "account_request_login_code": "a mailbox was given",
    "mfa_login_webauthn": BY_KEY,
    "phone_name": "a new telephone number was confirmed",
    "print_sign_in_codes": "a button of the page of those who write for others",
    "my_work": "leads to the door of each person",
    "office_login": "leads to the sign-in page",
    "wagtailcore_login": "leads to the sign-in page",
    "people_in_bulk": "never: 404",
    "public_media": "the web server answers",
    "wagtailcore_authenticate_with_password": "no page has a password",
}


def names(addresses: Iterable[str]) -> set[str]:
    """The names of the routes behind these addresses."""
    found = set()
    for address in addresses:
        try:
            found.add(resolve(unquote(address)).url_name or "")
        except Resolver404:
            continue
    return found


def wanted() -> set[str]:
    """The routes that answer to a GET with a page or a file, but for those `BESIDE` the way."""
    views = dict(_views(get_resolver().url_patterns))
    return {name for name in ROUTES if name in views and shows(views[name])} - BESIDE.keys()


def _views(patterns: Iterable) -> Iterator[tuple[str, Callable]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name, pattern.callback


def shows(view: Callable) -> bool:
    """Whether a view shows something by itself; a button is pressed, or leads back to its page."""
    of_class = getattr(view, "view_class", None)
    if of_class is not None and issubclass(of_class, Button):
        return False
    return all(_lets_through(layer) for layer in _layers(view))


def _layers(view: Callable) -> Iterator[Callable]:
    """A view, and what it is wrapped around."""
    while view is not None:
        yield view
        view = getattr(view, "__wrapped__", None)


def _lets_through(layer: Callable) -> bool:
    if not isfunction(layer):
        return True
    methods = getclosurevars(layer).nonlocals.get("request_method_list")
    return layer.__code__.co_qualname != PRESSED and (methods is None or "GET" in methods)
