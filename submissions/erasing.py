"""What becomes of dossiers when a person is erased."""

import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.erasure import Fate, addresses_of, declare, obstacle, release
from accounts.models import User
from foundation.vault import store
from foundation.vault.models import Blob
from submissions.files import uploads
from submissions.models import Entry, Handover, Invitation, Upload

declare(
    Fate.KEPT,
    "a dossier that was submitted, with all that was decided about it",
    "submissions.Entry.owner",
    "submissions.EntryVersion.submitted_by",
    "submissions.ConsentWithdrawal.asked_by",
    "submissions.ConsentWithdrawal.done_by",
    "submissions.Withdrawal.by",
    "submissions.DraftChange.by",
    "submissions.Invitation.invited_by",
    "submissions.Handover.by",
    "submissions.Handover.claimed_by",
)
declare(
    Fate.KEPT,
    "the authors of a dossier, as its entrant wrote them down",
    "submissions.Author.email",
    "submissions.Author.phone",
)
declare(
    Fate.KEPT,
    "who looked at dossiers for the contest, and what came of it",
    "submissions.UnitConfirmation.confirmed_by",
    "submissions.UnitReturn.by",
    "submissions.ExhibitStep.by",
    "submissions.Sealing.confirmed_by",
    "submissions.PageLook.by",
    "submissions.Redaction.by",
    "submissions.WordDecision.by",
    "submissions.Clearance.person",
    "submissions.Clearance.by",
    "submissions.EnteredConflict.person",
    "submissions.EnteredConflict.by",
    "submissions.KeptRelation.person",
    "submissions.Screening.by",
    "submissions.UndoneAcceptance.accepted_by",
    "submissions.UndoneAcceptance.by",
    "submissions.Handling.handler",
    "submissions.Handling.by",
    "submissions.JudgesQuestion.answered_by",
    "submissions.Letter.by",
    "submissions.ImportedList.by",
    "submissions.SimilarPair.looked_at_by",
)
declare(
    Fate.ERASED,
    "drafts that were never submitted, files under way, and invitations to the person",
    "submissions.Upload.owner",
    "submissions.Invitation.accepted_by",
    "submissions.Invitation.email",
    "submissions.Handover.phone",
)
_OUT = (Entry.Status.WITHDRAWN, Entry.Status.REFUSED)


@obstacle
def a_dossier_in_the_contest(person: User, _at: datetime.datetime) -> str:
    """The entrant's, and that of a co-author: who is related to whom is still asked."""
    let_in = Invitation.objects.filter(accepted_by=person, revoked_at=None)
    theirs = Entry.objects.filter(Q(owner=person) | Q(pk__in=let_in.values("entry")))
    submitted = theirs.filter(versions__isnull=False, outcome=None).exclude(status__in=_OUT)
    entry = submitted.first()
    if entry is None:
        return ""
    return _(
        "The dossier “%(title)s” is in the contest: it has to be withdrawn first, or wait for the "
        "result."
    ) % {"title": entry}


@release
def drafts(person: User, _at: datetime.datetime) -> None:
    """With their files, also those that are still being sent."""
    never_sent = Entry.objects.filter(owner=person, versions=None)
    under_way = Upload.objects.filter(Q(owner=person) | Q(entry__in=never_sent))
    for upload in under_way:
        uploads.abandon(upload=upload)
    blobs = list(Blob.objects.filter(pk__in=never_sent.values("attachments__blob")))
    for entry in never_sent:
        entry.delete()
    for blob in blobs:
        store.forget(blob)


@release
def invitations(person: User, _at: datetime.datetime) -> None:
    """Those to the person's addresses: nobody accepts them as somebody else."""
    to_them = Q()
    for address in addresses_of(person):
        to_them |= Q(email__iexact=address)
    Invitation.objects.filter(to_them).delete()
    Handover.objects.filter(claimed_by=person).update(phone="")
