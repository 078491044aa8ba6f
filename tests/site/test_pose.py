"""A pose from words, on the command line: what is drawn, what is said, and what is refused."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PIL import Image
from sites import Site

from kinepedia.figures import read
from kinepedia.problems.diagnostics import Severity

SVG = "{http://www.w3.org/2000/svg}svg"
POSE = "supine, hips 50, knees 100"


def test_the_same_words_draw_the_same_from_everywhere(empty_site: Site) -> None:
    empty_site.write({"pose.txt": f"{POSE}\r\nview front\r\n"})
    from_file = empty_site.run("pose", "--file", "pose.txt")
    assert (from_file.status, from_file.stderr) == (0, "")
    figure = ET.fromstring(from_file.stdout)
    assert (figure.tag, figure.get("role")) == (SVG, "img")
    from_stdin = empty_site.run("pose", "-", stdin=f"{POSE}\nview front\n")
    assert from_stdin.stdout == from_file.stdout
    in_words = empty_site.run("pose", POSE, "view front", "-o", "figure.svg")
    assert (in_words.status, in_words.stdout, in_words.stderr) == (0, "", "")
    written = (empty_site.root / "figure.svg").read_text("utf-8")
    assert ET.fromstring(written).attrib == figure.attrib


def test_only_the_alternative_text(empty_site: Site) -> None:
    run = empty_site.run("pose", POSE, "--describe")
    assert (run.status, run.stderr) == (0, "")
    figure = ET.fromstring(empty_site.run("pose", POSE).stdout)
    assert run.stdout.strip()
    assert run.stdout == f"{figure.get('aria-label')}\n"


def test_a_png_of_any_width_light_or_dark(empty_site: Site) -> None:
    pytest.importorskip("resvg_py", reason="the extra png is not installed")
    grounds = []
    for name, words in {"a.png": (), "b.png": ("--width", "120", "--dark")}.items():
        run = empty_site.run("pose", POSE, "-o", name, *words)
        assert (run.status, run.stdout, run.stderr) == (0, "", "")
        with Image.open(empty_site.root / name) as picture:
            assert (picture.format, picture.width) == ("PNG", int(words[1]) if words else 800)
            assert len(picture.convert("RGB").getcolors(1_000_000)) > 1
            grounds.append(picture.convert("RGB").getpixel((0, 0)))
    assert grounds == [(255, 255, 255), (18, 23, 24)]
    run = empty_site.run("pose", POSE, "-o", "picture", "--format", "png")
    assert run.status == 0
    assert (empty_site.root / "picture").read_bytes() == (empty_site.root / "a.png").read_bytes()


def test_without_the_library_for_png_it_says_how_to_get_it(empty_site: Site) -> None:
    hide = (
        "import importlib.util as util\n"
        "found = util.find_spec\n"
        "util.find_spec = lambda name, *more: None if name == 'resvg_py' else found(name, *more)\n"
    )
    empty_site.write({"path/sitecustomize.py": hide})
    run = empty_site.run_apart("pose", POSE, "-o", "a.png", PYTHONPATH=str(empty_site.root / "path"))
    assert (run.status, run.stdout) == (2, "")
    assert "python -m pip install 'kinepedia[png]'" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (empty_site.root / "a.png").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Give a pose"),
        (["standing", "--file", "pose.txt"], "Give a pose"),
        (["--file", "nowhere.txt"], "nowhere.txt"),
        (["standing", "-o", "figure.jpeg"], "neither .svg nor .png"),
        (["standing", "-o", "nowhere/figure.svg"], "No such file or directory"),
        (["standing", "--width", "300"], "are for PNG"),
        (["standing", "-o", "a.png", "--width", "1"], "--width"),
        (["standing", "--describe", "-o", "a.svg"], "--describe"),
        (["standing", "--site", "nowhere"], "no site.toml in nowhere"),
    ],
)
def test_wrong_usage(empty_site: Site, words: list[str], said: str) -> None:
    empty_site.write({"pose.txt": "standing\n"})
    run = empty_site.run("pose", *words)
    assert (run.status, run.stdout) == (2, "")
    assert said in run.stderr
    assert "Traceback" not in run.stderr
    assert [path.name for path in empty_site.root.iterdir()] == ["pose.txt"]


def test_what_is_no_text_is_an_error_with_its_place(empty_site: Site) -> None:
    empty_site.write({"pose.txt": b"standing\nview \xff\n"})
    run = empty_site.run("pose", "--file", "pose.txt")
    assert (run.status, run.stdout) == (1, "")
    assert run.stderr.startswith("pose.txt:2:6: error[invalid-utf8]: ")
    assert run.stderr.count("error[") == 1


@pytest.mark.parametrize("path", ["<arguments>", "<standard input>", "pose.txt"])
def test_a_mistake_is_shown_where_it_is_and_nothing_is_written(empty_site: Site, path: str) -> None:
    text = "supine, hips 50\nright: hipp 85"
    empty_site.write({"pose.txt": text})
    words = {"<arguments>": text.split("\n"), "<standard input>": ["-"], "pose.txt": ["--file", "pose.txt"]}
    run = empty_site.run("pose", *words[path], "-o", "figure.svg", stdin=text, NO_COLOR="1")
    assert (run.status, run.stdout) == (1, "")
    place, excerpt, carets, *_ = run.stderr.splitlines()
    assert place.startswith(f"{path}:2:8: error[pose-unknown-word]: ")
    assert excerpt == "  2 | right: hipp 85"
    assert carets.startswith("    |        ^^^^")
    assert 'did you mean "hip' in run.stderr
    assert not (empty_site.root / "figure.svg").exists()


def test_a_warning_is_said_and_the_figure_drawn(empty_site: Site) -> None:
    def warns(degrees: int) -> bool:
        faults = read(f"supine, hips {degrees}").faults
        return {fault.rule.severity for fault in faults} == {Severity.WARNING}

    degrees = next(filter(warns, range(90, 180)))
    run = empty_site.run("pose", f"supine, hips {degrees}")
    assert run.status == 0
    assert ET.fromstring(run.stdout).tag == SVG
    assert "<arguments>:1:" in run.stderr
    assert "warning[" in run.stderr


def test_a_movement_moves_as_svg_and_stands_still_as_png(empty_site: Site) -> None:
    pytest.importorskip("resvg_py", reason="the extra png is not installed")
    poses = ["supine, hips 50, knees 100", "then", "same, knees 20"]
    run = empty_site.run("pose", *poses)
    assert run.status == 0, run.stderr
    assert "figure-moving" in run.stdout
    assert empty_site.run("pose", *poses, "-o", "a.png").status == 0
    assert empty_site.run("pose", POSE, "-o", "b.png").status == 0
    assert (empty_site.root / "a.png").read_bytes() != (empty_site.root / "b.png").read_bytes()


def test_base_poses_of_the_site_can_be_used_in_it(site: Site, tmp_path: Path) -> None:
    site.write({"poses.txt": "salute: standing, right shoulder 120\n"})
    run = site.run("pose", "salute")
    assert (run.status, run.stderr) == (0, "")
    assert run.stdout != site.run("pose", "standing").stdout
    elsewhere = Site(tmp_path / "elsewhere")
    assert elsewhere.run("pose", "salute").status == 1
    assert elsewhere.run("pose", "salute", "--site", "../site").stdout == run.stdout


def test_mistakes_in_the_file_of_base_poses_are_of_that_file(site: Site) -> None:
    site.write({"poses.txt": "salute: standing, hipps 60\n"})
    run = site.run("pose", "standing")
    assert run.status == 1
    assert run.stderr.startswith("poses.txt:1:")


def test_the_file_of_base_poses_is_a_text(site: Site) -> None:
    site.write({"poses.txt": b"\xff"})
    run = site.run("pose", "standing")
    assert (run.status, run.stdout) == (1, "")
    assert run.stderr.startswith("poses.txt:1:1: error[invalid-utf8]: ")
    assert run.stderr.count("error[") == 1
