"""The assignment drawn by lot, against collusion: nobody can count on getting an entry.

Nor can anybody draw until it suits.

First the chances are computed, none greater than the office says, and written to the ledger with
the digest of a secret and the name of a public number to come, such as the first prize of the state
lottery of that evening; then the number is typed in, the secret is shown, and both give the draw
(`lots.drawn`), which anybody can repeat.
"""

import datetime
import math
import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import Refused, WrongState
from competition.verbs import fits, lock, need_reason
from foundation.ledger import chain
from judging.arithmetic import lots, matching
from judging.assigning import assignment
from judging.assigning.workload import Impossible, PanelTask, tasks, way_out
from judging.models import Lottery, Round

LEAST_PERCENT = 1
MOST_PERCENT = 100
LEAST_DIGITS = 3  # of the public number: fewer could be foreseen by trying


@transaction.atomic
def commit(
    *, judging_round: Round, most_percent: int, source: str, by: User, at: datetime.datetime
) -> Lottery:
    """Fix the chances of all pairs, the digest of a secret, and which public number will be used.

    An earlier lottery that was not drawn falls away, and stays on record. Raises NotAllowed,
    WrongState (closed, nothing to share out), Refused (no such share, no source), Impossible (no
    chances within the share).
    """
    judging_round = assignment.still_open(judging_round, by)
    if not LEAST_PERCENT <= most_percent <= MOST_PERCENT:
        raise Refused(_("The greatest chance is a number from 1 to 100 %."))
    source = need_reason(
        source,
        _(
            "Say which public number will be used, such as the first prize of the state "
            "lottery of a coming day."
        ),
    )
    chances = _chances(tasks(judging_round), most_percent)
    if not chances:
        raise WrongState(_("Every entry has its sheets: there is nothing to draw."))
    secret = secrets.token_hex(32)
    lottery = Lottery.objects.create(
        round=judging_round,
        most_percent=most_percent,
        chances=chances,
        commitment=lots.digest_of(secret),
        secret=secret,
        source=fits(source, 200),
        committed_by=by,
        committed_at=at,
    )
    which = {"lottery": lottery.pk, "round": judging_round.order}
    chain.append(
        judging_round.edition.chain,
        "lottery.committed",
        which | lots.committed(as_told(lottery)),
        at=at,
        by=by,
    )
    chain.publish_head(judging_round.edition.chain, "lottery.committed", at=at)
    return lottery


def _chances(panel_tasks: list[PanelTask], most_percent: int) -> list[list]:
    """[[judge id, code, units], …], sorted, of the greatest total preference within the share.

    Raises Impossible.
    """
    most_units = most_percent * lots.UNITS // 100
    chances = []
    for task in panel_tasks:
        try:
            shares = matching.solve_in_shares(task.problem, lots.UNITS, most_units)
        except matching.Infeasible as error:
            raise Impossible(_why_not(error.relaxation, task)) from error
        for judge, entry, units in shares:
            chances.append([task.judges[judge].pk, task.entries[entry].code, units])
    return sorted(chances)


def _why_not(relaxation: "matching.Relaxation", task: PanelTask) -> str:
    """The way out of limits and conflicts; or, where only the share is too small, the least one."""
    if relaxation:
        return way_out(relaxation, task)
    least = math.ceil(100 * matching.least_share(task.problem, lots.UNITS) / lots.UNITS)
    return _(
        "With so small a chance there are not enough judges for every entry; %(least)s%% is "
        "the least that works."
    ) % {"least": least}


@transaction.atomic
def draw(
    *, lottery: Lottery, public_number: str, by: User, at: datetime.datetime
) -> assignment.Plan:
    """Draw the proposal, once: the secret and the digits of the public number give it.

    Raises NotAllowed, WrongState (closed, drawn before, or not as it was when the chances were
    fixed), Refused (no number).
    """
    judging_round = assignment.still_open(lottery.round, by)
    lottery = lock(lottery)
    if lottery.drawn_at:
        raise WrongState(_("This lottery was drawn; it is drawn once."))
    if lottery != judging_round.lotteries.last():
        raise WrongState(_("Chances were fixed anew since; draw that lottery."))
    # Digits alone, so that no way of writing the number gives another draw.
    digits = "".join(letter for letter in public_number if letter in "0123456789")
    if len(digits) < LEAST_DIGITS:
        raise Refused(
            _("Type the number that was named when the chances were fixed: at least three digits.")
        )
    panel_tasks = tasks(judging_round)
    if not _are_still(lottery, panel_tasks):
        raise WrongState(
            _(
                "Judges, entries or conflicts of interest have changed since the chances were "
                "fixed. Fix them again."
            )
        )
    lottery.public_number = digits[:40]
    lottery.drawn_by = by
    lottery.drawn_at = at
    lottery.plan = lots.drawn(lottery.chances, lots.seed_of(lottery.secret, lottery.public_number))
    lottery.save()
    chain.append(
        judging_round.edition.chain,
        "lottery.drawn",
        {"lottery": lottery.pk} | lots.shown(as_told(lottery)),
        at=at,
        by=by,
    )
    return _proposed(judging_round, panel_tasks, lottery)


def _are_still(lottery: Lottery, panel_tasks: list[PanelTask]) -> bool:
    """Whether the chances would be fixed today as they were."""
    try:
        return _chances(panel_tasks, lottery.most_percent) == lottery.chances
    except Impossible:
        return False


def _proposed(
    judging_round: Round, panel_tasks: list[PanelTask], lottery: Lottery
) -> assignment.Plan:
    """The drawn plan as the standing proposal, beside the best that there would have been."""
    before = assignment.clear_proposal(judging_round)
    plan = assignment.Plan()
    for task in panel_tasks:
        judges = {judge.pk: place for place, judge in enumerate(task.judges)}
        entries = {entry.code: place for place, entry in enumerate(task.entries)}
        pairs = [
            (judges[judge], entries[code])
            for judge, code in lottery.plan
            if judge in judges and code in entries
        ]
        best = matching.total_of(task.problem, matching.solve(task.problem))
        assignment.write(task, pairs, best, plan, lottery)
    return assignment.told(judging_round, plan, before)


def as_told(lottery: Lottery) -> dict[str, Any]:
    """A drawn lottery as it is exported, for `lots.fault_of` and everybody who draws it again."""
    return {
        "number": lottery.pk,
        "round": lottery.round.order,
        "most_percent": lottery.most_percent,
        "chances": lottery.chances,
        "commitment": lottery.commitment,
        "source": lottery.source,
        "secret": lottery.secret,
        "public_number": lottery.public_number,
        "plan": lottery.plan,
    }
