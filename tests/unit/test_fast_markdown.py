from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import markdown
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import slugify_unicode
from markdown.inlinepatterns import SimpleTagInlineProcessor
from markdown.postprocessors import Postprocessor

from kinepedia.parse.markdown import fast
from kinepedia.parse.markdown.convert import EXTENSIONS
from kinepedia.parse.markdown.extensions import KinepediaMarkdown

ROOT = Path(__file__).parents[2]


class Pair:
    """Python-Markdown as it is, and the fast one, each with the same extensions."""

    def __init__(self, *more: type[Extension], **options: Any) -> None:
        self.sides = [self._side(kind, more, options) for kind in (markdown.Markdown, fast.Markdown)]

    def _side(self, kind: type[markdown.Markdown], more: Any, options: dict[str, Any]) -> Any:
        ours = KinepediaMarkdown()
        extensions = [*EXTENSIONS, ours, *(each() for each in more)]
        configs = {"toc": {"slugify": slugify_unicode}}
        return kind(
            **{"output_format": "html", **options}, extensions=extensions, extension_configs=configs
        ), ours

    def check(self, *texts: str) -> None:
        """Assert that both make the same of each text, and tell our extension the same."""
        for text in texts:
            plain, quick = (self._result(converter, ours, text) for converter, ours in self.sides)
            assert quick == plain

    def result_of_fast(self, text: str) -> Any:
        return self._result(*self.sides[1], text)

    def _result(self, converter: Any, ours: KinepediaMarkdown, text: str) -> Any:
        converter.reset()
        ours.forget()
        ours.has_steps = True
        try:
            html = converter.convert(text)
        except Exception as error:
            # What the library cannot convert, the fast one cannot either. Its parser is not usable any more.
            converter.parser.state.clear()
            return type(error)
        links = [(link.attrib, link.text) for link in ours.wiki_links]
        noted = ours.step_numbers, ours.unknown_alerts, ours.faulty_addresses, ours.forbidden_attributes
        return html, converter.toc_tokens, converter.htmlStash.rawHtmlBlocks, links, noted


PAIR = Pair()

# Pieces that mean something to a part of the library, to be put together in every way.
# fmt: off
WORDS = [
    "a", "lift", "Word", "e\N{COMBINING ACUTE ACCENT}", "\N{HIRAGANA LETTER A}", "1", "12.", "x_y_z", "TOC",
    "HTML", "2*3", "\N{ARABIC-INDIC DIGIT TWO}.", "\N{NO-BREAK SPACE}", "zz", "(", ")", "]", "[", "'", '"',
]
INLINE = [
    "*", "**", "***", "_", "__", "___", "`", "``", "\\", "\\*", "\\_", "\\`", "\\[", "\\|", "\\\\", "\\#",
    "*em*", "**strong**", "***both***", "_em_", "__strong__", "*a **b** c*", "**a *b* c**", "**a _b_ [[c]]**",
    "*a `b` [c](d)*", "`code`", "``a ` b``", "`<b>`", "`\\`", "[text](target.md)", '[t](a "title")',
    "[t](<a b>)", "[a [b] c](d)", "[a](b(c)d)", "[*a* `b`](c_d_e)", "[a\\](b)", "![alt](p.jpg)",
    "![*a*](p_q_.jpg 't')", "![[x]](y)", "[![alt](p)](q)", "[ref]", "[Ref][]", "[text][ref]", "[text] [ref]",
    "![ref]", "![a][ref]", "[a][none]", "[^1]", "[^n]", "[^none]", "[[wiki]]", "[[a/b#c|text]]", "[[a|*b*]]",
    "[[]]", "[[a\\|b]]", "![[a]]", "<https://example.org/a_b_c>", "<me@example.org>", "<mailto:a@b.c>",
    "https://example.org", "me@example.org", "<b>", "</b>", "<b class='x'>y</b>", "<br>", "<br/>", "<", ">",
    "&", "&amp;", "&lt;", "&#39;", "&#x27;", "&copy", "<!-- c -->", "<script>x</script>",
    "<a href='javascript:x'>y</a>", "{: .x }", "{: #i }", "{.a k=v}", '{: title="a b" }', "{: title='a>b' }",
    "{: hidden }", "{#", "{", "}", "{{ x }}", "\x02", "\x03", "\x02klzzwxh:0000\x03", "\x02wzxhzdk:0\x03",
    "\x02amp\x03", "\x00", "\t", "  ", "  \n", "\\\n", "\n", "\r\n", "\r", "\x0b", "\x0c", "\u2028", "\x85",
    ":", "|", "#", "!", "://", "[TOC]", "///Footnotes Go Here///", "+", "-", "=", "~",
]
BLOCKS = [
    "*a **b *c `d` [[e]]* f** g*", "**a *b **c \\* d** e* f**", "x\n{: hidden }", "# H {: title=title }",
    "- # H\n    tail \\> x", "## Q\\", "a\n{: k='\"' }", "##\\\n## R",
    "# H", "## How to", "### Step 1: *Lift*", "### Step 2", "## Tips ##", "## A # B", "###### Six",
    "####### Seven", "#", "# A\\", "# A \\# #", "## [[wiki]] & <b>x</b>", "## Same", "## Same", "## Ref[^1]",
    "## HTML {: #own }", "## L {: data-toc-label='x<y' }", "## T {: title='a\\>b' }", "Setext\n===",
    "Setext\n---", "a\nb\n---", "---", "***", "* * *", "_ _ _", "text\n***\nmore", "- a\n- b",
    "* a\n* b\n\n* c", "+ a\n    + b\n        + c", "- a\n\n    para\n\n    - b", "- **a** b\n  c",
    "1. a\n2. b", "3. a\n\n    b\n4. c", "1. a\n    - b\n    text\n2. c", "- a\n1. b", "-a", "1.a", "- # H",
    "- > q", "-     code", "- [[a]]\n    text\n    - *b*\n\n    tail", "> q", "> q\n> r\n\n> s", "> > deep",
    "> [!NOTE]\n> x", "> [!tip] y", "> [!XYZ]\n> z", "> - a\n> - b", "> # H", ">     code",
    "text\n> lazy\nquote", "    code", "    code\n\n    more\n\n\n    yet", "    *a*\ntext", "\tcode",
    "```\ncode *x*\n```", "~~~ py\na\n\nb\n~~~", "```{ .a #b k=v }\nx\n```", "```\nopen", "``` x\n[[y]]\n```",
    "`````", "| a | b |\n|---|:-:|\n| c | d |", "a | b\n--|--\n`c|d` | e\\|f", "| a |\n|---|\n| [[x\\|y]] |",
    "|a|\n|-|", "| a | b |", "a|b\n-|-", "| a {: .x } | b |\n|---|--:|\n| *c* | [^1] |", "term\n: def",
    "term\n\n: def\n\n    more", ": x", "a\nb\n: c\n: d", "term\n:   - a\n    - b", "[^1]: note",
    "[^n]: *a*\n    b\n\n    c", "[^1]: a\n[^n]: b", "[^a b]: x\n\n    - l", "*[HTML]: Hyper", "*[a]: ''",
    "*[zz]: <b>", "*[lift]: x\n*[Word]: y", "[ref]: https://example.org 'T'", "[Ref]: <a b>\n",
    "[ref]: a.md\n[none2]: b\ntext", "[x]:\n    y\n    'z'", "!!! note\n    x",
    '!!! tip "T *x*"\n    a\n\n    b\n\nc', '!!! warning ""\n    - a\n\n        b',
    "!!! a b\n    !!! c\n        d", "text\n!!! note\n    x", "!!!", "<div>\nx\n</div>",
    "<div>\n\n*a*\n\n</div>", "<p>a\n\nb</p>", "<!-- c\n\nd -->", "<table><tr><td>x</td></tr></table> *y*",
    "<hr>", "</div>", "<details>\n<summary>x</summary>\n\ny\n</details>", "<h2 id='x'>y</h2>",
    "<style>\n*{}\n</style>", "<div", "<b>x</b>\n{: .y }", "para\n{: .x #y }", "- a\n{: .x }",
    "- a {: .x }\n    - b", "> q\n{: .x }", "[TOC]", "[TOC] {: .x }", "*[TOC]*", "", " ", "   ", "\n\n",
    "\x02", "\ufeff# x", "a  \nb", "a\\\nb", "::: x", "(c)", "\u201cquoted\u201d", "**Bold:** text",
    "*a*\n*b*", "///Footnotes Go Here///", "text ///Footnotes Go Here///\n", "    - not a list", "  - two",
    "   # three", "  > two", "  [^1]: two",
]
# fmt: on


def joined(pieces: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    return st.lists(pieces, min_size=1, max_size=most).map("".join)


BEGINNINGS = ["- ", "1. ", "> ", "    ", "        ", "## ", ": ", "[^1]: ", "| ", "!!! x\n    ", "*[", "   "]
SPACED = st.tuples(st.sampled_from(WORDS + INLINE), st.sampled_from(["", " "])).map("".join)
LINE = st.tuples(st.sampled_from(["", *BEGINNINGS]), joined(SPACED, 8)).map("".join)
BLOCK = st.one_of(
    st.sampled_from(BLOCKS),
    LINE,
    st.tuples(LINE, st.sampled_from(["\n", "\n    "]), LINE).map("".join),
    st.tuples(st.sampled_from(BEGINNINGS), st.sampled_from(BLOCKS)).map("".join),
    st.tuples(st.sampled_from(BLOCKS), LINE).map("".join),
    st.tuples(st.sampled_from(BEGINNINGS), st.sampled_from(BLOCKS)).map(
        lambda pair: pair[0] + "a\n\n" + "".join(f"    {line}\n" for line in pair[1].split("\n"))
    ),
)
TEXT = joined(st.tuples(BLOCK, st.sampled_from(["\n\n", "\n\n", "\n", "\n\n\n", "\n \n"])).map("".join), 10)


@pytest.mark.parametrize(
    ("version", "is_known"),
    [((3, 7), False), (fast.OLDEST_KNOWN, True), (fast.NEWEST_KNOWN, True), ((99, 0, 0), False)],
)
def test_a_version_of_the_library_that_is_not_known_is_left_as_it_is(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...], is_known: bool
) -> None:
    monkeypatch.setattr(markdown, "__version_info__", (*version, "final", 0)[:5])
    module = runpy.run_path(fast.__file__)
    assert module["IS_KNOWN"] == is_known
    assert (module["Markdown"] is not markdown.Markdown) == is_known


@given(TEXT)
@examples(300)
def test_it_makes_what_the_library_makes(text: str) -> None:
    PAIR.check(text)


@given(st.text(alphabet="[]()!*_`<>#-+| \n\tab\\:{}^&;1.=~\"'/@"))
@examples(300)
def test_it_makes_what_the_library_makes_of_noise(text: str) -> None:
    PAIR.check(text)


def test_it_makes_what_the_library_makes_of_the_content_and_of_every_case() -> None:
    texts = [path.read_text("utf-8").partition("\n---\n")[2] for path in (ROOT / "content").rglob("*.md")]
    cases = [path.read_bytes().decode("utf-8", "replace") for path in ROOT.glob("tests/site/cases/*.txt")]
    assert texts
    assert cases
    PAIR.check(*texts, *cases)
    PAIR.check("\n\n".join(texts[:20]))


@pytest.mark.parametrize("block", BLOCKS)
def test_nothing_of_one_text_is_in_the_next(block: str) -> None:
    fresh, used = Pair(), Pair()
    after = "HTML and lift[^1] [ref] [^n]\n\n## Same\n\nWord ![x][ref]\n\n    code"
    used.check(f"{block}\n\n[ref] [^1] [^n] HTML", after)
    assert used.result_of_fast(after) == fresh.result_of_fast(after)


class _Strange(Extension):
    """Parts that the fast converter cannot know."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the name is the library's
        md.inlinePatterns.register(SimpleTagInlineProcessor(r"()(lift)", "del"), "lift", 65)
        excluding = SimpleTagInlineProcessor(r"()(Word)", "ins")
        excluding.ANCESTOR_EXCLUDES = ("strong", "h2")
        md.inlinePatterns.register(excluding, "word", 66)
        md.parser.blockprocessors.register(_Shouts(md.parser), "shout", 200)
        md.postprocessors.register(_Ends(), "ends", 5)


class _Shouts(BlockProcessor):
    def test(self, parent: Any, block: str) -> bool:
        return "(" in block

    def run(self, parent: Any, blocks: list[str]) -> bool:
        blocks[0] = blocks[0].replace("(", "# ")
        return False


class _Ends(Postprocessor):
    def run(self, text: str) -> str:
        return text.replace("a", "A")


@pytest.mark.parametrize(
    "pair",
    [Pair(_Strange), Pair(output_format="xhtml"), Pair(tab_length=2)],
    ids=["unknown parts", "XHTML", "another tab length"],
)
@given(text=TEXT)
@examples(100)
def test_what_is_out_of_the_ordinary_is_left_to_the_library(pair: Pair, text: str) -> None:
    pair.check(text)
