"""Which pages of a blinded copy wait for a person's eye, and who has looked at them."""

import datetime
from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from competition.errors import NotAllowed, Refused, WrongState
from competition.verbs import lock
from foundation.ledger import chain
from submissions import permissions
from submissions.models import Entry, PageLook, SealedFile, Sealing, WordDecision

MOST = 12  # pages that one look takes in: more are not seen, only scrolled past
UNREAD = "unread"  # why a page waits that OCR has not read


class Waiting(NamedTuple):
    """A page at which a person must look before its copy is sealed."""

    file: SealedFile
    page: int
    why: list[str]
    digest: str
    doubts: Sequence[dict] = ()  # {"why", "word"}: words that may tell whose work it is


class Shown(NamedTuple):
    """A page as it was shown to whoever looked at it."""

    place: int  # of the file in the dossier, from 1
    page: int  # from 1
    digest: str


def copy_in_work(entry: Entry) -> Sealing | None:
    """The prepared copy of the latest version, that may still be changed."""
    copies = Sealing.objects.filter(
        version=entry.versions.first(), confirmed_at=None, voided_at=None
    )
    return copies.select_related("version").first()


def for_the_eye(copy: Sealing) -> list[Waiting]:
    """The pages of a copy that are more than plain typed text, in the order of the dossier."""
    pages = []
    for file in sorted(copy.files.all(), key=lambda file: file.place):
        for told in file.eye:
            doubts = told.get("doubts", [])
            pages.append(Waiting(file, told["page"], told["why"], told["digest"], doubts))
    return pages


def waiting(copy: Sealing) -> list[Waiting]:
    """Those at which nobody has looked yet as they are now."""
    pages = for_the_eye(copy)
    if not pages:
        return []
    looks = PageLook.objects.filter(entry=copy.version.entry_id)
    seen = set(looks.values_list("digest", flat=True))
    return [page for page in pages if page.digest not in seen]


def undecided(copy: Sealing) -> list[str]:
    """The words in the texts of a copy that may tell whose work it is, and about which nobody has
    decided yet: each once, in their order. One that was to be masked and still stands there is
    among them: it is not decided before it is gone.
    """
    words = dict.fromkeys(doubt["word"] for doubt in copy.doubts)
    if not words:
        return []
    decisions = WordDecision.objects.filter(entry=copy.version.entry_id)
    decided = set(decisions.filter(is_masked=False).values_list("word", flat=True))
    return [word for word in words if word not in decided]


def has_unread(copy: Sealing) -> bool:
    """Whether OCR has not read a page of it."""
    return any(UNREAD in page.why for page in for_the_eye(copy))


@transaction.atomic
def look(*, entry: Entry, shown: Collection[Shown], by: User, at: datetime.datetime) -> int:
    """Somebody has looked at these pages and found nothing that tells whose work it is; returns how
    many of them had been waiting.

    Raises NotAllowed, WrongState (no copy in work), Refused (no page, too many at once, or a page
    that has changed since it was shown).
    """
    entry = lock(entry, "edition")
    if not permissions.can_seal(by, entry):
        raise NotAllowed(_("Only the secretariat seals dossiers."))
    copy = copy_in_work(entry)
    if copy is None:
        raise WrongState(
            _("Prepare the blinded copy first; a sealed one is voided before it is changed.")
        )
    if not shown:
        raise Refused(_("Choose at least one page."))
    if len(shown) > MOST:
        raise Refused(
            _("Look at no more than %(most)s pages at once: more are not seen.") % {"most": MOST}
        )
    asked = {Shown(page.file.place, page.page, page.digest): page for page in for_the_eye(copy)}
    if not set(shown) <= asked.keys():
        raise Refused(_("A page has changed since it was shown: look at it again."))
    unseen = {page.digest for page in waiting(copy)}
    fresh = [asked[page] for page in shown if page.digest in unseen]
    for page in fresh:
        PageLook.objects.get_or_create(
            entry=entry,
            copy=page.file.blob,
            page=page.page,
            digest=page.digest,
            defaults={"by": by, "at": at},
        )
    if fresh:
        # Without the number of the receipt: beside the line of the sealing it would tell the code.
        digests = sorted(page.digest for page in fresh)
        told = {"pages": len(fresh), "digest": chain.digest_of(digests)}
        chain.append(entry.edition.chain, "copy.looked_at", told, at=at, by=by)
    return len(fresh)
