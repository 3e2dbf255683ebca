"""Everything that is needed to compute a result again without the database, and the script that
does it.
"""

import hashlib
import io
import json
import zipfile
from pathlib import Path

from django.utils.translation import gettext as _

from awards import permissions
from awards.models import Standing
from awards.standings import tiers_of
from competition.errors import NotAllowed, WrongState
from competition.models import Edition
from foundation.ledger import chain
from foundation.ledger.models import Chain
from judging.arithmetic import lots
from judging.assigning import lottery
from judging.models import Comparison, Lottery, Ranking, Scoresheet
from judging.results import comparing
from submissions.sealing import sealing
from voting.models import Tally

SCRIPT = Path(__file__).parent / "verify_bundle.py"


def files_of(edition: Edition) -> dict[str, bytes]:
    """{name: content} of the bundle: ledger, heads, sheets and rankings of all rounds, comparisons
    in pairs, lotteries, standing, result, manifest and the scripts.

    By code only: no name, no address. Raises WrongState before the standing is computed.
    """
    standing = Standing.objects.filter(edition=edition).first()
    if standing is None:
        raise WrongState(_("The standing is not computed yet."))
    rankings = list(
        Ranking.objects.filter(round__edition=edition, superseded_at=None)
        .select_related("round")
        .order_by("round__order")
    )
    lotteries = list(
        Lottery.objects.filter(round__edition=edition)
        .exclude(drawn_at=None)
        .select_related("round")
    )
    files = {
        "ledger.jsonl": "".join(chain.canonical(line) + "\n" for line in _events(edition)).encode(),
        "heads.json": _json(_heads(edition)),
        "sheets.json": _json([sheet for ranking in rankings for sheet in _sheets(ranking)]),
        "rankings.json": _json([_ranking(ranking) for ranking in rankings]),
        "comparisons.json": _json(
            [{"number": one.pk} | comparing.as_told(one) for one in _comparisons(edition)]
        ),
        "lotteries.json": _json([lottery.as_told(drawn) for drawn in lotteries]),
        "standing.json": _json(_standing(edition, standing)),
        "result.json": "".join(chain.canonical(line) + "\n" for line in _result(standing)).encode(),
    }
    listed = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    scripts = {SCRIPT.name: SCRIPT.read_bytes()} | (
        {"verify_lottery.py": Path(lots.__file__).read_bytes()} if lotteries else {}
    )
    return (
        files
        | {"manifest.json": _json({"files": listed, "digest": chain.digest_of(listed)})}
        | scripts
    )


def as_zip(*, edition: Edition, by) -> bytes:
    """The bundle in one file. Raises NotAllowed, WrongState."""
    if not permissions.can_prepare(by, edition.pk):
        raise NotAllowed(_("Only the secretariat exports the result."))
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files_of(edition).items():
            package.writestr(name, content)
    return kept.getvalue()


def _json(value) -> bytes:
    return (
        json.dumps(json.loads(chain.canonical(value)), ensure_ascii=False, indent=1, sort_keys=True)
        + "\n"
    ).encode()


def _events(edition: Edition):
    for event in Chain.objects.get(name=edition.chain).events.order_by("number").iterator():
        yield {
            "number": event.number,
            "verb": event.verb,
            "payload": event.payload,
            "at": event.at,
            "previous": event.previous,
            "digest": event.digest,
        }


def _heads(edition: Edition) -> dict:
    row = Chain.objects.get(name=edition.chain)
    published = [
        {"gate": head.gate, "number": head.number, "digest": head.digest, "at": head.published_at}
        for head in row.heads.order_by("published_at", "pk")
    ]
    return {"length": row.length, "head": row.head, "published": published}


def _sheets(ranking: Ranking) -> list[dict]:
    locked = Scoresheet.objects.filter(
        assignment__judge__panel__round=ranking.round, state=Scoresheet.State.LOCKED
    )
    kept = {
        (sheet["assignment__blinded_entry__code"], sheet["assignment__judge_id"]): sheet
        for sheet in locked.values(
            "assignment__blinded_entry__code",
            "assignment__judge_id",
            "assignment_id",
            "comment",
            "remark",
            "nonce",
        )
    }
    found = []
    for sheet in ranking.sheets:
        words = kept[sheet["code"], sheet["judge"]]
        said = {key: words[key] for key in ("comment", "remark", "nonce")}
        found.append(
            sheet | said | {"round": ranking.round.order, "assignment": words["assignment_id"]}
        )
    return found


def _ranking(ranking: Ranking) -> dict:
    rows = sorted(ranking.rows.all(), key=lambda row: (row.rank, row.code))
    promoted = sorted(
        map(list, ranking.promotions.values_list("code", "by_rule", "goes_on", "reason"))
    )
    return {
        "round": ranking.round.order,
        "scheme": ranking.scheme,
        "places": [[row.rank, row.code, row.score] for row in rows],
        "fields": {row.code: row.field_id for row in rows},
        "promoted": promoted,
    }


def _comparisons(edition: Edition):
    decisive = Comparison.objects.filter(ranking__in=Ranking.objects.decisive(edition))
    return decisive.exclude(closed_at=None).order_by("closed_at", "pk").prefetch_related("ballots")


def _standing(edition: Edition, standing: Standing) -> dict:
    tally = Tally.objects.filter(edition=edition).first()
    pairs = sealing.code_pairs(edition)
    names = ("key", "name", "count", "cap", "minimum")
    rows = sorted(tally.rows.all(), key=lambda row: row.code) if tally else []
    return {
        "tally": standing.formula["tally"],
        "votes": {
            "rows": [
                {"code": row.code, "votes": row.votes, "set_aside": row.set_aside} for row in rows
            ],
            "root": tally.ballots_root if tally else "",
        },
        "tiers": [dict(zip(names, tier, strict=True)) for tier in tiers_of(edition)],
        "entries": [
            {
                "code": row.code,
                "field": row.field_id,
                "votes": row.votes,
                "vote_code": pairs.get(row.code, ""),
            }
            for row in standing.rows.order_by("code")
        ],
    }


def _result(standing: Standing) -> list[dict]:
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
