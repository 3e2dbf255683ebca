"""An exported result in a folder, and one whose manifest was made to fit after a change."""

import hashlib
import json
from pathlib import Path

from awards.bundle import verify_bundle


def written(files: dict[str, bytes], folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def sealed_again(files: dict[str, bytes]) -> dict[str, bytes]:
    """The manifest made to fit, as a clever forger would."""
    listed = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name not in ("manifest.json", "verify_bundle.py", "verify_lottery.py")
    }
    manifest = {"files": listed, "digest": verify_bundle.digest_of(listed)}
    return files | {"manifest.json": json.dumps(manifest).encode()}
