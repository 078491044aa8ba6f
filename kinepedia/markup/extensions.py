"""Our additions to Markdown: wiki links, alerts, steps, and tables without styles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

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

# In a table, the bar of a wiki link is escaped; Python-Markdown hides an escaped bar like this.
_WIKI_LINK = r"\[\[([^\[\]|\x02\x03]+)(?:(?:\||\x02124\x03)([^\[\]|]+))?\]\]"


class _WikiLinks(InlineProcessor):
    """`[[Reference]]` and `[[reference|text]]`."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the name is the library's
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element, int, int]:
        target = " ".join(m[1].split())
        link = Element("a")
        if m[2]:
            link.set("href", WIKI + target)
            link.text = m[2].strip()
        else:
            link.set("href", WIKI_TITLED + target)
            link.text = AtomicString(target.partition("#")[0].rpartition("/")[2] or target)
        return link, m.start(), m.end()


class _TreeProcessor(Treeprocessor):
    """A step over the finished tree, which tells the extension what it sees."""

    def __init__(self, extension: KinepediaMarkdown) -> None:
        super().__init__()
        self.extension = extension


class _Alerts(_TreeProcessor):
    """`> [!WARNING]`, in the form that GitHub gave it, becomes the same as an admonition."""

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for quote in [child for child in parent if child.tag == "blockquote"]:
                for part in _split_quote(parent, quote):
                    self._make_alert(part)

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


def _split_quote(parent: Element, quote: Element) -> list[Element]:
    """Make two quotations of two alerts in a row, which Python-Markdown joins into one."""
    parts = [quote]
    for child in list(quote)[1:]:
        if _alert_name(child):
            part = Element("blockquote")
            part.tail, parts[-1].tail = parts[-1].tail, "\n"
            parent.insert(list(parent).index(parts[-1]) + 1, part)
            parts.append(part)
        if parts[-1] is not quote:
            quote.remove(child)
            parts[-1].append(child)
    return parts


class _TableStyles(_TreeProcessor):
    """Alignment as a class: a style attribute would break a strict Content-Security-Policy."""

    def run(self, root: Element) -> None:
        for table in root.iter("table"):
            for cell in table.iter():
                if match := _ALIGN.search(cell.attrib.pop("style", "")):
                    cell.set("class", f"align-{match[1]}")


class _Links(_TreeProcessor):
    """Takes note of links whose kind is never published: the sanitizer would drop them silently."""

    def run(self, root: Element) -> None:
        for link in root.iter():
            address = link.get("href") or link.get("src")
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
        cuts: list[int] = []
        inside = False
        for index, child in enumerate(root):
            if child.tag in ("h1", "h2"):
                if inside:
                    cuts.append(index)
                    break
                if child.tag == "h2" and "".join(child.itertext()).strip().casefold() == "how to":
                    inside = True
                    child.attrib.setdefault("id", "how-to")
                    cuts += [index, index + 1]
            elif child.tag == "h3" and inside:
                match = _STEP.match(child.text or "")
                if not match:
                    if extension.step_numbers:
                        cuts.append(index)
                        break
                    continue
                extension.step_numbers.append(int(match[1]) if match[1] and len(match[1]) < 6 else None)
                child.attrib.setdefault("id", f"step-{len(extension.step_numbers)}")
                cuts += [index, index + 1]
        for cut in cuts:
            if cut == 0:
                root.text = (root.text or "") + CUT
            else:
                root[cut - 1].tail = (root[cut - 1].tail or "") + CUT


class KinepediaMarkdown(Extension):
    """Adds our syntax, and remembers what it saw in the body that is being converted.

    `has_steps` is set before a conversion. After it, `step_numbers` has the numbers that the author gave
    the steps (None where there is none), `unknown_alerts` and `unsafe_links` what is to be reported.
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

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is the library's
        """Register the processors. The numbers are places among Python-Markdown's own."""
        md.inlinePatterns.register(_WikiLinks(_WIKI_LINK, md), "wiki_link", 172)
        md.treeprocessors.register(_Alerts(self), "alerts", 19)
        md.treeprocessors.register(_TableStyles(self), "table_styles", 9)
        md.treeprocessors.register(_Links(self), "links", 6.5)
        md.treeprocessors.register(_Steps(self), "steps", 6)
