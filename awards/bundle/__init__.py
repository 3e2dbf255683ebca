"""Everything that computes a result again without the database, and the scripts that do it."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from awards import permissions
from awards.models import Standing
from awards.standings import tiers_of
from competition.errors import NotAllowed, Refused, WrongState
from competition.models import Edition
from foundation.ledger import chain
from foundation.ledger.models import Chain
from foundation.papers import prepared
from judging.arithmetic import lots
from judging.assigning import lottery
from judging.models import Comparison, Lottery, Ranking, Scoresheet
from judging.results import comparing
from submissions.sealing import pairs, sealing
from voting import noting, tally
from voting.models import Tally

HERE = Path(__file__).parent
CHOICES_SCRIPT = HERE / "verify_choices.py"
# Those of the bundle, by the names that they have there.
SCRIPTS = {
    name: HERE / name
    for name in (
        "verify.py",
        "verify_form.py",
        "verify_order.py",
        "verify_bundle.py",
        "verify_pairs.py",
        "verify_votes.py",
    )
}
SCRIPTS["verify_lottery.py"] = Path(lots.__file__)


def files_of(edition: Edition, *, has_words: bool = True) -> dict[str, bytes]:
    """{name: content} of the bundle: ledger, heads, sheets and rankings of all rounds, comparisons
    in pairs, lotteries, pairs of codes, ballots, standing, result, manifest and the scripts.

    By code only: no name, no address; and no ballot with its choice. Without words (what everybody
    may read) the digest of each sheet stands in the place of what its judge wrote: that may tell
    the content of a work under embargo. Raises WrongState before the standing is computed.
    """
    standing = Standing.objects.filter(edition=edition).first()
    if standing is None:
        raise WrongState(_("The standing is not computed yet."))
    rankings = list(
        Ranking.objects.filter(round__edition=edition, superseded_at=None)
        .select_related("round")
        .order_by("round__order")
    )
    sheets = []
    for ranking in rankings:
        sheets += _sheets(ranking, has_words=has_words)
    comparisons = []
    for comparison in _comparisons(edition):
        comparisons.append({"number": comparison.pk} | comparing.as_told(comparison))
    lotteries = [lottery.as_told(drawn) for drawn in _lotteries(edition)]
    files = {
        "ledger.jsonl": _lines(_events(edition)),
        "heads.json": _json(_heads(edition)),
        "sheets.json": _json(sheets),
        "rankings.json": _json([_ranking(ranking) for ranking in rankings]),
        "comparisons.json": _json(comparisons),
        "lotteries.json": _json(lotteries),
        "pairs.json": _json(pairs.as_told(edition)),
        "ballots.jsonl": _lines(ballot for ballot, _choice in noting.shown(edition)),
        "standing.json": _json(_standing(edition, standing)),
        "result.json": _lines(_result(standing)),
    }
    files["manifest.json"] = _manifest(files)
    return files | {name: path.read_bytes() for name, path in SCRIPTS.items()}


def choices_of(edition: Edition) -> bytes:
    """What stands behind the ballots: receipt, result code, nonce, whether it was set aside, and
    the number of its voter.

    For an inspector alone (`awards.inspection`): it says who voted for what to whoever knows the
    receipts.
    """
    return _lines(choice for _ballot, choice in noting.shown(edition))


@prepared.maker("result_bundle", ".zip")
def _prepared(params: dict) -> bytes:
    edition = Edition.objects.get(pk=params["edition"])
    try:
        return as_zip(edition=edition, by=User.objects.get(pk=params["by"]))
    except Refused as refusal:
        raise prepared.NotMade(str(refusal)) from None


def as_zip(*, edition: Edition, by: User) -> bytes:
    """The bundle in one file. Raises NotAllowed, WrongState."""
    if not permissions.can_prepare(by, edition.pk):
        raise NotAllowed(_("Only the secretariat exports the result."))
    content_of_zip = io.BytesIO()
    with zipfile.ZipFile(content_of_zip, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files_of(edition).items():
            package.writestr(name, content)
    return content_of_zip.getvalue()


def _json(value: object) -> bytes:
    """A value in canonical form, indented for whoever reads it."""
    plain = json.loads(chain.canonical(value))
    text = json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def _lines(values: Iterable[object]) -> bytes:
    """One canonical value a line."""
    return "".join(chain.canonical(value) + "\n" for value in values).encode()


def _manifest(files: dict[str, bytes]) -> bytes:
    """The SHA-256 of every file, and a digest over them all."""
    listed = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return _json({"files": listed, "digest": chain.digest_of(listed)})


def _events(edition: Edition) -> Iterator[dict[str, Any]]:
    for event in Chain.objects.get(name=edition.chain).events.order_by("number").iterator():
        line = {
            "number": event.number,
            "verb": event.verb,
            "payload": event.payload,
            "at": event.at,
            "previous": event.previous,
            "digest": event.digest,
        }
        who = chain.who_did(event)
        yield line | {"who": who} if who else line


def _heads(edition: Edition) -> dict[str, Any]:
    ledger = Chain.objects.get(name=edition.chain)
    published = chain.published_heads(edition.chain)
    return {"length": ledger.length, "head": ledger.head, "published": published}


def _sheets(ranking: Ranking, *, has_words: bool) -> list[dict[str, Any]]:
    """The sheets as they were ranked, each with the words and the nonce that its digest covers, or
    with that digest.
    """
    locked = Scoresheet.objects.filter(
        assignment__judge__panel__round=ranking.round, state=Scoresheet.State.LOCKED
    )
    words_of = {}
    for words in locked.values(
        "assignment__blinded_entry__code",
        "assignment__judge_id",
        "assignment_id",
        "comment",
        "remark",
        "nonce",
    ):
        place = (words["assignment__blinded_entry__code"], words["assignment__judge_id"])
        words_of[place] = words
    sheets = []
    for sheet in ranking.sheets:
        words = words_of[sheet["code"], sheet["judge"]]
        covered = {key: words[key] for key in ("comment", "remark", "nonce")}
        if not has_words:
            written = [sheet["code"], sheet["points"], *covered.values()]
            covered = {"digest": chain.digest_of(written)}
        numbers = {"round": ranking.round.order, "assignment": words["assignment_id"]}
        sheets.append(sheet | covered | numbers)
    return sheets


def _ranking(ranking: Ranking) -> dict[str, Any]:
    rows = sorted(ranking.rows.all(), key=lambda row: (row.rank, row.code))
    told = {
        "round": ranking.round.order,
        "scheme": ranking.scheme,
        "places": [[row.rank, row.code, row.score] for row in rows],
    }
    decided = ranking.promotions.values_list("code", "by_rule", "goes_on", "reason")
    if decided:
        told["fields"] = {row.code: row.field_id for row in rows}
        told["promoted"] = sorted(list(promotion) for promotion in decided)
    return told


def _comparisons(edition: Edition) -> QuerySet[Comparison]:
    """The closed comparisons of the ranking that decides, as they were closed."""
    decisive = Comparison.objects.filter(ranking__in=Ranking.objects.decisive(edition))
    closed = decisive.exclude(closed_at=None)
    return closed.order_by("closed_at", "pk").prefetch_related("ballots")


def _lotteries(edition: Edition) -> QuerySet[Lottery]:
    """Those that were drawn."""
    drawn = Lottery.objects.filter(round__edition=edition).exclude(drawn_at=None)
    return drawn.select_related("round").order_by("pk")


def _standing(edition: Edition, standing: Standing) -> dict[str, Any]:
    rows = list(standing.rows.order_by("code"))
    codes = [row.code for row in rows]
    result_codes = sealing.result_codes_of(codes)
    nonces = pairs.nonces_of(codes)
    names = ("key", "name", "count", "cap", "minimum")
    entries = [
        {
            "code": row.code,
            "field": row.field_id,
            "votes": row.votes,
            "result_code": result_codes.get(row.code, ""),
            "nonce": nonces.get(row.code, ""),
        }
        for row in rows
    ]
    return {
        "tally": standing.formula["tally"],
        "votes": _votes(Tally.objects.filter(edition=edition).first()),
        "tiers": [dict(zip(names, tier, strict=True)) for tier in tiers_of(edition)],
        "entries": entries,
    }


def _votes(count: Tally | None) -> dict[str, Any]:
    """The count as the digest of a tally covers it."""
    if count is None:
        return {"rows": [], "set_aside": 0, "root": ""}
    return tally.as_told(count.rows.all(), count.ballots_root)


def _result(standing: Standing) -> list[dict[str, Any]]:
    return [
        {
            "rank": row.rank,
            "code": row.code,
            "council": row.council_score,
            "votes": row.votes,
            "vote_points": row.vote_points,
            "final": row.final_score,
            "prize": row.tier.name if row.tier else "",
        }
        for row in standing.rows.select_related("tier").order_by("rank", "code")
    ]
