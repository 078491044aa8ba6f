"""Diagnostics in the format that code scanning services read: SARIF 2.1.0.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from kinepedia.machine.version import __version__
from kinepedia.problems.report.excerpt import Lines, is_of_whole_file
from kinepedia.problems.report.repository import root_of
from kinepedia.problems.rulebook import explanations
from kinepedia.problems.rulebook.show import as_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.problems.rulebook import Explanation

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"


def as_sarif(diagnostics: Iterable[Diagnostic], site: Path) -> str:
    """Return diagnostics as one SARIF log; paths are as seen from the top of the repository."""
    known = explanations()
    numbers = {code: number for number, code in enumerate(known)}
    fingerprints = _Fingerprints(site)
    root = root_of(site)
    results = [
        {
            "ruleId": diagnostic.code,
            # Those of a site's own features have a code that nobody else explains.
            **({"ruleIndex": numbers[diagnostic.code]} if diagnostic.code in numbers else {}),
            "level": str(diagnostic.severity),
            "message": {"text": _said(diagnostic)},
            "locations": [{"physicalLocation": _location(diagnostic, site, root)}],
            "partialFingerprints": {"kinepediaProblem/v1": fingerprints.of(diagnostic)},
        }
        for diagnostic in diagnostics
    ]
    driver = {
        "name": "Kinepedia",
        "semanticVersion": __version__,
        "rules": [_rule(explanation) for explanation in known.values()],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _said(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.message}\nHelp: {diagnostic.hint}" if diagnostic.hint else diagnostic.message


def _rule(explanation: Explanation) -> dict[str, object]:
    markdown = as_markdown(explanation)
    return {
        "id": explanation.rule.code,
        "shortDescription": {"text": f"{explanation.title}."},
        "fullDescription": {"text": explanation.why},
        "help": {"text": explanation.why, "markdown": markdown},
        "defaultConfiguration": {"level": str(explanation.rule.severity)},
    }


def _location(diagnostic: Diagnostic, site: Path, root: Path) -> dict[str, object]:
    file = Path(os.path.normpath(site / diagnostic.path))
    if file.is_relative_to(root):
        # A name may hold bytes that are no UTF-8; as an address it is what its bytes are.
        name = file.relative_to(root).as_posix().encode("utf-8", "surrogateescape")
        artifact = {"uri": quote(name), "uriBaseId": _ROOT}
    else:
        artifact = {"uri": file.as_uri()}
    region: dict[str, object] = {"startLine": diagnostic.line}
    if not is_of_whole_file(diagnostic):
        region["startColumn"] = diagnostic.column
        region["endColumn"] = diagnostic.column + max(diagnostic.length, 1)
    return {"artifactLocation": artifact, "region": region}


class _Fingerprints:
    """Tells problems from each other by what does not change when lines are moved."""

    def __init__(self, site: Path) -> None:
        self._lines = Lines(site)
        self._seen: dict[tuple[str, str, str], int] = {}

    def of(self, diagnostic: Diagnostic) -> str:
        """Return a fingerprint of the file, the code, the line's text, and how often these came before."""
        line = "" if is_of_whole_file(diagnostic) else self._lines.line(diagnostic.path, diagnostic.line)
        key = (diagnostic.path, diagnostic.code, (line or "").strip())
        nth = self._seen[key] = self._seen.get(key, 0) + 1
        parts = "\0".join((*key, str(nth))).encode("utf-8", "surrogateescape")
        return hashlib.sha256(parts).hexdigest()[:32]
