"""What speaks for and against a cluster of ballots, for the people who rule on it: numbers of all
its accounts together, never whose they are. Nothing is set aside by it.
"""

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from competition.models import Edition
from voting import whose
from voting.models import Ballot, Voter

# Mail services that forget an address within the hour; a school or a firm has none of them.
THROWN_AWAY = frozenset(
    {
        "10minutemail.com",
        "dispostable.com",
        "fakeinbox.com",
        "getnada.com",
        "guerrillamail.com",
        "mailinator.com",
        "maildrop.cc",
        "mailnesia.com",
        "mohmal.com",
        "sharklasers.com",
        "temp-mail.org",
        "tempmail.net",
        "throwawaymail.com",
        "trashmail.com",
        "yopmail.com",
    }
)
SCHOOLS = (".edu.vn", ".edu")  # whose addresses are numbered by right
FEWEST_IN_A_ROW = 3
WIDEST_GAP = 3  # between neighbours of a row of numbers
YOUNG = datetime.timedelta(hours=1)  # from the account to the ballot
_NUMBERED = re.compile(r"(.*?)(\d+)")


class Account(NamedTuple):
    """Whoever gave a ballot of a cluster."""

    email: str  # empty: it signs in by phone
    joined_at: datetime.datetime
    cast_at: datetime.datetime
    works: int  # for how many it votes in the edition


@dataclass(frozen=True)
class Signals:
    """How many of a cluster's ballots come from such accounts."""

    size: int
    aliases: int  # of a mailbox that others of the cluster have too
    thrown_away: int
    in_a_row: int
    single: int
    young: int

    @property
    def is_hard(self) -> bool:
        """Half of it or more comes from addresses that honest crowds do not have."""
        return 2 * max(self.aliases, self.thrown_away, self.in_a_row) >= self.size > 0

    @property
    def is_hasty(self) -> bool:
        """Nearly all were made within the hour, and for one work: an honest class may be so too."""
        return 10 * min(self.single, self.young) >= 9 * self.size > 0

    @property
    def told(self) -> list[tuple[object, int]]:
        """[(what it is, in words, of how many ballots)], those without any left out."""
        rows: list[tuple[object, int]] = [
            (_("one mailbox under several addresses"), self.aliases),
            (_("addresses that are thrown away"), self.thrown_away),
            (_("addresses counted up"), self.in_a_row),
            (_("accounts that vote for this work alone"), self.single),
            (_("accounts made within the hour before"), self.young),
        ]
        return [(words, number) for words, number in rows if number]


def of(accounts: Iterable[Account]) -> Signals:
    """The signals of one cluster."""
    known = list(accounts)
    emails = [account.email for account in known if "@" in account.email]
    mailboxes = Counter(map(whose.email_of, emails))
    return Signals(
        size=len(known),
        aliases=sum(number for number in mailboxes.values() if number > 1),
        thrown_away=sum(_domain(email) in THROWN_AWAY for email in emails),
        in_a_row=_in_a_row(emails),
        single=sum(account.works == 1 for account in known),
        young=sum(account.cast_at - account.joined_at <= YOUNG for account in known),
    )


def _domain(email: str) -> str:
    return email.rpartition("@")[2].strip().lower()


def _in_a_row(emails: list[str]) -> int:
    """How many addresses stand in a row: one stem and domain, numbers that follow each other with
    small gaps. Schools number theirs.
    """
    numbers: dict[tuple[str, str], set[int]] = defaultdict(set)
    for email in emails:
        domain = _domain(email)
        name = email.rpartition("@")[0].lower()
        found = _NUMBERED.fullmatch(name)
        if found and found[1] and not domain.endswith(SCHOOLS):
            numbers[found[1], domain].add(int(found[2]))
    return sum(_in_rows(sorted(each)) for each in numbers.values())


def _in_rows(numbers: list[int]) -> int:
    counted = 0
    row = 1
    for before, number in zip(numbers, [*numbers[1:], None], strict=True):
        if number is not None and number - before <= WIDEST_GAP:
            row += 1
            continue
        counted += row if row >= FEWEST_IN_A_ROW else 0
        row = 1
    return counted


def of_clusters(edition: Edition, clusters: Iterable[dict]) -> dict[tuple[str, str], Signals]:
    """{(vote code, network): signals} of these clusters of ballots set aside. Two queries; nothing
    of ballots whose voters are forgotten.
    """
    wanted = {(row["candidate__code"], row["network"]) for row in clusters}
    aside = Ballot.objects.set_aside().filter(
        candidate__edition=edition,
        candidate__code__in={code for code, _network in wanted},
        voter__user__isnull=False,
    )
    rows = aside.values_list(
        "candidate__code",
        "network",
        "voter_id",
        "voter__user__email",
        "voter__user__date_joined",
        "cast_at",
    )
    found = [row for row in rows if (row[0], row[1]) in wanted]
    given = Count("ballots", filter=Q(ballots__revoked_at=None))
    # Not through `ballots`: the count below would see only those that stand aside.
    voters = Voter.objects.filter(edition=edition, pk__in=aside.values("voter"))
    works = dict(voters.annotate(given=given).values_list("pk", "given")) if found else {}
    accounts: dict[tuple[str, str], list[Account]] = defaultdict(list)
    for code, network, voter, email, joined_at, cast_at in found:
        account = Account(email or "", joined_at, cast_at, works.get(voter, 0))
        accounts[code, network].append(account)
    return {cluster: of(each) for cluster, each in accounts.items()}
