"""The second stage: sources become entries, checked against the schema and converted from Markdown."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from kinepedia import rules
from kinepedia.addresses import Key, slug_problem, slugify
from kinepedia.markup.body import Body
from kinepedia.markup.complexity import TooComplexError
from kinepedia.markup.convert import Converter, disguised, literal
from kinepedia.markup.locate import TooManyProbesError, locate, locate_heading
from kinepedia.schema import COLLECTIONS, REFERENCES, Exercise, Listing, Names
from kinepedia.schema.validate import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kinepedia.diagnostics import Diagnostic, Place, Span
    from kinepedia.markup.body import Finding, Heading, Link
    from kinepedia.read import Source, Sources
    from kinepedia.schema import Entry as Fields

# Characters that are converted anew to find the places of one entry's problems: about a second's worth.
_MOST_PROBED = 1_000_000
_NO_TARGET = r"(?<=\]\()[ \t]*(?=\))|(?<=\[\[)\s*(?=[\]|])|(?:href|src)=(?:\"\"|'')"
_NAMES: TypeAdapter[Listing[str]] = TypeAdapter(Names)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its fields, its body, and the file they come from."""

    key: Key
    fields: Fields
    body: Body
    source: Source

    @property
    def title(self) -> str:
        """The entry's name."""
        return self.fields.title


@dataclass(frozen=True, slots=True)
class Absent:
    """An entry that exists but cannot be shown, because it has errors or is a draft.

    References to it are not reported as leading nowhere: one mistake is reported once. Its own references
    are checked all the same; `stated` has those that could be read, by field.
    """

    key: Key
    names: tuple[str, ...]
    draft: bool
    stated: Mapping[str, tuple[str, ...]]
    body: Body
    source: Source


@dataclass(frozen=True, slots=True)
class Parsed:
    """All entries of a site, those that cannot be shown, and what is wrong."""

    entries: tuple[Entry, ...]
    absent: tuple[Absent, ...]
    problems: tuple[Diagnostic, ...]


def parse(
    sources: Sources, parser: EntryParser, *, drafts: bool, advance: Callable[[], None] = lambda: None
) -> Parsed:
    """Check and convert every source.

    `drafts` shows drafts as if they were published; `advance` is called after each source.
    """
    entries: list[Entry] = []
    absent: list[Absent] = []
    problems: list[Diagnostic] = []
    for source in sources.entries:
        result, found = parser.parse(source)
        problems += found
        if isinstance(result, Entry) and result.fields.draft and not drafts:
            result = _as_draft(result)
        if isinstance(result, Entry):
            entries.append(result)
        else:
            absent.append(result)
        advance()
    return Parsed(tuple(entries), tuple(absent), tuple(problems))


def stated_names(fields: Fields) -> dict[str, tuple[str, ...]]:
    """Return the names in every field that refers to entries."""
    stated = {name: getattr(fields, name, None) for name in REFERENCES}
    return {
        name: value.values if isinstance(value, Listing) else (value,)
        for name, value in stated.items()
        if value is not None
    }


def _as_draft(entry: Entry) -> Absent:
    names = (entry.title, *entry.fields.aliases.values)
    return Absent(
        entry.key,
        names,
        draft=True,
        stated=stated_names(entry.fields),
        body=entry.body,
        source=entry.source,
    )


def _unreadable(source: Source) -> Absent:
    key = Key(source.collection, source.name)
    title = source.title or source.name.replace("-", " ")
    return Absent(key, (title,), draft=False, stated={}, body=Body(), source=source)


def _slug(source: Source, fields: Fields | None) -> str:
    """Return the slug that the author gave, even if another field is wrong; else the name of the file."""
    given = fields.slug if fields else source.fields.get("slug")
    return given if isinstance(given, str) and not slug_problem(given) else source.name


def _slug_hint(source: Source) -> str:
    better = slugify(source.name)
    if slug_problem(better):
        return "give it another name, of the letters a to z, digits and single hyphens"
    is_folder = source.content_path.endswith("/index.md")
    return f'rename the folder to "{better}"' if is_folder else f'rename the file to "{better}.md"'


def _readable_names(source: Source) -> dict[str, tuple[str, ...]]:
    """Return the names in those fields of a faulty entry that are in order themselves."""
    known = COLLECTIONS[source.collection].fields.model_fields
    readable = {}
    for name in ("aliases", *REFERENCES):
        if name in known and source.fields.get(name) is not None:
            try:
                readable[name] = _NAMES.validate_python(source.fields[name]).values
            except ValidationError:
                continue
    return readable


class EntryParser:
    """Parses one source after the other."""

    def __init__(self) -> None:
        self._converter = Converter()
        self._probed: Counter[str] = Counter()
        self._cut_short: set[str] = set()

    def parse(self, source: Source) -> tuple[Entry | Absent, list[Diagnostic]]:
        """Return the entry in `source`, and what is wrong with it."""
        problems = list(source.problems)
        if not source.readable:
            return _unreadable(source), problems
        collection = COLLECTIONS[source.collection]
        fields, found = validate(
            collection.fields, source.fields, source.marks, source.path, where="the front matter"
        )
        problems += found
        slug = _slug(source, fields)
        problem = slug_problem(slug)
        if problem:
            problems.append(
                rules.BAD_SLUG.at(source.place_of_name(), slug=slug, reason=problem, hint=_slug_hint(source))
            )
        key = Key(source.collection, slug)
        body, found = self._body(source)
        problems += found
        if fields is None or problem:
            readable = _readable_names(source)
            title = source.fields.get("title")
            names = (*((title,) if isinstance(title, str) else ()), *readable.pop("aliases", ()))
            return Absent(key, names, draft=False, stated=readable, body=body, source=source), problems
        return Entry(key, fields, body, source), problems

    def _body(self, source: Source) -> tuple[Body, list[Diagnostic]]:
        try:
            body = self._convert(source, source.body)
        except TooComplexError as error:
            place = source.body_place(source.span_in_body(error.index))
            return Body(), [error.rule.at(place, **error.facts)]
        problems = [
            diagnostic
            for finding in dict.fromkeys(body.findings)
            for diagnostic in self._located(source, body, finding)
        ]
        problems += self._heading_problems(source, body)
        if COLLECTIONS[source.collection].fields is Exercise:
            problems += self._step_problems(source, body)
        return body, [*problems, *self.more_places(source)]

    def _convert(self, source: Source, text: str) -> Body:
        return self._converter.convert(text, has_steps=source.collection == "exercises")

    def _located(self, source: Source, body: Body, finding: Finding) -> Iterator[Diagnostic]:
        spans = self._spans(
            source, finding.pattern, lambda body: body.findings.count(finding), body.findings.count(finding)
        )
        for span in spans:
            yield finding.rule.at(source.body_place(span), hint=finding.hint, **dict(finding.facts))

    def _spans(self, source: Source, pattern: str, count: Callable[[Body], int], before: int) -> list[Span]:
        spans, cut_short = locate(source.body, pattern, lambda text: self._probe(source, text), count, before)
        if cut_short:
            self._cut_short.add(source.path)
        return spans

    def more_places(self, source: Source) -> list[Diagnostic]:
        """Return a diagnostic if looking for the places of this source's problems has been cut short."""
        return [rules.MORE_PLACES.at(source.place_of_name())] if source.path in self._cut_short else []

    def _probe(self, source: Source, text: str) -> Body:
        """Convert a changed text, to see what the change does; a source with many problems is shown less."""
        self._probed[source.path] += len(text)
        if self._probed[source.path] > _MOST_PROBED:
            raise TooManyProbesError
        return self._convert(source, text)

    def _heading_place(self, source: Source, body: Body, index: int) -> Place:
        wanted = body.headings[index].text
        span, cut_short = locate_heading(source.body, index, wanted, lambda text: self._probe(source, text))
        if cut_short:
            self._cut_short.add(source.path)
        return source.body_place(span)

    def _heading_problems(self, source: Source, body: Body) -> Iterator[Diagnostic]:
        above = 1
        for index, heading in enumerate(body.headings):
            if heading.level == 1:
                yield rules.TOP_HEADING.at(self._heading_place(source, body, index), heading=heading.text)
            elif heading.level > above + 1:
                yield rules.SKIPPED_HEADING.at(
                    self._heading_place(source, body, index),
                    heading=heading.text,
                    level=heading.level,
                    above=above,
                    marks="#" * (above + 1),
                )
            above = heading.level

    def _step_problems(self, source: Source, body: Body) -> Iterator[Diagnostic]:
        if not body.steps:
            yield rules.NO_STEPS.at(source.place_of_name())
        for expected, step in enumerate(body.steps, start=1):
            if step.number is not None and step.number != expected:
                index = _index_of(step.anchor, body.headings)
                yield rules.STEP_NUMBER.at(
                    self._heading_place(source, body, index), expected=expected, number=step.number
                )
                return

    def place_of_anchor(self, entry: Entry, anchor: str) -> Place:
        """Return where in the entry's file an anchor comes from: a heading, or an id that the author gave."""
        for index, heading in enumerate(entry.body.headings):
            if heading.anchor == anchor:
                return self._heading_place(entry.source, entry.body, index)
        spans = self._spans(entry.source, literal(anchor), lambda body: anchor in body.anchors, 1)
        return entry.source.body_place(spans[0])

    def places_of_link(self, entry: Entry | Absent, link: Link) -> list[Place]:
        """Return every place in the entry's file where its author wrote this link."""
        pattern = literal(link.target) if link.target else _NO_TARGET
        if not re.search(pattern, entry.source.body):
            pattern = disguised(link.target)
        whole = rf"(?<![\w/#-]){pattern}(?![\w/#-])"
        spans = self._spans(
            entry.source,
            whole if link.target and re.search(whole, entry.source.body) else pattern,
            lambda body: body.links.count(link),
            entry.body.links.count(link),
        )
        return [entry.source.body_place(span) for span in spans]


def _index_of(anchor: str, headings: tuple[Heading, ...]) -> int:
    return next((index for index, heading in enumerate(headings) if heading.anchor == anchor), 0)
