"""Markdown to sanitized HTML in parts, with its outline, its links and what is wrong with it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from markdown.extensions.toc import slugify_unicode

from kinepedia import rules
from kinepedia.markup.body import Body, Finding, Heading, Step
from kinepedia.markup.complexity import TooComplexError, refuse_complexity
from kinepedia.markup.extensions import ALERTS, CUT, KinepediaMarkdown
from kinepedia.markup.fast import Markdown
from kinepedia.markup.sanitize import Sanitizer, forbidden_attributes, forbidden_schemes, forbidden_tags
from kinepedia.markup.sides import side_findings
from kinepedia.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kinepedia.diagnostics import Rule

EXTENSIONS = (
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "fenced_code",
    "footnotes",
    "sane_lists",
    "tables",
    "toc",
)
"""The extensions of Python-Markdown that an entry is read with; the Markdown guide documents each."""

_HEADING = re.compile(r"\s*<h[1-6]\b[^>]*>(.*)</h[1-6]>\s*", re.DOTALL)
# "Step 2:", "Step:" and "Step" alone are labels; in "Step back" it is a word of the title.
_DASH = r"[:.\N{EN DASH}\N{EM DASH}-]"
_STEP_LABEL = re.compile(
    rf"\s*step(?:[ \t]*\d+\b[ \t]*{_DASH}*|[ \t]*{_DASH}+(?=\s)|\s*$)[ \t]*", re.IGNORECASE
)
_HEADING_TAG = re.compile(r"</?h[1-6]\b[^>]*>")
_IMAGE = re.compile(r"<img\b[^>]*>")
_IMAGE_SOURCE = re.compile(r' src="kp:(\d+)"')
_ALT = re.compile(r' alt="\s*[^"\s]')
_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|div|li|ul|ol|d[ltd]|h[1-6]|br|hr|t[rdh]|table|pre|blockquote|img)\b[^>]*>")
_MARKUP = re.compile(r"<[^>]*>")
_TOP_HEADING = re.compile(r"(?i)<h1\b")
_TEMPLATE = re.compile(r"\{\{|\{%")


class Converter:
    """Converts one body after the other; making a converter takes longer than converting a short body."""

    def __init__(self) -> None:
        self._ours = KinepediaMarkdown()
        self._markdown = Markdown(
            extensions=[*EXTENSIONS, self._ours],
            extension_configs={"toc": {"slugify": slugify_unicode}},
            output_format="html",
        )
        self._sanitizer = Sanitizer()

    def convert(self, text: str, *, has_steps: bool) -> Body:
        """Convert the Markdown `text`; `has_steps` cuts out the steps of an exercise.

        Raises `TooComplexError` if the text is too much for the converter.
        """
        refuse_complexity(text)
        self._markdown.reset()
        self._ours.forget()
        self._ours.has_steps = has_steps
        self._sanitizer.reset()
        try:
            rendered = self._markdown.convert(text)
        except RecursionError:
            raise TooComplexError(rules.TOO_DEEP, 0, what="lists or quotations") from None
        pieces = [self._sanitizer.clean(piece) for piece in rendered.split(CUT)]
        return self._body(pieces, text)

    def _body(self, pieces: list[str], text: str) -> Body:
        numbers = self._ours.step_numbers
        headings = tuple(_headings(self._markdown.toc_tokens))  # type: ignore[attr-defined]
        # Before and after the section's heading, then a heading and a content for each step.
        intro, heading, lead, *others = [*pieces, "", "", ""] if len(pieces) == 1 else pieces
        steps = tuple(_steps(others[: 2 * len(numbers)], numbers))
        tail, *rest = others[2 * len(numbers) :] or [""]
        return Body(
            intro=intro,
            steps_lead=lead,
            steps_anchor=_anchor(heading),
            steps=steps,
            steps_tail=tail,
            rest="".join(rest),
            headings=headings,
            links=tuple(self._sanitizer.links),
            anchors=frozenset(self._sanitizer.anchors),
            findings=tuple(self._findings(pieces, steps, text)),
        )

    def _findings(self, pieces: list[str], steps: tuple[Step, ...], text: str) -> Iterator[Finding]:
        yield from self._markup_findings()
        yield from self._html_findings(pieces)
        if "{{" in text or "{%" in text:
            for match in _TEMPLATE.finditer(_CODE.sub("", "".join(pieces))):
                yield _finding(rules.TEMPLATE_SYNTAX, re.escape(match.group()), found=match.group())
        for step in steps:
            yield from side_findings(plain_text(f"{step.title}. {step.html}"))

    def _markup_findings(self) -> Iterator[Finding]:
        """Yield what the author wrote and the sanitizer will not have left."""
        for name in self._ours.unknown_alerts:
            yield _finding(
                rules.UNKNOWN_ALERT,
                rf"(?<=\[!){re.escape(name)}",
                hint=did_you_mean(name, ALERTS),
                name=name,
                known=", ".join(ALERTS),
            )
        for name in self._ours.forbidden_attributes:
            yield _removed_attribute(name)
        for scheme, address in self._ours.unsafe_links:
            yield _finding(rules.UNSAFE_LINK, re.escape(address), scheme=scheme)
        for raw in self._markdown.htmlStash.rawHtmlBlocks:
            if not isinstance(raw, str):
                continue
            for tag in forbidden_tags(raw):
                yield _finding(rules.REMOVED_HTML, rf"(?i)(?<=<){re.escape(tag)}\b", what=f"<{tag}>")
            for name in forbidden_attributes(raw):
                yield _removed_attribute(name)
            if _TOP_HEADING.search(raw):
                yield _finding(rules.TOP_HEADING, _TOP_HEADING.pattern, heading="<h1>")
            for scheme in forbidden_schemes(raw):
                yield _finding(
                    rules.UNSAFE_LINK, rf"(?i)(?<=[=\"'\s]){re.escape(scheme)}:[^\s\"'>]*", scheme=scheme
                )

    def _html_findings(self, pieces: list[str]) -> Iterator[Finding]:
        """Yield what is wrong with the finished HTML."""
        for piece in pieces:
            for image in _IMAGE.findall(piece):
                if not _ALT.search(image) and (source := _IMAGE_SOURCE.search(image)):
                    target = self._sanitizer.links[int(source[1])].target
                    if target:  # one without a target is reported for that
                        yield _finding(rules.MISSING_ALT, literal(target), target=target)
        seen: set[str] = set()
        for anchor in self._sanitizer.anchors:
            if anchor in seen:
                yield _finding(rules.DUPLICATE_ANCHOR, re.escape(anchor), anchor=anchor)
            seen.add(anchor)


def plain_text(markup: str) -> str:
    """Return the text of a piece of HTML, with single spaces."""
    return " ".join(html.unescape(_MARKUP.sub("", _BLOCK.sub(" ", markup))).split())


def literal(text: str) -> str:
    r"""Return a pattern for `text` as an author may have written it: with `\_`, `&amp;` or line breaks."""
    parts = []
    for character in text:
        if character == "&":
            parts.append("&(?:amp;)?")
        elif character.isspace():
            parts.append(r"\s+")
        else:
            parts.append(rf"\\?{re.escape(character)}")
    return "".join(parts)


def _headings(tokens: Iterable[dict[str, Any]]) -> Iterator[Heading]:
    for token in tokens:
        yield Heading(token["level"], token["id"], html.unescape(token["name"]))
        yield from _headings(token["children"])


def _steps(pieces: list[str], numbers: list[int | None]) -> Iterator[Step]:
    for index, number in enumerate(numbers):
        heading, content = pieces[2 * index : 2 * index + 2]
        match = _HEADING.fullmatch(heading)
        # A heading that the author wrote as HTML inside this one would end it.
        title = _STEP_LABEL.sub("", _HEADING_TAG.sub("", match[1]), count=1) if match else ""
        yield Step(number, title.strip(), _anchor(heading), content)


def _anchor(heading: str) -> str:
    match = re.search(r' id="([^"]*)"', heading)
    return html.unescape(match[1]) if match else ""


def _removed_attribute(name: str) -> Finding:
    return _finding(rules.REMOVED_HTML, rf"(?i)\b{re.escape(name)}(?=\s*=)", what=f'the attribute "{name}"')


def _finding(rule: Rule, pattern: str, *, hint: str = "", **facts: str) -> Finding:
    return Finding(rule, pattern, tuple(facts.items()), hint)
