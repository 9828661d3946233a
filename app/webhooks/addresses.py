"""Where a webhook may go: to a public address of the Internet, and there only."""

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from app.settings import Settings

LONGEST = 500  # characters, as in the table
PATIENCE = 3.0  # seconds for a name to be resolved
PORTS = {"https": {443, 8443}, "http": {80, 8080}}
ADDRESS_HELP = "Tulis alamat lengkap, contoh https://gudang.contoh.id/hooks/toko."
_ADDRESS = re.compile(
    r"https?://([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(:(?P<port>[0-9]{1,5}))?(/[!-\"$-~]*)?",
    re.ASCII | re.IGNORECASE,
)
_UNICAST = IPv6Network("2000::/3")  # all that is given out of IPv6
_NAT64 = IPv6Network("64:ff9b::/96")
# Not private by the registry, and still nobody's receiver: protocol assignments, relays of 6to4, a cloud's inner service.
_NOBODYS = [IPv4Network(it) for it in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")]
_resolvers = ThreadPoolExecutor(4, thread_name_prefix="names")


class AddressError(Exception):
    """Nobody is told there; the message says why, to people."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a developer's machine allows beside the Internet: plain http, and any address and port."""

    http: bool
    private: bool

    @classmethod
    def of(cls, settings: Settings) -> "Rules":
        """What a shop with these settings allows."""
        return cls(http=settings.development, private=settings.webhook_private)


class Target(NamedTuple):
    """An address taken apart; netloc as it was written, path with its query."""

    scheme: str
    netloc: str
    host: str
    port: int
    path: str


def parse_target(address: str, rules: Rules) -> Target:
    """Raises AddressError for what is no address, or goes to a port or in a way that we do not use."""
    written = _ADDRESS.fullmatch(address) if len(address) <= LONGEST else None
    if written is None:
        raise AddressError(ADDRESS_HELP)
    found = urlsplit(address)
    if found.scheme == "http" and not rules.http:
        raise AddressError("Alamatnya harus dimulai dengan https://.")
    port = int(written["port"] or (443 if found.scheme == "https" else 80))
    if not 0 < port < 65_536 or (port not in PORTS[found.scheme] and not rules.private):
        raise AddressError("Pakai port 443 atau 8443.")
    path = f"{found.path or '/'}{'?' if found.query else ''}{found.query}"
    return Target(found.scheme, found.netloc, found.hostname or "", port, path)


def resolve(target: Target, rules: Rules) -> list[str]:
    """The addresses of the target's host, each of which may be told. Raises AddressError: one that is not ours to call is enough."""
    asked = _resolvers.submit(socket.getaddrinfo, target.host, target.port, type=socket.SOCK_STREAM)
    try:
        found = list(dict.fromkeys(str(entry[4][0]) for entry in asked.result(PATIENCE)))
    except (OSError, UnicodeError) as cause:
        raise AddressError(f"Nama {target.host} tidak ditemukan.") from cause
    if not rules.private and not all(is_public(address) for address in found):
        raise AddressError(f"{target.host} bukan alamat di internet umum.")
    return found


def is_public(text: str) -> bool:
    """Whether an IP address is everybody's, and so is the IPv4 address that it carries inside."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not any(address in network for network in _NOBODYS)
    if address in _NAT64:
        return is_public(str(IPv4Address(int(address) & 0xFFFFFFFF)))
    if address not in _UNICAST or not address.is_global:
        return False
    return address.sixtofour is None or is_public(str(address.sixtofour))
