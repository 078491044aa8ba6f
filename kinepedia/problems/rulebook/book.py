"""Reads the explanations of all rules."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from kinepedia.problems.rules import RULES

if TYPE_CHECKING:
    from kinepedia.problems.diagnostics import Rule

_GROUPS = (
    "files",
    "front-matter",
    "settings",
    "references",
    "bodies",
    "poses",
    "theme",
    "output",
    "outside-links",
)

Of = Literal["fields", "exercise", "article", "settings", "files", "words"]
"""What an example is: lines of an exercise's front matter, the text of an exercise or of an article, lines of
`site.toml`, whole files, or words about what no text can show."""

Example: TypeAlias = str | Mapping[str, str]
"""The text of an example, or its files' texts by their paths in the site."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a rule means, in one line and in a paragraph of Markdown, with a wrong and a right example."""

    rule: Rule
    title: str
    why: str
    of: Of
    wrong: Example
    right: Example


@dataclass(frozen=True, slots=True)
class Group:
    """Rules about the same thing, with what they have in common."""

    title: str
    about: str
    explanations: tuple[Explanation, ...]


@cache
def groups() -> tuple[Group, ...]:
    """Return all explanations in groups, in the order of the rules.

    Raises `KeyError` if a rule is not explained.
    """
    return tuple(map(_group, _GROUPS))


def explanations() -> dict[str, Explanation]:
    """Return all explanations by the codes of their rules, in the order of the groups."""
    return {each.rule.code: each for group in groups() for each in group.explanations}


def _group(name: str) -> Group:
    data = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text("utf-8"))
    title, about = data.pop("title"), data.pop("about")
    rules = {rule.code: rule for rule in RULES}
    return Group(title, about, tuple(_explanation(rules[code], facts) for code, facts in data.items()))


def _explanation(rule: Rule, facts: Mapping[str, Any]) -> Explanation:
    why = " ".join(facts["why"].split())
    return Explanation(
        rule, facts["title"], why, facts["of"], _example(facts["wrong"]), _example(facts["right"])
    )


def _example(given: Any) -> Example:
    if isinstance(given, str):
        return given.strip("\n")
    return {path: text.strip("\n") for path, text in given.items()}
