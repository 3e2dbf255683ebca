"""Changing published rules: by a decision, and by two people once a phase has begun.

A page of the rules is changed as a whole: the rows as they would be are kept, shown beside those
that stand, and put in their place when it is done.
"""

import datetime
import json
from collections.abc import Container, Iterator
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.forms import ModelForm
from django.utils.formats import date_format, localize
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from modelcluster.models import ClusterableModel, get_all_child_relations

from accounts.models import User
from competition.errors import NotAllowed, Refused, WrongState
from competition.joint_requests import About, ask, takes_two
from competition.models import Correction, Criterion, Edition, JointRequest, Scheme
from competition.models.series import by_decision
from competition.permissions import can_run
from competition.phases import current
from competition.regulation import forget_regulation
from competition.rulebook import digest_of_ruling
from competition.two_windows import require_as_read
from competition.validation import problems
from competition.verbs import lock, need_reason, page_address
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.vietnamese.numbers import grouped

RULES: dict[str, type[ClusterableModel]] = {
    "edition": Edition,
    "scheme": Scheme,
    "criterion": Criterion,
}
NOTHING = "–"


def edition_of(rules: ClusterableModel) -> Edition:
    """Whose rules these are: an edition, a round's scheme or a criterion."""
    if isinstance(rules, Edition):
        return rules
    return rules.governing_edition


def is_published(edition: Edition) -> bool:
    """Whether the regulation was published."""
    return hasattr(edition, "publication")


def as_typed(form: ModelForm) -> dict[str, Any]:
    """The rules as a valid form would leave them, serialised; nothing of it is written."""
    return form.save(commit=False).serializable_data()


def differences(rules: ClusterableModel, after: dict[str, Any]) -> list[list[str]]:
    """[[what, before, after]] in words between the stored rules and these serialised ones; of what
    is new, all of it.
    """
    model = type(rules)
    before = _stored(model, rules.pk)
    new = [] if before else [[row_name(model, after), NOTHING, pgettext("a rule", "added")]]
    return [*new, *_differences(model, before, after, of="")]


def _stored(model: type[ClusterableModel], number: int | None) -> dict[str, Any]:
    """The rules as they stand, serialised; nothing where they would be new."""
    row = model.objects.filter(pk=number).first() if number else None
    return row.serializable_data() if row else {}


def parts_of(model: type[ClusterableModel], number: int | None) -> dict[str, Any]:
    """What of the stored rules is read before they are corrected."""
    return {"rules": _ruling(model, _stored(model, number))}


def keep_words(rules: ClusterableModel, typed: dict[str, Any]) -> None:
    """Save what of this needs no decision, beside a correction."""
    words = {name: value for name, value in typed.items() if name in rules.FREE}
    row = type(rules).objects.filter(pk=rules.pk).first()
    if row is not None and words:
        for name, value in words.items():
            setattr(row, name, value)
        row.save(update_fields=list(words))


def _differences(
    model: type[models.Model], before: dict[str, Any], after: dict[str, Any], *, of: str
) -> Iterator[list[str]]:
    yield from columns_changed(model, before, after, of=of)
    if not issubclass(model, ClusterableModel):
        return
    for relation in get_all_child_relations(model):
        child = relation.related_model
        name = relation.get_accessor_name()
        old_rows = {row["pk"]: row for row in before.get(name, [])}
        for row in after.get(name, []):
            old_row = old_rows.pop(row["pk"], None)
            if old_row is None:
                yield [row_name(child, row), NOTHING, pgettext("a rule", "added")]
                yield from _differences(child, {}, row, of=f"{row_name(child, row)}: ")
            else:
                of_row = f"{row_name(child, old_row)}: "
                yield from _differences(child, old_row, row, of=of_row)
        for row in old_rows.values():
            yield [row_name(child, row), _("stood there"), _("taken away")]


def columns_changed(
    model: type[models.Model],
    before: dict[str, Any],
    after: dict[str, Any],
    *,
    of: str,
    but: Container[str] = (),
) -> Iterator[list[str]]:
    """[[what, before, after]] in words of one row's own columns, but for these."""
    for field in _ruling_fields(model):
        old = before.get(field.name)
        new = after.get(field.name)
        says_nothing = not before and new in (None, "", [])
        if old != new and field.name not in but and not says_nothing:
            yield [f"{of}{_upper(field.verbose_name)}", _shown(field, old), _shown(field, new)]


def _ruling_fields(model: type[models.Model]) -> list[models.Field]:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    if model is Edition:
        return [field for field in fields if field.name in Edition.RULING]
    return [field for field in fields if field.editable]


def row_name(model: type[models.Model], row: dict[str, Any]) -> str:
    """“Prize tier “First prize””, for a row of a list."""
    words = (row.get(key) for key in ("name", "title", "label", "text"))
    name = next((word for word in words if word), "")
    if not name and "kind" in row:
        kind = next(field for field in model._meta.concrete_fields if field.name == "kind")
        name = _shown(kind, row["kind"])
    return f"{_upper(model._meta.verbose_name)} “{str(name)[:80]}”"


def _upper(words: Any) -> str:
    text = str(words)
    return text[:1].upper() + text[1:]


def _shown(field: models.Field, kept: Any) -> str:
    """A serialised value as people here read it."""
    if kept in (None, "", []):
        return NOTHING
    if field.remote_field is not None:
        return _row_shown(field.related_model, kept)
    value = field.to_python(kept)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return pgettext("a rule", "yes") if value else pgettext("a rule", "no")
    if isinstance(value, datetime.datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, list):
        labels = dict(Scheme.TieRule.choices)
        return ", ".join(str(labels.get(each, each)) for each in value)
    if isinstance(value, int) and field.name != "year":
        return grouped(value)  # an amount above all
    return str(localize(value))


def _row_shown(model: Any, number: Any) -> str:
    try:
        return str(model._default_manager.get(pk=number))
    except ObjectDoesNotExist:
        return NOTHING


@transaction.atomic
def correct(
    *,
    rules: ClusterableModel,
    after: dict[str, Any],
    decision_number: str,
    reason: str,
    by: User,
    at: datetime.datetime,
    upon: str | None = None,
) -> Correction | JointRequest:
    """Change published rules to what they would be (`after`, as modelcluster serialises them), or
    add a round or a criterion.

    Before the first phase it is done at once; afterwards it waits for a second person. Raises
    NotAllowed; WrongState when nothing differs; Refused without decision and reason; Stale where
    the stored rules are not those that were read at the mark `upon`.
    """
    edition = edition_of(rules)
    if not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat changes the rules."))
    require_as_read(parts_of(type(rules), rules.pk), upon=upon)
    changes = differences(rules, after)
    if not changes:
        raise WrongState(_("Nothing of the rules differs from what is published."))
    both_needed = _("Give the number of the decision and the reason: both are published.")
    decision_number = need_reason(decision_number, both_needed)
    reason = need_reason(reason, both_needed)
    kind = type(rules)._meta.model_name
    before = _stored(type(rules), rules.pk)
    content = {
        "rules": kind,
        "before": chain.digest_of(_ruling(type(rules), before)),
        "after": _plain(after),
    }
    if current(edition, at) is not None:
        return ask(
            edition=edition,
            kind="correction",
            content=content,
            changes=changes,
            reason=reason,
            decision_number=decision_number,
            by=by,
            at=at,
        )
    return _apply(
        edition, content, changes, decision_number=decision_number, reason=reason, by=by, at=at
    )


def _ruling(model: type[models.Model], data: dict[str, Any]) -> dict[str, Any]:
    """What of a serialised page is a rule: its words may change meanwhile."""
    names = {field.name for field in _ruling_fields(model)}
    kept = {name: data[name] for name in data if name in names or isinstance(data[name], list)}
    return _plain(kept)


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """As JSON keeps it: what is compared later has gone through the database."""
    return json.loads(json.dumps(data, cls=DjangoJSONEncoder))


def _as_read(content: dict[str, Any]) -> dict[str, Any]:
    """The stored rules. Raises WrongState when they were changed after it was asked for."""
    model = RULES[content["rules"]]
    rules = _stored(model, content["after"]["pk"])
    if chain.digest_of(_ruling(model, rules)) != content["before"]:
        raise WrongState(_("The rules were changed after this was asked for. Ask again."))
    return rules


def _still(joint: JointRequest, at: datetime.datetime) -> None:
    _as_read(joint.content)


def _page(joint: JointRequest, user: User) -> str:
    if not can_run(user, joint.edition_id):
        return ""
    number = joint.content["after"]["pk"]
    if number is None:  # a row that is to be added
        return page_address("set_up", joint.edition.slug)
    return page_address(f"{joint.content['rules']}:edit", number)


@takes_two(
    "correction",
    gettext_lazy("Correction of published rules"),
    About.RULES,
    page=_page,
    still=_still,
)
def agreed(joint: JointRequest, by: User, at: datetime.datetime) -> None:
    """The second person has agreed to the correction."""
    _apply(
        joint.edition,
        joint.content,
        joint.changes,
        decision_number=joint.decision_number,
        reason=joint.reason,
        by=joint.asked_by,
        second=by,
        at=at,
    )


def _write(edition: Edition, model: type[ClusterableModel], rules: dict[str, Any]) -> None:
    """Raises Refused when the rules would contradict each other where they did not before."""
    gaps_before = set(problems(edition))
    try:
        with transaction.atomic(), by_decision():
            model.from_serializable_data(rules).save()
    except IntegrityError as error:
        raise Refused(
            _("Two rows of the list say the same. Correct the page and ask anew.")
        ) from error
    fresh = Edition.objects.get(pk=edition.pk)
    for gap in problems(fresh):
        if gap not in gaps_before:
            raise Refused(
                _("The rules would contradict each other: %(part)s – %(text)s")
                % {"part": gap.part, "text": gap.text}
            )


def _apply(
    edition: Edition,
    content: dict[str, Any],
    changes: list[list[str]],
    *,
    decision_number: str,
    reason: str,
    by: User,
    second: User | None = None,
    at: datetime.datetime,
) -> Correction:
    """Raises WrongState when the rules were changed after it was asked for, Frozen when what is
    changed has begun to apply meanwhile.
    """
    edition = lock(edition)
    model = RULES[content["rules"]]
    current_rules = _as_read(content)
    key = {"pk": content["after"]["pk"]}
    _write(edition, model, _plain(current_rules) | _ruling(model, content["after"]) | key)
    correction = Correction.objects.create(
        edition=edition,
        decision_number=decision_number,
        reason=reason,
        changes=changes,
        by=by,
        agreed_by=second,
        at=at,
    )
    line = {
        "decision": decision_number,
        "changes": chain.digest_of(changes),
        "ruling": digest_of_ruling(edition),
    }
    chain.append(edition.chain, "rules.corrected", line, at=at, by=second or by)
    forget_regulation(edition)
    emit("rules.corrected", edition=edition.pk, correction=correction.pk)
    return correction
