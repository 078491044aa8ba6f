"""Looks at the values of a feature before anything relies on them: nobody has checked their types."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from kinepedia.model.reading import Syntax
from kinepedia.model.schema.own import Field, FieldType
from kinepedia.problems.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kinepedia.plan.feature import Feature
    from kinepedia.problems.blame import Code

# Whatever stood in such an element would run or be shown before any policy could look at it.
_NEVER = frozenset(["script", "style"])
_NEVER_SAID = frozenset(["style", "srcdoc"])

_FUNCTIONS = ("check_entry", "page_data", "pages", "files", "check")
_OURS = ("companion", "data", "complete")


def wrong_values(feature: Feature, home: Path) -> Iterator[str]:
    """Yield what is wrong with the values of a feature whose code lies in a folder, the cause first."""
    for name in ("fields", "filters"):
        if not isinstance(getattr(feature, name), Mapping):
            yield f"its {name} are no mapping from names"
            return
    functions = {name: getattr(feature, name) for name in _FUNCTIONS}
    functions |= {f'filter "{name}"': function for name, function in feature.filters.items()}
    for name, value in functions.items():
        if value is not None and not callable(value):
            yield f"its {name} is no function"
    for name in _OURS:
        if getattr(feature, name):
            yield f'its "{name}" is for features that come with Kinepedia'
    for collection, fields in feature.fields.items():
        if not isinstance(fields, Mapping) or not all(isinstance(field, Field) for field in fields.values()):
            yield f'the fields of "{collection}" are not all of the type Field'
            return
        for name, field in fields.items():
            yield from _wrong_field(name, field)
    if not isinstance(feature.linked, tuple) or not all(isinstance(each, str) for each in feature.linked):
        yield "its linked are no tuple of addresses"
    if feature.folder is not None:
        yield from _wrong_folder(feature.folder, home)
    yield from _wrong_syntax(feature.markdown)


def _wrong_folder(folder: object, home: Path) -> Iterator[str]:
    """Yield what is wrong with the folder of a feature whose code lies in another one."""
    if not isinstance(folder, Path):
        yield f"its folder {folder!r} is no Path"
    elif not folder.is_dir():
        yield f"there is no folder {folder}"
    elif not folder.resolve().is_relative_to(home.resolve()):
        yield f"its folder {folder} does not lie beside its code, and so would change unnoticed"


def _wrong_field(name: object, field: Field) -> Iterator[str]:
    """Yield what is wrong with the values of a field, of which nobody has looked at the types."""
    if not isinstance(name, str):
        yield f"the name of the field {name!r} is no text"
    if field.type not in get_args(FieldType):
        hint = (
            did_you_mean(str(field.type), get_args(FieldType))
            or f"there are {', '.join(get_args(FieldType))}"
        )
        yield f'the field "{name}" has the type "{field.type}", which there is not; {hint}'
    for what in ("label", "help", "to", "back"):
        if not isinstance(getattr(field, what), str | None):
            yield f'the {what} of the field "{name}" is no text'
    for what in ("required", "fact", "finder", "many"):
        if not isinstance(getattr(field, what), bool):
            yield f'"{what}" of the field "{name}" is neither True nor False'
    if not isinstance(field.choices, tuple) or not all(isinstance(each, str) for each in field.choices):
        yield f'the choices of the field "{name}" are no tuple of texts'


def _wrong_syntax(syntax: Any) -> Iterator[str]:
    """Yield what is wrong with the Markdown of a feature."""
    if syntax is None:
        return
    if not isinstance(syntax, Syntax) or not callable(syntax.extension):
        yield "its markdown is no Syntax with a function that makes an extension"
        return
    tags: object = syntax.tags
    if not isinstance(tags, Mapping):
        yield "the tags of its Markdown are no mapping from names to attributes"
        return
    for tag, names in tags.items():
        if tag.lower() in _NEVER:
            yield f"its Markdown lets <{tag}> through, which no text may have"
        if wrong := [name for name in names if name.lower() in _NEVER_SAID or name.lower().startswith("on")]:
            yield f'its Markdown lets the attribute "{wrong[0]}" through, which no text may have'


def wrong_filters(features: Iterable[Feature]) -> Iterator[tuple[Code, str]]:
    """Yield what is wrong with the names of filters, each with the code that it is about.

    `features` are all of a site: two cannot have one of the same name.
    """
    having = [feature for feature in features if feature.filters]
    if not having:
        return
    from jinja2.filters import FILTERS

    known: dict[str, str] = dict.fromkeys(FILTERS, "Jinja")
    for feature in having:
        for name in feature.filters:
            if feature.code and (name in known or not str(name).isidentifier()):
                whose = f"{known[name]} has one of this name" if name in known else "this is no name of one"
                yield feature.code, f'it cannot have a filter "{name}": {whose}'
            known.setdefault(name, f'the feature "{feature.name}"')
