"""What pytest must know when the tool runs it: `-p tests.mutation.plugin`.

The tool collects once and forks a process for each mutant, so each gets a database and files of its
own.
"""

import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from mutmut.state import state


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    """Database and files move into a folder of this process. `credit` needs Django to be set up."""
    config.pluginmanager.import_plugin("tests.mutation.credit")
    own = tempfile.mkdtemp(prefix="contest-mutant-")
    config.add_cleanup(lambda: shutil.rmtree(own, ignore_errors=True))
    shared = str(settings.VAR_DIR)
    for name in dir(settings):
        if name.isupper() and name != "DATABASES":
            value = getattr(settings, name)
            moved = _moved(value, shared, own)
            if moved != value:
                setattr(settings, name, moved)
    if "TEST" in settings.DATABASES["default"]:
        # Connections hold on to this very dictionary.
        tests = settings.DATABASES["default"]["TEST"]
        tests["NAME"] = _moved(tests.get("NAME"), shared, own)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """The quick ones first within a stage: a mutant is done with at the first test that sees it."""
    known = state().duration_by_test
    items.sort(key=lambda item: known.get(item.nodeid, 0))


def _moved(value, shared: str, own: str):
    """The same setting with this process's folder in place of the shared one."""
    if isinstance(value, str):
        return value.replace(shared, own)
    if isinstance(value, Path):
        return Path(str(value).replace(shared, own))
    if isinstance(value, dict):
        return {key: _moved(part, shared, own) for key, part in value.items()}
    return value
