"""The outline: plain headings are read without a detour through HTML, and no table is made unasked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown.extensions.footnotes import FootnotePostprocessor
from markdown.extensions.toc import TocTreeprocessor, nest_toc_tokens
from markdown.postprocessors import AndSubstitutePostprocessor, RawHtmlPostprocessor
from markdown.util import STX

from kinepedia.parse.markdown.fast.util import Answers

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

_MARKUP = re.compile(f"[<>&{STX}]")
# What these exchange begins with STX.
_POSTPROCESSORS = frozenset([RawHtmlPostprocessor, FootnotePostprocessor, AndSubstitutePostprocessor])


class OutlineTreeprocessor(TocTreeprocessor):
    """Gives headings their anchors and makes `toc_tokens`.

    A page that has a heading with markup, two of the same name, or a marker for the table is left to the
    original, and so is every page if there is a postprocessor that is not the library's and does not say
    that it `only_looks`.
    """

    md: Any

    def __init__(self, md: Markdown, config: dict[str, Any]) -> None:
        super().__init__(md, config)
        self._is_heading = Answers(lambda tag: isinstance(tag, str) and self.header_rgx.match(tag))

    def run(self, doc: Element) -> None:
        """Set `toc_tokens`, as the original does."""
        named = self._named_headings(doc)
        if named is None:
            super().run(doc)
            return
        tokens = []
        # Nothing is changed before all headings are known to be plain: else the
        # library takes the page as it was.
        for heading, name, anchor in named:
            self.set_level(heading)
            heading.set("id", anchor)
            level = int(heading.tag[-1])
            if self.toc_top <= level <= self.toc_bottom:
                inner = (heading.text or "").strip()
                tokens.append(
                    {"level": level, "id": anchor, "name": name, "html": inner, "data-toc-label": ""}
                )
        self.md.toc_tokens = nest_toc_tokens(tokens)  # type: ignore[arg-type]
        self.md.toc = ""

    def _named_headings(self, doc: Element) -> list[tuple[Element, str, str]] | None:
        """Return each heading with its name and its anchor; None if that takes more than reading them."""
        if self.use_anchors or self.use_permalinks not in (False, None):
            return None
        for each in self.md.postprocessors:
            if type(each) not in _POSTPROCESSORS and not getattr(each, "only_looks", False):
                return None
        marker = self.marker or STX + STX
        if marker in "".join(doc.itertext()):
            return None
        is_heading = self._is_heading
        headings = [element for element in doc.iter() if is_heading[element.tag]]
        anchors = {anchor for element in doc.iter() if (anchor := element.get("id"))}
        named = []
        for heading in headings:
            if not _is_plain(heading):
                return None
            name = " ".join((heading.text or "").split())
            anchor = heading.get("id")
            if anchor is None:
                anchor = self.slugify(name, self.sep)
                if not anchor or anchor in anchors:
                    return None
                anchors.add(anchor)
            named.append((heading, name, anchor))
        return named


def _is_plain(heading: Element) -> bool:
    if len(heading) or "data-toc-label" in heading.attrib:
        return False
    if _MARKUP.search(heading.text or "") or STX in (heading.tail or ""):
        return False
    return not heading.attrib or not any(value and STX in value for value in heading.attrib.values())
