"""A race on PostgreSQL for each lock of the process."""

import pytest

pytest.register_assert_rewrite(
    *(f"tests.races.{room}" for room in ("rules", "submissions", "judging", "results"))
)
