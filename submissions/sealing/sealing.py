"""The blinded copy of an entry.

Prepared by the machine, confirmed by a person, voided by any later change.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from competition import clock
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition, Phase, Question
from competition.phases import has_closed
from competition.verbs import address_of, lock, need_reason
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.notifications import post
from foundation.vault import store
from foundation.vault.models import Blob
from submissions import permissions
from submissions.files import file_text
from submissions.models import (
    BlindCopy,
    Clearance,
    Entry,
    PageReading,
    Redaction,
    SealedFile,
    Sealing,
)
from submissions.sealing import blinding, looks, pairs, relations

KEPT_BACK = "kind"  # why a film is not blinded: it stays with the secretariat as evidence
MADE = "pixels"  # how copies are made: those that were made in another way are made anew
LINK = Question.Type.LINK  # a film, a page: what lies behind it cannot be blinded
Told = Callable[[int, int], None]  # so many pages of so many are done


@transaction.atomic
def prepare(*, entry: Entry, by: User, at: datetime.datetime) -> Sealing:
    """Make the blinded texts and files of the accepted version, with the leak report.

    Nothing reaches judges yet. Raises NotAllowed, WrongState (not accepted, or the deadline has not
    passed), Refused (a file that cannot be blinded).
    """
    entry = lock(entry, "edition")
    if not permissions.can_seal(by, entry):
        raise NotAllowed(_("Only the secretariat seals dossiers."))
    if entry.status != Entry.Status.ACCEPTED:
        raise WrongState(_("Only an accepted dossier can be sealed."))
    if not has_closed(entry.edition, Phase.Kind.SUBMISSION, at):
        raise WrongState(
            _(
                "Dossiers are sealed after the deadline: until then the entrant may still "
                "change them."
            )
        )
    # Whoever notes the published head can show later that nothing came in afterwards.
    chain.publish_first(entry.edition.chain, "submission.closed", at=at)
    version = entry.latest_version()
    Sealing.objects.filter(version=version, confirmed_at=None).delete()
    known = blinding.identities(version.content)
    texts = blinded_texts(version.content, known)
    leaks = texts.pop("leaks")
    sealing = Sealing.objects.create(version=version, prepared_at=at, **texts)
    boxes = boxes_on(entry)
    for place, file in enumerate(version.content["files"], start=1):
        leaks += _seal_file(sealing, file, place, known, boxes.get(file["blob"]))
    sealing.leaks = leaks
    sealing.save(update_fields=["leaks"])
    if file_text.ocr_is_there() and looks.has_unread(sealing):
        work.ask("read_copy", key=f"read:{sealing.pk}", params={"sealing": sealing.pk, "by": by.pk})
    return sealing


def blinded_texts(content: dict, known: list[blinding.Identity]) -> dict:
    """{"title", "summary", "sections", "leaks"} of a version's content.

    Of the answers, only those that judges may see, and no links.
    """
    leaks: list[dict] = []
    title = _masked(content["title"], "title", known, leaks)
    summary = _masked(content["summary"], "summary", known, leaks)
    sections = []
    for answer in content["answers"]:
        if not answer["judges_see"] or not answer["answer"] or answer.get("type") == LINK:
            continue
        section = {
            "label": answer["label"],
            "label_en": answer["label_en"],
            "type": answer.get("type", ""),
            "text": _masked(answer["answer"], answer["key"], known, leaks),
        }
        sections.append(section)
    return {"title": title, "summary": summary, "sections": sections, "leaks": leaks}


def _masked(text: str, where: str, known: list[blinding.Identity], leaks: list[dict]) -> str:
    """The text without the known identities; what was found goes into the leak report."""
    masked, hits = blinding.mask(text, known)
    for identity in hits:
        leaks.append({"what": identity.kind, "where": where, "page": None})
    return masked


def copy_digest(
    known: list[blinding.Identity], boxes: blinding.Boxes | None = None, read: int = 0
) -> str:
    """Under which a blinded copy is kept.

    It holds for these identities, these covered parts and so many pages that OCR has read only.
    """
    names = sorted([identity.kind, identity.text] for identity in known)
    return chain.digest_of([MADE, names, sorted((boxes or {}).items()), read])


def boxes_on(entry: Entry) -> dict[int, blinding.Boxes]:
    """{blob id: what was covered by hand}."""
    boxes: dict[int, blinding.Boxes] = {}
    for redaction in Redaction.objects.filter(entry=entry):
        pages = boxes.setdefault(redaction.blob_id, {})
        pages.setdefault(redaction.page, []).append(redaction.box)
    return boxes


def readings_of(blobs: Collection[int]) -> dict[int, blinding.Readings]:
    """{blob id: what OCR has read on its pages}, of those that are read."""
    readings: dict[int, blinding.Readings] = {}
    for reading in PageReading.objects.filter(blob__in=blobs):
        readings.setdefault(reading.blob_id, {})[reading.page] = reading.words
    return readings


def read_pages(blob: Blob, name: str, told: Told | None = None) -> None:
    """Have OCR read the pages of a content that it has not read yet; nothing where it is not
    installed, or the file cannot be opened. To be called outside a transaction: each page is kept.
    """
    known = list(PageReading.objects.filter(blob=blob).values_list("page", flat=True))
    try:
        for page, words in blinding.read(name, store.read(blob), known=known, told=told):
            PageReading.objects.get_or_create(
                blob=blob, page=page, defaults={"words": words, "at": clock.now()}
            )
    except blinding.CannotBlind:
        return


def copy_of(
    blob: Blob,
    name: str,
    known: list[blinding.Identity],
    boxes: blinding.Boxes | None = None,
    told: Told | None = None,
) -> BlindCopy:
    """The blinded copy of a content; a refused one says why.

    It is made once for the same known identities, covered parts and readings.
    """
    readings = readings_of([blob.pk]).get(blob.pk, {})
    identities = copy_digest(known, boxes, len(readings))
    stored = BlindCopy.objects.select_related("copy").filter(blob=blob, identities=identities)
    copy = stored.first()
    if copy is None:
        copy, _created = BlindCopy.objects.get_or_create(
            blob=blob,
            identities=identities,
            defaults=_blinded(blob, name, known, boxes, readings, told),
        )
    return copy


def _blinded(
    blob: Blob,
    name: str,
    known: list[blinding.Identity],
    boxes: blinding.Boxes | None,
    readings: blinding.Readings,
    told: Told | None,
) -> dict[str, Any]:
    """The columns of BlindCopy: a copy with its report, or why there is none."""
    try:
        copy = blinding.blind(
            name, store.read(blob), known, boxes=boxes, readings=readings, told=told
        )
    except blinding.CannotBlind as reason:
        return {"refused": str(reason)}
    return {
        "copy": store.put(copy.content, media_type=copy.media_type),
        "suffix": copy.suffix,
        "pages": copy.pages,
        "report": {
            "removed": copy.removed,
            "hits": copy.hits,
            "eye": copy.eye,
            "lost": copy.lost,
        },
    }


def _seal_file(
    sealing: Sealing,
    file: dict,
    place: int,
    known: list[blinding.Identity],
    boxes: blinding.Boxes | None = None,
) -> list[dict]:
    """The blinded copy under its neutral name; returns its lines of the leak report.

    Raises Refused when the file cannot be blinded.
    """
    blinded = copy_of(Blob.objects.get(pk=file["blob"]), file["name"], known, boxes)
    if blinded.refused == KEPT_BACK:
        return [{"what": "kept", "where": file["name"], "page": None}]
    if blinded.copy is None:
        raise Refused(
            _("“%(name)s” cannot be blinded safely. Ask the entrant for another copy.")
            % {"name": file["name"]}
        )
    # Without the code: whoever looks at the copy knows the entrant, and the door adds it.
    name = f"ban-an-danh-{place}.{blinded.suffix}"
    SealedFile.objects.create(
        sealing=sealing,
        blob=blinded.copy,
        name=name,
        pages=blinded.pages,
        eye=blinded.report["eye"],
    )
    leaks = []
    for hit in blinded.report["hits"]:
        leaks.append({"what": hit["what"], "where": name, "page": hit["page"]})
    if blinded.report["lost"]:
        leaks.append({"what": "lost", "where": name, "page": None})
    return leaks


@transaction.atomic
def seal(*, sealing: Sealing, by: User, at: datetime.datetime) -> Sealing:
    """A person has looked at the blinded copy and lets it go to the judges.

    Raises NotAllowed, WrongState (it does not wait for this, or a page of it for a person's eye).
    """
    entry = lock(sealing.version.entry, "edition")
    if not permissions.can_seal(by, entry):
        raise NotAllowed(_("Only the secretariat seals dossiers."))
    # The copy as it stands now that its entry is locked; prepared again, it is another one.
    waiting = Sealing.objects.filter(pk=sealing.pk, confirmed_at=None, voided_at=None).first()
    if waiting is None or entry.status != Entry.Status.ACCEPTED:
        raise WrongState(_("This copy is not waiting for confirmation."))
    unseen = len(looks.waiting(waiting))
    if unseen:
        raise WrongState(
            ngettext(
                "%(count)s page waits for a person's eye: look at it first.",
                "%(count)s pages wait for a person's eye: look at them first.",
                unseen,
            )
            % {"count": unseen}
        )
    sealing = waiting
    sealing.confirmed_by = by
    sealing.confirmed_at = at
    sealing.save(update_fields=["confirmed_by", "confirmed_at"])
    entry.status = Entry.Status.SEALED
    entry.save()
    chain.append(
        entry.edition.chain,
        "entry.sealed",
        {"code": chain.digest_of(sealing.judging_code), "pair": pairs.commit(sealing)},
        at=at,
        by=by,
    )
    emit("entry.sealed", edition=entry.edition_id, sealing=sealing.pk)
    return sealing


@transaction.atomic
def unseal_for_changes(*, entry: Entry, reason: str, by: User, at: datetime.datetime) -> Entry:
    """Void the sealed copy of an entry whose content must change; its sheets leave every count.

    Raises NotAllowed, WrongState, Refused.
    """
    entry = lock(entry, "edition")
    if not permissions.can_seal(by, entry):
        raise NotAllowed(_("Only the secretariat unseals dossiers."))
    sealing = live_sealing(entry)
    if entry.status != Entry.Status.SEALED or sealing is None:
        raise WrongState(_("This dossier is not sealed."))
    reason = need_reason(reason, _("Write the reason: it is kept with the dossier."))
    sealing.voided_at = at
    sealing.save(update_fields=["voided_at"])
    entry.status = Entry.Status.RETURNED
    entry.save()
    chain.append(
        entry.edition.chain,
        "entry.unsealed",
        {"receipt": entry.receipt_number, "reason": reason},
        at=at,
        by=by,
    )
    emit(
        "entry.unsealed",
        edition=entry.edition_id,
        judging_code=sealing.judging_code,
        vote_code=sealing.vote_code,
    )
    post.tell(
        entry.owner,
        "dossier_opened_again",
        {"entry": entry, "reason": reason},
        key=f"unsealed:{sealing.pk}",
        link=address_of(entry),
    )
    return entry


def _in_force() -> QuerySet[Sealing]:
    """Confirmed by a person, and not voided."""
    return Sealing.objects.filter(voided_at=None).exclude(confirmed_at=None)


def live_sealing(entry: Entry) -> Sealing | None:
    """The sealing in force."""
    return _in_force().filter(version__entry=entry).first()


def sealed_copy(sealing_id: int) -> tuple[Sealing, list[SealedFile], Entry]:
    """What the one door hands over. The caller copies texts, files and codes, never the entry."""
    sealing = Sealing.objects.select_related("version__entry__field", "version__entry__kind").get(
        pk=sealing_id
    )
    return sealing, list(sealing.files.all()), sealing.version.entry


class People(NamedTuple):
    """Who stands behind a work: accounts, addresses and numbers as they were typed."""

    accounts: set[int]
    emails: set[str]
    phones: set[str]


def people_behind(sealing: Sealing) -> People:
    """The owner, the authors of the sealed version, and co-authors who were invited and have not
    declined.
    """
    version = sealing.version
    invitations = version.entry.invitations.filter(revoked_at=None, declined_at=None)
    owner = version.entry.owner
    people = People({owner.pk}, {owner.email or ""}, {owner.phone or ""})
    for email, accepted_by in invitations.values_list("email", "accepted_by"):
        people.emails.add(email)
        if accepted_by is not None:
            people.accounts.add(accepted_by)
    for author in version.content["authors"]:
        people.emails.add(author.get("email", ""))
        people.phones.add(author.get("phone", ""))
    return people


def code_pairs(edition: Edition) -> dict[str, str]:
    """Judging code -> vote code of every sealed entry: no name; for the standing alone."""
    sealings = _in_force().filter(version__entry__edition=edition)
    return dict(sealings.values_list("judging_code", "vote_code"))


def vote_codes_of(codes: Collection[str]) -> dict[str, str]:
    """Judging code -> vote code of these entries, also of those that have left since: no name.

    For the export of what was computed while they stood.
    """
    sealings = Sealing.objects.filter(judging_code__in=codes)
    return dict(sealings.values_list("judging_code", "vote_code"))


def entries_behind(codes: list[str]) -> dict[str, Entry]:
    """Judging code -> entry, for what comes after the seals.

    That is unsealing and announcement, and a round whose rules name the authors.
    """
    sealings = Sealing.objects.filter(judging_code__in=codes).select_related("version__entry")
    return {sealing.judging_code: sealing.version.entry for sealing in sealings}


def byline(entry: Entry) -> str:
    """The authors and their unit, for a round whose rules name them to the judges."""
    names = ", ".join(entry.authors.values_list("full_name", flat=True))
    return f"{names} – {entry.unit}" if entry.unit else names


def related_people(copy: Sealing) -> list[tuple[User, list[str]]]:
    """(person, reasons in words) of everyone on a panel who may not judge the sealed entry.

    Whoever is related to it and was not cleared.
    """
    entry = copy.version.entry
    cleared = Clearance.objects.filter(entry=entry).values("person")
    kept = relations.kept_in(entry.edition).filter(entry=entry).exclude(person__in=cleared)
    reasons: dict[User, list[str]] = defaultdict(list)
    for row in kept.select_related("person").order_by("person__name_key", "pk"):
        reasons[row.person].append(f"{relations.REASONS[row.reason]} ({row.through})")
    return list(reasons.items())


@transaction.atomic
def prepare_all(*, edition: Edition, by: User, at: datetime.datetime) -> Job:
    """Ask the worker for the blinded copies of all accepted dossiers.

    Raises NotAllowed, WrongState.
    """
    if not permissions.can_seal_in(by, edition.pk):
        raise NotAllowed(_("Only the secretariat seals dossiers."))
    waiting = list(_without_copy(edition))
    if not waiting:
        raise WrongState(_("No accepted dossier is without a blinded copy."))
    return work.ask(
        "prepare_sealings",
        key=f"sealings:{edition.pk}:{at:%Y%m%d%H%M%S}",
        params={"edition": edition.pk, "by": by.pk},
        total=sum(_expected_pages(entry) for entry in waiting),
        by=by,
    )


def _files_of(entry: Entry) -> list[tuple[Blob, str]]:
    """(content, name) of the files that were submitted last."""
    files = entry.latest_version().content["files"]
    blobs = Blob.objects.in_bulk([file["blob"] for file in files])
    return [(blobs[file["blob"]], file["name"]) for file in files]


def _expected_pages(entry: Entry) -> int:
    """Of the files of a dossier, as far as their copies are known from the entrant's look; one
    each of the others, and at least one.
    """
    files = [blob for blob, _name in _files_of(entry)]
    known = BlindCopy.objects.filter(blob__in=files).values("blob").annotate(most=Max("pages"))
    pages = {row["blob"]: row["most"] for row in known}
    return max(1, sum(pages.get(blob.pk, 1) for blob in files))


def _without_copy(edition: Edition) -> QuerySet[Entry]:
    accepted = Entry.objects.in_edition(edition).filter(status=Entry.Status.ACCEPTED)
    # Asked of one row: exclude() over versions would ask its conditions of different ones.
    standing = Sealing.objects.filter(voided_at=None)
    return accepted.exclude(pk__in=standing.values("version__entry"))


@work.handler("prepare_sealings")
def prepare_next(job: Job) -> tuple[int, int]:
    """Prepare one copy, page by page; a dossier that cannot be blinded is left for a person to look
    at. Done and total are pages.
    """
    edition = Edition.objects.get(pk=job.params["edition"])
    by = User.objects.get(pk=job.params["by"])
    refused = set(job.params.get("refused", []))
    entry = _without_copy(edition).exclude(pk__in=refused).order_by("pk").first()
    if entry is None:
        return job.total, job.total
    expected = _expected_pages(entry)
    pages = max(1, _make_copies(job, entry, expected))
    try:
        prepare(entry=entry, by=by, at=clock.now())
    except Refused:
        job.params["refused"] = sorted({*refused, entry.pk})
        job.save(update_fields=["params"])
    job.done += pages
    job.total += pages - expected
    is_last = not _without_copy(edition).exclude(pk__in=[*refused, entry.pk]).exists()
    return (job.total, job.total) if is_last else (job.done, max(job.total, job.done + 1))


def _make_copies(job: Job, entry: Entry, expected: int) -> int:
    """Have every page of a dossier's files read and drawn, with a step of the job each: outside a
    transaction, so that what is done stays done. Returns how many pages there are.
    """
    known = blinding.identities(entry.latest_version().content)
    boxes = boxes_on(entry)
    done = 0
    for blob, name in _files_of(entry):

        def told(page: int, pages: int, done: int = done) -> None:
            total = job.total + max(0, done + pages - expected)
            work.step(job, job.done + done + page, total)

        read_pages(blob, name, told)
        done += copy_of(blob, name, known, boxes.get(blob.pk), told).pages
    return done


@work.handler("read_copy")
def read_next(job: Job) -> tuple[int, int]:
    """Have OCR read the pages of a copy that waits, and prepare it again by what was read."""
    waiting = Sealing.objects.filter(confirmed_at=None, voided_at=None)
    copy = waiting.select_related("version__entry").filter(pk=job.params["sealing"]).first()
    if copy is None or copy.version.entry.status != Entry.Status.ACCEPTED:
        return 1, 1
    entry = copy.version.entry
    pages = _make_copies(job, entry, 0)
    if waiting.filter(pk=copy.pk).exists():
        prepare(entry=entry, by=User.objects.get(pk=job.params["by"]), at=clock.now())
    return pages, pages


def seal_clean(*, edition: Edition, by: User, at: datetime.datetime) -> int:
    """Seal every prepared copy of plain typed text in which nothing at all was found; returns how
    many.

    Copies with a finding, or with a page that is more than typed text, want a person's eye. Raises
    NotAllowed.
    """
    if not permissions.can_seal_in(by, edition.pk):
        raise NotAllowed(_("Only the secretariat seals dossiers."))
    prepared = Sealing.objects.filter(
        version__entry__edition=edition,
        confirmed_at=None,
        voided_at=None,
        version__entry__status=Entry.Status.ACCEPTED,
    )
    clean = []
    for copy in prepared.select_related("version__entry").prefetch_related("files"):
        is_plain = not any(file.eye for file in copy.files.all())
        if is_plain and not copy.leaks and permissions.can_seal(by, copy.version.entry):
            clean.append(copy)
    for copy in clean:
        seal(sealing=copy, by=by, at=at)
    return len(clean)
