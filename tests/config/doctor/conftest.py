"""Servers of the test's own."""

import pytest

from tests.config.doctor import certificates
from tests.talking import servers


@pytest.fixture
def server():
    with servers() as begin:
        yield begin


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A server's key and certificate, which this process trusts."""
    path = certificates.server_file(tmp_path / "server.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path
