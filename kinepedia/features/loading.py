"""Which features a site has: those that come with Kinepedia, and the code that it brings or has installed."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import sys
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from kinepedia.features import FEATURES
from kinepedia.machine.fingerprint import fingerprint_of
from kinepedia.model.settings import FILE as SETTINGS_FILE
from kinepedia.model.settings import spans
from kinepedia.plan.feature import Feature
from kinepedia.problems import rules
from kinepedia.problems.blame import Code, FeatureError, rubbish
from kinepedia.problems.calling import called
from kinepedia.problems.diagnostics import Diagnostic, Place
from kinepedia.problems.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping
    from importlib.metadata import EntryPoint

    from kinepedia.machine.folders import Folders

GROUP = "kinepedia.features"
"""The group of entry points under which installed packages offer features."""

FEATURE = "FEATURE"
"""What a module calls its feature."""

_DOING = "loading it"

# No code is another code, too: templates may do less then, and what they made before must not stay.
_SAFE = b"safe"


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
    modules = dict(_site_modules(folders.features))
    problems = [*_unused(modules, switches, built_in)]
    wanted = [name for name, is_on in switches.items() if is_on and name not in built_in]
    if not wanted and not (switches.keys() - built_in.keys()):
        return Loaded(ours, _SAFE if safe else b"", problems=tuple(problems))
    from importlib.metadata import entry_points  # takes longer to load than many a build

    installed = {point.name: point for point in entry_points(group=GROUP)}
    known = [*built_in, *modules, *installed]
    for name in switches:
        if name not in known:
            place = Place(SETTINGS_FILE, spans(text).key("features", name))
            hint = did_you_mean(name, known)
            problems.append(rules.UNKNOWN_FEATURE.at(place, name=name, known=", ".join(known), hint=hint))
    wanted = [name for name in wanted if name in known]
    if safe:
        return Loaded(ours, _SAFE, problems=tuple(problems), left_out=tuple(wanted))
    from kinepedia.features.values import wrong_filters  # which most sites do not need

    features, digests = [*ours], []
    for name in wanted:
        try:
            if name in modules:
                feature, digest = _of_site(folders.features, name, modules[name])
            else:
                feature, digest = _of_package(name, installed[name])
        except FeatureError as error:
            problems.append(error.diagnostic)
        else:
            features.append(feature)
            digests.append((name, digest))
    problems += [rubbish(code, wrong, _DOING).diagnostic for code, wrong in wrong_filters(features)]
    is_installed = any(name not in modules for name in wanted)
    return Loaded(tuple(features), fingerprint_of(digests), tuple(problems), is_installed=is_installed)


def _unused(
    modules: Mapping[str, Path], switches: Mapping[str, bool], built_in: Container[str]
) -> Iterator[Diagnostic]:
    """Yield a problem for each feature that lies in a site and never runs, though nobody turned it off."""
    for name, path in modules.items():
        place = Place(f"features/{path.name}")
        if name in built_in:
            hint = f'give it another name: "{name}" is a feature that comes with Kinepedia'
            yield rules.UNUSED_FEATURE.at(place, name=name, hint=hint)
        elif name not in switches and _is_feature(path):
            yield rules.UNUSED_FEATURE.at(place, name=name)


def _of_site(folder: Path, name: str, path: Path) -> tuple[Feature, bytes]:
    """Return a feature that lies in a site, and the digest of its code. Raises `FeatureError`."""
    code = Code(name, str(folder), "features", path.name)
    digest = _digest(folder)
    return _feature_of(_module(folder, name, digest), FEATURE, name, code), digest


def _of_package(name: str, point: EntryPoint) -> tuple[Feature, bytes]:
    """Return a feature of an installed package, and the digest of its code. Raises `FeatureError`."""
    root, digest = _installed(name, point.module)
    code = Code(name, str(root), root.name)
    return _feature_of(_imported(code, point.module), point.attr or FEATURE, name, code), digest


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


def _feature_of(module: ModuleType, attribute: str, name: str, code: Code) -> Feature:
    """Return the feature of a module, if it is one. Raises `FeatureError`."""
    feature = getattr(module, attribute, None)
    if not isinstance(feature, Feature):
        raise rubbish(code, f"its module has no {attribute} = Feature(...)", _DOING)
    if feature.name != name:
        raise rubbish(code, f'its module calls it "{feature.name}"', _DOING)
    from kinepedia.features.values import wrong_values

    for wrong in wrong_values(feature, Path(code.folder)):
        raise rubbish(code, wrong, _DOING)
    return replace(feature, code=code)
