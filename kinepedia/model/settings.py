"""The settings of a site: what `site.toml` may say, read with the place of every mistake."""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from kinepedia.model.schema.own import Declarations
from kinepedia.model.schema.records import Check, Record, record, said
from kinepedia.model.schema.values import Flag, Text, WebAddress
from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Diagnostic, Place, Span
from kinepedia.problems.spans import Loc, Spans
from kinepedia.problems.text import CONTROL, span_at

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = "site.toml"

UrlStyle = Literal["directory", "file"]

Compression = Literal["gzip", "brotli"]

_DECLARED = frozenset(field.name for field in fields(Declarations))

_PROBE = "kinepedia-probe"
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_TOKEN = re.compile(r'"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|[^\s,\[\]{}#=]+')


@record
class Licence(Record):
    """Under which terms the content may be used."""

    name: Text = said("Its name, as in: CC BY 4.0.")
    url: WebAddress | None = said("Where its text stands.", default=None)


@record
class NavigationItem(Record):
    """One link of the site's navigation."""

    label: Text = said("What the link says.")
    to: Text = said("A collection, a reference such as articles/about, or a web address.")


@record
class Theme(Record):
    """What the built-in theme looks like, as far as a site wants it otherwise."""

    accent: _Colour | None = said("The colour of links and buttons on light paper: #0d5c56.", default=None)
    accent_dark: _Colour | None = said(
        "The same on dark paper; without one, it is made of the accent.", default=None
    )
    font: _Font | None = said("Families of letters, as in CSS: Georgia, serif.", default=None)
    logo: Text | None = said("A picture in templates/assets/ that stands before the name.", default=None)


_BaseUrl = Annotated[Text, Check("base-url")]
_Language = Annotated[Text, Check("language")]
_Colour = Annotated[Text, Check("colour")]
_Font = Annotated[Text, Check("font")]
_Compressions = Annotated[tuple[Compression, ...], Check("single")]


@record
class Settings(Declarations):
    """What a site says of itself."""

    title: Text = said("The name of the encyclopedia.")
    tagline: Text | None = said("One line below the name.", default=None)
    description: Text | None = said(
        "One or two sentences, for the home page and search engines.", default=None
    )
    base_url: _BaseUrl | None = said(
        "Where the site will stand: https://example.org/exercises/. Sitemap and feed need it, too.",
        default=None,
    )
    language: _Language = said("The language of the content, as a BCP 47 tag.", default="en")
    author: Text | None = said("Who wrote the entries that do not name an author.", default=None)
    licence: Licence | None = said("Under which terms the content may be used.", default=None)
    url_style: UrlStyle = said(
        '"file" makes links that also work from a folder on disk.', default="directory"
    )
    precompress: _Compressions = said('Compressed twins of all text files: ["gzip", "brotli"].', default=())
    headers: Flag = said(
        "true publishes a file _headers, from which Netlify and Cloudflare take the HTTP headers.",
        default=False,
    )
    theme: Theme = said("Colours, letters and logo.", default=Theme())
    navigation: tuple[NavigationItem, ...] = said("The links at the top of every page.", default=())
    features: dict[str, Flag] | None = said(
        "false turns a feature off; true turns one of the site's own on, or one that is installed.",
        default=None,
    )


def parse(text: str, overrides: dict[str, Any]) -> tuple[Settings | None, list[Diagnostic]]:
    """Read settings from the text of a `site.toml`; `overrides` win over what it says.

    Returns the settings, or None if there is any problem, and the problems with their places.
    """
    try:
        return _parse(text, overrides)
    except tomllib.TOMLDecodeError as error:
        return None, [_syntax_problem(str(error), text)]
    except RecursionError:
        return None, [rules.TOO_DEEP.at(Place(FILE), what="the settings")]


def _parse(text: str, overrides: dict[str, Any]) -> tuple[Settings | None, list[Diagnostic]]:
    from kinepedia.model.declared import problems as declaration_problems
    from kinepedia.model.schema.validate import validate

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:  # from Python itself, which converts no more digits than this
        most = sys.get_int_max_str_digits()
        number = re.search(rf"\d[\d_]{{{most},}}", text)
        place = Place(FILE, span_at(text, number.start()) if number else Span())
        return None, [rules.TOML_SYNTAX.at(place, reason="this number has too many digits")]
    settings, problems = validate(Settings, {**data, **overrides}, Spans(), FILE, where=FILE)
    if control := [(loc, found) for loc, value in texts(data, ()) if (found := CONTROL.search(value))]:
        places = spans(text)
        hint = "take this escape out; it stands for a character that nobody can see"
        return None, [
            rules.CONTROL_CHARACTER.at(Place(FILE, places.value(*loc)), code=ord(found.group()), hint=hint)
            for loc, found in control
        ]
    if problems:
        # Finding where each setting stands takes many readings of the file, so only now.
        settings, problems = validate(Settings, {**data, **overrides}, spans(text), FILE, where=FILE)
    declared: Declarations | None = settings
    if declared is None:
        # The rest may be wrong; what is declared is checked all the same, so that all is told at once.
        known = {name: data[name] for name in _DECLARED if name in data}
        declared, _ = validate(Declarations, known, Spans(), FILE, where=FILE)
    wrong = [*declaration_problems(declared, lambda: spans(text))] if declared else []
    return None if wrong else settings, [*problems, *wrong]


@lru_cache(maxsize=1)
def spans(text: str) -> Spans:
    """Return where the keys and values of a valid TOML text stand.

    `tomllib` gives no places, so they are found through it: a word of the text is a certain key if
    exchanging it for another word exchanges that key in the result.
    """
    keys: dict[Loc, Span] = {}
    values: dict[Loc, Span] = {}
    for loc in _walk(tomllib.loads(text), ()):
        if isinstance(loc[-1], str) and (start := _find_key(text, loc)) is not None:
            keys[loc] = span_at(text, start, start + len(loc[-1]))
            values.setdefault(loc[:-1], keys[loc])
            if match := re.compile(r"[\"']?\s*=\s*").match(text, start + len(loc[-1])):
                token = _TOKEN.match(text, match.end())
                values[loc] = span_at(text, match.end(), token.end() if token else None)
    return Spans(keys, values)


def _walk(data: Any, loc: Loc) -> Iterator[Loc]:
    """Yield the way to every value in a document."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*loc, key)
        yield from _walk(value, (*loc, key))


def texts(data: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Yield every text in a document, and the way to it."""
    if isinstance(data, str):
        yield loc, data
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from texts(value, (*loc, key))


def _find_key(text: str, loc: Loc) -> int | None:
    key = str(loc[-1])
    for match in re.finditer(rf"(?<![\w-]){re.escape(key)}(?![\w-])", text):
        try:
            parent = tomllib.loads(text[: match.start()] + _PROBE + text[match.end() :])
            for part in loc[:-1]:
                parent = parent[part]  # type: ignore[index]  # a wrong guess fails below
        except (tomllib.TOMLDecodeError, LookupError, TypeError):
            continue
        if isinstance(parent, dict) and _PROBE in parent and key not in parent:
            return match.start()
    return None


def _syntax_problem(message: str, text: str) -> Diagnostic:
    """Say in our words what `tomllib` found, at the beginning of the line where it noticed too late."""
    match = _POSITION.search(message)
    lines = text.split("\n")
    line, column = (
        (int(match[1]), int(match[2])) if match and match[1] else (len(text.rstrip().split("\n")), 1)
    )
    reason = _POSITION.sub("", message)
    reason = reason[:1].lower() + reason[1:]
    if "overwrite" in reason or ("declare" in reason and "twice" in reason):
        reason = "this is given twice"
        column = len(lines[line - 1]) - len(lines[line - 1].lstrip()) + 1
    elif r"'\n'" in reason:
        reason = "this text is never closed"
    return rules.TOML_SYNTAX.at(Place(FILE, Span(line, column)), reason=reason)
