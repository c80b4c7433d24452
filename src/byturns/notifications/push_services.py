"""The push services of browsers: which there are, and how one is asked to wake a device.

A device's address comes from its browser, so anybody can send us one: only https to these hosts is taken, a
name that leads into a private network is not followed, and no redirect is.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from byturns.core import clock
from byturns.notifications import vapid

# Whose each is, and where that is written. A dot in front: any name below it.
HOSTS = (
    "fcm.googleapis.com",  # Chrome and most built on it: firebase.google.com/docs/cloud-messaging
    "updates.push.services.mozilla.com",  # Firefox: mozilla-services.github.io/autopush-rs
    ".push.apple.com",  # Safari: developer.apple.com, "Sending web push notifications"
    ".notify.windows.com",  # Edge: learn.microsoft.com, "Windows Push Notification Services overview"
)
LONGEST = 1000  # characters of an address
TIMEOUT = 10  # seconds for each step
GONE = {404, 410}


class Unreachable(OSError):
    """The host has no address outside private networks."""


@dataclass(frozen=True)
class Way:
    """How a host is reached."""

    find: Callable[[str], tuple[str, int]]  # address and port of a host
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)


def is_known(endpoint: str) -> bool:
    """Whether this is the address of a device at one of the push services."""
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint or len(endpoint) > LONGEST:
        return False
    plain = parts.netloc in {host, f"{host}:443"}  # nobody's name, no capital that is read in two ways
    known = any(host.endswith(one) if one.startswith(".") else host == one for one in HOSTS)
    return parts.scheme == "https" and port in {None, 443} and plain and known and parts.path.startswith("/")


def public_address(host: str) -> tuple[str, int]:
    """Where `host` is. Raises Unreachable when any of its addresses is not one of the open internet."""
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)]
    if not found or not all(ipaddress.ip_address(one.partition("%")[0]).is_global for one in found):
        raise Unreachable(f"{host} leads into a private network")
    return found[0], 443


_way: list[Way] = []


def reached_by(way: Way | None) -> None:
    """Let the services be reached in another way than by the open internet (None: as always)."""
    _way[:] = [] if way is None else [way]


class _Connection(http.client.HTTPSConnection):
    """To the very address that was looked at, so that a name cannot lead elsewhere a moment later."""

    def __init__(self, host: str, way: Way) -> None:
        super().__init__(host, timeout=TIMEOUT, context=way.context)
        self._way = way

    def connect(self) -> None:
        plain = socket.create_connection(self._way.find(self.host), timeout=TIMEOUT)
        self.sock = self._way.context.wrap_socket(plain, server_hostname=self.host)


def wake(endpoint: str, keep: timedelta) -> int:
    """Ask a device's service to wake it, and to keep that for so long if it is off; the status it answers.

    The request has no body, and no redirect is followed. Raises OSError or HTTPException when the service
    cannot be reached, ValueError for an address that is not one of theirs.
    """
    if not is_known(endpoint):
        raise ValueError("no address of a push service")
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    way = _way[0] if _way else Way(public_address)
    headers = {
        "Authorization": vapid.authorization(f"https://{host}", clock.now()),
        "Content-Length": "0",
        "TTL": str(int(keep.total_seconds())),
    }
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    with closing(_Connection(host, way)) as connection:
        connection.request("POST", path, headers=headers)
        return connection.getresponse().status
