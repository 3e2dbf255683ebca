"""What every template of the site may use."""

from collections.abc import Callable

from django.conf import settings
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from accounts import permissions
from awards.certificates import verify
from cms.navigation import alert_now, main_menu, menus, site_texts
from cms.permissions import works_in_office
from foundation.notifications import post, sms
from foundation.soft_cache import remembered

CERTIFICATES_KEPT = 60  # seconds


def _door(may_open: Callable[..., bool], user) -> SimpleLazyObject:
    """Whether the person may open this door; asked when a template shows it."""
    return SimpleLazyObject(lambda: bool(user and may_open(user)))


def _unread(user) -> int:
    """Messages that the person has not seen."""
    return post.unread(user) if user and user.is_authenticated else 0


def _has_certificates(user) -> bool:
    """At most a minute old. Not asked for a judge, whose pages read nothing about dossiers."""
    if not user or not user.is_authenticated or permissions.is_judge_anywhere(user):
        return False
    return remembered(f"certificates:{user.pk}", lambda: verify.has_any(user), CERTIFICATES_KEPT)


def _offers_passkey(request, user) -> bool:
    """Once after a sign-in without one."""
    return bool(user and user.is_authenticated and request.session.pop("offers_passkey", False))


def site(request) -> dict:
    """Navigation, doors and the address of this page in the other language; all of it lazy."""
    other = "en" if get_language() == "vi" else "vi"
    user = getattr(request, "user", None)
    return {
        "site_texts": SimpleLazyObject(site_texts),
        "site_alert": SimpleLazyObject(alert_now),
        "main_menu": SimpleLazyObject(lambda: main_menu(get_language())),
        "footer_menus": SimpleLazyObject(lambda: menus(get_language())),
        "other_language": other,
        "other_language_url": SimpleLazyObject(
            lambda: translate_url(request.get_full_path(), other)
        ),
        "doors": {
            "judge": _door(permissions.is_judge_anywhere, user),
            "unit": _door(permissions.is_focal_point_anywhere, user),
            "committee": _door(permissions.is_committee_anywhere, user),
            "office": _door(works_in_office, user),
            "winner": SimpleLazyObject(lambda: _has_certificates(user)),
        },
        "offers_passkey": SimpleLazyObject(lambda: _offers_passkey(request, user)),
        "unread": SimpleLazyObject(lambda: _unread(user)),
        "sends_sms": settings.MESSAGES_PAGE or sms.is_on(),
        "styleguide": settings.STYLEGUIDE,
        "messages_page": settings.MESSAGES_PAGE,
    }
