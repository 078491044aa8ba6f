"""The converter: Python-Markdown's own, with some of its parts exchanged."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Self

import markdown
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.toc import TocTreeprocessor

from kinepedia.parse.markdown.fast.blockparser import BlockParser, HashHeaderProcessor, HRProcessor
from kinepedia.parse.markdown.fast.inlinepatterns import register_patterns
from kinepedia.parse.markdown.fast.preprocessors import (
    FencedCodePreprocessor,
    HtmlBlockPreprocessor,
    NormalizeWhitespace,
)
from kinepedia.parse.markdown.fast.serializers import to_html_string
from kinepedia.parse.markdown.fast.toc import OutlineTreeprocessor
from kinepedia.parse.markdown.fast.treeprocessors import (
    AttributeListTreeprocessor,
    InlineProcessor,
    PrettifyTreeprocessor,
    UnescapeTreeprocessor,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markdown.extensions import Extension
    from markdown.util import Registry


class Markdown(markdown.Markdown):
    """Converts what `markdown.Markdown` converts, to the same, with the same extensions.

    A part that an extension registers under the name of one of these takes its place, as in the original. The
    one thing that is missing is the attribute `toc`, the table of contents as HTML: it is only made for a
    text that asks for it with a marker. `toc_tokens` are always there.
    """

    output_formats: ClassVar = {**markdown.Markdown.output_formats, "html": to_html_string}

    def build_parser(self) -> Self:
        """Build the parts that every converter has."""
        super().build_parser()
        if self.tab_length != 4:
            return self
        parser = BlockParser(self)
        # The same registry, so that what extensions add later is known to both.
        parser.blockprocessors = self.parser.blockprocessors
        for processor in parser.blockprocessors:
            processor.parser = parser
        parser.blockprocessors.register(HashHeaderProcessor(parser), "hashheader", 70)
        parser.blockprocessors.register(HRProcessor(parser), "hr", 50)
        self.parser = parser
        self.preprocessors.register(NormalizeWhitespace(self), "normalize_whitespace", 30)
        self.preprocessors.register(HtmlBlockPreprocessor(self), "html_block", 20)
        register_patterns(self)
        self.treeprocessors.register(InlineProcessor(self), "inline", 20)
        self.treeprocessors.register(PrettifyTreeprocessor(self), "prettify", 10)
        self.treeprocessors.register(UnescapeTreeprocessor(self), "unescape", 0)
        return self

    def build_extension(self, ext_name: str, configs: Mapping[str, Any]) -> Extension:
        """Build an extension by its name.

        To look for the library's own among all that is installed takes longer than to convert a few texts.
        """
        extension: Extension
        try:
            extension = import_module(f"markdown.extensions.{ext_name}").makeExtension(**configs)
        except ModuleNotFoundError:
            extension = super().build_extension(ext_name, configs)
        if getattr(extension, "TreeProcessorClass", None) is TocTreeprocessor:
            extension.TreeProcessorClass = OutlineTreeprocessor  # type: ignore[attr-defined]
        return extension

    def registerExtensions(  # noqa: N802 - the name is the library's
        self, extensions: Sequence[Extension | str], configs: Mapping[str, dict[str, Any]]
    ) -> Self:
        """Let extensions add their parts."""
        super().registerExtensions(extensions, configs)
        # Only in the place of the library's very class: what another extension has put there stays.
        if _has(self.treeprocessors, "attr_list", AttrListTreeprocessor):
            self.treeprocessors.register(AttributeListTreeprocessor(self), "attr_list", 8)
        if _has(self.preprocessors, "fenced_code_block", FencedBlockPreprocessor):
            config = self.preprocessors["fenced_code_block"].config  # type: ignore[attr-defined]
            self.preprocessors.register(FencedCodePreprocessor(self, config), "fenced_code_block", 25)
        return self


def _has(registry: Registry[Any], name: str, kind: type) -> bool:
    return name in registry and type(registry[name]) is kind
