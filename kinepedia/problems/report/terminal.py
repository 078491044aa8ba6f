"""Texts for a terminal: numbers with their nouns, colours, and what its encoding cannot show."""

from __future__ import annotations

import os
import sys

import click


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 page", "2,000 pages"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def encodable(text: str) -> str:
    """Return text that standard error can show, whatever encoding it has."""
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)


def style(text: str, colour: str) -> str:
    """Return text in a colour, unless the reader wants none."""
    return text if "NO_COLOR" in os.environ else click.style(text, fg=colour, bold=True)
