"""A line in the site's ledger for each account that is switched off today: it says that it was
found, as nobody can say any more who did it for all of them.
"""

import secrets

from django.db import migrations
from django.utils import timezone

from foundation.ledger.chain import digest_of

CHAIN = "site"
VERB = "account.switched_off"


def note_what_stands(apps, _editor):
    rows = apps.get_model("accounts", "User").objects.filter(is_active=False, erased_at=None)
    people = list(rows.order_by("pk").values_list("pk", flat=True))
    if not people:
        return
    chain, _is_new = apps.get_model("ledger", "Chain").objects.get_or_create(name=CHAIN)
    at = timezone.now()
    for person in people:
        _append(apps, chain, {"person": person}, at)
    chain.save()
    apps.get_model("ledger", "Head").objects.create(
        chain=chain, gate="site.accounts", number=chain.length, digest=chain.head, published_at=at
    )


def _append(apps, chain, facts, at):
    """As `foundation.ledger.chain.append` writes a line in nobody's name, today and later."""
    kept_nonce = secrets.token_hex(16)
    nonce = secrets.token_hex(32)
    payload = {"found": True, "kept": digest_of([kept_nonce, "", facts])}
    number = chain.length + 1
    covered = {
        "previous": chain.head,
        "number": number,
        "verb": VERB,
        "payload": payload,
        "at": at,
        "who": digest_of([nonce, None]),
    }
    line = apps.get_model("ledger", "Event").objects.create(
        chain=chain,
        number=number,
        verb=VERB,
        payload=payload,
        at=at,
        nonce=nonce,
        previous=chain.head,
        digest=digest_of(covered),
    )
    apps.get_model("ledger", "KeptText").objects.create(
        event=line, nonce=kept_nonce, text="", facts=facts
    )
    chain.length = number
    chain.head = line.digest


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_wants_reminders"),
        ("ledger", "0005_facts_beside_lines"),
    ]

    operations = [
        # Back again the lines stay: a ledger forgets nothing.
        migrations.RunPython(note_what_stands, migrations.RunPython.noop),
    ]
