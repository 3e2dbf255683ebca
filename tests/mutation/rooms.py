"""Which modules are mutated, and which tests are asked about them."""

from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# What each verb leaves in the ledger. The table's own test beside it counts verbs, and would count
# the copies of a function that the tool writes.
LEDGER_LINES = "tests/ledger_lines/test_ledger_lines.py"


@dataclass(frozen=True)
class Room:
    """`modules` are patterns of paths; `tests` the folders of the room and of what stands on it."""

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]

    def paths(self) -> list[Path]:
        """The modules that are mutated, relative to the root."""
        files = (path.relative_to(ROOT) for path in sorted((ROOT / self.name).rglob("*.py")))
        return [path for path in files if self.has(path)]

    def has(self, path: Path) -> bool:
        """Whether the module at this path is one of those mutated."""
        return any(fnmatch(path.as_posix(), f"{self.name}/{pattern}") for pattern in self.modules)


ROOMS = (
    Room(
        "foundation",
        (
            "ledger/chain.py",
            "jobs/bell.py",
            "jobs/drain.py",
            "jobs/outbox.py",
            "jobs/work.py",
            "vault/store.py",
        ),
        ("tests/foundation", "tests/submissions/files", "tests/submissions/test_concurrency.py"),
    ),
    Room(
        "accounts",
        (
            "digits.py",
            "membership.py",
            "permissions.py",
            "phone.py",
            "printed_codes.py",
            "second_factor.py",
        ),
        ("tests/accounts", "tests/permissions"),
    ),
    Room(
        "competition",
        (
            "clock.py",
            "dossiers.py",
            "extension.py",
            "permissions.py",
            "phases.py",
            "publicity.py",
            "ready_forms.py",
            "regulation.py",
            "validation.py",
            "verbs.py",
        ),
        ("tests/competition", "tests/permissions", "tests/submissions/writing", LEDGER_LINES),
    ),
    Room(
        "submissions",
        (
            "permissions.py",
            "writing/*",
            "files/*",
            "sharing/*",
            "screening/*",
            "similarity/*",
            "sealing/*",
        ),
        ("tests/submissions", "tests/permissions", LEDGER_LINES),
    ),
    Room(
        "judging",
        (
            "permissions.py",
            "intake.py",
            "audit.py",
            "arithmetic/*",
            "assigning/*",
            "scoring/*",
            "councils/*",
            "results/*",
            "papers/*",
        ),
        (
            "tests/judging",
            "tests/permissions",
            "tests/awards/test_formula_again.py",
            LEDGER_LINES,
        ),
    ),
    Room(
        "voting",
        ("permissions.py", "whose.py", "intake.py", "casting.py", "integrity.py", "tally.py"),
        ("tests/voting", "tests/permissions", LEDGER_LINES),
    ),
    Room(
        "awards",
        (
            "permissions.py",
            "announce.py",
            "decision.py",
            "formula.py",
            "ratification.py",
            "standings.py",
            "unsealing.py",
            # verify_bundle.py is run as a program, by a name that the tool does not know it by.
            "bundle/__init__.py",
            "certificates/*",
        ),
        ("tests/awards", "tests/permissions", LEDGER_LINES),
    ),
)

# Where a fault changes who wins or who gets in unseen.
CORE = (
    "judging/arithmetic/*",
    "judging/results/ranking.py",
    "awards/formula.py",
    "voting/tally.py",
    "*/permissions.py",
    "submissions/sealing/*",
    "foundation/ledger/chain.py",
    "accounts/second_factor.py",
)
CORE_BAR = 95  # per cent of the mutants that a test must see
BAR = 88


def is_core(path: Path) -> bool:
    """Whether the higher bar holds for the module at this path."""
    return any(fnmatch(path.as_posix(), pattern) for pattern in CORE)


def dotted(path: Path) -> str:
    """A path as its module is imported."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")
