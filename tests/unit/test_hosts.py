"""By which names a server answers."""

from __future__ import annotations

import pytest

from kinepedia.serve.hosts import Hosts, is_loopback

AWAY = "192.168.1.5"


@pytest.mark.parametrize(
    ("given", "host", "reached_at", "allowed"),
    [
        ("127.0.0.1", "127.0.0.1:8000", "127.0.0.1", True),
        ("127.0.0.1", "[::1]:8000", "::1", True),
        ("127.0.0.1", "localhost:8001", "127.0.0.1", False),
        ("127.0.0.1", f"{AWAY}:8000", "127.0.0.1", False),
        ("0.0.0.0", f"{AWAY}:8000", AWAY, True),
        ("::", f"{AWAY}:8000", f"::ffff:{AWAY}", True),
        ("::", "[fe80::1]:8000", "fe80::1%eth0", True),
        ("0.0.0.0", "rebound.example:8000", AWAY, False),
        ("Desk.local", "desk.local:8000", AWAY, True),
        ("", ":8000", "", False),
    ],
)
def test_names_and_addresses(given: str, host: str, reached_at: str, allowed: bool) -> None:
    hosts = Hosts(8000, given)
    assert hosts.allow(host, reached_at) is allowed
    assert hosts.allow_origin(f"http://{host}", reached_at) is allowed
    assert not hosts.allow_origin(f"https://{host}", reached_at)


def test_the_usual_port_need_not_be_named() -> None:
    assert Hosts(80).allow("localhost", "127.0.0.1")


def test_what_only_this_machine_can_reach() -> None:
    loopback = {host: is_loopback(host) for host in ("127.0.0.1", "127.1.2.3", "::1", "localhost")}
    assert all(loopback.values())
    assert not any(map(is_loopback, ("0.0.0.0", "::", AWAY, "desk.local", "")))
