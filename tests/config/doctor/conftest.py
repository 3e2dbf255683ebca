"""Servers of the test's own."""

import pytest

from tests.config.doctor import certificates
from tests.talking import Server


@pytest.fixture
def server():
    opened = []

    def open_one(*lines: bytes) -> Server:
        opened.append(Server(*lines))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A server's key and certificate, which this process trusts."""
    path = certificates.server_file(tmp_path / "server.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path
