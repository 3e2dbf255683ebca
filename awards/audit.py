"""Whether judges were given what was sealed, and whether the result, its decisions and certificates
are what was computed, adopted and issued.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from awards import announce, decision, standings
from awards.certificates import layout, verify
from awards.models import AwardDecision, Certificate, Ratification, Revocation, Standing, Unsealing
from awards.ratification import counted_approvals, voices_digest
from competition.audit import compares, payloads, unmatched
from competition.audit_notes import holds
from competition.models import Edition
from foundation.jobs.models import OutboxEvent
from foundation.ledger import chain, reading
from judging.models import BlindedEntry, BlindedFile, Judge, Promotion, Ranking, Round
from submissions.models import Entry, Outcome, Sealing
from submissions.sealing import relations, sealing
from voting import whose
from voting.models import Candidate, TallyRow

# Compared of five thousand dossiers, not read.
_TEXTS_OF_ENTRY = ("version__entry__summary", "version__entry__answers")


holds("ratification.closed", "voices")
holds("decision.adopted", "signer")


@compares
def of_copies(edition: Edition) -> Iterator[str]:
    """What judges are given against the copies that were sealed, and who left against the lines."""
    sealed = sealing.copies_under_codes(edition)
    files: dict[int, list[str]] = {}
    shown: dict[int, set[tuple[str, int]]] = {}
    of_edition = BlindedFile.objects.filter(blinded_entry__round__edition=edition)
    columns = ("blinded_entry", "blinded_entry__code", "blob__sha256", "name", "pages")
    for number, code, sha256, name, pages in of_edition.values_list(*columns):
        files.setdefault(number, []).append(sha256)
        shown.setdefault(number, set()).add((name.removeprefix(f"{code}-"), pages))
    # Lines of before hold the code's digest; since then it stands beside them.
    left = set()
    for line, code in reading.texts_beside(edition.chain, "judging.entry_left"):
        left.add(line.get("code") or chain.digest_of(code))
    given = BlindedEntry.objects.filter(round__edition=edition)
    for copy in given.select_related("round__scheme").iterator(chunk_size=500):
        texts = (copy.title, copy.summary, copy.sections)
        digest = sealing.digest_of_copy(*texts, files.get(copy.pk, []))
        if copy.code not in sealed or sealed[copy.code].digest != digest:
            yield f"blinded entry {copy.pk}: is not the copy that was sealed"
        if copy.code in sealed and sealed[copy.code].files != shown.get(copy.pk, set()):
            yield f"blinded entry {copy.pk}: its files have other names or pages than were sealed"
        if copy.code in sealed and sealed[copy.code].field_id != copy.field_id:
            yield f"blinded entry {copy.pk}: is of another field than its dossier"
        if copy.byline and not copy.round.scheme.names_authors:
            yield f"blinded entry {copy.pk}: names its authors where the rules name none"
        has_left = copy.withdrawn_at is not None
        if has_left != (chain.digest_of(copy.code) in left):
            yield f"blinded entry {copy.pk}: the ledger does not say that it left, or came back"


@compares
def of_relations(edition: Edition) -> Iterator[str]:
    """What relates members to works today was found and kept, while their round is judged: a kept
    row that went with its conflict is told, and so is a profile that changed into a relation.
    """
    waiting = OutboxEvent.objects.filter(delivered_at=None, payload__edition=edition.pk)
    judged = edition.rounds.filter(state=Round.State.OPEN)
    seats = Judge.objects.filter(panel__round__in=judged, declined_at=None)
    if waiting.exists() or not seats.exists():
        return
    people = User.objects.filter(pk__in=seats.values("user"))
    for person, receipt, reason in relations.not_kept(people, edition):
        yield f"relation of person {person} with dossier {receipt} ({reason}): is not kept"


@compares
def of_candidates(edition: Edition) -> Iterator[str]:
    """What voters read against the copies that were sealed, and who left against the lines."""
    sealed = {
        copy.vote_code: copy
        for copy in Sealing.objects.filter(version__entry__edition=edition)
        .exclude(confirmed_at=None)
        .select_related("version__entry")
        .defer("sections", "version__content", *_TEXTS_OF_ENTRY)
        .iterator(chunk_size=500)
    }
    stayed = Promotion.objects.filter(
        ranking__round__edition=edition, ranking__superseded_at=None, goes_on=False
    )
    stay = set(stayed.values_list("code", flat=True))
    for candidate in Candidate.objects.in_edition(edition).iterator(chunk_size=500):
        copy = sealed.get(candidate.code)
        if copy is None:
            yield f"candidate {candidate.code}: no sealed copy stands behind it"
            continue
        if candidate.result_code != copy.result_code:
            yield f"candidate {candidate.code}: another result code than its copy's"
        has_words = candidate.title == copy.title and candidate.summary in ("", copy.summary)
        if not has_words or candidate.field_id != copy.version.entry.field_id:
            yield f"candidate {candidate.code}: is not the copy that was sealed"
        may_leave = (
            copy.voided_at or copy.version.entry.is_kept_from_vote or copy.judging_code in stay
        )
        if bool(candidate.withdrawn_at) != bool(may_leave):
            yield f"candidate {candidate.code}: left the vote, or stands in it, without a reason"
        if not whose.are_sealed(candidate.code, candidate.kept_from):
            yield f"candidate {candidate.code}: its people may vote for it"


@compares
def of_rounds(edition: Edition) -> Iterator[str]:
    """Everything that was sealed before a round was opened, or went on to it, is judged there."""
    copies = sealing.copies_under_codes(edition)
    due: dict[str, datetime.datetime] = {code: copy.sealed_at for code, copy in copies.items()}
    for judging_round in edition.rounds.order_by("order"):
        opened_at = judging_round.opened_at
        if opened_at is None:
            return
        given = set(judging_round.blinded_entries.values_list("code", flat=True))
        for code in due.keys() - given:
            if due[code] <= opened_at:
                yield f"round {judging_round.order}: a copy is gone that was to be judged"
        went_on = Promotion.objects.filter(
            ranking__round=judging_round, ranking__superseded_at=None, goes_on=True
        )
        due = dict.fromkeys(went_on.values_list("code", flat=True), opened_at)


@compares
def of_standings(edition: Edition) -> Iterator[str]:
    """The standing, who opened its seals and the committee's vote, against the ledger's lines."""
    stored = {standing.digest: "" for standing in Standing.objects.filter(edition=edition)}
    told = {line["digest"]: "" for line in payloads(edition, "standing.computed")}
    yield from unmatched("standing", stored, told)
    for standing in Standing.objects.filter(edition=edition):
        if standings.digest_of(standing) != standing.digest:
            yield f"standing {standing.pk}: its places are not those that were computed"
        yield from _of_whose_places(standing)
        yield from _of_what_they_rest_on(standing)
    opened = Unsealing.objects.filter(standing__edition=edition)
    stored = {unsealing.standing.digest: "" for unsealing in opened.select_related("standing")}
    told = {line["standing"]: "" for line in payloads(edition, "seals.opened")}
    yield from unmatched("opening of the seals of standing", stored, told)
    yield from _of_ratifications(edition)


def _of_what_they_rest_on(standing: Standing) -> Iterator[str]:
    """Council scores and votes against the ranking and the count."""
    ranking = Ranking.objects.decisive(standing.edition).first()
    scores = dict(ranking.rows.values_list("code", "score")) if ranking else {}
    counted = TallyRow.objects.filter(tally__edition=standing.edition)
    votes = {row.published_code: row.votes for row in counted}
    result_codes = sealing.result_codes_of(list(scores))
    for row in standing.rows.all():
        # Without a count every work has none; without a row in it, it was kept out.
        counts = votes.get(result_codes.get(row.code, "")) if votes else 0
        if row.council_score != scores.get(row.code):
            yield f"standing {standing.pk}: {row.code} has not the council's score"
        if votes and row.votes != counts:
            yield f"standing {standing.pk}: {row.code} has not the votes that were counted"
        if row.final_score != row.council_score + row.vote_points:
            yield f"standing {standing.pk}: {row.code} has not the sum of both"


def _of_whose_places(standing: Standing) -> Iterator[str]:
    """Who stands behind each code, once the seals are open, against the sealed copies."""
    rows = standing.rows.exclude(entry=None)
    behind = sealing.entries_behind(list(rows.values_list("code", flat=True)))
    for row in rows:
        if row.code not in behind or behind[row.code].pk != row.entry_id:
            yield f"standing {standing.pk}: {row.code} is said to be somebody else's"


def _of_ratifications(edition: Edition) -> Iterator[str]:
    """How many approved of each prize, and which voice was whose."""
    closed = Ratification.objects.filter(standing__edition=edition).exclude(closed_at=None)
    told = payloads(edition, "ratification.closed")
    votes = [counted_approvals(ratification) for ratification in closed]
    if votes != [line["approvals"] for line in told]:
        yield "the committee's vote: is not the one that was closed"
    for ratification, line in zip(closed, told, strict=False):
        if line.get("voices") not in (None, voices_digest(ratification)):
            yield "the committee's vote: a voice is not the one that was given"


@compares
def of_decisions(edition: Edition) -> Iterator[str]:
    """Decisions with their awards, and what was announced, against the ledger's lines."""
    decisions = list(edition.decisions.all())
    stored = {one.number: decision.digest_of(one.number, one.date, one.annex) for one in decisions}
    told = {line["number"]: line["digest"] for line in payloads(edition, "decision.adopted")}
    yield from unmatched("decision", stored, told)
    signed = {
        line["number"]: line["signer"]
        for line in payloads(edition, "decision.adopted")
        if "signer" in line
    }
    for one in decisions:
        if signed.get(one.number, decision.signer_digest(one)) != decision.signer_digest(one):
            yield f"decision {one.number}: is not signed by whom it was adopted with"
        if _given(one) != _listed(one):
            yield f"decision {one.number}: its awards are not those of its annex"
    announced = {one.number: "" for one in decisions if one.announced_at}
    told = {line["decision"]: "" for line in payloads(edition, "results.announced")}
    yield from unmatched("announcement of decision", announced, told)


def _given(adopted: AwardDecision) -> Counter[tuple]:
    awards = adopted.awards.select_related("entry", "tier")
    return Counter(
        (award.rank, award.tier.name, award.entry.receipt_number, f"{award.final_score:f}")
        for award in awards
    )


def _listed(adopted: AwardDecision) -> Counter[tuple]:
    return Counter(
        (line["rank"], line["prize"], line["receipt"], line["final_score"])
        for line in adopted.annex
    )


@compares
def of_certificates(edition: Edition) -> Iterator[str]:
    """Certificates and revocations against the ledger's lines."""
    issued = Certificate.objects.filter(award__decision__edition=edition)
    keys = Counter(key for line in payloads(edition, "certificates.issued") for key in line["keys"])
    for certificate in issued.select_related("award__tier").iterator(chunk_size=500):
        snapshot = certificate.snapshot
        is_its_own = snapshot.get("serial") == certificate.serial
        if not is_its_own or snapshot.get("prize") != certificate.award.tier.name:
            yield f"certificate {certificate.serial}: is not the one of its award"
        key = layout.render_key(certificate.snapshot)
        if key != certificate.render_key or not keys[key]:
            yield f"certificate {certificate.serial}: was not issued so"
        keys[key] -= 1
    for _key in (+keys).elements():
        yield "a certificate that was issued: is gone"
    revoked = Revocation.objects.filter(certificate__award__decision__edition=edition)
    told = {
        line["serial"]: line.get("reason", "") for line in payloads(edition, "certificate.revoked")
    }
    stored = {}
    for revocation in revoked.select_related("certificate"):
        serial = revocation.certificate.serial
        stored[serial] = verify.reason_digest(revocation) if told.get(serial) else ""
    yield from unmatched("revocation of certificate", stored, told)


@compares
def of_papers(edition: Edition) -> Iterator[str]:
    """Which file each decision and certificate leads to, against the lines that say which was made
    for it. A line that covers nobody is of before the ledger held the files.
    """
    told = {line["number"]: line["paper"] for line in payloads(edition, "decision.written")}
    adopted = reading.lines(edition.chain, "decision.adopted")
    due = {line.payload["number"] for line in adopted if line.nonce}
    papers = edition.decisions.values_list("number", "pdf__sha256")
    stored = {number: sha256 for number, sha256 in papers if number in due or number in told}
    yield from unmatched("paper of decision", stored, told)
    told = {}
    for line in payloads(edition, "certificates.made"):
        told |= line["files"]
    issued = reading.lines(edition.chain, "certificates.issued")
    due = {line.payload["decision"] for line in issued if line.nonce}
    files = Certificate.objects.filter(award__decision__edition=edition).exclude(pdf=None)
    stored = {
        serial: sha256
        for serial, sha256, number in files.values_list(
            "serial", "pdf__sha256", "award__decision__number"
        )
        if number in due or serial in told
    }
    yield from unmatched("file of certificate", stored, told)


@compares
def of_outcomes(edition: Edition) -> Iterator[str]:
    """What entrants read, against the standing and the decision that was announced last."""
    announced = list(edition.decisions.exclude(announced_at=None).order_by("announced_at"))
    written = Outcome.objects.filter(entry__edition=edition)
    if not announced:
        if written.exists():
            yield "outcomes: nothing was announced"
        return
    results = announce.results_of(announced[-1])
    for outcome in written.filter(entry__status=Entry.Status.SEALED).iterator(chunk_size=500):
        if _shown(outcome) != _due(results.get(outcome.entry_id, {})):
            yield f"outcome {outcome.pk}: does not follow from the decision"
    told: QuerySet[Entry] = Entry.objects.none()
    for one in announced:
        if one.announced_at:
            told = sealing.entries_under_seal(edition, one.announced_at)
            written = written.exclude(entry__in=told)
    # Who left after an announcement keeps the outcome that was told.
    for outcome in written:
        yield f"outcome {outcome.pk}: of a dossier that was not judged"
    without = told.filter(status=Entry.Status.SEALED, outcome=None)
    for number in without.values_list("pk", flat=True):
        yield f"outcome of entry {number}: is gone"


def _shown(outcome: Outcome) -> dict[str, Any]:
    return {name: getattr(outcome, name) for name in _due({})}


def _due(result: dict[str, Any]) -> dict[str, Any]:
    """The columns of an outcome, as they are written at the announcement."""
    nothing: dict[str, Any] = {
        "prize": "",
        "council_score": None,
        "vote_points": None,
        "final_score": None,
        "rank": None,
        "remarks": [],
    }
    return {"is_winner": bool(result.get("prize"))} | nothing | result
