"""What lies in `deploy/`, read as the programs read it that use it."""

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
NGINX = DEPLOY / "nginx" / "contest.conf"
_TOKEN = re.compile(r'"[^"]*"|[{};]|[^\s{};"]+')


@dataclass
class Block:
    """A directive of nginx: its words, and what stands within its braces."""

    words: list[str]
    inside: list["Block"] = field(default_factory=list)

    def all(self, name: str) -> list["Block"]:
        return [one for one in self.inside if one.words[0] == name]

    def values(self, name: str) -> list[list[str]]:
        """The words after this name, of every such directive."""
        return [one.words[1:] for one in self.all(name)]


def nginx() -> Block:
    """The site's file."""
    lines = [line for line in NGINX.read_text().splitlines() if not line.lstrip().startswith("#")]
    whole = Block(["file"])
    open_blocks = [whole]
    words: list[str] = []
    for token in _TOKEN.findall("\n".join(lines)):
        if token == "}":
            open_blocks.pop()
        elif token in ";{":
            block = Block(words)
            open_blocks[-1].inside.append(block)
            if token == "{":
                open_blocks.append(block)
            words = []
        else:
            words.append(token.strip('"'))
    assert open_blocks == [whole], "braces that do not match"
    return whole


def site() -> Block:
    """The server that answers people."""
    [block] = [one for one in nginx().all("server") if one.all("ssl_certificate")]
    return block


def location(*words: str) -> Block:
    [block] = [one for one in site().all("location") if one.words[1:] == list(words)]
    return block


def unit(name: str) -> dict[str, list[str]]:
    """The settings of a service, each with all its lines."""
    text = (DEPLOY / "systemd" / name).read_text()
    found: dict[str, list[str]] = {}
    for line in text.partition("[Service]")[2].partition("[Install]")[0].splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def variables(name: str, *, optional: bool = False) -> dict[str, str]:
    """The variables of an example of an environment, and with `optional` those in its comments."""
    found = {}
    for line in (DEPLOY / name).read_text().splitlines():
        text = line.removeprefix("#") if optional else line
        if match := re.fullmatch(r"([A-Z_]+)=(.*)", text):
            found[match[1]] = "".join(shlex.split(match[2]))
    return found


def procfile() -> dict[str, str]:
    """The command of each process."""
    lines = (ROOT / "Procfile").read_text().splitlines()
    return {name: command.strip() for name, _, command in (line.partition(":") for line in lines)}
