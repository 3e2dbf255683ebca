"""What stands in the list of pending invitations."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_filters import ChoiceFilter

from accounts.models import Membership, RoleInvitation, RoleInvitationQuerySet
from competition import clock
from competition.listing.columns import Column
from competition.listing.shape import Listing
from foundation.vietnamese.text import fold
from judging.models import Panel

OLD = "qua-han"
VALID = "con-han"


class InvitationList(Listing):
    """The invitations of an edition that nobody has answered."""

    name = "role_invitations"
    title = gettext_lazy("Pending invitations")
    sorted_at_first = "-moi"

    @cached_property
    def panels(self) -> dict[int, str]:
        """{number: name} of the edition's panels."""
        return dict(Panel.objects.filter(round__edition=self.edition).values_list("pk", "name"))

    def columns(self) -> Sequence[Column]:
        return [
            Column(
                "ten",
                gettext_lazy("Person"),
                lambda one: one.full_name,
                sort=["folded_name"],
                is_always=True,
                is_title=True,
            ),
            Column("dia-chi", gettext_lazy("Goes to"), _address),
            Column(
                "vai-tro",
                gettext_lazy("Role"),
                lambda one: one.get_role_display(),
                sort=["role"],
            ),
            Column(
                "hoi-dong",
                gettext_lazy("Panel"),
                lambda one: self.panels.get(one.panel_id),
                sort=["panel_id"],
            ),
            Column(
                "nguoi-moi",
                gettext_lazy("Invited by"),
                lambda one: str(one.invited_by),
                sort=["invited_by__name_key"],
            ),
            Column("moi", gettext_lazy("Last sent"), lambda one: one.sent_at, sort=["sent_at"]),
            Column(
                "han",
                gettext_lazy("Valid until"),
                lambda one: one.expires_at,
                sort=["expires_at"],
            ),
            Column("ly-do", gettext_lazy("Reason"), lambda one: one.reason, is_at_first=False),
        ]

    def filters(self):
        states = [(VALID, _("Still valid")), (OLD, _("Too old"))]
        return {
            "vai-tro": ChoiceFilter(
                field_name="role",
                label=gettext_lazy("Role"),
                empty_label=gettext_lazy("Every role"),
                choices=Membership.Role.choices,
            ),
            "han": ChoiceFilter(
                method=_by_age,
                label=pgettext_lazy("of an invitation", "Validity"),
                empty_label=gettext_lazy("Anything"),
                choices=states,
            ),
        }

    def all_rows(self) -> RoleInvitationQuerySet:
        rows = RoleInvitation.objects.pending().of_edition(self.edition.pk)
        return rows.select_related("invited_by")

    def search(self, rows: QuerySet, words: str) -> QuerySet:
        return rows.filter(folded_name__contains=fold(words))


def _address(one: RoleInvitation) -> str:
    return one.email or one.phone or _("slip on paper")


def _by_age(rows: QuerySet, _name: str, value: str) -> QuerySet:
    now = clock.now()
    return rows.filter(expires_at__lte=now) if value == OLD else rows.filter(expires_at__gt=now)
