"""How long a test may take, and what it stands on may take to be built.

The limits end what hangs; they measure nothing (benches do), so that a busy machine fails nobody.
An ordinary test has the default of pyproject.toml.
"""

import pytest
from pytest_timeout import Settings

from tests.rehearsed import SCALE

LONGER = {
    "browser": 600,
    "soak": 300 + 60 * SCALE,  # 1 h 45 min in full
}  # seconds, by marker
BUILDING = Settings(timeout=900, method="signal", func_only=False, disable_debugger_detection=False)


def give(items: list[pytest.Item]) -> None:
    """Each test that has no limit of its own gets the longest of its markers."""
    for item in items:
        limits = [LONGER[marker] for marker in LONGER if item.get_closest_marker(marker)]
        if limits and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(max(limits)))


def of(item: pytest.Item) -> float:
    """Seconds after which this test is ended."""
    marker = item.get_closest_marker("timeout")
    return marker.args[0] if marker else float(item.config.getini("timeout"))
