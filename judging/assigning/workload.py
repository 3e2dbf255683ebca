"""What each panel of a round has to share out: judges, entries, conflicts, preferences, as a
problem of numbers.
"""

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competition.errors import Refused
from foundation.ledger import chain
from foundation.vietnamese.text import fold
from judging.arithmetic import matching
from judging.models import Assignment, BlindedEntry, Conflict, Judge, Panel, Round

_EXPERT, _KEYWORDS, _DRAWN = (
    0.5,
    0.4,
    0.1,
)  # what field, keywords and the draw weigh in a preference
_ENOUGH_KEYWORDS = 3


class Impossible(Refused):
    """No assignment satisfies the rules; the message names the bottleneck and the
    cheapest way out.
    """


@dataclass
class PanelTask:
    """What one panel has to share out: its judges and entries, numbered as in the problem."""

    judges: list[Judge]
    entries: list[BlindedEntry]
    problem: matching.Problem
    conflicts: int  # pairs that are kept apart


def tasks(judging_round: Round) -> list[PanelTask]:
    """The panels that have entries, after entries were dealt out where panels share fields. Raises
    Impossible (nobody for a field or an entry).
    """
    _deal(judging_round)
    found = [task for panel in judging_round.panels.all() if (task := _task(panel, judging_round))]
    uncovered = (
        BlindedEntry.objects.countable()
        .filter(round=judging_round)
        .exclude(field__panels__round=judging_round)
        .first()
    )
    if uncovered:
        raise Impossible(
            _("No panel judges the field “%(field)s”. Establish one or add the field to a panel.")
            % {"field": uncovered.field}
        )
    return found


def _task(panel: Panel, judging_round: Round) -> PanelTask | None:
    judges = list(
        panel.judges.filter(declined_at=None, may_score=True)
        .order_by("pk")
        .prefetch_related("expertise")
    )
    own = Q(panel=panel) if panel.shares_fields else Q(field__in=panel.fields.all())
    entries = sorted(
        BlindedEntry.objects.countable().filter(own, round=judging_round), key=_content_key
    )
    if not entries:
        return None
    if not judges:
        raise Impossible(_("The panel “%(panel)s” has no members.") % {"panel": panel})
    place_of_judge = {judge.pk: place for place, judge in enumerate(judges)}
    place_of_entry = {entry.pk: place for place, entry in enumerate(entries)}
    existing = Assignment.objects.filter(judge__in=judges, blinded_entry__in=entries).exclude(
        state=Assignment.State.PROPOSED
    )
    confirmed, blocked, kept = Counter(), set(), set()
    load = Counter()
    for assignment in existing:
        pair = place_of_judge[assignment.judge_id], place_of_entry[assignment.blinded_entry_id]
        if assignment.state == Assignment.State.CONFIRMED:
            kept.add(pair)
        blocked.add(pair)  # neither twice, nor again after a release
        if assignment.state == Assignment.State.CONFIRMED:
            confirmed[pair[1]] += 1
            load[pair[0]] += 1
    conflicts = set(
        Conflict.objects.filter(judge__in=judges, blinded_entry__in=entries).values_list(
            "judge_id", "blinded_entry_id"
        )
    )
    blocked |= {(place_of_judge[judge], place_of_entry[entry]) for judge, entry in conflicts}
    problem = matching.Problem(
        needs=[
            max(0, judging_round.sheets_per_entry - confirmed[place])
            for place in range(len(entries))
        ],
        most=[judge.max_load for judge in judges],
        load=[load[place] for place in range(len(judges))],
        blocked=blocked,
        preference=_preference(judging_round.seed, judges, entries),
        kept=kept,
    )
    return PanelTask(judges, entries, problem, len(conflicts))


def _deal(judging_round: Round) -> None:
    """Where panels share fields, each entry goes to one of them: drawn by the seed, the same number
    to each; what was dealt stays.
    """
    sharing = list(
        judging_round.panels.filter(shares_fields=True).order_by("pk").prefetch_related("fields")
    )
    by_field: dict[int, list[Panel]] = defaultdict(list)
    for panel in sharing:
        for one in panel.fields.all():
            by_field[one.pk].append(panel)
    dealt = Counter(
        BlindedEntry.objects.filter(round=judging_round)
        .exclude(panel=None)
        .values_list("panel", flat=True)
    )
    waiting = BlindedEntry.objects.countable().filter(
        round=judging_round, panel=None, field__in=by_field
    )
    for entry in sorted(
        waiting, key=lambda entry: chain.digest_of([judging_round.seed, _content_key(entry)])
    ):
        entry.panel = min(by_field[entry.field_id], key=lambda panel: (dealt[panel.pk], panel.pk))
        dealt[entry.panel.pk] += 1
        entry.save(update_fields=["panel"])


def _content_key(entry: BlindedEntry) -> str:
    """The entry's place in the solver: by content, so that random codes do not change the result of
    a seed.
    """
    return chain.digest_of([entry.title, entry.summary, entry.sections])


def _preference(seed: int, judges: list[Judge], entries: list[BlindedEntry]) -> np.ndarray:
    """How well each judge suits each entry, in [0, 1): field, keywords in the blinded text, and a
    draw by the seed.

    The draw is the same on every machine; where no expertise is given, it is all there is.
    """
    drawn = _drawn(seed, judges, [_content_key(entry) for entry in entries])
    fields = [{chosen.pk for chosen in judge.expertise.all()} for judge in judges]
    words = [{fold(word) for word in judge.keyword_list} for judge in judges]
    if not any(fields) and not any(words):
        return drawn
    texts = [
        fold(
            " ".join([entry.title, entry.summary, *(section["text"] for section in entry.sections)])
        )
        for entry in entries
    ]
    suits = np.array(
        [[entry.field_id in fields[place] for entry in entries] for place in range(len(judges))],
        dtype=float,
    )
    met = np.array(
        [
            [min(_ENOUGH_KEYWORDS, sum(word in text for word in words[place])) for text in texts]
            for place in range(len(judges))
        ]
    )
    return _EXPERT * suits + _KEYWORDS * met / _ENOUGH_KEYWORDS + _DRAWN * drawn


def _drawn(seed: int, judges: list[Judge], keys: list[str]) -> np.ndarray:

    def draw(judge_place: int, key: str) -> float:
        digest = hashlib.sha256(f"{seed}|{judge_place}|{key}".encode()).digest()
        return int.from_bytes(digest[:8], "big") / 2**64

    return np.array([[draw(place, key) for key in keys] for place in range(len(judges))])


def way_out(relaxation: matching.Relaxation, task: PanelTask) -> str:
    """The bottleneck and the cheapest relaxation, in words."""
    advice, entries = [], task.entries
    for judge, more in relaxation.more_load.items():
        advice.append(
            _("raise the limit of %(judge)s by %(more)s sheets")
            % {"judge": task.judges[judge], "more": more}
        )
    for entry, fewer in relaxation.fewer_sheets.items():
        text = ngettext(
            "give %(code)s one more judge free of conflicts",
            "give %(code)s %(fewer)s more judges free of conflicts",
            fewer,
        )
        advice.append(text % {"code": entries[entry].code, "fewer": fewer})
    shown = "; ".join(advice[:5]) + (" …" if len(advice) > 5 else "")
    return _(
        "The limits and conflicts of this panel leave no plan. The cheapest way out: %(advice)s."
    ) % {"advice": shown}
