"""An edition whose lines were written by an earlier version: the look says what they do not hold,
and calls nothing a fault that only was not written down then.
"""

import pytest
from django.core.management import call_command

from competition import audit, audit_notes
from competition.audit_notes import _HOLDS
from foundation.ledger import chain
from foundation.ledger.models import Chain, Event, Head, KeptText
from submissions.models import Sealing
from tests import guards
from tests.security.tampering import told

pytestmark = pytest.mark.django_db
# Steps that this edition has not had: no line of theirs can be an earlier version's.
NOT_HERE = {"ballot.objected", "use.reported"}


def as_written_before(edition) -> None:
    """The chain as an earlier version wrote it: nobody is covered, texts and facts stand in the
    lines, and the newer digests are in none. The pairs of codes were there already.
    """
    digests = {}
    previous = ""
    for line in Event.objects.filter(chain__name=edition.chain).order_by("number"):
        newer = set(_HOLDS.get(line.verb, ())) - {"codes"}
        kept = getattr(line, "kept_text", None)
        payload = {name: value for name, value in chain.told(line).items() if name not in newer}
        if kept and kept.text:
            payload["reason"] = kept.text
        digest = chain._line_digest(previous, line.number, line.verb, payload, line.at)
        row = {"nonce": "", "payload": payload, "previous": previous, "digest": digest}
        Event.objects.filter(pk=line.pk).update(**row)
        digests[line.number] = previous = digest
    KeptText.objects.filter(event__chain__name=edition.chain)._raw_delete("default")
    Chain.objects.filter(name=edition.chain).update(head=previous)
    for head in Head.objects.filter(chain__name=edition.chain):
        Head.objects.filter(pk=head.pk).update(digest=digests[head.number])


@pytest.fixture
def of_before(awarded):
    with guards.lifted():
        as_written_before(awarded.edition)
        yield awarded


def cried(edition) -> list[str]:
    """Without what the lifted guards are told of, and receipts: they name a line's own digest,
    which is another one since the chain was written anew.
    """
    faults = audit.faults(edition)
    return [fault for fault in faults if not fault.startswith(("trigger", "receipt"))]


def test_what_is_written_today_holds_everything(awarded):
    assert list(audit_notes.of_earlier_versions(awarded.edition)) == []


def test_what_was_not_written_then_is_no_fault(of_before):
    assert cried(of_before.edition) == []


def test_it_is_said(of_before):
    said = "\n".join(audit_notes.of_earlier_versions(of_before.edition))
    assert "do not cover who did it" in said
    written = {
        *Event.objects.filter(chain__name=of_before.edition.chain).values_list("verb", flat=True)
    }
    assert {*_HOLDS} - written == NOT_HERE
    wanted = {(verb, name) for verb in {*_HOLDS} & written for name in _HOLDS[verb]}
    wanted -= {("entry.sealed", "codes")}
    assert [one for one in wanted if f"“{one[0]}”" not in said or f"“{one[1]}”" not in said] == []


def test_the_command_says_it_too(awarded, capsys):
    with guards.lifted():
        Event.objects.filter(verb="tally.closed").update(nonce="")
    with pytest.raises(Exception, match="was altered"):
        call_command("audit", awarded.edition.slug)
    assert "1 of " in capsys.readouterr().out


def test_what_they_hold_is_found_all_the_same(of_before):
    sealing = Sealing.objects.exclude(confirmed_at=None).order_by("pk").first()
    Sealing.objects.filter(pk=sealing.pk).update(title="Khác")
    assert "is not the copy that was sealed" in told(of_before.edition)
