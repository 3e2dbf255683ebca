"""No test may hang: each has a limit, and the limit ends what waits for a thread or a fork."""

import subprocess
import sys

from tests import limits

HANGING = """
import os, threading, time

def test_asleep():
    time.sleep(60)

def test_waits_for_a_thread():
    thread = threading.Thread(target=time.sleep, args=(60,), daemon=True)
    thread.start()
    thread.join()

def test_waits_for_a_fork():
    child = os.fork()
    if child == 0:
        time.sleep(5)
        os._exit(0)
    os.waitpid(child, 0)

def test_is_done_in_time():
    pass
"""


def test_every_test_has_a_limit(request):
    without = [item.nodeid for item in request.session.items if not 0 < limits.of(item) < 7200]
    assert without == []


def test_the_limit_ends_what_hangs_and_nothing_else(tmp_path, request):
    """By the method that pyproject.toml chooses."""
    file = tmp_path / "test_hanging.py"
    file.write_text(HANGING)
    method = request.config.getini("timeout_method")
    alone = ["-p", "no:django", "-p", "no:cacheprovider", "-c", "/dev/null"]
    limit = ["--timeout", "1", "--timeout-method", method]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *alone, *limit, str(file)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        timeout=60,
    )
    assert "3 failed, 1 passed" in done.stdout
    assert done.stdout.count("Timeout (>1.0s)") >= 3
