"""The author's desk in a cafe: who gets what, and what hostile clients can take."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from serving import Serving, serving
from sites import Site
from waiting import PATIENCE

VIDEO = bytes(range(256)) * 40


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    site = Site(tmp_path_factory.mktemp("safety") / "site")
    site.write({"site.toml": 'title = "Safe"\n', "content/categories/hamstrings.md": "---\ntitle: H\n---\n"})
    site.write({"static/move.mp4": VIDEO, "static/a é%.txt": "é", "static/page.html": "<p>No head"})
    site.write({"static/large.bin": bytes(30_000_000)})
    site.exercise("bridge")
    with serving(site.root) as running:
        running.wait_for("Built ")
        yield running


def raw(served: Serving, sent: bytes, *, reads: bool = True) -> bytes:
    """Send bytes as they are, and return everything that comes back."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE) as connection:
        connection.sendall(sent)
        received = b""
        while reads:
            try:
                piece = connection.recv(65536)
            except ConnectionResetError:
                break
            if not piece:
                break
            received += piece
        return received


def head(served: Serving, *lines: str) -> bytes:
    """Return a request of these lines, with a Host field and the wish to be the last one."""
    fields = [*lines, f"Host: localhost:{served.port}", "Connection: close", "", ""]
    return "\r\n".join(fields).encode("latin-1")


def test_pages_come_with_their_policy_and_nothing_for_other_origins(served: Serving) -> None:
    got = served.get("/exercises/bridge/")
    assert (got.status, got.fields["content-type"]) == (200, "text/html; charset=utf-8")
    assert got.fields["content-security-policy"].startswith("default-src 'self'")
    assert got.fields["x-content-type-options"] == "nosniff"
    assert got.fields["cross-origin-resource-policy"] == "same-origin"
    assert not [name for name in got.fields if name.startswith("access-control-")]
    assert got.text.count('src="/__kinepedia__/client.js?') == 1
    assert got.text.startswith("<!doctype html>")
    assert served.get("/page.html").text.startswith("<p>No head")
    assert served.get("/page.html").text.endswith("</script>")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "localhost",
        "localhost:1",
        "127.0.0.1.evil.example:{port}",
        "localhost:{port}.evil.example",
        "evil@localhost:{port}",
        "",
        "[::1",
        "localhost:{port}, evil.example",
    ],
)
def test_other_hosts_are_refused(served: Serving, host: str) -> None:
    sent = f"GET / HTTP/1.1\r\nHost: {host.format(port=served.port)}\r\nConnection: close\r\n\r\n"
    received = raw(served, sent.encode())
    assert received.split(b" ")[1] in (b"421", b"400")
    assert b"Safe" not in received


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LocalHost"])
def test_its_own_names_are_answered(served: Serving, host: str) -> None:
    own = f"{host}:{served.port}"
    assert served.get("/", Host=own).status == 200
    assert served.get("/", Host=own, Origin=f"http://{own}").status == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://localhost:{port}", "http://localhost"]
)
def test_other_origins_are_refused(served: Serving, origin: str) -> None:
    got = served.get("/__kinepedia__/news?wait=0", Origin=origin.format(port=served.port))
    assert (got.status, b"Safe" in got.body) == (403, False)


@pytest.mark.parametrize(
    "path",
    [
        "/../site.toml",
        "/%2e%2e/site.toml",
        "/exercises/../../../../site.toml",
        "/..%2fsite.toml",
        "/%2e%2e%5csite.toml",
        "/.kinepedia-manifest",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/exercises/bridge/index.html/",
        "/exercises/bridge/index.html%00.txt",
        "/__kinepedia__/../server.py",
        "/__kinepedia__/server.py",
        "/__kinepedia__/",
        "/%ff",
        "/file:///etc/passwd",
        "http://evil.example/site.toml",
        "*",
    ],
)
def test_no_path_leads_out_of_the_site(served: Serving, path: str) -> None:
    received = raw(served, head(served, f"GET {path} HTTP/1.1"))
    assert received.split(b" ")[1] in (b"404", b"400")
    assert b"title =" not in received
    assert b"root:" not in received
    assert b"import" not in received


def test_addresses_as_hosts_do_it(served: Serving) -> None:
    assert served.get("/exercises/bridge").fields["location"] == "/exercises/bridge/"
    assert served.get("/exercises/bridge/index.html").status == 200
    assert served.get("/exercises?q=1").fields["location"] == "/exercises/?q=1"
    assert served.get("//exercises").status == 404
    got = served.get("/exercises/nowhere/")
    assert (got.status, "Page not found" in got.text) == (404, True)
    assert served.get("/a%20%C3%A9%25.txt").body == "é".encode()
    assert served.get("/a%20%C3%A9%25.txt").fields["content-type"] == "text/plain; charset=utf-8"


def test_only_reading_is_possible(served: Serving) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE"):
        got = served.get("/", method)
        assert (got.status, got.fields["allow"]) == (405, "GET, HEAD")
    assert served.get("/", body=b"12345").status == 413
    got = served.get("/exercises/bridge/", "HEAD")
    assert (got.status, got.body) == (200, b"")
    assert int(got.fields["content-length"]) == len(served.get("/exercises/bridge/").body)


def test_files_are_kept_by_browsers_and_sent_in_parts(served: Serving) -> None:
    whole = served.get("/move.mp4")
    assert (whole.status, whole.fields["content-type"], whole.body) == (200, "video/mp4", VIDEO)
    assert served.get("/move.mp4", If_None_Match=whole.fields["etag"]).status == 304
    for asked, start, end in (("0-1", 0, 2), ("100-", 100, len(VIDEO)), ("-10", len(VIDEO) - 10, len(VIDEO))):
        part = served.get("/move.mp4", Range=f"bytes={asked}")
        assert (part.status, part.body) == (206, VIDEO[start:end])
        assert part.fields["content-range"] == f"bytes {start}-{end - 1}/{len(VIDEO)}"
    assert served.get("/move.mp4", Range=f"bytes={len(VIDEO)}-").status == 416
    for ignored in ("bytes=5-1", "bytes=0-1,4-5", "lines=1-2", "bytes=-", "bytes=٣-"):
        got = raw(
            served, head(served, "GET /move.mp4 HTTP/1.1", f"Range: {ignored}".encode().decode("latin-1"))
        )
        assert got.split(b" ")[1] in (b"200", b"400")
    assert served.get("/move.mp4", Range="bytes=0-1", If_Range='"old"').status == 200


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"400"),
        (b"GET\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", b"501"),
        (b"GET / HTTP/1.1\r\n bad: folded\r\n\r\n", b"400"),
        (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 10_000, b"431"),
        (b"GET / HTTP/9.9\r\n\r\n", b"421"),
        (b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n", b"400"),
        (b"GET / HTTP/1.0\r\n\r\n", b"421"),
        (b"CONNECT evil.example:80 HTTP/1.1\r\nHost: evil.example:80\r\n\r\n", b"421"),
    ],
)
def test_what_browsers_never_send_is_refused(served: Serving, sent: bytes, status: bytes) -> None:
    received = raw(served, sent)
    assert received.split(b" ")[1:2] in ([status], [])  # the connection may be gone before all was sent
    assert served.get("/").status == 200


def test_requests_that_are_sent_at_once_are_answered_one_after_the_other(served: Serving) -> None:
    one = f"GET /move.mp4 HTTP/1.1\r\nHost: localhost:{served.port}\r\n\r\n".encode()
    assert raw(served, one * 3 + head(served, "GET / HTTP/1.1")).count(b"HTTP/1.1 200 OK") == 4


def test_a_page_waits_for_news_and_others_do_not_wait_for_it(served: Serving) -> None:
    state = served.news()["state"]
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(served.news(state, wait=True))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    end = time.monotonic() + PATIENCE
    while len(answers) < 5 and time.monotonic() < end:
        assert served.get("/").status == 200
    assert [answer["busy"] for answer in answers] == [True] * 5
    assert [answer["changed"] for answer in answers] == [[]] * 5
    Site(served.root).exercise("another")
    for thread in threads:
        thread.join(PATIENCE)
    assert sorted(answer["busy"] for answer in answers) == [False] * 3 + [True] * 5
    assert "exercises/another/index.html" in answers[-1]["changed"]
    served.get("/__kinepedia__/news?since=&since=x&wait=0&wait=1&" + "a=1&" * 100)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads memory from /proc")
def test_slow_and_greedy_clients_cost_little_and_stop_nobody(served: Serving) -> None:
    def memory() -> int:
        text = Path(f"/proc/{served.process.pid}/status").read_text()
        return int(text.partition("VmRSS:")[2].split()[0])

    before = memory()
    large = f"GET /large.bin HTTP/1.1\r\nHost: localhost:{served.port}\r\n\r\n".encode()
    begins = [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 10_000,
        large,
        large * 50,
    ]
    with ExitStack() as connections:
        for number in range(400):
            connection = socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE)
            connections.enter_context(connection)
            connection.settimeout(PATIENCE)
            try:
                connection.sendall(begins[number % len(begins)])
            except OSError:
                continue
            if number % 50 == 0:
                assert served.get("/exercises/bridge/").status == 200
        assert served.get("/exercises/bridge/").status == 200
        assert memory() < before + 40_000  # kilobytes
        assert len(os.listdir(f"/proc/{served.process.pid}/fd")) < 300
    assert served.get("/exercises/bridge/").status == 200


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_links_and_pipes_in_the_served_folder_are_not_followed(site: Site, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "index.html").write_text("secret")
    site.exercise("bridge").exercise("plank").exercise("dive")
    with serving(site.root) as served:
        served.wait_for("Built ")
        output = site.root / ".kinepedia/serve/output/exercises"
        (output / "bridge/index.html").unlink()
        (output / "bridge/index.html").symlink_to(secret / "index.html")
        (output / "plank").rename(tmp_path / "plank")
        (output / "plank").symlink_to(secret)
        (output / "dive/index.html").unlink()
        os.mkfifo(output / "dive/index.html")
        for name in ("bridge", "plank", "dive"):
            got = served.get(f"/exercises/{name}/")
            assert (got.status, b"secret" in got.body) == (404, False)
