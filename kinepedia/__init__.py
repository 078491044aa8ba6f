"""A static site generator for exercise encyclopedias.

The command line is the usual way in. As a library, `build_site` builds the site in some `Folders` as
`Options` say, and returns a `Result` with every `Diagnostic`:

    from pathlib import Path
    from kinepedia import Folders, Options, build_site

    result = build_site(Folders.of(Path("my-site")), Options(strict=True))
    for diagnostic in result.diagnostics:
        print(diagnostic.path, diagnostic.line, diagnostic.message)

What `__all__` names is stable; everything else in the package may change with any version.
"""

import typing as _typing

from kinepedia.machine.version import __version__

if _typing.TYPE_CHECKING:
    from kinepedia.build.api import build_site
    from kinepedia.build.options import Options, Result
    from kinepedia.machine.exceptions import RefusedError, UnfinishedError, WorkerDiedError
    from kinepedia.machine.folders import Folders
    from kinepedia.machine.progress import Progress
    from kinepedia.model.reading import EntryText, Syntax
    from kinepedia.model.schema.own import Field
    from kinepedia.plan.feature import Feature, Shown, Site, SiteFile, SitePage
    from kinepedia.problems.diagnostics import Diagnostic, Severity

__all__ = [
    "Diagnostic",
    "EntryText",
    "Feature",
    "Field",
    "Folders",
    "Options",
    "Progress",
    "RefusedError",
    "Result",
    "Severity",
    "Shown",
    "Site",
    "SiteFile",
    "SitePage",
    "Syntax",
    "UnfinishedError",
    "WorkerDiedError",
    "__version__",
    "build_site",
]

_HOMES = {
    "Diagnostic": "problems.diagnostics",
    "EntryText": "model.reading",
    "Feature": "plan.feature",
    "Field": "model.schema.own",
    "Folders": "machine.folders",
    "Options": "build.options",
    "Progress": "machine.progress",
    "RefusedError": "machine.exceptions",
    "Result": "build.options",
    "Severity": "problems.diagnostics",
    "Shown": "plan.feature",
    "Site": "plan.feature",
    "SiteFile": "plan.feature",
    "SitePage": "plan.feature",
    "Syntax": "model.reading",
    "UnfinishedError": "machine.exceptions",
    "WorkerDiedError": "machine.exceptions",
    "build_site": "build.api",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: `kinepedia --version` needs none of them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"kinepedia.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """Return the public names, whether or not they have been used yet."""
    return __all__
