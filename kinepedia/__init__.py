"""A static site generator for exercise encyclopedias.

The command line is the usual way in. As a library, `build` builds the site in some `Folders` as `Options`
say, and returns a `Result` with every `Diagnostic`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinepedia.builder import Options, Result, build
    from kinepedia.diagnostics import Diagnostic, Severity
    from kinepedia.site import Folders

__version__ = "0.1.0"

__all__ = ["Diagnostic", "Folders", "Options", "Result", "Severity", "__version__", "build"]

_HOMES = {
    "Diagnostic": "diagnostics",
    "Folders": "site",
    "Options": "builder",
    "Result": "builder",
    "Severity": "diagnostics",
    "build": "builder",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: `kinepedia --version` needs none of them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"kinepedia.{_HOMES[name]}"), name)
