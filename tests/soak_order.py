"""Every test file by itself, each of its tests again and again, and all files three times: in
random order.

What fails by chance, needs another test before it, or spoils the next, is seen here. Each red run
is printed with the command that repeats its order. `SCALE=100` is 50 times a test.

    python -m tests.soak_order [FILE …]
"""

import os
import secrets
import subprocess
import sys
from pathlib import Path

SCALE = int(os.environ.get("SCALE", "100"))  # per cent
TIMES_ALONE = max(1, 50 * SCALE // 100)
TIMES_TOGETHER = 3
PARTS = ("not browser", "browser")  # as ./run test has them
ENDS = {0: "green", 5: "without a test"}  # by pytest's exit code; all others are red
SHOWN = 60  # lines of a red run


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _run(*arguments: str) -> str:
    """One run of pytest in an order of its own: green, red (and what it said), without a test."""
    command = ["pytest", "--shuffle", str(secrets.randbelow(2**32)), *arguments]
    # What is repeated are the ordinary runs: long simulations have a soak of their own.
    environment = {name: value for name, value in os.environ.items() if name != "SCALE"}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode in ENDS:
        return ENDS[done.returncode]
    _say(f"RED  {' '.join(command)}")
    _say("\n".join((done.stdout + done.stderr).splitlines()[-SHOWN:]))
    return "red"


def alone(files: list[str]) -> int:
    """Each file in a process of its own, with as many of each test, shuffled among each other; how
    many files were red.
    """
    red = 0
    for file in files:
        end = _run("--count", str(TIMES_ALONE), file)
        _say(f"{file}, {TIMES_ALONE} times: {end}")
        red += end == "red"
    return red


def together(files: list[str]) -> int:
    """All of them in one process for each part; how many runs were red."""
    red = 0
    for number in range(1, TIMES_TOGETHER + 1):
        for part in PARTS:
            end = _run("-m", part, *files)
            _say(f"together, {part}, {number} of {TIMES_TOGETHER}: {end}")
            red += end == "red"
    return red


def main(chosen: list[str]) -> int:
    files = chosen or sorted(str(path) for path in Path("tests").rglob("test_*.py"))
    red = alone(files) + together(files)
    _say(f"{red} red")
    return min(red, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
