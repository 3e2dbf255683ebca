"""The stage of those who look at everything."""

from competition import audit
from competition.models import Correction
from competition.rulebook import digest_of_ruling
from foundation.ledger import chain
from tests.stages import stage


@stage()
def settled(awarded):
    """Everything is told, and the ledger holds the digest of the rules."""
    by, at = awarded.cast.secretary, awarded.at(96)
    decision = {"decision_number": "1/QĐ", "reason": "Sửa lỗi in", "changes": []}
    Correction.objects.create(edition=awarded.edition, by=by, at=at, **decision)
    line = {"decision": "1/QĐ", "changes": chain.digest_of([])}
    line["ruling"] = digest_of_ruling(awarded.edition)
    usual = {"at": at, "by": by, "text": "Sửa lỗi in"}
    chain.append(awarded.edition.chain, "rules.corrected", line, **usual)
    assert audit.faults(awarded.edition) == []
    return awarded
