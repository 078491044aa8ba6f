"""Markdown to sanitized HTML in parts, with its outline, its links and what is wrong with it."""

from __future__ import annotations

import html
import re
import sys
from html.entities import html5
from typing import TYPE_CHECKING, Any

import markdown
from markdown.extensions.toc import slugify_unicode

from kinepedia.model.link_attributes import PLACEHOLDER
from kinepedia.parse.markdown.body import Body, Finding, Heading, PoseBlock, Step
from kinepedia.parse.markdown.complexity import TooComplexError, refuse_complexity
from kinepedia.parse.markdown.extensions import ALERTS, CUT, KinepediaMarkdown
from kinepedia.parse.markdown.fast import Markdown
from kinepedia.parse.markdown.sanitize import (
    ALLOWED_SCHEMES,
    Sanitizer,
    address_problem,
    addresses,
    forbidden_attributes,
    forbidden_tags,
    is_faulty,
    scheme,
)
from kinepedia.parse.markdown.sides import side_findings
from kinepedia.problems import rules
from kinepedia.problems.blame import blamed, rubbish
from kinepedia.problems.calling import called
from kinepedia.problems.diagnostics import Span
from kinepedia.problems.suggest import did_you_mean
from kinepedia.problems.text import CONTROL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kinepedia.model.reading import Reading, Syntax
    from kinepedia.problems.blame import Code
    from kinepedia.problems.diagnostics import Rule

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

# "Step 2:", "Step:" and "Step" alone are labels; in "Step back" it is a word of the title.
_DASH = r"[:.\N{EN DASH}\N{EM DASH}-]"
_STEP_LABEL = re.compile(
    rf"\s*step(?:[ \t]*\d+\b[ \t]*{_DASH}*|[ \t]*{_DASH}+(?=\s)|\s*$)[ \t]*", re.IGNORECASE
)
_HEADING_TAG = re.compile(r"</?h[1-6]\b[^>]*>")
_IMAGE = re.compile(r"<img\b[^>]*>")
_IMAGE_SOURCE = re.compile(rf' src="{PLACEHOLDER}(\d+)"')
_ALT = re.compile(r' alt="\s*[^"\s]')
_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
_WHOLE_BLOCK = re.compile(
    r'<(pre|figure)( class="[\w -]*")?>(?:<code( class="[\w -]*")?>[^<]*</code>|[^<]*)</\1>'
)
_BLOCK = re.compile(r"</?(?:p|div|li|ul|ol|d[ltd]|h[1-6]|br|hr|t[rdh]|table|pre|blockquote|img)\b[^>]*>")
_MARKUP = re.compile(r"<[^>]*>")
_TOP_HEADING = re.compile(r"(?i)<h1\b")
_CHARACTER_REFERENCE = re.compile(r"&#(?:(\d{1,9})|[xX]([0-9A-Fa-f]{1,8}));?")
_NO_CHARACTERS = range(0xD800, 0xE000)
_TEMPLATE = re.compile(r"\{\{|\{%")
# No author can write these elements, so they are of a figure: they are not what a text says.
_DRAWN = re.compile(r"<(svg|label)\b.*?</\1>", re.DOTALL)
_MOST_FIGURES = 200


_EXTENDING = "making its Markdown extension"


def _extension(code: Code, syntax: Syntax) -> markdown.Extension:
    """Return the extension that a feature makes. Raises `FeatureError` if that fails."""
    extension = called(code, _EXTENDING, syntax.extension)
    if not isinstance(extension, markdown.Extension):
        what = f'it returned a value of the type "{type(extension).__name__}", not an extension of Markdown'
        raise rubbish(code, what, _EXTENDING)
    if type(extension).extendMarkdown is markdown.Extension.extendMarkdown:
        what = f"its {type(extension).__name__} has no extendMarkdown"
        raise rubbish(code, what, _EXTENDING)
    return extension


class Converter:
    """Converts one body after the other; making a converter takes longer than converting a short body.

    `is_extended` tells that extensions of the site take part, which may do anything.
    """

    def __init__(self, reading: Sequence[Reading] = ()) -> None:
        """Take what features add to the way in which texts are read. Raises `FeatureError` if that fails."""
        self._ours = KinepediaMarkdown()
        added = [(each.code, each.syntax) for each in reading if each.syntax]
        tags: dict[str, set[str]] = {}
        for _, syntax in added:
            for tag, names in syntax.tags.items():
                tags.setdefault(tag, set()).update(names)
        self._added_tags = frozenset(tags)
        self.is_extended = bool(added)
        # What is exchanged in ours was compared with the library's own extensions and with no other.
        converter = markdown.Markdown if added else Markdown
        others = [_extension(code, syntax) for code, syntax in added]
        try:
            self._markdown = converter(
                extensions=[*EXTENSIONS, self._ours, *others],
                extension_configs={"toc": {"slugify": slugify_unicode}},
                output_format="html",
            )
        except Exception as error:
            if found := blamed((code for code, _ in added), error, _EXTENDING):
                raise found from error
            raise
        self._sanitizer = Sanitizer(tags)

    def convert(self, text: str, *, has_steps: bool) -> Body:
        """Convert the Markdown `text`; `has_steps` cuts out the steps of an exercise.

        Figures are not drawn yet: see `illustrate.py`. Raises `TooComplexError` if the text is
        too much for the converter.
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
        return self._body(self._cleaned(rendered), text, rendered)

    def _cleaned(self, rendered: str) -> list[str]:
        """Return the pieces of an entry, sanitized.

        Only raw HTML could leave an element open that changes the next piece. Without any, one call does.
        """
        clean = self._sanitizer.clean
        # Together they give the same as alone: cuts are between children of the root, where all that Markdown
        # opens is closed. Links are numbered in the same order either way.
        if all(_is_whole(block) for block in self._markdown.htmlStash.rawHtmlBlocks):
            return clean(rendered).split(CUT)
        return [clean(piece) for piece in rendered.split(CUT)]

    def _body(self, pieces: list[str], text: str, rendered: str) -> Body:
        numbers = self._ours.step_numbers
        headings = tuple(_headings(self._markdown.toc_tokens))  # type: ignore[attr-defined]
        # Before and after the section's heading, then a heading and a content for each step.
        # As many pieces as `_Cuts` has made cuts, in its order. Sanitizing neither makes nor takes one.
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
            findings=tuple(self._findings(pieces, steps, text, rendered)),
            poses=tuple(self._poses(text)) if self._ours.poses else (),
        )

    def _poses(self, text: str) -> Iterator[PoseBlock]:
        """Yield the blocks of poses as the author wrote them, with tabs."""
        count = len(self._ours.poses)
        lines = text.split("\n")
        if count > _MOST_FIGURES:
            index = sum(len(line) + 1 for line in lines[: self._ours.poses[_MOST_FIGURES][0]])
            raise TooComplexError(
                rules.TOO_DENSE, index, count=count, what="figures", where="entry", most=_MOST_FIGURES
            )
        # From the text itself: what Markdown has set aside has lost its tabs, and
        # with them the places of words.
        for first, height in self._ours.poses:
            yield PoseBlock(first + 1, "\n".join(lines[first : first + height]))

    def _findings(
        self, pieces: list[str], steps: tuple[Step, ...], text: str, rendered: str
    ) -> Iterator[Finding]:
        yield from self._markup_findings()
        yield from self._undeclared_elements(rendered)
        yield from _control_findings(rendered)
        yield from self._html_findings(pieces)
        if "{{" in text or "{%" in text:
            for match in _TEMPLATE.finditer(_CODE.sub("", "".join(pieces))):
                yield _finding(rules.TEMPLATE_SYNTAX, re.escape(match.group()), found=match.group())
        for step in steps:
            yield from side_findings(plain_text(f"{step.title}. {step.html}"))

    def _undeclared_elements(self, rendered: str) -> Iterator[Finding]:
        """Yield the elements that an extension of the site has made and does not say that it makes."""
        if not self.is_extended:
            return
        written = (raw for raw in self._markdown.htmlStash.rawHtmlBlocks if isinstance(raw, str))
        known = {tag for raw in written for tag in forbidden_tags(raw, self._added_tags)}
        for tag in dict.fromkeys(forbidden_tags(rendered, self._added_tags)):
            if tag not in known:
                hint = f'if an extension of the site made it, name it in its Syntax: {{"{tag}": []}}'
                yield Finding(rules.REMOVED_HTML, "", (("what", f"<{tag}>"),), hint, Span())

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
        yield from map(_faulty_address, self._ours.faulty_addresses)
        yield from self._ours.nesting
        for rule, names in (
            (rules.UNKNOWN_FOOTNOTE, self._ours.unknown_footnotes),
            (rules.UNUSED_FOOTNOTE, self._ours.unused_footnotes),
            (rules.FOOTNOTE_NAME, self._ours.spaced_footnotes),
        ):
            definition = "(?=:)" if rule is not rules.UNKNOWN_FOOTNOTE else "(?!:)"
            for name in names:
                yield _finding(rule, rf"\[\^{literal(name)}\]{definition}", name=name)
        swallowing = {
            dict(item.facts)["name"] for item in self._ours.nesting if item.rule is rules.SWALLOWED_TEXT
        }
        for raw in self._markdown.htmlStash.rawHtmlBlocks:
            if not isinstance(raw, str):
                continue
            for tag in (name for name in forbidden_tags(raw, self._added_tags) if name not in swallowing):
                yield _finding(rules.REMOVED_HTML, rf"(?i)(?<=<){re.escape(tag)}\b", what=f"<{tag}>")
            for name in forbidden_attributes(raw):
                yield _removed_attribute(name)
            if _TOP_HEADING.search(raw):
                yield _finding(rules.TOP_HEADING, _TOP_HEADING.pattern, heading="<h1>")
            for address in addresses(raw):
                if is_faulty(html.unescape(address)):
                    yield _faulty_address(address)

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


def _is_whole(block: object) -> bool:
    """Tell whether a block that Markdown has set aside is one of code, or the place of a figure."""
    return isinstance(block, str) and bool(_WHOLE_BLOCK.fullmatch(block))


def _control_findings(rendered: str) -> Iterator[Finding]:
    """Yield the character references that stand for no character that can be seen."""
    for match in _CHARACTER_REFERENCE.finditer(rendered):
        code = int(match[1]) if match[1] else int(match[2], 16)
        if code in _NO_CHARACTERS or code > sys.maxunicode or CONTROL.fullmatch(chr(code)):
            pattern = rf"{re.escape(match.group())}(?!\w)"
            hint = "take this reference out, or write the character itself that you mean"
            yield Finding(rules.CONTROL_CHARACTER, pattern, (("code", code),), hint)


def plain_text(markup: str) -> str:
    """Return the text of a piece of HTML, with single spaces and without figures."""
    if "<svg" in markup:
        markup = _DRAWN.sub("", markup)
    return " ".join(html.unescape(_MARKUP.sub("", _BLOCK.sub(" ", markup))).split())


def literal(text: str) -> str:
    r"""Return a pattern for `text` as an author may have written it: with `\_`, `&amp;` or line breaks."""
    return "".join(map(_written, text))


def disguised(text: str) -> str:
    """Return a pattern for `text` with any of its characters written as a reference, such as `&#95;`."""
    return "".join(rf"(?:{_written(character)}|{_reference(character)})" for character in text)


def _written(character: str) -> str:
    if character == "&":
        return "&(?:amp;)?"
    return r"\s+" if character.isspace() else rf"\\?{re.escape(character)}"


def _reference(character: str) -> str:
    names = "".join(f"|{name}" for name, meaning in html5.items() if meaning == character)
    return rf"&(?:#0*{ord(character)};?|#[xX]0*(?i:{ord(character):x});?{names})"


def _headings(tokens: Iterable[dict[str, Any]]) -> Iterator[Heading]:
    for token in tokens:
        yield Heading(token["level"], token["id"], html.unescape(token["name"]))
        yield from _headings(token["children"])


def _steps(pieces: list[str], numbers: list[int | None]) -> Iterator[Step]:
    for index, number in enumerate(numbers):
        heading, content = pieces[2 * index : 2 * index + 2]
        # A heading that the author wrote as HTML inside this one would end it.
        title = _STEP_LABEL.sub("", _HEADING_TAG.sub("", heading).strip(), count=1)
        yield Step(number, title.strip(), _anchor(heading), content)


def _anchor(heading: str) -> str:
    match = re.search(r' id="([^"]*)"', heading)
    return html.unescape(match[1]) if match else ""


def _removed_attribute(name: str) -> Finding:
    return _finding(rules.REMOVED_HTML, rf"(?i)\b{re.escape(name)}(?=\s*=)", what=f'the attribute "{name}"')


def _faulty_address(written: str) -> Finding:
    address = html.unescape(written)
    name = scheme(address)
    if name and name not in ALLOWED_SCHEMES:
        return _finding(rules.UNSAFE_LINK, literal(written), scheme=name)
    shown = " ".join(address.split())
    return _finding(rules.BROKEN_LINK, literal(written), target=shown, advice=address_problem(address) or "")


def _finding(rule: Rule, pattern: str, *, hint: str = "", **facts: str) -> Finding:
    return Finding(rule, pattern, tuple(facts.items()), hint)
