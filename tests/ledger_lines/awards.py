"""What the verbs of the result leave in the ledger."""

import datetime
import hashlib
from decimal import Decimal

from awards import (
    announce,
    applied,
    bundle,
    complaints,
    decision,
    inspection,
    inspectors,
    posting,
    ratification,
    standings,
    unsealing,
)
from awards.certificates import issue, verify
from awards.models import Certificate, ComplaintAnswer, Mandate, Ratification
from competition import joint_requests
from competition.models import Edition
from foundation.jobs.drain import drain
from foundation.jobs.models import Job
from foundation.ledger.models import Head
from foundation.vault import store
from foundation.vietnamese.calendar import add_working_days
from judging.models import Ranking
from submissions.models import Entry
from tests.factories.accounts import UserFactory
from tests.ledger_lines.rows import beside, leaves, leaves_none, sha
from voting.models import Ballot, Tally

BALLOT = "each choice may be changed until the close, whose line counts them"


def standing_of(r):
    return standings.compute(edition=r.edition, by=r.cast.secretary, at=r.at(76))


@leaves("standing.computed", verb=standings.compute, on="voted")
def stood(r, call):
    standing = call(edition=r.edition, by=r.cast.secretary, at=r.at(76))
    ranking = Ranking.objects.get(round__edition=r.edition)
    counted = Tally.objects.get(edition=r.edition)
    formula = {"scheme": ranking.scheme, "ranking": ranking.digest, "tally": counted.digest}
    tiers = [
        [tier.pk, tier.name, tier.count, tier.per_field_cap, str(tier.minimum_score)]
        for tier in r.edition.tiers.all()
    ]
    lines = [
        [row.code, row.field_id, row.final_score, row.rank, row.tier_id]
        for row in standing.rows.order_by("pk")
    ]
    digest = sha({"formula": formula, "tiers": tiers, "lines": lines})
    heads = Head.objects.filter(chain__name=r.edition.chain).order_by("number")
    told = sha([[head.number, head.digest] for head in heads])
    yield "standing.computed", {"digest": digest, "heads": told}


def opening(standing, joint) -> dict:
    content = sha({"standing": standing.pk})
    return {"kind": "unsealing", "request": joint.pk} | beside(content=content)


@leaves("joint.asked", verb=unsealing.ask, on="voted")
def opening_asked_for(r, call):
    standing = standing_of(r)
    joint = call(standing=standing, by=r.cast.secretary, at=r.at(76))
    yield "joint.asked", opening(standing, joint)


@leaves("seals.opened", "joint.agreed", verb=joint_requests.agree, on="voted")
def opened(r, call):
    standing = standing_of(r)
    joint = unsealing.ask(standing=standing, by=r.cast.secretary, at=r.at(76))
    call(joint=joint, by=r.cast.second, at=r.at(77))
    yield "seals.opened", {"standing": standing.digest, "entries": len(r.works)}
    yield "joint.agreed", opening(standing, joint)


def opened_standing(r):
    standing = standing_of(r)
    asked = unsealing.ask(standing=standing, by=r.cast.secretary, at=r.at(76))
    joint_requests.agree(joint=asked, by=r.cast.second, at=r.at(76))
    return standing


def ballot_of(r) -> Ratification:
    usual = {"by": r.cast.secretary, "at": r.at(77)}
    return ratification.open_ballot(standing=opened_standing(r), **usual)


@leaves_none(BALLOT, verb=ratification.open_ballot, on="voted")
def put_before_the_committee(r, call):
    call(standing=opened_standing(r), by=r.cast.secretary, at=r.at(77))


@leaves_none(BALLOT, verb=ratification.vote, on="voted")
def a_member_votes(r, call):
    ballot = ballot_of(r)
    row = ballot.standing.rows.exclude(tier=None).first()
    call(ratification=ballot, choices={row.pk: True}, by=r.cast.committee[0], at=r.at(77))


@leaves("ratification.closed", verb=ratification.close, on="voted", gates=("ratification.closed",))
def ratified(r, call):
    ballot = ballot_of(r)
    rows = list(ballot.standing.rows.exclude(tier=None))
    # The first row is approved by one member less than the second, and so on, down to none.
    for place, member in enumerate(r.cast.committee[:6]):
        choices = {row.pk: place > number for number, row in enumerate(rows)}
        ratification.vote(ratification=ballot, choices=choices, by=member, at=r.at(77))
    call(ratification=ballot, by=r.cast.secretary, at=r.at(78))
    approvals = sorted([row.code, max(0, 5 - number)] for number, row in enumerate(rows))
    at = r.at(77).astimezone(datetime.UTC).isoformat(timespec="microseconds")
    voices = [
        [row.code, member.pk, place > number, at]
        for place, member in enumerate(r.cast.committee[:6])
        for number, row in enumerate(rows)
    ]
    # At least 2/3 of 7.
    line = {"required": 5, "approvals": approvals, "voices": sha(sorted(voices))}
    yield "ratification.closed", line


def _paper(r):
    return {
        "number": " 9999/QĐ-BTCCT ",
        "date": r.at(95).date(),
        "signer_name": "Lê An",
        "signer_title": "PHÓ TRƯỞNG BAN",
        "by": r.cast.secretary,
        "at": r.at(95),
    }


def second_decision(r):
    return decision.adopt(ratification=r.standing.ratification, **_paper(r))


@leaves("decision.adopted", "decision.written", verb=decision.adopt, on="awarded")
def adopted(r, call):
    adopted = call(ratification=r.standing.ratification, **_paper(r))
    annex = []
    for row in r.standing.rows.exclude(tier=None).order_by("rank", "code"):
        annex.append(
            {
                "rank": row.rank,
                "prize": row.tier.name,
                "money": row.tier.money,
                "title": row.entry.title,
                "authors": [author.full_name for author in row.entry.authors.all()],
                "field": row.field.name,
                "final_score": str(row.final_score),
                "receipt": row.entry.receipt_number,
            }
        )
    number = "9999/QĐ-BTCCT"
    digest = sha({"number": number, "date": r.at(95).date(), "annex": annex})
    signer = sha([number, "PHÓ TRƯỞNG BAN", "Lê An"])
    yield "decision.adopted", {"number": number, "digest": digest, "signer": signer}
    paper = hashlib.sha256(store.read(adopted.pdf)).hexdigest()
    yield "decision.written", {"number": number, "paper": paper}


@leaves("results.announced", verb=announce.announce, on="awarded", gates=("results.announced",))
def announced(r, call):
    call(decision=second_decision(r), by=r.cast.secretary, at=r.at(96))
    told = {"decision": "9999/QĐ-BTCCT", "supersedes": r.decision.number}
    yield "results.announced", told


@leaves("certificates.issued", verb=issue.issue, on="awarded")
def issued(r, call):
    later = second_decision(r)
    announce.announce(decision=later, by=r.cast.secretary, at=r.at(96))
    call(decision=later, by=r.cast.secretary, at=r.at(97))
    certificates = Certificate.objects.filter(award__decision=later).order_by("serial")
    keys = [certificate.render_key for certificate in certificates]
    yield "certificates.issued", {"decision": "9999/QĐ-BTCCT", "keys": keys}


@leaves_none("it goes on where it stopped", verb=issue.issue, on="awarded")
def issued_again(r, call):
    call(decision=r.decision, by=r.cast.secretary, at=r.at(97))
    drain()


@leaves("certificates.stopped", verb=issue.stop, on="awarded")
def making_stopped(r, call):
    Job.objects.filter(key=issue.job_key(r.decision)).update(state=Job.State.RUNNING)
    call(decision=r.decision, by=r.cast.secretary, at=r.at(97))
    yield "certificates.stopped", {"decision": r.decision.number}


@leaves("certificate.revoked", verb=verify.revoke, on="awarded")
def revoked(r, call):
    certificate = Certificate.objects.filter(award__decision=r.decision).last()
    call(certificate=certificate, reason="Kê khai sai", by=r.cast.secretary, at=r.at(97))
    reason = sha([certificate.serial, "Kê khai sai"])
    yield "certificate.revoked", {"serial": certificate.serial, "reason": reason}


@leaves("joint.asked", verb=inspection.ask, on="awarded")
def choices_asked_for(r, call):
    inspector = {"inspector": "Trần Thanh Tra"}
    usual = {"edition": r.edition, "by": r.cast.secretary, "at": r.at(97)}
    joint = call(reason="Có đơn khiếu nại", **inspector, **usual)
    content = sha(inspector)
    yield "joint.asked", {"kind": "vote_choices", "request": joint.pk} | beside(content=content)


@leaves("choices.handed", "joint.agreed", verb=joint_requests.agree, on="awarded")
def choices_handed_over(r, call):
    inspector = {"inspector": "Trần Thanh Tra"}
    asked = {"edition": r.edition, "by": r.cast.secretary, "at": r.at(97)}
    joint = inspection.ask(reason="Có đơn khiếu nại", **inspector, **asked)
    call(joint=joint, by=r.cast.second, at=r.at(97))
    lines = ""
    voters: list[object] = []
    for ballot in Ballot.objects.select_related("candidate").order_by("receipt"):
        aside = "true" if ballot.quarantined_at else "false"
        if ballot.voter_id not in voters:
            voters.append(ballot.voter_id)
        voter = voters.index(ballot.voter_id) + 1
        code = ballot.candidate.result_code
        lines += f'["{ballot.receipt}","{code}","{ballot.nonce}",{aside},{voter}]\n'
    sha256 = hashlib.sha256(lines.encode()).hexdigest()
    yield "choices.handed", {"request": joint.pk, "sha256": sha256}
    content = sha(inspector)
    yield "joint.agreed", {"kind": "vote_choices", "request": joint.pk} | beside(content=content)


USE = {
    "place": "Hợp tác xã Chè Đồi Xanh",
    "unit": None,
    "since": datetime.date(2030, 1, 2),
    "indicator": "Nước tưới mỗi vụ",
    "measure": "m³ mỗi sào",
    "before": Decimal(100),
    "after": Decimal("62.5"),
    "publishes": False,
}


def told_of_use(made) -> dict:
    said = [made.award_id, "Hợp tác xã Chè Đồi Xanh", None, "2030-01-02"]
    numbers = ["Nước tưới mỗi vụ", "m³ mỗi sào", "100.00", "62.50"]
    return {"report": made.pk, "digest": sha([*said, *numbers])}


def reported_use(r):
    award = r.decision.awards.first()
    return applied.report_use(award=award, by=award.entry.owner, at=r.at(200), **USE)


@leaves("use.reported", verb=applied.report_use, on="awarded")
def use_reported(r, call):
    award = r.decision.awards.first()
    made = call(award=award, by=award.entry.owner, at=r.at(200), **USE)
    yield "use.reported", told_of_use(made) | {"publishes": made.publishes}


@leaves("use.publication", verb=applied.set_publication, on="awarded")
def use_published(r, call):
    made = reported_use(r)
    call(report=made, publishes=True, by=made.by, at=r.at(201))
    yield "use.publication", {"report": made.pk, "publishes": True}


@leaves("use.confirmed", verb=applied.confirm, on="awarded")
def use_confirmed(r, call):
    made = reported_use(r)
    call(report=made, by=r.cast.secretary, at=r.at(201))
    yield "use.confirmed", told_of_use(made)


@leaves("use.declined", verb=applied.decline, on="awarded")
def use_declined(r, call):
    made = reported_use(r)
    call(report=made, reason="Không có ở xã", by=r.cast.secretary, at=r.at(201))
    yield "use.declined", told_of_use(made)


@leaves_none("it only reads", verb=bundle.as_zip, on="awarded")
def exported(r, call):
    call(edition=r.edition, by=r.cast.secretary)


def hung(r):
    """The rules know a posting of five working days, and the list hangs."""
    Edition.objects.filter(pk=r.edition.pk).update(posting_days=5)
    ballot = r.standing.ratification
    ballot.standing.edition.refresh_from_db()
    return posting.put_up(ratification=ballot, by=r.cast.secretary, at=r.at(94))


@leaves("list.posted", verb=posting.put_up, on="awarded")
def posted(r, call):
    Edition.objects.filter(pk=r.edition.pk).update(posting_days=5)
    ballot = r.standing.ratification
    call(ratification=ballot, by=r.cast.secretary, at=r.at(94))
    last = add_working_days(r.at(94).date(), 5) + datetime.timedelta(days=1)
    midnight = datetime.datetime.combine(last, datetime.time(), tzinfo=r.at(94).tzinfo)
    until = midnight.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    rows = r.standing.rows.exclude(tier=None).order_by("rank", "code")
    listed = [[row.code, row.tier_id] for row in rows]
    yield "list.posted", {"digest": sha(listed), "until": until}


COMPLAINT = {"kind": "complaint", "subject": "score", "text": "Cộng thiếu điểm"}


def filing(complaint, receipt: str, writer: int) -> dict:
    due = complaint.due.isoformat()
    content = ["complaint", "score", receipt, [], "Cộng thiếu điểm", due, writer]
    return {"number": complaint.number, "due": due} | beside(content=sha(content))


@leaves("complaint.filed", verb=complaints.file_about_own, on="awarded")
def an_entrant_complains(r, call):
    entry = Entry.objects.get(pk=r.works[0].entry.pk)
    one = call(entry=entry, by=entry.owner, at=r.at(94), **COMPLAINT)
    yield "complaint.filed", filing(one, entry.receipt_number, entry.owner_id)


@leaves("complaint.filed", verb=complaints.file_from_list, on="awarded")
def somebody_complains(r, call):
    hung(r)
    one = call(edition=r.edition, by=r.cast.voters[0], at=r.at(95), **COMPLAINT)
    yield "complaint.filed", filing(one, "", r.cast.voters[0].pk)


def complained(r):
    entry = r.works[0].entry
    return complaints.file_about_own(entry=entry, by=entry.owner, at=r.at(94), **COMPLAINT)


@leaves("complaint.answered", verb=complaints.answer, on="awarded")
def a_complaint_answered(r, call):
    one = complained(r)
    outcome = ComplaintAnswer.Outcome.REJECTED
    call(complaint=one, outcome=outcome, text="Đã cộng đúng", by=r.cast.secretary, at=r.at(95))
    told = {"number": one.number, "outcome": "rejected"}
    yield "complaint.answered", told | beside(text=sha("Đã cộng đúng"))


@leaves("complaint.answered", verb=complaints.take_back, on="awarded")
def a_complaint_taken_back(r, call):
    one = complained(r)
    call.in_the_name_of["complaint.answered"] = None
    call(complaint=one, by=r.works[0].entry.owner, at=r.at(95))
    told = {"number": one.number, "outcome": "taken_back"}
    yield "complaint.answered", told | beside(text=sha(""))


@leaves("complaint.writer_read", verb=complaints.writer_of, on="awarded")
def a_writer_read(r, call):
    hung(r)
    words = COMPLAINT | {"kind": "denunciation"}
    usual = {"edition": r.edition, "by": r.cast.voters[0], "at": r.at(95)}
    one = complaints.file_from_list(**usual, **words)
    call(complaint=one, by=r.cast.committee[0], at=r.at(95))
    yield "complaint.writer_read", {"number": one.number}


@leaves_none("the secretariat reads who wrote", verb=complaints.writer_of, on="awarded")
def a_writer_known(r, call):
    call(complaint=complained(r), by=r.cast.secretary, at=r.at(95))


def inspection_content(r) -> dict:
    UserFactory(email="thanh-tra@example.vn")
    until = r.at(96).date()
    return {
        "edition": r.edition,
        "email": "thanh-tra@example.vn",
        "paper": "12/QĐ-TTr",
        "until": until,
        "reason": "Có tố cáo",
        "by": r.cast.secretary,
        "at": r.at(95),
    }


@leaves("joint.asked", verb=inspectors.ask, on="awarded")
def an_inspector_asked_for(r, call):
    asked = inspection_content(r)
    joint = call(**asked)
    content = {"user": joint.content["user"], "paper": "12/QĐ-TTr"}
    content["until"] = asked["until"].isoformat()
    line = {"kind": "inspector", "request": joint.pk}
    yield "joint.asked", line | beside(content=sha(content))


@leaves("inspection.begun", "joint.agreed", verb=joint_requests.agree, on="awarded")
def an_inspector_let_in(r, call):
    joint = inspectors.ask(**inspection_content(r))
    call(joint=joint, by=r.cast.second, at=r.at(95))
    night = datetime.datetime.combine(r.at(96).date(), datetime.time(23, 59), r.at(96).tzinfo)
    until = night.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    yield "inspection.begun", {"request": joint.pk, "until": until}
    line = {"kind": "inspector", "request": joint.pk}
    yield "joint.agreed", line | beside(content=sha(joint.content))


def mandated(r) -> Mandate:
    joint = inspectors.ask(**inspection_content(r))
    joint_requests.agree(joint=joint, by=r.cast.second, at=r.at(95))
    return Mandate.objects.get(joint=joint)


@leaves("inspection.ended", verb=inspectors.end, on="awarded")
def a_mandate_ended(r, call):
    mandate = mandated(r)
    call(mandate=mandate, by=r.cast.secretary, at=r.at(95.5))
    yield "inspection.ended", {"request": mandate.joint_id}


@leaves("inspection.opened", verb=inspectors.open_file, on="awarded")
def a_file_opened(r, call):
    mandate, entry = mandated(r), Entry.objects.get(pk=r.works[0].entry.pk)
    file = call(mandate=mandate, entry=entry, by=mandate.inspector, at=r.at(95.5))
    told = {"number": file.number}
    yield "inspection.opened", told | beside(entry=entry.receipt_number)


@leaves("inspection.read", verb=inspectors.read, on="awarded")
def a_file_read(r, call):
    mandate, entry = mandated(r), r.works[0].entry
    usual = {"by": mandate.inspector, "at": r.at(95.5)}
    file = inspectors.open_file(mandate=mandate, entry=entry, **usual)
    call(file=file, **usual)
    yield "inspection.read", {"number": file.number}
