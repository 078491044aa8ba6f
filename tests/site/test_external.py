"""Links to pages elsewhere: [dead-link], [unknown-host], [bad-certificate], [refused-link], [moved-link] and
[unconfirmed-link]. Nothing here leaves the machine: names lead to a server in the test.
"""

from __future__ import annotations

import asyncio
import gc
import json
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import seams
from click.testing import CliRunner
from sites import Site
from waiting import PATIENCE

from kinepedia import Diagnostic, Folders
from kinepedia.audit.elsewhere import Checked, check_links
from kinepedia.audit.elsewhere.network import Network, endpoints_of, is_public
from kinepedia.audit.elsewhere.outcome import NoAnswerError
from kinepedia.commands.main import main
from kinepedia.machine.progress import Progress
from kinepedia.model.content_model import BUILT_IN
from kinepedia.problems import rules

# A certificate that vouches for itself, valid for a hundred years and worth nothing anywhere.
CERTIFICATE = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgJWoN3rIG+Bx/i/rV
65ej2XmwEdXhw6Bripj6kiLkUyyhRANCAAR8dv21PZck34paBDhNgeFH3hZfZgXD
pvCZuVDjpGpiW0fxAv/AtphElwGhwRKvzafeI3u+8WgztY4WCksEOKzO
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBjTCCATOgAwIBAgIUREtuuafMqsAIS11zpB9uSDH6bDswCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQc2VsZi1zaWduZWQudGVzdDAgFw0yNjExMjMwODQyMTRaGA8y
MTI2MTAzMDA4NDIxNFowGzEZMBcGA1UEAwwQc2VsZi1zaWduZWQudGVzdDBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABHx2/bU9lyTfiloEOE2B4UfeFl9mBcOm8Jm5
UOOkamJbR/EC/8C2mESXAaHBEq/Np94je77xaDO1jhYKSwQ4rM6jUzBRMB0GA1Ud
DgQWBBS0Fnxy99Y6Fd2KF3vpbjLE21iDbTAfBgNVHSMEGDAWgBS0Fnxy99Y6Fd2K
F3vpbjLE21iDbTAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIADx
/dGvhvpc5L/SKanm7NaxkACVSaH4frdyfmwq2M/TAiEAwWZMpfqxHPcjVagYM4yB
6aOwrbKSo2t/tQA/vHZuRo0=
-----END CERTIFICATE-----
"""

OK = "HTTP/1.1 200 OK\r\n\r\n"
NOT_FOUND = "HTTP/1.1 404 Not Found\r\n\r\n"

Reply = str | list[str] | Callable[[str], str]
"""What the server says to a request: always the same, one after the other, or made from the method."""


def moved(to: str, status: int = 301) -> str:
    return f"HTTP/1.1 {status} Moved\r\nLocation: {to}\r\n\r\n"


class Web:
    """A server for all hosts that are spoken of here, and what it was asked."""

    def __init__(self) -> None:
        self.port = 0
        self.pages: dict[str, Reply] = {}
        self.asked: list[str] = []
        self.at_once: dict[str, int] = {}
        self.least = 0
        """Until so many requests have come at the same time, none is answered."""
        self._now: dict[str, int] = {}

    async def endpoints_of(self, host: str, port: int) -> list[tuple[str, int]]:
        """Find a host of the test here; look at any other as always, but look none up."""
        if any(f"//{host}/" in page for page in self.pages):
            return [("127.0.0.1", self.port)]
        if host.endswith(".test"):
            raise NoAnswerError(rules.UNKNOWN_HOST, host=host)
        return await endpoints_of(host, port)

    def network(self) -> Network:
        return Network(endpoints_of=self.endpoints_of, pause=0, patience=PATIENCE, most_wait=1)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, target, _ = head.split("\r\n")[0].split()
        host = next(line[6:] for line in head.split("\r\n") if line.startswith("Host: "))
        self.asked.append(f"{method} http://{host}{target}")
        for name in (host, "all"):
            self._now[name] = self._now.get(name, 0) + 1
            self.at_once[name] = max(self.at_once.get(name, 0), self._now[name])
        while self.at_once["all"] < self.least:
            await asyncio.sleep(0)
        reply = self.pages[f"http://{host}{target}"]
        if isinstance(reply, list):
            reply = reply.pop(0)
        writer.write((reply if isinstance(reply, str) else reply(method)).encode())
        for name in (host, "all"):
            self._now[name] -= 1


@contextmanager
def listening(
    serve: Callable[..., object] | None = None, context: ssl.SSLContext | None = None
) -> Iterator[Web]:
    """Let a server of the web run beside the test, with answers of its own if `serve` writes them."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    web = Web()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await (serve or web.serve)(reader, writer)
            writer.close()
            await writer.wait_closed()
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort()

    async def stop() -> None:
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)

    def run(work: object) -> object:
        return asyncio.run_coroutine_threadsafe(work, loop).result()

    server = run(asyncio.start_server(answer, "127.0.0.1", 0, ssl=context))
    web.port = server.sockets[0].getsockname()[1]
    try:
        yield web
    finally:
        run(stop())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.fixture
def web() -> Iterator[Web]:
    with listening() as each:
        yield each


def article(site: Site, body: str, fields: str = "") -> Site:
    return site.write({"content/articles/a.md": f"---\ntitle: A\n{fields}---\n{body}\n"})


def checked(site: Site, web: Web, *, clean: bool = False, network: Network | None = None) -> Checked:
    settings = (site.root / "site.toml").read_text("utf-8")
    return check_links(
        Folders.of(site.root), settings, BUILT_IN, Progress(), clean=clean, network=network or web.network()
    )


def said(problem: Diagnostic) -> tuple[str, str]:
    return problem.code, problem.message


def one(site: Site, web: Web, link: str) -> tuple[str, str] | None:
    """Check a site with one link, and return what is said of it."""
    problems = checked(article(site, f"[x]({link})"), web, clean=True).problems
    return said(problems[0]) if problems else None


def test_a_dead_page_is_reported_wherever_it_is_linked_to(site: Site, web: Web) -> None:
    web.pages = {"http://a.test/gone": NOT_FOUND, "http://a.test/": OK}
    body = (
        "[x](http://a.test/gone) and [y](http://a.test/gone#part)\n\n<http://a.test/gone> [z](http://a.test/)"
    )
    article(site, body, "sources:\n  - title: Study\n    url: http://a.test/gone\n  - http://a.test/\n")
    site.write(
        {
            "content/authors/b.md": "---\ntitle: B\nlink: http://a.test/gone\n---\n",
            "site.toml": 'title = "T"\nbase_url = "http://a.test/gone"\n'
            '[[navigation]]\nlabel = "X"\nto = "http://a.test/gone"\n',
        }
    )
    assert [(p.path, p.line, p.column, p.length, p.code) for p in checked(site, web).problems] == [
        ("content/articles/a.md", 5, 10, 18, "dead-link"),
        ("content/articles/a.md", 8, 5, 18, "dead-link"),
        ("content/articles/a.md", 8, 33, 23, "dead-link"),
        ("content/articles/a.md", 10, 2, 18, "dead-link"),
        ("content/authors/b.md", 3, 7, 18, "dead-link"),
        ("site.toml", 5, 6, 20, "dead-link"),
    ]
    assert sorted(web.asked) == ["GET http://a.test/gone", "HEAD http://a.test/", "HEAD http://a.test/gone"]


def test_a_server_that_does_not_know_head_is_asked_for_the_page(site: Site, web: Web) -> None:
    for status in (403, 404, 405, 501):
        web.pages = {"http://a.test/": [f"HTTP/1.1 {status} No\r\n\r\n", OK]}
        assert one(site, web, "http://a.test/") is None


def test_a_page_that_has_moved_for_good_is_a_warning_with_its_new_address(site: Site, web: Web) -> None:
    web.pages = {
        "http://a.test/old": moved("/older"),
        "http://a.test/older": moved("http://b.test/ä?b=\x1b[31mc", 308),
        "http://b.test/%C3%A4?b=%1B[31mc": moved("/today", 302),
        "http://b.test/today": OK,
    }
    (problem,) = checked(article(site, "[x](http://a.test/old#part)"), web).problems
    assert said(problem) == ("moved-link", 'the page "http://a.test/old#part" has moved for good')
    assert problem.hint == "write its new address: http://b.test/%C3%A4?b=%1B[31mc#part"


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_page_that_is_elsewhere_for_now_is_in_order(site: Site, web: Web, status: int) -> None:
    web.pages = {"http://a.test/": moved("http://b.test/", status), "http://b.test/": OK}
    assert one(site, web, "http://a.test/") is None


def test_a_page_that_has_moved_to_nowhere_is_dead(site: Site, web: Web) -> None:
    web.pages = {"http://a.test/": moved("http://b.test/"), "http://b.test/": "HTTP/1.1 410 Gone\r\n\r\n"}
    said = ("dead-link", 'the page "http://a.test/" does not exist any more: its server answers 410')
    assert one(site, web, "http://a.test/") == said


def test_five_redirects_are_followed_and_no_more(site: Site, web: Web) -> None:
    web.pages = {f"http://a.test/{n}": moved(f"/{n + 1}", 302) for n in range(6)} | {"http://a.test/6": OK}
    assert one(site, web, "http://a.test/1") is None
    code, message = one(site, web, "http://a.test/0") or ("", "")
    assert code == "unconfirmed-link"
    assert message.endswith("it leads on and on to other addresses")


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://[64:ff9b::7f00:1]/"]
)
def test_no_redirect_leads_into_a_private_network(site: Site, web: Web, to: str) -> None:
    web.pages = {"http://a.test/": moved(to)}
    code, message = one(site, web, "http://a.test/") or ("", "")
    assert (code, "is not on the public internet" in message) == ("refused-link", True)


def test_a_redirect_that_cannot_be_read_is_a_warning(site: Site, web: Web) -> None:
    web.pages = {"http://a.test/": moved("http://[x")}
    assert (one(site, web, "http://a.test/") or ("",))[0] == "unconfirmed-link"


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("HTTP/1.1 500 Oh\r\n\r\n", "its server answers 500"),
        ("HTTP/1.1 403 No\r\n\r\n", "its server does not let programs in"),
        ("HTTP/1.1 429 Slow\r\n\r\n", "its server says that it was asked too often"),
        ("HTTP/1.1 429 Slow\r\nRetry-After: 3600\r\n\r\n", "its server says that it was asked too often"),
        ("HTTP/1.1 503 Busy\r\nRetry-After: never\r\n\r\n", "its server answers 503"),
        ("SSH-2.0-OpenSSH_9.2\r\n", "its server does not speak HTTP as it should"),
        ("HTTP/1.1 200 OK\r\n" + "X: y\r\n" * 30_000, "its server does not speak HTTP as it should"),
        ("HTTP/1.1 200 OK\r\nX: " + "y" * 100_000, "its server does not speak HTTP as it should"),
        ("", "its server could not be reached: the connection was lost"),
    ],
)
def test_what_says_little_of_a_page_is_a_warning(site: Site, web: Web, reply: str, reason: str) -> None:
    web.pages = {"http://a.test/": reply, "http://b.test/": OK}
    (problem,) = checked(article(site, "[x](http://a.test/) [y](http://b.test/)"), web).problems
    assert said(problem) == (
        "unconfirmed-link",
        f'it could not be found out whether "http://a.test/" is still there: {reason}',
    )
    assert problem.severity == "warning"


def test_a_busy_server_is_asked_once_more_when_it_says_so(site: Site, web: Web) -> None:
    date = "Thu, 01 Jan 2026 00:00:00 GMT"
    for wait in ("0", date):
        web.pages = {"http://a.test/": [f"HTTP/1.1 503 Busy\r\nRetry-After: {wait}\r\n\r\n", OK]}
        assert one(site, web, "http://a.test/") is None


def test_a_server_that_was_asked_too_often_is_left_alone(site: Site, web: Web) -> None:
    web.pages = {f"http://a.test/{n}": "HTTP/1.1 429 Slow\r\n\r\n" for n in range(5)}
    article(site, " ".join(f"[x](http://a.test/{n})" for n in range(5)))
    assert len(checked(site, web).problems) == 5
    assert len(web.asked) == 1


def test_heads_that_only_announce_another_are_passed_over(site: Site, web: Web) -> None:
    web.pages = {"http://a.test/": "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + NOT_FOUND}
    assert (one(site, web, "http://a.test/") or ("",))[0] == "dead-link"


def test_an_answer_that_never_ends_is_not_read(site: Site) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 10_000)
            await writer.drain()

    with listening(serve) as web:
        web.pages = {"http://a.test/": OK}
        assert one(site, web, "http://a.test/") is None


def test_a_server_that_keeps_everybody_waiting_is_a_warning(site: Site) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    with listening(serve) as web:
        web.pages = {"http://a.test/": OK}
        network = replace(web.network(), patience=0.3)
        result = checked(article(site, "[x](http://a.test/) [y](http://10.0.0.1/)"), web, network=network)
    # It was all that was asked, so that the network itself may be at fault.
    assert ([p.code for p in result.problems], result.unreachable) == (["refused-link"], 1)


def test_a_certificate_that_nobody_vouches_for_is_an_error(site: Site, tmp_path: Path) -> None:
    pem = tmp_path / "certificate.pem"
    pem.write_text(CERTIFICATE, "ascii")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with listening(context=context) as web:
        web.pages = {"https://self-signed.test/": OK}
        code, message = one(site, web, "https://self-signed.test/") or ("", "")
    assert code == "bad-certificate"
    assert message.endswith('"self-signed.test": it vouches for itself, with a certificate of its own making')
    assert web.asked == []


def test_a_host_that_there_is_not_is_an_error(site: Site, web: Web) -> None:
    web.pages = {"http://a.test/": OK}
    problems = checked(article(site, "[x](http://a.test/) [y](http://b.test/y)"), web).problems
    assert [said(problem) for problem in problems] == [("unknown-host", 'there is no host called "b.test"')]


def test_what_a_doi_leads_to_is_not_asked(site: Site, web: Web) -> None:
    web.pages = {
        "http://dx.doi.org/10.1/a": moved("http://doi.org/10.1/a"),
        "http://doi.org/10.1/a": moved("http://publisher.test/a", 302),
        "http://doi.org/10.1/b": NOT_FOUND,
    }
    assert one(site, web, "http://dx.doi.org/10.1/a") is None
    assert (one(site, web, "http://doi.org/10.1/b") or ("",))[0] == "dead-link"


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("http://localhost/", 'the host "localhost" is not on the public internet ('),
        ("http://192.168.1.20/a", 'the host "192.168.1.20" is not on the public internet'),
        ("http://0x7f.1/", 'the host "0x7f.1" is not on the public internet (127.0.0.1)'),
        ("http://[::ffff:127.0.0.1]/", 'the host "::ffff:127.0.0.1" is not on the public internet'),
        ("https://anna:secret@example.org/", "it has the name of a user or a password in it"),
        ("http://anna@example.org/", "it has the name of a user or a password in it"),
    ],
)
def test_what_no_visitor_can_use_is_refused(site: Site, web: Web, link: str, reason: str) -> None:
    (problem,) = checked(article(site, "", f"sources: {link}\n"), web).problems
    assert problem.code == "refused-link"
    assert f'the link "{link}" is of no use to a visitor: {reason}' in problem.message
    assert "secret" not in (site.root / ".kinepedia/outside-links.json").read_text("utf-8")


@pytest.mark.parametrize("link", ["http://[x/", "http://ü..b/", "http://a.test:99999/", "http://a%b/"])
def test_an_address_that_no_browser_can_read_is_refused(site: Site, web: Web, link: str) -> None:
    (problem,) = checked(article(site, "", f"sources: [{{title: x, url: '{link}'}}]\n"), web).problems
    assert (problem.code, "no browser can read this address" in problem.message) == ("refused-link", True)


def test_a_name_that_no_host_can_have_is_none(site: Site, web: Web) -> None:
    web.pages = {"http://a.test/": OK}
    article(site, f"[x](http://a.test/) [y](http://a..b/) [z](http://{'a' * 64}.org/)")
    assert [p.code for p in checked(site, web).problems] == ["unknown-host", "unknown-host"]


@pytest.mark.parametrize(
    ("link", "code", "reason"),
    [
        (
            "http://93.184.216.34:22/",
            "unconfirmed-link",
            "the usual ports of the web are asked, and this is port 22",
        ),
        (
            "http://192.168.1.20:8080/",
            "refused-link",
            'the host "192.168.1.20" is not on the public internet',
        ),
    ],
)
def test_other_ports_than_those_of_the_web_are_not_asked(
    site: Site, web: Web, link: str, code: str, reason: str
) -> None:
    found, message = one(site, web, link) or ("", "")
    assert (found, message.endswith(reason)) == (code, True)


def test_the_port_of_another_scheme_is_named(site: Site, web: Web) -> None:
    web.pages = {"http://a.test/": OK, "http://a.test:443/": OK}
    assert one(site, web, "http://a.test:443/") is None
    assert web.asked == ["HEAD http://a.test:443/"]


def test_letters_of_other_languages_are_written_as_servers_know_them(site: Site, web: Web) -> None:
    web.pages = {"http://xn--bcher-kva.test/%C3%A4/%25?q=%C3%B6": OK}
    assert one(site, web, "http://bücher.test/ä/%25?q=ö#ü") is None
    assert web.asked == ["HEAD http://xn--bcher-kva.test/%C3%A4/%25?q=%C3%B6"]


def test_a_host_is_asked_one_thing_at_a_time_and_all_together_eight(site: Site, web: Web) -> None:
    links = [f"http://{host}.test/{n}" for host in "abcdefghijkl" for n in range(4)]
    web.pages = dict.fromkeys(links, OK)
    web.least = 2
    assert checked(article(site, "\n\n".join(f"<{link}>" for link in links)), web).problems == ()
    assert len(web.asked) == 48
    together = web.at_once.pop("all")
    assert set(web.at_once.values()) == {1}
    assert 1 < together <= 8


def test_answers_are_kept_for_a_while(site: Site, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000_000_000.0]
    monkeypatch.setattr(time, "time", lambda: now[0])
    web.pages = {"http://a.test/": OK, "http://a.test/gone": NOT_FOUND}
    article(site, "[x](http://a.test/) [y](http://a.test/gone)")
    hour, fine, gone = 60 * 60, {"HEAD http://a.test/"}, {"HEAD http://a.test/gone", "GET http://a.test/gone"}
    for later, clean, asked in (
        (0, False, fine | gone),
        (0, False, set()),
        (hour, False, gone),
        (1, True, fine | gone),
        (7 * 24 * hour, False, fine | gone),
        (-hour, False, fine | gone),  # a clock that was wrong
    ):
        now[0] += later
        web.asked.clear()
        assert [p.code for p in checked(site, web, clean=clean).problems] == ["dead-link"]
        assert set(web.asked) == asked


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "[]",
        "null",
        '{"version": 2}',
        '{"version": 1, "links": 3}',
        '{"version": 1, "links": {"http://a.test/": {"asked": 1e12, "code": "no-such", "facts": {}}}}',
        '{"version": 1, "links": {"http://a.test/": {"asked": "x", "code": "", "facts": {}}}}',
        '{"version": 1, "links": {"http://a.test/": {"asked": NaN, "code": "", "facts": {}}}}',
        '{"version": 1, "links": {"http://a.test/": {"asked": 1, "code": "dead-link", "facts": {}}}}',
        '{"version": 1, "links": {"http://a.test/": {"asked": 1, "code": "", "facts": []}}}',
        "[" * 100_000,
    ],
)
def test_a_damaged_memory_is_none(site: Site, web: Web, damage: str) -> None:
    web.pages = {"http://a.test/": NOT_FOUND}
    article(site, "[x](http://a.test/)")
    checked(site, web)
    file = site.root / ".kinepedia/outside-links.json"
    assert json.loads(file.read_text("utf-8"))["version"] == 1
    file.write_text(damage, "utf-8")
    assert [p.code for p in checked(site, web).problems] == ["dead-link"]
    assert len(web.asked) == 4


def test_a_cache_that_is_somebody_elses_stays_as_it_is(site: Site, web: Web) -> None:
    web.pages = {"http://a.test/": OK}
    site.write({".kinepedia/mine.txt": "mine"})
    assert one(site, web, "http://a.test/") is None
    assert [item.name for item in (site.root / ".kinepedia").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("ip", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("198.18.0.1", False),
        ("192.0.2.1", False),
        ("224.0.0.1", False),
        ("239.1.1.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::7f00:1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b:1::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("2001:db8::1", False),
        ("fc00::1", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("nonsense", False),
    ],
)
def test_which_addresses_are_public(ip: str, expected: bool) -> None:
    assert is_public(ip) is expected


def test_a_connection_goes_to_the_address_that_was_looked_at(
    site: Site, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server may say something else each time it is asked."""
    answers = ["93.184.216.34", "127.0.0.1", "127.0.0.1"]
    opened = []

    def look_up(host: str, port: int, *rest: object, **options: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(0), port))]

    async def connect(host: str, port: int, **options: object) -> None:
        opened.append(host)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(asyncio, "open_connection", connect)
    network = Network(pause=0, patience=PATIENCE)
    assert checked(article(site, "[x](http://rebind.example/)"), web, network=network).unreachable == 1
    assert opened == ["93.184.216.34"]


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *rest, **options: found)
    with pytest.raises(NoAnswerError, match="refused-link"):
        asyncio.run(endpoints_of("mixed.example", 80))


class TestCommand:
    """`kinepedia check --external`, in the process, because no option leads to the server of a test."""

    @pytest.fixture(autouse=True)
    def _network(self, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
        seams.network(monkeypatch, web.network)

    def run(self, site: Site, *words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["check", "--external", "--site", str(site.root), *words])
        return result.exit_code, result.output

    def test_a_dead_page_is_an_error_of_the_check(self, site: Site, web: Web) -> None:
        web.pages = {"http://a.test/gone": NOT_FOUND}
        status, output = self.run(article(site, "See [x](http://a.test/gone)."))
        assert status == 1
        assert ':4:9: error[dead-link]: the page "http://a.test/gone" does not exist any more' in output
        assert "  4 | See [x](http://a.test/gone).\n" in output
        assert output.endswith("1 error, 0 warnings.\n")

    def test_connections_are_not_kept_in_memory(self, site: Site, web: Web) -> None:
        web.pages = {"http://a.test/": OK}
        article(site, "See [x](http://a.test/).")
        gc.disable()  # as the command does for a build
        try:
            assert self.run(site)[0] == 0
            assert gc.isenabled()
        finally:
            gc.enable()

    def test_a_warning_stops_only_a_strict_check(self, site: Site, web: Web) -> None:
        web.pages = {"http://a.test/": "HTTP/1.1 500 Oh\r\n\r\n"}
        article(site, "See [x](http://a.test/).")
        status, output = self.run(site)
        assert (status, "warning[unconfirmed-link]" in output) == (0, True)
        status, output = self.run(site, "--strict", "--format", "github")
        assert (status, "title=unconfirmed-link::it could not be found out" in output) == (1, True)

    def test_without_a_network_the_check_says_so_and_goes_on(self, site: Site, web: Web) -> None:
        article(site, "[x](http://a.test/) [y](http://b.test/)")
        for _ in range(2):
            status, output = self.run(site, "--strict")
            said = "Nothing could be reached, so 2 outside links could not be checked. Is there a network?\n"
            assert (status, output.startswith(said), "[" in output) == (0, True, False)

    def test_what_else_is_wrong_is_reported_as_well(self, site: Site, web: Web) -> None:
        web.pages = {"http://a.test/gone": NOT_FOUND}
        article(site, "[x](http://a.test/gone) [y](nowhere.md)", "aliases: []\n")
        status, output = self.run(site, "--format", "json")
        found = [each["code"] for each in json.loads(output)["diagnostics"]]
        assert (status, found) == (1, ["empty-field", "dead-link", "broken-link"])

    def test_a_bug_becomes_a_message(self, site: Site, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
        seams.bug_in_check(monkeypatch)
        status, output = self.run(article(site, "[x](http://a.test/)"))
        assert (status, "Kinepedia has a bug: ZeroDivisionError" in output) == (1, True)


def test_a_build_does_not_even_load_what_uses_the_network(site: Site) -> None:
    site.exercise("a", body="[x](http://a.test/)\n\n## How to\n\n### Step 1: Move\n\nSlowly.\n")
    script = """
import sys
from kinepedia.commands.main import main
try:
    main(["build"])
except SystemExit:
    unwanted = ("kinepedia.audit.elsewhere", "kinepedia.problems.rulebook")
    print([name for name in sys.modules if name.startswith(unwanted)])
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=site.root, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"
