"""What the groups of the office may do in Wagtail's pages, beyond the roles of an edition, and the
line in the site's ledger of whoever changes it.

Rights are named "app.codename", "page path: codename" (of a page and all below it; the root's path
is 0001) and "collection path: codename".
"""

import datetime
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from accounts.membership import OFFICE_GROUPS
from accounts.models import Membership
from accounts.site_roles import CHAIN
from foundation.ledger import chain

CHANGED = "group.rights"

_WITH_PAGES = """
calendarevent englishsummary issueddocument newscategory
"""
_OF_EDITORS = frozenset(
    (
        *("wagtailadmin.access_admin", "simple_translation.submit_translation"),
        *("cms.change_sitealert", "cms.change_sitemenus"),
        *(
            f"cms.{action}_{model}"
            for model in _WITH_PAGES.split()
            for action in ("add", "change", "delete", "view")
        ),
        *(f"page 0001: {action}_page" for action in ("add", "change", "publish")),
        *(f"collection 0001: {action}_image" for action in ("add", "change", "choose")),
        *(f"collection 0001: {action}_document" for action in ("add", "choose")),
    )
)
# The secretariat's, on models of this room as they are now: what it may do in one edition is asked
# of its role there.
_OF_RULES = re.compile(r"competition\.(?:add|change|view)_\w+")


def may_have(group: str, right: str) -> bool:
    """Whether the house gives this right to a group of the office, where nobody changed it."""
    is_of_rules = group == OFFICE_GROUPS[Membership.Role.SECRETARIAT]
    return right in _OF_EDITORS or (is_of_rules and bool(_OF_RULES.fullmatch(right)))


def of_group(group: Group) -> frozenset[str]:
    """The rights that a group has now."""
    own = group.permissions.values_list("content_type__app_label", "codename")
    codename = "permission__codename"
    of_pages = GroupPagePermission.objects.filter(group=group).values_list("page__path", codename)
    files = GroupCollectionPermission.objects.filter(group=group)
    of_files = files.values_list("collection__path", codename)
    rights = {f"{app}.{codename}" for app, codename in own}
    rights |= {f"page {path}: {codename}" for path, codename in of_pages}
    return frozenset(rights | {f"collection {path}: {codename}" for path, codename in of_files})


@contextmanager
def noted(*, group: Group, by: AbstractBaseUser, at: datetime.datetime) -> Iterator[None]:
    """What is changed within is one step with its line."""
    with transaction.atomic():
        before = of_group(group)
        yield
        note(group=group, before=before, by=by, at=at)


@transaction.atomic
def note(
    *, group: Group, before: frozenset[str], by: AbstractBaseUser, at: datetime.datetime
) -> None:
    """A line for the rights that a group of the office has from now on, where they are others than
    before; other groups open nothing that a role does not open.
    """
    rights = of_group(group)
    if group.name in OFFICE_GROUPS.values() and rights != before:
        beside = {"group": group.name, "rights": sorted(rights)}
        chain.append(CHAIN, "group.rights", {}, at=at, by=by, beside=beside)
        chain.publish_head(CHAIN, "site.roles", at=at)
