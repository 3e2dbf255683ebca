"""A new edition from a ready set of rules, as contests of its kind have published them.

The sets stand in `data/rule_sets.json`: what was read in which text, and what was not to be found
there, which the office sees before it chooses. Dates are weeks from the day on which entries open.
"""

import datetime
import functools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import make_aware
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import works_in_secretariat
from competition import dossiers, roles
from competition.cloning import NewName, Taken, taken
from competition.errors import NotAllowed, Refused
from competition.models import (
    Criterion,
    Edition,
    EntryKind,
    Field,
    Phase,
    PrizeTier,
    Question,
    Scheme,
)
from competition.moved_dates import Moment, moved
from competition.permissions import can_clone, runs_the_site
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.vietnamese.text import nfc

DATA = Path(__file__).parent / "data" / "rule_sets.json"
OPENS = datetime.time(8)
CLOSES = datetime.time(17)  # offices close at five
_A_DAY = datetime.timedelta(days=1)
_A_WEEK = datetime.timedelta(weeks=1)


@dataclass(frozen=True)
class RuleSet:
    """A ready set: what it holds, from where, and what is not known."""

    key: str
    rules: dict[str, Any]

    @property
    def label(self) -> str:
        return self.rules["name_en"] if get_language() == "en" else self.rules["name"]

    @property
    def facts(self) -> str:
        """What was read, and where, in the words of the office."""
        return self.rules["facts"]

    @property
    def unsure(self) -> str:
        """What was not to be found, and what stands there instead."""
        return self.rules["unsure"]


@functools.cache
def rule_sets() -> dict[str, RuleSet]:
    """{key: set} of all that are ready."""
    kept = json.loads(DATA.read_text(encoding="utf-8"))["sets"]
    return {rules["id"]: RuleSet(rules["id"], rules) for rules in kept}


@transaction.atomic
def start(
    *,
    key: str,
    name: NewName,
    opens_on: datetime.date,
    beside: Edition | None = None,
    by: User,
    at: datetime.datetime,
) -> Edition:
    """A draft with the rules of this set, whose entries open on this day or the next working day.

    Who runs the site may, and who leads the secretariat of the edition `beside`, whose contest it
    joins. Raises NotAllowed; Taken for an address, a number or a prefix of another edition; Refused
    for an unknown set, or a day that is over.
    """
    if not _may_start(by, beside, name):
        raise NotAllowed(_("Editions are copied by who leads their secretariat."))
    for field, message in taken(name).items():
        raise Taken(field, message)
    chosen = rule_sets().get(key)
    if chosen is None:
        raise Refused(_("Choose one of the ready sets of rules."))
    dates = _dates(chosen.rules["weeks"], opens_on)
    if min(opens for opens, _closes in dates.values()) <= at:
        raise Refused(_("The first phase would begin in the past. Give the day on which it opens."))
    draft = _edition(chosen.rules, name)
    _rows(draft, chosen.rules)
    for kind, (opens, closes) in dates.items():
        Phase.objects.create(edition=draft, kind=kind, opens_at=opens, closes_at=closes)
    chain.append(draft.chain, "edition.begun", {"rules": key}, at=at, by=by)
    if beside is not None and works_in_secretariat(by, beside.pk):
        reason = _("Edition begun with ready rules")
        roles.begin_with(edition=draft, user=by, reason=reason, made_by=by, at=at)
    emit("edition.begun", edition=draft.pk)
    return draft


def _may_start(by: User, beside: Edition | None, name: NewName) -> bool:
    if runs_the_site(by):
        return True
    if beside is None or name.contest != beside.contest:
        return False
    return can_clone(by, beside.pk)


def _dates(
    weeks: dict[str, list[int]], opens_on: datetime.date
) -> dict[str, tuple[datetime.datetime, datetime.datetime]]:
    """{kind: (opens, closes)}, off weekends and holidays."""
    moments = []
    for kind, (first, last) in weeks.items():
        begin = _moment(opens_on + first * _A_WEEK, OPENS)
        end = _moment(opens_on + last * _A_WEEK - _A_DAY, CLOSES)
        moments.append(Moment((kind, 0, "opens"), kind, begin, ends=False))
        moments.append(Moment((kind, 0, "closes"), kind, end, ends=True))
    placed = {row.moment.key: row.at for row in moved(moments, 0)}
    return {kind: (placed[kind, 0, "opens"], placed[kind, 0, "closes"]) for kind in weeks}


def _moment(day: datetime.date, hour: datetime.time) -> datetime.datetime:
    return make_aware(datetime.datetime.combine(day, hour))


def _edition(rules: dict[str, Any], name: NewName) -> Edition:
    return Edition.objects.create(
        contest=name.contest,
        name=name.name,
        name_en=name.name_en,
        slug=name.slug,
        number=name.number,
        year=name.year,
        receipt_prefix=nfc(name.receipt_prefix),
        needs_publication=True,
        **rules["edition"],
    )


def _rows(draft: Edition, rules: dict[str, Any]) -> None:
    for order, (code, label, label_en) in enumerate(rules["fields"]):
        Field.objects.create(edition=draft, code=code, name=label, name_en=label_en, order=order)
    for order, (label, label_en) in enumerate(rules["kinds"]):
        EntryKind.objects.create(edition=draft, name=label, name_en=label_en, order=order)
    for order, ready in enumerate(dossiers.TEMPLATES[rules["form"]], start=1):
        Question.objects.create(edition=draft, order=order, **ready._asdict())
    for order, prize in enumerate(rules["prizes"]):
        PrizeTier.objects.create(edition=draft, order=order, **prize)
    for number, round_rules in enumerate(rules["rounds"], start=1):
        columns = {key: value for key, value in round_rules.items() if key != "criteria"}
        scheme = Scheme.objects.create(edition=draft, order=number, **columns)
        for order, criterion in enumerate(round_rules["criteria"]):
            Criterion.objects.create(scheme=scheme, order=order, **criterion)
