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


def certificates_due(decision) -> int:
    """One for each work; where several people made it, one for each of them besides."""
    authors = [award.entry.authors.count() for award in decision.awards.all()]
    return len(authors) + sum(count for count in authors if count > 1)
