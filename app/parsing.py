"""How the words of settings are read: parsers, and functions that make one. A parser returns the value, or raises ValueError."""

import re
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network
NONE = "none"
ON, OFF = {"on", "1", "true", "yes"}, {"off", "0", "false", "no"}


def one_of(*words: str) -> Callable[[str], str]:
    """One of these words."""

    def parse(given: str) -> str:
        if given not in words:
            raise ValueError(given)
        return given

    return parse


def matching(pattern: str) -> Callable[[str], str]:
    """Text that matches the pattern as a whole, or nothing."""

    def parse(given: str) -> str:
        if given and not re.fullmatch(pattern, given):
            raise ValueError(given)
        return given

    return parse


def switch(given: str) -> bool:
    """On or off, in some of the words for it."""
    if given.lower() not in ON | OFF:
        raise ValueError(given)
    return given.lower() in ON


def between(low: int, high: int) -> Callable[[str], int]:
    """A whole number within these."""

    def parse(given: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", given) or not low <= int(given) <= high:
            raise ValueError(given)
        return int(given)

    return parse


def url(*schemes: str) -> Callable[[str], str]:
    """An address of one of these schemes, or nothing."""

    def parse(given: str) -> str:
        if given and (urlsplit(given).scheme not in schemes or "://" not in given):
            raise ValueError(given)
        return given

    return parse


def origins(given: str) -> tuple[str, ...]:
    """Origins parted by commas."""
    origins = tuple(part.strip() for part in given.split(",") if part.strip())
    if not all(re.fullmatch(r"https?://[^/\s,*]+", origin) for origin in origins):
        raise ValueError(given)
    return origins


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
