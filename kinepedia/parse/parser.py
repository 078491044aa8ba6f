"""The second stage: sources become entries, checked against the schema and converted from Markdown."""

from __future__ import annotations

import marshal
from contextlib import nullcontext
from dataclasses import dataclass, replace
from dataclasses import fields as fields_of
from typing import TYPE_CHECKING, Any, NamedTuple

from kinepedia.model.addresses import Key, slug_problem, slugify
from kinepedia.model.collections import EXERCISES, Collection
from kinepedia.model.reading import EntryText
from kinepedia.model.schema import (
    from_plain,
    to_plain,
)
from kinepedia.parse.fact_maker import facts_of_fields, faulty_facts, unreadable_facts
from kinepedia.parse.markdown.body import Body, Heading, Step
from kinepedia.parse.markdown.complexity import TooComplexError
from kinepedia.parse.markdown.convert import Converter
from kinepedia.parse.markdown.locator import Locator
from kinepedia.problems import rules
from kinepedia.problems.blame import FeatureError, blamed, failure
from kinepedia.problems.calling import TooLongError, limited, remarks
from kinepedia.problems.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kinepedia.model.content_model import Model
    from kinepedia.model.schema import EntryFields
    from kinepedia.parse.facts import Facts
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.read.source import Source


@dataclass(frozen=True, slots=True)
class Entry:
    """A whole entry, as its own page shows it."""

    key: Key
    fields: EntryFields
    body: Body

    @property
    def title(self) -> str:
        """The entry's name."""
        return self.fields.title


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one source became: the facts that others need, and what is wrong.

    `content` is the entry itself, packed; `unpack` gives it back. It is empty for a faulty entry.
    """

    facts: Facts
    content: bytes
    problems: tuple[Diagnostic, ...]


class KnownEntry(NamedTuple):
    """What an earlier build found out of an entry that was in order: its facts, and what `pack` returned."""

    facts: Facts
    content: bytes

    @property
    def front(self) -> bytes:
        """The digest of its front matter."""
        # It is the first, so that a changed body can be told from a changed front
        # matter without a parser for that.
        front: bytes = marshal.loads(self.content)[0]  # noqa: S302 - plain values of ours
        return front


def pack(front: bytes, fields: EntryFields, body: Body) -> bytes:
    """Return what an entry's own page needs, with the digest of its front matter, as bytes.

    `marshal` holds nothing but plain values, and neither runs nor imports anything when it is read.
    """
    return marshal.dumps((front, to_plain(fields), _plain_body(body)))


def _plain_body(body: Body) -> tuple[Any, ...]:
    steps = tuple((step.number, step.title, step.anchor, step.html, step.has_figure) for step in body.steps)
    headings = tuple((heading.level, heading.anchor, heading.text) for heading in body.headings)
    # Links are in the facts, and findings and poses have had their effect: neither is kept here.
    parts = (body.intro, body.steps_lead, body.steps_anchor, steps, body.steps_tail, body.rest)
    return (*parts, headings, body.anchors, body.has_figures, body.strip)


def unpack(facts: Facts, content: bytes) -> Entry:
    """Return the entry that `pack` packed; its body is without findings."""
    _, fields, plain = marshal.loads(content)  # noqa: S302 - plain values of ours
    intro, lead, anchor, steps, tail, rest, headings, anchors, has_figures, strip = plain
    body = Body(
        intro=intro,
        steps_lead=lead,
        steps_anchor=anchor,
        steps=tuple(Step(*step) for step in steps),
        steps_tail=tail,
        rest=rest,
        headings=tuple(Heading(*heading) for heading in headings),
        links=facts.links,
        anchors=anchors,
        has_figures=has_figures,
        strip=strip,
    )
    return Entry(facts.key, from_plain(fields), body)


class EntryParser:
    """Parses one source after the other."""

    def __init__(self, model: Model, poses: str = "") -> None:
        """Take the content model, and the text of the site's own base poses."""
        self._model = model
        self._converter = Converter(model.reading)
        self._lost: FeatureError | None = None
        self._poses = poses

    def parse(self, source: Source, known: KnownEntry | None = None) -> Parsed:
        """Check and convert one source; if its fields are those that are known, convert it."""
        problems = list(source.problems)
        if not source.readable:
            return Parsed(unreadable_facts(self._model, source), b"", tuple(problems))
        if source.fields is None:
            # `read_entry` leaves fields out only if the digest of the front matter
            # is that of this known entry.
            assert known  # noqa: S101 - or its front matter would have been read
            return self._with_known_fields(source, known)
        from kinepedia.model.schema.validate import validate

        collection = self._model.collections[source.collection]
        given, found = self._without_unknown(source, collection, source.fields)
        problems += found
        fields, found = validate(
            collection.fields, given, source.spans, source.path, where="the front matter"
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
        if fields is not None:
            problems += self._checked(source, slug, fields)
        if fields is None or problem:
            return Parsed(faulty_facts(self._model, source, key, body), b"", tuple(problems))
        content = pack(source.front, fields, body)
        return Parsed(facts_of_fields(self._model, source, key, fields, body), content, tuple(problems))

    def _with_known_fields(self, source: Source, known: KnownEntry) -> Parsed:
        _, fields, _ = marshal.loads(known.content)  # noqa: S302 - plain values of ours
        body, found = self._body(source)
        read: EntryFields = from_plain(fields)
        found += self._checked(source, known.facts.key.slug, read) if self._model.reading else ()
        # All other facts follow from the front matter and the path, which are as they were. A fact that
        # follows from the body has to be exchanged here, too.
        facts = known.facts._replace(
            digest=source.digest, has_figures=body.has_figures, has_strip=bool(body.strip), links=body.links
        )
        content = marshal.dumps((source.front, fields, _plain_body(body)))
        return Parsed(facts, content, (*source.problems, *found))

    def _without_unknown(
        self, source: Source, collection: Collection, given: Mapping[str, Any]
    ) -> tuple[Mapping[str, Any], list[Diagnostic]]:
        """Return front matter without fields that only a feature may know which does not run this time."""
        if not self._model.left_out:
            return given, []
        known = {field.name for field in fields_of(collection.fields)}
        features = ", ".join(self._model.left_out)
        problems = [
            replace(
                rules.UNKNOWN_FIELD.at(
                    source.place(source.spans.key(name)),
                    field=name,
                    known="",
                    hint=f"it may be a field of a feature that --safe leaves out: {features}",
                ),
                severity=Severity.WARNING,
            )
            for name in given
            if name not in known
        ]
        return {name: value for name, value in given.items() if name in known}, problems

    def _checked(self, source: Source, slug: str, fields: EntryFields) -> Iterator[Diagnostic]:
        """Yield what features find wrong with an entry."""
        for reading in self._model.reading:
            if reading.check:
                entry = EntryText(
                    source.path, source.collection, slug, fields, source.body, source.body_line, source.spans
                )
                try:
                    yield from remarks(reading.code, f"checking {source.path}", reading.check, entry)
                except FeatureError as error:
                    yield error.diagnostic

    def locator(self, source: Source) -> Locator:
        """Return what finds places in a source."""
        try:
            body = self._convert(source, source.body)
        except (TooComplexError, FeatureError):
            body = Body()
        return self._locator(source, body)

    def _locator(self, source: Source, body: Body) -> Locator:
        return Locator(source, body, lambda text: self._convert(source, text))

    def _body(self, source: Source) -> tuple[Body, list[Diagnostic]]:
        try:
            body = self._convert(source, source.body)
        except TooComplexError as error:
            place = source.body_place(source.span_in_body(error.index))
            # An error, so that no page is ever made of this empty body.
            return Body(), [error.rule.at(place, **error.facts)]
        except FeatureError as error:
            return Body(), [error.diagnostic]
        if body.poses:
            from kinepedia.parse.markdown.illustrate import illustrated  # which loads what few entries need

            body = illustrated(body, self._poses)
        locator = self._locator(source, body)
        problems = [
            diagnostic for finding in dict.fromkeys(body.findings) for diagnostic in locator.finding(finding)
        ]
        problems += _heading_problems(body, locator)
        if source.collection == EXERCISES:
            problems += _step_problems(source, body, locator)
        if locator.is_cut_short:
            problems.append(rules.MORE_PLACES.at(source.place_of_name()))
        return body, problems

    def _convert(self, source: Source, text: str) -> Body:
        if self._lost:
            raise self._lost
        try:
            with limited() if self._converter.is_extended else nullcontext():
                return self._converter.convert(text, has_steps=source.collection == EXERCISES)
        except TooLongError as error:
            # Nobody waits for it a second time: each of a thousand texts would take as long.
            lost = next(each.code for each in self._model.reading if each.syntax)
            self._lost = failure(lost, error, f"reading {source.path}")
            raise self._lost from error
        except (Exception, SystemExit) as error:  # an extension of a site's own may do anything
            codes = (reading.code for reading in self._model.reading)
            if found := blamed(codes, error, f"reading {source.path}"):
                raise found from error
            if code := next((each.code for each in self._model.reading if each.syntax), None):
                # Without it, ours has been tried on many texts: the library fails on what it returned.
                raise failure(code, error, f"reading {source.path}") from error
            raise


def _heading_problems(body: Body, locator: Locator) -> Iterator[Diagnostic]:
    above = 1
    for index, heading in enumerate(body.headings):
        if heading.level == 1:
            yield rules.TOP_HEADING.at(locator.heading(index), heading=heading.text)
        elif heading.level > above + 1:
            yield rules.SKIPPED_HEADING.at(
                locator.heading(index),
                heading=heading.text,
                level=heading.level,
                above=above,
                marks="#" * (above + 1),
            )
        above = heading.level


def _step_problems(source: Source, body: Body, locator: Locator) -> Iterator[Diagnostic]:
    if not body.steps:
        yield rules.NO_STEPS.at(source.place_of_name())
    for expected, step in enumerate(body.steps, start=1):
        if step.number is not None and step.number != expected:
            index = _index_of(step.anchor, body.headings)
            yield rules.STEP_NUMBER.at(locator.heading(index), expected=expected, number=step.number)
            return


def _index_of(anchor: str, headings: tuple[Heading, ...]) -> int:
    return next((index for index, heading in enumerate(headings) if heading.anchor == anchor), 0)


def _slug(source: Source, fields: EntryFields | None) -> str:
    """Return the slug that the author gave, even if another field is wrong; else the name of the file."""
    # What is named by others must not depend on whether another field is in order: else one mistake would
    # make all references to it dangle.
    given = fields.slug if fields else (source.fields or {}).get("slug")
    return given if isinstance(given, str) and not slug_problem(given) else source.name


def _slug_hint(source: Source) -> str:
    better = slugify(source.name)
    if slug_problem(better):
        return "give it another name, of the letters a to z, digits and single hyphens"
    is_folder = source.content_path.endswith("/index.md")
    return f'rename the folder to "{better}"' if is_folder else f'rename the file to "{better}.md"'
