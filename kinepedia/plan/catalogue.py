"""What templates and features can read of an encyclopedia, and whether it is still the same.

A question asks for the entries of a collection that fit, or for one entry. What was read of those that were
found is a path: `title`, or `clinic.title`. A page remembers its questions with their paths, and a digest of
all the answers; while that is the same, the page shows what it would show if it were made anew.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kinepedia.machine.fingerprint import digest_of_plain
from kinepedia.model.addresses import Key
from kinepedia.model.collections import CATEGORIES, ITEMS, ROUTINES
from kinepedia.plan.own_fields import duration
from kinepedia.plan.page import Page, entry_page
from kinepedia.problems.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.link.names import Names
    from kinepedia.parse.facts import Facts
    from kinepedia.plan.neighbour_finder import NeighbourFinder

Question = tuple[str, tuple[tuple[str, Any], ...]]
"""A collection, and what has to be true of its entries: pairs of a field and a value or several.

`ANY` stands for all collections; there, `NAME` alone asks for the entry that a name means.
"""

ANY = ""
NAME = "name"

Asked = tuple[tuple[Question, tuple[str, ...]], ...]
"""Questions, each with the paths of what was read of the entries that it found."""

_OF_FACTS = (
    *("title", "summary", "aliases", "kind", "position", "published", "updated", "credentials"),
    *("order", "rank", "path"),
)

PAGE = "page"
"""The name by which the whole view of an entry is read."""

Value = Any
"""What is read: a plain value, a `Key`, or a tuple of keys."""


class ReadError(Exception):
    """Somebody has asked for what there is not; the text says what, and what there is instead."""


class Catalogue:
    """Answers questions about an encyclopedia."""

    def __init__(
        self,
        encyclopedia: Encyclopedia,
        neighbour_finder: NeighbourFinder,
        page_digest: Callable[[Page], bytes],
    ) -> None:
        """Take the encyclopedia, what sorts lists, and the fingerprint of a page's neighbours."""
        self._encyclopedia = encyclopedia
        self._model = encyclopedia.model
        self._neighbour_finder = neighbour_finder
        self._page_digest = page_digest
        self._found: dict[Question, tuple[Key, ...]] = {}
        # Pages of one template often ask the same: each would be answered as often as there are pages.
        self._digests: dict[Asked, bytes] = {}
        self._whole: dict[Asked, tuple[str, ...]] = {}

    @cached_property
    def _names(self) -> Names:
        from kinepedia.link.names import Names

        entries = self._encyclopedia.entries
        return Names(self._model.collections, ((key, facts.names) for key, facts in entries.items()))

    def facts(self, key: Key) -> Facts:
        """Return what others know of an entry."""
        return self._encyclopedia.entries[key]

    def _key_of(self, name: object) -> Key:
        if not isinstance(name, str):
            raise ReadError(f"an entry is named by a text, and not by {name!r}")
        found = self._names.find(name)
        if len(found) == 1:
            return found[0]
        if found:
            raise ReadError(f'"{name}" could be {" or ".join(map(str, found))}')
        collection, _, slug = name.partition("/")
        is_whole = collection in self._model.collections
        hint = self._names.did_you_mean(slug, collection) if is_whole else self._names.did_you_mean(name)
        raise ReadError(f'there is no entry "{name}"{_guess(hint)}')

    def find(self, question: Question) -> tuple[Key, ...]:
        """Return the entries that fit, in the order of the collection's list.

        Raises `ReadError` if there is no such collection, or no such field in it.
        """
        if question not in self._found:
            collection, where = question
            if collection == ANY:
                return (self._key_of(dict(where)[NAME]),)
            if collection not in self._model.collections:
                guess = _guess(did_you_mean(collection, self._model.collections))
                raise ReadError(f'there is no collection "{collection}"{guess}')
            for name, _ in where:
                if name not in self._readable(collection):
                    raise ReadError(self.unknown(collection, name))
            self._refuse_impossible(collection, where)
            every = self._encyclopedia.collection(collection)
            fitting = [key for key in every if all(self._fits(key, name, value) for name, value in where)]
            self._found[question] = self._neighbour_finder.in_list_order(collection, fitting)
        return self._found[question]

    def _refuse_impossible(self, collection: str, where: tuple[tuple[str, Any], ...]) -> None:
        """Raise `ReadError` for a value that no entry can have: a slip would find nothing, without a word."""
        own = dict(self._model.collections[collection].own)
        for name, wanted in where:
            to = self._model.references.get(name)
            choices = own[name].choices if name in own else ()
            for value in wanted if isinstance(wanted, tuple) else (wanted,):
                if to and isinstance(value, str):
                    slugs = [key.slug for key in self._encyclopedia.collection(to)]
                    if value.removeprefix(f"{to}/") not in slugs:
                        hint = _guess(did_you_mean(value, slugs))
                        raise ReadError(f'"{name}" can be no "{value}": "{to}" has no such entry{hint}')
                elif choices and value is not None and value not in choices:
                    hint = _guess(did_you_mean(str(value), choices)) or f"; there is: {', '.join(choices)}"
                    raise ReadError(f'"{name}" can be no "{value}"{hint}')

    def _fits(self, key: Key, name: str, wanted: Any) -> bool:
        value = self.value(key, name)
        # Nothing is nothing, whether one or several could be said.
        having = (value if type(value) is tuple else (value,)) or (None,)
        names = {part for each in having for part in (_names_of(each) if isinstance(each, Key) else (each,))}
        return any(each in names for each in (wanted if isinstance(wanted, tuple) else (wanted,)))

    def unknown(self, collection: str, name: str) -> str:
        """Say that entries of a collection have nothing of this name."""
        known = self._readable(collection)
        guess = _guess(did_you_mean(name, known)) or f"; there is: {', '.join(known)}"
        return f'an entry of "{collection}" has no "{name}"{guess}'

    def _readable(self, collection: str) -> tuple[str, ...]:
        own = [name for name, _ in self._model.collections[collection].own]
        return (
            *_OF_FACTS,
            "slug",
            "collection",
            "address",
            "href",
            "mentions",
            *self._relations(collection),
            *own,
            PAGE,
        )

    def _relations(self, collection: str) -> list[str]:
        record = self._model.collections[collection].fields
        names = [name for name in self._model.references if name in record.__dataclass_fields__]
        if "prerequisites" in names:
            names.append("leads_to")
        return [*names, ITEMS] if collection == ROUTINES else names

    def value(self, key: Key, name: str) -> Value:  # noqa: PLR0911 - a case each
        """Return what an entry says or is. Raises `ReadError` if there is nothing of this name."""
        facts = self.facts(key)
        if name in _OF_FACTS:
            return getattr(facts, name)
        if name == "slug":
            return key.slug
        if name == "collection":
            return key.collection
        if name in ("address", "href"):
            return facts.address
        if name == "mentions":
            return self._encyclopedia.mentions.to(key)
        row = self._model.collections[key.collection]
        own = dict(row.own)
        if name in own and own[name].type != "reference":
            value = dict(facts.own).get(name, () if own[name].many or own[name].type == "list" else None)
            return duration(*value) if value and own[name].type == "duration" else value
        if name in self._relations(key.collection):
            return self._related(key, name)
        if name == PAGE:
            return self.page_of(key)
        raise ReadError(self.unknown(key.collection, name))

    def _related(self, key: Key, name: str) -> Key | tuple[Key, ...] | None:
        relations = self._encyclopedia.relations
        if name == "sequence" and key.collection == CATEGORIES:
            return self._encyclopedia.sequences[key]
        if name == ITEMS:
            return tuple(filter(None, self._encyclopedia.items.get(key, ())))
        if name == "leads_to":
            return relations["prerequisites"].to(key)
        if name == "easier":
            return relations["harder"].to(key)
        found = relations[name].of(key)
        return found if self._model.refers_to_many(name) else next(iter(found), None)

    def page_of(self, key: Key) -> Page:
        """Return the page of an entry."""
        return entry_page(self._model, self.facts(key))

    def digest(self, asked: Asked) -> bytes:
        """Return a fingerprint of the answers to these questions, as far as they were read.

        A question that cannot be answered any more has an answer of its own.
        """
        if asked not in self._digests:
            self._digests[asked] = digest_of_plain([self._answer(*each) for each in asked])
        return self._digests[asked]

    def whole(self, asked: Asked) -> tuple[str, ...]:
        """Return the paths of the entries of which more was read than others know, which is their pages."""
        if asked not in self._whole:
            found: dict[str, None] = {}
            for question, paths in asked:
                for path in paths:
                    before, _, last = path.rpartition(".")
                    if last == PAGE:
                        for key in self._keys_at(self._found_by(question), before):
                            found |= dict.fromkeys(self._neighbour_finder.whole(key))
            self._whole[asked] = tuple(found)
        return self._whole[asked]

    def _found_by(self, question: Question) -> tuple[Key, ...]:
        """Return the entries that fit; none if the question cannot be answered any more."""
        try:
            return self.find(question)
        except ReadError:
            return ()

    def _keys_at(self, keys: Iterable[Key], path: str) -> Iterator[Key]:
        """Yield the entries to which a path leads from others."""
        name, _, rest = path.partition(".")
        for key in keys:
            if not name:
                yield key
                continue
            # Not every entry has what was read of some, and what was an entry may be a text by now.
            with suppress(ReadError):
                value = self.value(key, name)
                found = value if type(value) is tuple else (value,)
                yield from self._keys_at([each for each in found if isinstance(each, Key)], rest)

    def _answer(self, question: Question, paths: Iterable[str]) -> list[Any]:
        try:
            keys = self.find(question)
            return [list(map(tuple, keys)), [[self._plain(key, path) for path in paths] for key in keys]]
        except ReadError as error:
            return [str(error)]

    def _plain(self, key: Key, path: str) -> Any:
        """Return what is at a path as a plain value, with a name in place of each entry."""
        name, _, rest = path.partition(".")
        try:
            value = self.value(key, name)
        except ReadError as error:
            # Not every entry has what was read of some, which are to be compared all the same.
            return ["?", str(error)]
        if isinstance(value, Page):
            return self._page_digest(value)
        if isinstance(value, Key):
            return self._plain(value, rest) if rest else str(value)
        if type(value) is tuple and value and isinstance(value[0], Key):
            return [self._plain(each, rest) if rest else str(each) for each in value]
        return tuple(value) if isinstance(value, tuple) else value


def question_of(collection: str, where: Mapping[str, Any]) -> Question:
    """Return a question as plain values. Raises `ReadError` if a value is nothing that a field can say."""
    if not isinstance(collection, str):
        raise ReadError(f"a collection is named by a text, and not by {collection!r}")
    return collection, tuple(sorted((name, _wanted(name, value)) for name, value in where.items()))


def _wanted(name: str, value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(_wanted(name, each) for each in value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return str(value)  # no `Markup`, which only templates know
    if (key := getattr(value, "_key", None)) and isinstance(key, Key):  # an entry that was read
        return str(key)
    raise ReadError(f'"{name}" is compared with a {type(value).__name__}: give a text, a number or an entry')


def _names_of(key: Key) -> tuple[str, str]:
    return key.slug, str(key)


def _guess(hint: str) -> str:
    return f"; {hint}" if hint else ""
