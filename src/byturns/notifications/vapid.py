"""Who asks a push service: a short signed word (RFC 8292), since these requests have no body to encrypt."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.conf import settings

HOLDS = timedelta(hours=1)  # a day at most is allowed


def public_key() -> str:
    """Our public key as browsers and push services take it: the point, in base64url."""
    return _spell(
        _key(settings.PUSH_KEY)
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )


def authorization(origin: str, now: datetime) -> str:
    """The value of the header for a request to `origin` ("https://host").

    It names the address that this house's mail comes from, as services ask for somebody to write to; nothing
    of a group or a member.
    """
    claims = {
        "aud": origin,
        "exp": int((now + HOLDS).timestamp()),
        "sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
    }
    words = ".".join(_spell(json.dumps(one).encode()) for one in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(_key(settings.PUSH_KEY).sign(words.encode(), ec.ECDSA(hashes.SHA256())))
    return f"vapid t={words}.{_spell(r.to_bytes(32) + s.to_bytes(32))}, k={public_key()}"


@lru_cache(maxsize=1)
def _key(pem: str) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError("the key for web push is none of the curve P-256")
    return key


def _spell(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
