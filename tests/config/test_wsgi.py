"""The web application as a worker loads it."""

import json
import os
import subprocess
import sys

import pytest

from tests import empty_database

# What only solvers, papers, seals, tables and parsers need: 150 MB that a process which shows pages
# does without.
HEAVY = {
    "aiohttp",
    "docx",
    "fontTools",
    "mammoth",
    "numpy",
    "openpyxl",
    "ortools",
    "pikepdf",
    "pptx",
    "pyhanko",
    "pypdfium2",
    "scipy",
    "weasyprint",
}
LOADED = """
import gc, json, sys
import config.wsgi
said = {"frozen": gc.get_freeze_count(), "collected": len(gc.get_objects())}
said["at start"] = list(sys.modules)
from django.test import Client
from wagtail.models import Page, Site
from tests.factories.cms import HomePageFactory
Page.objects.filter(depth=2).delete()
home = HomePageFactory(title="Trang chủ")
Site.objects.create(is_default_site=True, hostname="localhost", root_page=home)
answer = Client(SERVER_NAME="localhost").get("/")
assert "Trang chủ" in answer.content.decode()
said["after a page"] = list(sys.modules)
print(json.dumps(said))
"""
USED = """
import json, sys
import config.wsgi
from foundation.papers import docx
docx.Paper
print(json.dumps(list(sys.modules)))
"""


def said_by(program, **environment):
    """What a process of its own prints, as JSON is read."""
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(said.stdout)


def heavy(modules):
    """Which of the heavy packages are among the loaded modules."""
    return HEAVY & {name.partition(".")[0] for name in modules}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """What a process says that has loaded the application and shown the home page."""
    database = tmp_path_factory.mktemp("wsgi") / "empty.sqlite3"
    empty_database.copy_to_file(database)
    return said_by(LOADED, DATABASE_URL=f"sqlite:///{database}")


def test_what_stands_is_left_out_of_collections(loaded):
    """All but what loading itself has just made."""
    assert loaded["frozen"] > 100 * loaded["collected"]


def test_every_page_is_imported(loaded):
    assert "judging.desk.sheets" in loaded["at start"]


def test_what_only_the_worker_needs_is_not(loaded):
    assert not heavy(loaded["at start"])


def test_nor_does_the_home_page_import_it(loaded):
    assert not heavy(loaded["after a page"])


def test_what_is_used_is_imported_and_nothing_else():
    assert heavy(said_by(USED)) == {"docx"}
