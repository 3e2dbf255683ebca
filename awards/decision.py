"""The award decision: number, date, signer and annex; superseded by a later one, never edited."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from awards import complaints, permissions, posting
from awards.models import Award, AwardDecision, Ratification, StandingRow
from awards.ratification import ratified_rows
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition
from competition.verbs import lock
from foundation.ledger import chain
from foundation.papers import pdf
from foundation.vault import store
from foundation.vault.models import Blob


@transaction.atomic
def adopt(
    *,
    ratification: Ratification,
    number: str,
    date: datetime.date,
    signer_name: str,
    signer_title: str,
    by: User,
    at: datetime.datetime,
) -> AwardDecision:
    """Adopt the decision on what was ratified, with its annex and its paper.

    Raises NotAllowed, WrongState, Refused.
    """
    ratification = lock(ratification, "standing__edition__contest")
    edition = ratification.standing.edition
    if not permissions.can_prepare(by, edition.pk):
        raise NotAllowed(_("Only the secretariat enters the decision."))
    if ratification.closed_at is None:
        raise WrongState(_("The committee's vote is not closed yet."))
    if missing := waits_for(ratification, at):
        raise WrongState(missing)
    if not number.strip() or not signer_name.strip():
        raise Refused(_("A decision needs its number and its signer."))
    if AwardDecision.objects.filter(number=number.strip()).exists():
        raise Refused(_("A decision with the number %(number)s exists.") % {"number": number})
    superseded = _announced_before(edition)
    winners = ratified_rows(ratification)
    annex = [_annex_line(row) for row in winners]
    digest = digest_of(number.strip(), date, annex)
    decision = AwardDecision.objects.create(
        edition=edition,
        number=number.strip(),
        date=date,
        signer_name=signer_name.strip(),
        signer_title=signer_title.strip(),
        annex=annex,
        digest=digest,
        adopted_by=by,
        adopted_at=at,
        supersedes=superseded,
    )
    _give_awards(decision, winners)
    adopted = {"number": decision.number, "digest": digest, "signer": signer_digest(decision)}
    chain.append(edition.chain, "decision.adopted", adopted, at=at, by=by)
    paper = _write_paper(decision)
    written = {"number": decision.number, "paper": paper.sha256}
    chain.append(edition.chain, "decision.written", written, at=at, by=by)
    return decision


def waits_for(ratification: Ratification, at: datetime.datetime) -> str:
    """What the decision waits for once the committee has voted, in words: the list is posted for
    the published days, and whoever wrote is answered. Empty when it may be adopted.
    """
    edition = ratification.standing.edition
    return posting.waits_for(ratification, at) or complaints.still_open(edition)


def digest_of(number: str, date: datetime.date, annex: list[dict[str, Any]]) -> str:
    """What the ledger keeps of a decision."""
    return chain.digest_of({"number": number, "date": date, "annex": annex})


def signer_digest(decision: AwardDecision) -> str:
    """What the ledger keeps of who signs."""
    return chain.digest_of([decision.number, decision.signer_title, decision.signer_name])


def _announced_before(edition: Edition) -> AwardDecision | None:
    """The decision in force, which the next one supersedes.

    Raises WrongState while it is waiting to be announced.
    """
    in_force = edition.decisions.filter(superseded_by=None).first()
    if in_force and in_force.announced_at is None:
        raise WrongState(
            _("Decision %(number)s is waiting to be announced.") % {"number": in_force.number}
        )
    return in_force


def _give_awards(decision: AwardDecision, winners: list[StandingRow]) -> None:
    Award.objects.bulk_create(
        Award(
            decision=decision,
            entry=row.entry,
            tier=row.tier,
            rank=row.rank,
            final_score=row.final_score,
        )
        for row in winners
    )


def _annex_line(row: StandingRow) -> dict[str, Any]:
    """A ratified prize as the annex lists it. Raises ValueError for a row without a prize."""
    if row.tier is None or row.entry is None:
        raise ValueError(f"{row} has no prize, or its seal is not open")
    return {
        "rank": row.rank,
        "prize": row.tier.name,
        "money": row.tier.money,
        "title": row.entry.title,
        "authors": [author.full_name for author in row.entry.authors.all()],
        "field": row.field.name,
        "final_score": str(row.final_score),
        "receipt": row.entry.receipt_number,
    }


def _write_paper(decision: AwardDecision) -> Blob:
    """The decision as PDF, with the ledger's head under it."""
    edition = decision.edition
    context = {
        "decision": decision,
        "edition": edition,
        "head": chain.head_of(edition.chain),
        # The paper says only what the edition has.
        "holds_vote": bool(edition.standing.formula.get("tally")),
        "pays_money": any(line["money"] for line in decision.annex),
    }
    with override("vi"):
        content = pdf.render("decision.html", context)
    paper = store.put(content, media_type="application/pdf")
    decision.pdf = paper
    decision.save(update_fields=["pdf"])
    return paper
