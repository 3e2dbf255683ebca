"""The services of systemd start what the Procfile starts, and may do nothing more."""

import shutil
import subprocess

import pytest

from tests.deploy import files

UNITS = {"web": "contest-web.service", "worker": "contest-worker.service"}
HOME = "/opt/contest/.venv/bin/"
by_name = pytest.mark.parametrize("name", UNITS.values())
HARDENED = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "ProtectKernelTunables": "yes",
    "RestrictSUIDSGID": "yes",
    "RestrictNamespaces": "yes",
    "SystemCallFilter": "@system-service",
}


def test_each_process_of_the_procfile_has_a_service():
    assert set(files.procfile()) == set(UNITS)


def test_no_service_stands_beside_them():
    there = {path.name for path in (files.DEPLOY / "systemd").iterdir()}
    assert there == set(UNITS.values())


@pytest.mark.parametrize("process", UNITS)
def test_it_starts_the_same_command(process):
    [started] = files.unit(UNITS[process])["ExecStart"]
    assert started.removeprefix(HOME).replace("${PORT}", "$PORT") == files.procfile()[process]


@by_name
def test_programs_of_the_environment_are_found_first(name):
    paths = [one for one in files.unit(name)["Environment"] if one.startswith("PATH=")]
    assert paths[0].startswith(f"PATH={HOME.removesuffix('/')}:")


@by_name
def test_it_is_not_root(name):
    assert files.unit(name)["User"] == ["contest"]


@by_name
@pytest.mark.parametrize("setting", HARDENED)
def test_it_is_shut_in(name, setting):
    assert files.unit(name)[setting] == [HARDENED[setting]]


@by_name
def test_it_writes_where_the_environment_says(name):
    [state] = files.unit(name)["StateDirectory"]
    assert files.variables("contest.env")["VAR_DIR"] == f"/var/lib/{state}"


@by_name
def test_nobody_but_the_group_reads_what_it_writes(name):
    assert files.unit(name)["UMask"] == ["0027"]


@by_name
def test_the_environment_is_the_one_of_the_example(name):
    assert files.unit(name)["EnvironmentFile"] == ["/etc/contest/contest.env"]


def test_the_worker_alone_writes_backups():
    assert "ReadWritePaths" not in files.unit(UNITS["web"])
    folder = files.variables("contest.env")["BACKUP_DIR"]
    assert files.unit(UNITS["worker"])["ReadWritePaths"] == [f"-{folder}"]


@by_name
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not there")
def test_systemd_knows_every_line(name, tmp_path):
    text = (files.DEPLOY / "systemd" / name).read_text().replace(HOME, "/bin/true ")
    (tmp_path / name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / name], capture_output=True, text=True, check=False
    )
    assert "Unknown" not in done.stderr
