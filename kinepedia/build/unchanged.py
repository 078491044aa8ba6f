"""Tells whether there is nothing to do, by looking at every file that goes in and every file that came out.

Nothing of it is read, and nothing is imported that this does not need: it takes a twentieth of a second.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kinepedia.build.options import Result
from kinepedia.cache.memory import diagnostic_of, plain_diagnostic
from kinepedia.cache.program import program
from kinepedia.cache.store import read_checked, write_checked
from kinepedia.machine.fingerprint import digest_of_plain, fingerprint_of
from kinepedia.publish import manifest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kinepedia.build.options import Options
    from kinepedia.machine.folders import Folders
    from kinepedia.machine.stamps import OutputStamp
    from kinepedia.read.tree import Tree

_FILE = "result"


def last_result(folders: Folders, options: Options, seen: Tree) -> Result | None:
    """Return the result of the last build if building from what was `seen` would make the same; else None."""
    kept = read_checked(folders.cache / _FILE)
    try:
        if kept is None or kept[0] != _request(folders, options):
            return None
        _, inputs, outputs, (diagnostics, pages, exercises, notices) = kept
        result = Result(tuple(map(diagnostic_of, diagnostics)), pages, exercises, ok=True, notices=notices)
    except (TypeError, ValueError, IndexError):
        return None
    if inputs is None or inputs != seen.fingerprint:
        return None
    output = folders.output.resolve()
    # The manifest itself is among the names: a build with another cache replaces
    # it even if it makes the same.
    names = manifest.read(output)
    is_same = names is not None and outputs == _fingerprint(manifest.stamps(output, names))
    return result if is_same else None


def remember(
    folders: Folders,
    options: Options,
    seen: Tree,
    outputs: Mapping[str, OutputStamp],
    result: Result,
) -> None:
    """Keep the result of a build that was published.

    `seen` is what went in, `outputs` what came out, the manifest included.
    """
    values = (
        tuple(map(plain_diagnostic, result.diagnostics)),
        result.pages,
        result.exercises,
        result.notices,
    )
    # The fingerprint is of before anything was read. What changed while the site
    # was built differs from it then.
    kept = (_request(folders, options), seen.fingerprint, _fingerprint(outputs), values)
    write_checked(folders.cache / _FILE, kept)


def _request(folders: Folders, options: Options) -> bytes:
    """Return the fingerprint of the program and of everything that was asked of it."""
    # What is not here must not change the result. Whoever asks for `clean`, or not to publish, is not
    # answered from here (see `build_site`), and the number of jobs changes nothing.
    asked = (options.base_url, options.url_style, options.drafts, options.strict, options.safe)
    # As bytes, because a path need not be valid UTF-8. The cache is not among them: the result lies in it.
    places = [os.fsencode(folder) for folder in _folders(folders)]
    return fingerprint_of((program(), asked, places))


def _folders(folders: Folders) -> tuple[Path, ...]:
    return folders.site, folders.content, folders.templates, folders.static, folders.features, folders.output


def _fingerprint(outputs: Mapping[str, OutputStamp]) -> bytes:
    return digest_of_plain(sorted(outputs.items()))
