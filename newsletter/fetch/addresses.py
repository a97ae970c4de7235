"""Which addresses may be connected to. Pure.

`ipaddress.is_global` alone is no guard: it calls multicast and site-local addresses global, and an IPv4 address can
hide in an IPv6 one. So what hides is unpacked first, and every address in it must be allowed.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
_6TO4 = IPv6Network("2002::/16")  # RFC 3056
_TEREDO = IPv6Network("2001::/32")  # RFC 4380
_COMPATIBLE = IPv6Network("::/96")  # RFC 4291, 2.5.5.1
_UNICAST = IPv6Network("2000::/3")  # RFC 4291, 2.4: all that is handed out
_DOCUMENTATION = IPv6Network("3fff::/20")  # RFC 9637
_PROTOCOLS = IPv4Network("192.0.0.0/24")  # RFC 6890; Python before 3.12.4 calls most of it global


def networks(allow: Sequence[str]) -> tuple[IPv4Network | IPv6Network, ...]:
    """`network.allow` as networks; ValueError for what is none (config has checked them)."""
    return tuple(ipaddress.ip_network(range_, strict=False) for range_ in allow)


def permitted(address: str, allow: Sequence[IPv4Network | IPv6Network] = ()) -> bool:
    """May this address be connected to: is it public, or in a range that the newsroom allows?"""
    try:
        outer = ipaddress.ip_address(address.split("%", 1)[0])  # without the scope: fe80::1%eth0
    except ValueError:
        return False
    if _within(outer, allow):
        return True
    return all(_public(inner) or _within(inner, allow) for inner in _unpack(outer))


def _unpack(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """The addresses that a packet may really go to: those that hide in `address`, or itself."""
    if isinstance(address, IPv4Address):
        yield address
    elif address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    elif address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        yield IPv4Address(int(address) & 0xFFFFFFFF)
    elif address in _6TO4:
        yield IPv4Address((int(address) >> 80) & 0xFFFFFFFF)
    elif address in _TEREDO and address.teredo is not None:
        yield from address.teredo
    else:
        yield address


def _public(address: IPv4Address | IPv6Address) -> bool:
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    if isinstance(address, IPv4Address):
        return address not in _PROTOCOLS
    return address in _UNICAST and address not in _DOCUMENTATION


def _within(address: IPv4Address | IPv6Address, allow: Sequence[IPv4Network | IPv6Network]) -> bool:
    return any(address in network for network in allow)
