"""Digital signatures in hostile PDFs. Called through `cage.run`."""

import io
import json

from asn1crypto.x509 import Name
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

_LONGEST = 160  # letters of a name


def read(content: bytes) -> bytes:
    """[[whose, by whom it was issued], …] as JSON; empty where one does not hold, or something was
    added after the last one.
    """
    signatures = PdfFileReader(io.BytesIO(content), strict=False).embedded_regular_signatures
    for one in signatures:
        context = ValidationContext(trust_roots=[], allow_fetching=False)
        status = validate_pdf_signature(one, signer_validation_context=context)
        if not (status.intact and status.valid):
            return b""
    if signatures:
        _start, _length, tail, tail_length = signatures[-1].byte_range
        if tail + tail_length != len(content):
            return b""
    names = [[_name(one.signer_cert.subject), _name(one.signer_cert.issuer)] for one in signatures]
    return json.dumps(names).encode()


def _name(of: Name) -> str:
    words = of.native
    return str(words.get("common_name") or words.get("organization_name") or "")[:_LONGEST]
