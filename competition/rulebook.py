"""What of an edition is a published rule, and its digest."""

from typing import Any

from competition.models import Edition
from foundation.ledger import chain

OF_THE_EDITION = "edition"  # names of parts beside the lists of an edition
OF_A_ROUND = "round-"


def digest_of_rules(edition: Edition) -> str:
    """SHA-256 (hex) of the edition's rules with everything that hangs on them."""
    return chain.digest_of(_rules(edition))


def digest_of_ruling(edition: Edition) -> str:
    """SHA-256 (hex) of what of the rules changes by a decision alone (see `FREE` of the models):
    a line of the ledger that publishes or changes rules holds it, and the rows must give it.
    """
    ruling, parts, schemes = _rules(edition)
    kept = {name: rows for name, rows in parts.items() if not _is_free(name)}
    return chain.digest_of([ruling, kept, schemes])


def _rules(edition: Edition) -> list[Any]:
    schemes = [scheme.serializable_data() for scheme in edition.schemes.order_by("order")]
    rules = Edition.objects.get(pk=edition.pk).serializable_data()
    ruling = {name: rules[name] for name in Edition.RULING}
    parts = {name: rows for name, rows in rules.items() if isinstance(rows, list)}
    return [ruling, parts, schemes]


def parts_of_rules(edition: Edition) -> dict[str, Any]:
    """The same that `digest_of_rules` covers, part by part: which one has changed can be told."""
    ruling, parts, _schemes = _rules(edition)
    rounds = {
        f"{OF_A_ROUND}{scheme.order}": scheme.serializable_data()
        for scheme in edition.schemes.order_by("order")
    }
    return {OF_THE_EDITION: ruling} | parts | rounds


def _is_free(name: str) -> bool:
    """The rows of this list change without a decision."""
    model = Edition._meta.get_field(name).related_model
    return "*" in getattr(model, "FREE", {})
