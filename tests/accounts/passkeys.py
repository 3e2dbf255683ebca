"""A passkey in software: it is registered as a browser does it, and signs what it is asked to sign,
or something else.
"""

import json
import secrets

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from accounts.models import User

SITE = "testserver"
ORIGIN = f"https://{SITE}"
PRESENT = AuthenticatorData.FLAG.UP


class Passkey:
    """A key of one person for this site."""

    def __init__(self, user: User, name: str = "Điện thoại"):
        self.credential_id = secrets.token_bytes(16)
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.row: Authenticator = WebAuthn.add(user, name, self._registration()).instance

    def _registration(self) -> dict:
        public = ES256.from_cryptography_key(self._key.public_key())
        credential = AttestedCredentialData.create(bytes(16), self.credential_id, public)
        told = AuthenticatorData.create(
            sha256(SITE.encode()), PRESENT | AuthenticatorData.FLAG.AT, 0, credential
        )
        made = CollectedClientData.create("webauthn.create", secrets.token_bytes(16), ORIGIN)
        attested = AttestationObject.create("none", told, {})
        response = {
            "clientDataJSON": websafe_encode(made),
            "attestationObject": websafe_encode(attested),
        }
        return self._answer(response)

    def signs(
        self,
        challenge: str,
        *,
        origin: str = ORIGIN,
        site: str = SITE,
        kind: str = "webauthn.get",
        flags: int = PRESENT,
        by: "Passkey | None" = None,
    ) -> str:
        """What the browser sends: this key's answer to a challenge. With `by` another key signs in
        its name.
        """
        asked = CollectedClientData.create(kind, challenge, origin)
        told = AuthenticatorData.create(sha256(site.encode()), AuthenticatorData.FLAG(flags), 1)
        key = (by or self)._key
        signature = key.sign(told + asked.hash, ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": websafe_encode(asked),
            "authenticatorData": websafe_encode(told),
            "signature": websafe_encode(signature),
        }
        return json.dumps(self._answer(response))

    def _answer(self, response: dict) -> dict:
        number = websafe_encode(self.credential_id)
        return {
            "id": number,
            "rawId": number,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }
