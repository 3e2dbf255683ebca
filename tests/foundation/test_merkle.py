"""Proofs of RFC 9162 against our roots, and a chain whose lines were tampered with: by the site's
own look at it, by the database, and by the script that outsiders run.
"""

import hashlib
import json
import subprocess
import sys

import pytest
from django.db import IntegrityError, transaction

from awards import bundle
from awards.bundle import verify_bundle
from foundation.ledger import chain
from foundation.ledger.models import Chain, Event
from tests import guards
from tests.awards.bundles import sealed_again, written
from tests.factories.moments import NOON

# The leaves, inclusion proofs and consistency proofs with which the implementations of RFC 9162
# (and RFC 6962 before it) are tested: certificate-transparency, merkletree/merkle_tree_test.cc.
LEAVES = ["", "\x00", "\x10", " !", "01", "@ABC", "PQRSTUVW", "`abcdefghijklmno"]
LEAF_0 = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
LEAF_1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
NODE_0_1 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
NODE_2_3 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
NODE_0_3 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
LEAF_4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
NODE_4_5 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
NODE_4_7 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
NODE_6_7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"

INCLUSION = [
    (0, 1, []),
    (0, 8, [LEAF_1, NODE_2_3, NODE_4_7]),
    (5, 8, [LEAF_4, NODE_6_7, NODE_0_3]),
    (2, 3, [NODE_0_1]),
    (1, 5, [LEAF_0, NODE_2_3, LEAF_4]),
]
CONSISTENCY = [
    (1, 8, [LEAF_1, NODE_2_3, NODE_4_7]),
    (6, 8, [NODE_4_5, NODE_6_7, NODE_0_3]),
    (2, 5, [NODE_2_3, LEAF_4]),
]
SIZES = [1, 2, 3, 5, 6, 7, 8, 9, 11, 13, 15, 17, 31, 33]


def leaf_hash(leaf: str) -> bytes:
    return hashlib.sha256(b"\x00" + leaf.encode()).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_by_inclusion(leaf: str, place: int, size: int, proof: list[bytes]) -> str:
    """The root to which a proof leads: RFC 9162, section 2.1.3.2."""
    reached, node, last = leaf_hash(leaf), place, size - 1
    for sibling in proof:
        assert last > 0
        if node % 2 or node == last:
            reached = node_hash(sibling, reached)
            while node and not node % 2:
                node //= 2
                last //= 2
        else:
            reached = node_hash(reached, sibling)
        node //= 2
        last //= 2
    assert last == 0
    return reached.hex()


def roots_by_consistency(size: int, later: int, root: bytes, proof: list[bytes]) -> tuple[str, str]:
    """Both roots to which a proof leads: RFC 9162, section 2.1.4.2."""
    if size & (size - 1) == 0:
        proof = [root, *proof]
    node, last = size - 1, later - 1
    while node % 2:
        node //= 2
        last //= 2
    first = second = proof[0]
    for sibling in proof[1:]:
        assert last > 0
        if node % 2 or node == last:
            first = node_hash(sibling, first)
            second = node_hash(sibling, second)
            while node and not node % 2:
                node //= 2
                last //= 2
        else:
            second = node_hash(second, sibling)
        node //= 2
        last //= 2
    assert last == 0
    return first.hex(), second.hex()


def split_of(size: int) -> int:
    """The largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(place: int, leaves: list[str]) -> list[bytes]:
    """PATH of section 2.1.3.1, whose hashes are our own roots of parts of the tree."""
    if len(leaves) == 1:
        return []
    split = split_of(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if place < split:
        return [*inclusion_proof(place, left), bytes.fromhex(chain.merkle_root(right))]
    return [*inclusion_proof(place - split, right), bytes.fromhex(chain.merkle_root(left))]


def consistency_proof(size: int, leaves: list[str], *, is_known: bool = True) -> list[bytes]:
    """SUBPROOF of section 2.1.4.1, whose hashes are our own roots of parts of the tree."""
    if size == len(leaves):
        return [] if is_known else [bytes.fromhex(chain.merkle_root(leaves))]
    split = split_of(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if size <= split:
        below = consistency_proof(size, left, is_known=is_known)
        return [*below, bytes.fromhex(chain.merkle_root(right))]
    below = consistency_proof(size - split, right, is_known=False)
    return [*below, bytes.fromhex(chain.merkle_root(left))]


def as_bytes(hashes: list[str]) -> list[bytes]:
    return [bytes.fromhex(each) for each in hashes]


def receipts(size: int) -> list[str]:
    return [f"{number:064x}" for number in range(size)]


class TestProofs:
    @pytest.mark.parametrize(("place", "size", "proof"), INCLUSION)
    def test_a_published_inclusion_proof_leads_to_our_root(self, place, size, proof):
        reached = root_by_inclusion(LEAVES[place], place, size, as_bytes(proof))
        assert reached == chain.merkle_root(LEAVES[:size])

    @pytest.mark.parametrize(("place", "size", "proof"), INCLUSION)
    def test_our_tree_gives_the_published_inclusion_proof(self, place, size, proof):
        assert inclusion_proof(place, LEAVES[:size]) == as_bytes(proof)

    @pytest.mark.parametrize(("size", "later", "proof"), CONSISTENCY)
    def test_a_published_consistency_proof_leads_to_both_our_roots(self, size, later, proof):
        roots = [chain.merkle_root(LEAVES[:size]), chain.merkle_root(LEAVES[:later])]
        known = bytes.fromhex(roots[0])
        assert list(roots_by_consistency(size, later, known, as_bytes(proof))) == roots

    @pytest.mark.parametrize(("size", "later", "proof"), CONSISTENCY)
    def test_our_tree_gives_the_published_consistency_proof(self, size, later, proof):
        assert consistency_proof(size, LEAVES[:later]) == as_bytes(proof)

    @pytest.mark.parametrize("size", SIZES)
    def test_every_leaf_of_every_size_is_proven_by_the_rule_of_the_rfc(self, size):
        leaves = receipts(size)
        reached = {
            root_by_inclusion(leaf, place, size, inclusion_proof(place, leaves))
            for place, leaf in enumerate(leaves)
        }
        assert reached == {chain.merkle_root(leaves)}

    @pytest.mark.parametrize("later", SIZES)
    def test_every_earlier_tree_is_proven_to_be_the_beginning_of_a_later_one(self, later):
        leaves = receipts(later)
        for size in range(1, later):
            known = bytes.fromhex(chain.merkle_root(leaves[:size]))
            proof = consistency_proof(size, leaves)
            first, second = roots_by_consistency(size, later, known, proof)
            assert first == known.hex()
            assert second == chain.merkle_root(leaves)

    @pytest.mark.parametrize("size", [3, 5, 8])
    def test_the_proof_of_one_leaf_proves_no_other(self, size):
        leaves = receipts(size)
        proof = inclusion_proof(1, leaves)
        assert root_by_inclusion(leaves[0], 1, size, proof) != chain.merkle_root(leaves)


class TestPrefixes:
    def test_a_leaf_is_hashed_behind_a_zero(self):
        assert chain.merkle_root(["a"]) == hashlib.sha256(b"\x00a").hexdigest()

    def test_a_node_is_hashed_behind_a_one(self):
        children = leaf_hash("a") + leaf_hash("b")
        assert chain.merkle_root(["a", "b"]) == hashlib.sha256(b"\x01" + children).hexdigest()

    def test_the_odd_one_out_goes_up_unhashed(self):
        pair = node_hash(leaf_hash("a"), leaf_hash("b"))
        assert chain.merkle_root(["a", "b", "c"]) == node_hash(pair, leaf_hash("c")).hex()

    def test_a_leaf_of_vietnamese_letters_is_hashed_as_utf_8(self):
        expected = hashlib.sha256(b"\x00\xc4\x90\xe1\xbb\x95i").hexdigest()
        assert chain.merkle_root(["Đổi"]) == expected


def write(name: str, count: int) -> None:
    for number in range(1, count + 1):
        chain.append(name, "test.line", {"of": name, "number": number}, at=NOON)


def past_the_triggers() -> None:
    """As somebody with the database's password would."""
    guards.lift()


def line(name: str, number: int) -> Event:
    return Event.objects.get(chain__name=name, number=number)


def swap_what_two_lines_say() -> None:
    second, fourth = line("thu", 2), line("thu", 4)
    for here, there in ((second, fourth), (fourth, second)):
        Event.objects.filter(pk=here.pk).update(
            payload=there.payload, digest=there.digest, previous=there.previous
        )


def swap_two_numbers() -> None:
    second, fourth = line("thu", 2), line("thu", 4)
    Event.objects.filter(pk=second.pk).update(number=99)
    Event.objects.filter(pk=fourth.pk).update(number=2)
    Event.objects.filter(pk=second.pk).update(number=4)


def put_in_a_line_of_another_edition() -> None:
    Event.objects.filter(pk=line("thu", 3).pk).delete()
    Event.objects.filter(pk=line("khac", 3).pk).update(chain=Chain.objects.get(name="thu"))


def lead_a_line_back_to_another_one() -> None:
    Event.objects.filter(pk=line("thu", 4).pk).update(previous=line("thu", 2).digest)


def hash_a_changed_line_anew() -> None:
    changed = line("thu", 3)
    said = {"of": "thu", "number": 333}
    who = chain.who_did(changed)
    digest = chain._line_digest(changed.previous, 3, changed.verb, said, changed.at, who)
    Event.objects.filter(pk=changed.pk).update(payload=said, digest=digest)


def add_a_line_without_the_chain() -> None:
    Event.objects.create(
        chain=Chain.objects.get(name="thu"),
        number=6,
        verb="test.line",
        at=NOON,
        previous=line("thu", 5).digest,
        digest=chain._line_digest(line("thu", 5).digest, 6, "test.line", {}, NOON),
    )


TAMPERED = {
    swap_what_two_lines_say: (2, "does not follow"),
    swap_two_numbers: (2, "does not follow"),
    put_in_a_line_of_another_edition: (3, "does not follow"),
    lead_a_line_back_to_another_one: (4, "does not follow"),
    hash_a_changed_line_anew: (4, "does not follow"),
    add_a_line_without_the_chain: (7, "lines at the end"),
}


@pytest.mark.django_db
@pytest.mark.data
class TestAChainInTheDatabase:
    @pytest.fixture(autouse=True)
    def _two_chains(self, db):
        write("thu", 5)
        write("khac", 5)

    @pytest.mark.parametrize("tamper", TAMPERED, ids=lambda tamper: tamper.__name__)
    def test_what_was_tampered_with_is_found_at_its_line(self, tamper):
        past_the_triggers()
        tamper()
        number, reason = TAMPERED[tamper]
        fault = chain.verify("thu")
        assert fault.number == number
        assert reason in fault.reason

    def test_lines_of_before_that_cover_nobody_are_in_order(self):
        past_the_triggers()
        previous = ""
        for event in Event.objects.filter(chain__name="thu").order_by("number"):
            digest = chain._line_digest(previous, event.number, event.verb, event.payload, event.at)
            Event.objects.filter(pk=event.pk).update(nonce="", previous=previous, digest=digest)
            previous = digest
        Chain.objects.filter(name="thu").update(head=previous)
        assert chain.verify("thu") is None
        chain.append("thu", "test.line", {}, at=NOON)
        assert chain.verify("thu") is None

    def test_a_line_that_loses_its_nonce_is_found(self):
        past_the_triggers()
        Event.objects.filter(pk=line("thu", 3).pk).update(nonce="")
        assert chain.verify("thu") == chain.Fault(3, "was altered")

    def test_one_tampered_chain_leaves_the_other_in_order(self):
        past_the_triggers()
        swap_what_two_lines_say()
        assert chain.verify("khac") is None

    @pytest.mark.parametrize("told", [{"length": 6}, {"length": 4}, {"head": "0" * 64}])
    def test_a_chain_that_tells_another_end_than_its_lines_have_is_found(self, told):
        past_the_triggers()
        Chain.objects.filter(name="thu").update(**told)
        fault = chain.verify("thu")
        assert fault.number == 6
        assert "lines at the end" in fault.reason

    def test_two_lines_of_one_chain_never_share_a_number(self):
        doubled = line("thu", 3)
        doubled.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            doubled.save(force_insert=True)

    def test_two_chains_number_their_lines_on_their_own(self):
        assert line("thu", 5).payload == {"of": "thu", "number": 5}
        assert line("khac", 5).payload == {"of": "khac", "number": 5}

    def test_a_head_published_for_another_chain_is_no_fault(self):
        chain.publish_head("khac", "gate", at=NOON)
        assert chain.verify("thu") is None

    def test_a_head_that_no_line_ever_had_is_found(self):
        head = chain.publish_head("thu", "gate", at=NOON)
        past_the_triggers()
        type(head).objects.filter(pk=head.pk).update(digest="0" * 64)
        fault = chain.verify("thu")
        assert fault.number == 5
        assert "published head" in fault.reason

    def test_a_head_published_behind_the_last_line_is_found(self):
        head = chain.publish_head("thu", "gate", at=NOON)
        past_the_triggers()
        type(head).objects.filter(pk=head.pk).update(number=6)
        assert chain.verify("thu").number == 6

    def test_the_first_at_a_gate_is_published_once(self):
        chain.publish_first("thu", "gate", at=NOON)
        write("thu", 1)
        chain.publish_first("thu", "gate", at=NOON)
        heads = Chain.objects.get(name="thu").heads
        assert [head.number for head in heads.all()] == [5]

    def test_the_same_gate_of_another_chain_is_published_too(self):
        chain.publish_first("khac", "gate", at=NOON)
        chain.publish_first("thu", "gate", at=NOON)
        assert Chain.objects.get(name="thu").heads.count() == 1

    def test_a_chain_that_nobody_wrote_has_no_head_and_no_fault(self):
        assert chain.head_of("chua-co") == ""
        assert chain.verify("chua-co") is None


def altered(lines: list[dict]) -> list[dict]:
    lines[4]["payload"] = lines[4]["payload"] | {"x": 1}
    return lines


def hashed_anew(lines: list[dict]) -> list[dict]:
    altered(lines)
    covered = {key: lines[4][key] for key in verify_bundle.LINE_KEYS}
    lines[4]["digest"] = verify_bundle.digest_of(covered)
    return lines


def removed(lines: list[dict]) -> list[dict]:
    return [*lines[:4], *lines[5:]]


def removed_and_counted_anew(lines: list[dict]) -> list[dict]:
    del lines[4]
    for place, event in enumerate(lines, start=1):
        event["number"] = place
    return lines


def cut_off(lines: list[dict]) -> list[dict]:
    return lines[:-1]


def swapped(lines: list[dict]) -> list[dict]:
    lines[4], lines[5] = lines[5], lines[4]
    return lines


def doubled(lines: list[dict]) -> list[dict]:
    return [*lines[:5], lines[4], *lines[5:]]


def all_hashed_anew(lines: list[dict]) -> list[dict]:
    """The whole chain written again behind a changed line, as whoever owns the database could."""
    altered(lines)
    previous = lines[3]["digest"]
    for event in lines[4:]:
        event["previous"] = previous
        covered = {key: event[key] for key in verify_bundle.LINE_KEYS}
        previous = event["digest"] = verify_bundle.digest_of(covered)
    return lines


FORGED = {
    altered: "ledger line 5: was changed",
    hashed_anew: "ledger line 6: does not follow the line before",
    removed: "ledger line 5: a line is missing, or out of order",
    removed_and_counted_anew: "ledger line 5: does not follow the line before",
    cut_off: "ledger: lines at the end are missing, or were added",
    swapped: "ledger line 5: a line is missing, or out of order",
    doubled: "ledger line 6: a line is missing, or out of order",
}


def with_ledger(files: dict[str, bytes], lines: list[dict]) -> dict[str, bytes]:
    """The bundle with another ledger, and a manifest made to fit."""
    text = "".join(chain.canonical(event) + "\n" for event in lines)
    return sealed_again(files | {"ledger.jsonl": text.encode()})


@pytest.mark.django_db
@pytest.mark.data
class TestTheScriptOfOutsiders:
    """`verify_bundle.py`, on an exported result whose manifest was made to fit the forgery."""

    @pytest.fixture
    def files(self, awarded) -> dict[str, bytes]:
        return bundle.files_of(awarded.edition)

    @pytest.fixture
    def lines(self, files) -> list[dict]:
        return [json.loads(each) for each in files["ledger.jsonl"].decode().splitlines()]

    @pytest.mark.parametrize("forge", FORGED, ids=lambda forge: forge.__name__)
    def test_a_forged_ledger_is_found_at_its_line(self, files, lines, forge, tmp_path):
        folder = written(with_ledger(files, forge(lines)), tmp_path / "x")
        with pytest.raises(verify_bundle.Fault) as found:
            verify_bundle.verify(folder)
        assert str(found.value) == FORGED[forge]

    def test_a_line_of_another_edition_is_found(self, files, lines, tmp_path):
        write("khac", 6)
        foreign = line("khac", 5)
        names = ("number", "verb", "payload", "at", "previous", "digest")
        lines[4] = {name: getattr(foreign, name) for name in names}
        folder = written(with_ledger(files, lines), tmp_path / "x")
        with pytest.raises(verify_bundle.Fault, match=r"^ledger line 5: does not follow"):
            verify_bundle.verify(folder)

    def test_a_chain_hashed_anew_with_its_own_head_is_found_by_a_published_one(
        self, files, lines, tmp_path
    ):
        forged = all_hashed_anew(lines)
        heads = json.loads(files["heads.json"]) | {"head": forged[-1]["digest"]}
        changed = files | {"heads.json": json.dumps(heads).encode()}
        folder = written(with_ledger(changed, forged), tmp_path / "x")
        with pytest.raises(verify_bundle.Fault, match="does not pass through the head published"):
            verify_bundle.verify(folder)

    def test_heads_out_of_the_order_of_their_times_are_found(self, files, lines, tmp_path):
        heads = json.loads(files["heads.json"])
        heads["published"].reverse()
        changed = files | {"heads.json": json.dumps(heads).encode()}
        folder = written(with_ledger(changed, lines), tmp_path / "x")
        with pytest.raises(verify_bundle.Fault, match=r"is out of order$"):
            verify_bundle.verify(folder)

    def test_the_script_by_itself_names_the_fault_and_ends_with_1(self, files, lines, tmp_path):
        folder = written(with_ledger(files, swapped(lines)), tmp_path / "x")
        done = subprocess.run(
            [sys.executable, "-I", str(folder / "verify_bundle.py"), str(folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "ledger line 5: a line is missing, or out of order" in done.stdout
