"""`-p tests.branches.plugin`: the cage hides the environment from what runs in it; what measures it
is let through.
"""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    """Once Django is set up."""
    from foundation.vault import cage  # noqa: PLC0415  it needs the settings

    cage._ENVIRONMENT += ("COVERAGE_PROCESS_CONFIG",)
