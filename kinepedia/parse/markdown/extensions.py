"""Our additions to Markdown: wiki links, alerts, steps, blocks of poses, and tables without styles."""

from __future__ import annotations

import html
import re
from copy import deepcopy
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.blockprocessors import BlockQuoteProcessor
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from kinepedia.parse.markdown.nesting import LITERAL_COMMENT, nesting_findings
from kinepedia.parse.markdown.poses import PoseBlocks
from kinepedia.parse.markdown.sanitize import WIKI, WIKI_TITLED, is_faulty

if TYPE_CHECKING:
    from markdown import Markdown

    from kinepedia.parse.markdown.body import Finding

ALERTS = ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION")

# Authors cannot write this: the control characters are Python-Markdown's own and taken out of every text.
CUT = "\x02kp-cut\x03"

_ALERT = re.compile(r"\[!([A-Za-z-]+)\][ \t]*\n?")
_STEP = re.compile(r"\s*step\b[ \t]*(\d+)?", re.IGNORECASE)
_REGION = {"role": "region", "tabindex": "0", "aria-label": "Table"}
_ALIGN = re.compile(r"text-align:\s*(left|right|center)")

# Brackets may stand in a name in pairs.
_WIKI_LINK = r"\[\[([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]\]"
# In a table, the bar of a wiki link is escaped, and Python-Markdown has stashed what is escaped like this.
_STASHED = re.compile(r"\x02(\d+)\x03")
_STASHED_BAR = "\x02124\x03"
_BAR = re.compile(r"\||\x02klzzwxh:\d+\x03")

_FOOTNOTE = r"\[\^([^\]\s][^\]]*)\](?![(\[:])"


class _WikiLinks(InlineProcessor):
    """`[[Reference]]` and `[[reference|text]]`."""

    # What is in every text with one, for `parse.markdown.fast`.
    needs = ("[[",)

    def __init__(self, extension: KinepediaMarkdown, md: Markdown) -> None:
        super().__init__(_WIKI_LINK, md)
        self.extension = extension

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the name is the library's
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element, int, int]:
        if "\x02" in m[1]:
            target, text = self._with_stashed(m[1])
        else:
            name, _, text = m[1].partition("|")
            target, text = " ".join(name.split()), text.strip()
        link = Element("a")
        if text:
            link.set("href", WIKI + target)
            link.text = text
        else:
            link.set("href", WIKI_TITLED + target)
            link.text = AtomicString(target.partition("#")[0].rpartition("/")[2] or target)
        self.extension.wiki_links.append(link)
        return link, m.start(), m.end()

    def _with_stashed(self, written: str) -> tuple[str, str]:
        """Return the target and the text of a link in which something is escaped or between backticks."""
        bars = _BAR.finditer(written)
        bar = next((bar for bar in bars if self.unescape(bar[0]) in ("|", _STASHED_BAR)), None)
        name, text = (written[: bar.start()], written[bar.end() :].strip()) if bar else (written, "")
        # In a name, this means itself.
        return " ".join(_STASHED.sub(lambda code: chr(int(code[1])), self.unescape(name)).split()), text


class _UnknownFootnotes(InlineProcessor):
    """Takes note of `[^1]` where the footnote has no text; it stays what it is."""

    needs = ("[^",)

    def __init__(self, extension: KinepediaMarkdown, md: Markdown) -> None:
        super().__init__(_FOOTNOTE, md)
        self.extension = extension

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the name is the library's
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[None, None, None]:
        self.extension.unknown_footnotes.append(m[1])
        return None, None, None


class _Quotations(BlockQuoteProcessor):
    """Keeps two quotations apart that have an empty line between them, as GitHub does.

    Python-Markdown joins them, so that a quotation after an alert would become a part of it.
    """

    # What begins a line of every one, for `parse.markdown.fast`.
    signs = ">"

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


class _Tables(_TreeProcessor):
    """Tables that a strict Content-Security-Policy and a narrow screen do no harm to.

    Alignment is a class, because a style attribute would break the policy. A wide table scrolls in a region
    of its own, which the keyboard reaches (WCAG 2.2, 1.4.10 and 2.1.1).
    """

    def run(self, root: Element) -> None:
        if next(root.iter("table"), None) is None:
            return
        for parent in list(root.iter()):
            for index, table in enumerate(list(parent)):
                if table.tag == "table":
                    self._align(table)
                    region = Element("div", {"class": "scroll", **_REGION})
                    region.tail, table.tail = table.tail, None
                    region.append(table)
                    parent[index] = region

    def _align(self, table: Element) -> None:
        for cell in table.iter():
            if match := _ALIGN.search(cell.attrib.pop("style", "")):
                cell.set("class", f"align-{match[1]}")


class _Forbidden(_TreeProcessor):
    """Takes note of links and attributes that the sanitizer would drop silently.

    Attributes without a value, as `{: id }` makes them, it takes away: the outline could not read them.
    """

    def run(self, root: Element) -> None:
        # By identity, as elements are compared: an author can write `wiki:` as an
        # address, too, which is faulty.
        wiki_links = set(self.extension.wiki_links)
        for element in root.iter():
            if not element.attrib:
                continue
            attributes: list[tuple[str, str | None]] = [*element.items()]
            for attribute, value in attributes:
                if attribute == "style" or attribute.startswith("on"):
                    self.extension.forbidden_attributes.append(attribute)
                if value is None:
                    del element.attrib[attribute]
            name = "href" if "href" in element.attrib else "src"
            address = element.get(name, "")
            # An e-mail address in angle brackets is written in character references, to hide it.
            if not address or address.startswith("\x02") or element in wiki_links:
                continue
            if is_faulty(html.unescape(address)):
                self.extension.faulty_addresses.append(address)
                del element.attrib[name]  # what is reported here would be reported as a link again


class _Footnotes(_TreeProcessor):
    """Takes note of footnotes that nothing refers to, or whose names no anchor can have.

    Their links would lead nowhere, so they are taken out: the mistake is reported once.
    """

    def __init__(self, extension: KinepediaMarkdown, footnotes: FootnoteExtension) -> None:
        super().__init__(extension)
        self.footnotes = footnotes

    def run(self, root: Element) -> None:
        names = list(self.footnotes.footnotes)
        self.extension.spaced_footnotes = [name for name in names if re.search(r"\s", name)]
        self.extension.unused_footnotes = [
            name for name in names if f"fnref:{name}" not in self.footnotes.found_refs
        ]
        faulty = {*self.extension.spaced_footnotes, *self.extension.unused_footnotes}
        broken = {f"#{kind}:{name}" for name in faulty for kind in ("fn", "fnref")}
        for link in root.iter("a") if broken else ():
            if link.get("href") in broken:
                del link.attrib["href"]


class _StepAnchors(_TreeProcessor):
    """Takes note of the steps' numbers, and gives each step its anchor before others choose one."""

    def run(self, root: Element) -> None:
        start, end = _how_to(root)
        if start == end or not self.extension.has_steps:
            return
        root[start].attrib.setdefault("id", "how-to")
        numbers = self.extension.step_numbers
        for heading in root[start:end]:
            if heading.tag == "h3" and (match := _STEP.match(heading.text or "")):
                given = match[1]
                numbers.append(int(given) if given and len(given) < 6 else None)
                heading.attrib.setdefault("id", f"step-{len(numbers)}")


class _Cuts(_TreeProcessor):
    """Cuts an exercise into introduction, steps and the rest, when the tree is final.

    The cuts are marks in the text between the elements: before and after `## How to`, before and after the
    heading of each step, before what follows the steps in that section, and before the next section.
    Cutting here, and not in the finished HTML, cannot split an element, whatever raw HTML the author wrote.
    """

    def run(self, root: Element) -> None:
        start, end = _how_to(root)
        if start == end or not self.extension.has_steps:
            return
        for index, child in enumerate(root):  # every [TOC] is the same element, whose tail they would share
            if child.get("class") == "toc" and any(child is other for other in root[:index]):
                root[index] = deepcopy(child)
        steps = [index for index in range(start, end) if _is_step(root[index])]
        cuts = [start, start + 1, *(cut for index in steps for cut in (index, index + 1))]
        # A heading between two steps belongs to the first; one after the last step ends it.
        after = range(steps[-1] + 1, end) if steps else range(0)
        cuts.append(next((index for index in after if root[index].tag == "h3"), end))
        cuts.append(end)
        for cut in cuts:
            if cut == 0:
                root.text = (root.text or "") + CUT
            else:
                root[cut - 1].tail = (root[cut - 1].tail or "") + CUT


class _RawHtml(Postprocessor):
    """Takes note of faulty raw HTML, while it can still be told from what Markdown made."""

    only_looks = True

    def __init__(self, extension: KinepediaMarkdown, md: Markdown) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, text: str) -> str:
        if not self.md.htmlStash.rawHtmlBlocks and LITERAL_COMMENT not in text:
            return text
        # The text of each heading may come by alone, too; the whole comes last.
        self.extension.nesting = [
            finding
            for piece in text.split(CUT)
            for finding in nesting_findings(piece, self.md.htmlStash.rawHtmlBlocks)
        ]
        return text


def _how_to(root: Element) -> tuple[int, int]:
    """Return where the section `## How to` begins and ends; twice the same where there is none."""
    start = None
    for index, child in enumerate(root):
        if start is None:
            if child.tag == "h2" and "".join(child.itertext()).strip().casefold() == "how to":
                start = index
        # The footnotes of a page come at its end, whatever section that is.
        elif child.tag in ("h1", "h2") or child.get("class") == "footnote":
            return start, index
    return (0, 0) if start is None else (start, len(root))


def _is_step(element: Element) -> bool:
    return element.tag == "h3" and bool(_STEP.match(element.text or ""))


class KinepediaMarkdown(Extension):
    """Adds our syntax, and remembers what it saw in the body that is being converted.

    `has_steps` is set before a conversion. After it, `step_numbers` has the numbers that the author gave
    the steps (None where there is none), `wiki_links` the links that it made, and `poses` the first line
    inside each block of poses, from 0, with the number of its lines. What is to be reported is in
    `unknown_alerts`, `faulty_addresses`, `forbidden_attributes`, `nesting` and the lists of footnotes.
    """

    def __init__(self) -> None:
        super().__init__()
        self.has_steps = False
        self.poses: list[tuple[int, int]] = []  # the same list for ever: `PoseBlocks` adds to it
        self.forget()

    def forget(self) -> None:
        """Forget what was seen in the last body."""
        self.step_numbers: list[int | None] = []
        self.unknown_alerts: list[str] = []
        self.wiki_links: list[Element] = []
        self.poses.clear()
        self.faulty_addresses: list[str] = []
        self.forbidden_attributes: list[str] = []
        self.unknown_footnotes: list[str] = []
        self.unused_footnotes: list[str] = []
        self.spaced_footnotes: list[str] = []
        self.nesting: list[Finding] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is the library's
        """Register the processors. The numbers are places among Python-Markdown's own."""
        # The higher one is the sooner. Right after fenced code (25), before raw HTML (20) is stashed as well.
        md.preprocessors.register(PoseBlocks(self.poses, md), "poses", 24)
        # After code (190) and escapes (180), in which brackets mean nothing; before references (170), which
        # would take "[[x]]" for one in brackets. Footnotes (175) begin with a caret, and go first.
        md.inlinePatterns.register(_WikiLinks(self, md), "wiki_link", 172)
        md.inlinePatterns.register(_UnknownFootnotes(self, md), "unknown_footnote", 174)
        md.parser.blockprocessors.register(_Quotations(md.parser), "quote", 20)
        # As soon as inline text (20) is read: the word in brackets could be a link to something.
        md.treeprocessors.register(_Alerts(self), "alerts", 19)
        footnotes = next(item for item in md.registeredExtensions if isinstance(item, FootnoteExtension))
        # After the library has added the links for further references (15).
        md.treeprocessors.register(_Footnotes(self, footnotes), "footnote_names", 14)
        md.treeprocessors.register(_Tables(self), "kinepedia_tables", 9)
        # After attribute lists (8) and abbreviations (7), which are the last to give attributes.
        md.treeprocessors.register(_Forbidden(self), "forbidden", 6.5)
        # Before the outline (5), which gives an anchor to each heading that has none and
        # keeps all others apart from it.
        md.treeprocessors.register(_StepAnchors(self), "step_anchors", 6)
        # Last of all that move elements: only escapes are still restored (0), which a cut is none of.
        md.treeprocessors.register(_Cuts(self), "cuts", 4)
        # Before raw HTML is put back (30): afterwards, nobody knows whose tags are whose.
        md.postprocessors.register(_RawHtml(self, md), "nesting", 31)
