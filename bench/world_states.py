"""The way of a whole contest (`bench.world`) from judging to the announcement, by the verbs of the
house. The timetable is moved under it, so that every page is asked at the real time.
"""

import datetime
import time
from collections.abc import Callable
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from accounts.membership import committee_seats
from accounts.models import Membership, User
from accounts.permissions import staff_of
from awards import announce, decision, ratification, standings, unsealing
from awards.certificates import issue
from awards.models import AwardDecision, Ratification, Standing
from bench import world
from competition import clock, joint_requests
from competition.models import Edition, Phase
from config.management.commands.migrate import as_owner
from demo.rehearsal import steps
from foundation.jobs import bell, outbox, work
from foundation.jobs.models import Job
from judging.councils import rounds
from judging.models import Assignment, Round, Scoresheet
from judging.results import ranking
from voting import integrity, tally

# The day of the timetable in each state.
DAY = {"open": world.DAY, "closed": 62, "frozen": 80, "announced": 95}
FIRST_VOTES = 3  # of the committee, while the prizes are before it


class Step(NamedTuple):
    """A verb, its arguments beside who and when."""

    name: str
    verb: Callable
    arguments: dict


def advance(state: str) -> dict[str, float]:
    """Bring the contest to its next state; {verb: seconds}."""
    edition = Edition.objects.get(slug=world.SLUG)
    move_timetable(edition, DAY[state])
    seconds: dict[str, float] = {}
    with bell.silenced():
        for step in STEPS[state](edition):
            started = time.perf_counter()
            step.verb(**step.arguments)
            seconds[step.name] = round(time.perf_counter() - started, 2)
        started = time.perf_counter()
        outbox.deliver_pending()
        _work()
        seconds["(worker)"] = round(time.perf_counter() - started, 2)
    look_at_tables()
    return seconds


def _work() -> None:
    """What a worker does meanwhile, but for mail, of which no page shows whether it has gone, and
    for papers that a walk has asked for: it fetches none of them.
    """
    waiting = Job.objects.waiting().exclude(kind__in=["send_mail", "prepare_paper"])
    for number in list(waiting.values_list("pk", flat=True)):
        work.run(number)


def move_timetable(edition: Edition, day: int) -> None:
    """So that it is that day now."""
    judging = edition.phases.get(kind=Phase.Kind.JUDGING)
    opened = timezone.now() - datetime.timedelta(days=day - 40)
    for phase in edition.phases.all():
        Phase.objects.filter(pk=phase.pk).update(
            opens_at=phase.opens_at + (opened - judging.opens_at),
            closes_at=phase.closes_at + (opened - judging.opens_at),
        )


def look_at_tables() -> None:
    """What PostgreSQL does by itself after a while: it knows what was written in bulk."""
    if connection.vendor == "postgresql":
        with as_owner(connection), connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def secretary_of(edition: Edition) -> User:
    """The first of two."""
    return staff_of(Membership.Role.SECRETARIAT, edition_id=edition.pk).order_by("pk").first()


def committee_of(edition: Edition) -> list[User]:
    """Its members, in the order in which they came."""
    seats = committee_seats(edition_id=edition.pk).select_related("user").order_by("pk")
    return [seat.user for seat in seats]


def _by(person: User, **arguments) -> dict:
    return {"by": person, "at": timezone.now(), **arguments}


def _open(edition: Edition):
    yield from ()


def _closed(edition: Edition):
    """Every sheet is locked."""
    judging_round = Round.objects.get(edition=edition)
    yield Step("(sheets)", _write_missing, {"judging_round": judging_round})
    by = secretary_of(edition)
    yield Step("close_round", rounds.close_round, _by(by, judging_round=judging_round))


def _write_missing(judging_round: Round) -> None:
    of_round = Assignment.objects.filter(judge__panel__round=judging_round)
    Scoresheet.objects.filter(assignment__in=of_round, state=Scoresheet.State.DRAFT).delete()
    missing = of_round.countable().filter(sheet=None).select_related("blinded_entry")
    world.write_sheets(judging_round, missing, in_ledger=True)


def _frozen(edition: Edition):
    """The ranking stands, the vote is counted, the prizes are before the committee."""
    by, members = secretary_of(edition), committee_of(edition)
    judging_round = Round.objects.get(edition=edition)
    yield Step("freeze", ranking.freeze, _by(by, judging_round=judging_round))
    yield Step("scan", integrity.scan, _by(by, edition=edition))
    steps.rule_on_clusters(edition, by, members[0], clock.now())
    yield Step("close_vote", tally.close, _by(by, edition=edition))
    yield Step("compute", standings.compute, _by(by, edition=edition))
    standing = Standing.objects.get(edition=edition)
    yield Step("ask_for_seals", unsealing.ask, _by(by, standing=standing))
    asked = unsealing.asked_for(edition)
    yield Step("open_seals", joint_requests.agree, _by(members[0], joint=asked))
    yield Step("open_ballot", ratification.open_ballot, _by(by, standing=standing))
    yield from _votes(edition, members[:FIRST_VOTES])


def _votes(edition: Edition, members: list[User]):
    ballot = Ratification.objects.get(standing__edition=edition)
    prizes = ballot.standing.rows.exclude(tier=None).values_list("pk", flat=True)
    choices = dict.fromkeys(prizes, True)
    for member in members:
        arguments = _by(member, ratification=ballot, choices=choices)
        yield Step("vote_on_prizes", ratification.vote, arguments)


def _announced(edition: Edition):
    """Adopted, announced, certificates issued."""
    by, members = secretary_of(edition), committee_of(edition)
    yield from _votes(edition, members[FIRST_VOTES:])
    ballot = Ratification.objects.get(standing__edition=edition)
    yield Step("close_ballot", ratification.close, _by(by, ratification=ballot))
    ballot.refresh_from_db()
    arguments = _by(
        by,
        ratification=ballot,
        number="1000/QĐ-BTCCT",
        date=timezone.localdate(),
        signer_name=edition.signer_name,
        signer_title=edition.signer_title,
    )
    yield Step("adopt", decision.adopt, arguments)
    adopted = AwardDecision.objects.get(edition=edition)
    yield Step("announce", announce.announce, _by(by, decision=adopted))
    adopted.refresh_from_db()
    yield Step("issue", issue.issue, _by(by, decision=adopted))


STEPS = {"open": _open, "closed": _closed, "frozen": _frozen, "announced": _announced}
