"""The two codes of a sealed copy are bound together in the ledger, and shown only with the result.

Whoever could exchange vote codes afterwards would give the votes of one work to another.
"""

import secrets
from collections.abc import Collection

from foundation.ledger import chain
from submissions.models import CodePair, Sealing


def commit(sealing: Sealing) -> str:
    """H(judging code, vote code, nonce) for the line of the sealing, in its transaction."""
    nonce = secrets.token_hex(32)
    digest = chain.digest_of([sealing.judging_code, sealing.vote_code, nonce])
    CodePair.objects.create(sealing=sealing, nonce=nonce, digest=digest)
    return digest


def nonces_of(codes: Collection[str]) -> dict[str, str]:
    """{judging code: the nonce of its pair}, for the export of the result."""
    pairs = CodePair.objects.filter(sealing__judging_code__in=codes)
    return dict(pairs.values_list("sealing__judging_code", "nonce"))
