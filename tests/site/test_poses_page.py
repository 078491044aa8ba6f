"""The page about poses and the gallery name all that the engine knows, and their figures are what they say.

An example on the page is a block `pose` or code in a table, directly before a picture of `docs/poses/`;
`same` goes on from the example before. After a change of the page or of the engine, draw the figures with
`python -m pytest tests/site/test_poses_page.py --update-cases -n0`, and look at them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kinepedia import Folders, Options, build_site
from kinepedia.figures import STANDARD, Scene, draw, read, read_library
from kinepedia.figures import vocabulary as words
from kinepedia.figures.joints import JOINTS, PLURALS, RANGES
from kinepedia.figures.targets import TARGETS
from kinepedia.figures.views import VIEWS
from kinepedia.figures.words.commands import COMMANDS
from kinepedia.problems import pose_rules

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "poses.md").read_text("utf-8")
GALLERY = "\n".join(path.read_text("utf-8") for path in sorted((DOCS / "gallery/content").rglob("*.md")))

_PICTURE = r"!\[[^\]]+\]\(poses/([\w-]+\.svg)\)"
_EXAMPLE = re.compile(rf"(?:^```pose\n(.*?)^```\n\n|`([^`\n]+)` \| ){_PICTURE}", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```pose\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"^```\w+.*?\n(.*?)^```$|`([^`\n]+)`", re.MULTILINE | re.DOTALL)
_FAULT = re.compile(r"^\| `(pose-[\w-]+)` \| `([^`]+)` \|", re.MULTILINE)
_RANGE = re.compile(r"^\| ([a-z ]+) ((?:\| \S+ to \S+ ){3})\|$", re.MULTILINE)
_LIBRARY = re.compile(r"^```text poses.txt\n(.*?)^```$", re.MULTILINE | re.DOTALL)

# Sides and numbers aside, these are the words of the notation.
NAMES = {
    "base poses": STANDARD.poses,
    "joints": (*JOINTS, *PLURALS),
    "movements": {word for joint in JOINTS.values() for word in joint.motions},
    "parts": words.PARTS,
    "relations": words.RELATIONS,
    "things": words.THINGS,
    "parts to be touched": words.BODY_TARGETS,
    "directions": words.DIRECTIONS,
    "facings": words.FACINGS,
    "places of arms": words.ARM_PLACES,
    "looks": words.LOOKS,
    "trunk": words.TRUNK,
    "views": [view.replace("-", " ") for view in VIEWS],
    "highlights": TARGETS,
    "commands": (*COMMANDS, "same", "then"),
}
SHOWN = {
    "base poses": STANDARD.names,
    "things": words.THINGS,
    "views": [f"view {view.replace('-', ' ')}" for view in VIEWS],
    "highlights": [target.replace("-", " ") for target in TARGETS],
    "arrows": [f"(?:hips|chest|foot|hand|hands|knees|back) {way}" for way in words.DIRECTIONS],
    "places of arms": [f"arms {place}" for place in words.ARM_PLACES],
    "looks": [f"look {look}" for look in words.LOOKS],
    "commands": [
        *COMMANDS.keys() - {"arm", "partner", "turned", "rests on", "balanced", "says"},
        "same",
        "then",
    ],
}


def scenes(texts: list[str]) -> list[Scene]:
    """Return what texts describe, each with the one before it."""
    found: list[Scene] = []
    for text in texts:
        found.append(read(text, before=found[-1] if found else None))
    return found


def examples() -> dict[str, Scene]:
    """Return the examples of the page by the name of their picture."""
    matches = list(_EXAMPLE.finditer(PAGE))
    drawn = scenes([match[1] or match[2] for match in matches])
    return dict(zip([match[3] for match in matches], drawn, strict=True))


def missing(names: object, text: str) -> list[str]:
    return [name for name in names if not re.search(rf"(?<![\w-]){name}(?![\w-])", text)]


def test_every_picture_belongs_to_an_example() -> None:
    named = re.findall(r"\(poses/([\w-]+\.svg)\)", PAGE)
    assert len(set(named)) == len(named)
    assert set(examples()) == set(named)


def test_examples_have_no_faults() -> None:
    found = {name: [fault.message for fault in scene.faults] for name, scene in examples().items()}
    assert {name: messages for name, messages in found.items() if messages} == {}


def test_figures_are_what_their_examples_give(request: pytest.FixtureRequest) -> None:
    folder = DOCS / "poses"
    wanted = {name: draw(scene, alone=True) + "\n" for name, scene in examples().items()}
    if request.config.getoption("--update-cases"):
        for path in folder.glob("*.svg"):
            path.unlink()
        for name, svg in wanted.items():
            (folder / name).write_text(svg, "utf-8")
    present = {path.name: path.read_text("utf-8") for path in folder.glob("*.svg")}
    assert present.keys() == wanted.keys()
    assert [name for name in wanted if present[name] != wanted[name]] == []


@pytest.mark.parametrize("kind", NAMES)
def test_page_names_every_word(kind: str) -> None:
    code = "\n".join(match[1] or match[2] for match in _CODE.finditer(PAGE))
    assert missing(NAMES[kind], code) == []


def test_page_has_the_ranges_of_joints() -> None:
    def degrees(limits: tuple[float, float]) -> str:
        return f"{limits[0]:g} to {limits[1]:g}".replace("-", "\N{MINUS SIGN}")

    given = {name: [cell.strip() for cell in cells.split("|")[1:]] for name, cells in _RANGE.findall(PAGE)}
    assert given == {name: [degrees(limits) for limits in limit] for name, limit in RANGES.items()}


def test_every_fault_has_an_example() -> None:
    codes = [rule.code for name, rule in vars(pose_rules).items() if name.startswith("POSE_")]
    given = dict(_FAULT.findall(PAGE))
    assert list(given) == codes
    for code, text in given.items():
        assert code in {fault.rule.code for fault in read(text).faults}


def test_base_poses_of_a_site() -> None:
    text = _LIBRARY.search(PAGE)
    assert text
    library, found = read_library(text[1])
    assert found == ()
    own = [name for name in library.names if name not in STANDARD.names]
    assert own
    for name in own:
        assert read(name, library=library).faults == ()
    assert read("kneeling quad stretch, highlight right quadriceps", library=library).ok


def test_program_works() -> None:
    program = re.search(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert program
    namespace: dict[str, object] = {}
    exec(program[1], namespace)
    assert str(namespace["svg"]).startswith("<svg")
    assert namespace["words"]


@pytest.mark.parametrize("kind", SHOWN)
def test_gallery_shows_everything(kind: str) -> None:
    blocks = "\n".join(_BLOCK.findall(GALLERY))
    assert missing(SHOWN[kind], blocks) == []


def test_gallery_is_built_without_a_problem(tmp_path: Path) -> None:
    result = build_site(
        Folders.of(DOCS / "gallery", output=tmp_path / "output", cache=tmp_path / "cache"), Options()
    )
    assert result.diagnostics == ()
    pages = "".join(path.read_text("utf-8") for path in (tmp_path / "output/articles").rglob("*.html"))
    assert pages.count('<figure class="pose">') == len(_BLOCK.findall(GALLERY))
