"""A line in the site's ledger for each site-wide role and administrator that stands today: it says
that it was found, as nobody can say any more who gave it, and when.
"""

import secrets

from django.db import migrations
from django.utils import timezone

from foundation.ledger.chain import digest_of

CHAIN = "site"


def note_what_stands(apps, _editor):
    found = _standing(apps)
    if not found:
        return
    chain, _is_new = apps.get_model("ledger", "Chain").objects.get_or_create(name=CHAIN)
    at = timezone.now()
    for person, role in found:
        _append(apps, chain, {"person": person, "role": role}, at)
    chain.save()
    apps.get_model("ledger", "Head").objects.create(
        chain=chain, gate="site.roles", number=chain.length, digest=chain.head, published_at=at
    )


def _standing(apps):
    """[(person, role), …], administrators first."""
    users = apps.get_model("accounts", "User").objects.filter(is_superuser=True)
    found = [
        (person, "administrator") for person in users.order_by("pk").values_list("pk", flat=True)
    ]
    roles = apps.get_model("accounts", "Membership").objects.filter(scope="site")
    return found + list(roles.order_by("pk").values_list("user", "role"))


def _append(apps, chain, facts, at):
    """As `foundation.ledger.chain.append` writes a line in nobody's name, today and later."""
    kept_nonce = secrets.token_hex(16)
    nonce = secrets.token_hex(32)
    payload = {"found": True, "kept": digest_of([kept_nonce, "", facts])}
    number = chain.length + 1
    covered = {
        "previous": chain.head,
        "number": number,
        "verb": "site_role.given",
        "payload": payload,
        "at": at,
        "who": digest_of([nonce, None]),
    }
    line = apps.get_model("ledger", "Event").objects.create(
        chain=chain,
        number=number,
        verb="site_role.given",
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
        ("accounts", "0004_erased"),
        ("ledger", "0005_facts_beside_lines"),
    ]

    operations = [
        # Back again the lines stay: a ledger forgets nothing.
        migrations.RunPython(note_what_stands, migrations.RunPython.noop),
    ]
