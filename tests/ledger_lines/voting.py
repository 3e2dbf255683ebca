"""What the verbs of the public vote leave in the ledger."""

import hashlib
from datetime import timedelta

from competition import clock, joint_requests
from competition.models import Scheme
from submissions.models import CodePair
from tests.factories.voting import BallotFactory
from tests.ledger_lines.rows import beside, kept, leaves, leaves_none, sha
from tests.voting import aside
from voting import booths, casting, clusters, forgetting, intake, integrity, objecting, tally
from voting.models import Ballot, Candidate, Voter

SECRET = "a vote is secret and may be taken back; all of them stand under the root of the count"


def _candidates(r):
    return list(Candidate.objects.in_edition(r.edition).order_by("code"))


def _burst(r, candidate):
    """As many votes from one network as make a burst."""
    for number in range(integrity.BURST_SIZE):
        at = r.at(62) + timedelta(seconds=number)
        BallotFactory(candidate=candidate, cast_at=at, network="a1")


@leaves_none(SECRET, verb=casting.cast, on="judged")
def a_vote(r, call):
    call(candidate=_candidates(r)[0], by=r.cast.voters[0], at=r.at(62))


@leaves_none(SECRET, verb=casting.revoke, on="judged")
def a_vote_taken_back(r, call):
    usual = {"candidate": _candidates(r)[0], "by": r.cast.voters[0], "at": r.at(62)}
    casting.cast(**usual)
    call(**usual)


@leaves("ballots.quarantined", verb=integrity.scan, on="judged")
def set_aside(r, call):
    _burst(r, _candidates(r)[1])
    call(edition=r.edition, by=r.cast.secretary, at=r.at(63))
    digest = sha(sorted([ballot.receipt, ballot.nonce] for ballot in Ballot.objects.all()))
    yield "ballots.quarantined", {"count": integrity.BURST_SIZE, "aside": digest}


@leaves("ballots.quarantined", verb=integrity.set_incomplete_aside, on="judged")
def too_few_chosen(r, call):
    Scheme.objects.filter(edition=r.edition).update(ballot_rule="picks", ballot_number=2)
    ballot = BallotFactory(candidate=_candidates(r)[1], cast_at=r.at(62))
    call(edition=r.edition, by=r.cast.secretary, at=r.at(76))
    digest = sha([[ballot.receipt, ballot.nonce]])
    yield "ballots.quarantined", {"count": 1, "aside": digest}


@leaves_none("nothing was set aside", verb=integrity.scan, on="judged")
def nothing_suspicious(r, call):
    BallotFactory(candidate=_candidates(r)[0], cast_at=r.at(62), network="a1")
    call(edition=r.edition, by=r.cast.secretary, at=r.at(63))


@leaves("ballots.restored", verb=integrity.restore, on="judged")
def restored(r, call):
    candidate = _candidates(r)[1]
    _burst(r, candidate)
    usual = {"edition": r.edition, "by": r.cast.secretary}
    integrity.scan(at=r.at(63), **usual)
    reason = " Một trường học "
    call(candidate_code=candidate.code, reason=reason, at=r.at(64), **usual)
    # Neither the work nor how many ballots; the reason stands beside the line.
    yield "ballots.restored", {"aside": ""} | kept("ballots.restored", reason.strip())


def _about(r, candidate) -> dict:
    """What becomes of the cluster, as it is asked for."""
    return {"edition": r.edition, "code": candidate.code, "network": "a1", "counts": True}


def _beside_of(candidate) -> dict:
    receipts = sorted(Ballot.objects.values_list("receipt", flat=True))
    cluster = {"code": candidate.code, "network": "a1", "counts": True}
    return beside(content=sha(cluster | {"ballots": sha(receipts)}))


@leaves("joint.asked", verb=clusters.ask, on="judged")
def a_ruling_asked_for(r, call):
    candidate = _candidates(r)[1]
    _burst(r, candidate)
    usual = {"by": r.cast.secretary, "at": r.at(64)}
    integrity.scan(edition=r.edition, **usual)
    joint = call(reason="Một trường học", **_about(r, candidate), **usual)
    line = {"kind": "ballot_cluster", "request": joint.pk}
    yield "joint.asked", line | _beside_of(candidate)


@leaves("ballots.restored", "joint.agreed", verb=joint_requests.agree, on="judged")
def a_ruling_agreed_to(r, call):
    candidate = _candidates(r)[1]
    _burst(r, candidate)
    usual = {"by": r.cast.secretary, "at": r.at(64)}
    integrity.scan(edition=r.edition, **usual)
    joint = clusters.ask(reason="Một trường học", **_about(r, candidate), **usual)
    call.in_the_name_of["ballots.restored"] = r.cast.secretary
    call(joint=joint, by=r.cast.second, at=r.at(64))
    yield "ballots.restored", {"aside": ""} | kept("ballots.restored", "Một trường học")
    line = {"kind": "ballot_cluster", "request": joint.pk}
    yield "joint.agreed", line | _beside_of(candidate)


@leaves("ballots.noted", "tally.closed", verb=tally.close, on="judged", gates=("tally.closed",))
def counted(r, call):
    candidates = _candidates(r)
    _burst(r, candidates[1])
    integrity.scan(edition=r.edition, by=r.cast.secretary, at=r.at(63))
    aside.settled(r.edition)
    for number, candidate in enumerate(candidates):
        BallotFactory.create_batch(number, candidate=candidate, cast_at=r.at(64))
        BallotFactory(candidate=candidate, cast_at=r.at(64), revoked_at=r.at(65))
    call(edition=r.edition, by=r.cast.secretary, at=r.at(75.8))
    rows = sorted([candidate.result_code, number] for number, candidate in enumerate(candidates))
    counting = [
        ballot.receipt
        for ballot in Ballot.objects.all()
        if ballot.revoked_at is None and ballot.quarantined_at is None
    ]
    leaves_of_batch = []
    for ballot in Ballot.objects.select_related("candidate"):
        seal = sha([ballot.candidate.result_code, ballot.nonce])
        leaves_of_batch.append(sha([ballot.receipt, seal]))
        if ballot.revoked_at:
            leaves_of_batch.append(sha(["ended", ballot.receipt]))
    ended = Ballot.objects.exclude(revoked_at=None).count()
    noted = {"cast": Ballot.objects.count(), "ended": ended}
    yield "ballots.noted", noted | {"root": _root(sorted(leaves_of_batch))}
    told = {"set_aside": integrity.BURST_SIZE, "root": _root(sorted(counting))}
    yield "tally.closed", told | {"digest": sha(told | {"rows": rows})}


@leaves("ballots.networks_forgotten", verb=forgetting.forget_networks, on="voted")
def networks_forgotten(r, call):
    known = Ballot.objects.exclude(network="").count()
    call(edition=r.edition, at=r.at(200))
    yield "ballots.networks_forgotten", {"count": known}


@leaves("ballots.voters_forgotten", verb=forgetting.forget_voters, on="voted")
def voters_forgotten(r, call):
    known = Voter.objects.count()
    call(edition=r.edition, at=r.at(200))
    yield "ballots.voters_forgotten", {"count": known}


@leaves("pairs.bound", verb=intake.apply, on="entered")
def codes_bound(r, call):
    """Once the councils are through; in the order of digests, which tells of no sealing."""
    with clock.set_to(r.at(61)):
        call("judging.ended", {"edition": r.edition.pk})
    digests = sorted(CodePair.objects.values_list("digest", flat=True))
    yield "pairs.bound", {"count": len(digests), "root": _root(digests)}


def _root(leaves: list[str]) -> str:
    """The root over receipts: a leaf is H(0, leaf), a node H(1, left, right), and the left subtree
    holds the greatest power of two below the number of leaves.
    """
    return _over([hashlib.sha256(b"\x00" + leaf.encode()).digest() for leaf in leaves]).hex()


def _over(hashes: list[bytes]) -> bytes:
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return hashlib.sha256(b"\x01" + _over(hashes[:split]) + _over(hashes[split:])).digest()


@leaves("ballot.objected", verb=objecting.object_to, on="judged")
def objected(r, call):
    _burst(r, _candidates(r)[1])
    integrity.scan(edition=r.edition, by=r.cast.secretary, at=r.at(63))
    ballot = Ballot.objects.select_related("voter__user").first()
    call.in_the_name_of["ballot.objected"] = None
    call(ballot=ballot, text=" Lớp học ", by=ballot.voter.user, at=r.at(64))
    yield "ballot.objected", beside(ended=0, objection=sha([ballot.receipt, "Lớp học"]))


def _box(r):
    day = r.at(62).date()
    keepers = {"first": r.cast.secretary, "second": r.cast.second}
    usual = {"edition": r.edition, "place": "Trường THCS", "by": r.cast.secretary}
    return booths.set_up(**usual, **keepers, day=day, at=r.at(61))


@leaves("booth.set_up", verb=booths.set_up, on="judged")
def a_booth(r, call):
    day = r.at(62).date()
    keepers = {"first": r.cast.secretary, "second": r.cast.second}
    usual = {"edition": r.edition, "place": " Trường THCS ", "by": r.cast.secretary}
    box = call(**usual, **keepers, day=day, at=r.at(61))
    facts = ["Trường THCS", day.isoformat(), r.cast.secretary.pk, r.cast.second.pk]
    yield "booth.set_up", {"booth": box.pk} | beside(facts=sha(facts))


TYPED = "two readings of a box are compared, and stand in the line of its joining"


def _papers(r, box):
    code = _candidates(r)[0].code
    for keeper in (r.cast.secretary, r.cast.second):
        usual = {"booth": box, "by": keeper, "at": r.at(62)}
        booths.key_in(serial=1, codes=[code], **usual)
        booths.key_in(serial=2, codes=[], **usual)
        booths.finish(**usual)
    return code


@leaves_none(TYPED, verb=booths.key_in, on="judged")
def a_paper(r, call):
    call(booth=_box(r), serial=1, codes=[], by=r.cast.secretary, at=r.at(62))


@leaves_none(TYPED, verb=booths.strike, on="judged")
def a_paper_struck(r, call):
    usual = {"booth": _box(r), "serial": 1, "by": r.cast.secretary, "at": r.at(62)}
    booths.key_in(codes=[], **usual)
    call(**usual)


@leaves_none(TYPED, verb=booths.finish, on="judged")
def a_box_finished(r, call):
    call(booth=_box(r), by=r.cast.secretary, at=r.at(62))


@leaves("booth.joined", verb=booths.join, on="judged")
def a_box_joined(r, call):
    box = _box(r)
    code = _papers(r, box)
    call(booth=box, by=r.cast.secretary, at=r.at(62))
    told = {"booth": box.pk, "papers": 2, "valid": 1}
    yield "booth.joined", told | beside(papers_digest=sha([[1, [code]], [2, []]]))
