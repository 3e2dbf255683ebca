"""Whether what stands beside dossiers is what its lines tell: receipts, who owns them, what may be
published of them, pages that were looked at, hand-overs, judges' questions, exhibits.
"""

import datetime
import functools
import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from competition import dossiers
from competition.audit import Along, compares, lines, unmatched
from competition.audit_notes import holds
from competition.audit_steps import by_look
from competition.models import Edition
from foundation.ledger import chain, reading
from submissions.models import (
    Attachment,
    Author,
    ConsentWithdrawal,
    Entry,
    EntryConsent,
    EntryVersion,
    ExhibitStep,
    Handover,
    JudgesQuestion,
    PageLook,
    Receipt,
    UnitConfirmation,
    UnitReturn,
    Withdrawal,
)
from submissions.screening import consents
from submissions.writing import intake

by_look(
    "submissions.ConsentWithdrawal.asked_by",
    "submissions.ConsentWithdrawal.done_by",
    "submissions.Entry.owner",
    "submissions.ExhibitStep.by",
    "submissions.Handover.by",
    "submissions.Handover.claimed_by",
    "submissions.JudgesQuestion.answered_by",
)
# An erasure empties these columns of an author.
_MAY_BE_EMPTY = ("email", "phone")
# The unit of a sealed dossier may have another name by now.
_ELSEWHERE = ("unit", "form_version")
_RECEIPT = "version__entry__receipt_number"


holds("entry.submitted", "agreed")


@compares
def of_receipts(edition: Edition) -> Iterator[str]:
    """When each version was received, and at which line, against the ledger."""
    told = {}
    for line in reading.lines(edition.chain, "entry.submitted"):
        said = line.told
        told[f"{said['receipt']}, {said['version']}"] = [said["receipt"], line.at, line.digest]
    rows = Receipt.objects.filter(version__entry__edition=edition).select_related("version__entry")
    stored = {}
    for row in rows.defer("version__content").iterator(chunk_size=500):
        place = f"{row.version.entry.receipt_number}, {row.version.number}"
        stored[place] = [row.number, row.issued_at, row.ledger_head]
    yield from unmatched("receipt of dossier and version", stored, told)


@compares
def of_owners(edition: Edition) -> Iterator[str]:
    """Whose each submitted dossier is: whoever submitted it, or took it over since."""
    rows = Entry.objects.in_edition(edition).exclude(receipt_number="")
    owners = {}
    place = {}
    for public_id, receipt, owner in rows.values_list("public_id", "receipt_number", "owner"):
        owners[receipt] = owner
        place[str(public_id)] = receipt
    told = {}
    for line in reading.lines(edition.chain, "entry.submitted", "entry.taken_over"):
        said = line.told
        submitted = said.get("receipt") or place.get(said.get("dossier", ""))
        if submitted:  # a draft that was taken over has none yet
            told[submitted] = line.actor_id
    yield from unmatched("owner of dossier", owners, told)


@compares
def of_whole_dossiers(edition: Edition) -> Iterator[str]:
    """Everything that a sealed dossier says against the version that was submitted last, which the
    annex and certificates are written from. What a version of before did not hold is not compared.
    """
    of_sealed = {"entry__edition": edition, "entry__status": Entry.Status.SEALED}
    versions = EntryVersion.objects.filter(**of_sealed).order_by("entry_id", "-number")
    authors = Author.objects.filter(**of_sealed).order_by("entry_id", "order", "pk")
    files = Attachment.objects.filter(**of_sealed).order_by("entry_id", "order", "pk")
    related = ("entry__field", "entry__kind", "entry__unit")
    last = itertools.groupby(
        versions.select_related(*related).iterator(200), lambda version: version.entry_id
    )
    authors_of = Along(authors.iterator(500), lambda author: author.entry_id)
    files_of = Along(files.select_related("blob").iterator(500), lambda file: file.entry_id)
    form_of = functools.cache(functools.partial(dossiers.form_of, edition))
    for number, (version, *_before) in last:
        entry = version.entry
        beside = authors_of.group(number), files_of.group(number), form_of(entry.kind_id)
        stands = intake.content_with(entry, *beside)
        names = [
            name
            for name, value in version.content.items()
            if name not in _ELSEWHERE and not _is_as_kept(stands.get(name), value)
        ]
        if names:
            yield f"dossier {entry.receipt_number}: {sorted(names)} are not what was submitted"


def _is_as_kept(stands: Any, kept: Any) -> bool:
    """Whether it says what was kept, of lists and columns what they held then."""
    if isinstance(kept, list):
        is_list = isinstance(stands, list) and len(stands) == len(kept)
        return is_list and all(map(_is_as_kept, stands, kept))
    if not isinstance(kept, dict):
        return bool(stands == kept)
    return all(
        stands.get(name) == value or (name in _MAY_BE_EMPTY and stands.get(name) == "")
        for name, value in kept.items()
    )


@compares
def of_consents(edition: Edition) -> Iterator[str]:
    """What was agreed to with each version, and what may be published of a dossier: what was agreed
    to with the last one, and not taken back since. A line of before holds nothing of it.
    """
    given = _given(edition)
    said = _said_of_publishing(edition)
    rows = Entry.objects.in_edition(edition).exclude(receipt_number="")
    for entry in rows.iterator(chunk_size=500):
        told = said[entry.receipt_number]
        versions = given[entry.pk]
        last = max(versions, default=0)
        kinds = versions[last].kinds if last else set()
        for kind, column in consents.COLUMNS.items():
            if getattr(entry, column) != (kind in kinds and kind not in told.taken):
                yield f"dossier {entry.receipt_number}: {column} is not what was agreed to"
        for number, at in told.moments.items():
            yield from _of_version(entry, number, at, versions.get(number), told)
        for number in versions.keys() - told.moments.keys():
            yield f"consents to version {number} of dossier {entry.receipt_number}: of no version"


def _of_version(
    entry: Entry, number: int, at: datetime.datetime, given: "_Given | None", told: "_Told"
) -> Iterator[str]:
    """Consents of one version; what is kept back stands in the dossier, for the last one."""
    place = f"version {number} of dossier {entry.receipt_number}"
    if given is None or given.moments != {at} or len(given.texts) != 1:
        yield f"consents to {place}: are gone, or were not given with it"
        return
    agreed = told.agreed.get(number)
    if agreed is None or number != max(told.moments):
        return
    (texts,) = given.texts
    embargo = entry.embargo_until
    is_kept = entry.is_kept_from_vote
    if told.held is not None:
        if embargo != told.held:
            yield f"dossier {entry.receipt_number}: is not held back until the day that was said"
        # What stood before is not known any more; it was bound until it was moved on.
        return
    before = not is_kept if told.is_refused else is_kept
    if told.is_refused and not is_kept:
        yield f"dossier {entry.receipt_number}: was kept out of the vote, and is not"
    due = {intake.agreed_digest(given.kinds, texts, embargo, kept) for kept in {is_kept, before}}
    if agreed not in due:
        yield f"consents to {place}: are not those that were given"


@dataclass
class _Given:
    """The rows of what was agreed to with one version."""

    kinds: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    moments: set[datetime.datetime] = field(default_factory=set)


@dataclass
class _Told:
    """What the lines about one dossier say: of each version its moment and the digest of what was
    agreed to; of the last one what was changed since.
    """

    moments: dict[int, datetime.datetime] = field(default_factory=dict)
    agreed: dict[int, str | None] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    held: datetime.date | None = None
    is_refused: bool = False


def _given(edition: Edition) -> dict[int, dict[int, _Given]]:
    """{entry: {number of the version: what was agreed to with it}}"""
    found: dict[int, dict[int, _Given]] = defaultdict(lambda: defaultdict(_Given))
    rows = EntryConsent.objects.filter(version__entry__edition=edition).values_list(
        "version__entry", "version__number", "kind", "text_version", "given_at"
    )
    for entry, number, kind, text, at in rows.iterator(chunk_size=2000):
        given = found[entry][number]
        given.kinds.add(kind)
        given.texts.add(text)
        given.moments.add(at)
    return found


def _said_of_publishing(edition: Edition) -> dict[str, _Told]:
    """{receipt: what the lines say}"""
    found: dict[str, _Told] = defaultdict(_Told)
    verbs = ("entry.submitted", "consent.withdrawn", "embargo.set", "vote.refused")
    for line in reading.lines(edition.chain, *verbs):
        said = line.told
        told = found[said["receipt"]]
        if line.verb == "entry.submitted":  # what is agreed to is agreed to anew
            told.moments[said["version"]] = line.at
            told.agreed[said["version"]] = said.get("agreed")
            told.taken = set()
            told.held = None
            told.is_refused = False
        elif line.verb == "consent.withdrawn":
            told.taken.add(said["kind"])
        elif line.verb == "embargo.set":
            told.held = datetime.date.fromisoformat(said["until"])
        else:
            told.is_refused = True
    return found


@compares
def of_consents_taken_back(edition: Edition) -> Iterator[str]:
    """Who asked for each consent back, who saw to it, and when: at once, or after a request."""
    told: dict[str, list[list[Any]]] = defaultdict(list)
    for line in reading.lines(edition.chain, "consent.withdrawal_asked", "consent.withdrawn"):
        said = line.told
        asked = told[f"{said['receipt']}, {said['kind']}"]
        if line.verb == "consent.withdrawal_asked":
            asked.append([line.actor_id, line.at, None, None])
        elif asked and asked[-1][2] is None:
            asked[-1][2:] = [line.actor_id, line.at]
        else:
            asked.append([line.actor_id, line.at, line.actor_id, line.at])
    stored: dict[str, list[list[Any]]] = defaultdict(list)
    rows = ConsentWithdrawal.objects.filter(entry__edition=edition).select_related("entry")
    for row in rows.order_by("asked_at", "pk"):
        place = f"{row.entry.receipt_number}, {row.kind}"
        stored[place].append([row.asked_by_id, row.asked_at, row.done_by_id, row.done_at])
        if row.due != consents.due_on(row.asked_at):
            yield f"consent taken back of dossier {place}: its last day is not that of the request"
    yield from unmatched("consent taken back of dossier", stored, told)


@compares
def of_pages_looked_at(edition: Edition) -> Iterator[str]:
    """Each look at pages before a sealing, whole: one that is gone was never taken."""
    pages: dict[tuple, list[str]] = defaultdict(list)
    rows = PageLook.objects.filter(entry__edition=edition)
    for entry, person, moment, digest in rows.values_list("entry", "by", "at", "digest"):
        pages[entry, person, moment].append(digest)
    stored: dict[str, list] = defaultdict(list)
    for (_entry, person, moment), digests in pages.items():
        stored[chain.digest_of(sorted(digests))].append([moment, person])
    told: dict[str, list] = defaultdict(list)
    for line in reading.lines(edition.chain, "copy.looked_at"):
        told[line.payload["digest"]].append([line.at, line.actor_id])
    for looks in (*stored.values(), *told.values()):
        looks.sort(key=str)
    yield from unmatched("look at pages", stored, told)


@compares
def of_handovers(edition: Edition) -> Iterator[str]:
    """Dossiers that came on paper, and those that were taken over, with who and when. Whoever
    writes a draft for somebody that is neither has done no step yet.
    """
    received: dict[str, list] = {}
    taken: dict[str, list] = {}
    for line in reading.lines(edition.chain, "entry.paper_received", "entry.taken_over"):
        told = taken if line.verb == "entry.taken_over" else received
        told[line.told["dossier"]] = [line.actor_id, line.at]
    on_paper = {}
    claimed = {}
    for row in Handover.objects.filter(entry__edition=edition).select_related("entry"):
        dossier = str(row.entry.public_id)
        if row.on_paper:
            on_paper[dossier] = [row.by_id, row.at]
        if row.claimed_at or row.claimed_by_id:
            claimed[dossier] = [row.claimed_by_id, row.claimed_at]
    yield from unmatched("paper of dossier", on_paper, received)
    yield from unmatched("hand-over of dossier", claimed, taken)


@compares
def of_questions_of_judges(edition: Edition) -> Iterator[str]:
    """What judges asked about a dossier, and what they were answered, by whom and when."""
    asked = {line["question"] for _verb, line in lines(edition, "inquiry.asked")}
    told = {
        line.payload["answer"]: [line.actor_id, line.at]
        for line in reading.lines(edition.chain, "inquiry.answered")
    }
    stored = {}
    for row in JudgesQuestion.objects.filter(entry__edition=edition):
        if chain.digest_of([str(row.key), row.text]) not in asked:
            yield f"judge's question {row.pk}: is not what was asked"
        if row.answer or row.answered_at or row.answered_by_id:
            digest = chain.digest_of([str(row.key), row.answer])
            stored[digest] = [row.answered_by_id, row.answered_at]
    yield from unmatched("answer to a judge", stored, told)


@compares
def of_exhibits(edition: Edition) -> Iterator[str]:
    """What happened to each exhibit, by whom and when."""
    told: dict[str, list] = defaultdict(list)
    verbs = {f"exhibit.{kind}": kind for kind in ExhibitStep.Kind.values}
    for line in reading.lines(edition.chain, *verbs):
        place = f"{line.payload['exhibit']}, {verbs[line.verb]}"
        told[place].append([line.at, line.actor_id])
    stored: dict[str, list] = defaultdict(list)
    rows = ExhibitStep.objects.filter(exhibit__entry__edition=edition).order_by("at", "pk")
    for number, kind, at, by in rows.values_list("exhibit__number", "kind", "at", "by"):
        stored[f"{number}, {kind}"].append([at, by])
    yield from unmatched("step of exhibit", stored, told)


_BY_UNIT = ("entry.confirmed", "entry.returned_by_unit", "entry.withdrawn")


@compares
def of_words_of_units(edition: Edition) -> Iterator[str]:
    """Each line that a unit confirmed a version or sent it back, or that a dossier was withdrawn,
    has its row; a confirmation says the number of the list that it came with.
    """
    told = {}
    for line in reading.lines(edition.chain, *_BY_UNIT):
        said = line.told.get("list") if line.verb == "entry.confirmed" else None
        whose = line.told["receipt"] or line.told.get("dossier", "")
        told[f"{line.verb} of {whose}, {line.at}"] = said
    stored = {}
    of_version = {"version__entry__edition": edition}
    confirmed = UnitConfirmation.objects.filter(**of_version)
    for receipt, at, number in confirmed.values_list(_RECEIPT, "confirmed_at", "list_number"):
        stored[f"entry.confirmed of {receipt}, {at}"] = number
    for receipt, at in UnitReturn.objects.filter(**of_version).values_list(_RECEIPT, "at"):
        stored[f"entry.returned_by_unit of {receipt}, {at}"] = None
    withdrawn = Withdrawal.objects.filter(entry__edition=edition)
    named = withdrawn.values_list("entry__receipt_number", "entry__public_id", "at")
    for receipt, dossier, at in named:
        stored[f"entry.withdrawn of {receipt or dossier}, {at}"] = None
        stored[f"entry.withdrawn of {receipt}, {at}"] = None  # as old lines of drafts name none
    for place, said in told.items():
        if place not in stored:
            yield f"{place}: its row is gone"
        elif said not in (None, stored[place]):
            yield f"{place}: is of another list"
