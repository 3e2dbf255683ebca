"""What it costs to look for relations between judges and works, and how many are found in a
thousand people's variants.
"""

import time

from bench import report
from submissions.sealing.kinship import Index, Person, Work
from tests.submissions.sealing import kin


def people_of(world: kin.World) -> list[Person]:
    return [
        Person(
            one.number,
            one.name,
            frozenset({one.email}),
            one.phone,
            world.units[one.unit].path,
            world.units[one.unit].name,
        )
        for one in world.judges
    ]


def works_of(world: kin.World) -> list[Work]:
    return [
        Work(
            place,
            tuple(
                Person(
                    -1,
                    one.written["name"],
                    frozenset({one.written["email"]}),
                    one.written["phone"],
                    workplace=one.written["workplace"],
                )
                for one in work
            ),
            world.units[work[0].unit].path,
        )
        for place, work in enumerate(world.works)
    ]


def main() -> None:
    for seed in (41, 42, 43):
        world = kin.world(seed)
        index = Index(people_of(world), world.past)
        found = {
            (work.key, tie.judge) for work in works_of(world) for tie in index.relations_of(work)
        }
        right = len(found & world.truth)
        report.line(
            "conflicts",
            f"recall, seed {seed}",
            100 * right / len(world.truth),
            "%",
            "≥ 95",
            right / len(world.truth) >= 0.95,
        )
        report.line(
            "conflicts",
            f"precision, seed {seed}",
            100 * right / len(found),
            "%",
            "≥ 80",
            right / len(found) >= 0.8,
        )
    worlds = [kin.world(seed) for seed in range(13)]
    works = [work for world in worlds for work in works_of(world)][:5000]
    judges = [
        Person(place, one.name, one.emails, one.phone, one.unit_path, one.unit_name)
        for place, one in enumerate(people_of(worlds[0]) + people_of(worlds[1]))
    ][:300]
    past = [[person.name for person in work.people] for work in works]
    started = time.process_time()
    index = Index(judges, past)
    count = sum(1 for work in works for _ in index.relations_of(work))
    seconds = time.process_time() - started
    report.line(
        "conflicts",
        f"{len(works)} works × {len(judges)} judges, {count} relations",
        seconds,
        "s CPU",
        "≤ 30",
        seconds <= 30,
    )
