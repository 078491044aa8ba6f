"""Whether what was read of an encyclopedia is still the same: told without reading it again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from sites import SETTINGS, TERMS, Site

from kinepedia import Folders
from kinepedia.author.overview import overview_of
from kinepedia.plan.catalogue import Catalogue
from kinepedia.plan.links import Linker
from kinepedia.plan.neighbour_finder import NeighbourFinder
from kinepedia.plan.reader import EntryReader, Reader

FIELDS = """\
[fields.exercises]
clinic = {type = "reference", to = "clinics"}
partners = {type = "reference", to = "exercises", many = true}
tempo = {type = "choice", choices = ["slow", "quick"]}
load = {type = "number"}
spots = {type = "list"}
pause = {type = "duration"}
[fields.clinics]
city = {type = "text"}
[collections.clinics]
label = "Clinics"
singular = "clinic"
"""
SLUGS = ("a", "b", "c")

MAYBE = {
    "clinic": st.sampled_from(["graz", "wien"]),
    "tempo": st.sampled_from(["slow", "quick"]),
    "load": st.sampled_from(["1", "2.5"]),
    "spots": st.sampled_from(["[x, y]", "[x]"]),
    "pause": st.sampled_from(["30 s", "1 min"]),
    "level": st.just("beginner"),
    "order": st.sampled_from(["1", "2"]),
    "summary": st.sampled_from(["One.", "Two."]),
}
EXERCISE = st.fixed_dictionaries({"title": st.sampled_from(["A", "B"])}, optional=MAYBE)
WORLD = st.tuples(
    st.fixed_dictionaries(dict.fromkeys(SLUGS, EXERCISE)),
    st.fixed_dictionaries({slug: st.sampled_from(["Graz", "Wien", "Linz"]) for slug in ("graz", "wien")}),
)
CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "tempo": st.sampled_from(["slow", None, ("slow", "quick")]),
        "clinic": st.sampled_from(["graz", "wien", None]),
        "load": st.sampled_from([1, 2.5, None]),
        "spots": st.just("y"),
        "level": st.just("beginner"),
    },
)
PATHS = st.lists(
    st.sampled_from(
        "title load tempo spots pause order summary href clinic clinic.city clinic.title level.title "
        "categories categories.title".split()
    ),
    unique=True,
    max_size=4,
)


@given(WORLD, WORLD, CONDITIONS, PATHS)
@examples(60)
def test_an_answer_is_another_one_if_anything_that_was_read_is(
    before: tuple[Any, Any], after: tuple[Any, Any], where: dict[str, Any], paths: list[str]
) -> None:
    reader, answers = asked(before, where, paths)
    other, others = asked(after, where, paths)
    told = catalogue_of(before).digest(reader.asked)
    assert told == catalogue_of(before).digest(reader.asked)
    if reader.asked == other.asked:  # else not even the same was read
        assert (told == catalogue_of(after).digest(reader.asked)) == (answers == others)
    elif told == catalogue_of(after).digest(reader.asked):
        assert answers == others


def asked(world: tuple[Any, Any], where: dict[str, Any], paths: Iterable[str]) -> tuple[Reader, object]:
    """Return a reader that has asked for exercises and read these paths of them, and what it was told."""
    catalogue = catalogue_of(world)
    settings = overview(world).encyclopedia.settings
    reader = Reader(lambda: catalogue, Linker("", settings))
    found = reader.entries("exercises", **where)
    return reader, [(each._key, [told(each, path) for path in paths]) for each in found]


def told(entry: EntryReader, path: str) -> object:
    name, _, rest = path.partition(".")
    value = getattr(entry, name)
    several = value if type(value) is tuple and value and isinstance(value[0], EntryReader) else None
    if several:
        return [told(each, rest) if rest else each._key for each in several]
    if isinstance(value, EntryReader):
        return told(value, rest) if rest else value._key
    return value


def catalogue_of(world: tuple[Any, Any]) -> Catalogue:
    encyclopedia = overview(world).encyclopedia
    return Catalogue(encyclopedia, NeighbourFinder(encyclopedia), lambda _: b"")


def overview(world: tuple[Any, Any]) -> Any:
    exercises, clinics = world
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder)).write({"site.toml": SETTINGS + FIELDS, **TERMS})
        for slug, city in clinics.items():
            site.write({f"content/clinics/{slug}.md": f"---\ntitle: {slug}\ncity: {city}\n---\n"})
        for slug, fields in exercises.items():
            lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
            site.write({f"content/exercises/{slug}.md": f"---\ncategories: hamstrings\n{lines}---\n"})
        return overview_of(Folders.of(site.root), drafts=False)
