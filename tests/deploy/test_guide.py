"""The guide of installation names what is there."""

import re

import pytest

from tests.deploy import files

GUIDE = (files.DEPLOY / "README.vi.md").read_text()
COMMANDS = "\n".join(re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL))


def test_both_pages_of_the_project_lead_to_it():
    pages = [(files.ROOT / name).read_text() for name in ("README.md", "README.vi.md")]
    assert [page.count("](deploy/README.vi.md)") for page in pages] == [1, 1]


def test_every_file_that_it_copies_is_there():
    named = set(re.findall(r"(?<![/\w])deploy/[\w./*-]+", COMMANDS))
    assert len(named) >= 5
    assert [name for name in named if not list(files.ROOT.glob(name))] == []


@pytest.mark.parametrize("package", ["BASE_PACKAGES", "READ_PACKAGES"])
def test_it_installs_the_packages_that_the_script_wants(package):
    [wanted] = re.findall(rf'{package}="([^"]+)"', (files.ROOT / "run").read_text())
    assert set(wanted.split()) <= set(COMMANDS.split())


@pytest.mark.parametrize("service", ["contest-web", "contest-worker"])
def test_it_starts_every_service(service):
    assert (files.DEPLOY / "systemd" / f"{service}.service").exists()
    assert f" {service}" in COMMANDS


def test_places_to_fill_in_are_those_of_the_examples():
    text = (files.DEPLOY / "owner.env").read_text() + (files.DEPLOY / "contest.env").read_text()
    for word in ("MAT_KHAU_CHU", "MAT_KHAU_UNG_DUNG"):
        assert word in COMMANDS
        assert word in text


def test_commands_run_as_the_site_with_its_environment():
    text = (files.DEPLOY / "manage").read_text()
    assert "User=contest" in text
    assert "EnvironmentFile=/etc/contest/contest.env" in text
    assert "EnvironmentFile=-/etc/contest/owner.env" in text


def test_the_private_files_are_for_the_group_of_nginx():
    assert "adduser www-data contest" in COMMANDS


def test_the_seal_comes_before_the_first_command_that_asks_for_it():
    assert COMMANDS.index("/etc/contest/seal.p12") < COMMANDS.index("deploy/manage migrate")
