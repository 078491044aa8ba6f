"""Whole sites in text files: each holds the files of a site, a command, and what must come of it.

A case is a text file in `cases/`. It begins with a line or more that say what it shows, then come
sections, each under a line like `-- name --`:

    -- $ kinepedia check --strict --     the command; the sections after it are what must come out
    -- $ python -m kinepedia check --    the same in a process of its own, which takes longer: a few cases
                                         show that encodings, streams and the exit status are right there
    -- content/exercises/a.md --         before the command: a file of the site
    -- stdout --  -- stderr --           what is printed; a section that is left out must be empty
    -- status 1 --                       the exit status, 0 if left out
    -- output/index.html --              text that must be in a file of the output, line by line
    -- not output/index.html --          text that must not be
    -- no output/index.html --           a file that must not exist

Every case has the terms of `sites.TERMS` and a `site.toml`, unless it brings its own. A file `x` whose
section is called `x (hex)` is given in hexadecimal, `x (symlink)` is a symbolic link to what it says, and
`\\t`, `\\r` and `\\ufeff` in a section called `x (escaped)` are what they stand for. Seconds are shown as
`N s`, and the note about `base_url`, which all but a few would have, is left out. Where a library chooses the
words, which its next release may change, `…` in what is printed stands for whatever is there in that line.

To write the output of a new or changed case into its file, run
`python -m pytest tests/site/test_cases.py --update-cases -n0`, and read the difference.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sites import NO_BASE_URL, SETTINGS, TERMS, Site

from kinepedia.problems.rules import RULES

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))

_ANYTHING = "…"
_SECTION = re.compile(r"^-- (.+) --\n", re.MULTILINE)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, empty_site: Site, request: pytest.FixtureRequest) -> None:
    intro, *parts = _SECTION.split(path.read_text("utf-8"))
    assert intro.strip(), "a case begins by saying what it shows"
    sections = list(zip(parts[::2], parts[1::2], strict=True))
    at = next(index for index, (name, _) in enumerate(sections) if name.startswith("$ "))
    _write(empty_site, {"site.toml": SETTINGS, **TERMS}, sections[:at])
    before, _, words = sections[at][0].partition("kinepedia")
    run = (empty_site.run_apart if before == "$ python -m " else empty_site.run)(*words.split())
    expected = sections[at + 1 :]
    seen = {"stdout": _steady(run.stdout), "stderr": _steady(run.stderr), "status": str(run.status)}
    seen |= {name: text for name, text in expected if name in seen and _is_alike(text, seen[name])}
    if request.config.getoption("--update-cases"):
        path.write_text(_updated(intro, sections[: at + 1], expected, seen), "utf-8")
        _check_files(empty_site, expected)  # these are for a person to write
        return
    status = next((name.split()[1] for name, _ in expected if name.startswith("status ")), "0")
    wanted = {"stdout": "", "stderr": "", "status": status} | {
        name: text for name, text in expected if name in ("stdout", "stderr")
    }
    assert seen == wanted
    _check_files(empty_site, expected)


def test_every_rule_has_a_case() -> None:
    others = [Path(__file__).with_name(f"test_{name}.py") for name in ("hard_cases", "publish", "external")]
    shown = "\n".join(path.read_text("utf-8") for path in (*CASES, *others))
    assert [rule.code for rule in RULES if f"[{rule.code}]" not in shown] == []


def _write(site: Site, files: dict[str, str], sections: list[tuple[str, str]]) -> None:
    site.write(dict(files))
    for name, text in sections:
        if name.endswith(" (hex)"):
            site.write({name.removesuffix(" (hex)"): bytes.fromhex(text)})
        elif name.endswith(" (symlink)"):
            link = site.root / name.removesuffix(" (symlink)")
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(text.strip())
        elif name.endswith(" (escaped)"):
            site.write({name.removesuffix(" (escaped)"): text.encode().decode("unicode_escape").encode()})
        else:
            site.write({name: text.encode()})


def _check_files(site: Site, expected: list[tuple[str, str]]) -> None:
    for name, text in expected:
        if name.startswith("no "):
            assert not (site.root / name.removeprefix("no ")).exists(), name
        elif name.startswith("not output/"):
            content = site.read(name.removeprefix("not output/"))
            assert [line for line in text.splitlines() if line.strip() and line.strip() in content] == []
        elif name.startswith("output/"):
            content = site.read(name.removeprefix("output/"))
            assert [line for line in text.splitlines() if line.strip() not in content] == []


def _is_alike(expected: str, text: str) -> bool:
    """Tell whether a text is what is expected, where that leaves the words to a library."""
    return bool(re.fullmatch(".*".join(map(re.escape, expected.split(_ANYTHING))), text))


def _steady(text: str) -> str:
    text = text.replace(f"Note: {NO_BASE_URL}\n", "")
    text = re.sub(r"\AUsage: .*?\n(?=Error: )", f"Usage: {_ANYTHING}\n", text, flags=re.DOTALL)
    return re.sub(r"in \d+\.\d+ s\.", "in N s.", re.sub(r'"seconds": [\d.]+', '"seconds": N', text))


def _updated(
    intro: str, kept: list[tuple[str, str]], expected: list[tuple[str, str]], seen: dict[str, str]
) -> str:
    results = [(name, seen[name]) for name in ("stdout", "stderr") if seen[name]]
    if seen["status"] != "0":
        results.append((f"status {seen['status']}", ""))
    results += [item for item in expected if item[0] not in ("stdout", "stderr") and "status " not in item[0]]
    return intro + "".join(f"-- {name} --\n{text}" for name, text in [*kept, *results])
