"""A made-up encyclopedia of any size, as rich as a real one. The same seed makes the same one.

Its words are in `terms` and `phrases`. How a tool wants to have it on disk is for `writing` to know.
"""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import phrases
import terms

if TYPE_CHECKING:
    from terms import Area

SEED = 2026
RELATED = 10
"""How many related exercises a record names, for the tools that do not find them themselves."""

AUTHOR = "kinepedia-contributors"
MOST = len(terms.AREAS) * len(terms.PACES) * len(terms.POSITIONS) * len(terms.MOVEMENTS)
"""How many exercises there are names for."""

Fields: TypeAlias = dict[str, Any]
"""Front matter: texts and numbers, and lists and dictionaries of them."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise.

    `fields` is the front matter without the title, `body` Kinepedia's Markdown, in which
    `[[muscles/soleus|calf]]` refers to an entry. `related`, `previous` and `next` are the exercises that a
    visitor is led to, by their slugs.
    """

    slug: str
    title: str
    fields: Fields
    body: str
    related: tuple[str, ...]
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of another collection: a category, a muscle, an article and so on."""

    collection: str
    slug: str
    title: str
    fields: Fields
    body: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """An encyclopedia."""

    exercises: tuple[Exercise, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """What an exercise is before it is written: enough for others to refer to it."""

    slug: str
    title: str
    area: Area
    pace: str
    position: str
    movement: str
    level: str
    place: int


def generate(count: int, seed: int = SEED) -> Corpus:
    """Return an encyclopedia of `count` exercises. Raises ValueError if there are not enough names."""
    if not 1 <= count <= MOST:
        raise ValueError(f"an encyclopedia can have 1 to {MOST:,} exercises, not {count:,}")
    rng = random.Random(seed)
    names = _names(count, rng)
    related = _related(names)
    exercises = [
        _exercise(name, sequence[max(0, place - 12) : place], related[name.slug], sequence, rng)
        for sequence in names
        for place, name in enumerate(sequence)
    ]
    return Corpus(tuple(exercises), tuple(_entries(exercises, rng)))


def _names(count: int, rng: random.Random) -> list[list[_Name]]:
    """Return the names of all exercises by their category, each list in the order to learn them."""
    areas = terms.AREAS
    found = []
    for index, area in enumerate(areas):
        size = count // len(areas) + (index < count % len(areas))
        choices = list(itertools.product(terms.PACES, terms.POSITIONS, terms.MOVEMENTS))
        sequence = []
        for place, (pace, position, movement) in enumerate(rng.sample(choices, size)):
            title = f"{pace} {terms.POSITIONS[position]} {area.region} {movement}"
            slug = title.lower().replace(" ", "-")
            level = _level(place / size, rng)
            sequence.append(_Name(slug, title, area, pace, position, movement, level, place))
        found.append(sequence)
    return found


def _level(progress: float, rng: random.Random) -> str:
    """Return a level that never falls on the way through a category, so that prerequisites are easier."""
    if rng.random() < 0.1:
        return "all-levels"
    return "beginner" if progress < 0.4 else "intermediate" if progress < 0.75 else "advanced"


def _related(names: list[list[_Name]]) -> dict[str, tuple[str, ...]]:
    """Return for each exercise those that follow it in its category, of its own level first."""
    found = {}
    for sequence in names:
        by_level = defaultdict(list)
        for name in sequence:
            by_level[name.level].append(name.slug)
        for slugs in by_level.values():
            for place, slug in enumerate(slugs):
                alike = [*slugs[place + 1 : place + 1 + RELATED], *slugs[: min(place, RELATED)]]
                others = [other.slug for other in sequence[: RELATED + 1] if other.slug != slug]
                found[slug] = tuple(dict.fromkeys([*alike, *others]))[:RELATED]
    return found


def _exercise(
    name: _Name, earlier: list[_Name], related: tuple[str, ...], sequence: list[_Name], rng: random.Random
) -> Exercise:
    """Return an exercise that builds on some of the `earlier` ones of its category's `sequence`."""
    area = name.area
    thing = rng.choice(list(terms.EQUIPMENT))
    words = {
        "region": area.title.lower(),
        "muscle": terms.TARGETS[area.muscle][0].lower(),
        "joint": terms.TARGETS[area.joint][0].lower(),
        "pace": name.pace.lower(),
        "movement": name.movement.lower(),
        "thing": thing,
    }
    kind = rng.choice(list(terms.TYPES))
    known = rng.sample(earlier, min(len(earlier), 5))
    fields = _fields(name, kind, thing, known, words, rng)
    other = rng.choice([item for item in sequence if item is not name] or [name])
    body = _body(area, kind, other, words, rng)
    previous = sequence[name.place - 1].slug if name.place else None
    following = sequence[name.place + 1].slug if name.place + 1 < len(sequence) else None
    return Exercise(name.slug, name.title, fields, body, related, previous, following)


def _fields(
    name: _Name, kind: str, thing: str, known: list[_Name], words: dict[str, str], rng: random.Random
) -> Fields:
    """Return the front matter. `known` are up to five exercises that may come before this one."""
    area = name.area
    slugs = [item.slug for item in known]
    fields: Fields = {
        "aliases": [
            f"{name.movement} for the {words['region']}, {words['pace']} and {name.position}",
            f"{area.region} {name.movement.lower()} {name.place + 1}",
        ],
        "summary": rng.choice(phrases.SUMMARIES).format(**words),
        "categories": [area.slug, area.neighbour] if rng.random() < 0.25 else [area.slug],
        "type": kind,
        "level": name.level,
        "position": name.position,
        "equipment": [thing] if rng.random() < 0.7 else "none",
        "stretches": [area.muscle, "plantar-fascia"] if area.slug == "calves" else [area.muscle],
        "strengthens": [area.muscle] if kind in ("isometric", "loaded") else "none",
        "mobilizes": [area.joint],
        "prerequisites": slugs[: rng.randrange(3)] or "none",
        "dose": _dose(kind, rng),
        "feel": [text.format(**words) for text in rng.sample(phrases.FEELINGS, 2)],
        "avoid_feeling": [text.format(**words) for text in rng.sample(phrases.SIGNALS, 2)],
        "cautions": [
            {"condition": condition.format(**words), "advice": advice.format(**words)}
            for condition, advice in rng.sample(phrases.CAUTIONS, 2)
        ],
        "author": AUTHOR,
        "sources": [
            {
                "title": rng.choice(phrases.SOURCES).format(**words),
                "url": f"https://example.org/studies/{rng.randrange(10**6)}",
                "note": "Healthy adults only.",
            }
        ],
        "published": f"2024-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
        "order": (name.place + 1) * 10,
    }
    if len(slugs) > 2 and rng.random() < 0.5:
        fields["easier"] = slugs[2:3]
    if len(slugs) > 3 and rng.random() < 0.3:
        fields["alternatives"] = slugs[3:4]
    if rng.random() < 0.3:
        fields["updated"] = f"2025-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return fields


def _dose(kind: str, rng: random.Random) -> Fields:
    dose: Fields = {"sets": rng.randint(1, 4), "rest": rng.choice(["30 s", "45 s", "1 min"]), "sides": "each"}
    if kind.startswith("static"):
        return {"hold": rng.choice(["20 s", "30 s", "30-45 s", "1 min"]), **dose}
    if kind.startswith("nerve"):
        limit = {"amount": "10-20", "unit": "repetitions", "per": "side", "reason": "More can irritate it."}
        return {"reps": 10, **dose, "limit": limit}
    return {"reps": rng.choice(["6-8", "8-12", "10", "12-15"]), **dose}


def _body(area: Area, kind: str, other: _Name, words: dict[str, str], rng: random.Random) -> str:
    """Return the text: an introduction, an alert, six steps, mistakes, and a table in one of ten."""
    article = rng.choice(list(terms.ARTICLES))
    links = {
        "exercise": f"[[exercises/{other.slug}|the {other.title.lower()}]]",
        "type": f"[[types/{kind}|{terms.TYPES[kind][0].lower()}]]",
        "article": f"[[articles/{article}|{terms.ARTICLES[article]}]]",
        "url": f"https://example.org/reading/{rng.randrange(10**6)}",
    }
    mark, alert = rng.choice(phrases.ALERTS)
    opening = rng.choice(phrases.OPENINGS).format(
        **{**words, "muscle": f"[[muscles/{area.muscle}|{words['muscle']}]]"}
    )
    parts = [
        opening,
        rng.choice(phrases.REASONS).format(**words, **links),
        rng.choice(phrases.READING).format(**links),
        f"> [!{mark}]\n> {alert.format(**words)}",
        "## How to",
    ]
    for number, choices in enumerate(phrases.STEPS, 1):
        heading, text = rng.choice(choices)
        parts += [f"### Step {number}: {heading}", text.format(**words)]
    mistakes = rng.sample(phrases.MISTAKES, 3)
    parts += ["## Common mistakes", "\n".join(f"* {text.format(**words)}" for text in mistakes)]
    if rng.random() < 0.1:
        parts += ["## Four weeks", _table()]
    return "\n\n".join(parts) + "\n"


def _table() -> str:
    head, *rows = [f"| {' | '.join(row)} |" for row in phrases.TABLES]
    return "\n".join([head, "|---|---|---|", *rows])


def _entries(exercises: list[Exercise], rng: random.Random) -> list[Entry]:
    """Return the entries of all other collections."""

    def entry(collection: str, slug: str, title: str, **fields: Any) -> Entry:
        told = [rng.choice(exercises) for _ in range(2)]
        body = "\n\n".join(
            rng.choice(phrases.REASONS).format(
                exercise=f"[[exercises/{one.slug}|{one.title}]]", joint="joint", type="movement"
            )
            for one in told
        )
        fields = {"summary": f"What {title.lower()} means here, and what it is good for.", **fields}
        return Entry(collection, slug, title, fields, f"{body}\n")

    items = [
        {"exercise": exercise.slug, "note": "Calmly, with a rest before the next one."}
        for exercise in rng.sample(exercises, min(8, len(exercises)))
    ]
    return [
        *(entry("categories", area.slug, area.title, order=n) for n, area in enumerate(terms.AREAS, 1)),
        *(entry("muscles", slug, title, kind=kind) for slug, (title, kind) in terms.TARGETS.items()),
        *(entry("types", slug, title, definition=text) for slug, (title, text) in terms.TYPES.items()),
        *(
            entry("levels", slug, title, rank="none" if rank is None else rank)
            for slug, (title, rank) in terms.LEVELS.items()
        ),
        *(entry("equipment", slug, title) for slug, title in terms.EQUIPMENT.items()),
        *(entry("articles", slug, title) for slug, title in terms.ARTICLES.items()),
        entry("authors", AUTHOR, "Contributors"),
        entry("routines", "ten-quiet-minutes", "Ten Quiet Minutes", level="beginner", items=items),
    ]
