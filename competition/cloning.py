"""Next year's edition as a draft made of an earlier one: rules, form and dates, nobody's data."""

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Role, works_in_secretariat
from competition import roles
from competition.copied_rows import columns_of
from competition.errors import NotAllowed, Refused
from competition.models import (
    Contest,
    Criterion,
    DocumentText,
    Edition,
    EntryKind,
    Field,
    LetterText,
    Phase,
    PrizeTier,
    Question,
    ReminderPlan,
    RubricBand,
    Scheme,
)
from competition.moved_dates import WEEKS_OF_A_YEAR, Moment, Moved, moved
from competition.permissions import can_clone
from competition.rulebook import digest_of_ruling
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.vietnamese.numbers import in_words
from foundation.vietnamese.text import nfc

# Rows that nothing else of the rules points to.
_ALIKE = (PrizeTier, DocumentText, Field, LetterText, ReminderPlan)

_ORDINALS = {1: "nhất", 4: "tư"}  # the others are counted
_ORDINALS_EN = {
    1: "first",
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
}


@dataclass(frozen=True)
class NewName:
    """How the new edition is called and told apart."""

    contest: Contest
    name: str
    name_en: str
    slug: str
    number: int
    year: int
    receipt_prefix: str


class Taken(Refused):
    """Something that must be the edition's own is another's already; `field` says what."""

    def __init__(self, field: str, message: str):
        super().__init__(message)
        self.field = field


def next_name(original: Edition) -> NewName:
    """What the year after the last one of the same contest would be called."""
    last = original.contest.editions.order_by("-number").first() or original
    number = last.number + 1
    year = last.year + 1
    return NewName(
        contest=original.contest,
        name=_as_number(_in_year(original.name, original, year), original, number),
        name_en=_as_number(_in_year(original.name_en, original, year), original, number),
        slug=_in_another_year(original.slug, original.year, year),
        number=number,
        year=year,
        receipt_prefix=original.receipt_prefix,
    )


def _in_year(name: str, original: Edition, year: int) -> str:
    return name.replace(str(original.year), str(year))


def _as_number(name: str, original: Edition, number: int) -> str:
    """The name with the number of the new edition where it holds that of the original, in figures
    or in words: “Lần thứ hai” becomes “Lần thứ ba”, “Second edition” becomes “Third edition”.
    """
    old = original.number
    pairs = [(f"thứ {_ordinal(old)}", f"thứ {_ordinal(number)}")]
    pairs += [(f"{word} {old}", f"{word} {number}") for word in ("thứ", "lần", "đợt")]
    if old in _ORDINALS_EN and number in _ORDINALS_EN:
        pairs.append((_ORDINALS_EN[old], _ORDINALS_EN[number]))
    for before, after in pairs:
        for written in (str, str.capitalize):
            changed = re.sub(rf"\b{written(before)}\b", written(after), name)
            if changed != name:
                return changed
    return name


def _ordinal(number: int) -> str:
    return _ORDINALS.get(number, in_words(number))


def _in_another_year(slug: str, old: int, new: int) -> str:
    if str(old) in slug:
        return slug.replace(str(old), str(new))
    return f"{slug}-{new}"[:50]


def taken(name: NewName) -> dict[str, str]:
    """{field: message} of what is another edition's already.

    A prefix may be used again within one contest, whose receipts hold the year.
    """
    found = {}
    if Edition.objects.filter(slug=name.slug).exists():
        found["slug"] = _("Another edition has this address.")
    if Edition.objects.filter(contest=name.contest, number=name.number).exists():
        found["number"] = _("The contest has an edition of this number.")
    alike = Edition.objects.filter(receipt_prefix=nfc(name.receipt_prefix), year=name.year)
    if alike.exists():
        found["receipt_prefix"] = _("Another edition of this year has this prefix.")
    return found


def planned_dates(original: Edition, opens_on: datetime.date | None) -> list[Moved]:
    """Where each date of the original goes: 52 weeks later, or so that the first phase opens on
    this day.
    """
    moments = list(_moments(original))
    if not moments:
        return []
    days = 7 * WEEKS_OF_A_YEAR
    if opens_on is not None:
        first = min(moments, key=lambda moment: moment.at)
        days = (opens_on - first.day).days
    return moved(moments, days)


def _moments(original: Edition) -> list[Moment]:
    found = []
    for phase in original.timetable:
        label = phase.get_kind_display()
        opens = _("%(phase)s: begins") % {"phase": label}
        closes = _("%(phase)s: ends") % {"phase": label}
        found.append(Moment(("phase", phase.pk, "opens_at"), opens, phase.opens_at, ends=False))
        found.append(Moment(("phase", phase.pk, "closes_at"), closes, phase.closes_at, ends=True))
    for scheme in original.schemes.order_by("order"):
        label = scheme.label or _("Round %(number)s") % {"number": scheme.order}
        begins = _("%(phase)s: begins") % {"phase": label}
        ends = _("%(phase)s: ends") % {"phase": label}
        if scheme.begins_at:
            key = ("scheme", scheme.pk, "begins_at")
            found.append(Moment(key, begins, scheme.begins_at, ends=False))
        if scheme.ends_at:
            key = ("scheme", scheme.pk, "ends_at")
            found.append(Moment(key, ends, scheme.ends_at, ends=True))
    return found


@transaction.atomic
def clone(
    *,
    original: Edition,
    name: NewName,
    opens_on: datetime.date | None = None,
    same_secretariat: bool = False,
    by: User,
    at: datetime.datetime,
) -> Edition:
    """A draft with all rules of the original, which stays as it is.

    Whoever leads the original's secretariat is the first secretary of the draft; with
    `same_secretariat` the others have the role too. Raises NotAllowed; Taken for an address, a
    number or a prefix of another edition; Refused for dates that lie behind us.
    """
    if not can_clone(by, original.pk):
        raise NotAllowed(_("Editions are copied by who leads their secretariat."))
    for field, message in taken(name).items():
        raise Taken(field, message)
    dates = planned_dates(original, opens_on)
    if any(date.at <= at for date in dates):
        raise Refused(_("The first phase would begin in the past. Give the day on which it opens."))
    draft = _edition(original, name)
    _rows(original, draft)
    _schemes(original, draft, {date.moment.key: date.at for date in dates})
    _phases(original, draft, {date.moment.key: date.at for date in dates})
    line = {"original": original.pk, "rules": digest_of_ruling(original)}
    chain.append(draft.chain, "edition.cloned", line, at=at, by=by)
    _staff(original, draft, same_secretariat=same_secretariat, by=by, at=at)
    emit("edition.cloned", edition=draft.pk)
    return draft


def _edition(original: Edition, name: NewName) -> Edition:
    columns = columns_of(original)
    applied_from = original.first_applied_from
    if applied_from is not None:
        applied_from = years_later(applied_from, name.year - original.year)
    return Edition.objects.create(
        contest=name.contest,
        name=name.name,
        name_en=name.name_en,
        slug=name.slug,
        number=name.number,
        year=name.year,
        receipt_prefix=nfc(name.receipt_prefix),
        first_applied_from=applied_from,
        copied_from=original,
        needs_publication=True,
        **columns,
    )


def years_later(day: datetime.date, years: int) -> datetime.date:
    """The same day of another year; 28 February for the 29th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _rows(original: Edition, draft: Edition) -> None:
    kinds: dict[int, EntryKind] = {}
    for kind in original.kinds.all():
        kinds[kind.pk] = EntryKind.objects.create(edition=draft, **columns_of(kind))
    for model in _ALIKE:
        for row in model._default_manager.filter(edition=original):
            model._default_manager.create(edition=draft, **columns_of(row))
    for question in original.questions.all():
        kind_of_copy = kinds[question.kind_id] if question.kind_id else None
        Question.objects.create(edition=draft, kind=kind_of_copy, **columns_of(question))


def _schemes(original: Edition, draft: Edition, dates: dict[Any, datetime.datetime]) -> None:
    for scheme in original.schemes.order_by("order"):
        copy = Scheme.objects.create(
            edition=draft,
            begins_at=dates.get(("scheme", scheme.pk, "begins_at")),
            ends_at=dates.get(("scheme", scheme.pk, "ends_at")),
            **columns_of(scheme),
        )
        for criterion in scheme.criteria.all():
            of_copy = Criterion.objects.create(scheme=copy, **columns_of(criterion))
            for band in criterion.bands.all():
                RubricBand.objects.create(criterion=of_copy, **columns_of(band))


def _phases(original: Edition, draft: Edition, dates: dict[Any, datetime.datetime]) -> None:
    for phase in original.timetable:
        Phase.objects.create(
            edition=draft,
            opens_at=dates["phase", phase.pk, "opens_at"],
            closes_at=dates["phase", phase.pk, "closes_at"],
            **columns_of(phase),
        )


def _staff(
    original: Edition,
    draft: Edition,
    *,
    same_secretariat: bool,
    by: User,
    at: datetime.datetime,
) -> None:
    """An administrator runs the draft without a role in it."""
    usual: dict[str, Any] = {
        "edition": draft,
        "reason": _("Edition copied from %(edition)s") % {"edition": original},
        "made_by": by,
        "at": at,
    }
    if works_in_secretariat(by, original.pk):
        roles.begin_with(user=by, **usual)
    if not same_secretariat:
        return
    for held in roles.held_in(original).filter(role=Role.SECRETARIAT, user__is_active=True):
        if held.user_id != by.pk:
            roles.begin_with(user=held.user, **usual)
