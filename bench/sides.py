"""Two trees of the project side by side: that of a commit and the current one.

Each stands in a folder of its own with its own environment, temporary folder and data, so that the
two can be measured or visited in turn. The commit's tree is a git worktree. The current tree is a
copy of what git sees in it, changed and new files included: it may be dirty, and what is edited
while a bench runs does not reach it. All of it is removed at the end, also after Ctrl-C.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Where data lies and which environment is active is for each side to say, not for who started us.
NOT_INHERITED = {
    "CELERY_BROKER_URL",
    "DATABASE_URL",
    "DJANGO_SETTINGS_MODULE",
    "REDIS_URL",
    "SECRET_KEY",
    "VAR_DIR",
    "VIRTUAL_ENV",
}
# A measurement that is told to end drops its database first; gunicorn lets its requests finish.
SECONDS_TO_END = 15


class Unusable(Exception):
    """What was asked for cannot be compared; the message says why."""


class Failed(Exception):
    """A program of one side ended with an error; the message is the end of what it said."""


@dataclass
class Side:
    """One tree with all that its programs need."""

    name: str
    home: Path
    processes: list[subprocess.Popen] = field(default_factory=list)

    @property
    def tree(self) -> Path:
        return self.home / "tree"

    @property
    def python(self) -> str:
        return str(self.tree / ".venv" / "bin" / "python")

    def environment(self) -> dict[str, str]:
        """Variables of the side's programs: data and temporary files stay inside its folder."""
        kept = {key: value for key, value in os.environ.items() if key not in NOT_INHERITED}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "TMPDIR": str(self.home / "tmp"),
            "VAR_DIR": str(self.home / "var"),
        }

    def start(self, *command: str, variables: dict[str, str] | None = None) -> subprocess.Popen:
        """Start a program in the tree; what it prints is kept in files of the side's folder."""
        number = len(self.processes)
        with (
            open(self.home / f"{number}.out", "wb") as output,
            open(self.home / f"{number}.err", "wb") as errors,
        ):
            process = subprocess.Popen(
                command,
                cwd=self.tree,
                env=self.environment() | (variables or {}),
                stdout=output,
                stderr=errors,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def result(self, process: subprocess.Popen) -> str:
        """Wait for a started program: its standard output. Raises Failed."""
        status = process.wait()
        number = self.processes.index(process)
        if status:
            said = (self.home / f"{number}.err").read_text(errors="replace")
            raise Failed(f"{self.name}: {process.args} ended with {status}\n{said[-3000:]}")
        return (self.home / f"{number}.out").read_text()

    def run(self, *command: str) -> str:
        """Run a program in the tree to its end."""
        return self.result(self.start(*command))

    def stop(self) -> None:
        """End whatever of this side still runs, with all its children."""
        for process in self.processes:
            if process.poll() is None:
                _end(process)


def _end(process: subprocess.Popen) -> None:
    """Ask a program and its children to end as Ctrl-C would; insist when they do not."""
    os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def git(*arguments: str) -> str:
    """What git says about the current tree. Raises CalledProcessError."""
    command = ["git", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def resolved(commit: str) -> str:
    """The full name of a commit. Raises Unusable where there is none."""
    try:
        return git("rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}").strip()
    except subprocess.CalledProcessError:
        raise Unusable(f"There is no commit “{commit}” here.") from None


@contextmanager
def both(commit: str) -> Iterator[tuple[Side, Side]]:
    """(the commit's side, the current side), ready to run programs; removed at the end."""
    before_end = signal.signal(signal.SIGTERM, signal.default_int_handler)
    home = Path(tempfile.mkdtemp(prefix="against-"))
    before, after = Side("before", home / "before"), Side("after", home / "after")
    try:
        for side in (before, after):
            (side.home / "tmp").mkdir(parents=True)
        git("worktree", "add", "--detach", str(before.tree), resolved(commit))
        _copy_current(after.tree)
        for side in (before, after):
            _furnish(side)
        yield before, after
    finally:
        _remove(home, (before, after))
        signal.signal(signal.SIGTERM, before_end)


def _remove(home: Path, sides: tuple[Side, Side]) -> None:
    """Programs first, then folders; git forgets a worktree whose folder is gone."""
    for side in sides:
        side.stop()
    shutil.rmtree(home, ignore_errors=True)
    git("worktree", "prune")


def _copy_current(tree: Path) -> None:
    """Copy what git tracks or would track; a tracked file that was deleted is left out."""
    for name in git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        source = ROOT / name
        if name and source.is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, tree / name)


def _furnish(side: Side) -> None:
    """What `./run` puts in place: the locked packages (hard links into uv's cache), catalogues."""
    if shutil.which("uv") is None:
        raise Unusable("uv is not on the PATH; ./run bench puts it there.")
    side.run("uv", "sync", "--quiet", "--frozen")
    for source in sorted(side.tree.glob("**/LC_MESSAGES/*.po")):
        if ".venv" not in source.parts:
            side.run("msgfmt", "-o", str(source.with_suffix(".mo")), str(source))
