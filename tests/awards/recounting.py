"""The scripts of the page of proofs, as a browser runs them."""

import json
import shutil
import subprocess
from pathlib import Path

import playwright
from django.conf import settings

from tests.awards.bundles import SCRIPTS

HERE = Path(__file__).parent
JAVASCRIPT = Path(settings.ROOT) / "static" / "js"


def node() -> str:
    """The one of this machine, or that which Playwright brings."""
    beside = Path(playwright.__file__).parent / "driver" / "node"
    return shutil.which("node") or str(beside)


def recounted(*bundles: dict[str, bytes]) -> list[dict]:
    """What the page finds in each."""
    lines = []
    for files in bundles:
        texts = {name: text.decode() for name, text in files.items() if name not in SCRIPTS}
        lines.append(json.dumps(texts))
    told = ran("recount.mjs", "".join(f"{line}\n" for line in lines))
    return [json.loads(line) for line in told.splitlines()]


def ran(script: str, asked: str) -> str:
    """What a script beside this module writes when it reads this."""
    done = subprocess.run(
        [node(), str(HERE / script), str(JAVASCRIPT)],
        input=asked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
