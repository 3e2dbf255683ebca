"""One value of an exported result is another one, is missing, or stands there twice."""

import copy
import json
from random import Random
from typing import Any

from tests.awards.bundles import SCRIPTS, sealed_again

Path = tuple[str | int, ...]  # from the file down to the value


def read(name: str, content: bytes) -> Any:
    """A file of the bundle; one of lines is a list."""
    text = content.decode()
    if name.endswith(".jsonl") or name == "result.json":
        return [json.loads(line) for line in text.splitlines()]
    return json.loads(text)


def _written(name: str, value: Any) -> bytes:
    if name.endswith(".jsonl") or name == "result.json":
        return "".join(
            json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
            for line in value
        ).encode()
    return json.dumps(value).encode()


def paths(value: Any, above: Path = ()) -> list[Path]:
    """The way to every value within."""
    found = [above] if above else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += paths(inner, (*above, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            found += paths(inner, (*above, place))
    return found


def _other(value: Any, rng: Random) -> Any:
    """Another value of its kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + rng.choice([-1, 1, 7])
    if isinstance(value, str):
        if not value:
            return rng.choice(["x", "0"])
        place = rng.randrange(len(value))
        return value[:place] + chr(ord(value[place]) ^ 1) + value[place + 1 :]
    if isinstance(value, list):
        return value[:-1] if value and rng.random() < 0.5 else [*value, *value[:1], 1][:99]
    if isinstance(value, dict):
        return {**value, "x": 1}
    return rng.choice([0, "", 1])  # of null


def mutate(content: Any, path: Path, rng: Random) -> str:
    """Change the value at the end of the path, in place; what was done."""
    *way, last = path
    place = content
    for step in way:
        place = place[step]
    what = rng.choice(["other", "other", "gone", "null", "twice"])
    if what == "null" and place[last] is None:
        what = "other"
    if what == "twice" and not isinstance(place, list):
        what = "gone"
    if what == "other":
        place[last] = _other(place[last], rng)
    elif what == "gone":
        del place[last]
    elif what == "null":
        place[last] = None
    else:
        place.insert(last, copy.deepcopy(place[last]))
    return what


class Bundle:
    """An exported result of which single values are changed."""

    def __init__(self, files: dict[str, bytes]):
        self.files = files
        self.contents = {
            name: read(name, content) for name, content in files.items() if name not in SCRIPTS
        }
        self.paths = {name: paths(content) for name, content in self.contents.items()}

    def changed(self, rng: Random) -> tuple[str, Path, str, dict[str, bytes]]:
        """(file, path, what was done, the files with a manifest made to fit). Every file is as
        likely as the others, and in it every value.
        """
        name = rng.choice([name for name, found in self.paths.items() if found])
        path = rng.choice(self.paths[name])
        content = copy.deepcopy(self.contents[name])
        what = mutate(content, path, rng)
        files = self.files | {name: _written(name, content)}
        return name, path, what, files if name == "manifest.json" else sealed_again(files)
