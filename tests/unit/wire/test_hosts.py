"""Which hosts are this machine itself: a callback goes to them without anybody's leave."""

from __future__ import annotations

import pytest

from tilewright.wire.hosts import is_loopback


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "127.0.0.1", "127.1", "[::1]", "::ffff:127.0.0.1"])
def test_that_this_machine_is_known_by_its_names(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["2002:7f00:1::1", "64:ff9b::7f00:1", "evil.localhost", "localhost.example", "10.0.0.1"]
)
def test_that_what_leads_elsewhere_is_not_this_machine(host: str) -> None:
    assert not is_loopback(host)
