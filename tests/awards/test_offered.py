"""What a page offers goes through: a button that asks for nothing is not there while it would be
refused; what it waits for is said in its place.

Every page that the people of a contest reach by links is opened at each stage, and every such
button on it pressed.
"""

import re
from collections import deque
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from tests.pressing import pressed
from tests.walker.page import Form, Page

ROOMS = ("/quan-tri/", "/cham-diem/", "/ho-so/", "/ban-to-chuc/")
WAGTAILS = tuple(f"/quan-tri/{part}/" for part in ("pages", "images", "documents", "reports"))
KEYS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+|(?<=/)[A-Z]{2}-[A-Z0-9-]+(?=/)")


@dataclass(frozen=True)
class Offer:
    """A button on a page; both addresses without their query and with a * for each key."""

    page: str
    button: str


def shape(address: str) -> str:
    """The address of all pages of one kind."""
    return KEYS.sub("*", address.partition("?")[0])


def is_ours(address: str) -> bool:
    """A page of the contest's rooms, none of Wagtail's own."""
    return address.startswith(ROOMS) and not address.startswith(WAGTAILS)


def is_html(answer: HttpResponse) -> bool:
    """A page, not a file."""
    return answer.headers.get("Content-Type", "").startswith("text/html")


def asks_for_nothing(form: Form) -> bool:
    """Nothing to type, to choose or to upload: the button alone says it."""
    kinds = {control.kind for control in form.controls}
    return form.is_post and kinds <= {"hidden"}


def refused(person: User, start: str) -> dict[Offer, str]:
    """Every button below `start` whose press is refused, with the words of the refusal."""
    client = Client()
    client.force_login(person)
    found: dict[Offer, str] = {}
    waiting, opened, tried = deque([start]), set(), set()
    while waiting:
        address = waiting.popleft()
        if shape(address) in opened or not is_ours(address):
            continue
        opened.add(shape(address))
        answer = client.get(address)
        if answer.status_code != 200 or not is_html(answer):
            continue
        page = Page(address, answer.content.decode())
        waiting.extend(page.links())
        for element, form in zip(page.tree.forms, page.forms(), strict=True):
            if not asks_for_nothing(form) or not element.xpath(".//button"):
                continue
            for goes_to, name, value in form.buttons:
                offer = Offer(shape(address), shape(goes_to))
                if offer in tried:
                    continue
                tried.add(offer)
                typed = {control.name: control.value for control in form.controls}
                if name:
                    typed[name] = value
                if words := refusal(client, goes_to, typed):
                    found[offer] = words
    assert tried, f"nobody was offered anything below {start}"
    return found


def refusal(client: Client, address: str, typed: dict[str, str]) -> str:
    """Press, read what is said, and undo it all."""
    point = transaction.savepoint()
    try:
        answer = pressed(client, address, typed)
        if answer.status_code == 302:
            answer = client.get(answer.headers["Location"], follow=True)
        return " ".join(errors(answer))
    finally:
        transaction.savepoint_rollback(point)


def errors(answer: HttpResponse) -> list[str]:
    """What the page says went wrong."""
    told = (answer.context or {}).get("messages") or ()
    return [str(message) for message in told if message.level_tag == "error"]


class TestOffered:
    def test_to_the_secretariat_while_entries_come_in(self, sent_in):
        assert refused(sent_in.cast.secretary, "/quan-tri/") == {}

    def test_to_the_secretariat_while_judges_score(self, convened):
        assert refused(convened.cast.secretary, "/quan-tri/") == {}

    def test_to_the_secretariat_once_the_ranking_stands(self, judged):
        assert refused(judged.cast.secretary, "/quan-tri/") == {}

    def test_to_the_secretariat_once_the_standing_stands(self, ranked):
        assert refused(ranked.cast.secretary, "/quan-tri/") == {}

    def test_to_the_secretariat_while_the_committee_votes(self, put_to_the_committee):
        assert refused(put_to_the_committee.cast.secretary, "/quan-tri/") == {}

    def test_to_the_secretariat_after_the_announcement(self, announced):
        assert refused(announced.cast.secretary, "/quan-tri/") == {}

    def test_to_a_judge(self, convened):
        assert refused(convened.chair, "/cham-diem/") == {}

    def test_to_an_entrant(self, sent_in):
        assert refused(sent_in.cast.entrants[0], "/ho-so/") == {}
