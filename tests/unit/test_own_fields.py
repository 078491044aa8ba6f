"""Values of a site's own fields: what is accepted is what an entry has, and what is kept of it."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape
from sites import SETTINGS, TERMS, Site

from kinepedia import Field, Folders, Options, build_site
from kinepedia.model.content_model import model_of
from kinepedia.model.schema import from_plain, to_plain
from kinepedia.model.schema.own import Declarations
from kinepedia.model.schema.validate import validate
from kinepedia.problems.spans import Spans

WORDS = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FFF, categories=["L", "N", "P", "S"]), min_size=1
)
WORD = WORDS.filter(lambda word: word.casefold() != "none")
NUMBERS = st.integers(-(10**8), 10**8).map(str) | st.decimals(-(10**6), 10**6, places=3, allow_nan=False).map(
    lambda number: f"{number:.3f}"
)
DAYS = st.dates(date(1000, 1, 1)).map(date.isoformat)
TIMES = st.integers(1, 99).flatmap(
    lambda low: st.sampled_from(
        [f"{low} s", f"{low}-{low + 5} min", f"{low} to {low + 1} sec", f"{low % 60}:30"]
    )
)
CHOICES = ("slow", "quick", "at will")

# A type of field with what it accepts, as front matter has it: texts, lists and mappings of texts.
KINDS: dict[str, tuple[Field, st.SearchStrategy[Any]]] = {
    "text": (Field(type="text"), WORD),
    "number": (Field(type="number"), NUMBERS),
    "yes-no": (Field(type="yes-no"), st.sampled_from(["true", "false"])),
    "date": (Field(type="date"), DAYS),
    "choice": (Field(type="choice", choices=CHOICES), st.sampled_from(CHOICES)),
    "choices": (
        Field(type="choice", choices=CHOICES, many=True),
        st.lists(st.sampled_from(CHOICES), min_size=1, max_size=3) | st.sampled_from(CHOICES),
    ),
    "list": (Field(type="list"), st.lists(WORD, min_size=1, max_size=3) | WORD),
    "reference": (Field(type="reference", to="levels"), WORD),
    "references": (
        Field(type="reference", to="levels", many=True),
        st.lists(WORD, min_size=1, max_size=3) | WORD | st.just("none"),
    ),
    "link": (
        Field(type="link"),
        st.sampled_from(["https://a.b", "http://a.b/c?d=e#f", "HTTPS://A.B/\u00fc"]),
    ),
    "duration": (Field(type="duration"), TIMES),
}


def record_of(field: Field, written: object) -> Any:
    """Return an article with this field, as it is read."""
    model = model_of(Declarations(fields={"articles": {"own": field}}))
    given = {"title": "A", "own": written}
    record, problems = validate(model.collections["articles"].fields, given, Spans(), "x.md", where="here")
    assert problems == []
    return record


@pytest.mark.parametrize("kind", KINDS)
@given(st.data())
def test_what_is_accepted_is_kept(kind: str, data: st.DataObject) -> None:
    field, values = KINDS[kind]
    record = record_of(field, data.draw(values))
    kept = from_plain(to_plain(record))
    assert type(kept) is type(record)
    assert to_plain(kept) == to_plain(record)
    assert plain(kept.own) == plain(record.own)
    assert type(kept.own) is type(record.own)


def plain(value: object) -> object:
    """Return what a value says; records are not compared."""
    return {name: getattr(value, name) for name in value.__slots__} if hasattr(value, "__slots__") else value


SHOWN = {
    "text": str,
    "number": lambda text: str(float(text) if "." in text else int(text)),
    "yes-no": {"true": "yes", "false": "no"}.__getitem__,
    "date": str,
    "choice": str,
    "choices": lambda values: values if isinstance(values, str) else ", ".join(values),
    "list": lambda values: values if isinstance(values, str) else ", ".join(values),
}
QUOTED = st.sampled_from(sorted(SHOWN)).flatmap(lambda kind: st.tuples(st.just(kind), KINDS[kind][1]))


@given(QUOTED)
@examples(30)
def test_what_is_accepted_shows_on_the_page(value: tuple[str, Any]) -> None:
    kind, written = value
    field = KINDS[kind][0]
    choices = f"choices = {list(field.choices)}, many = {str(field.many).lower()}, " if field.choices else ""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder)).write({**TERMS})
        settings = f'{SETTINGS}[fields.articles]\nown = {{type = "{field.type}", {choices}fact = true}}\n'
        site.write(
            {"site.toml": settings, "content/articles/a.md": f"---\ntitle: A\nown: {yaml(written)}\n---\n"}
        )
        assert build_site(Folders.of(site.root), Options(jobs=1)).ok
        assert f"<dd>{escape(SHOWN[kind](written))}</dd>" in site.read("articles/a/index.html")


def yaml(written: str | list[str]) -> str:
    if isinstance(written, list):
        return f"[{', '.join(map(yaml, written))}]"
    return "'" + written.replace("'", "''") + "'"
