"""The collected static files, made once for one state of their sources; each run of a site is given
them.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.empty_database import DAY, ROOT

NAME = "contest-static-"


def _state() -> str:
    """What they are made of: our own files, how they are joined, and those of the libraries."""
    sources = [
        ROOT / "uv.lock",
        ROOT / "config" / "static.py",
        *sorted(ROOT.glob("config/settings/*.py")),
        *sorted(path for path in ROOT.glob("static/**/*") if path.is_file()),
    ]
    found = hashlib.sha256()
    for source in sources:
        found.update(source.relative_to(ROOT).as_posix().encode() + b"\0" + source.read_bytes())
    return found.hexdigest()[:16]


def put_into(var: Path, environment: dict[str, str]) -> None:
    """`static` in the folder of a site. Other checkouts keep theirs for a day."""
    kept = Path(tempfile.gettempdir()) / f"{NAME}{_state()}"
    with open(Path(tempfile.gettempdir()) / "contest-static.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for older in kept.parent.glob(f"{NAME}*"):
            if older.stat().st_mtime < time.time() - DAY:
                shutil.rmtree(older)
        if not kept.exists():
            with tempfile.TemporaryDirectory() as folder:
                subprocess.run(
                    [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
                    env=environment | {"VAR_DIR": folder},
                    cwd=ROOT,
                    check=True,
                    capture_output=True,
                )
                begun = kept.with_name("contest-static.begun")
                shutil.rmtree(begun, ignore_errors=True)
                shutil.move(Path(folder) / "static", begun)
            begun.rename(kept)
        shutil.copytree(kept, var / "static")
