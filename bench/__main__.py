"""`python -m bench [name …]`: run all measurements, or those named. Exit status 1 when one could
not be taken.
"""

import importlib
import sys
import traceback
from pathlib import Path

HELPERS = {
    "__init__",
    "__main__",
    "report",
    "place",
    "pages_inside",
    "submission_inside",
    "similarity_inside",
    "judging_pages",
}  # the last one is printed by `pages`
names = sys.argv[1:] or sorted(
    path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in HELPERS
)
failed = False
for name in names:
    try:
        importlib.import_module(f"bench.{name.replace('-', '_')}").main()
    except Exception:
        traceback.print_exc()
        failed = True
sys.exit(failed)
