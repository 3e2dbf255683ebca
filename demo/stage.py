"""What the four editions of the demonstration share: the day, the people, the works they enter."""

import datetime
from collections.abc import Callable, Mapping
from random import Random

from allauth.account.models import EmailAddress
from django.utils.timezone import localtime

from accounts.communes import load_units
from accounts.membership import grant, make_administrator
from accounts.models import Membership, Unit, User
from competition import clock, joint_requests, publication
from competition.models import Contest, Edition
from demo.edition import people, rules, texts
from demo.rehearsal import steps
from demo.rehearsal.cast import Cast, give, make_people
from foundation.jobs.drain import drain
from voting import casting
from voting.models import Candidate

PASSWORD = "ThaiNguyen2026"  # noqa: S105  the published password of the demonstration
SEED = 57

# (e-mail, full name, what the person is): the table that `./run demo` prints.
LOGINS = [
    ("thisinh@example.vn", "Nông Thị Bích Ngọc", "entrant"),
    ("thuky@example.vn", "Trần Minh Khánh", "secretariat"),
    ("thuky2@example.vn", "Lê Thu Hiền", "secretariat, second person"),
    ("giamkhao@example.vn", "Phạm Quang Huy", "judge"),
    ("chutich@example.vn", "Hoàng Đình Sơn", "panel chair"),
    ("btc@example.vn", "Ma Thị Hồng Hạnh", "committee member"),
    ("cutri@example.vn", "Vũ Đức Long", "voter"),
    ("bientap@example.vn", "Đỗ Thùy Linh", "editor"),
    ("quantri@example.vn", "Nguyễn Thị Quản Trị", "administrator"),
    ("daumoi@example.vn", "Dương Thị Thanh Mai", "unit's focal point"),
]
CROWD = 130  # people without a login of the table: entrants, judges, committee, voters
OWN_CONTEST = (
    "doi-moi-sang-tao",
    "Đổi mới sáng tạo – Vì Thái Nguyên thân yêu",
    "Innovation – For beloved Thai Nguyen",
)


def name_person(user: User, email: str, full_name: str) -> None:
    """Give one of the crowd a place in the table of logins."""
    EmailAddress.objects.filter(user=user).update(email=email)
    user.email = email
    user.full_name = full_name
    user.save()


class Stage:
    """The day on which the demonstration is loaded, and everybody who plays in it."""

    def __init__(self, now: datetime.datetime):
        self.now = now
        self.rng = Random(SEED)
        self.units: list[Unit] = []
        self.who: dict[str, User] = {}
        self.crowd: list[User] = []

    def day(self, days: float) -> datetime.datetime:
        """That many days from now."""
        return self.now + datetime.timedelta(days=days)

    def morning(self, days: float) -> datetime.datetime:
        """The local midnight with which that day begins."""
        return localtime(self.day(days)).replace(hour=0, minute=0, second=0, microsecond=0)

    def fill(self) -> None:
        """Units and people."""
        load_units(texts.UNITS, people.ORGANISATIONS)
        self.units = list(Unit.objects.filter(depth__gt=1).order_by("code"))
        # Without the focal point, who joins when there are works of a unit: the crowd's draw stays
        # as it is.
        named = LOGINS[:-1]
        everybody = make_people(
            self.rng, len(named) + CROWD, "nguoi", password=PASSWORD, units=self.units
        )
        for user, (email, full_name, _role) in zip(everybody, named, strict=False):
            name_person(user, email, full_name)
            self.who[email.partition("@")[0]] = user
        self.crowd = everybody[len(named) :]
        make_administrator(self.who["quantri"])
        grant(self.who["bientap"], Membership.Role.EDITOR)

    def cast_of(self, edition: Edition, offset: int) -> Cast:
        """Secretariat and committee with their roles; other judges of the crowd by `offset`."""
        office = [self.who["thuky"], self.who["thuky2"]]
        committee = [self.who["btc"], *self.crowd[120:126]]
        for user in office:
            give(user, Membership.Role.SECRETARIAT, edition)
        for user in committee:
            give(user, Membership.Role.COMMITTEE, edition)
        first = 80 + offset
        cast = Cast(
            secretary=office[0],
            second=office[1],
            committee=committee,
            judges=[self.who["chutich"], self.who["giamkhao"], *self.crowd[first : first + 7]],
            entrants=self.crowd[:40],
            voters=self.crowd[40:120],  # nobody votes for an own work
        )
        self.publish(edition, cast)
        return cast

    def publish(self, edition: Edition, cast: Cast) -> None:
        """The regulation, by two people, the day before the first phase."""
        at = edition.timetable[0].opens_at - datetime.timedelta(days=1)
        with clock.set_to(at):
            joint = publication.ask_for(
                edition=edition,
                decision_number=edition.decision_number or f"{edition.number}/QĐ-BTCCT",
                reason="Đã đối chiếu từng trang với quyết định đã ký.",
                by=cast.secretary,
                at=at,
            )
            joint_requests.agree(joint=joint, by=cast.committee[0], at=at)

    def own_contest(self) -> Contest:
        """The province's contest, of which two editions are shown."""
        return rules.contest(*OWN_CONTEST)

    def enter(
        self, edition: Edition, cast: Cast, count: int, first: int, at: datetime.datetime
    ) -> list[steps.Work]:
        """That many submitted dossiers, the texts by number from `first`."""
        owners = [self.who["thisinh"], *cast.entrants]
        works = []
        with clock.set_to(at):
            for index in range(count):
                owner = owners[index % len(owners)]
                with_picture = index % 4 == 0
                works.append(
                    steps.write(
                        edition,
                        owner,
                        first + index,
                        SEED,
                        self.units,
                        at,
                        with_picture=with_picture,
                    )
                )
            steps.submit_all(works, at)
            drain()
        return works

    def vote(
        self,
        edition: Edition,
        cast: Cast,
        votes_for: Callable[[str], int],
        keys: Mapping[str, str],
        opens: datetime.datetime,
        closes: datetime.datetime,
    ) -> None:
        """Votes for all, as many as `votes_for` says of the seed key of each."""
        candidates = list(Candidate.objects.in_edition(edition))
        for candidate in sorted(candidates, key=lambda candidate: keys[candidate.code]):
            votes = votes_for(keys[candidate.code])
            for voter in self.rng.sample(cast.voters[:50], votes):
                at = opens + (closes - opens) * self.rng.random()
                address = f"10.{self.rng.randrange(250)}.{self.rng.randrange(250)}.1"
                casting.cast(candidate=candidate, by=voter, at=at, address=address)


def popularity(key: str) -> int:
    """Votes by seed, at most half of the voters."""
    return int(50 * steps.draw(SEED, "popular", key) ** 2)
