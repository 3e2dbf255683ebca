"""Check an exported result with every script: python3 verify.py FOLDER

Needs Python 3.11 or later and nothing else. It runs the scripts that lie beside it, one
after the other, until one does not find its part in order, and ends with 1 then. Take
them from where the software is published, not from the folder that is to be checked:
whoever could exchange the result could exchange the scripts beside it.
"""

import runpy
import sys
from pathlib import Path

SCRIPTS = (
    "verify_form.py",
    "verify_order.py",
    "verify_bundle.py",
    "verify_pairs.py",
    "verify_votes.py",
    "verify_lottery.py",
)


def place_of(script: str) -> Path:
    """Beside this one; that of lotteries stands elsewhere in the source."""
    beside = Path(__file__).resolve().parent / script
    of_lots = beside.parents[2] / "judging" / "arithmetic" / "lots.py"
    return of_lots if script == "verify_lottery.py" and not beside.exists() else beside


def main() -> int:
    if len(sys.argv) != 2:
        sys.stderr.write(__doc__)
        return 2
    for script in SCRIPTS:
        sys.stdout.write(f"== {script}\n")
        main_of_script = runpy.run_path(str(place_of(script)))["main"]
        if main_of_script():
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
