"""The codes of a sealed copy are bound together in the ledger before anybody votes.

Whoever could exchange codes afterwards would give the votes of one work to another. The line
of a sealing says nothing of the codes that can ever be opened in public: by its place among the
other lines it would tell whose copy it is. What is opened with the result is a root over the pairs
of all copies, in the order of their digests.
"""

import datetime
import secrets
from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet

from competition import clock
from competition.models import Edition, Phase
from foundation.jobs import work
from foundation.ledger import chain
from submissions.models import CodePair, Sealing

BOUND = "pairs.bound"
AHEAD = datetime.timedelta(minutes=5)  # so long before the vote opens its works are bound


def commit(sealing: Sealing) -> dict[str, str]:
    """What the line of the sealing holds, in its transaction, each under a nonce that never leaves
    the house: `codes`, the pair of its codes, `copy`, what judges are given, `whose`, the dossier,
    and `field`, in which it competes.
    """
    # Whoever binds counts the pairs in the order of their rows.
    chain.hold(sealing.version.entry.edition.chain)
    nonce = secrets.token_hex(32)
    own_nonce = secrets.token_hex(32)
    digest = pair_digest(sealing, nonce)
    pair = CodePair.objects.create(sealing=sealing, nonce=nonce, digest=digest, own_nonce=own_nonce)
    return {
        "codes": codes_digest(pair),
        "copy": copy_digest(sealing, own_nonce),
        "whose": dossier_digest(sealing, own_nonce),
        "field": field_digest(sealing, own_nonce),
    }


def pair_digest(sealing: Sealing, nonce: str) -> str:
    """H(judging code, result code, nonce): a leaf under the root of all pairs."""
    return chain.digest_of([sealing.judging_code, sealing.result_code, nonce])


def codes_digest(pair: CodePair) -> str:
    """H(own nonce, digest of the pair, vote code). A copy that was sealed before there were result
    codes has its vote code in their place, and the pair says all.
    """
    copy = pair.sealing
    bound = [pair.own_nonce, pair.digest]
    if copy.vote_code != copy.result_code:
        bound.append(copy.vote_code)
    return chain.digest_of(bound)


def copy_digest(sealing: Sealing, nonce: str, files: Iterable[Sequence[str]] | None = None) -> str:
    """H(nonce, title, summary, answers, files of the copy): nobody can try out which work it is.
    `files` are (name, SHA-256), where they were read together with those of other copies.
    """
    if files is None:
        files = sealing.files.values_list("name", "blob__sha256")
    texts = [sealing.title, sealing.summary, sealing.sections]
    return chain.digest_of([nonce, *texts, sorted(list(file) for file in files)])


def dossier_digest(sealing: Sealing, own_nonce: str) -> str:
    """H(nonce, judging code, receipt number, digest of the version): whose copy it is."""
    version = sealing.version
    dossier = [version.entry.receipt_number, version.digest]
    return chain.digest_of([own_nonce, sealing.judging_code, *dossier])


def field_digest(sealing: Sealing, own_nonce: str) -> str:
    """H(nonce, judging code, field's number): prizes have a cap in each field, and the name of a
    field may be corrected.
    """
    return chain.digest_of([own_nonce, sealing.judging_code, sealing.version.entry.field_id])


def nonces_of(codes: Collection[str]) -> dict[str, str]:
    """{judging code: the nonce of its pair}, for the export of the result."""
    pairs = CodePair.objects.filter(sealing__judging_code__in=codes)
    return dict(pairs.values_list("sealing__judging_code", "nonce"))


def of_edition(edition: Edition) -> QuerySet[CodePair]:
    """The pairs of all copies that were ever sealed, in the order of their sealing."""
    return CodePair.objects.filter(sealing__version__entry__edition=edition).order_by("pk")


@transaction.atomic
def bind(edition: Edition, *, at: datetime.datetime) -> None:
    """Write the root over all pairs of an edition into its ledger, where the last one does not
    cover them all.
    """
    chain.hold(edition.chain)
    digests = list(of_edition(edition).values_list("digest", flat=True))
    if len(digests) > _bound(edition):
        bound = {"root": chain.merkle_root(sorted(digests)), "count": len(digests)}
        chain.append(edition.chain, "pairs.bound", bound, at=at)


def _bound(edition: Edition) -> int:
    """How many pairs the last root covers."""
    last = chain.lines(edition.chain, BOUND).last()
    return last.payload["count"] if last else 0


@work.each_minute
def bind_before_the_vote() -> None:
    """The editions whose vote is about to open, or is open and got another work meanwhile."""
    now = clock.now()
    votes = Phase.objects.filter(
        kind=Phase.Kind.VOTING, opens_at__lte=now + AHEAD, closes_at__gt=now
    )
    for edition in Edition.objects.filter(pk__in=votes.values("edition")):
        if of_edition(edition).count() > _bound(edition):
            bind(edition, at=now)


def as_told(edition: Edition) -> list[list]:
    """[[line of the ledger, [digest of each pair that is new in its root]], …], the digests in
    their order: they say nothing of the sealings.
    """
    digests = list(of_edition(edition).values_list("digest", flat=True))
    told = []
    before = 0
    for line in chain.lines(edition.chain, BOUND):
        count = line.payload["count"]
        told.append([line.number, sorted(digests[before:count])])
        before = count
    return told
