"""Exchanges and adds single values of front matter, in whatever form its author wrote it.

What YAML makes of a text depends on all that is around it. So a change is tried in the form nearest to what
was there, and taken only if the front matter then says exactly what it should.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import yaml

from kinepedia.author.rename.document import CannotRenameError
from kinepedia.author.yaml_text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kinepedia.author.rename.document import Document
    from kinepedia.problems.spans import Loc

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def with_value(document: Document, loc: Loc, value: str) -> Document:
    """Return the document with another text as the value at `loc`, in quotation marks if it needs them.

    Raises `CannotRenameError` if no way to write it is found.
    """
    *way, last = loc
    expected = deepcopy(document.front_matter.fields)
    outer: Any = expected
    for part in way:
        outer = outer[part]
    outer[last] = value
    start, _ = document.yaml
    node = _at(_root(document), loc)
    # Marks count characters, as Python does; line ends are left as they are in the
    # file, so that nothing shifts.
    first, end = start + node.start_mark.index, start + node.end_mark.index
    tail = document.line_end if document.text[first:end].endswith(("\n", "\r")) else ""
    forms = _in_style(value, node.style)
    # None of the forms has to be right: what is taken is what reads as it should.
    return _first(document, expected, (document.exchanged(first, end, form + tail) for form in forms))


def with_item(document: Document, field: str, value: str) -> Document:
    """Return the document with one more text in a field that may be missing, a single text or a list.

    Raises `CannotRenameError` if no way to write it is found.
    """
    expected: Any = deepcopy(document.front_matter.fields)
    now = expected.get(field)
    loc: Loc = (field,)
    if isinstance(now, dict):
        loc, outer, now = (field, "values"), now, now.get("values")
        outer["values"] = _more(now, value)
    else:
        expected[field] = _more(now, value)
    return _first(document, expected, _with_item(document, loc, now, value))


def _more(now: Any, value: str) -> Any:
    """Return what a field says with one more text in it."""
    if _is_nothing(now):
        return value
    return [*now, value] if isinstance(now, list) else [now, value]


def _is_nothing(now: Any) -> bool:
    return now is None or (isinstance(now, str) and now.strip().casefold() == "none")


def _with_item(document: Document, loc: Loc, now: Any, value: str) -> Iterator[Document]:
    """Yield the document in every form that may say one more, the best first."""
    start, end = document.yaml
    root = _root(document)
    node = _at(root, loc)
    line_end = document.line_end
    for form in (value, quoted(value)):
        if node is None:
            margin = " " * root.value[0][0].start_mark.column
            yield document.exchanged(end, end, f"{margin}{loc[0]}: {form}{line_end}")
            for comma in (", ", ""):  # the front matter stands in braces
                at = start + root.end_mark.index - 1
                yield document.exchanged(at, at, f"{comma}{loc[0]}: {form}")
            continue
        first, last = start + node.start_mark.index, start + node.end_mark.index
        if isinstance(node, yaml.ScalarNode):
            written = document.text[first:last]
            if written and _is_nothing(now):
                yield document.exchanged(first, last, form)
            elif _is_nothing(now):
                yield document.exchanged(first, first, f" {form}")
            # Not every reader of YAML takes a bare "?" in brackets, as in /?p=123.
            bare = () if not node.style and "?" in node.value else (written,)
            for other in (*bare, quoted(node.value)):
                yield document.exchanged(first, last, f"[{other}, {form}]")
        elif node.flow_style:
            for comma in (", ", ""):
                yield document.exchanged(last - 1, last - 1, f"{comma}{form}")
        else:
            at = _next_line(document.text, start + node.value[-1].end_mark.index)
            margin = " " * node.start_mark.column
            yield document.exchanged(at, at, f"{margin}- {form}{line_end}")


def _next_line(text: str, index: int) -> int:
    """Return where the line after `index` begins; `index` itself if it begins a line."""
    if text[index - 1] in "\r\n":
        return index
    while text[index] not in "\r\n":
        index += 1
    return index + (2 if text.startswith("\r\n", index) else 1)


def _first(document: Document, expected: Any, forms: Iterable[Document]) -> Document:
    """Return the first form of a document whose fields are as expected, and the rest as it was."""
    before = document.front_matter
    for form in forms:
        after = form.front_matter
        # A form could close the front matter, and make the rest of it a part of the body.
        same = (after.body, len(after.problems)) == (before.body, len(before.problems))
        if same and after.fields == expected:
            return form
    raise CannotRenameError(
        f"the front matter of {document.path} is written in a way that cannot be changed safely",
        "write its fields in the usual form, one a line",
    )


def _root(document: Document) -> Any:
    start, end = document.yaml
    return yaml.compose(document.text[start:end], Loader=_LOADER)


def _at(node: Any, loc: Loc) -> Any:
    """Return the node at a place; None if there is none."""
    for part in loc:
        if isinstance(part, int):
            node = node.value[part]
        else:
            node = next((value for key, value in node.value if key.value == part), None)
        if node is None:
            return None
    return node


def _in_style(text: str, style: str | None) -> list[str]:
    """Return the ways to write a text, beginning with the one that its author has chosen."""
    if style == "'":
        doubled = text.replace("'", "''")
        return [f"'{doubled}'", quoted(text)]
    return [quoted(text)] if style else [text, quoted(text)]
