"""`python -m tests.mutation [module …]`: print the mutants that no test sees, and the rate by room.

A module is named as it is imported; a wing or a room stands for all of its modules. Exit status 1
when the tool could not do its work; survivors are no failure of the command.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from mutmut.configuration import reset_config
from mutmut.mutation.file_mutation import compute_function_hashes, mutate_file_contents
from mutmut.utils.format_utils import mangled_name_from_mutant_name

from tests.mutation import place, results, rooms


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="./run mutate")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="all of them by default")
    parser.add_argument("--changed", metavar="BASE", help="only functions that differ from BASE")
    parser.add_argument("--sample", type=int, metavar="N", help="N mutants drawn from all")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="of the sample")
    parser.add_argument(
        "--tests",
        nargs="+",
        default=[],
        metavar="PATH",
        help="ask these alone, not all of the room",
    )
    parser.add_argument("--resume", action="store_true", help="go on where a run was interrupted")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    if asked.resume and (asked.modules or asked.changed or asked.sample or asked.tests):
        parser.error("--resume goes alone: it finishes what the interrupted run had chosen.")
    missing = [path for path in asked.tests if not (rooms.ROOT / path).exists()]
    if missing or (asked.tests and not asked.modules):
        parser.error(f"--tests takes files or folders, after modules: {' '.join(missing)}")
    for name in asked.modules:
        if not any(_is_under(path, name) for room in rooms.ROOMS for path in room.paths()):
            parser.error(f"{name} is none of the process's modules.")
    return asked


def _is_under(path: Path, name: str) -> bool:
    return f"{rooms.dotted(path)}.".startswith(f"{name}.")


def chosen(asked: argparse.Namespace) -> dict[rooms.Room, results.Choice]:
    """The mutants of each room that are asked for, by the tool's names."""
    names: dict[rooms.Room, results.Choice] = {}
    for room in rooms.ROOMS:
        paths = [path for path in room.paths() if _is_asked(path, asked.modules)]
        if asked.changed:
            paths = [path for path in paths if changed(path, asked.changed)]
        if not paths:
            continue
        os.chdir(place.made(room, paths, asked.tests))
        reset_config()
        if paths == room.paths() and not (asked.changed or asked.sample):
            names[room] = results.EVERY
            continue
        names[room] = [name for path in paths for name in mutants(path, asked.changed)]
    if asked.sample:
        return sample(names, asked.sample, asked.seed)
    return {room: of_room for room, of_room in names.items() if of_room}


def _is_asked(path: Path, modules: list[str]) -> bool:
    return not modules or any(_is_under(path, name) for name in modules)


def mutants(path: Path, base: str | None) -> list[str]:
    """The names of a module's mutants, in its room's copy of the tree; with `base`, only of the
    functions that differ from it.
    """
    mutated = mutate_file_contents(path.as_posix(), path.read_text()).mutant_names
    if base:
        differing = changed(path, base)
        mutated = [name for name in mutated if mangled_name_from_mutant_name(name) in differing]
    return [f"{rooms.dotted(path)}.{name}" for name in mutated]


def changed(path: Path, base: str) -> set[str]:
    """The functions of a module that are not as they were in the commit `base`."""
    shown = ["git", "show", f"{base}:{path.as_posix()}"]
    before = subprocess.run(shown, cwd=rooms.ROOT, capture_output=True, text=True, check=False)
    old = compute_function_hashes(before.stdout) if before.returncode == 0 else {}
    new = compute_function_hashes((rooms.ROOT / path).read_text())
    return {function for function, digest in new.items() if old.get(function) != digest}


def sample(
    names: dict[rooms.Room, results.Choice], size: int, seed: int
) -> dict[rooms.Room, results.Choice]:
    """As many mutants as asked for, of all rooms together."""
    everything = [(room, name) for room, of_room in names.items() for name in of_room]
    drawn: dict[rooms.Room, results.Choice] = defaultdict(list)
    for room, name in random.Random(seed).sample(everything, min(size, len(everything))):
        drawn[room].append(name)
    return drawn


def tested(room: rooms.Room, names: results.Choice, jobs: int) -> list[results.Verdict]:
    """Let the tool run; what it found out. Raises CalledProcessError when it could not."""
    at = place.PLACES / room.name
    results.remember(at, names)
    files = place.PLACES / "files"  # the rooms share the empty database
    files.mkdir(exist_ok=True)
    place.bring_databases(files)
    environment = os.environ | {"TMPDIR": str(files), "PYTHONDONTWRITEBYTECODE": "1"}
    tool = Path(sys.executable).with_name("mutmut")
    left = results.left(room, at, names)
    if left or names == results.EVERY:
        # Named mutants are run again; without names the tool goes on where it was.
        command = [tool, "run", "--max-children", str(jobs), *left]
        subprocess.run(command, cwd=at, env=environment, stdout=sys.stderr, check=True)
    return results.of(room, at, names)


def main() -> int:
    """Run what was asked for, room by room."""
    asked = arguments()
    names = results.unfinished() if asked.resume else chosen(asked)
    if asked.sample:
        sys.stdout.write(f"seed {asked.seed}\n")
    verdicts = []
    for room, of_room in names.items():
        found = tested(room, of_room, asked.jobs)
        verdicts += found
        results.show(found)
        results.print_rate(room.name, found, rooms.BAR)
    core = [verdict for verdict in verdicts if rooms.is_core(verdict.path)]
    if core:
        results.print_rate("core", core, rooms.CORE_BAR)
    if len(names) > 1:
        results.print_rate("all", verdicts, rooms.BAR)
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the tool ends with us
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as failure:
        sys.exit(failure.returncode or 1)
    except KeyboardInterrupt:
        sys.exit(130)
