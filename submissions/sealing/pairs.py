"""The two codes of a sealed copy are bound together in the ledger, and shown only with the result.

Whoever could exchange vote codes afterwards would give the votes of one work to another.
"""

import secrets
from collections.abc import Collection

from foundation.ledger import chain
from submissions.models import CodePair, Sealing


def commit(sealing: Sealing) -> dict[str, str]:
    """What the line of the sealing holds, in its transaction: `pair`, the two codes under a nonce,
    `copy`, what judges are given, under the same, and `whose`, the dossier under another one.
    """
    nonce = secrets.token_hex(32)
    own_nonce = secrets.token_hex(32)
    digest = pair_digest(sealing, nonce)
    CodePair.objects.create(sealing=sealing, nonce=nonce, digest=digest, own_nonce=own_nonce)
    return {
        "pair": digest,
        "copy": copy_digest(sealing, nonce),
        "whose": dossier_digest(sealing, own_nonce),
    }


def pair_digest(sealing: Sealing, nonce: str) -> str:
    """H(judging code, vote code, nonce)."""
    return chain.digest_of([sealing.judging_code, sealing.vote_code, nonce])


def copy_digest(sealing: Sealing, nonce: str) -> str:
    """H(nonce, title, summary, answers, files of the copy): nobody can try out which work it is."""
    files = sorted(sealing.files.values_list("name", "blob__sha256"))
    texts = [sealing.title, sealing.summary, sealing.sections]
    return chain.digest_of([nonce, *texts, [list(file) for file in files]])


def dossier_digest(sealing: Sealing, own_nonce: str) -> str:
    """H(nonce, judging code, receipt number, digest of the version): whose copy it is."""
    version = sealing.version
    dossier = [version.entry.receipt_number, version.digest]
    return chain.digest_of([own_nonce, sealing.judging_code, *dossier])


def nonces_of(codes: Collection[str]) -> dict[str, str]:
    """{judging code: the nonce of its pair}, for the export of the result."""
    pairs = CodePair.objects.filter(sealing__judging_code__in=codes)
    return dict(pairs.values_list("sealing__judging_code", "nonce"))
