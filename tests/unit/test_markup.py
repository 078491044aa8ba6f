from __future__ import annotations

import re

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from kinepedia.parse.markdown.body import Body
from kinepedia.parse.markdown.complexity import TooComplexError
from kinepedia.parse.markdown.convert import Converter, literal
from kinepedia.parse.markdown.extensions import CUT
from kinepedia.parse.markdown.locate import locate, locate_heading
from kinepedia.parse.markdown.sanitize import ALLOWED_TAGS, address_problem, is_faulty
from kinepedia.parse.markdown.sides import side_findings
from kinepedia.problems.diagnostics import Span

CONVERTER = Converter()

# Pieces that mean something to Markdown, HTML or to us, to be put together in every way.
# fmt: off
PIECES = [
    "[[a]]", "[[a|b]]", "[x](y.md)", "![p](q.png)", "`code`", "**b**", "*", "_", "> [!NOTE]\n> x", "<b>",
    "</b>", "<script>", "<div onclick=x>", "</div>", "\n\n", "\n", "## How to\n\n", "### Step 1: a\n\n",
    "### Step 2\n\n", "## h {#main}\n\n", "| a | b |\n|---|--:|\n| c | d |", "[^1]", "\n\n[^1]: n\n\n",
    "term\n:   def", "!!! note\n    x", "- a\n    - b\n", "1. x\n", "    code\n", "```\nx\n```\n", "&amp;",
    "&", "<", ">", "{{ x }}", "\\", "|", "[a]: b", '<a href="javascript:x">', "<img src=x>", "kp:0", "é",
    "\x00",
]
# fmt: on
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)


def convert(text: str) -> Body:
    return CONVERTER.convert(text, has_steps=True)


def html_of(body: Body) -> str:
    steps = "".join(step.title + step.html for step in body.steps)
    return body.intro + body.steps_lead + steps + body.rest


def test_an_exercise_is_cut_into_its_parts() -> None:
    body = convert(
        "Intro.\n\n## How to\n\nLead.\n\n### Step 1: *Lie* down\n\nOne.\n\n### Step 2\n\nTwo.\n\n"
        "#### Detail\n\nMore.\n\n### Tips\n\nA tip.\n\n## After\n\nEnd.\n"
    )
    assert body.intro.strip() == "<p>Intro.</p>"
    assert body.steps_lead.strip() == "<p>Lead.</p>"
    assert [(step.number, step.title, step.anchor) for step in body.steps] == [
        (1, "<em>Lie</em> down", "step-1"),
        (2, "", "step-2"),
    ]
    assert "More." in body.steps[1].html
    assert "More." not in body.steps_tail
    assert body.steps_tail.strip() == '<h3 id="tips">Tips</h3>\n<p>A tip.</p>'
    assert body.rest.strip() == '<h2 id="after">After</h2>\n<p>End.</p>'


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Step 1: Lie down", "Lie down"),
        ("Step 1", ""),
        ("Step 2 - Lift", "Lift"),
        ("Step: Lift", "Lift"),
        ("Step back with the left foot", "Step back with the left foot"),
        ("Step up", "Step up"),
        ("Step-down slowly", "Step-down slowly"),
    ],
)
def test_the_label_of_a_step_is_not_its_title(heading: str, title: str) -> None:
    assert [step.title for step in convert(f"## How to\n\n### {heading}\n\nText.\n").steps] == [title]


def test_a_table_of_contents_among_the_steps_moves_nothing() -> None:
    body = convert(
        "Intro.\n\n[TOC]\n\n## How to\n\n[TOC]\n\n### Step 1\n\nOne.\n\n[TOC]\n\n## More\n\nEnd.\n"
    )
    assert [step.html.count("One.") for step in body.steps] == [1]
    assert "End." in body.rest
    assert "How to" not in body.steps_lead.replace('<a href="kp:', "").split("</div>")[-1]


def test_an_attribute_without_a_value_stops_nothing() -> None:
    body = convert("## First {: id }\n\nText.\n\n## Second {: data-toc-label lang }\n")
    assert len(body.headings) == 2
    assert "Text." in body.intro


def test_only_our_own_syntax_makes_a_wiki_link() -> None:
    codes = [
        finding.rule.code for finding in convert("[a](wiki:b) ![c](wiki:d) <a href='wiki:e'>e</a>").findings
    ]
    assert codes == ["unsafe-link"] * 3


@given(MARKDOWN)
@examples(300)
def test_what_comes_out_is_safe_and_balanced(text: str) -> None:
    try:
        body = convert(text)
    except TooComplexError:
        return
    parts = [body.intro, body.steps_lead, body.rest, *(step.html for step in body.steps)]
    for part in parts:
        tags = re.findall(r"<(/?)([a-z][a-z0-9]*)", part)
        assert {name for _, name in tags} <= ALLOWED_TAGS
        assert not re.search(r"<[^>]+ (on\w+|style|srcset)=", part)
        void = {"br", "hr", "img", "col", "wbr"}
        opened = sorted(name for slash, name in tags if not slash and name not in void)
        assert opened == sorted(name for slash, name in tags if slash)
    numbers = [int(n) for n in re.findall(r'(?:href|src)="kp:(\d+)"', html_of(body))]
    assert all(number < len(body.links) for number in numbers)
    addresses = LexborHTMLParser(html_of(body)).css("[href], [src]")
    assert all(
        (node.attributes.get("href") or node.attributes.get("src") or "").startswith("kp:")
        for node in addresses
    )


class ApartConverter(Converter):
    """Sanitizes each piece of an entry by itself, whatever is in it."""

    def _cleaned(self, rendered: str) -> list[str]:
        return [self._sanitizer.clean(piece) for piece in rendered.split(CUT)]


APART = ApartConverter()
UNCLOSED = ["*a", "b*", "**", "[a [[b]] c](d)", "*[TOC]*", "**a *[TOC]* b**", "///Footnotes Go Here///"]
WHOLE = [piece for piece in PIECES if not re.search("<[a-z/]", piece)]


@given(st.lists(st.sampled_from([*WHOLE, *UNCLOSED]), max_size=20).map("\n\n".join))
@examples(200)
def test_pieces_are_sanitized_together_as_they_are_alone(text: str) -> None:
    steps = f"## How to\n\n### Step 1\n\n{text}"
    assert CONVERTER.convert(steps, has_steps=True) == APART.convert(steps, has_steps=True)


@given(st.from_regex(r"https?://([a-z0-9-]{1,9}\.){1,3}[a-z0-9-]{1,4}([/?#:\\][!-~]{0,9})?", fullmatch=True))
@examples(300)
def test_an_address_is_faulty_where_it_has_a_problem(address: str) -> None:
    assert is_faulty(address) == bool(address_problem(address))


@given(st.text(alphabet="[]()!*_`<>#-+| \n\tab\\:{}^&;1.=~\"'"))
@examples(300)
def test_no_text_raises(text: str) -> None:
    try:
        convert(text)
    except TooComplexError:
        pass


@pytest.mark.parametrize(
    "text",
    ["[" * 5000, ">" * 500 + " a", "- " * 2000 + "a", "\n".join(" " * 4 * n + "- a" for n in range(300))],
)
def test_what_would_take_for_ever_is_refused(text: str) -> None:
    with pytest.raises(TooComplexError):
        convert(text)


@pytest.mark.parametrize(
    "text",
    ["-   " * 30, "- " * 3000, "* * " * 500, " -  -  - " * 500, "1. " * 30, " " * 200_000, "1" * 99_999],
)
def test_what_only_looks_like_a_nest_is_read_at_once(text: str) -> None:
    """A pattern that tries every way to divide the spaces would never end."""
    convert(text)


@pytest.mark.parametrize(
    "raw",
    [
        "<div href=" + " " * 200_000 + "></div>",
        "<div " + "href=a" * 40_000 + "></div>",
        "<div " + "href = '" * 15_000 + "></div>",
        "<div>" + '<a "' * 1_900 + "</div>",
        "<div>" + "<!--" * 900 + "</div>",
    ],
)
def test_long_raw_html_is_read_at_once(raw: str) -> None:
    convert(raw)


def test_alerts_in_a_row_stay_two() -> None:
    html = convert("> [!WARNING]\n> One.\n\n> [!TIP]\n> Two.\n").intro
    assert re.findall(r'class="admonition (\w+)"', html) == ["warning", "tip"]


def places(text: str, target: str) -> list[Span]:
    def count(body: Body) -> int:
        return sum(link.target == target for link in body.links)

    return locate(text, literal(target), convert, count, count(convert(text)))[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a [x](b.md) c", [Span(1, 7, 4)]),
        ("`[x](b.md)` [x](b.md)", [Span(1, 17, 4)]),
        ("[x](b.md)\n\n    [x](b.md)\n\n[y](b.md)", [Span(1, 5, 4), Span(5, 5, 4)]),
        ("[x][r] b.md\n\n[r]: b.md\n", [Span(3, 6, 4)]),
        ("<a href='b.md'>x</a> b.md", [Span(1, 10, 4)]),
        ("xb.md [b.md](b.md)", [Span(1, 14, 4)]),
    ],
)
def test_a_link_is_found_where_it_is_live(text: str, found: list[Span]) -> None:
    assert places(text, "b.md") == found


def test_a_wiki_link_over_two_lines_is_found() -> None:
    assert places("see [[Heel\nDrop]]", "Heel Drop") == [Span(1, 7, 4)]


def test_a_heading_is_found_among_its_likes() -> None:
    text = "## A\n\n```\n## A\n```\n\n## A *b*\n\nText\n----\n"
    assert locate_heading(text, 0, "A", convert) == (Span(1, 4, 1), False)
    assert locate_heading(text, 1, "A b", convert) == (Span(7, 4, 5), False)
    assert locate_heading(text, 2, "Text", convert)[0].line == 9


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("Hold the right thigh. Keep your tight ankle pointed.", "side-slip"),
        ("Lift the left knee. The lef foot follows.", "side-slip"),
        ("Lift your right foot. Lower the left foot.", "side-contradiction"),
        ("Raise the right arm; keep the left arm straight.", "side-contradiction"),
    ],
)
def test_doubtful_sides(step: str, code: str) -> None:
    assert [finding.rule.code for finding in side_findings(step)] == [code]


@pytest.mark.parametrize(
    "step",
    [
        "Put the right ankle on the left knee.",
        "Step the right foot in front of the left foot.",
        "Lift the right foot. Then switch legs and lift the left foot.",
        "Lift the right foot; the other foot stays.",
        "A tight calf on the right leg is common.",
        "Hands behind the right thigh. The left foot stays on the floor.",
        "Tight hamstrings pull.",
    ],
)
def test_sides_that_are_meant(step: str) -> None:
    assert list(side_findings(step)) == []
