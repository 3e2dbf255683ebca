"""What was sealed stays genuine: after the seal's renewal, and on a machine without its key."""

import datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction
from django.urls import reverse
from weasyprint import HTML

from awards.certificates import verify
from awards.models import Certificate
from foundation.papers import checks, signing
from foundation.papers.models import SealCertificate
from foundation.vault import store
from tests import guards

pytestmark = [pytest.mark.django_db, pytest.mark.data]
PASSWORD = "mật khẩu"


def written_key(path: Path, name: str, *, years: int = 3) -> Path:
    """A PKCS#12 file of a seal; one of less than no years has run out."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=365 * years))
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
        .sign(key, hashes.SHA256())
    )
    encryption = serialization.BestAvailableEncryption(PASSWORD.encode())
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"seal", key, certificate, None, encryption)
    )
    return path


@pytest.fixture
def seal_of(settings, tmp_path):
    """`seal_of("name")`: from now on this machine seals with a key of that name."""

    def use(name: str) -> None:
        path = tmp_path / f"{name}.p12"
        if not path.exists():
            written_key(path, name)
        settings.SIGNING_KEY_FILE = str(path)
        settings.SIGNING_KEY_PASSWORD = PASSWORD
        signing._signer.cache_clear()

    yield use
    signing._signer.cache_clear()


def sealed() -> bytes:
    return signing.seal(HTML(string="<p>Giấy").write_pdf(), reason="x")


def test_what_was_sealed_before_a_renewal_is_genuine(seal_of):
    seal_of("cu")
    paper = sealed()
    seal_of("moi")
    sealed()
    assert signing.seal_is_intact(paper)


def test_a_machine_without_the_key_knows_it(seal_of, settings, tmp_path):
    seal_of("cu")
    paper = sealed()
    settings.SIGNING_KEY_FILE = str(tmp_path / "none.p12")
    settings.DEVELOPMENT_SEAL = False
    signing._signer.cache_clear()
    assert signing.seal_is_intact(paper)


def test_a_seal_that_was_never_ours_is_none(seal_of):
    seal_of("la")
    paper = sealed()
    with guards.lifted():
        SealCertificate.objects.all().delete()
    seal_of("cu")
    sealed()
    assert not signing.seal_is_intact(paper)


def test_one_changed_byte_is_found_under_an_earlier_seal(seal_of):
    seal_of("cu")
    paper = bytearray(sealed())
    seal_of("moi")
    place = paper.index(b"/MediaBox") + 12
    paper[place] ^= 1
    assert not signing.seal_is_intact(bytes(paper))


def test_a_seal_is_kept_once(seal_of):
    seal_of("cu")
    sealed()
    sealed()
    assert SealCertificate.objects.count() == 1


def test_a_kept_seal_is_never_changed(seal_of):
    seal_of("cu")
    sealed()
    with pytest.raises(DatabaseError, match=guards.REFUSED), transaction.atomic():
        SealCertificate.objects.update(content=b"x")


def test_a_certificate_of_paper_compares_after_a_renewal(awarded, seal_of):
    certificate = Certificate.objects.filter(award__decision=awarded.decision).first()
    content = store.read(certificate.pdf)
    seal_of("moi")
    assert verify.is_the_file(certificate, content)


class TestProduction:
    def test_without_the_offices_key_nothing_is_sealed(self, settings, tmp_path):
        settings.SIGNING_KEY_FILE = str(tmp_path / "none.p12")
        settings.DEVELOPMENT_SEAL = False
        signing._signer.cache_clear()
        with pytest.raises(ImproperlyConfigured, match="SIGNING_KEY_FILE"):
            sealed()
        signing._signer.cache_clear()

    def said(self) -> list[str]:
        return [fault.id for fault in checks.the_seal_is_the_offices()]

    def test_a_missing_key_is_named(self, settings, tmp_path):
        settings.SIGNING_KEY_FILE = str(tmp_path / "none.p12")
        settings.DEVELOPMENT_SEAL = False
        assert self.said() == ["papers.E001"]

    def test_a_wrong_password_is_named(self, settings, seal_of):
        seal_of("moi")
        settings.SIGNING_KEY_PASSWORD = "x"
        settings.DEVELOPMENT_SEAL = False
        assert self.said() == ["papers.E002"]

    def test_the_trial_seal_is_named(self, settings, seal_of):
        seal_of(signing.DEVELOPMENT_NAME)
        settings.DEVELOPMENT_SEAL = False
        assert self.said() == ["papers.E003"]

    def test_a_key_of_the_office_is_in_order(self, settings, seal_of):
        seal_of("moi")
        settings.DEVELOPMENT_SEAL = False
        assert self.said() == []

    def test_the_demonstration_seals_with_a_trial_one(self, settings, tmp_path):
        settings.SIGNING_KEY_FILE = str(tmp_path / "none.p12")
        assert self.said() == []


class TestTheSerial:
    """What is printed and can be typed."""

    @pytest.fixture
    def certificate(self, awarded):
        return Certificate.objects.filter(award__decision=awarded.decision).order_by("pk")[1]

    @pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}", "{spaced}"])
    def test_it_leads_to_its_own_page(self, certificate, client, typed):
        serial = certificate.serial
        written = typed.format(serial, lower=serial.lower(), spaced=serial.replace("-", " - "))
        answer = client.get(reverse("verify_lookup"), {"ma": written})
        assert answer.url == reverse("verify_certificate", args=[certificate.verify_id])

    def test_another_serial_is_none(self, certificate, client):
        answer = client.get(reverse("verify_lookup"), {"ma": f"{certificate.serial}9"})
        assert answer.status_code == 404

    def test_what_was_typed_is_kept(self, certificate, client):
        typed = f"{certificate.serial}9"
        page = client.get(reverse("verify_lookup"), {"ma": typed}).content.decode()
        assert f'value="{typed}"' in page
