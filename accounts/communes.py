"""The province with its 92 communes and wards since 1/7/2025, as a tree of units; organisations are
added beside them.
"""

import json
from pathlib import Path

from accounts.models import Unit

DATA = Path(__file__).parent / "data" / "communes.json"
KINDS = {"xã": Unit.Kind.COMMUNE, "phường": Unit.Kind.WARD}


def communes() -> list[dict[str, str]]:
    """[{"code", "type" (xã or phường), "full_name"}] by their official codes."""
    return json.loads(DATA.read_text(encoding="utf-8"))["units"]


def load_units(communes: list[dict], organisations: list[tuple[str, str, str]]) -> Unit:
    """Create the tree once; returns the province. `communes` as the function of this name gives
    them, organisations as (code, name, kind).
    """
    province = Unit.objects.filter(code="19").first() or Unit.add_root(
        name="Tỉnh Thái Nguyên", kind=Unit.Kind.PROVINCE, code="19"
    )
    have = set(Unit.objects.values_list("code", flat=True))
    missing: list[tuple[str, str, str]] = [
        (unit["full_name"], KINDS[unit["type"]], unit["code"])
        for unit in communes
        if unit["code"] not in have
    ]
    missing += [(name, kind, code) for code, name, kind in organisations if code not in have]
    _add_below(province, missing)
    return province


def _add_below(province: Unit, units: list[tuple[str, str, str]]) -> None:
    """(name, kind, code) as children behind those that stand there: in one statement, where
    treebeard's own `add_child` asks four for each.
    """
    last = province.get_last_child()
    place = Unit._str2int(last.path[-Unit.steplen :]) if last else 0
    children = []
    for number, (name, kind, code) in enumerate(units, start=place + 1):
        path = Unit._get_path(province.path, province.depth + 1, number)
        child = Unit(name=name, kind=kind, code=code, path=path, depth=province.depth + 1)
        child.set_keys()
        children.append(child)
    Unit.objects.bulk_create(children)
    province.numchild += len(children)
    province.save(update_fields=["numchild"])
