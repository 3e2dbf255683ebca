"""docs/floors.svg shows the imports and the walk as they are today."""

import xml.etree.ElementTree as ElementTree

import pytest

from tests.architecture import documents, picture

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def root():
    return ElementTree.fromstring(picture.PICTURE.read_bytes())  # noqa: S314  our own file


def test_the_picture_is_up_to_date():
    is_current = picture.PICTURE.read_text() == picture.draw()
    assert is_current, "draw it again: ./run fmt"


def test_it_is_drawn_the_same_twice():
    assert picture.draw() == picture.draw()


def test_arrows_go_down_only():
    order = picture.rooms()
    up = [
        f"{arrow.importer} -> {arrow.imported}"
        for arrow in picture.arrows()
        if order.index(arrow.imported) <= order.index(arrow.importer)
    ]
    assert up == []


def test_judging_and_voting_have_one_door():
    doors = {(arrow.importer, arrow.imported) for arrow in picture.arrows() if arrow.door}
    assert doors == {("judging", "submissions"), ("voting", "submissions")}


def test_every_room_and_every_step_is_named(root):
    words = {element.text for element in root.iter(f"{SVG}text")}
    assert words >= {step.name for step in documents.steps()}
    assert words >= set(picture.rooms())


def test_it_speaks_to_those_who_do_not_see_it(root):
    labels = root.get("aria-labelledby").split()
    described = {element.get("id"): element.text for element in root if element.get("id")}
    assert [name for name in labels if not described.get(name)] == []


def test_nothing_leaves_the_sheet(root):
    width = float(root.get("width"))
    beyond = []
    for element in root.iter(f"{SVG}text"):
        start = float(element.get("x"))
        wide = picture.width_of(element.text, float(element.get("font-size")))
        anchor = element.get("text-anchor", "start")
        end = start + wide * {"start": 1, "middle": 0.5, "end": 0}[anchor]
        if "rotate" not in element.get("transform", "") and end > width:
            beyond.append(element.text)
    assert beyond == []
