"""Whether this machine can seal."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from foundation.papers import signing


@register(Tags.security)
def the_seal_is_the_offices(**_options: Any) -> list[CheckMessage]:
    """In production certificates are sealed with a key of the office, never with a trial one."""
    if settings.DEVELOPMENT_SEAL:
        return []
    try:
        seal = signing.office_seal()
    except ValueError:
        return [_error("cannot be opened with SIGNING_KEY_PASSWORD", "E002")]
    if seal is None:
        return [_error("is not there", "E001")]
    certificate = seal.signing_cert
    if certificate and certificate.subject.native.get("common_name") == signing.DEVELOPMENT_NAME:
        return [_error("is the trial seal of a demonstration", "E003")]
    return []


def _error(what: str, number: str) -> CheckMessage:
    return Error(
        f"The file of the office's seal, {settings.SIGNING_KEY_FILE}, {what}.",
        hint="Put the PKCS#12 file with the office's key and certificate there, readable by the "
        "system's user alone, or name it in SIGNING_KEY_FILE, with its SIGNING_KEY_PASSWORD. A "
        "certificate that says nothing to readers of the paper is made by: openssl req -x509 "
        "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -days 1825 -keyout key.pem -out cert.pem "
        "&& openssl pkcs12 -export -inkey key.pem -in cert.pem -out seal.p12",
        id=f"papers.{number}",
    )
