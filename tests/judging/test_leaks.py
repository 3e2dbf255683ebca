"""Whatever a judge, chair or secretary of a panel can open, read or be sent: no identity of an
entrant in any form or channel.

The search itself is tested: leaks of every kind are planted, and each of them is found.
"""

import base64
import io
import pickle
import re
import unicodedata
import urllib.parse
from collections.abc import Iterator

import pikepdf
import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from scipy.stats import spearmanr

from competition import clock
from demo.rehearsal import steps
from foundation.notifications import post
from foundation.papers import pdf
from foundation.vault import store
from foundation.vietnamese.text import fold
from judging.councils import discussion, meetings, rounds
from judging.desk import sheets
from judging.models import Assignment, BlindedEntry, BlindedFile, Judge
from judging.papers import minutes
from submissions.models import Author, Entry
from submissions.models.sealing import judging_code
from tests import guards
from tests.factories.accounts import UserFactory
from tests.factories.judging import BlindedEntryFactory
from tests.factories.submissions import EntryFactory
from tests.judging.council import points, visit_as
from tests.judging.leaks import forms, hits, identities, sent_to, texts_of
from tests.papers import fetched

pytestmark = [pytest.mark.django_db]


def walked(client, user, most) -> Iterator[tuple[str, list[str]]]:
    """(address, texts) of everything a person reaches from the judges' door by following links, a
    few of each shape.
    """
    visit_as(client, user)
    queue, seen, shapes, read = [reverse("judge_desk"), reverse("inbox")], set(), {}, 0
    while queue and read < most:
        address = queue.pop(0)
        shape = re.sub(r"[0-9a-f-]{32,36}|\d+|HS-\w{6}", "*", address)
        # Pictures of pages hold no text of their own (they are drawn from the file, which is read),
        # and sheets are printed once.
        if (
            address in seen
            or shapes.setdefault(shape, 0) >= (1 if "in-phieu" in shape or "/in/" in shape else 3)
            or "/trang/" in address
        ):
            continue
        shapes[shape] += 1
        seen.add(address)
        answer = fetched(client, address)
        if answer.status_code != 200:
            continue
        texts = texts_of(answer)
        read += 1
        yield address, texts
        if "html" in answer.headers.get("Content-Type", ""):
            links = re.findall(r'(?:href|src)="(/cham-diem/[^"#]*)"', texts[1])
            queue += [link.replace("&amp;", "&") for link in links]


def channels(council, client, people, most) -> Iterator[list[str]]:
    """The texts of everything that these people of a panel come by, one channel after the other."""
    for user in people:
        yield sent_to(user)
        task = Assignment.objects.countable().filter(judge__user=user).first()
        if task:
            typed = {f"points-{pk}": "10" for pk in points(council)}
            visit_as(client, user)
            yield texts_of(
                client.post(
                    reverse("save_sheet", args=[task.public_id]), typed, headers={"X-Autosave": "1"}
                )
            )
        pages = 0
        for address, texts in walked(client, user, most):
            pages += 1
            yield [address, *texts]
        assert pages > (5 if user == council.panel_secretary else 14)


def leaks(council, client, people, most=90) -> Iterator[str]:
    """Everything that these people of a panel come by, searched for every identity: the identities
    that are found, as they are.
    """
    own = {unicodedata.normalize("NFC", user.full_name) for user in council.cast.judges} | {
        user.email for user in council.cast.judges
    }
    canaries = {
        form: identity for identity in identities(council.edition) - own for form in forms(identity)
    }
    assert len(canaries) > 300
    # A shorter one would be found by accident, in an address or in the bytes of a file.
    assert min(len(form.removeprefix("base64:")) for form in canaries) >= 7
    for texts in channels(council, client, people, most):
        yield from hits(texts, canaries)
    # What our own pages left in the cache.
    kept = [
        str(pickle.loads(value))  # noqa: S301
        for value in getattr(cache, "_cache", {}).values()
    ]
    yield from hits(
        kept,
        {form: identity for form, identity in canaries.items() if not form.startswith("base64:")},
    )


@pytest.fixture
def met(scored):
    """Everything that a council can have: a discussion, a meeting with its minutes, and sheets of
    all.
    """
    for entry in discussion.apart(scored.panel)[:2]:
        discussion.say(entry=entry, text="Số liệu rõ", by=scored.member, at=scored.at(41))
    meeting = meetings.call(
        panel=scored.panel,
        held_at=scored.at(42),
        place="Phòng 302",
        by=scored.panel_secretary,
        entries=list(discussion.apart(scored.panel)),
    )
    meetings.note_attendance(
        meeting=meeting, present=list(scored.panel.judges.all()), by=scored.panel_secretary
    )
    minutes.draft_minutes(meeting=meeting, by=scored.panel_secretary)
    return scored


def test_nothing_that_a_panel_comes_by_names_an_entrant(met, client):
    assert list(leaks(met, client, [met.chair, met.vice, met.member, met.panel_secretary])) == []


def somebody(council) -> Author:
    return (
        Author.objects.filter(entry__edition=council.edition)
        .exclude(full_name__in=[user.full_name for user in council.cast.judges])
        .order_by("pk")
        .last()
    )


def in_text(change):
    """Plant a form of a name in the blinded summary of every entry."""

    def plant(council, monkeypatch):
        guards.change(
            BlindedEntry.objects.filter(round=council.round),
            summary=f"Giải pháp của {change(somebody(council).full_name)} trong tỉnh",
        )

    return plant


def in_file_name(council, monkeypatch):
    guards.change(
        BlindedFile.objects.filter(blinded_entry__round=council.round),
        name=f"{somebody(council).full_name}.pdf",
    )


def in_pdf_text(council, monkeypatch):
    content = pdf.render(
        "demo_description.html",
        {"title": "Bản mô tả", "paragraphs": [f"Tác giả {somebody(council).full_name}"]},
    )
    guards.change(
        BlindedFile.objects.filter(blinded_entry__round=council.round),
        blob=store.put(content, media_type="application/pdf"),
    )


def in_pdf_metadata(council, monkeypatch):
    kept = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Author"] = somebody(council).full_name
        document.save(kept)
    guards.change(
        BlindedFile.objects.filter(blinded_entry__round=council.round),
        blob=store.put(kept.getvalue(), media_type="application/pdf"),
    )


def in_mail(council, monkeypatch):
    post.tell(
        council.member,
        "sheet_reopened",
        {"code": "HS-1", "reason": f"Hồ sơ của {somebody(council).full_name}"},
        key="planted",
    )


def in_discussion(council, monkeypatch):
    owner = Entry.objects.filter(edition=council.edition).first().owner
    discussion.say(
        entry=discussion.apart(council.panel)[0],
        text=f"hỏi {owner.email}",
        by=council.member,
        at=council.at(41),
    )


def in_header(council, monkeypatch):
    served, receipt = (
        store.serve,
        Entry.objects.filter(edition=council.edition).first().receipt_number,
    )

    def serve(*args, **kwargs):
        answer = served(*args, **kwargs)
        answer.headers["X-Source"] = urllib.parse.quote(receipt)
        return answer

    monkeypatch.setattr(store, "serve", serve)


def in_json(council, monkeypatch):
    name = somebody(council).full_name
    monkeypatch.setattr(
        sheets.scoresheets,
        "save_sheet",
        lambda **_: (_ for _ in ()).throw(sheets.scoresheets.BadPoints({1: f"{name} ?"})),
    )


def in_address(council, monkeypatch):
    entry = Entry.objects.filter(edition=council.edition).first()
    guards.change(
        BlindedEntry.objects.filter(round=council.round),
        summary=f"https://vi.du/ho-so/{entry.public_id}/",
    )


def in_cache(council, monkeypatch):
    cache.set("planted", somebody(council).full_name)


def in_byline(council, monkeypatch):
    copies = BlindedEntry.objects.filter(round=council.round)
    guards.change(copies, byline=somebody(council).full_name)


PLANTED = {
    "composed": in_text(lambda name: unicodedata.normalize("NFC", name)),
    "decomposed": in_text(lambda name: unicodedata.normalize("NFD", name)),
    "without accents": in_text(lambda name: fold(name).title()),
    "URL-encoded": in_text(urllib.parse.quote),
    "base64": in_text(lambda name: base64.b64encode(f"ab{name} và".encode()).decode()),
    "file name": in_file_name,
    "PDF text": in_pdf_text,
    "PDF metadata": in_pdf_metadata,
    "mail": in_mail,
    "discussion": in_discussion,
    "header": in_header,
    "JSON": in_json,
    "address of the entry": in_address,
    "cache": in_cache,
    "byline of a blinded round": in_byline,
}


def test_every_planted_leak_is_found(met, client):
    missed = []
    for kind, plant in PLANTED.items():
        with pytest.MonkeyPatch.context() as patches, transaction.atomic():
            cache.clear()
            plant(met, patches)
            if next(leaks(met, client, [met.member], most=24), None) is None:
                missed.append(kind)
            transaction.set_rollback(True)
    assert missed == []


# --- the order of a judge's list -----------------------------------------------------------------

FEWEST = 30  # works on a list; fewer stand in some order by chance now and then


def orders_of_entrants(edition) -> dict[str, dict[str, tuple]]:
    """{order: {title: its place in it}} of the orders that tell whose work is whose."""
    entries = Entry.objects.filter(edition=edition).select_related("owner")
    return {
        "submission": {entry.title: (entry.pk,) for entry in entries},
        "owner's name": {entry.title: (entry.owner.name_key, entry.pk) for entry in entries},
        "owner": {entry.title: (entry.owner_id, entry.pk) for entry in entries},
    }


def betrayed_by_order(edition) -> set[str]:
    """Judges' lists that run, forwards or backwards, nearly in an order that tells whose work is
    whose: Spearman's correlation beyond 0.9, which 30 shuffled works reach once in 10^11.
    """
    betrayed = set()
    for judge in Judge.objects.filter(panel__round__edition=edition):
        mine = Assignment.objects.countable().filter(judge=judge).order_by("place", "pk")
        titles = list(mine.values_list("blinded_entry__title", flat=True))
        assert len(titles) >= FEWEST
        for order, places in orders_of_entrants(edition).items():
            in_order = sorted(titles, key=places.__getitem__)
            correlation = spearmanr(range(len(titles)), [in_order.index(t) for t in titles])
            if abs(correlation.statistic) > 0.9:
                betrayed.add(f"the list of {judge} in the order of {order}")
    return betrayed


@pytest.fixture
def crowd(entered):
    """An open round with fifty works, three sheets each, of owners whose names and accounts have
    orders of their own.
    """
    field = entered.edition.fields.first()
    judging_round = rounds.prepare_round(edition=entered.edition, by=entered.cast.secretary)
    owners = [UserFactory(full_name=f"{'ABCDEFGH'[n * 5 % 8]} {n * 17 % 44:02}") for n in range(44)]
    for number in range(44):
        title = f"Giải pháp thứ {number}"
        owner = owners[number * 7 % 44]
        EntryFactory(edition=entered.edition, field=field, owner=owner, title=title)
        BlindedEntryFactory(round=judging_round, field=field, title=title, code=judging_code())
    judging_round.sheets_per_entry = 3
    judging_round.save()
    with clock.set_to(entered.at(40.5)):
        steps.panels(entered.edition, entered.cast, sizes=4, judging_round=judging_round)
        steps.assign_and_open(judging_round, entered.cast, entered.at(40.5))
    return entered.edition


def test_no_list_tells_by_its_order_whose_work_is_whose(crowd):
    assert betrayed_by_order(crowd) == set()


@pytest.mark.parametrize("order", ["submission", "owner's name", "owner"])
@pytest.mark.parametrize("direction", [1, -1])
def test_a_planted_order_is_found(crowd, order, direction):
    """One judge's list alone, and two works of it out of order."""
    judge = Judge.objects.filter(panel__round__edition=crowd).last()
    places = orders_of_entrants(crowd)[order]
    mine = list(Assignment.objects.countable().filter(judge=judge).select_related("blinded_entry"))
    mine.sort(key=lambda item: places[item.blinded_entry.title])
    mine[3], mine[9] = mine[9], mine[3]
    for place, item in enumerate(mine, start=1):
        Assignment.objects.filter(pk=item.pk).update(place=100 + direction * place)
    assert betrayed_by_order(crowd) == {f"the list of {judge} in the order of {order}"}
