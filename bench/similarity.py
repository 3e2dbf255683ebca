"""Planted near-duplicates found, by kind; false alarms; and the time of one dossier against ten
thousand, whose limit is the bare query for all signatures.

Words of a shingle and threshold were chosen on copies with seeds 1 and 2 of
tests/submissions/similarity/near_duplicates.py; these seeds are fresh ones, and nothing was chosen
for the other kinds.
"""

import json

from bench import place, report

SEEDS = (11, 12, 13)
CORPUS = "47"  # the seed of the ten thousand


def inside(where: dict[str, str], *arguments: str) -> dict:
    """What `bench.similarity_inside` answers in a place."""
    return json.loads(
        place.run(where, "-m", "bench.similarity_inside", *arguments).splitlines()[-1]
    )


def main() -> None:
    where = place.environment("sqlite")
    for seed in SEEDS:
        found = inside(where, "accuracy", str(seed))
        for kind, count in found["found"].items():
            report.line("similarity", f"found of 40 {kind}, seed {seed}", count, "", 40)
        report.line("similarity", f"false alarms, seed {seed}", 100 * found["false"], "%", 0)
    place.drop(where)
    for kind in place.databases():
        where = place.environment(kind)
        found = inside(where, "speed", CORPUS)
        place.drop(where)
        case = f"one dossier against 10,000, {kind}"
        report.line("similarity", case, found["seconds"], "s", found["bare"])
