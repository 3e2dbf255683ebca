"""The system's own PAdES seal (an integrity mark; the official signature of a signatory is made in
its own tool).

The key is loaded once a process. A development key is made on first use and says so in its name;
production has none. The certificate of every seal that was used is kept in the database, so that
what was sealed before a renewal, or on another machine, is known for good.
"""

import datetime
import functools
import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path

from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from foundation.papers.models import SealCertificate

DEVELOPMENT_NAME = "Con dấu thử nghiệm – không có giá trị pháp lý"


def _make_development_key(path: Path) -> None:
    """A self-signed P-256 key; two processes that start together agree on the file that
    came first.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, DEVELOPMENT_NAME)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=3650))
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + certificate.public_bytes(serialization.Encoding.PEM)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_suffix(f".{os.getpid()}")
    temporary.touch(mode=0o600)
    temporary.write_bytes(pem)
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


def office_seal() -> signers.SimpleSigner | None:
    """The office's own key; None where its file is not there. Raises ValueError for a file that
    cannot be opened with the password.
    """
    if is_development_seal():
        return None
    password = settings.SIGNING_KEY_PASSWORD.encode() or None
    loaded = signers.SimpleSigner.load_pkcs12(settings.SIGNING_KEY_FILE, passphrase=password)
    if loaded is None:
        raise ValueError(settings.SIGNING_KEY_FILE)
    return loaded


@functools.cache
def _signer() -> signers.SimpleSigner:
    """Raises ImproperlyConfigured in production without a key of the office."""
    if of_office := office_seal():
        return of_office
    if not settings.DEVELOPMENT_SEAL:
        raise ImproperlyConfigured(
            "SIGNING_KEY_FILE must lead to the office's seal: nothing is sealed with a trial one."
        )
    path = Path(settings.SIGNING_KEY_FILE).with_suffix(".pem")
    if not path.exists():
        _make_development_key(path)
    pem = path.read_bytes()
    key_pem = pem[: pem.index(b"-----BEGIN CERTIFICATE")]
    certificates = list(load_certs_from_pemder_data(pem[len(key_pem) :]))
    return signers.SimpleSigner(
        signing_cert=certificates[0],
        signing_key=load_private_key_from_pemder_data(key_pem, None),
        cert_registry=SimpleCertificateStore(),
    )


def is_development_seal() -> bool:
    """True while no key of the office is configured; papers then say so."""
    return not Path(settings.SIGNING_KEY_FILE).exists()


def seal(pdf: bytes, *, reason: str) -> bytes:
    """The same PDF with a certifying PAdES B-B signature that allows no later change."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    metadata = signers.PdfSignatureMetadata(
        field_name="Seal",
        reason=reason,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    output = io.BytesIO()
    _remember(_signer().signing_cert)
    signers.PdfSigner(metadata, signer=_signer()).sign_pdf(writer, output=output)
    return output.getvalue()


def _remember(certificate: Certificate) -> None:
    """Keep the certificate of a seal that is used."""
    content = certificate.dump()
    fingerprint = hashlib.sha256(content).hexdigest()
    if not SealCertificate.objects.filter(fingerprint=fingerprint).exists():
        SealCertificate.objects.get_or_create(
            fingerprint=fingerprint, defaults={"content": content}
        )


def _seals() -> Iterator[Certificate]:
    """The certificates of all seals that were ever used."""
    for content in SealCertificate.objects.values_list("content", flat=True):
        yield Certificate.load(bytes(content))


def seal_is_intact(pdf: bytes) -> bool:
    """True when the file carries a seal of ours, of today or of earlier, and not one byte was
    changed since.
    """
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        if len(signatures) != 1:
            return False
        _start, _length, tail, tail_length = signatures[0].byte_range
        if tail + tail_length != len(pdf):  # something was appended after the signature
            return False
        # As it was when it was sealed: a certificate that has run out since has sealed it all the
        # same, and which files are ours is known by their digests.
        context = ValidationContext(
            trust_roots=list(_seals()),
            allow_fetching=False,
            moment=signatures[0].self_reported_timestamp,
        )
        status = validate_pdf_signature(signatures[0], signer_validation_context=context)
        return bool(status.intact and status.valid and status.trusted and status.bottom_line)
    except Exception:  # whatever a damaged file makes the parser raise, it is no sealed file
        return False
