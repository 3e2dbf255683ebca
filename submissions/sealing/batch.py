"""Blinded copies of many dossiers: prepared by the worker page by page, and sealed at one press
where nothing was found.
"""

import datetime
import secrets

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from competition import clock
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition, Phase
from competition.phases import has_closed
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.vault.models import Blob
from submissions import permissions
from submissions.models import BlindCopy, Entry, SealedFile, Sealing
from submissions.sealing import copies, sealing


@transaction.atomic
def prepare_all(*, edition: Edition, by: User, at: datetime.datetime) -> Job:
    """Ask the worker for the blinded copies of all accepted dossiers.

    Raises NotAllowed, WrongState (before the deadline, none without a copy).
    """
    if not permissions.can_seal_in(by, edition.pk):
        raise NotAllowed(_("Only the secretariat seals dossiers."))
    why_not = why_not_prepared(edition, at)
    if why_not:
        raise WrongState(why_not)
    waiting = list(without_copy(edition))
    return work.ask(
        "prepare_sealings",
        key=f"sealings:{edition.pk}:{at:%Y%m%d%H%M%S}",
        params={"edition": edition.pk, "by": by.pk},
        total=sum(_expected_pages(entry) for entry in waiting),
        by=by,
    )


def why_not_prepared(edition: Edition, at: datetime.datetime) -> str:
    """Why no blinded copies can be asked for at this moment, in words; empty where they can."""
    is_over = has_closed(edition, Phase.Kind.SUBMISSION, at)
    return not_prepared_in_words(is_over=is_over, waits=without_copy(edition).exists())


def not_prepared_in_words(*, is_over: bool, waits: bool) -> str:
    """The same, of what is known: whether submission is over, and a dossier waits for a copy."""
    if not is_over:
        return sealing.before_deadline()
    return "" if waits else _("No accepted dossier is without a blinded copy.")


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


def without_copy(edition: Edition) -> QuerySet[Entry]:
    """Accepted dossiers of which no blinded copy stands."""
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
    entry = without_copy(edition).exclude(pk__in=refused).order_by("pk").first()
    if entry is None:
        return job.total, job.total
    expected = _expected_pages(entry)
    pages = max(1, _make_copies(job, entry, expected))
    try:
        sealing.prepare(entry=entry, by=by, at=clock.now())
    except Refused:
        job.params["refused"] = sorted({*refused, entry.pk})
        job.save(update_fields=["params"])
    job.done += pages
    job.total += pages - expected
    is_last = not without_copy(edition).exclude(pk__in=[*refused, entry.pk]).exists()
    return (job.total, job.total) if is_last else (job.done, max(job.total, job.done + 1))


def _make_copies(job: Job, entry: Entry, expected: int) -> int:
    """Have every page of a dossier's files read and drawn, with a step of the job each: outside a
    transaction, so that what is done stays done. Returns how many pages there are.
    """
    known = copies.known_of(entry, entry.latest_version().content)
    boxes = copies.boxes_on(entry)
    done = 0
    for blob, name in _files_of(entry):

        def told(page: int, pages: int, done: int = done) -> None:
            total = job.total + max(0, done + pages - expected)
            work.step(job, job.done + done + page, total)

        copies.read_pages(blob, name, told)
        done += copies.copy_of(blob, name, known, boxes.get(blob.pk), told).pages
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
        sealing.prepare(entry=entry, by=User.objects.get(pk=job.params["by"]), at=clock.now())
    return pages, pages


def prepared(edition: Edition) -> QuerySet[Sealing]:
    """Copies that nobody has confirmed yet."""
    return Sealing.objects.filter(
        version__entry__edition=edition,
        confirmed_at=None,
        voided_at=None,
        version__entry__status=Entry.Status.ACCEPTED,
    )


def clean_copies(edition: Edition) -> QuerySet[Sealing]:
    """The prepared copies of plain typed text in which nothing at all was found."""
    for_the_eye = SealedFile.objects.exclude(eye=[])
    clear = prepared(edition).filter(leaks=[], doubts=[])
    return clear.exclude(pk__in=for_the_eye.values("sealing"))


def not_sealed_in_words(*, is_clean: bool, is_prepared: bool) -> str:
    """Why no copy can be sealed without a look at it: by whether there is a clean one, and one at
    all; empty where one can.
    """
    if is_clean:
        return ""
    if is_prepared:
        return _("No prepared copy is without a finding: each is looked at in its dossier.")
    return _("No blinded copy waits to be sealed.")


def seal_clean(*, edition: Edition, by: User, at: datetime.datetime) -> int:
    """Seal every prepared copy of plain typed text in which nothing at all was found; returns how
    many.

    Copies with a finding, a word to decide about, or a page that is more than typed text, want a
    person's eye. Raises NotAllowed, WrongState (there is none).
    """
    if not permissions.can_seal_in(by, edition.pk):
        raise NotAllowed(_("Only the secretariat seals dossiers."))
    copies_found = clean_copies(edition).select_related("version__entry").order_by("pk")
    clean = [copy for copy in copies_found if permissions.can_seal(by, copy.version.entry)]
    if not clean:
        raise WrongState(_("Nothing was sealed: no prepared copy is without a finding."))
    # In the order of the receipts the lines of the ledger would tell by their place what is whose.
    secrets.SystemRandom().shuffle(clean)
    for copy in clean:
        sealing.seal(sealing=copy, by=by, at=at)
    return len(clean)
