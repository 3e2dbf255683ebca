import datetime
import hashlib
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from foundation.ledger import chain
from foundation.ledger.models import Event
from tests import guards

pytestmark = [pytest.mark.django_db, pytest.mark.data]
AT = datetime.datetime(2026, 11, 22, 10, tzinfo=datetime.UTC)


def write(count: int, name: str = "thu") -> None:
    for number in range(count):
        chain.append(name, "test.line", {"number": number, "text": "Đổi mới"}, at=AT)


def test_a_chain_verifies_and_names_no_fault():
    write(5)
    chain.publish_head("thu", "gate", at=AT)
    write(2)
    assert chain.verify("thu") is None


@pytest.mark.parametrize("sql", ["UPDATE ledger_event SET verb = 'x'", "DELETE FROM ledger_event"])
def test_the_database_refuses_to_change_or_delete_a_line(sql):
    write(2)
    with (
        pytest.raises(DatabaseError, match=guards.REFUSED),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.mark.parametrize(
    ("damage", "number"),
    [
        ("UPDATE ledger_event SET verb = 'other' WHERE number = 3", 3),
        ("UPDATE ledger_event SET payload = '{}' WHERE number = 2", 2),
        ("UPDATE ledger_event SET at = '2020-01-01 00:00:00+00:00' WHERE number = 4", 4),
        ("DELETE FROM ledger_event WHERE number = 3", 3),
        ("DELETE FROM ledger_event WHERE number = 5", 5),
    ],
)
def test_whoever_gets_past_the_triggers_is_found_by_the_chain(damage, number):
    write(5)
    guards.lift()
    with connection.cursor() as cursor:
        cursor.execute(damage)
    fault = chain.verify("thu")
    assert fault is not None
    assert fault.number == number


def test_a_rewritten_chain_is_found_by_its_published_head():
    write(3)
    chain.publish_head("thu", "gate", at=AT)
    forged = [
        chain.append("khac", "test.line", {"number": number, "text": "giả"}, at=AT)
        for number in range(3)
    ]
    guards.lift()
    with connection.cursor() as cursor:
        for line in forged:
            Event.objects.filter(chain__name="thu", number=line.number).update(
                payload=line.payload,
                digest=line.digest,
                previous=line.previous,
                nonce=line.nonce,
            )
        cursor.execute("UPDATE ledger_chain SET head = %s WHERE name = 'thu'", [forged[-1].digest])
    assert "published head" in chain.verify("thu").reason


def test_canonical_json_is_one_text_for_one_value():
    assert chain.canonical({"b": 1, "a": "é"}) == '{"a":"é","b":1}'
    assert chain.digest_of(Decimal("1.50")) == chain.digest_of(Decimal("1.5"))
    assert chain.digest_of(AT) == chain.digest_of(
        AT.astimezone(datetime.timezone(datetime.timedelta(hours=7)))
    )


# The leaves and roots with which the implementations of RFC 9162 (and RFC 6962 before it) are
# tested: certificate-transparency, merkletree/merkle_tree_test.cc. Leaves are bytes there, all of
# them ASCII.
LEAVES = ["", "\x00", "\x10", " !", "01", "@ABC", "PQRSTUVW", "`abcdefghijklmno"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(9))
def test_the_merkle_root_is_that_of_the_published_vectors(size):
    assert chain.merkle_root(LEAVES[:size]) == ROOTS[size]


def tree_hash(leaves: list[str]) -> bytes:
    """MTH as section 2.1.1 of RFC 9162 defines it: split at the largest power of two below n."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0].encode()).digest()
    split = 1
    while 2 * split < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + tree_hash(leaves[:split]) + tree_hash(leaves[split:])).digest()


@pytest.mark.parametrize("size", [*range(1, 35), 63, 64, 65, 1000])
def test_the_merkle_root_is_the_tree_hash_of_the_rfc(size):
    receipts = [f"{number:064x}" for number in range(size)]
    assert chain.merkle_root(receipts) == tree_hash(receipts).hex()


@pytest.mark.parametrize("size", [2, 3, 6, 7, 8])
def test_the_merkle_root_depends_on_every_leaf_and_on_their_order(size):
    root = chain.merkle_root(LEAVES[:size])
    for place in range(size):
        changed = [*LEAVES[:place], "x", *LEAVES[place + 1 : size]]
        assert chain.merkle_root(changed) != root
    for place in range(size - 1):
        swapped = LEAVES[:size]
        swapped[place : place + 2] = reversed(swapped[place : place + 2])
        assert chain.merkle_root(swapped) != root


def test_a_leaf_given_twice_is_another_tree():
    """A tree that fills its level up with copies of the last leaf has one root for both."""
    assert chain.merkle_root(["a", "b", "c"]) != chain.merkle_root(["a", "b", "c", "c"])


def test_a_node_is_no_leaf():
    """Without prefixes, two hashes written side by side would be a leaf with the root of both."""
    nodes = [chain.merkle_root(["a"]), chain.merkle_root(["b"])]
    assert chain.merkle_root(["".join(nodes)]) != chain.merkle_root(["a", "b"])
