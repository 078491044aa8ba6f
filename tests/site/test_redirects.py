"""Real servers answer old addresses at which no page can stand, set up as docs/deploying.md says."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sites import Site

from kinepedia.model.old_addresses import has_page, read_old_address, spellings

DEPLOYING = (Path(__file__).parents[2] / "docs/deploying.md").read_text("utf-8")
MODULES = Path("/usr/lib/apache2/modules")

WRITTEN = [
    "/?p=123",
    "/?p=124&lang=de",
    "/index.php",
    "/index.php?id=4",
    "/index.php?q=a%26b%3D%25",
    "/index.php?s=calf+raise",
    "/index.php?s=calf%20raise",
    '/index.php?q={"a"}|^`~',
    "/index.php?x[]=(1*2)",
    "/index.php?u=http://example.org/?a",
    "/index.php?$1=%25{REQUEST_URI}",
    "/index.php?ü=ж",
    "/index.php?2024",
    "/Übung.aspx",
    "/(a)+[b].*^$.php",
    "/a b\"c'd.php",
    "/Talk:Breath",
    "/aux/",
    "/100%25/",
    "/what%3F/",
    "/n%23.php",
    "/shop?id=1",
    f"/q.php?{'ж' * 100}=1",
]


def old_site(site: Site, path: str) -> str:
    """Build a site with old addresses, below a path; return what nothing there answers."""
    listed = "".join("  - '{}'\n".format(each.replace("'", "''")) for each in WRITTEN)
    site.exercise("bridge", f"redirect_from:\n{listed}")
    assert site.run("build", "--base-url", f"https://example.org{path}").stderr == ""
    return path


def asked_for(path: str) -> Iterator[str]:
    for written in WRITTEN:
        address = read_old_address(written)
        for spelling in () if has_page(address) else spellings(address):
            yield path + spelling
            yield path + re.sub("%..", lambda match: match[0].lower(), spelling)
            yield f"{path}{spelling}{'&' if '?' in spelling else '?'}fbclid=x&utm_source=y"


def check(port: int, path: str) -> None:
    """Ask a server for old addresses, and for others."""
    moved = (301, f"{path}exercises/bridge/")
    assert {asked: found for asked in asked_for(path) if (found := answer(port, asked)) != moved} == {}
    for address in ("", "?p=1234", "?fbclid=x", "exercises/bridge/", "exercises/bridge/?p=123"):
        assert answer(port, path + address) == (200, None)
    for address in ("index.php?id=5", "index.phpx", "aux/x/"):
        assert answer(port, path + address) == (404, None)


def answer(port: int, target: str) -> tuple[int, str | None]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    # As it is: the library would refuse what browsers send, such as a bar.
    connection.putrequest("GET", "/", skip_accept_encoding=True)
    connection._buffer[0] = f"GET {target} HTTP/1.1".encode()  # type: ignore[attr-defined]
    connection.endheaders()
    response = connection.getresponse()
    location = response.getheader("Location")
    connection.close()
    return response.status, location and re.sub("^http://[^/]+", "", location)


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    with subprocess.Popen(command) as process:
        try:
            while process.poll() is None:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.02)
            assert process.returncode is None
            yield
        finally:
            process.terminate()


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def folder_of(site: Site, path: str) -> Path:
    """Return a folder that has the site below a path."""
    root = site.root / "www"
    shutil.copytree(site.root / "output", root / path.strip("/"))
    return root


def snippet(opening: str, language: str, site: Site) -> str:
    """Return the block of the documentation that begins so, for the folder of the site."""
    block = next(
        each for each in re.findall(rf"```{language}\n(.*?)```", DEPLOYING, re.DOTALL) if opening in each
    )
    return str(block).replace("/var/www/exercises", str(site.root / "output"))


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
@pytest.mark.parametrize("path", ["/", "/moves/"])
def test_nginx(site: Site, path: str, port: int) -> None:
    old_site(site, path)
    own = site.root / "nginx"
    own.mkdir()
    kept = "".join(f"{name}_temp_path {own}/{name};\n" for name in ("proxy", "fastcgi", "uwsgi", "scgi"))
    (own / "nginx.conf").write_text(
        # Else nobody in particular would read a folder that is only root's.
        f"{'user root;' if os.geteuid() == 0 else ''}\n"
        f"daemon off; pid {own}/pid; error_log {own}/errors; events {{}}\n"
        f"http {{ access_log off; client_body_temp_path {own}/body; {kept}"
        f"{snippet('map_hash', 'nginx', site)}"
        f"server {{ listen 127.0.0.1:{port}; root {folder_of(site, path)}; index index.html;\n"
        f"{snippet('if ($new_address)', 'nginx', site)} }} }}",
        "utf-8",
    )
    with running(["nginx", "-e", f"{own}/errors", "-c", f"{own}/nginx.conf"], port):
        check(port, path)


def included(site: Site, root: Path, path: str) -> str:
    return snippet("IncludeOptional", "apache", site)


def in_htaccess(site: Site, root: Path, path: str) -> str:
    shutil.copy(site.root / "output/redirects.apache", root / path.strip("/") / ".htaccess")
    return ""


@pytest.mark.skipif(not (shutil.which("apache2") and MODULES.is_dir()), reason="Apache is not installed")
@pytest.mark.parametrize("path", ["/", "/moves/"])
@pytest.mark.parametrize("set_up", [included, in_htaccess])
def test_apache(site: Site, path: str, port: int, set_up: Callable[[Site, Path, str], str]) -> None:
    old_site(site, path)
    own = site.root / "apache"
    own.mkdir()
    root = folder_of(site, path)
    modules = ("mpm_event", "authz_core", "dir", "mime", "rewrite")
    loaded = "".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so\n" for name in modules)
    (own / "apache.conf").write_text(
        f"ServerRoot {own}\nServerName example.org\nPidFile {own}/pid\nListen 127.0.0.1:{port}\n{loaded}"
        f"TypesConfig /dev/null\nErrorLog {own}/errors\n<VirtualHost *:{port}>\nDocumentRoot {root}\n"
        f"<Directory {root}>\nRequire all granted\nAllowOverride All\nOptions FollowSymLinks\n</Directory>\n"
        f"DirectoryIndex index.html\n{set_up(site, root, path)}</VirtualHost>\n",
        "utf-8",
    )
    with running(["apache2", "-d", str(own), "-f", str(own / "apache.conf"), "-DFOREGROUND"], port):
        check(port, path)
