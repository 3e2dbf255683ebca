"""The blinded copy of an entry: prepared by the machine, confirmed by a person, voided by any later
change.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.permissions import is_secretariat
from competition import clock
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition, Phase
from competition.phases import has_closed
from foundation.jobs import work
from foundation.jobs.outbox import emit
from foundation.ledger import chain
from foundation.vault import store
from foundation.vault.models import Blob
from submissions import permissions
from submissions.models import BlindCopy, Entry, Redaction, SealedFile, Sealing
from submissions.sealing import blinding, relations


@transaction.atomic
def prepare(*, entry: Entry, by, at: datetime.datetime) -> Sealing:
    """Make the blinded texts and files of the accepted version, with the leak report; nothing
    reaches judges yet.

    Raises NotAllowed, WrongState (not accepted, or the deadline has not passed), Refused (a file
    that cannot be blinded).
    """
    entry = Entry.objects.select_for_update(of=("self",)).select_related("edition").get(pk=entry.pk)
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
    chain.publish_first(
        entry.edition.chain, "submission.closed", at=at
    )  # who notes it can show later that nothing came in afterwards
    version = entry.versions.first()
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
    return sealing


def blinded_texts(content: dict, known: list[blinding.Identity]) -> dict:
    """{"title", "summary", "sections", "leaks"} of a version's content; of the answers, only those
    that judges may see.
    """
    leaks: list[dict] = []

    def masked(text: str, where: str) -> str:
        result, hits = blinding.mask(text, known)
        leaks.extend({"what": hit.kind, "where": where, "page": None} for hit in hits)
        return result

    title, summary = masked(content["title"], "title"), masked(content["summary"], "summary")
    sections = [
        {
            "label": answer["label"],
            "label_en": answer["label_en"],
            "type": answer.get("type", ""),
            "text": masked(answer["answer"], answer["key"]),
        }
        for answer in content["answers"]
        if answer["judges_see"] and answer["answer"]
    ]
    return {"title": title, "summary": summary, "sections": sections, "leaks": leaks}


def digest_of(known: list[blinding.Identity], boxes: blinding.Boxes | None = None) -> str:
    """Under which a blinded copy is kept: it holds for these identities and these covered parts
    only.
    """
    names = sorted([identity.kind, identity.text] for identity in known)
    return chain.digest_of([names, sorted(boxes.items())] if boxes else names)


def boxes_on(entry: Entry) -> dict[int, blinding.Boxes]:
    """{blob id: what was covered by hand}."""
    found: dict[int, blinding.Boxes] = {}
    for row in Redaction.objects.filter(entry=entry):
        found.setdefault(row.blob_id, {}).setdefault(row.page, []).append(row.box)
    return found


def copy_of(
    blob: Blob, name: str, known: list[blinding.Identity], boxes: blinding.Boxes | None = None
) -> BlindCopy:
    """The blinded copy of a content, made once for the same known identities and covered parts; a
    refused one says why.
    """
    identities = digest_of(known, boxes)
    found = (
        BlindCopy.objects.select_related("copy").filter(blob=blob, identities=identities).first()
    )
    if found:
        return found
    try:
        made = blinding.blind(name, store.read(blob), known, boxes=boxes)
    except blinding.CannotBlind as reason:
        about = {"refused": str(reason)}
    else:
        report = {"removed": made.removed, "hits": made.hits, "eye": made.eye}
        about = {
            "copy": store.put(made.content, media_type=made.media_type),
            "suffix": made.suffix,
            "pages": made.pages,
            "report": report,
        }
    return BlindCopy.objects.get_or_create(blob=blob, identities=identities, defaults=about)[0]


def _seal_file(
    sealing: Sealing, file: dict, place: int, known, boxes: blinding.Boxes | None = None
) -> list[dict]:
    made = copy_of(Blob.objects.get(pk=file["blob"]), file["name"], known, boxes)
    if made.refused == "kind":  # films stay with the secretariat as evidence
        return [{"what": "kept", "where": file["name"], "page": None}]
    if made.refused:
        raise Refused(
            _("“%(name)s” cannot be blinded safely. Ask the entrant for another copy.")
            % {"name": file["name"]}
        )
    name = f"{sealing.judging_code}-{place}.{made.suffix}"
    SealedFile.objects.create(sealing=sealing, blob=made.copy, name=name, pages=made.pages)
    leaks = [
        {"what": hit["what"], "where": name, "page": hit["page"]} for hit in made.report["hits"]
    ]
    return leaks + [
        {"what": why, "where": name, "page": None} for why in made.report["eye"] if why != "found"
    ]


@transaction.atomic
def seal(*, sealing: Sealing, by, at: datetime.datetime) -> Sealing:
    """A person has looked at the blinded copy and lets it go to the judges. Raises NotAllowed,
    WrongState.
    """
    sealing = (
        Sealing.objects.select_for_update(of=("self",))
        .select_related("version__entry__edition")
        .get(pk=sealing.pk)
    )
    entry = Entry.objects.select_for_update().get(pk=sealing.version.entry_id)
    if not permissions.can_seal(by, entry):
        raise NotAllowed(_("Only the secretariat seals dossiers."))
    if sealing.confirmed_at or sealing.voided_at or entry.status != Entry.Status.ACCEPTED:
        raise WrongState(_("This copy is not waiting for confirmation."))
    sealing.confirmed_by, sealing.confirmed_at = by, at
    sealing.save(update_fields=["confirmed_by", "confirmed_at"])
    entry.status = Entry.Status.SEALED
    entry.save()
    chain.append(
        entry.edition.chain,
        "entry.sealed",
        {"code": chain.digest_of(sealing.judging_code)},
        at=at,
        by=by,
    )
    emit("entry.sealed", edition=entry.edition_id, sealing=sealing.pk)
    return sealing


@transaction.atomic
def unseal_for_changes(*, entry: Entry, reason: str, by, at: datetime.datetime) -> Entry:
    """Void the sealed copy of an entry whose content must change; its sheets leave every count.
    Raises as `seal`.
    """
    entry = Entry.objects.select_for_update(of=("self",)).select_related("edition").get(pk=entry.pk)
    if not permissions.can_seal(by, entry):
        raise NotAllowed(_("Only the secretariat unseals dossiers."))
    sealing = live_sealing(entry)
    if entry.status != Entry.Status.SEALED or sealing is None:
        raise WrongState(_("This dossier is not sealed."))
    if not reason.strip():
        raise Refused(_("Write the reason: it is kept with the dossier."))
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
    return entry


def live_sealing(entry: Entry) -> Sealing | None:
    """The sealing in force."""
    return (
        Sealing.objects.filter(version__entry=entry, voided_at=None)
        .exclude(confirmed_at=None)
        .first()
    )


def sealed_copy(sealing_id: int) -> tuple[Sealing, list[SealedFile], Entry]:
    """What the one door hands over. The caller copies texts, files and codes, never the entry."""
    sealing = Sealing.objects.select_related("version__entry__field", "version__entry__kind").get(
        pk=sealing_id
    )
    return sealing, list(sealing.files.all()), sealing.version.entry


def code_pairs(edition: Edition) -> dict[str, str]:
    """Judging code -> vote code of every sealed entry: no name, but both codes; for the standing
    alone.
    """
    rows = Sealing.objects.filter(version__entry__edition=edition, voided_at=None).exclude(
        confirmed_at=None
    )
    return dict(rows.values_list("judging_code", "vote_code"))


def entries_behind(codes: list[str]) -> dict[str, Entry]:
    """Judging code -> entry, for what comes after the seals: unsealing and announcement, and a
    round whose rules name the authors.
    """
    rows = Sealing.objects.filter(judging_code__in=codes).select_related("version__entry")
    return {sealing.judging_code: sealing.version.entry for sealing in rows}


def byline(entry: Entry) -> str:
    """The authors and their unit, for a round whose rules name them to the judges."""
    names = ", ".join(entry.authors.values_list("full_name", flat=True))
    return f"{names} – {entry.unit}" if entry.unit else names


def people_on_panels() -> list[User]:
    """Everyone with a panel seat."""
    seats = Membership.objects.filter(scope=Membership.Scope.PANEL).values("user")
    return list(User.objects.filter(pk__in=seats).select_related("unit").order_by("name_key"))


def related_people(copy: Sealing) -> list[tuple]:
    """(person, reasons in words) of everyone with a panel seat who is related to the sealed entry
    and not cleared.
    """
    people = {person.pk: person for person in people_on_panels()}
    reasons: dict[int, list[str]] = {}
    for relation in relations.find(people.values(), copy.version.entry.edition):
        if relation.judging_code == copy.judging_code:
            reasons.setdefault(relation.person_id, []).append(
                f"{relations.REASONS[relation.reason]} ({relation.through})"
            )
    return [(people[pk], found) for pk, found in reasons.items()]


@transaction.atomic
def prepare_all(*, edition: Edition, by, at: datetime.datetime) -> work.Job:
    """Ask the worker for the blinded copies of all accepted dossiers. Raises NotAllowed,
    WrongState.
    """
    if not is_secretariat(by, edition.pk):
        raise NotAllowed(_("Only the secretariat seals dossiers."))
    waiting = _without_copy(edition).count()
    if not waiting:
        raise WrongState(_("No accepted dossier is without a blinded copy."))
    return work.ask(
        "prepare_sealings",
        key=f"sealings:{edition.pk}:{at:%Y%m%d%H%M%S}",
        params={"edition": edition.pk, "by": by.pk},
        total=waiting,
        by=by,
    )


def _without_copy(edition: Edition):
    return (
        Entry.objects.in_edition(edition)
        .filter(status=Entry.Status.ACCEPTED)
        .exclude(versions__sealing__voided_at=None, versions__sealing__isnull=False)
    )


@work.handler("prepare_sealings")
def prepare_next(job) -> tuple[int, int]:
    """Prepare five copies; a dossier that cannot be blinded is left for a person to look at."""
    edition, by = (
        Edition.objects.get(pk=job.params["edition"]),
        User.objects.get(pk=job.params["by"]),
    )
    refused = set(job.params.get("refused", []))
    for entry in _without_copy(edition).exclude(pk__in=refused)[:5]:
        try:
            prepare(entry=entry, by=by, at=clock.now())
        except Refused:
            refused.add(entry.pk)
            job.params["refused"] = sorted(refused)
            job.save(update_fields=["params"])
    left = _without_copy(edition).exclude(pk__in=refused).count()
    return job.total - left, job.total


def seal_clean(*, edition: Edition, by, at: datetime.datetime) -> int:
    """Seal every prepared copy in which nothing at all was found; copies with a finding want a
    person's eye. Raises NotAllowed.
    """
    if not is_secretariat(by, edition.pk):
        raise NotAllowed(_("Only the secretariat seals dossiers."))
    prepared = Sealing.objects.filter(
        version__entry__edition=edition,
        confirmed_at=None,
        voided_at=None,
        version__entry__status=Entry.Status.ACCEPTED,
    )
    clean = [
        copy
        for copy in prepared.select_related("version__entry")
        if not copy.leaks and permissions.can_seal(by, copy.version.entry)
    ]
    for copy in clean:
        seal(sealing=copy, by=by, at=at)
    return len(clean)
