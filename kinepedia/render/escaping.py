"""How values are escaped in a template, by what it makes: HTML and XML, JSON, scripts, tables, text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2.compiler import Frame


def quickly_escaped(value: object) -> str:
    """Return what `markupsafe.escape` returns for output: most texts have nothing to escape."""
    if type(value) is Markup:
        return value
    # Five searches for one character each take less time than one for any of them.
    if type(value) is str and not (
        "'" in value or "&" in value or '"' in value or "<" in value or ">" in value
    ):
        return value
    if type(value) is int:
        return str(value)
    return escape(value)


def in_json(value: object) -> str:
    """Return a value as it stands between the quotation marks of a text in JSON (RFC 8259, section 7).

    What is `Markup` was made for JSON already, as by the filter `tojson`.
    """
    return value if isinstance(value, Markup) else json.dumps(str(value), ensure_ascii=False)[1:-1]


def in_script(value: object) -> str:
    """Return a value as it stands in a text of a script, which it cannot end, wherever the script stands."""
    text = in_json(value)
    if isinstance(value, Markup):
        return text
    for character in "<>&'\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def in_table(value: object) -> str:
    """Return a value as it stands between the quotation marks of a cell in CSV (RFC 4180, section 2)."""
    return str(value).replace('"', '""')


_BY_SUFFIX: dict[str, Callable[[object], str]] = {
    **dict.fromkeys(("json", "jsonld", "geojson", "webmanifest"), in_json),
    **dict.fromkeys(("js", "mjs"), in_script),
    "csv": in_table,
    **dict.fromkeys(("txt", "md", "ics", "css", "toml", "yaml", "yml", "conf"), str),
}


def escape_for(name: str) -> Callable[[object], str]:
    """Return what escapes the values in a template, by the name of what it makes."""
    return _BY_SUFFIX.get(name.rpartition(".")[2].lower(), quickly_escaped)


class EscapingCodeGenerator(CodeGenerator):
    """Leaves constants in templates to be escaped when they are written, by what the template makes."""

    def _output_child_to_const(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> str:
        if not isinstance(node, nodes.TemplateData) and escape_for(self.name or "") is not quickly_escaped:
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)
