"""Tells whether files that templates of a site make can be read by those for whom they are."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

_JSON = ("json", "jsonld", "geojson", "webmanifest")
_XML = ("xml", "rss", "atom", "svg")


def problem(name: str, content: bytes) -> tuple[str, str] | None:
    """Return what a file by the name of its template should be, and why it is not; None if it is in order."""
    suffix = name.rpartition(".")[2].lower()
    if suffix in _JSON:
        try:
            json.loads(content, parse_constant=_refuse)
        except ValueError as error:
            return "JSON", _reason(error)
    elif suffix in _XML:
        try:
            # Made by templates of the site, which are trusted: no bomb can be in it that they do not set.
            ET.fromstring(content)  # noqa: S314
        except ET.ParseError as error:
            return "XML", str(error)
    return None


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _reason(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[:1].lower()}{error.msg[1:]} in line {error.lineno}, column {error.colno}"
    return str(error)
