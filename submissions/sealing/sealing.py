"""The blinded copy of an entry.

Prepared by the machine, confirmed by a person, voided by any later change.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from competition import joint_requests
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition, JointRequest, Phase, Question
from competition.permissions import can_run
from competition.phases import has_closed
from competition.verbs import address_of, lock, need_reason, page_address
from foundation.jobs import work
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.notifications import post
from foundation.vault.models import Blob
from submissions import permissions
from submissions.files import file_text
from submissions.models import Clearance, Entry, SealedFile, Sealing
from submissions.sealing import blinding, copies, looks, pairs, relations

VOIDING = "void_copy"  # a request that takes two people
LINK = Question.Type.LINK  # a film, a page: what lies behind it cannot be blinded


def before_deadline() -> str:
    """Why nothing is sealed while entrants may still change what they sent."""
    return _(
        "Dossiers are sealed after the deadline: until then the entrant may still change them."
    )


def require_after_deadline(edition: Edition, at: datetime.datetime) -> None:
    """Raises WrongState while entrants may still change what they sent."""
    if not has_closed(edition, Phase.Kind.SUBMISSION, at):
        raise WrongState(before_deadline())


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
    require_after_deadline(entry.edition, at)
    # Whoever notes the published head can show later that nothing came in afterwards.
    chain.publish_first(entry.edition.chain, "submission.closed", at=at)
    version = entry.latest_version()
    Sealing.objects.filter(version=version, confirmed_at=None).delete()
    known = copies.known_of(entry, version.content)
    texts = blinded_texts(version.content, known)
    leaks = texts.pop("leaks")
    sealing = Sealing.objects.create(version=version, prepared_at=at, **texts)
    boxes = copies.boxes_on(entry)
    for place, file in enumerate(version.content["files"], start=1):
        leaks += _seal_file(sealing, file, place, known, boxes.get(file["blob"]))
    sealing.leaks = leaks
    sealing.save(update_fields=["leaks"])
    if file_text.ocr_is_there() and looks.has_unread(sealing):
        work.ask("read_copy", key=f"read:{sealing.pk}", params={"sealing": sealing.pk, "by": by.pk})
    return sealing


def blinded_texts(content: dict, known: list[blinding.Identity]) -> dict:
    """{"title", "summary", "sections", "leaks", "doubts"} of a version's content.

    Of the answers, only those that judges may see, and no links.
    """
    answers = [answer for answer in content["answers"] if _is_shown(answer)]
    places = ["title", "summary", *(answer["key"] for answer in answers)]
    texts = [content["title"], content["summary"], *(answer["answer"] for answer in answers)]
    title, summary, *answered = blinding.masked_in_a_row(texts, known)
    sections = []
    for answer, masked in zip(answers, answered, strict=True):
        section = {
            "label": answer["label"],
            "label_en": answer["label_en"],
            "type": answer.get("type", ""),
            "text": masked.text,
        }
        sections.append(section)
    leaks = []
    doubts = []
    for where, masked in zip(places, [title, summary, *answered], strict=True):
        leaks += [{"what": who.kind, "where": where, "page": None} for who in masked.hits]
        doubts += [doubt.told | {"where": where} for doubt in masked.doubts]
    return {
        "title": title.text,
        "summary": summary.text,
        "sections": sections,
        "leaks": leaks,
        "doubts": doubts,
    }


def _is_shown(answer: dict) -> bool:
    """Whether judges read it: what lies behind a link cannot be blinded."""
    return bool(answer["judges_see"] and answer["answer"] and answer.get("type") != LINK)


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
    blinded = copies.copy_of(Blob.objects.get(pk=file["blob"]), file["name"], known, boxes)
    if blinded.refused == copies.KEPT_BACK:
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

    Raises NotAllowed, WrongState (it does not wait for this, a page of it for a person's eye, or a
    word of its texts for a decision).
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
    undecided = looks.undecided(waiting)
    if undecided:
        raise WrongState(
            _("Decide first about the words that may tell whose work it is: %(words)s.")
            % {"words": ", ".join(undecided)}
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
        pairs.commit(sealing),
        at=at,
        by=by,
    )
    emit("entry.sealed", edition=entry.edition_id, sealing=sealing.pk)
    return sealing


@transaction.atomic
def unseal_for_changes(
    *, entry: Entry, reason: str, by: User, at: datetime.datetime
) -> Entry | JointRequest:
    """Void the sealed copy of an entry whose content must change; its sheets leave every count.

    Once judging has begun it waits for a second person. Raises NotAllowed, WrongState, Refused.
    """
    entry = lock(entry, "edition")
    if not permissions.can_seal(by, entry):
        raise NotAllowed(_("Only the secretariat unseals dossiers."))
    sealing = _sealed(entry)
    reason = need_reason(reason, _("Write the reason: it is kept with the dossier."))
    if is_judged(entry.edition, at):
        return joint_requests.ask(
            edition=entry.edition,
            kind=VOIDING,
            content={"entry": entry.pk, "sealing": sealing.pk, "user": entry.owner_id},
            changes=[
                [
                    f"{entry.receipt_number}, {entry.title}",
                    _("sealed, with the judges"),
                    _("back to its entrant; its sheets do not count"),
                ]
            ],
            reason=reason,
            by=by,
            at=at,
        )
    return _void(entry, sealing, reason=reason, by=by, at=at)


def is_judged(edition: Edition, at: datetime.datetime) -> bool:
    """Whether judging has begun, so that a copy which is voided may take sheets with it."""
    judging = edition.phase(Phase.Kind.JUDGING)
    return judging is not None and judging.opens_at <= at


def _page(joint: JointRequest, user: User) -> str:
    if not can_run(user, joint.edition_id):
        return ""
    entry = Entry.objects.get(pk=joint.content["entry"])
    return page_address("office_entry", joint.edition.slug, entry.public_id)


def _may_ask(user: User, joint: JointRequest) -> bool:
    return permissions.can_seal(user, Entry.objects.get(pk=joint.content["entry"]))


def _still(joint: JointRequest, at: datetime.datetime) -> None:
    entry = Entry.objects.get(pk=joint.content["entry"])
    if _sealed(entry).pk != joint.content["sealing"]:
        raise WrongState(_("This dossier is not sealed."))


@joint_requests.takes_two(
    VOIDING,
    gettext_lazy("Void a sealed copy"),
    joint_requests.About.RESULT,
    may_ask=_may_ask,
    page=_page,
    still=_still,
)
def voided(joint: JointRequest, by: User, at: datetime.datetime) -> None:
    """The second person agrees. Raises NotAllowed for an author of the dossier, WrongState when
    it is sealed anew or not any more.
    """
    entry = lock(Entry.objects.get(pk=joint.content["entry"]), "edition")
    if relations.is_author(by, entry):
        raise NotAllowed(_("It is about you: somebody else must agree."))
    sealing = _sealed(entry)
    if sealing.pk != joint.content["sealing"]:
        raise WrongState(_("This dossier is not sealed."))
    _void(entry, sealing, reason=joint.reason, by=by, at=at)


def _sealed(entry: Entry) -> Sealing:
    """The copy in force. Raises WrongState when there is none."""
    sealing = live_sealing(entry)
    if entry.status != Entry.Status.SEALED or sealing is None:
        raise WrongState(_("This dossier is not sealed."))
    return sealing


def _void(entry: Entry, sealing: Sealing, *, reason: str, by: User, at: datetime.datetime) -> Entry:
    sealing.voided_at = at
    sealing.void_reason = reason
    sealing.save(update_fields=["voided_at", "void_reason"])
    entry.status = Entry.Status.RETURNED
    entry.save()
    chain.append(
        entry.edition.chain,
        "entry.unsealed",
        {},
        at=at,
        by=by,
        text=reason,
        beside={"receipt": entry.receipt_number},
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


def copies_under_codes(edition: Edition) -> dict[str, "CopyUnderCode"]:
    """{judging code: what was sealed under it} of every copy that a person confirmed."""
    copies = Sealing.objects.filter(version__entry__edition=edition)
    files: dict[int, list[str]] = {}
    shown: dict[int, set[tuple[str, int]]] = {}
    sealed_files = SealedFile.objects.filter(sealing__in=copies)
    columns = ("sealing", "blob__sha256", "name", "pages")
    for number, sha256, name, pages in sealed_files.values_list(*columns):
        files.setdefault(number, []).append(sha256)
        shown.setdefault(number, set()).add((name.rpartition("-")[2], pages))
    rows = copies.values_list(
        *("pk", "judging_code", "title", "summary", "sections", "confirmed_at"),
        "version__entry__field",
    )
    return {
        code: CopyUnderCode(
            digest_of_copy(title, summary, sections, files.get(number, [])),
            confirmed_at,
            field,
            shown.get(number, set()),
        )
        for number, code, title, summary, sections, confirmed_at, field in rows.iterator(500)
        if confirmed_at is not None
    }


class CopyUnderCode(NamedTuple):
    digest: str  # of its texts and files, see `digest_of_copy`
    sealed_at: datetime.datetime
    field_id: int | None
    files: set[tuple[str, int]]  # (place and kind, as in “1.pdf”, pages) of each


def digest_of_copy(title: str, summary: str, sections: list, files: Iterable[str]) -> str:
    """SHA-256 (hex) over what judges are given: the texts, and the SHA-256 of each file."""
    return chain.digest_of([title, summary, sections, sorted(files)])


def entries_under_seal(edition: Edition, at: datetime.datetime) -> QuerySet[Entry]:
    """Those of which a copy was in force at that moment."""
    not_voided = Q(voided_at=None) | Q(voided_at__gt=at)
    copies = Sealing.objects.filter(not_voided, confirmed_at__lte=at)
    return Entry.objects.in_edition(edition).filter(versions__sealing__in=copies)


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


def result_codes_of(codes: Collection[str]) -> dict[str, str]:
    """Judging code -> result code of these entries, also of those that have left since: no name.

    For the export of what was computed while they stood.
    """
    sealings = Sealing.objects.filter(judging_code__in=codes)
    return dict(sealings.values_list("judging_code", "result_code"))


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
