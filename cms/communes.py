"""The province's communes and wards as a map: outlines, classes of counts, the drawing."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from cms.art import svg
from foundation.vietnamese.text import order_key

DATA = Path(__file__).resolve().parent / "data" / "communes_map.json"
# From how many works on a class begins, and its name.
CLASSES = ((0, "0"), (1, "1"), (2, "2–3"), (4, "4–6"), (7, "7+"))
# (the classes, borders, the outline of the chosen one)
SCHEMES = {
    "sang": (("#eceee3", "#cfe3cf", "#92c3a0", "#3d9068", "#0f4d33"), "#fbfaf5", "#c8321f"),
    "toi": (("#1c2c23", "#235039", "#3a8a61", "#74c494", "#c8f0d2"), "#0d1713", "#f0cf8a"),
}


@cache
def outlines() -> dict:
    """{"viewBox", "source", "licence", "units": [{"code", "name", "path"}]}"""
    return json.loads(DATA.read_text(encoding="utf-8"))


@cache
def names() -> list[tuple[str, str]]:
    """(code, name) of all communes and wards, by their names."""
    units = [(unit["code"], unit["name"]) for unit in outlines()["units"]]
    return sorted(units, key=lambda unit: order_key(unit[1]))


def class_of(count: int) -> int:
    """The number of the class that a count belongs to, the same in every edition."""
    return max(place for place, (least, _name) in enumerate(CLASSES) if count >= least)


def toned(counts: Mapping[str, int], tone: Callable[[int], int]) -> list[dict]:
    """The outlines with "count" and "tone", from {code: how many works}."""
    units = []
    for unit in outlines()["units"]:
        count = counts.get(unit["code"], 0)
        units.append(unit | {"count": count, "tone": tone(count)})
    return units


def drawn(counts: Mapping[str, int], scheme: str, chosen: str = "") -> str:
    """The map, darker (or lighter, on a dark page) where more dossiers come from."""
    tones, border, accent = SCHEMES[scheme]
    marks = ""
    outline = ""
    for unit in outlines()["units"]:
        tone = tones[class_of(counts.get(unit["code"], 0))]
        marks += svg.fill(unit["path"], tone)
        if unit["code"] == chosen:
            outline = svg.shape("path", d=unit["path"], fill="none", stroke=accent, stroke_width=9)
    marks = svg.group(marks, stroke=border, stroke_width=2.6, stroke_linejoin="round")
    width, height = outlines()["viewBox"].split()[2:]
    return svg.document(round(float(width)), round(float(height)), marks + outline)
