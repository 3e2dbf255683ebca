"""To whom an office may write at once: groups of people of one edition, found when they are asked
for.

Voters are none of them: what they gave their address for is the vote alone.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Role, staff_of
from competition.models import Edition

# {"field": id, "unit": id}: what a group is narrowed to, each only where it is chosen.
Narrowed = Mapping[str, int]
FIELD = "field"
UNIT = "unit"


@dataclass(frozen=True)
class Group:
    """A group of people: `narrows` says by what of `Narrowed` it may be made smaller."""

    name: str
    label: str | Promise
    people: Callable[[Edition, Narrowed], QuerySet[User]]
    narrows: tuple[str, ...] = ()


_groups: dict[str, Group] = {}


def group(one: Group) -> Group:
    """Register a group."""
    _groups[one.name] = one
    return one


def every_group() -> Iterator[Group]:
    """All of them, in the order in which the rooms name them."""
    yield from _groups.values()


def group_of(name: str) -> Group | None:
    """The group of this name."""
    return _groups.get(name)


def people_of(edition: Edition, name: str, narrowed: Narrowed) -> QuerySet[User]:
    """Everybody of the group whose account is in use, each once; nobody of an unknown group."""
    found = group_of(name)
    if found is None:
        return User.objects.none()
    asked = {key: value for key, value in narrowed.items() if key in found.narrows and value}
    inside = found.people(edition, asked).order_by()
    return User.objects.filter(pk__in=inside.values("pk"), is_active=True).order_by("pk")


def _committee(edition: Edition, narrowed: Narrowed) -> QuerySet[User]:
    return staff_of(Role.COMMITTEE, edition_id=edition.pk)


def _secretariat(edition: Edition, narrowed: Narrowed) -> QuerySet[User]:
    return staff_of(Role.SECRETARIAT, edition_id=edition.pk)


def _focal_points(edition: Edition, narrowed: Narrowed) -> QuerySet[User]:
    return staff_of(Role.FOCAL_POINT, edition_id=edition.pk)


group(Group("committee", _("Members of the organising committee"), _committee))
group(Group("secretariat", _("Colleagues of the secretariat"), _secretariat))
group(Group("focal_points", _("Focal points of units"), _focal_points))
