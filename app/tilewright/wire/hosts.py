"""Which hosts the public network knows: what a callback can be sent to (ci-jobs §1.1)."""

from __future__ import annotations

import ipaddress
import re
import unicodedata

from ..text import say

_INNER_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "home.arpa", "localdomain")
_RESERVED_NAMES = ("test", "example", "invalid", "onion")
_NUMBER = re.compile(r"0[xX][0-9A-Fa-f]+|[0-9]+")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SHARED = ipaddress.ip_network("100.64.0.0/10")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def why_unreachable(host: str) -> str:
    """Why ``host`` cannot be reached from outside; empty when nothing speaks against it. No name is looked up."""
    name = unicodedata.normalize("NFKC", host).strip("[]").rstrip(".").lower()
    address = read_ip(name)
    if address is not None:
        return _why_not(address)
    if name == "localhost" or name.endswith(".localhost"):
        return say("it is this machine itself")
    if "." not in name:
        return say("a name without a dot is known in a local network only")
    if _ends_with(name, _INNER_NAMES):
        return say("its name is known in a local network only")
    if _ends_with(name, _RESERVED_NAMES):
        return say("its name is reserved and belongs to nobody")
    return ""


def is_loopback(host: str) -> bool:
    """Whether ``host``, a name or an address, is this machine itself. No name is looked up, and only the one is taken
    that every system knows; an address that is packed into another leads elsewhere first (6to4, NAT64).
    """
    name = host.strip("[]").rstrip(".").lower()
    address = read_ip(name)
    if address is not None:
        return (getattr(address, "ipv4_mapped", None) or address).is_loopback
    return name == "localhost"


def _ends_with(name: str, endings: tuple[str, ...]) -> bool:
    return any(name == ending or name.endswith(f".{ending}") for ending in endings)


def plain_name(host: str) -> str:
    """How ``host`` is written in lists: the dot that may end a name, capitals, and how an address is spelled make no
    difference.
    """
    name = host.strip().lower().removesuffix(".")
    return str(read_ip(name) or name)


def read_ip(name: str) -> Address | None:
    """The IP address that ``name`` is, in any of the forms that programs take: 127.1, 0x7f000001, 2130706433."""
    try:
        return ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return _read_loose(name)


def _read_loose(name: str) -> ipaddress.IPv4Address | None:
    """As inet_aton: one to four numbers, decimal, octal or hexadecimal; the last one fills what is left."""
    parts = name.split(".")
    if not 1 <= len(parts) <= 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:  # an 8 in an octal one
        return None
    *heads, last = numbers
    room = 8 * (4 - len(heads))
    if any(head > 255 for head in heads) or last >= 1 << room:
        return None
    value = last
    for place, head in enumerate(heads):
        value |= head << (24 - 8 * place)
    return ipaddress.IPv4Address(value)


def _number(text: str) -> int:
    if len(text) > 20:
        raise ValueError(text)
    if text[:2].lower() == "0x":
        return int(text, 16)
    return int(text, 8) if len(text) > 1 and text[0] == "0" else int(text)


def _why_not(address: Address) -> str:
    inner = _inner(address)
    if inner is not None:
        return _why_not(inner)
    if address.is_unspecified or address.is_loopback:
        return say("it is this machine itself")
    if address.is_link_local:
        return say("the address is one of a single cable or wireless network")
    if address.is_multicast:
        return say("the address is one of a group of machines")
    if address.is_private or address in _SHARED:
        return say("the address is one of a private network")
    return "" if address.is_global else say("the address is reserved and belongs to nobody")


def _inner(address: Address) -> ipaddress.IPv4Address | None:
    """The older address that is packed into a newer one."""
    if not isinstance(address, ipaddress.IPv6Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
