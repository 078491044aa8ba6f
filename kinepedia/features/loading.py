"""Which features a site has: those that come with Kinepedia, and the code that it brings or has installed."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, get_args

from kinepedia.features import FEATURES
from kinepedia.machine.fingerprint import fingerprint_of
from kinepedia.model.reading import Syntax
from kinepedia.model.schema.own import Field, FieldType
from kinepedia.model.settings import FILE as SETTINGS_FILE
from kinepedia.model.settings import spans
from kinepedia.plan.feature import Feature
from kinepedia.problems import rules
from kinepedia.problems.blame import Code, FeatureError, rubbish
from kinepedia.problems.calling import called
from kinepedia.problems.diagnostics import Diagnostic, Place
from kinepedia.problems.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kinepedia.machine.folders import Folders

GROUP = "kinepedia.features"
"""The group of entry points under which installed packages offer features."""

FEATURE = "FEATURE"
"""What a module calls its feature."""

_DOING = "loading it"

# No code is another code, too: templates may do less then, and what they made before must not stay.
_SAFE = b"safe"

# Whatever stood in such an element would run or be shown before any policy could look at it.
_NEVER = frozenset(["script", "style"])
_NEVER_SAID = frozenset(["style", "srcdoc"])

_FUNCTIONS = ("check_entry", "page_data", "pages", "files", "check")
_OURS = ("companion", "data", "complete")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Loaded:
    """The features of a site in the order in which they are asked, and the digest of code that is not ours.

    `left_out` are the names of those that were not to run; `is_installed` tells that a package has one.
    """

    features: tuple[Feature, ...]
    digest: bytes = b""
    problems: tuple[Diagnostic, ...] = ()
    left_out: tuple[str, ...] = ()
    is_installed: bool = False


def load(folders: Folders, text: str, switches: Mapping[str, bool], *, safe: bool) -> Loaded:
    """Return the features that a site has turned on.

    `text` is that of the settings, `switches` what it says of features by their names. With `safe`, no code
    of the site or of an installed package runs.
    """
    built_in = {feature.name: feature for feature in FEATURES}
    ours = tuple(feature for name, feature in built_in.items() if switches.get(name, True))
    lying = dict(_site_modules(folders.features))
    problems = [
        rules.UNUSED_FEATURE.at(Place(f"features/{path.name}"), name=name)
        for name, path in lying.items()
        if name not in switches and name not in built_in and _is_feature(path)
    ]
    problems += [
        rules.UNUSED_FEATURE.at(
            Place(f"features/{path.name}"),
            name=name,
            hint=f'give it another name: "{name}" is a feature that comes with Kinepedia',
        )
        for name, path in lying.items()
        if name in built_in
    ]
    wanted = [name for name, is_on in switches.items() if is_on and name not in built_in]
    if not wanted and not (switches.keys() - built_in.keys()):
        return Loaded(ours, _SAFE if safe else b"", problems=tuple(problems))
    from importlib.metadata import entry_points  # takes longer to load than many a build

    installed = {point.name: point for point in entry_points(group=GROUP)}
    known = [*built_in, *lying, *installed]
    for name in switches:
        if name not in known:
            place = Place(SETTINGS_FILE, spans(text).key("features", name))
            hint = did_you_mean(name, known)
            problems.append(rules.UNKNOWN_FEATURE.at(place, name=name, known=", ".join(known), hint=hint))
    wanted = [name for name in wanted if name in known]
    if safe:
        return Loaded(ours, _SAFE, problems=tuple(problems), left_out=tuple(wanted))
    features, parts = [*ours], []
    for name in wanted:
        try:
            if name in lying:
                root = folders.features
                digest = _digest(root)
                module = _module(root, name, digest)
                code = Code(name, str(root), "features", lying[name].name)
            else:
                module_name = installed[name].module
                root, digest = _installed(name, module_name)
                code = Code(name, str(root), root.name)
                module = _imported(code, module_name)
            parts.append((name, digest))
            attribute = FEATURE if name in lying else installed[name].attr or FEATURE
            features.append(_feature_of(module, name, code, attribute))
        except FeatureError as error:
            problems.append(error.diagnostic)
    problems += [error.diagnostic for error in _filter_errors(features)]
    is_installed = any(name not in lying for name in wanted)
    return Loaded(tuple(features), fingerprint_of(parts), tuple(problems), is_installed=is_installed)


def _filter_errors(features: Sequence[Feature]) -> Iterator[FeatureError]:
    """Yield what is wrong with the names of filters."""
    if not any(feature.filters for feature in features):
        return
    from jinja2.filters import FILTERS

    known: dict[str, str] = dict.fromkeys(FILTERS, "Jinja")
    for feature in features:
        for name in feature.filters:
            if feature.code and (name in known or not str(name).isidentifier()):
                whose = f"{known[name]} has one of this name" if name in known else "this is no name of one"
                yield rubbish(feature.code, f'it cannot have a filter "{name}": {whose}', _DOING)
            known.setdefault(name, f'the feature "{feature.name}"')


def _site_modules(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the name and the file or folder of every feature that lies in a site."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        name = path.stem if path.suffix == ".py" else path.name
        if (
            name.isidentifier()
            and not name.startswith("_")
            and (path.suffix == ".py" or (path / "__init__.py").is_file())
        ):
            yield name, path


def _digest(root: Path) -> bytes:
    """Return the digest of a file, or of a folder of code: any of its files may decide on what is made."""
    found = hashlib.blake2b(digest_size=16)
    for path in sorted(_files_below(root)) if root.is_dir() else [root]:
        if path.is_file() and "__pycache__" not in path.parts:
            found.update(path.relative_to(root).as_posix().encode("utf-8", "surrogateescape"))
            found.update(hashlib.blake2b(path.read_bytes()).digest())
    return found.digest()


def _files_below(root: Path) -> Iterator[Path]:
    """Yield all files below a folder, also those that a link leads to: code may read them."""
    for folder, _, names in os.walk(root, followlinks=True):
        yield from (Path(folder, name) for name in names)


def _is_feature(path: Path) -> bool:
    """Tell whether a module has a feature: others only help those that have one."""
    file = path if path.is_file() else path / "__init__.py"
    return FEATURE.encode() in file.read_bytes()


@cache
def _installed(feature: str, module: str) -> tuple[Path, bytes]:
    """Return where an installed package or module lies, and the digest of its code as this process knows it.

    It is imported only once by a process: what is changed later does not run, and must not count.
    """
    spec = importlib.util.find_spec(module.partition(".")[0])
    if spec is None or spec.origin is None:
        code = Code(feature, module, module)
        raise rubbish(code, f'there is no module "{module}"', _DOING)
    # One that is a file alone lies among all other packages.
    root = Path(spec.origin).parent if spec.submodule_search_locations else Path(spec.origin)
    return root, _digest(root)


# As many as there may be states of one site in a process that stays; each is code, and takes some memory.
@lru_cache(maxsize=32)
def _module(folder: Path, name: str, digest: bytes) -> ModuleType:
    """Return the module of a feature that lies in a site, run anew for every state of the folder."""
    package = f"_kinepedia_features_{fingerprint_of((str(folder), digest)).hex()}"
    if package not in sys.modules:
        # A package, so that features can share modules: from . import common
        outer = ModuleType(package)
        outer.__path__ = [str(folder)]
        sys.modules[package] = outer
    code = Code(name, str(folder), "features", f"{name}.py")
    before = sys.dont_write_bytecode
    # Nothing is left in a folder of the author's; and compiled code of another state would not be noticed.
    sys.dont_write_bytecode = True
    try:
        importlib.invalidate_caches()
        return _imported(code, f"{package}.{name}")
    finally:
        sys.dont_write_bytecode = before


def _imported(code: Code, name: str) -> ModuleType:
    # A function of its own for each: of one that did not come back, nobody asks anything again.
    return called(code, _DOING, partial(importlib.import_module, name))


def _feature_of(module: ModuleType, name: str, code: Code, attribute: str) -> Feature:
    """Return the feature of a module, if it is one. Raises `FeatureError`."""
    feature = getattr(module, attribute, None)
    if not isinstance(feature, Feature):
        raise rubbish(code, f"its module has no {attribute} = Feature(...)", _DOING)
    if feature.name != name:
        raise rubbish(code, f'its module calls it "{feature.name}"', _DOING)
    _check(feature, code)
    return replace(feature, code=code)


def _check(feature: Feature, code: Code) -> None:
    """Raise `FeatureError` if a value of a feature is nothing that can be used."""
    for wrong in (*_wrong_values(feature, Path(code.folder)), *_wrong_syntax(feature.markdown)):
        raise rubbish(code, wrong, _DOING)


def _wrong_values(feature: Feature, home: Path) -> Iterator[str]:
    """Yield what is wrong with the values of a feature whose code lies in a folder."""
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
