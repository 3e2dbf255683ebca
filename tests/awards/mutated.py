"""One value of an exported result is another one, of another kind, missing, there twice, or written
in another way.
"""

import copy
import json
from collections.abc import Callable
from random import Random
from typing import Any

from tests.awards.bundles import SCRIPTS, sealed_again, written_as_exported

Path = tuple[str | int, ...]  # from the file down to the value

# Marks within a value that become another writing of it once it is text.
SECOND = "\x01"  # before a key: the key stands a second time in its object
SPELLED = "\x02"  # before a text: its first letter is written by its number
SECOND_WRITTEN, SPELLED_WRITTEN = "\\u0001", "\\u0002"


def read(name: str, content: bytes) -> Any:
    """A file of the bundle; one of lines is a list."""
    text = content.decode()
    if name.endswith(".jsonl") or name == "result.json":
        return [json.loads(line) for line in text.splitlines()]
    return json.loads(text)


def _written(name: str, value: Any) -> bytes:
    text = written_as_exported(name, value).decode().replace(SECOND_WRITTEN, "")
    before, mark, after = text.partition(SPELLED_WRITTEN)
    if mark:
        text = f"{before}\\u{ord(after[0]):04x}{after[1:]}"
    return text.encode()


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


def _alike(value: Any, rng: Random) -> Any:
    """A value of another kind that Python, or a careless reader, takes for the same."""
    if isinstance(value, bool):
        return rng.choice([int(value), float(value), str(value)])
    if isinstance(value, int):
        same = [float(value), str(value), [value]]
        return rng.choice([*same, bool(value)] if value in (0, 1) else same)
    if isinstance(value, str):
        same = [[value], {value: value}, f"{value} ", f" {value}"]
        if value.isdecimal():
            same += [int(value), float(value), f"0{value}", f"{value}.0"]
        return rng.choice(same if value else [None, 0, False, [], {}])
    if isinstance(value, list):
        return rng.choice([dict.fromkeys(map(str, value), 1), [value]] if value else EMPTY)
    if isinstance(value, dict):
        return rng.choice([list(value), [value], list(value.items())] if value else EMPTY)
    return rng.choice([0, "", False, [], {}])  # of null


EMPTY = ["", None, 0, False, {"": []}, [[]]]


def _mutate_other(place: Any, last: Any, rng: Random) -> None:
    place[last] = _other(place[last], rng)


def _mutate_alike(place: Any, last: Any, rng: Random) -> None:
    place[last] = _alike(place[last], rng)


def _mutate_gone(place: Any, last: Any, rng: Random) -> None:
    del place[last]


def _mutate_null(place: Any, last: Any, rng: Random) -> None:
    if place[last] is None:
        _mutate_other(place, last, rng)
    else:
        place[last] = None


def _mutate_twice(place: Any, last: Any, rng: Random) -> None:
    """A value of a list stands there twice; a key twice in its object, with another value before
    the real one, which readers forget, or behind it.
    """
    if isinstance(place, list):
        place.insert(last, copy.deepcopy(place[last]))
    else:
        # Keys are written in order: the marked one comes first.
        place[SECOND + last] = _other(place[last], rng)
        if rng.random() < 0.5:
            place[SECOND + last], place[last] = place[last], place[SECOND + last]


def _mutate_spelled(place: Any, last: Any, rng: Random) -> None:
    """The same value, written in another way."""
    if isinstance(place[last], str) and place[last][:1].isalnum():
        place[last] = SPELLED + place[last]
    else:
        _mutate_alike(place, last, rng)


def _mutate_swapped(place: Any, last: Any, rng: Random) -> None:
    """Two values of a list stand in each other's place."""
    values = place[last] if isinstance(place[last], list) else place
    if not isinstance(values, list) or all(value == values[0] for value in values):
        _mutate_other(place, last, rng)
        return
    one = rng.randrange(len(values))
    others = [other for other, value in enumerate(values) if value != values[one]]
    other = rng.choice(others)
    values[one], values[other] = values[other], values[one]


MUTATIONS: dict[str, Callable[[Any, Any, Random], None]] = {
    "other": _mutate_other,
    "alike": _mutate_alike,
    "gone": _mutate_gone,
    "null": _mutate_null,
    "twice": _mutate_twice,
    "spelled": _mutate_spelled,
    "swapped": _mutate_swapped,
}
OFTEN = ("other", "alike")  # twice as likely as the others


def mutate(content: Any, path: Path, rng: Random) -> str:
    """Change the value at the end of the path, in place; what was done."""
    *way, last = path
    place = content
    for step in way:
        place = place[step]
    what = rng.choice([*MUTATIONS, *OFTEN])
    MUTATIONS[what](place, last, rng)
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
        likely as the others, and in it every value; now and then it is the whole file.
        """
        if rng.random() < 0.01:
            return self._with_one_more(rng)
        name = rng.choice(list(self.paths))
        if not self.paths[name] or rng.random() < 0.02:
            return self._of_the_whole(name, rng)
        path = rng.choice(self.paths[name])
        content = copy.deepcopy(self.contents[name])
        what = mutate(content, path, rng)
        files = self.files | {name: _written(name, content)}
        return name, path, what, files if name == "manifest.json" else sealed_again(files)

    def _with_one_more(self, rng: Random) -> tuple[str, Path, str, dict[str, bytes]]:
        """A file that belongs to no result, and that the manifest names."""
        name = rng.choice(["x.json", "sheets2.json", "ballots.jsonl~", ".hidden", "result.txt"])
        content = rng.choice([b"", b"[]\n", self.files["sheets.json"]])
        return name, (), "one more", sealed_again(self.files | {name: content})

    def _of_the_whole(self, name: str, rng: Random) -> tuple[str, Path, str, dict[str, bytes]]:
        """The value that a whole file is becomes another one, or nothing."""
        value = self.contents[name]
        content = rng.choice([b"", b"\n", b"null\n", b"{}\n", b"[]\n", b'""\n', b"0\n", b"[[]]\n"])
        if content == self.files[name]:
            content = b"false\n"
        if value and rng.random() < 0.5:
            content = self.files[name] + rng.choice([b"\n", b" ", b"null\n", b"\xef\xbb\xbf"])
        files = self.files | {name: content}
        return name, (), "whole", files if name == "manifest.json" else sealed_again(files)
