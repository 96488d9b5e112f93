"""Where a webhook may go: an address outside this network, unless the installation allows its own."""

import ipaddress
from urllib.parse import SplitResult, urlsplit

from huiyin.base.errors import Invalid

LONGEST_URL = 500
_LAST_PORT = 65535


def target(url: str, *, private: bool) -> SplitResult:
    """Return the parts of a webhook's address. Raises Invalid for one that cannot be written to.

    Plain http is for intranets only: there `private` is allowed.
    """
    text = url.strip()
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as unreadable:
        raise Invalid("exchange.url_unreadable", field="url") from unreadable
    if len(text) > LONGEST_URL or not parts.hostname or not text.isascii() or any(c.isspace() for c in text):
        raise Invalid("exchange.url_unreadable", field="url")
    if parts.username or parts.password or parts.fragment or port == 0 or (port or 1) > _LAST_PORT:
        raise Invalid("exchange.url_unreadable", field="url")
    if parts.scheme not in ({"https", "http"} if private else {"https"}):
        raise Invalid("exchange.url_not_https", field="url")
    return parts


def public_address(address: str) -> bool:
    """Return whether a network address lies in the open internet: not private, loopback or reserved."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if found.is_reserved:  # among them ::/96 and 64:ff9b::/96, which hide an inner address in another
        return False
    inside = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None) or found
    return inside.is_global and not inside.is_multicast and found.is_global
