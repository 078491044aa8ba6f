"""Texts as values of YAML."""

from __future__ import annotations

from kinepedia.read.front_matter import split


def scalar(text: str) -> str:
    """Return a text as the value of a field: as it is if it means itself there, else quoted."""
    found = split("", f"---\nfield: {text}\n---\n")
    means_itself = not found.problems and found.fields == {"field": text}
    return text if means_itself and text.casefold() != "none" else quoted(text)


def quoted(text: str) -> str:
    """Return a text between double quotation marks, in which it means itself everywhere."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
