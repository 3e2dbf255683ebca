"""Whether postings, what people wrote, and inspections are what the ledger says of them."""

from collections.abc import Iterator

from awards import complaints
from awards.models import Complaint, ComplaintAnswer, InspectionFile, Mandate, Posting
from competition.audit import compares, payloads, unmatched
from competition.models import Edition
from foundation.ledger import chain, reading


@compares
def of_postings(edition: Edition) -> Iterator[str]:
    """The list that hangs out, and until when."""
    rows = Posting.objects.filter(ratification__standing__edition=edition)
    stored = {row.digest: chain.canonical([row.closes_at]) for row in rows}
    told = {line["digest"]: f'["{line["until"]}"]' for line in payloads(edition, "list.posted")}
    yield from unmatched("posting", stored, told)


@compares
def of_complaints(edition: Edition) -> Iterator[str]:
    """What was filed, and what came of it."""
    rows = Complaint.objects.filter(edition=edition).select_related("entry", "writer")
    stored = {row.number: complaints.facts_of(row)["content"] for row in rows}
    filed = payloads(edition, "complaint.filed")
    yield from unmatched("complaint", stored, {line["number"]: line["content"] for line in filed})
    moments = {row.number: row.filed_at for row in rows}
    for line in reading.lines(edition.chain, "complaint.filed"):
        number = line.payload["number"]
        if moments.get(number, line.at) != line.at:
            yield f"complaint {number}: was filed at another moment"
    answers = ComplaintAnswer.objects.filter(complaint__edition=edition)
    given = {
        number: [outcome, chain.digest_of(text)]
        for number, outcome, text in answers.values_list("complaint__number", "outcome", "text")
    }
    said = payloads(edition, "complaint.answered")
    told = {line["number"]: [line["outcome"], line["text"]] for line in said}
    yield from unmatched("answer to complaint", given, told)


@compares
def of_mandates(edition: Edition) -> Iterator[str]:
    """Who inspects, by which paper and until when, as two people agreed; and which works."""
    ends = {}
    for line in reading.lines(edition.chain, "inspection.begun", "inspection.ended"):
        until = line.payload.get("until")
        ends[line.payload["request"]] = f'"{until}"' if until else chain.canonical(line.at)
    stored = {}
    for row in Mandate.objects.filter(edition=edition).select_related("joint"):
        about = row.joint.content
        if (row.inspector_id, row.paper) != (about["user"], about["paper"]):
            yield f"mandate {row.pk}: is not the one that two people agreed to"
        stored[row.joint_id] = chain.canonical(row.ends_at)
    yield from unmatched("mandate of request", stored, ends)
    begun = reading.lines(edition.chain, "inspection.begun")
    moments = {line.payload["request"]: line.at for line in begun}
    starts = Mandate.objects.filter(edition=edition).values_list("joint", "begins_at")
    yield from unmatched("beginning of the mandate of request", dict(starts), moments)
    files = InspectionFile.objects.filter(mandate__edition=edition)
    columns = ("number", "entry__receipt_number", "mandate__inspector", "opened_at")
    opened = {number: rest for number, *rest in files.values_list(*columns)}
    told = {}
    for line in reading.lines(edition.chain, "inspection.opened"):
        said = line.told
        told[said["number"]] = [said["entry"], line.actor_id, line.at]
    yield from unmatched("file of an inspection", opened, told)
