"""The tree as HTML: no call for an element, an attribute or a text that has nothing to escape."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import HTML_EMPTY

from markdown import serializers
from markdown.serializers import RE_AMP

from kinepedia.parse.markdown.fast.util import Answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from xml.etree.ElementTree import Element

_RAW = frozenset(["script", "style"])

# Comments have a function for a tag, names with a namespace an object.
_IS_USUAL = Answers(lambda tag: type(tag) is str and tag not in _RAW and tag.islower())


class _UnusualError(Exception):
    """Something that only the original knows how to write."""


def to_html_string(element: Element) -> str:
    """Return an element and what it contains as HTML, as the original does."""
    parts: list[str] = []
    try:
        _write(element, parts.append)
    except _UnusualError:
        return serializers.to_html_string(element)
    return "".join(parts)


def _write(element: Element, write: Callable[[str], None]) -> None:
    tag = element.tag
    if not _IS_USUAL[tag]:
        # What was written up to here is thrown away: the library writes all of it.
        raise _UnusualError
    attributes = element.items()
    write(f"<{tag}{_written(attributes)}>" if attributes else f"<{tag}>")
    if text := element.text:
        write(_escape(text) if "&" in text or "<" in text or ">" in text else text)
    for child in element:
        _write(child, write)
    tail = element.tail or ""
    if tail != "\n" and ("&" in tail or "<" in tail or ">" in tail):
        tail = _escape(tail)
    write(tail if tag in HTML_EMPTY else f"</{tag}>{tail}")


def _written(attributes: Iterable[tuple[str, str]]) -> str:
    written = ""
    for name, value in sorted(attributes):
        # An attribute without a value has None, or its own name, for one.
        if not isinstance(value, str) or name == value:
            raise _UnusualError
        if "&" in value or "<" in value or ">" in value or '"' in value:
            quoted = _escape(value).replace('"', "&quot;")
            written += f' {name}="{quoted}"'
        else:
            written += f' {name}="{value}"'
    return written


def _escape(text: str) -> str:
    if "&" in text:
        text = RE_AMP.sub("&amp;", text)
    return text.replace("<", "&lt;").replace(">", "&gt;")
