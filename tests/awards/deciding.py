"""How a decision is adopted in tests."""

from awards import decision


def adopted(closed_by_the_committee, **words):
    """The decision on what was ratified."""
    usual = {"number": "16/QĐ-BTCCT", "signer_name": "Lê An", "signer_title": "TRƯỞNG BAN"}
    return decision.adopt(
        ratification=closed_by_the_committee.ratification,
        date=closed_by_the_committee.at(92).date(),
        by=closed_by_the_committee.cast.secretary,
        at=closed_by_the_committee.at(92),
        **usual | words,
    )
