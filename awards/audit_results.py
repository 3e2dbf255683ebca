"""Whether what stands beside places, prizes, decisions and certificates is what follows from them:
the columns that stand beside what the digests hold.
"""

import datetime
from collections.abc import Iterator

from accounts.permissions import Role
from awards import applied, decision
from awards.models import (
    AppliedCheck,
    AppliedReport,
    Certificate,
    Ratification,
    Standing,
)
from awards.ratification import required_approvals
from competition.audit import compares, unmatched
from competition.audit_notes import holds
from competition.models import Edition
from foundation.jobs.models import OutboxEvent
from foundation.ledger import reading
from judging.models import BlindedEntry
from submissions.models import Outcome, Sealing
from voting.models import Candidate

holds("use.reported", "publishes")


@compares
def of_titles_of_places(edition: Edition) -> Iterator[str]:
    """A place says the title under which its work was judged."""
    copies = BlindedEntry.objects.filter(round__edition=edition).order_by("round__order")
    titles = dict(copies.values_list("code", "title"))
    for standing in Standing.objects.filter(edition=edition):
        for code, title in standing.rows.values_list("code", "title"):
            if title != titles.get(code):
                yield f"standing {standing.pk}: {code} has not the title that was judged"


@compares
def of_kinds_and_embargoes(edition: Edition) -> Iterator[str]:
    """A copy is of the kind of its dossier, and voters read no more of it than its entrant allows;
    while an event is under way it may not have arrived.
    """
    copies = Sealing.objects.filter(version__entry__edition=edition).exclude(confirmed_at=None)
    names = dict(copies.values_list("judging_code", "version__entry__kind__name"))
    given = BlindedEntry.objects.filter(round__edition=edition, withdrawn_at=None).exclude(kind="")
    for number, code, kind in given.values_list("pk", "code", "kind"):
        if names.get(code, kind) != kind:
            yield f"blinded entry {number}: is of another kind than its dossier"
    waiting = OutboxEvent.objects.filter(delivered_at=None, payload__edition=edition.pk)
    if waiting.exists():
        return
    columns = ("vote_code", "version__entry__kind", "version__entry__embargo_until")
    entries = {code: (kind, until) for code, kind, until in copies.values_list(*columns)}
    candidates = Candidate.objects.in_edition(edition).filter(withdrawn_at=None)
    for code, *stands in candidates.values_list("code", "kind", "embargo_until"):
        if entries.get(code, tuple(stands)) != tuple(stands):
            yield f"candidate {code}: kind or embargo are not those of its dossier"


@compares
def of_majorities(edition: Edition) -> Iterator[str]:
    """How many approvals a prize needs: the share of all who sat on the committee then."""
    for row in Ratification.objects.filter(standing__edition=edition):
        seats = _committee_at(edition, row.opened_at)
        share = edition.ratification_numerator, edition.ratification_denominator
        if row.members != seats:
            yield f"the committee's vote: {row.members} members are counted, and {seats} sat on it"
        if row.required != required_approvals(row.members, *share):
            yield "the committee's vote: it needs not as many approvals as the rules say"


def _committee_at(edition: Edition, at: datetime.datetime) -> int:
    people = set()
    for line in reading.lines(edition.chain, "role.given", "role.taken"):
        said = line.told
        if said["role"] != Role.COMMITTEE or line.at > at:
            continue
        if line.verb == "role.given":
            people.add(said["person"])
        else:
            people.discard(said["person"])
    return len(people)


@compares
def of_moments_of_decisions(edition: Edition) -> Iterator[str]:
    """When each decision was announced, what it superseded, and when entrants were told."""
    told = {
        line.payload["decision"]: [line.at, line.payload.get("supersedes")]
        for line in reading.lines(edition.chain, "results.announced")
    }
    stored = {}
    last = None
    for one in edition.decisions.select_related("supersedes"):
        if one.digest != decision.digest_of(one.number, one.date, one.annex):
            yield f"decision {one.number}: its digest is not that of its annex"
        if one.announced_at:
            before = one.supersedes.number if one.supersedes else None
            stored[one.number] = [one.announced_at, before]
            last = max(last or one.announced_at, one.announced_at)
    yield from unmatched("moment and predecessor of decision", stored, told)
    moments = {line.at for line in reading.lines(edition.chain, "results.announced")}
    astray = Outcome.objects.filter(entry__edition=edition).exclude(announced_at__in=moments)
    for number in astray.values_list("pk", flat=True):
        yield f"outcome {number}: was not told then"


@compares
def of_what_certificates_honour(edition: Edition) -> Iterator[str]:
    """Whose certificate each is, and when it was issued, against what is printed on it."""
    told: dict[str, datetime.datetime] = {}
    for line in reading.lines(edition.chain, "certificates.issued"):
        told |= dict.fromkeys(line.payload["keys"], line.at)
    issued = Certificate.objects.filter(award__decision__edition=edition)
    related = ("award__decision", "award__entry", "author")
    for certificate in issued.select_related(*related).iterator(chunk_size=500):
        printed = certificate.snapshot
        award = certificate.award
        due = [award.decision.number, award.entry.title]
        if [printed.get("decision_number"), printed.get("title")] != due:
            yield f"certificate {certificate.serial}: honours another work than is printed on it"
        author = certificate.author
        if author and [author.entry_id, [author.full_name]] != [
            award.entry_id,
            printed.get("names"),
        ]:
            yield f"certificate {certificate.serial}: honours another author than is printed on it"
        if bool(author) != (printed.get("honours") == "author"):
            yield f"certificate {certificate.serial}: is not of the kind that is printed on it"
        if told.get(certificate.render_key) != certificate.issued_at:
            yield f"certificate {certificate.serial}: was not issued then"


@compares
def of_works_in_use(edition: Edition) -> Iterator[str]:
    """What was reported of works in use, whether it may be published, and what came of it."""
    told = {}
    publishes: dict[int, bool] = {}
    verdicts = {}
    verbs = ("use.reported", "use.publication", "use.confirmed", "use.declined")
    for line in reading.lines(edition.chain, *verbs):
        said = line.told
        if line.verb == "use.reported":
            told[said["report"]] = said["digest"]
        if line.verb == "use.publication" or "publishes" in said:
            publishes[said["report"]] = said["publishes"]
        if line.verb in ("use.confirmed", "use.declined"):
            verdicts[said["report"]] = [line.verb == "use.confirmed", said["digest"]]
    stored = {}
    reports = AppliedReport.objects.filter(award__decision__edition=edition)
    for report in reports:
        stored[report.pk] = applied.told_of(report)["digest"]
        if publishes.get(report.pk, report.publishes) != report.publishes:
            yield f"report {report.pk} of a work in use: is published, or not, against its entrant"
    yield from unmatched("report of a work in use", stored, told)
    checks = AppliedCheck.objects.filter(report__in=reports).select_related("report")
    checked = {
        check.report_id: [check.is_confirmed, applied.told_of(check.report)["digest"]]
        for check in checks
    }
    yield from unmatched("verdict on the report of a work in use", checked, verdicts)
