"""What a draft says otherwise than the edition of which it is a copy: row by row, in words."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

from django.core import serializers
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from competition.copied_rows import COPIED, LEFT_OUT
from competition.corrections import NOTHING, columns_changed, row_name
from competition.models import Criterion, Edition, Scheme

# Which row of the original a row of the draft stands for: the one of the same key.
Key = Callable[[Any], Hashable]
_DATES = ("opens_at", "closes_at", "begins_at", "ends_at")


def differences_to(original: Edition, draft: Edition) -> list[list[str]]:
    """[[what, in the original, in the draft]]: rules first, then dates, which differ each year."""
    rules = [
        *_of_rows(Edition, [original], [draft], lambda row: 0),
        *_lists(original, draft),
        *_of_schemes(original, draft),
    ]
    phases = _of_rows(
        original.phases.model,
        original.phases.all(),
        draft.phases.all(),
        lambda row: row.kind,
    )
    return [*rules, *phases]


def _lists(original: Edition, draft: Edition) -> Iterator[list[str]]:
    lists: list[tuple[str, Key]] = [
        ("fields", lambda row: row.code),
        ("kinds", lambda row: row.name),
        ("questions", lambda row: row.key),
        ("tiers", lambda row: row.order),
        ("texts", lambda row: row.order),
    ]
    for name, key in lists:
        before = getattr(original, name)
        yield from _of_rows(before.model, before.all(), getattr(draft, name).all(), key)


def _of_schemes(original: Edition, draft: Edition) -> Iterator[list[str]]:
    before = original.schemes.prefetch_related("criteria").order_by("order")
    after = draft.schemes.prefetch_related("criteria").order_by("order")
    yield from _of_rows(Scheme, before, after, lambda row: row.order)
    of_before = [criterion for scheme in before for criterion in scheme.criteria.all()]
    of_after = [criterion for scheme in after for criterion in scheme.criteria.all()]
    rounds = {scheme.pk: scheme.order for scheme in [*before, *after]}
    yield from _of_rows(
        Criterion, of_before, of_after, lambda row: (rounds[row.scheme_id], row.order)
    )


def _of_rows(
    model: type[models.Model],
    before: Iterable[models.Model],
    after: Iterable[models.Model],
    key: Key,
) -> Iterator[list[str]]:
    old_rows = {key(row): _serialised(row) for row in before}
    for row in after:
        new = _serialised(row)
        old = old_rows.pop(key(row), None)
        if old is None:
            yield [row_name(model, new), NOTHING, pgettext("a rule", "added")]
            continue
        of = "" if model is Edition else f"{row_name(model, old)}: "
        changed = columns_changed(model, old, new, of=of, but=_skipped(model))
        # Lines that end otherwise read the same, and are no other rule.
        yield from (words for words in changed if words[1].split() != words[2].split())
    for old in old_rows.values():
        yield [row_name(model, old), _("stood there"), _("taken away")]


def _skipped(model: type[models.Model]) -> set[str]:
    """Columns that differ in every copy, dates of phases excepted: they are what is looked for."""
    left_out = set(LEFT_OUT.get(model, {})) - set(_DATES) - {"first_applied_from"}
    return left_out | {COPIED[model]}


def _serialised(row: models.Model) -> dict[str, Any]:
    [kept] = serializers.serialize("python", [row])
    return kept["fields"]
