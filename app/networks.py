"""Settings that are networks or shares: parsers for app/settings.py. Each raises ValueError."""

from ipaddress import IPv4Network, IPv6Network, ip_network

Network = IPv4Network | IPv6Network
NONE = "none"


def networks(given: str) -> tuple[Network, ...]:
    """Addresses and networks parted by commas; none: not a single one."""
    if given == NONE:
        return ()
    return tuple(ip_network(part.strip()) for part in given.split(","))


def share(given: str) -> float:
    """A number from 0 to 1."""
    found = float(given)
    if not 0 <= found <= 1:
        raise ValueError(given)
    return found
