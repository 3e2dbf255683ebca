import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from foundation.ledger import chain
from foundation.ledger.models import Event

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
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def lift_triggers(cursor):
    if connection.vendor == "sqlite":
        cursor.execute("DROP TRIGGER ledger_event_no_update")
        cursor.execute("DROP TRIGGER ledger_event_no_delete")
    else:
        cursor.execute("DROP TRIGGER ledger_event_append_only ON ledger_event")


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
    with connection.cursor() as cursor:
        lift_triggers(cursor)
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
    with connection.cursor() as cursor:
        lift_triggers(cursor)
        for line in forged:
            Event.objects.filter(chain__name="thu", number=line.number).update(
                payload=line.payload, digest=line.digest, previous=line.previous
            )
        cursor.execute("UPDATE ledger_chain SET head = %s WHERE name = 'thu'", [forged[-1].digest])
    assert "published head" in chain.verify("thu").reason


def test_canonical_json_is_one_text_for_one_value():
    assert chain.canonical({"b": 1, "a": "é"}) == '{"a":"é","b":1}'
    assert chain.digest_of(Decimal("1.50")) == chain.digest_of(Decimal("1.5"))
    assert chain.digest_of(AT) == chain.digest_of(
        AT.astimezone(datetime.timezone(datetime.timedelta(hours=7)))
    )


def test_the_merkle_root_depends_on_every_leaf_and_on_their_order():
    roots = {
        chain.merkle_root(leaves)
        for leaves in (["a", "b", "c"], ["a", "c", "b"], ["a", "b"], ["a", "b", "c", "c"], [])
    }
    assert len(roots) == 5
