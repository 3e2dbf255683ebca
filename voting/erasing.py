"""What becomes of votes when a person is erased."""

import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.erasure import Fate, declare, obstacle
from accounts.models import User
from voting import forgetting
from voting.models import Voter

declare(
    Fate.UNLINKED,
    "forgotten for all voters of an edition in one moment, for which erasing waits",
    "voting.Voter.user",
)
declare(Fate.KEPT, "who closed the count", "voting.Tally.closed_by")
declare(
    Fate.KEPT,
    "who kept and typed a box of paper ballots: the count rests on it",
    "voting.Booth.first_keeper",
    "voting.Booth.second_keeper",
    "voting.Booth.set_up_by",
    "voting.Booth.joined_by",
    "voting.PaperBallot.keeper",
)


@obstacle
def votes_that_are_known(person: User, _at: datetime.datetime) -> str:
    """Whoever was erased while the vote runs could vote again under another account; and a tie that
    is cut alone is told by the gap.
    """
    voters = Voter.objects.filter(user=person).select_related("edition")
    for voter in voters:
        day = forgetting.day_of(voter.edition)
        if day is not None:
            return _(
                "You voted in “%(edition)s”: who gave a ballot is known until the vote is counted "
                "and %(day)s has passed, so that nobody votes twice and complaints can be "
                "answered. Then it is forgotten for all voters at once, the votes still count, "
                "and you can have your account erased."
            ) % {
                "edition": voter.edition.label,
                "day": date_format(localtime(day), "SHORT_DATE_FORMAT"),
            }
    return ""
