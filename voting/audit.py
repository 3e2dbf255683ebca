"""Whether ballots and count are those of the ledger."""

from collections import Counter
from collections.abc import Iterator

from competition.audit import compares, payloads, unmatched
from competition.audit_notes import holds
from competition.models import Edition
from foundation.ledger import reading
from voting import booths, clusters, noting, objecting, tally
from voting.models import Ballot, Booth, Candidate, Objection, Tally, Voter

holds("tally.closed", "set_aside")
holds("ballot.objected", "ended")


@compares
def of_ballots(edition: Edition) -> Iterator[str]:
    """Ballots against the roots of their batches and the site's own marks; once they are
    counted, none is outside of a batch.
    """
    yield from noting.faults(edition)
    ballots = Ballot.objects.filter(candidate__edition=edition)
    strange = sum(not one.is_of_the_site for one in ballots.iterator(chunk_size=2000))
    if strange:
        yield f"ballots that the site did not cast: {strange}"
    if not payloads(edition, "ballots.voters_forgotten"):
        gone = Voter.objects.filter(edition=edition, user=None, booth=None).count()
        if gone:  # whose person would vote again under another name
            yield f"voters who are nobody before all are forgotten: {gone}"
    over = ballots.exclude(revoked_at=None)
    ended = sum(not one.is_ended_by_the_site for one in over.iterator(chunk_size=2000))
    if ended:
        yield f"ballots that the site did not end: {ended}"
    late = ballots.filter(noting.WAITING).count()
    if late and Tally.objects.filter(edition=edition).exists():
        yield f"ballots, or ends of them, that no line of the ledger covers: {late}"


@compares
def of_booths(edition: Edition) -> Iterator[str]:
    """Polling places against their lines, and the ballots of each box against its papers."""
    rows = Booth.objects.filter(edition=edition)
    stored = {row.pk: booths.facts_of(row)["facts"] for row in rows}
    told = {line["booth"]: line["facts"] for line in payloads(edition, "booth.set_up")}
    yield from unmatched("polling place", stored, told)
    joined = {row.pk: booths.digest_of(row) for row in rows if row.joined_at}
    lines = payloads(edition, "booth.joined")
    said = {line["booth"]: line["papers_digest"] for line in lines}
    yield from unmatched("box of polling place", joined, said)
    for row in rows:
        papers = booths.readings(row, row.first_keeper_id) if row.joined_at else {}
        given: dict[int, list[str]] = {}
        ballots = Ballot.objects.filter(voter__booth=row, revoked_at=None)
        for paper, code in ballots.values_list("voter__paper", "candidate__code"):
            given.setdefault(paper or 0, []).append(code)
        valid = {number: codes for number, codes in papers.items() if codes}
        if row.joined_at and booths.differences(row):
            yield f"polling place {row.pk}: its keepers have read papers otherwise"
        if {number: sorted(codes) for number, codes in given.items()} != valid:
            yield f"polling place {row.pk}: its ballots are not those of its papers"


@compares
def of_objections(edition: Edition) -> Iterator[str]:
    """What voters have said against rulings, with its moment."""
    rows = Objection.objects.filter(ballot__candidate__edition=edition).select_related("ballot")
    stored = {objecting.digest_of(row): row.at for row in rows}
    told = {}
    for line in reading.lines(edition.chain, "ballot.objected"):
        told[line.told["objection"]] = line.at
    yield from unmatched("objection", stored, told)


@compares
def of_rulings(edition: Edition) -> Iterator[str]:
    """Rulings on clusters against what two people agreed to, and their ballots."""
    yield from clusters.faults(edition)


@compares
def of_the_count(edition: Edition) -> Iterator[str]:
    """The count and its rows against the line of the close."""
    counted = list(Tally.objects.filter(edition=edition))
    closed = payloads(edition, "tally.closed")
    told = [line["digest"] for line in closed]
    if [one.digest for one in counted] != told:
        yield "the count: is not the one of the ledger"
    # Lines of counts before it was told how many ballots stood aside cover their rows otherwise.
    are_compared = all("set_aside" in line for line in closed)
    if are_compared and [tally.digest_of(one) for one in counted] != told:
        yield "the count: its rows are not those that were counted"
    for one in counted:
        yield from _of_what_stood_aside(one)
        yield from _of_its_codes(one)


def _of_what_stood_aside(counted: Tally) -> Iterator[str]:
    """How many ballots each row had set aside, against the ballots: the line says it of all works
    together, and nothing is set aside, restored or taken back after the close.
    """
    aside = Ballot.objects.filter(candidate__edition=counted.edition_id, revoked_at=None)
    aside = aside.exclude(quarantined_at=None).exclude(noted_in=None)
    of_code = Counter(aside.values_list("candidate__code", flat=True))
    for code, told in counted.rows.values_list("code", "set_aside"):
        if told != of_code[code]:
            yield f"the count: not as many ballots for {code} stood aside"


def _of_its_codes(counted: Tally) -> Iterator[str]:
    """The line covers the codes of the published result; in the vote a work has another one."""
    candidates = Candidate.objects.filter(edition=counted.edition_id)
    codes = dict(candidates.values_list("code", "result_code"))
    rows = counted.rows.exclude(result_code="")
    for code, result_code in rows.values_list("code", "result_code"):
        if codes.get(code) != result_code:
            yield f"the count: {code} is not the work that was counted as {result_code}"
