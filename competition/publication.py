"""The regulation of an edition is published: by two people, after the check list, by a decision."""

import datetime
from collections.abc import Iterator

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from competition.corrections import NOTHING, is_published
from competition.errors import NotAllowed, Refused, WrongState
from competition.joint_requests import About, ask, office_page, takes_two
from competition.models import Edition, JointRequest, Phase, PrizeTier, Publication, Scheme
from competition.permissions import can_run
from competition.rulebook import (
    OF_A_ROUND,
    OF_THE_EDITION,
    digest_of_rules,
    digest_of_ruling,
    parts_of_rules,
)
from competition.two_windows import Difference, changed_since, require_as_read
from competition.validation import problems
from competition.verbs import lock, need_reason
from competition.web import number_of
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.vietnamese.templatetags.vietnamese import money, score


@transaction.atomic
def ask_for(
    *,
    edition: Edition,
    decision_number: str,
    reason: str,
    by: User,
    at: datetime.datetime,
    upon: str | None = None,
) -> JointRequest:
    """Ask that the regulation be published as it stands now.

    Raises NotAllowed; WrongState when it is published, or asked for; Refused while the check list
    has a gap, without a decision and a reason, or while only one person could act; Stale where the
    rules are not those that were read at the mark `upon`.
    """
    if not can_run(by, edition.pk):
        raise NotAllowed(_("Only the secretariat publishes the regulation."))
    edition = lock(edition)  # nobody keeps other rules between the look and the request
    require_as_read(parts_of_rules(edition), upon=upon)
    _refuse_unready(edition)
    both_needed = _("Give the number of the decision and a word for the second person.")
    return ask(
        edition=edition,
        kind="publication",
        content={"rules": digest_of_rules(edition)},
        changes=list(_what_is_published(edition)),
        reason=need_reason(reason, both_needed),
        decision_number=need_reason(decision_number, both_needed),
        by=by,
        at=at,
    )


def changed_rules(edition: Edition, upon: str) -> list[Difference]:
    """Which parts of the rules are not what was read at this mark, as they are now."""
    return [
        Difference(*_in_words(edition, name), name)
        for name in changed_since(parts_of_rules(edition), upon)
    ]


def _in_words(edition: Edition, name: str) -> tuple[str, str]:
    """(what this part is called, its rows)."""
    if name == OF_THE_EDITION:
        return _("Rules of the edition itself"), ""
    order = name.removeprefix(OF_A_ROUND)
    if order != name:
        scheme = edition.schemes.filter(order=number_of(order)).first()
        label = _("Round %(number)s") % {"number": order}
        return label, "\n".join(": ".join(line) for line in _points(scheme)) if scheme else ""
    rows = getattr(edition, name)
    if name == "phases":
        lines = [f"{phase.get_kind_display()}: {_dates(phase)}" for phase in rows.all()]
    elif name == "tiers":
        lines = [f"{tier.label}: {_prizes(tier)}" for tier in rows.all()]
    else:
        lines = [str(row) for row in rows.all()]
    called = str(rows.model._meta.verbose_name_plural)
    return called[:1].upper() + called[1:], "\n".join(lines)


def _dates(phase: Phase) -> str:
    moments = (phase.opens_at, phase.closes_at)
    return " – ".join(date_format(localtime(moment), "DATETIME_FORMAT") for moment in moments)


def _prizes(tier: PrizeTier) -> str:
    return f"{tier.count} × {money(tier.money)}"


def _points(scheme: Scheme) -> Iterator[tuple[str, str]]:
    for criterion in scheme.criteria.all():
        yield criterion.label, score(criterion.max_points)
    if scheme.vote_max:
        yield _("Public vote"), score(scheme.vote_max)


def _what_is_published(edition: Edition) -> Iterator[list[str]]:
    """[[what, before, after]]: the dates, prizes and shares that the second person reads."""
    yield [_("Regulation"), _("not published"), _("published, changed only by decision")]
    for phase in edition.phases.all():
        yield [phase.get_kind_display(), NOTHING, _dates(phase)]
    for tier in edition.tiers.all():
        yield [tier.label, NOTHING, _prizes(tier)]
    for scheme in edition.schemes.order_by("order"):
        for label, points in _points(scheme):
            yield [label, NOTHING, points]


def _refuse_unready(edition: Edition) -> None:
    if is_published(edition):
        raise WrongState(_("The regulation of this edition is published already."))
    gaps = problems(edition)
    if gaps:
        raise Refused(
            _("The rules still lack something: %(part)s – %(text)s")
            % {"part": gaps[0].part, "text": gaps[0].text}
        )


def _still(joint: JointRequest, at: datetime.datetime) -> None:
    edition = Edition.objects.get(pk=joint.edition_id)
    _refuse_unready(edition)
    if digest_of_rules(edition) != joint.content["rules"]:
        raise WrongState(_("The rules were changed after this was asked for. Ask again."))


@takes_two(
    "publication",
    gettext_lazy("Publication of the regulation"),
    About.RULES,
    page=office_page("set_up"),
    still=_still,
)
def agreed(joint: JointRequest, by: User, at: datetime.datetime) -> None:
    """The second person has agreed. Raises WrongState when the rules are not those that were asked
    for, or are published already; Refused as `ask_for`.
    """
    edition = lock(joint.edition)
    _still(joint, at)
    digest = digest_of_rules(edition)
    Publication.objects.create(
        edition=edition,
        decision_number=joint.decision_number,
        digest=digest,
        asked_by=joint.asked_by,
        agreed_by=by,
        at=at,
    )
    line = {
        "decision": joint.decision_number,
        "rules": digest,
        "ruling": digest_of_ruling(edition),
    }
    chain.append(edition.chain, "rules.published", line, at=at, by=by)
    emit("rules.published", edition=edition.pk)
