"""What anybody needs to compute an announced result again: the export without words, as one file
for the browser and as a package with the scripts, and the announced prizes to compare it with.
"""

import datetime
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from awards import bundle
from awards.models import Award, AwardDecision, StandingRow
from competition.models import Edition
from competition.publicity import Face
from foundation import soft_cache
from foundation.ledger import chain
from submissions.models import Entry

A_DAY = 24 * 60 * 60  # seconds; a new line of the ledger makes another export


@dataclass(frozen=True)
class Export:
    """An export as it is handed to anybody: {name: text} as JSON, and a package with the scripts;
    how many sheets and ballots are in it, and how many lines the ledger has.
    """

    values: bytes
    package: bytes
    sheets: int
    ballots: int
    lines: int

    @property
    def values_sha256(self) -> str:
        """Of the file for the browser."""
        return hashlib.sha256(self.values).hexdigest()

    @property
    def package_sha256(self) -> str:
        """Of the package."""
        return hashlib.sha256(self.package).hexdigest()


def decision_of(edition: Edition) -> AwardDecision | None:
    """The announced decision in force; nothing is handed out before there is one."""
    return AwardDecision.objects.in_force().filter(edition=edition).first()


def export_of(edition: Edition) -> Export:
    """The export as the ledger stands now; made once for each of its heads."""
    key = f"proof:{edition.pk}:{chain.head_of(edition.chain)}"
    return soft_cache.remembered(key, lambda: _made(edition), A_DAY)


def _made(edition: Edition) -> Export:
    files = bundle.files_of(edition, has_words=False)
    data = {name: content for name, content in files.items() if name not in bundle.SCRIPTS}
    texts = {name: content.decode() for name, content in data.items()}
    return Export(
        values=json.dumps(texts, ensure_ascii=False, sort_keys=True).encode(),
        package=_package(files),
        sheets=len(json.loads(data["sheets.json"])),
        ballots=data["ballots.jsonl"].count(b",true]\n"),
        lines=data["ledger.jsonl"].count(b"\n"),
    )


def _package(files: dict[str, bytes]) -> bytes:
    """The same bytes for the same files: every entry bears one date."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, files[name])
    return content.getvalue()


@dataclass(frozen=True)
class Line:
    """An announced prize beside the numbers that it follows from; its work as strangers see it."""

    code: str
    face: Face
    prize: str
    rank: int
    council: Decimal
    vote_points: Decimal
    final: Decimal

    @property
    def final_text(self) -> str:
        """As the export writes it."""
        return str(self.final)


def lines_of(decision: AwardDecision, at: datetime.datetime) -> list[Line]:
    """The announced prizes that stand, the highest first; nothing of other works."""
    awards = Award.objects.standing().filter(decision=decision)
    awards = awards.exclude(entry__status=Entry.Status.WITHDRAWN).select_related(
        "tier", "entry__field", "entry__kind", "entry__unit"
    )
    awards = awards.prefetch_related("entry__authors").order_by("tier__order", "rank")
    rows = StandingRow.objects.filter(standing__edition=decision.edition_id)
    row_of = {row.entry_id: row for row in rows.exclude(entry=None)}
    return [_line(award, row_of[award.entry_id], at) for award in awards]


def _line(award: Award, row: StandingRow, at: datetime.datetime) -> Line:
    return Line(
        code=row.code,
        face=award.entry.face(at),
        prize=award.tier.name,
        rank=award.rank,
        council=_plain(row.council_score),
        vote_points=_plain(row.vote_points),
        final=_plain(award.final_score),
    )


def _plain(number: Decimal) -> Decimal:
    """Without zeros at its end."""
    return Decimal(format(number.normalize(), "f"))


def scheme_of(edition: Edition) -> dict[str, Any]:
    """The frozen scheme by which the result was computed."""
    return edition.standing.formula["scheme"]
