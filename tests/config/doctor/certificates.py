"""Keys and certificates of the test's own: of an office's seal, of a server."""

import datetime
import ipaddress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

DAY = datetime.timedelta(days=1)
NO_PASSWORD = serialization.NoEncryption()


def made(
    name: str, *, begins: datetime.timedelta = -DAY, ends: datetime.timedelta = 365 * DAY
) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """A key, and a certificate for this name and for 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    here = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + begins)
        .not_valid_after(now + ends)
        .add_extension(x509.SubjectAlternativeName([here]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def sealed_file(path: Path, name: str, *, password: str = "", **days: datetime.timedelta) -> None:
    """A PKCS#12 file as an office has one."""
    key, certificate = made(name, **days)
    closed = serialization.BestAvailableEncryption(password.encode()) if password else NO_PASSWORD
    content = pkcs12.serialize_key_and_certificates(b"seal", key, certificate, None, closed)
    path.touch(mode=0o600)
    path.write_bytes(content)


def server_file(path: Path) -> Path:
    """Key and certificate of a server at 127.0.0.1, in one file."""
    key, certificate = made("127.0.0.1")
    pem = serialization.Encoding.PEM
    text = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, NO_PASSWORD)
    path.write_bytes(text + certificate.public_bytes(pem))
    return path
