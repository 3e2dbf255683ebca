"""Pages of an edition are its own office's: Wagtail's rights come from a group, which knows no
edition.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.models import User
from accounts.proving import SignedIn
from cms.drafts import OfAnEdition
from competition.permissions import can_keep_pages


def _is_ours(page: Page, user: User) -> bool:
    """Whether it is of no edition, or of one in which the person works as secretary or editor."""
    if not isinstance(page, OfAnEdition):
        return True
    return can_keep_pages(user, page.edition.pk)


def _refused(request: SignedIn, page: Page) -> HttpResponse:
    words = _("“%(page)s” is or holds a page of another edition: its own office changes it.")
    messages.error(request, words % {"page": page.get_admin_display_title()})
    return redirect("wagtailadmin_explore_root")


def keep_from_others(request: SignedIn, page: Page, *_where: Page) -> HttpResponse | None:
    """Wagtail's hook before one page is changed or published."""
    if _is_ours(page.specific, request.user):
        return None
    return _refused(request, page)


def keep_whole_from_others(request: SignedIn, page: Page, *_where: Page) -> HttpResponse | None:
    """Wagtail's hook before a page goes, with all that stands below it."""
    below = page.get_descendants(inclusive=True).specific()
    if all(_is_ours(each, request.user) for each in below):
        return None
    return _refused(request, page)


def keep_many_from_others(
    request: SignedIn, _action: str, objects: Iterable[Any], _action_class: Any
) -> HttpResponse | None:
    """Wagtail's hook before something is done to several."""
    pages = [each for each in objects if isinstance(each, Page)]
    answers = (keep_whole_from_others(request, page) for page in pages)
    return next((answer for answer in answers if answer is not None), None)
