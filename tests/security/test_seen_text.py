"""What nobody sees is not kept: marks that turn the direction of writing, signs without width,
tags. Names hold no pictures. Every form is cleaned at one place, tables that are read in too.
"""

import unicodedata

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.urls import reverse

from accounts.names import NameField
from config.middleware import SeenText
from demo.rehearsal import steps
from foundation.vietnamese.text import has_pictures, nfc, seen
from submissions.models import Author, Entry
from submissions.sharing import bulk
from tests.architecture import walking
from tests.judging.council import visit_as

UNSEEN = [
    *(chr(code) for code in range(0x202A, 0x202F)),  # embeddings, overrides
    *(chr(code) for code in range(0x2066, 0x206A)),  # isolates
    *(chr(code) for code in range(0x200B, 0x2010)),  # without width, marks of direction
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u061c",
    "\u180e",
    "\u3164",
    "\ufe0f",
    "\U000e0041",
    "\x00",
    "\x1b",
]
SEEN = [
    "Đổi mới – sáng tạo",
    "a\tb\r\nc",
    "25 °C ± 0,5 %, CO₂, m²",
    "Nguyễn Văn Ă",
    "🌱 cây",
    "a\u00a0b",
]
NAMES = [
    "Nguyễn Thị Ánh",
    "Ma Thị Sen (Tày)",
    "O'Brien",
    "Y-Blúng Niê",
    "Lê Văn A1",
    "Đ. Trần, TS.",
]
PICTURES = ["Lê 🌟 An", "An ❤", "\u2714 An", "An \U0001f3fd", "1\u20e3 An", "\ue000An", "🇻🇳 An"]


@pytest.mark.parametrize("sign", UNSEEN, ids=[f"U+{ord(sign):04X}" for sign in UNSEEN])
class TestASign:
    def test_it_goes(self, sign):
        assert seen(f"Máy{sign} sấy{sign}") == "Máy sấy"

    def test_it_is_not_stored(self, sign):
        assert nfc(f"{sign}Máy sấy") == "Máy sấy"


@pytest.mark.parametrize("text", SEEN)
def test_what_is_seen_stays(text):
    assert seen(text) == text


def test_no_format_character_is_forgotten():
    """Each of Unicode's format characters but those of scripts that shape with them."""
    kept = {"\u0600", "\u06dd", "\u070f", "\u08e2"}
    left = [
        chr(code)
        for code in range(0x10000)
        if unicodedata.category(chr(code)) == "Cf" and seen(chr(code))
    ]
    assert [sign for sign in left if sign not in kept and not "\u0600" <= sign <= "\u08ff"] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_letters_is_taken(name):
    assert NameField().clean(name) == name


@pytest.mark.parametrize("name", PICTURES)
def test_a_name_with_pictures_is_refused_in_words(name):
    assert has_pictures(seen(name))
    with pytest.raises(ValidationError, match="biểu tượng"):
        NameField().clean(name)


def test_a_name_loses_what_nobody_sees():
    assert NameField().clean("Lê\u202e Văn\u200b An") == "Lê Văn An"


def test_every_form_that_asks_for_a_name_has_the_field():
    """By class: the next form too."""
    walking.views_of_the_house()  # every form's module is imported by its view
    fields = [
        (form.__name__, type(field))
        for form in _every_form()
        for name, field in form.base_fields.items()
        if name == "full_name"
    ]
    assert len(fields) >= 4
    assert [form for form, kind in fields if not issubclass(kind, NameField)] == []


def _every_form() -> set[type[forms.BaseForm]]:
    found, waiting = set(), [forms.BaseForm]
    while waiting:
        for form in waiting.pop().__subclasses__():
            if form not in found:
                found.add(form)
                waiting.append(form)
    rooms = walking.FLOORS
    return {form for form in found if form.__module__.split(".")[0] in rooms}


class TestWhatAFormSends:
    def cleaned(self, data: dict) -> dict:
        request = RequestFactory().post("/", data)
        SeenText(lambda request: None).process_view(request, None, (), {})
        return request.POST

    def test_every_field_is_cleaned(self):
        sent = self.cleaned({"comment": "rõ\u202eràng", "loại": "a\u200bb"})
        assert (sent["comment"], sent["loại"]) == ("rõràng", "ab")

    def test_every_value_of_a_field(self):
        assert self.cleaned({"reason": ["a\u2066", "b"]}).getlist("reason") == ["a", "b"]

    @pytest.mark.parametrize("name", ["password", "password1", "oldpassword"])
    def test_but_a_password(self, name):
        assert self.cleaned({name: "bí\u200bmật"})[name] == "bí\u200bmật"


@pytest.mark.django_db
def test_a_table_that_is_read_in_says_so_too(begun):
    reader = bulk._Reader(begun.edition, begun.cast.secretary)
    assert list(reader._author_faults("Lê 🌟 An (100)")) != []


@pytest.mark.django_db
class TestADraft:
    @pytest.fixture
    def draft(self, begun, at):
        with at(begun, 3):
            entry = steps.write(
                begun.edition, begun.cast.entrants[0], 0, 1, begun.units, begun.at(3)
            )
            yield Entry.objects.get(pk=entry.entry.pk)

    def send(self, client, entry, step: str, **typed):
        address = reverse("edit_entry", args=[entry.public_id, step])
        typed |= {"revision": str(entry.revision)}
        return visit_as(client, entry.owner).post(address, typed)

    @pytest.mark.parametrize("column", ["title", "summary"])
    def test_title_and_summary(self, draft, client, column):
        self.send(client, draft, "general", entrant="person", **{column: "Máy\u202e sấy\u200b"})
        draft.refresh_from_db()
        assert getattr(draft, column) == "Máy sấy"

    def test_an_answer(self, draft, client):
        key = next(iter(draft.answers))
        self.send(client, draft, "content", **{key: "Ba\u2067 ngày"})
        draft.refresh_from_db()
        assert draft.answers[key] == "Ba ngày"

    def authors(self, name: str) -> dict:
        return {
            "author-TOTAL_FORMS": "1",
            "author-INITIAL_FORMS": "0",
            "author-0-full_name": name,
            "author-0-share": "100",
        }

    def test_an_authors_name(self, draft, client):
        self.send(client, draft, "authors", **self.authors("Lê\u200b An"))
        assert Author.objects.get(entry=draft).full_name == "Lê An"

    def test_a_name_with_a_picture_is_refused_and_stays_typed(self, draft, client):
        page = self.send(client, draft, "authors", **self.authors("Lê 🌟 An"))
        assert 'value="Lê 🌟 An"' in page.content.decode()
        assert not Author.objects.filter(full_name__contains="🌟").exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("nguyễn thị hoa", "Nguyễn Thị Hoa"),
        ("NGUYỄN THỊ HOA", "Nguyễn Thị Hoa"),
        ("đặng  văn  ân", "Đặng Văn Ân"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("Nguyễn Thị HOA", "Nguyễn Thị HOA"),
        ("AN", "AN"),
    ],
)
def test_a_name_is_kept_as_papers_print_it(typed, kept):
    assert " ".join(NameField().clean(typed).split()) == kept
