"""An exported result in a folder, and one whose manifest was made to fit after a change."""

import hashlib
import json
from pathlib import Path

from awards.bundle import (
    SCRIPTS,
    verify_bundle,
    verify_form,
    verify_order,
    verify_pairs,
    verify_votes,
)
from judging.arithmetic import lots

FAULTS = (
    *(verify_form.Fault, verify_order.Fault, verify_bundle.Fault),
    *(verify_pairs.Fault, verify_votes.Fault, lots.Fault),
)


def checked(folder: Path) -> bytes:
    """The result, as `verify_bundle.py` computes it, when the other scripts find their parts in
    order too. Raises one of FAULTS.
    """
    verify_form.verify(folder)
    verify_order.verify(folder)
    result = verify_bundle.verify(folder)
    verify_pairs.verify(folder)
    verify_votes.verify(folder)
    lots.verify(folder)
    return result


def written(files: dict[str, bytes], folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def written_as_exported(name: str, value: object) -> bytes:
    """A value as the export writes this file: lines, or one indented value."""
    if name.endswith(".jsonl") or name == "result.json":
        style = {"sort_keys": True, "separators": (",", ":"), "ensure_ascii": False}
        return "".join(json.dumps(line, **style) + "\n" for line in value).encode()
    return f"{json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)}\n".encode()


def sealed_again(files: dict[str, bytes]) -> dict[str, bytes]:
    """The manifest made to fit, as a clever forger would."""
    listed = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name not in ("manifest.json", *SCRIPTS)
    }
    manifest = {"files": listed, "digest": verify_bundle.digest_of(listed)}
    return files | {"manifest.json": written_as_exported("manifest.json", manifest)}
