"""The encyclopedia as templates and features read it: what they ask is noted, and what they read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kinepedia.model.addresses import Key
from kinepedia.plan.catalogue import ANY, NAME, ReadError, question_of
from kinepedia.plan.page import Page
from kinepedia.problems.calling import PassedOnError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinepedia.plan.catalogue import Asked, Catalogue, Question
    from kinepedia.plan.links import Linker


class NotAtHandError(PassedOnError):
    """The encyclopedia is not at hand: a build that makes only a few pages anew has not linked it."""


class EntryReader:
    """An entry to be read: what it says is an attribute of it, and so are the entries to which it refers."""

    __slots__ = ("_key", "_prefix", "_question", "_reader")

    def __init__(self, reader: Reader, question: Question, key: Key, prefix: str = "") -> None:
        self._reader = reader
        self._question = question
        self._key = key
        self._prefix = prefix

    def __getattr__(self, name: str) -> Any:
        """Return what the entry says. Raises `ReadError` if there is nothing of this name."""
        # Whoever handles a value asks for such names to see what kind of thing it is.
        if name.startswith("_") or name == "jinja_pass_arg":
            raise AttributeError(name)
        return self._reader._read(self._question, self._key, name, self._prefix)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EntryReader) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __str__(self) -> str:
        return str(self.title)

    def __repr__(self) -> str:
        return f"<{self._key}>"


class Reader:
    """Reads the encyclopedia for one page, and notes what it was asked."""

    __slots__ = ("_asked", "_catalogue", "_linker", "_view", "was_in_vain")

    def __init__(
        self,
        catalogue: Callable[[], Catalogue] | None,
        linker: Linker | None,
        view: Callable[[Page, str], object] | None = None,
    ) -> None:
        """Take what gives the answers, if that is at hand, what links from the page, and what makes views.

        `view` takes the page of an entry and the address from which its links are to lead.
        """
        self._catalogue = catalogue
        self._linker = linker
        self._view = view
        # Whether it was asked while nothing was at hand to answer: who asked may have made do with that.
        self.was_in_vain = False
        self._asked: dict[Question, set[str]] = {}

    def entries(self, collection: str, /, **where: Any) -> tuple[EntryReader, ...]:
        """Return the entries of a collection for which all of this is true, in the order of its list.

        Each condition is a field and a value, or several of which one is enough; an entry to which a field
        refers is named by its slug. Raises `ReadError` for what there is not.
        """
        question = question_of(collection, where)
        # Before it is answered: who asks for what there is not may go on, and want to know when there is.
        self._asked.setdefault(question, set())
        found = self._answers.find(question)
        return tuple([EntryReader(self, question, key) for key in found])

    def entry(self, name: str) -> EntryReader:
        """Return the entry that a name means. Raises `ReadError` if there is none, or more than one."""
        question = question_of(ANY, {NAME: name})
        self._asked.setdefault(question, set())
        (key,) = self._answers.find(question)
        return EntryReader(self, question, key)

    def link(self, address: str) -> str:
        """Return the link from the page to an address of the site.

        Raises `ReadError` where there is no page.
        """
        if self._linker is None:
            raise ReadError(
                'no page is here from which to link: hand on the "address", for link() in a template'
            )
        return self._linker.to(address.removeprefix("/"))

    @property
    def asked(self) -> Asked:
        """What was asked until now, with the paths of what was read, in a fixed order."""
        found = [(question, tuple(sorted(paths))) for question, paths in self._asked.items()]
        return tuple(sorted(found, key=repr))  # what is compared may be of any type

    @property
    def _answers(self) -> Catalogue:
        if self._catalogue is None:
            self.was_in_vain = True
            raise NotAtHandError
        return self._catalogue()

    def _read(self, question: Question, key: Key, name: str, prefix: str) -> Any:
        value = self._answers.value(key, name)
        path = prefix + name
        self._asked[question].add(path)
        if name == "href":
            return self.link(value)
        if isinstance(value, Key):
            return EntryReader(self, question, value, f"{path}.")
        if type(value) is tuple and value and isinstance(value[0], Key):
            return tuple([EntryReader(self, question, each, f"{path}.") for each in value])
        if isinstance(value, Page):
            if self._view is None or self._linker is None:
                raise ReadError(f'"{name}" cannot be read here')
            return self._view(value, self._linker.origin)
        return value
