"""A backup of N entries while nobody uses the site, and bringing it back into an empty place, on
both databases: how long each takes, and whether all is as it was.

Every entry has its rows, its lines in the ledger, and a file of its own. The limit of the backup is
what reading and writing those files once costs here. `SCALE=10` measures a tenth of the entries.
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from bench import place, report

ENTRIES = 5000
KILOBYTES = 200  # of the file of each entry; they differ in every byte


def main() -> None:
    size = ENTRIES * int(os.environ.get("SCALE", "100")) // 100
    for kind in place.databases():
        there_and_back(kind, size)


def there_and_back(kind: str, size: int) -> None:
    """Print the figures of one database."""
    home, elsewhere = place.environment(kind), place.unmade(kind)
    kept = Path(tempfile.mkdtemp(prefix="bench-kept-"))
    elsewhere["SECRET_KEY"] = home["SECRET_KEY"] = "a-key-of-this-measurement-alone" * 2
    try:
        filled = json.loads(
            place.run(home, "-m", "bench.backup_inside", str(size), str(KILOBYTES)).splitlines()[-1]
        )
        case = f"{kind}, N = {size}"
        copied = timed(lambda: copy_of_files(Path(home["VAR_DIR"], "vault")))
        made = timed(lambda: place.run(home, "manage.py", "backup", str(kept)))
        report.line("backup", f"backup, {case}", made, "s", copied)
        [folder] = kept.iterdir()
        back = timed(lambda: said(elsewhere, "manage.py", "restore", str(folder)))
        report.line("backup", f"bringing it back, {case}", back, "s", copied)
        report.line("backup", f"both, {case}", made + back, "s")
        manifest = json.loads((folder / "manifest.json").read_text())
        report.line("backup", f"rows, {case}", sum(manifest["rows"].values()), "")
        report.line("backup", f"files missing, {case}", len(manifest["missing"]), "", 0)
        files = sum(name.startswith("vault/") for name in manifest["files"])
        report.line("backup", f"files not copied, {case}", filled["files"] - files, "", 0)
        report.line("backup", f"differences afterwards, {case}", differing(elsewhere, home), "", 0)
    finally:
        shutil.rmtree(kept)
        place.drop(home)
        place.drop(elsewhere)


def said(where: dict[str, str], *arguments: str) -> str:
    """What a command prints; what it complains of is shown when it fails."""
    try:
        return place.run(where, *arguments)
    except subprocess.CalledProcessError as error:
        raise RuntimeError(error.stdout + error.stderr) from error


def timed(work) -> float:
    """Seconds on the clock."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def copy_of_files(vault: Path) -> None:
    """The least that a backup has to do."""
    with tempfile.TemporaryDirectory(prefix="bench-copy-") as folder:
        shutil.copytree(vault, folder, dirs_exist_ok=True)


def differing(one: dict[str, str], other: dict[str, str]) -> int:
    """Tables whose rows differ and files whose content does, read apart from the product's own
    comparison.
    """
    there, was = (
        json.loads(place.run(where, "-m", "bench.backup_inside", "digests").splitlines()[-1])
        for where in (one, other)
    )
    return sum(there.get(name) != was.get(name) for name in there.keys() | was.keys())
