"""Our additions to Markdown: wiki links, alerts, steps, and tables without styles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.blockprocessors import BlockQuoteProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from kinepedia.markup.sanitize import ALLOWED_SCHEMES, WIKI, WIKI_TITLED, scheme

if TYPE_CHECKING:
    from markdown import Markdown

ALERTS = ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION")

# Authors cannot write this: the control characters are Python-Markdown's own and taken out of every text.
CUT = "\x02kp-cut\x03"

_ALERT = re.compile(r"\[!([A-Za-z-]+)\][ \t]*\n?")
_STEP = re.compile(r"\s*step\b[ \t]*(\d+)?", re.IGNORECASE)
_ALIGN = re.compile(r"text-align:\s*(left|right|center)")

# In a table, the bar of a wiki link is escaped, and Python-Markdown has stashed an escaped bar like this.
_WIKI_LINK = r"\[\[([^\[\]|\x02\x03]*)(?:(\||\x02klzzwxh:\d+\x03)([^\[\]|]*))?\]\]"
_STASHED_BAR = "\x02124\x03"


class _WikiLinks(InlineProcessor):
    """`[[Reference]]` and `[[reference|text]]`."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the name is the library's
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element, int, int] | tuple[None, None, None]:
        if m[2] and m[2] != "|" and self.unescape(m[2]) != _STASHED_BAR:
            return None, None, None
        target = " ".join(m[1].split())
        link = Element("a")
        if m[3] and m[3].strip():
            link.set("href", WIKI + target)
            link.text = m[3].strip()
        else:
            link.set("href", WIKI_TITLED + target)
            link.text = AtomicString(target.partition("#")[0].rpartition("/")[2] or target)
        return link, m.start(), m.end()


class _Quotations(BlockQuoteProcessor):
    """Keeps two quotations apart that have an empty line between them, as GitHub does.

    Python-Markdown joins them, so that a quotation after an alert would become a part of it.
    """

    def lastChild(self, parent: Element) -> Element | None:  # noqa: ARG002, N802 - the name is the library's
        """Return no sibling to go on with."""
        return None


class _TreeProcessor(Treeprocessor):
    """A step over the finished tree, which tells the extension what it sees."""

    def __init__(self, extension: KinepediaMarkdown) -> None:
        super().__init__()
        self.extension = extension


class _Alerts(_TreeProcessor):
    """`> [!WARNING]`, in the form that GitHub gave it, becomes the same as an admonition."""

    def run(self, root: Element) -> None:
        for quote in list(root.iter("blockquote")):
            self._make_alert(quote)

    def _make_alert(self, quote: Element) -> None:
        name = _alert_name(quote[0]) if len(quote) else None
        if not name:
            return
        if name.upper() not in ALERTS:
            self.extension.unknown_alerts.append(name)
            return
        first = quote[0]
        first.text = _ALERT.sub("", first.text or "", count=1)
        quote.tag = "div"
        quote.set("class", f"admonition {name.lower()}")
        if not first.text.strip() and not len(first):
            quote.remove(first)
        title = Element("p", {"class": "admonition-title"})
        title.text = name.capitalize()
        title.tail = "\n"
        quote.insert(0, title)


def _alert_name(element: Element) -> str | None:
    match = _ALERT.match(element.text or "") if element.tag == "p" else None
    return match[1] if match else None


class _TableStyles(_TreeProcessor):
    """Alignment as a class: a style attribute would break a strict Content-Security-Policy."""

    def run(self, root: Element) -> None:
        for table in root.iter("table"):
            for cell in table.iter():
                if match := _ALIGN.search(cell.attrib.pop("style", "")):
                    cell.set("class", f"align-{match[1]}")


class _Forbidden(_TreeProcessor):
    """Takes note of links and attributes that the sanitizer would drop silently."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            for attribute in element.attrib:
                if attribute == "style" or attribute.startswith("on"):
                    self.extension.forbidden_attributes.append(attribute)
            address = element.get("href") or element.get("src")
            # An e-mail address in angle brackets is written in character references, to hide it.
            if not address or ":" not in address or address.startswith((WIKI, WIKI_TITLED, "\x02")):
                continue
            if (name := scheme(address)) and name not in ALLOWED_SCHEMES:
                self.extension.unsafe_links.append((name, address))


class _Steps(_TreeProcessor):
    """Cuts an exercise into introduction, steps and the rest, and gives each step its anchor.

    The cuts are marks in the text between the elements: `## How to`, its introduction, then a heading
    and a content for each step, then the rest. Cutting here, and not in the finished HTML, cannot split
    an element, whatever raw HTML the author wrote.
    """

    def run(self, root: Element) -> None:
        extension = self.extension
        if not extension.has_steps:
            return
        start, end = _how_to(root)
        headings = [index for index in range(start + 1, end) if _is_step(root[index])]
        if start == end:
            return
        root[start].attrib.setdefault("id", "how-to")
        cuts = [start, start + 1]
        for number, index in enumerate(headings, start=1):
            match = _STEP.match(root[index].text or "")
            given = match[1] if match else None
            extension.step_numbers.append(int(given) if given and len(given) < 6 else None)
            root[index].attrib.setdefault("id", f"step-{number}")
            cuts += [index, index + 1]
        if headings:
            # A heading between two steps belongs to the first; one after the last step ends it.
            tips = (index for index in range(headings[-1] + 1, end) if root[index].tag == "h3")
            end = next(tips, end)
        if end < len(root):
            cuts.append(end)
        for cut in cuts:
            if cut == 0:
                root.text = (root.text or "") + CUT
            else:
                root[cut - 1].tail = (root[cut - 1].tail or "") + CUT


def _how_to(root: Element) -> tuple[int, int]:
    """Return where the section `## How to` begins and ends; twice the same where there is none."""
    start = next(
        (
            index
            for index, child in enumerate(root)
            if child.tag == "h2" and "".join(child.itertext()).strip().casefold() == "how to"
        ),
        None,
    )
    if start is None:
        return 0, 0
    for index in range(start + 1, len(root)):
        # The footnotes of a page come at its end, whatever section that is.
        if root[index].tag in ("h1", "h2") or root[index].get("class") == "footnote":
            return start, index
    return start, len(root)


def _is_step(element: Element) -> bool:
    return element.tag == "h3" and bool(_STEP.match(element.text or ""))


class KinepediaMarkdown(Extension):
    """Adds our syntax, and remembers what it saw in the body that is being converted.

    `has_steps` is set before a conversion. After it, `step_numbers` has the numbers that the author gave
    the steps (None where there is none); `unknown_alerts`, `unsafe_links` (schemes with addresses) and
    `forbidden_attributes` are to be reported.
    """

    def __init__(self) -> None:
        super().__init__()
        self.has_steps = False
        self.forget()

    def forget(self) -> None:
        """Forget what was seen in the last body."""
        self.step_numbers: list[int | None] = []
        self.unknown_alerts: list[str] = []
        self.unsafe_links: list[tuple[str, str]] = []
        self.forbidden_attributes: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is the library's
        """Register the processors. The numbers are places among Python-Markdown's own."""
        md.inlinePatterns.register(_WikiLinks(_WIKI_LINK, md), "wiki_link", 172)
        md.parser.blockprocessors.register(_Quotations(md.parser), "quote", 20)
        md.treeprocessors.register(_Alerts(self), "alerts", 19)
        md.treeprocessors.register(_TableStyles(self), "table_styles", 9)
        md.treeprocessors.register(_Forbidden(self), "forbidden", 6.5)
        md.treeprocessors.register(_Steps(self), "steps", 6)
