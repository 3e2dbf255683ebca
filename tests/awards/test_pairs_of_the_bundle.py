"""Each entry's two codes are bound before the vote; the export leads from none of them to a line
of a sealing, whose place would tell when its dossier came.
"""

import json

import pytest

from awards import bundle
from awards.bundle import verify_pairs
from foundation.ledger import chain
from submissions.models import CodePair, Sealing
from submissions.sealing import pairs
from tests.awards.bundles import written

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def files(awarded) -> dict[str, bytes]:
    return bundle.files_of(awarded.edition)


def openings(kept: CodePair) -> set[str]:
    """Whatever somebody can compute who has the codes, the copy and the nonce of the export."""
    copy = Sealing.objects.get(pair=kept)
    nonce = kept.nonce
    version = copy.version
    dossier = [version.entry.receipt_number, version.digest]
    return {
        kept.digest,
        pairs.pair_digest(copy, nonce),
        pairs.copy_digest(copy, nonce),
        chain.digest_of([nonce, kept.digest]),
        chain.digest_of([nonce, copy.judging_code, *dossier]),
        pairs.field_digest(copy, nonce),
    }


def test_nothing_of_the_export_opens_a_line_of_a_sealing(files):
    lines = [json.loads(line) for line in files["ledger.jsonl"].decode().splitlines()]
    held = set()
    for line in lines:
        if line["verb"] == "entry.sealed":
            held |= set(line["payload"].values())
    assert len(held) == 4 * CodePair.objects.count() > 0
    for kept in CodePair.objects.all():
        assert not openings(kept) & held


def test_the_export_holds_no_nonce_of_a_dossier(files):
    everything = b"".join(files.values()).decode()
    kept = CodePair.objects.first()
    assert kept.nonce in everything
    assert not [
        pair
        for pair in CodePair.objects.all()
        if pair.own_nonce in everything or not pair.own_nonce
    ]


def test_pairs_are_told_in_the_order_of_their_digests(files):
    told = json.loads(files["pairs.json"])
    digests = sorted(CodePair.objects.values_list("digest", flat=True))
    assert [new for _number, new in told] == [digests]


CODES = {"code": "CT-1", "result_code": "BC-1", "nonce": "1f"}
PAIR = verify_pairs.digest_of(["CT-1", "BC-1", "1f"])
OTHER = verify_pairs.digest_of(["CT-2", "BC-2", "2f"])


def line(number: int, verb: str, **payload: object) -> dict:
    return {"number": number, "verb": verb, "payload": payload}


def bound(number: int, *leaves: str) -> dict:
    root = verify_pairs.merkle_root(sorted(leaves))
    return line(number, "pairs.bound", count=len(leaves), root=root)


SEALED = [line(1, "entry.sealed", codes="a"), line(2, "entry.sealed", codes="b")]
VOTED = [line(7, "ballots.noted"), line(8, "tally.closed")]


def said(folder, told: list, events: list[dict], votes: int = 3) -> str:
    """The fault of an export with one entry; empty where there is none."""
    lines = "".join(json.dumps(event) + "\n" for event in events)
    standing = {"entries": [CODES | {"votes": votes}]}
    files = {
        "pairs.json": json.dumps(told).encode(),
        "standing.json": json.dumps(standing).encode(),
        "ledger.jsonl": lines.encode(),
    }
    try:
        verify_pairs.verify(written(files, folder / "x"))
    except verify_pairs.Fault as fault:
        return str(fault)
    return ""


BOTH = sorted([PAIR, OTHER])


def test_bound_before_the_vote_it_is_in_order(tmp_path):
    assert said(tmp_path, [[3, BOTH]], [*SEALED, bound(3, *BOTH), *VOTED]) == ""


def test_bound_by_a_second_root_it_is_in_order(tmp_path):
    events = [
        SEALED[0],
        bound(2, OTHER),
        line(3, "entry.sealed", codes="b"),
        bound(4, *BOTH),
        *VOTED,
    ]
    assert said(tmp_path, [[2, [OTHER]], [4, [PAIR]]], events) == ""


def test_one_that_was_bound_in_the_line_of_its_sealing_is_in_order(tmp_path):
    events = [line(1, "entry.sealed", pair=PAIR), line(2, "entry.sealed", pair=OTHER), *VOTED]
    assert said(tmp_path, [], events) == ""


def test_no_pair_is_kept_back_until_the_votes_are_known(tmp_path):
    events = [*SEALED, bound(3, OTHER), *VOTED[:1], bound(8, *BOTH), line(9, "tally.closed")]
    told = [[3, [OTHER]], [8, [PAIR]]]
    assert said(tmp_path, told, events) == "ledger line 3: other pairs than sealed"


def test_a_pair_is_told_by_one_root_alone(tmp_path):
    events = [*SEALED, bound(3, *BOTH), bound(4, *BOTH), *VOTED]
    assert "line 4: one is changed" in said(tmp_path, [[3, BOTH], [4, [PAIR]]], events)


def test_without_a_vote_it_may_be_bound_last(tmp_path):
    assert said(tmp_path, [[3, BOTH]], [*SEALED, bound(3, *BOTH)], votes=0) == ""


def test_one_that_was_sealed_after_the_count_has_no_votes(tmp_path):
    events = [
        SEALED[0],
        bound(2, OTHER),
        *VOTED,
        line(9, "entry.sealed", codes="b"),
        bound(10, *BOTH),
    ]
    told = [[2, [OTHER]], [10, [PAIR]]]
    assert said(tmp_path, told, events, votes=0) == ""
    assert said(tmp_path, told, events) == "standing: CT-1 was bound too late"


@pytest.mark.parametrize(
    ("told", "events", "fault"),
    [
        ([[2, [OTHER]]], [SEALED[0], bound(2, OTHER), *VOTED], "codes of CT-1 are exchanged"),
        ([[3, [PAIR]]], [*SEALED, bound(3, *BOTH), *VOTED], "changed, missing or added"),
        ([[3, BOTH]], [*SEALED, bound(3, PAIR), *VOTED], "changed, missing or added"),
        ([[3, BOTH[::-1]]], [*SEALED, bound(3, *BOTH), *VOTED], "changed, missing or added"),
        ([[3, [*BOTH, PAIR]]], [*SEALED, bound(3, *BOTH), *VOTED], "changed, missing or added"),
        ([[4, BOTH]], [*SEALED, bound(3, *BOTH), *VOTED], "not those of the roots"),
        ([], [*SEALED, bound(3, *BOTH), *VOTED], "not those of the roots"),
        ([[3, BOTH]], [SEALED[0], bound(3, *BOTH), *VOTED], "line 3: other pairs than sealed"),
        (
            [[3, BOTH]],
            [SEALED[0], bound(3, *BOTH), line(4, "entry.sealed", codes="b"), *VOTED],
            "line 3: other pairs than sealed",
        ),
        ([[9, BOTH]], [*SEALED, *VOTED, bound(9, *BOTH)], "only after the first ballot"),
        ([], [*SEALED, *VOTED], "only after the first ballot"),
    ],
)
def test_what_does_not_fit_is_found(tmp_path, told, events, fault):
    assert fault in said(tmp_path, told, events)
