"""The fifth stage: pages become HTML, through the site's templates and the theme's."""

from __future__ import annotations

import re
import traceback
from contextlib import suppress
from dataclasses import dataclass, fields
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    pass_context,
)
from jinja2.exceptions import SecurityError
from jinja2.meta import find_referenced_templates

from kinepedia.cache.program import program
from kinepedia.cache.store import TEMPLATE, read_checked, write_checked
from kinepedia.machine.fingerprint import fingerprint_of
from kinepedia.machine.folders import theme_folder
from kinepedia.plan.catalogue import ReadError
from kinepedia.problems import rules
from kinepedia.problems.blame import FeatureError
from kinepedia.problems.calling import called
from kinepedia.problems.diagnostics import Place, Span
from kinepedia.render.escaping import EscapingCodeGenerator, escape_for, quickly_escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
    from types import CodeType

    from jinja2.bccache import Bucket
    from jinja2.runtime import Context

    from kinepedia.machine.folders import Folders
    from kinepedia.plan.feature import Feature
    from kinepedia.plan.page import Page
    from kinepedia.plan.reader import Reader
    from kinepedia.plan.views import FileView, PageView, SiteView
    from kinepedia.problems.diagnostics import Diagnostic


_NOT_GIVEN = frozenset(f"'{name}' is undefined" for name in ("page", "site", "entries", "entry"))
_VIEW = re.compile(r"'kinepedia\.(?:plan|features)\.\w+\.\w+ object'")


@dataclass(frozen=True, slots=True)
class Fault:
    """A template that failed: where and why, and what the view of the page has if that helps.

    If the code of a feature failed instead, `diagnostic` says so.
    """

    file: str
    line: int
    reason: str
    known: tuple[str, ...] = ()
    diagnostic: Diagnostic | None = None


class _Loader(FileSystemLoader):
    """Loads templates from a folder, and names the one that is not saved as UTF-8."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            message = f"the byte 0x{error.object[error.start]:02x} is not valid UTF-8"
            file = Path(self.searchpath[0], template)
            raise TemplateSyntaxError(message, line, template, str(file)) from error


# Only for views that whole folders of pages share (`SiteViews.at`), and macros that look at nothing else.
class _Once:
    """Calls a macro once for each view: many pages show the same of the site."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, int], tuple[object, object, str]] = {}

    def __call__(self, macro: Callable[[object], str], view: object) -> str:
        """Return what the macro returns for the view."""
        place = id(macro), id(view)
        if place not in self._made:
            self._made[place] = macro, view, macro(view)  # which keeps both, and so their numbers, in use
        return self._made[place][2]


class _Bytecode(BytecodeCache):
    """Keeps compiled templates beside the rest of the cache, each with a checksum."""

    def __init__(self, folder: Path, filters: Iterable[str]) -> None:
        self._folder = folder
        self._filters = tuple(sorted(filters))  # without one that it names, a template cannot be compiled

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a template, if it was kept and is not damaged."""
        # Jinja's own file has no checksum, and `marshal` may crash on a damaged one.
        kept = read_checked(self._file(bucket))
        if isinstance(kept, tuple) and len(kept) == 3 and kept[:2] == (bucket.checksum, self._filters):
            bucket.code = kept[2]

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template; where that is impossible, it is compiled again by the next build."""
        with suppress(OSError):
            write_checked(self._file(bucket), (bucket.checksum, self._filters, bucket.code))

    def _file(self, bucket: Bucket) -> Path:
        # Code is only good for one version of Python and of Jinja; `Store.save` removes
        # that of others by this name.
        return self._folder / f"{TEMPLATE}{program()[:8]}-{bucket.key}"


class _Template(Template):
    """A template whose output is escaped by the function above."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002 - the name is the library's
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        template = super().from_code(environment, code, globals, uptodate)
        # The namespace was made for the code of this template alone: nobody else
        # who uses Jinja here is touched.
        name = template.name or ""
        # Those of the theme make what it needs of them by themselves, and are written for HTML.
        escaped = quickly_escaped if name in _of_theme() else escape_for(name)
        template.root_render_func.__globals__["escape"] = escaped
        return template


@cache
def _of_theme() -> frozenset[str]:
    """Return the names of the templates that the theme has."""
    return frozenset(path.name for path in theme_folder().iterdir() if path.is_file())


class _Environment(Environment):
    template_class = _Template
    code_generator_class = EscapingCodeGenerator


class _AnyFilter(dict[str, Any]):
    """The filters of templates, where those of features have been left out: these return what they get."""

    def __missing__(self, name: str) -> Callable[..., Any]:
        return lambda value, *_, **__: value

    def __contains__(self, name: object) -> bool:
        return True

    def get(self, name: str, default: object = None) -> Any:  # noqa: ARG002 - it has all
        """Return a filter: whoever compiles a template asks so."""
        return self[name]


def _safe_environment() -> type[_Environment]:
    """Return the environment for templates that come from strangers."""
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return type("_SafeEnvironment", (_Environment, ImmutableSandboxedEnvironment), {})


def _filter(feature: Feature, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter of a feature, which is reported if it fails."""
    code = feature.code
    if not code:
        return function

    # With the context, which it does not use, it is applied when a page is made: what it makes of a constant
    # would otherwise be compiled into the template, and stay when its code has changed.
    @pass_context
    def applied(_: Context, *arguments: Any, **named: Any) -> Any:
        return called(code, f"applying its filter {name}", function, *arguments, **named)

    return applied


class Renderer:
    """Renders one page after the other."""

    def __init__(
        self,
        folders: Folders,
        templates: Sequence[str],
        features: Sequence[Feature] = (),
        known: Mapping[str, bytes] | None = None,
        *,
        keep: bool = False,
        safe: bool = False,
        lenient: bool = False,
    ) -> None:
        """Take the folders of the site, the names of the templates of pages, and their fingerprints if known.

        `features` have filters, and folders of templates. `keep` keeps compiled templates in the cache. With
        `safe`, templates can do nothing but show what they get: a template is a program, too. `lenient` lets
        them name filters that there are not, which features may have that have been left out.
        """
        self._names = templates
        self._known = known
        self._folders = folders
        added = [feature.folder for feature in features if feature.folder]
        self._roots = [folders.templates, *added, theme_folder()]
        own, *others, theme = map(_Loader, self._roots)
        # A template of the site can extend the one of the same name whose place it takes.
        self._loader = ChoiceLoader([own, *others, theme, PrefixLoader({"theme": theme})])
        self._named: dict[str, tuple[str, list[str]]] = {}
        filters = [name for feature in features for name in feature.filters]
        self._environment = (_safe_environment() if safe else _Environment)(
            loader=self._loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            # A build shows one state of its templates. What changes meanwhile is
            # found at its end (`is_still`).
            auto_reload=False,
            bytecode_cache=_Bytecode(folders.cache, filters) if keep and not safe else None,
        )
        self._environment.filters["capitalize_first"] = capitalize_first
        if lenient:
            self._environment.filters = _AnyFilter(self._environment.filters)
        for feature in features:
            self._environment.filters |= {
                name: _filter(feature, name, function) for name, function in feature.filters.items()
            }
        self._environment.globals["once"] = _Once()

    @cached_property
    def fingerprints(self) -> Mapping[str, bytes]:
        """For the template of each kind of page, 16 bytes that change with all that it is made of."""
        # By the texts and not by what is compiled, so that a build with nothing to render compiles nothing.
        known = self._known or {}
        return {name: known.get(name) or self._fingerprint(name) for name in self._names}

    def _fingerprint(self, template: str) -> bytes:
        """Return the fingerprint of a template and of those that it extends, includes or imports.

        What cannot be read or is named by an expression counts as all templates.
        """
        parts: dict[str, str] = {}
        pending = [template]
        while pending:
            name = pending.pop()
            if name in parts:
                continue
            parts[name], named = self._references(name)
            pending += named
        return fingerprint_of(sorted(parts.items()))

    def _references(self, name: str) -> tuple[str, list[str]]:
        """Return the text of a template, and the templates that it names."""
        if name not in self._named:
            text = ""
            named: list[str | None] = [None]
            try:
                text, *_ = self._loader.get_source(self._environment, name)
                named = [*find_referenced_templates(self._environment.parse(text))]
            except (TemplateError, OSError):
                pass  # it is reported when a page needs it
            # None stands for a name that only an expression has: then any of all templates may be meant.
            known = [other for other in named if other]
            self._named[name] = text, known if None not in named else [*known, *self._loader.list_templates()]
        return self._named[name]

    def prepare(self) -> None:
        """Compile the templates, so that forked processes need not."""
        for name in self._names:
            with suppress(Exception):  # it is reported when a page needs it
                self._environment.get_template(name)

    def render(self, page: Page, view: PageView | FileView, site: SiteView, reader: Reader) -> bytes | Fault:
        """Return the HTML of a page, or what is wrong with its template, which may ask the `reader`."""
        try:
            template = self._environment.get_template(page.template)
            # A text with half a character in it fails here, and is the fault of the page,
            # not of whoever writes the file.
            return template.render(
                page=view, site=site, entries=reader.entries, entry=reader.entry, link=reader.link
            ).encode()
        except FeatureError as error:
            return fault_of(error, page)
        except Exception as error:  # a template is a program, which can fail in any way
            return self._fault(page, view, error)

    def _fault(self, page: Page, view: PageView | FileView, error: Exception) -> Fault:
        file, line = self._place(page, error)
        reason = str(error) or type(error).__name__
        if isinstance(error, TemplateNotFound):
            reason = f'there is no template "{error.name}"'
        elif isinstance(error, UnicodeEncodeError):
            code = ord(error.object[error.start])
            reason = f"this template, or one that it uses, made U+{code:04X}, which is half a character"
        elif isinstance(error, TemplateSyntaxError):
            reason = error.message or reason
        elif isinstance(error, SecurityError):
            reason = f"{reason.rstrip('.')}; with --safe, templates may only show what they get"
        elif not isinstance(error, TemplateError | ReadError):
            reason = f"{type(error).__name__}: {reason}"
        if reason in _NOT_GIVEN:
            reason += ", because macros are given nothing: hand it to the macro as an argument"
        known = tuple(field.name for field in fields(view)) if isinstance(error, UndefinedError) else ()
        return Fault(file, line, _VIEW.sub("this view", reason), known)

    def _place(self, page: Page, error: Exception) -> tuple[str, int]:
        """Return the template and the line in which an error arose."""
        frames = traceback.extract_tb(error.__traceback__)
        found = [(frame.filename, frame.lineno or 1) for frame in frames if self._is_template(frame.filename)]
        filename = getattr(error, "filename", None)
        if isinstance(filename, str):  # a syntax error names its own place
            found.append((filename, getattr(error, "lineno", 1)))
        if not found:
            return self.path_of(page.template), 1
        file, line = found[-1]
        return self._shown(Path(file)), line

    def _is_template(self, file: str) -> bool:
        return any(Path(file).is_relative_to(root) for root in self._roots)

    def path_of(self, template: str) -> str:
        """Return where a template lies, as it is shown to an author."""
        return self._shown(
            next((root / template for root in self._roots if (root / template).is_file()), Path(template))
        )

    def _shown(self, path: Path) -> str:
        for root, label in ((self._folders.site, ""), (theme_folder(), "theme/")):
            if path.is_relative_to(root):
                return label + path.relative_to(root).as_posix()
        return path.as_posix()


def fault_of(error: FeatureError, page: Page) -> Fault:
    """Return what became of a page on which the code of a feature failed."""
    found = error.while_making(page.address).diagnostic
    return Fault(found.path, found.line, error.reason, diagnostic=found)


def invalid(page: Page, path: str, what: str, reason: str) -> Fault:
    """Return what became of a file that its template, at a path, has made so that nobody can read it."""
    found = rules.INVALID_FILE.at(Place(path), address=f"/{page.address}", what=what, reason=reason)
    return Fault(path, 1, reason, diagnostic=found)


def report(faults: Iterable[tuple[Page, Fault]]) -> list[Diagnostic]:
    """Say what is wrong with the templates; one that fails on many pages is reported for the first."""
    problems: dict[tuple[str, int, str], Diagnostic] = {}
    for page, fault in faults:
        if fault.diagnostic:
            problems.setdefault((fault.file, fault.line, fault.reason), fault.diagnostic)
            continue
        hint = f"the view of this page has: {', '.join(fault.known)}" if fault.known else ""
        place = Place(fault.file, Span(fault.line, 1))
        problems.setdefault(
            (fault.file, fault.line, fault.reason),
            rules.TEMPLATE_ERROR.at(place, reason=fault.reason, page=f"/{page.address}", hint=hint),
        )
    return list(problems.values())


def capitalize_first(text: str) -> str:
    """Return `text` with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]
