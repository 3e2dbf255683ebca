"""`python -m bench [name …]`: run all measurements, or those named.

Exit status 1 when one could not be taken. With `--against COMMIT` one bench is compared with that
of a commit (`bench.against`); `same_pages` compares what people see (`bench.same_pages`).
"""

import argparse
import importlib
import sys
import traceback
from pathlib import Path

HELPERS = {
    "__init__",
    "__main__",
    "report",
    "bars",
    "bare",
    "bare_rows",
    "bare_wsgi",
    "place",
    "audit_inside",
    "backup_inside",
    "certificates_inside",
    "office_inside",
    "pages_inside",
    "submission_inside",
    "similarity_inside",
    "vote_inside",
    "entry_points",
    "kernel",
    "reached",
    "sending_inside",
    "served_inside",
    "served_site",
    "served_wsgi",
    "walk",
    "world",
    "world_evidence",
    "world_states",
    "judging_pages",  # printed by `pages`
    "against",
    "crawl",
    "page_pairs",
    "paired",
    "paired_inside",
    "same_pages",  # only against a commit
    "seen",
    "sides",
}


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help="all of them when none is named")
    parser.add_argument("--against", metavar="COMMIT", help="compare one bench with that commit's")
    parser.add_argument("--rounds", type=int, default=2, help="with --against: at least 2")
    parser.add_argument("--report", type=Path, help="same_pages: a file for the differences")
    asked = parser.parse_args()
    asked.names = [name.replace("-", "_") for name in asked.names]
    if asked.against and len(asked.names) != 1:
        parser.error("--against goes with one name.")
    if "same_pages" in asked.names and not asked.against:
        parser.error("same_pages needs --against COMMIT.")
    return asked


def measure(names: list[str]) -> int:
    """Run the benches one after the other; 1 when one could not be taken."""
    failed = False
    for name in names:
        try:
            importlib.import_module(f"bench.{name}").main()
        except Exception:
            traceback.print_exc()
            failed = True
    return int(failed)


def main() -> int:
    asked = arguments()
    if asked.names == ["same_pages"]:
        from bench import same_pages

        return same_pages.main(asked.against, asked.report)
    if asked.against:
        from bench import against

        return against.main(asked.names[0], asked.against, asked.rounds)
    files = Path(__file__).parent.glob("*.py")
    everything = sorted(file.stem for file in files if file.stem not in HELPERS)
    return measure(asked.names or everything)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)  # as shells count a program that Ctrl-C ended
