"""The unit tree of the demonstration: the province, its 92 communes and wards, invented
organisations.
"""

from accounts.models import Unit

KINDS = {"xã": Unit.Kind.COMMUNE, "phường": Unit.Kind.WARD}


def load_units(communes: list[dict], organisations: list[tuple[str, str, str]]) -> Unit:
    """Create the tree once; returns the province. `communes` as in units.json, organisations as
    (code, name, kind).
    """
    province = Unit.objects.filter(code="19").first() or Unit.add_root(
        name="Tỉnh Thái Nguyên", kind=Unit.Kind.PROVINCE, code="19"
    )
    have = set(Unit.objects.values_list("code", flat=True))
    for unit in communes:
        if unit["code"] not in have:
            province.add_child(name=unit["full_name"], kind=KINDS[unit["type"]], code=unit["code"])
            province.refresh_from_db()
    for code, name, kind in organisations:
        if code not in have:
            province.add_child(name=name, kind=kind, code=code)
            province.refresh_from_db()
    return province
