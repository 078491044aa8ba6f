"""Front matter in the formats of the tools, with the lines that fence it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus import Fields

_PLAIN = re.compile(r"[A-Za-z0-9](?:[^:#,]|:(?! ))*")
_ON_ONE_LINE = {"categories", "tags", "equipment", "stretches", "strengthens", "mobilizes"}


def as_yaml(fields: Fields) -> str:
    """Return fields as YAML, laid out as authors write it."""
    return f"---\n{_yaml_lines(fields, '')}---\n"


def as_toml(fields: Fields) -> str:
    """Return fields as TOML."""
    return "".join(
        ["+++\n", *(f"{name} = {_toml_value(value)}\n" for name, value in fields.items()), "+++\n"]
    )


def as_meta(fields: Fields) -> str:
    """Return fields as the lines of Python-Markdown's `meta`, which knows only texts."""
    return "".join([*(f"{name}: {_flat(value)}\n" for name, value in fields.items()), "\n"])


def _yaml_lines(fields: Fields, indent: str) -> str:
    lines = []
    for name, value in fields.items():
        if isinstance(value, dict):
            lines.append(f"{indent}{name}:\n{_yaml_lines(value, f'{indent}  ')}")
        elif isinstance(value, str | int):
            lines.append(f"{indent}{name}: {_yaml_scalar(value)}\n")
        elif name in _ON_ONE_LINE:
            lines.append(f"{indent}{name}: [{', '.join(map(_yaml_scalar, value))}]\n")
        else:
            lines.append(f"{indent}{name}:\n")
            lines += (f"{indent}  - {_yaml_item(item, indent)}" for item in value)
    return "".join(lines)


def _yaml_item(value: Any, indent: str) -> str:
    if isinstance(value, dict):
        return _yaml_lines(value, f"{indent}    ").lstrip()
    return f"{_yaml_scalar(value)}\n"


def _yaml_scalar(value: str | int) -> str:
    return str(value) if isinstance(value, int) or _PLAIN.fullmatch(value) else json.dumps(value)


def _toml_value(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {_toml_value(item)}' for name, item in value.items())} }}"
    if isinstance(value, str | int):
        return json.dumps(value)
    return f"[{', '.join(map(_toml_value, value))}]"


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_flat(item)}" for name, item in value.items())
    return str(value) if isinstance(value, str | int) else " | ".join(map(_flat, value))
