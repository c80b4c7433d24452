"""Random names for things that appear in addresses.

No sequential number leaves the server: it would tell how many there are.
"""

import hashlib
import secrets

# No vowels (no accidental words), no 0/o/1/l/i (read aloud over the telephone).
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"


def public_id() -> str:
    """A name of 12 characters for an address: about 57 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


def slug() -> str:
    """A name of 8 characters for a group that did not choose its own."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


def secret() -> str:
    """A secret for a link, 256 bits; only its `digest` is stored."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of a secret, so that a stolen database opens no door."""
    return hashlib.sha256(token.encode()).hexdigest()
