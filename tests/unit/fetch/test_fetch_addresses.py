"""Which addresses may be connected to."""

from __future__ import annotations

import pytest

from newsletter.fetch.addresses import networks, permitted


@pytest.mark.parametrize(
    "address",
    [
        "93.184.216.34",
        "8.8.8.8",
        "1.1.1.1",
        "192.88.99.1",
        "2606:4700:4700::1111",
        "2a00:1450:4001:830::200e",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_public_addresses_are_permitted(address: str) -> None:
    """Also those that carry a public IPv4 address inside."""
    assert permitted(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "0.1.2.3",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "ff0e::1",
        "100::1",
        "2001:db8::1",
        "3fff::1",
        "4000::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "::a9fe:a9fe",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::7f00:1",
        "2002:7f00:1::1",
        "2002:a9fe:a9fe::",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "nonsense",
        "",
        "127.1",
        "2130706433",
    ],
)
def test_everything_else_is_refused(address: str) -> None:
    """Private, local, shared, metadata, multicast, reserved; mapped, NAT64, 6to4, compatible and Teredo around them."""
    assert not permitted(address)


@pytest.mark.parametrize(
    ("address", "allow", "expected"),
    [
        ("127.0.0.1", "127.0.0.0/8", True),
        ("::ffff:127.0.0.1", "127.0.0.0/8", True),
        ("10.0.0.1", "127.0.0.0/8", False),
        ("fd00::1", "fd00::/8", True),
        ("::1", "127.0.0.0/8", False),
        ("10.2.3.4", "10.2.3.4", True),
        ("224.0.0.1", "224.0.0.0/4", True),
    ],
)
def test_a_newsroom_can_allow_private_ranges(address: str, allow: str, expected: bool) -> None:
    """`network.allow` opens exactly what it names."""
    assert permitted(address, networks([allow])) is expected
