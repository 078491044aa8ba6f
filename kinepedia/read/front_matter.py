"""Front matter, read strictly: every value stays what the author wrote, and every value has its place.

`python-frontmatter` with its own YAML handler loses a byte-order mark, an unclosed block and repeated
keys without a word, and YAML 1.1 turns `no` into False and `1:30` into 90. The handler here keeps scalars
as text (the schema converts them), and reports what it cannot accept.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler

from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Diagnostic, Place, Rule, Span
from kinepedia.problems.spans import Spans
from kinepedia.problems.text import CONTROL
from kinepedia.read.halves import FENCE, halves

if TYPE_CHECKING:
    from kinepedia.problems.spans import Loc

Value = str | None | list["Value"] | dict[str, "Value"]
"""What front matter can hold: texts, nothing, lists and mappings."""

_MOST_LEVELS = 12
# Fewer brackets and dashes than this cannot nest deeply enough to exhaust the composer's stack.
_HARMLESS_OPENERS = 400
_NOT_STATED = frozenset(["", "~", "null", "Null", "NULL"])

_INDENT = "check the indentation: fields of one level begin in the same column"
_FIELD = 'write a field as its name, a colon and a space: "title: ..."'
_QUOTATION = "this quotation mark is never closed", "close it with the same mark"
_UNCLOSED = {
    "'": _QUOTATION,
    '"': _QUOTATION,
    "[": ("this bracket is never closed", "close it with ]"),
    "{": ("this brace is never closed", "close it with }"),
}
_CLOSERS = {"[": "]", "{": "}"}
# What has a meaning of its own at the beginning of a value; the rule's own hint says how to write it.
_SIGNS = frozenset("|>*&!@`%'\"")
# What is no item of a list, and has no colon that would end the name of a field.
_NO_FIELD = re.compile(r"(?!-\s)(?!.*:(?:\s|$))")

# The fields that hold sentences or names: there, "#" is more likely a sign of the text than a comment.
_FREE_TEXTS = frozenset(
    {"advice", "aliases", "avoid_feeling", "condition", "credentials", "definition"}
    | {"feel", "latin", "note", "reason", "sources", "summary", "title"}
)
_COMMENT = re.compile(r"[ \t]+(#.*\w.*?)[ \t]*$")
# YAML 1.2, 5.7: escapes in a text between double quotation marks.
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([0abevfNLP\\\"]))")
_NAMED_ESCAPES = dict(zip("0abevfNLP", "\0\a\b\x1b\v\f\x85\u2028\u2029", strict=True))
_UNPRINTABLE = re.compile(f"{CONTROL.pattern}|[\ud800-\udfff]")

# Much faster where libyaml is there. Both compose the same nodes with the same marks.
_BaseLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_BaseLoader):  # type: ignore[misc]  # which of the two it is shows only here
    """Composes nodes without guessing what kind of value a text is: that is the schema's to say."""

    def resolve(self, kind: type[yaml.Node], value: object, implicit: object) -> str:  # noqa: ARG002
        return "?"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields of one file with their places, and the text that follows them.

    `body_line` is the line of the file, counted from 1, in which `body` begins. If the fields are not
    `readable` at all, `title` is what looks like the title.
    """

    fields: dict[str, Value]
    spans: Spans
    body: str
    body_line: int
    problems: tuple[Diagnostic, ...]
    readable: bool
    title: str | None


def split(path: str, text: str) -> FrontMatter:
    r"""Split `text`, with line ends of "\n", into front matter and body."""
    handler = _StrictHandler(path, text)
    # The library is the door by its name; all that it does here is to call our handler, which does the work.
    fields, _ = frontmatter.parse(text, handler=handler)
    return FrontMatter(
        fields=fields,  # type: ignore[arg-type]  # the library types it as dict[str, object]
        # Later, because most files have no problem. The nodes are kept alive for it.
        spans=Spans.later(handler.find_spans),
        body=handler.body,
        body_line=handler.body_line,
        problems=tuple(handler.problems),
        readable=handler.readable,
        title=_likely_title(text) if not handler.readable else None,
    )


def _code(escape: re.Match[str]) -> int:
    digits = escape[1] or escape[2] or escape[3]
    return int(digits, 16) if digits else ord(_NAMED_ESCAPES.get(escape[4], escape[4]))


def _likely_title(text: str) -> str | None:
    match = re.search(r"^title:[ \t]*[\"']?([^\n\"']+)", text[:4096], re.MULTILINE)
    return match[1].strip() if match else None


def _is_stated(node: yaml.ScalarNode) -> bool:
    """Tell whether a value is there: quoted, or not one of the ways to write nothing."""
    return bool(node.style) or node.value not in _NOT_STATED


class _StrictHandler(BaseHandler):
    """Reads the front matter of one file; an instance is used once."""

    START_DELIMITER = END_DELIMITER = FENCE

    def __init__(self, path: str, text: str) -> None:
        # The boundary is not used: `split` is ours. The base class insists on one.
        super().__init__(fm_boundary=frontmatter.default_handlers.YAMLHandler.FM_BOUNDARY)
        self.path = path
        self.text = text
        self.body = ""
        self.body_line = 1
        self.root: yaml.Node | None = None
        self.problems: list[Diagnostic] = []
        self.readable = True
        # What most front matter has nothing of, so that its values need not be searched for it.
        self._may_have_comments = True
        self._may_have_controls = True

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file."""
        return self.text.split("\n")

    def split(self, text: str) -> tuple[str, str]:  # noqa: ARG002 - the library has stripped this text
        """Return the YAML and the body, and remember where the body begins."""
        found = halves(self.text)
        if found:
            self.body, self.body_line = found.body, found.body_line
            return found.front, found.body
        self.readable = False
        if self.lines[0].rstrip() == FENCE:
            self._report(rules.UNCLOSED_FRONT_MATTER, Span(1, 1, 3))
        else:
            self._report(rules.MISSING_FRONT_MATTER, Span(1, 1), hint=self._hint_for_late_start())
        return "", ""

    def load(self, fm: str) -> dict[str, Any]:
        """Return the fields, all scalars as text; problems are remembered, not raised."""
        root = self._compose(fm)
        if root is None:
            return {}
        if not isinstance(root, yaml.MappingNode):
            found = "a list" if isinstance(root, yaml.SequenceNode) else "plain text"
            self._report(rules.YAML_NOT_FIELDS, self._span(root), found=found)
            self.readable = False
            return {}
        self.root = root
        self._may_have_comments = "#" in fm
        self._may_have_controls = "\\" in fm or bool(_UNPRINTABLE.search(fm))
        fields = self._fields(root, 0, "")
        self.readable = all(problem.code != rules.TOO_DEEP.code for problem in self.problems)
        return fields if self.readable else {}

    def _compose(self, fm: str) -> yaml.Node | None:
        """Return the tree of the YAML, or None if there is nothing in it or it cannot be read."""
        try:
            # Before it is composed: an alias would become the same node in two places, and
            # nesting can end the process.
            if self._uses_forbidden_features(fm) or self._would_overflow(fm):
                self.readable = False
                return None
            return yaml.compose(fm, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            # libyaml refuses deep nesting, too, from a depth and with words that differ between its releases,
            # and before it has said where anything begins. The parser in Python has no such limit.
            if not self._nests_too_deeply(fm, yaml.SafeLoader):
                self._report_syntax(error)
        except yaml.YAMLError as error:  # of a character, before there are any places
            self._report(rules.YAML_SYNTAX, Span(2, 1), reason=str(error).partition("\n")[0])
        self.readable = False
        return None

    def _hint_for_late_start(self) -> str:
        first = next((line for line in self.lines if line.strip()), "")
        if first.strip() == FENCE:
            return 'the opening "---" must be the very first line, without spaces before it'
        return ""

    def _uses_forbidden_features(self, fm: str) -> bool:
        """Report anchors, aliases, tags and directives: they hide what a value is (and can explode)."""
        if not any(mark in fm for mark in "&*!%"):
            return False
        names = {
            yaml.AnchorToken: "an anchor (&)",
            yaml.AliasToken: "an alias (*)",
            yaml.TagToken: "a tag (!)",
            yaml.DirectiveToken: "a directive (%)",
        }
        before = len(self.problems)
        try:
            for token in yaml.scan(fm, Loader=_Loader):
                if feature := names.get(type(token)):
                    start, end = token.start_mark, token.end_mark
                    # Marks count from 0, spans from 1, and the fence above the front matter is one
                    # more line. So everywhere here.
                    span = Span(start.line + 2, start.column + 1, end.column - start.column)
                    self._report(rules.YAML_FEATURE, span, feature=feature)
        except yaml.MarkedYAMLError:
            # What cannot be scanned cannot be composed either, and is reported then.
            return len(self.problems) > before
        return len(self.problems) > before

    def _would_overflow(self, fm: str) -> bool:
        """Report nesting that could overflow the stack of libyaml's composer, which is recursive."""
        if sum(fm.count(opener) for opener in ("[", "{", "- ", "? ")) < _HARMLESS_OPENERS:
            return False
        return self._nests_too_deeply(fm, _Loader)

    def _nests_too_deeply(self, fm: str, loader: Any) -> bool:
        """Report nesting that is too deep, if it begins before anything that is no YAML."""
        depth = 0
        with suppress(yaml.YAMLError):  # which the composer meets, too
            # The parser keeps its own stack, and so survives what the composer would not.
            for event in yaml.parse(fm, Loader=loader):
                if isinstance(event, yaml.CollectionStartEvent):
                    depth += 1
                elif isinstance(event, yaml.CollectionEndEvent):
                    depth -= 1
                if depth > _MOST_LEVELS:
                    mark = event.start_mark
                    span = Span(mark.line + 2, mark.column + 1) if mark else Span()
                    self._report(rules.TOO_DEEP, span, what="lists and fields")
                    return True
        return False

    def _value(self, node: yaml.Node, depth: int, field: str) -> Value:
        """Return the plain value of a node; `field` is the name of the nearest field that it belongs to."""
        # Here, too: fewer brackets than `_HARMLESS_OPENERS` can still nest deeper than any
        # schema, and this is recursive.
        if depth > _MOST_LEVELS:
            self._report(rules.TOO_DEEP, self._span(node), what="lists and fields")
            return None
        if isinstance(node, yaml.ScalarNode):
            if self._may_have_comments and not node.style and field in _FREE_TEXTS:
                self._warn_of_comment(node, field)
            return self._without_control(node) if _is_stated(node) else None
        if isinstance(node, yaml.SequenceNode):
            return [self._value(child, depth + 1, field) for child in node.value]
        return self._fields(node, depth, field)

    def _fields(self, node: yaml.Node, depth: int, outer: str) -> dict[str, Value]:
        fields: dict[str, Value] = {}
        places: dict[str, yaml.Node] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._report(rules.YAML_FEATURE, self._span(key_node), feature="a list or mapping as a key")
                continue
            key = self._without_control(key_node)
            # The first one counts, here as in `find_spans`, so that a place is
            # that of the value that is used.
            if key in fields:
                first = self._span(places[key]).line
                self._report(rules.DUPLICATE_KEY, self._span(key_node), key=key, first=first)
                continue
            places[key] = key_node
            fields[key] = self._value(value_node, depth + 1, outer if key == "values" else key)
        return fields

    def find_spans(self) -> tuple[dict[Loc, Span], dict[Loc, Span]]:
        """Return where the keys and the values of the fields stand."""
        keys: dict[Loc, Span] = {}
        values: dict[Loc, Span] = {}
        # Without recursion, though the depth was checked: a root that nested too deeply is kept, too.
        pending: list[tuple[yaml.Node, Loc]] = [(self.root, ())] if self.root else []
        while pending:
            node, loc = pending.pop()
            if loc and (
                not isinstance(node, yaml.ScalarNode) or _is_stated(node) or isinstance(loc[-1], int)
            ):
                values[loc] = self._span(node)
            if isinstance(node, yaml.SequenceNode):
                pending += [(child, (*loc, index)) for index, child in enumerate(node.value)]
            elif isinstance(node, yaml.MappingNode):
                for key_node, value_node in node.value:
                    at = (*loc, _UNPRINTABLE.sub(" ", str(key_node.value)))
                    if isinstance(key_node, yaml.ScalarNode) and at not in keys:
                        keys[at] = self._span(key_node)
                        pending.append((value_node, at))
        return keys, values

    def _without_control(self, node: yaml.ScalarNode) -> str:
        r"""Return the text of a node; report what an escape such as "\\0" makes of it, and take that out."""
        text = str(node.value)
        if not self._may_have_controls or not (found := _UNPRINTABLE.search(text)):
            return text
        hint = "take this escape out; it stands for a character that nobody can see"
        span = self._span(node)
        code = ord(found.group())
        line = self.lines[span.line - 1]
        for escape in _ESCAPE.finditer(line, span.column - 1):
            if _code(escape) == code:
                span = Span(span.line, escape.start() + 1, len(escape.group()))
                break
        self._report(rules.CONTROL_CHARACTER, span, hint=hint, code=code)
        return _UNPRINTABLE.sub(" ", text)

    def _warn_of_comment(self, node: yaml.ScalarNode, field: str) -> None:
        """Report a comment behind a text without quotation marks: it was likely meant to be a part of it."""
        if node.value.casefold() in ("", "none"):
            return
        end = node.end_mark
        rest = self.lines[end.line + 1][end.column :]
        if lost := _COMMENT.match(rest):
            column = end.column + lost.start(1) + 1
            self._report(rules.LOST_TEXT, Span(end.line + 2, column, len(lost[1])), field=field)

    def _span(self, node: yaml.Node) -> Span:
        start, end = node.start_mark, node.end_mark
        line = self.lines[start.line + 1].rstrip()
        rest_of_line = len(line) - start.column
        if rest_of_line <= 0:  # an item without a value: its dash is all there is to see
            return Span(start.line + 2, max(len(line), 1), 1)
        same_line = end.line == start.line
        return Span(
            start.line + 2, start.column + 1, end.column - start.column if same_line else rest_of_line
        )

    def _report_syntax(self, error: yaml.MarkedYAMLError) -> None:
        """Say what is wrong, and what helps, by what stands where libyaml began and where it stopped.

        Its words are shown where there are no better ones, but nothing rests on them: they may change.
        """
        reason = error.problem or error.context or "it cannot be read"
        mark, began = error.problem_mark or error.context_mark, error.context_mark
        stopped, hint = self._rest(mark), ""
        if began and mark and began.line == mark.line and began.column == mark.column:
            began = None  # there was nothing that it was in the middle of
        beginning = self._rest(began)
        if stopped[:1] == "\t":
            hint = "indent with spaces: YAML does not allow tabs"
        elif began and mark and self._is_open(began, mark):
            mark, (reason, hint) = began, _UNCLOSED[beginning[:1]]
        elif began and beginning[:1] not in _SIGNS and _NO_FIELD.match(beginning):
            mark, reason, hint = began, "this line is no field", _FIELD
        elif began and beginning[:1] not in _SIGNS:
            hint = _INDENT
        elif stopped[:1] == ":" and not error.context_mark:
            hint = f'{_INDENT}; a text that contains ": " needs quotation marks'
        line, column = (mark.line, mark.column) if mark else (0, 0)
        self._report(rules.YAML_SYNTAX, Span(line + 2, column + 1), hint=hint, reason=reason)

    def _is_open(self, began: yaml.Mark, stopped: yaml.Mark) -> bool:
        """Tell whether a bracket or quotation mark at the first place is not closed before the second."""
        opener = self._rest(began)[:1]
        if opener not in _CLOSERS:
            return opener in _UNCLOSED and stopped.line + 3 == self.body_line
        lines = self.lines[began.line + 1 : stopped.line + 2]
        lines[-1] = lines[-1][: stopped.column]
        between = "\n".join(lines)[began.column :]
        return between.count(opener) > between.count(_CLOSERS[opener])

    def _rest(self, mark: yaml.Mark | None) -> str:
        """Return the line at a place of the front matter, from there on."""
        return self.lines[mark.line + 1][mark.column :] if mark else ""

    def _report(self, rule: Rule, span: Span, *, hint: str = "", **facts: object) -> None:
        self.problems.append(rule.at(Place(self.path, span), hint=hint, **facts))
