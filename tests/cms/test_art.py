"""Drawn pictures: the same code the same bytes, light, well-formed, and nobody's name in them."""

import gzip
import hashlib
import re

import lxml.etree
import pytest
from django.http import Http404
from django.template import Context, Template
from django.test import Client
from django.urls import Resolver404, resolve

from cms import views
from cms.art import catalogue, plan

KILO = 1024
CODES = ("BC-0417", "BC-0231", "HS-2026-000123")
MARKS = {"svg", "g", "defs", "use", "clipPath", "linearGradient", "radialGradient", "stop"}
MARKS |= {"path", "circle", "rect", "ellipse"}


def document_of(drawn: str):
    return lxml.etree.fromstring(drawn)


def weight(drawn: str) -> int:
    return len(gzip.compress(drawn.encode()))


def bound(name: str) -> int:
    if name in catalogue.SCENES or name.startswith("buoc-"):
        return 25 * KILO
    return (30 if name.startswith("huy-chuong-") else 90) * KILO


@pytest.mark.parametrize("name", catalogue.DRAWN)
class TestADrawing:
    def test_is_light(self, name):
        assert weight(catalogue.drawing(name)) <= bound(name)

    def test_is_marks_alone_without_words_or_addresses(self, name):
        tree = document_of(catalogue.drawing(name))
        assert {element.tag.rpartition("}")[2] for element in tree.iter()} <= MARKS
        assert not "".join(tree.itertext()).strip()
        assert "http" not in catalogue.drawing(name).replace("http://www.w3.org/2000/svg", "", 1)

    def test_is_the_same_drawn_again(self, name):
        assert catalogue.DRAWN[name]() == catalogue.drawing(name)


class TestATile:
    @pytest.mark.parametrize("palette", plan.PALETTES)
    @pytest.mark.parametrize("code", CODES)
    def test_is_light(self, code, palette):
        assert weight(plan.tile(code, palette)) <= 5 * KILO

    def test_stays_what_it_was_drawn_as(self):
        drawn = plan.tile("BC-0417", "CNTT").encode()
        assert hashlib.sha256(drawn).hexdigest()[:16] == "5e80183267941bc1"

    def test_of_another_code_is_another(self):
        assert plan.tile("BC-0417", "CNTT") != plan.tile("BC-0418", "CNTT")

    def test_shows_nothing_of_its_code(self):
        drawn = plan.tile("NGUYENVANAN", "YDUOC")
        assert "NGUYEN" not in drawn.upper()
        assert {part.tag.rpartition("}")[2] for part in document_of(drawn).iter()} <= MARKS

    def test_a_field_nobody_foresaw_has_always_the_same_tones(self):
        assert plan.palette_of("CNTT") == "CNTT"
        assert plan.palette_of("THUYLOI") == plan.palette_of("THUYLOI")
        assert plan.palette_of("THUYLOI") in plan.PALETTES


class TestItsAddress:
    def test_is_kept_for_a_year(self):
        answer = Client().get("/hinh/CNTT/BC-0417.svg")
        assert answer.content.decode() == plan.tile("BC-0417", "CNTT")
        assert "immutable" in answer["Cache-Control"]

    def test_travels_packed(self):
        answer = Client().get("/hinh/ve/doi-che.svg", headers={"accept-encoding": "gzip"})
        assert answer["Content-Encoding"] == "gzip"
        assert gzip.decompress(answer.content).decode() == catalogue.drawing("doi-che")

    def test_of_what_nobody_drew_is_unknown(self, rf):
        with pytest.raises(Http404):
            views.drawing(rf.get("/"), name="khong-co")

    @pytest.mark.parametrize("address", ["/hinh/KHAC/BC-0417.svg", "/hinh/Nguyễn An.svg"])
    def test_is_of_a_code_and_a_known_palette(self, address):
        assert resolve("/hinh/CNTT/BC-0417.svg", "cms.urls").url_name == "art"
        with pytest.raises(Resolver404):
            resolve(address, "cms.urls")

    def test_in_a_page_changes_with_the_drawing(self):
        words = '{% load pictures %}{% drawing "chip" %} {% tile "BC-0417" %}'
        chip, tile = Template(words).render(Context()).split()
        assert re.fullmatch(rf"/hinh/ve/chip\.svg\?v={catalogue.stamp()}", chip)
        assert tile.endswith(catalogue.stamp())
        assert Client().get(tile).status_code == 200

    def test_a_page_cannot_ask_for_what_nobody_drew(self):
        with pytest.raises(KeyError):
            Template('{% load pictures %}{% drawing "khong-co" %}').render(Context())
