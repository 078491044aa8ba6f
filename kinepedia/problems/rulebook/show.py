"""Explanations as people read them: on a terminal, or as a page of the documentation."""

from __future__ import annotations

import textwrap
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from kinepedia.problems.rulebook.book import groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinepedia.problems.rulebook.book import Example, Explanation, Of

_COLUMNS = 80
_ABOUT = Path(__file__).parent / "about.md"

_WHERE: dict[Of, str] = {
    "fields": "in the front matter of an exercise",
    "exercise": "in the text of an exercise",
    "article": "in the text of an article",
    "settings": "in site.toml",
}
_LANGUAGES: dict[Of, str] = {
    "fields": "yaml",
    "settings": "toml",
    "exercise": "markdown",
    "article": "markdown",
}


def as_list() -> str:
    """Return all codes by their groups, each in one line."""
    width = max(len(each.rule.code) for group in groups() for each in group.explanations)
    parts = []
    for group in groups():
        lines = [f"  {each.rule.code:{width}}  {each.title}" for each in group.explanations]
        parts.append("\n".join([f"{group.title}:", *lines]))
    return "\n\n".join(parts)


def as_text(explanation: Explanation) -> str:
    """Return an explanation for a terminal."""
    return "\n\n".join(_text_parts(explanation))


def _text_parts(explanation: Explanation) -> Iterator[str]:
    yield f"{explanation.rule.severity}[{explanation.rule.code}]: {explanation.title}"
    yield textwrap.fill(explanation.why, _COLUMNS)
    for label, example in (("Wrong", explanation.wrong), ("Right", explanation.right)):
        where = _WHERE.get(explanation.of)
        yield f"{label}, {where}:" if where else f"{label}:"
        if not isinstance(example, str):
            for path, text in example.items():
                yield f"  {path}"
                yield textwrap.indent(text, "    ")
        elif explanation.of == "words":
            yield textwrap.indent(textwrap.fill(example, _COLUMNS - 4), "    ")
        else:
            yield textwrap.indent(example, "    ")


def as_markdown(explanation: Explanation) -> str:
    """Return an explanation in Markdown, without a heading."""
    parts = [f"*{str(explanation.rule.severity).capitalize()}.* {explanation.why}"]
    for label, example in (("Wrong", explanation.wrong), ("Right", explanation.right)):
        parts += _markdown_parts(label, explanation.of, example)
    return "\n\n".join(parts)


def _markdown_parts(label: str, of: Of, example: Example) -> Iterator[str]:
    if of == "words":
        yield f"{label}: {example}"
        return
    where = _WHERE.get(of)
    yield f"{label}, {where.replace('site.toml', '`site.toml`')}:" if where else f"{label}:"
    if isinstance(example, str):
        yield _block(example, _LANGUAGES[of])
        return
    for path, text in example.items():
        yield f"`{path}`"
        yield _block(text, PurePosixPath(path).suffix.removeprefix(".").replace("md", "markdown"))


def _block(text: str, language: str) -> str:
    fence = "````" if "```" in text else "```"
    return f"{fence}{language}\n{text}\n{fence}"


def as_page() -> str:
    """Return all explanations as one page in Markdown."""
    parts = [_ABOUT.read_text("utf-8").rstrip()]
    for group in groups():
        parts += [f"## {group.title}", group.about]
        for each in group.explanations:
            parts += [f"### {each.rule.code}", f"**{each.title}.**", as_markdown(each)]
    return "\n\n".join(parts)
