"""What every template of the site may use."""

from django.conf import settings
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from accounts import permissions
from cms.navigation import main_menu, site_texts


def site(request) -> dict:
    """Navigation, doors and the address of this page in the other language; all of it lazy."""
    other = "en" if get_language() == "vi" else "vi"
    user = getattr(request, "user", None)
    return {
        "site_texts": SimpleLazyObject(site_texts),
        "main_menu": SimpleLazyObject(lambda: main_menu(get_language())),
        "other_language": other,
        "other_language_url": SimpleLazyObject(
            lambda: translate_url(request.get_full_path(), other)
        ),
        "doors": {
            "judge": SimpleLazyObject(lambda: bool(user and permissions.is_judge_anywhere(user))),
            "unit": SimpleLazyObject(
                lambda: bool(user and permissions.is_focal_point_anywhere(user))
            ),
            "committee": SimpleLazyObject(
                lambda: bool(user and permissions.is_committee_anywhere(user))
            ),
        },
        "styleguide": settings.STYLEGUIDE,
        "messages_page": settings.MESSAGES_PAGE,
    }
