"""The explanations of rules: each example is built, to see that it shows what it says."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sites import SETTINGS, TERMS, Site

from kinepedia import Folders, Options, build_site
from kinepedia.audit.elsewhere import check_links
from kinepedia.machine.progress import Progress
from kinepedia.model.content_model import BUILT_IN
from kinepedia.problems.rulebook import Explanation, explanations
from kinepedia.problems.rulebook.book import Example
from kinepedia.problems.rules import REFUSED_LINK, RULES

STEPS = "\n## How to\n\n### Step 1: Move\n\nSlowly.\n"

# What no example can show as a text: each has a test of its own.
IN_WORDS = """
    unreadable-file file-too-large invalid-utf8 wrong-encoding bad-file-name symbolic-link linked-folder
    special-file no-brotli too-dense more-places pose-too-long foreign-file left-behind
    dead-link unknown-host bad-certificate moved-link unconfirmed-link
""".split()

SHOWN = [each for each in explanations().values() if each.of != "words"]


def exercise(title: str, fields: str) -> str:
    return f"---\ntitle: {title}\n{fields}\n---\n{STEPS}"


def foot() -> bytes:
    data = BytesIO()
    Image.new("RGB", (2, 2)).save(data, "PNG")
    return data.getvalue()


def site_of_examples(root: Path) -> Site:
    """Write the site that the examples are of: `docs/diagnostics.md` says what is in it."""
    return Site(root).write(
        {
            "site.toml": SETTINGS,
            **TERMS,
            "content/levels/advanced.md": "---\ntitle: Advanced\nrank: 3\n---\n",
            "content/categories/calves.md": "---\ntitle: Calves\n---\n",
            "content/categories/soleus.md": "---\ntitle: Soleus\n---\n",
            "content/muscles/soleus.md": "---\ntitle: Soleus\nkind: muscle\n---\n",
            "content/muscles/gastrocnemius.md": "---\ntitle: Gastrocnemius\nkind: muscle\n---\n",
            "content/muscles/sciatic-nerve.md": "---\ntitle: Sciatic Nerve\nkind: nerve\n---\n",
            "content/exercises/calf-raise.md": exercise("Calf Raise", "categories: calves"),
            "content/exercises/heel-drop.md": exercise("Heel Drop", "categories: calves\nlevel: advanced"),
            "content/exercises/forward-fold.md": exercise("Forward Fold", "categories: hamstrings"),
            "content/exercises/nordic-curl.md": exercise(
                "Nordic Curl", "categories: hamstrings\ndraft: true"
            ),
            "content/articles/warm-up.md": "---\ntitle: How to Warm Up\n---\n## Before you begin\n\nWalk.\n",
            "content/articles/foot.png": foot(),
            "static/foot.png": foot(),
        }
    )


def codes(root: Path, explanation: Explanation, example: Example) -> list[str]:
    """Build the site with an example in it, and return the codes of what is reported."""
    site = site_of_examples(root)
    if not isinstance(example, str):
        # Where an example shows only the front matter of an exercise, its text is left out.
        site.write(
            {
                path: f"{text}\n{STEPS}" if "/exercises/" in path and text.endswith("---") else f"{text}\n"
                for path, text in example.items()
            }
        )
    elif explanation.of == "article":
        site.write({"content/articles/example.md": f"---\ntitle: Example\n---\n{example}\n"})
    elif explanation.of == "settings":
        site.write({"site.toml": f"{SETTINGS}{example}\n"})
    else:
        text = example if explanation.of == "exercise" else STEPS
        given = example if explanation.of == "fields" else ""
        fields = [line for line in ("title: Example", "categories: calves") if _name(line) not in given]
        front_matter = "\n".join([*fields, given])
        site.write({"content/exercises/example.md": f"---\n{front_matter}\n---\n{text}\n"})
    return _checked(site, explanation)


def _name(line: str) -> str:
    return line.partition(" ")[0]


def _checked(site: Site, explanation: Explanation) -> list[str]:
    folders = Folders.of(site.root)
    problems = build_site(folders, Options(publish=False, jobs=1)).diagnostics
    if explanation.rule is REFUSED_LINK:  # for which nobody has to be asked
        problems += check_links(folders, SETTINGS, BUILT_IN, Progress(), clean=True).problems
    return [problem.code for problem in problems]


def test_every_rule_is_explained() -> None:
    assert sorted(explanations()) == sorted(rule.code for rule in RULES)


def test_rules_explained_by_words_are_those_that_no_text_can_show() -> None:
    assert [each.rule.code for each in explanations().values() if each.of == "words"] == IN_WORDS


@pytest.mark.parametrize("explanation", SHOWN, ids=lambda each: each.rule.code)
def test_wrong_example_is_reported_and_right_one_is_not(explanation: Explanation, tmp_path: Path) -> None:
    assert explanation.rule.code in codes(tmp_path / "wrong", explanation, explanation.wrong)
    assert codes(tmp_path / "right", explanation, explanation.right) == []


@pytest.mark.parametrize("explanation", explanations().values(), ids=lambda each: each.rule.code)
def test_explanations_are_whole_sentences(explanation: Explanation) -> None:
    assert re.fullmatch(r"[A-Z][^.]*[^.]|.*\.md", explanation.title)
    assert explanation.why.endswith(".")
    assert explanation.wrong != explanation.right


def test_the_page_of_the_documentation_is_up_to_date(site: Site) -> None:
    """To mend it: `kinepedia explain --all --format markdown > docs/diagnostics.md`."""
    page = Path(__file__).parents[2] / "docs/diagnostics.md"
    assert page.read_text("utf-8") == site.run("explain", "--all", "--format", "markdown").stdout
