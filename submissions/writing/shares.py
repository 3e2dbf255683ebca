"""An author's share of the work, in per cent."""

from decimal import Decimal

from foundation.vietnamese.numbers import parse_decimal

WHOLE = Decimal(100)
_STEP = Decimal("0.01")  # the column has two places


def share_of(text: str) -> Decimal:
    """A share as it is typed, in hundredths. Raises ValueError when it is no number above 0 and up
    to 100, as it is written or as it is kept.
    """
    typed = parse_decimal(text)
    if not 0 < typed <= WHOLE:
        raise ValueError(text)
    share = typed.quantize(_STEP)
    if not share:
        raise ValueError(text)
    return share
