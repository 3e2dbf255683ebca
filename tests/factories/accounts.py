"""Units, people, and what people are and agreed to."""

import factory
from allauth.account.models import EmailAddress
from factory.django import DjangoModelFactory

from accounts.models import (
    Consent,
    Membership,
    PeopleTable,
    RoleInvitation,
    SignInCode,
    Unit,
    UnitName,
    User,
)
from tests.factories.moments import days, some_digest

NAMES = [
    "Nguyễn Thị Khuê",
    "Trần Văn Đạt",
    "Ma Thị Sen",
    "Lường Văn Ửng",
    "Hoàng Thuỳ Dương",
    "Đặng Quốc Phước",
    "Lý A Sử",
]


class UnitFactory(DjangoModelFactory):
    """A commune at the root of the tree; `parent=` puts it below another unit."""

    class Meta:
        model = Unit

    name = factory.Sequence(lambda number: f"Xã La Bằng {number}")
    kind = Unit.Kind.COMMUNE
    code = factory.Sequence(lambda number: f"XA-{number}")

    @classmethod
    def _create(cls, model_class, *args, parent=None, **fields):
        return parent.add_child(**fields) if parent else model_class.add_root(**fields)


class UserFactory(DjangoModelFactory):
    """A person with an e-mail address, in no role, who cannot sign in by password.

    `confirms=False`: the address was typed, and never confirmed.
    """

    class Meta:
        model = User

    full_name = factory.Iterator(NAMES)
    email = factory.Sequence(lambda number: f"nguoi-{number}@example.vn")

    @classmethod
    def _create(cls, model_class, *args, confirms=True, **fields):
        user = model_class.objects.create_user(*args, **fields)
        if user.email and confirms:
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


class MembershipFactory(DjangoModelFactory):
    """A role on the whole site; `scope=` and `scope_id=` give it for an edition or a panel."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Membership.Role.SECRETARIAT
    scope = Membership.Scope.SITE


class ConsentFactory(DjangoModelFactory):
    """A living consent."""

    class Meta:
        model = Consent

    user = factory.SubFactory(UserFactory)
    kind = Consent.Kind.PERSONAL_DATA
    version = "2025-01"
    given_at = days(-20)


class SignInCodeFactory(DjangoModelFactory):
    """A printed code that is still good, of which nobody knows the digits."""

    class Meta:
        model = SignInCode

    user = factory.SubFactory(UserFactory)
    purpose = SignInCode.Purpose.SIGN_IN
    digest = factory.Sequence(some_digest)
    issued_by = factory.SubFactory(UserFactory)
    issued_at = days(-1)
    expires_at = days(29)


class RoleInvitationFactory(DjangoModelFactory):
    """An invitation to the committee of an edition by letter, of which nobody knows the code."""

    class Meta:
        model = RoleInvitation

    edition_id = 1
    role = Membership.Role.COMMITTEE
    full_name = factory.Iterator(NAMES)
    email = factory.Sequence(lambda number: f"khach-{number}@example.vn")
    reason = "Quyết định 16/QĐ-BTCCT"
    digest = factory.Sequence(some_digest)
    invited_by = factory.SubFactory(UserFactory)
    invited_at = days(-1)
    sent_at = days(-1)
    expires_at = days(13)


class PeopleTableFactory(DjangoModelFactory):
    """A table of one judge that was read in."""

    class Meta:
        model = PeopleTable

    kind = PeopleTable.Kind.JUDGES
    edition_id = 1
    name = "giam-khao.xlsx"
    rows = [{"number": 2, "values": {"full_name": "Trần Văn Đạt"}}]
    by = factory.SubFactory(UserFactory)
    at = days(-1)


class UnitNameFactory(DjangoModelFactory):
    """How people call a commune beside its own name."""

    class Meta:
        model = UnitName

    unit = factory.SubFactory(UnitFactory)
    name = factory.Sequence(lambda number: f"La Bằng cũ {number}")
