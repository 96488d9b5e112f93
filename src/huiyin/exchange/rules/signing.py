"""The signature under what a webhook carries: made here, checked by whoever receives it."""

import hashlib
import hmac

HEADER = "Huiyin-Signature"
TOLERANCE = 300  # seconds between signing and checking


def signature(secret: str, moment: int, body: bytes) -> str:
    """Return the header's value: the second of signing and HMAC-SHA256 over it, a point, and the body."""
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def genuine(header: str, secret: str, body: bytes, *, moment: int, tolerance: int = TOLERANCE) -> bool:
    """Return whether a header signs this body under this secret and is not too old: the receiver's check."""
    parts = [part.partition("=")[::2] for part in header.split(",")]
    signed = next((value for name, value in parts if name == "t"), "")
    if not signed.isdecimal() or abs(moment - int(signed)) > tolerance:
        return False
    wanted = signature(secret, int(signed), body).partition("v1=")[2]
    return any(name == "v1" and hmac.compare_digest(value.encode(), wanted.encode()) for name, value in parts)
