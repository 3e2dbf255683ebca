"""The web application as a worker loads it."""

import subprocess
import sys

LOADED = """
import gc, sys
import config.wsgi
print(gc.get_freeze_count(), "judging.desk.sheets" in sys.modules)
"""


def test_what_stands_is_left_out_of_collections():
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOADED], capture_output=True, text=True, check=True
    )
    frozen, has_pages = said.stdout.split()
    assert int(frozen) > 200_000
    assert has_pages == "True"
