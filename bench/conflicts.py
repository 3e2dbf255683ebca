"""What it costs to look for relations between judges and works, and how many are found in a
thousand people's variants.
"""

import time

from bench import report
from foundation.vietnamese.text import fold
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
        right = 100 * len(found & world.truth)
        report.line("conflicts", f"recall, seed {seed}", right / len(world.truth), "%", 100)
        report.line("conflicts", f"precision, seed {seed}", right / len(found), "%", 100)
    cost()


def cost() -> None:
    """Of a whole contest; its limit is to fold every name once."""
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
    found = time.process_time()
    for names in [*past, [judge.name for judge in judges]]:
        fold(" ".join(names))
    folded = time.process_time()
    case = f"{len(works)} works × {len(judges)} judges, {count} relations"
    report.line("conflicts", case, found - started, "s CPU", folded - found)
