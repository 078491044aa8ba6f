"""The page on which poses are tried, without a browser: who gets a figure, and what hostile ones can take."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
import seams
from serving import Got, Serving, serving
from sites import SETTINGS, TERMS, Site
from waiting import PATIENCE, until

OWN = "/__kinepedia__/"
POSE = "supine, hips 50, knees 100"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    site = Site(tmp_path_factory.mktemp("pose") / "site").write({"site.toml": SETTINGS, **TERMS})
    with serving(site.root) as running:
        running.wait_for("Built ")
        yield running


@pytest.fixture
def patched(site: Site, tmp_path: Path) -> Iterator[Serving]:
    program = tmp_path / "patched.py"
    program.write_text(seams.SLOW_POSES)
    with serving(site.root, program=(str(program),)) as running:
        running.wait_for("Built ")
        yield running


def ask(served: Serving, notation: str, **fields: str) -> Got:
    """Ask for a figure as the page does."""
    path = f"{OWN}figure?{urlencode({'notation': notation})}"
    return served.get(path, **{"X_Kinepedia": "pose", **fields})


def test_the_page_and_its_parts_are_there_under_the_policy_of_all(served: Serving) -> None:
    served.wait_for(f"Try poses at {served.address}__kinepedia__/pose\n")
    for name, kind in {
        "pose": "text/html",
        "pose.js": "text/javascript",
        "pose.css": "text/css",
        "figure.css": "text/css",
    }.items():
        got = served.get(OWN + name)
        assert (got.status, got.fields["content-type"]) == (200, f"{kind}; charset=utf-8")
        assert got.fields["content-security-policy"].startswith("default-src 'self'")
        assert got.fields["cache-control"] == "no-store"
    page = served.get(f"{OWN}pose").text
    assert "style=" not in page
    assert "<script>" not in page


def test_a_figure_comes_with_its_words(served: Serving) -> None:
    got = ask(served, POSE)
    assert (got.status, got.fields["content-type"]) == (200, "application/json; charset=utf-8")
    assert not [name for name in got.fields if name.startswith("access-control-")]
    drawn = json.loads(got.body)
    assert drawn["svg"].startswith("<svg ")
    assert "<style" not in drawn["svg"]  # which the policy would refuse
    assert "style=" not in drawn["svg"]
    assert drawn["description"]
    assert (drawn["moves"], drawn["problems"]) == (False, [])


def test_mistakes_come_with_their_places(served: Serving) -> None:
    drawn = json.loads(ask(served, "supine\nright: hipp 85").body)
    assert drawn["svg"] == ""
    problem = drawn["problems"][0]
    assert (problem["path"], problem["line"], problem["column"]) == ("", 2, 8)
    assert (problem["severity"], problem["code"]) == ("error", "pose-unknown-word")
    assert problem["hint"].startswith('did you mean "hip')


def test_the_base_poses_of_the_site_are_there_as_soon_as_they_are_saved(site: Site) -> None:
    with serving(site.root) as served:
        before = json.loads(ask(served, "standing").body)["names"]
        assert "standing" in before
        site.write({"poses.txt": "salute: standing, right shoulder 120\n"})
        drawn = json.loads(ask(served, "salute").body)
        assert set(drawn["names"]) - set(before) == {"salute"}
        assert drawn["problems"] == []


def test_mistakes_in_the_file_of_base_poses_are_shown_too(site: Site) -> None:
    with serving(site.root) as served:
        site.write({"poses.txt": b"\xff"})
        problem = json.loads(ask(served, "standing").body)["problems"][0]
        assert (problem["path"], problem["line"], problem["code"]) == ("poses.txt", 1, "invalid-utf8")


def test_other_origins_get_no_figure(served: Serving) -> None:
    path = f"{OWN}figure?notation=standing"
    assert served.get(path).status == 403  # a picture, a script or a form of another page
    assert ask(served, POSE, Origin="http://evil.example").status == 403
    assert ask(served, POSE, Host=f"evil.example:{served.port}").status == 421
    assert served.get(path, "OPTIONS", Access_Control_Request_Headers="x-kinepedia").status == 405
    own = f"localhost:{served.port}"
    assert ask(served, POSE, Host=own, Origin=f"http://{own}").status == 200


@pytest.mark.parametrize(
    ("notation", "status"),
    [
        ("", 200),
        ("a" * 4096, 200),
        ("a" * 4097, 413),
        ("é" * 2049, 413),
        ("\N{BULLSEYE}" * 1024, 200),
        ("standing\0<script>alert(1)</script>&quot;]]>", 200),
        ("\n" * 4096, 200),
        ("standing, hips 1e999, knees -0, ankle nan", 200),
        ("same\n" * 800, 200),
    ],
)
def test_whatever_is_written_gets_an_answer(served: Serving, notation: str, status: int) -> None:
    got = ask(served, notation)
    assert got.status == status
    assert b"Traceback" not in got.body
    assert b"has a bug" not in got.body


def test_a_pose_that_takes_long_stops_nobody_and_what_nobody_waits_for_is_not_drawn(
    patched: Serving, site: Site
) -> None:
    answers: list[Got] = []
    slow = threading.Thread(target=lambda: answers.append(ask(patched, "slow")))
    slow.start()
    until(lambda: (site.root / "begun-slow").exists(), "the slow one")
    with pytest.raises(TimeoutError):
        ask_briefly(patched, "given-up")
    assert patched.get("/").status == 200
    assert answers == []
    (site.root / "go").touch()
    slow.join(PATIENCE)
    assert [got.status for got in answers] == [200]
    assert ask(patched, "last").status == 200
    assert (site.root / "begun-last").exists()
    assert not (site.root / "begun-given-up").exists()


def test_it_ends_although_a_pose_is_being_drawn(patched: Serving, site: Site) -> None:
    with pytest.raises(TimeoutError):
        ask_briefly(patched, "slow")
    until(lambda: (site.root / "begun-slow").exists(), "the slow one")
    assert patched.end() == 0


def ask_briefly(served: Serving, notation: str) -> None:
    """Ask for a figure, and go away."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=0.5)
    try:
        path = f"{OWN}figure?{urlencode({'notation': notation})}"
        connection.request("GET", path, headers={"X-Kinepedia": "pose"})
        connection.getresponse()
    finally:
        connection.close()


def test_a_bug_of_ours_is_said_and_the_server_goes_on(patched: Serving, site: Site) -> None:
    got = ask(patched, "bug")
    assert got.status == 500
    assert got.text.startswith("Kinepedia has a bug: KeyError: 'thumb'.")
    (report,) = (site.root / ".kinepedia").rglob("crash.txt")
    assert "thumb" in report.read_text("utf-8")
    assert ask(patched, "standing").status == 200
