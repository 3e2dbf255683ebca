"""Files that were sent in while the virus scanner was away: scanned later, shown to nobody until
then.
"""

import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from competition import clock
from competition.verbs import address_of, lock
from foundation.jobs import work
from foundation.jobs.models import Job
from foundation.ledger import chain
from foundation.notifications import post
from foundation.vault import antivirus, store
from foundation.vietnamese.calendar import add_working_days
from submissions.files import inspection
from submissions.models import Attachment, Entry

KIND = "scan_file"


def ask(attachment: Attachment) -> None:
    """Have the scanner look at this file when it is there again."""
    work.ask(KIND, key=f"scan:{attachment.pk}", params={"attachment": attachment.pk}, total=1)


@work.each_minute
def when_the_scanner_is_back() -> None:
    """What waits for the scanner does not wait for its next try once the scanner answers."""
    waits = Attachment.objects.filter(verdict=Attachment.Verdict.UNSCANNED)
    if waits.exists() and antivirus.answers():
        work.hasten(KIND)


@work.handler(KIND, at_once=1)  # a scanner that is silent holds up one worker, not all
def scan(job: Job) -> tuple[int, int]:
    """Scan one file that could not be scanned when it came; a removed one needs no verdict.

    Raises ScannerSilent.
    """
    waiting = Attachment.objects.filter(verdict=Attachment.Verdict.UNSCANNED)
    attachment = waiting.select_related("blob").filter(pk=job.params["attachment"]).first()
    if attachment is None:
        return 1, 1
    if antivirus.scan(store.read(attachment.blob)):
        _refuse(attachment, clock.now())
    else:
        waiting.filter(pk=attachment.pk).update(verdict=Attachment.Verdict.CLEARED)
    return 1, 1


@transaction.atomic
def _refuse(attachment: Attachment, at: datetime.datetime) -> None:
    """The scanner has found something: a dossier that was sent comes back to its entrant, who has
    the edition's days to replace the file.
    """
    entry = lock(attachment.entry, "edition", "owner")
    with override(entry.owner.language):
        attachment.reason = inspection.Verdict("", ["malware"]).message[:300]
    attachment.verdict = Attachment.Verdict.REFUSED
    attachment.save(update_fields=["verdict", "reason"])
    if entry.status == Entry.Status.SUBMITTED and stands_in_version(attachment):
        _give_back(entry, attachment, at)


def stands_in_version(attachment: Attachment) -> bool:
    """Whether what was submitted last holds this file."""
    version = attachment.entry.versions.first()
    files = version.content["files"] if version else []
    return attachment.blob_id in {file["blob"] for file in files}


def _give_back(entry: Entry, attachment: Attachment, at: datetime.datetime) -> None:
    version = entry.latest_version()
    entry.status = Entry.Status.RETURNED
    entry.amending_since = None
    entry.save()
    line = {
        "receipt": entry.receipt_number,
        "version": version.number,
        "file": attachment.blob.sha256,
    }
    chain.append(entry.edition.chain, "entry.returned_by_scanner", {}, at=at, beside=line)
    due = add_working_days(localdate(at), entry.edition.answer_days)
    post.tell(
        entry.owner,
        "file_found_bad",
        {"entry": entry, "file": attachment, "due": due},
        key=f"found-bad:{attachment.pk}",
        link=address_of(entry),
    )


def hindrance(entry: Entry) -> str:
    """Why the files that were submitted last may not be taken over yet, in words; empty where they
    may.
    """
    waiting = entry.attachments.filter(verdict=Attachment.Verdict.UNSCANNED)
    names = [file.name for file in waiting if stands_in_version(file)]
    if not names:
        return ""
    words = _("“%(name)s” still waits for the virus scanner. Accept the dossier afterwards.")
    return words % {"name": names[0]}
