"""What a build takes over from the last one: settings and templates that have not changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.machine.fingerprint import digest_of_plain, fingerprint_of
from kinepedia.model.schema import from_plain
from kinepedia.model.settings import parse as parse_settings
from kinepedia.read.tree import are_all_seen, are_all_settled
from kinepedia.render.templates import Renderer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinepedia.build.options import Options
    from kinepedia.cache.memory import Memory
    from kinepedia.machine.folders import Folders
    from kinepedia.model.settings import Settings
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.read.tree import Tree


def settings_for(text: str, options: Options, memory: Memory) -> tuple[Settings | None, list[Diagnostic]]:
    """Return the settings, without checking them again if they are those of the last build."""
    known, plain = memory.settings
    # Only settings without a problem are remembered: those with one would have to report it again.
    if known and known == fingerprint_of((text, options.overrides())):
        return from_plain(plain), []
    return parse_settings(text, options.overrides())


def renderer_for(
    folders: Folders, tree: Tree, memory: Memory, templates: Sequence[str], *, keep: bool
) -> Renderer:
    """Return what renders pages; it need not look at templates whose stamps are known.

    `templates` are those of all pages and files. `keep` keeps compiled templates in the cache.
    """
    known, fingerprints = memory.templates
    # An empty digest is one of templates that could change without a trace: it equals itself, and must not
    # count.
    is_known = known and known == templates_digest(tree)
    return Renderer(folders, templates, fingerprints if is_known else None, keep=keep)


def templates_digest(tree: Tree) -> bytes:
    """Return the fingerprint of all templates' stamps; an empty one if a change might not show in it."""
    items = (*tree.templates, *tree.theme)
    if not are_all_settled([stamp for *_, stamp in items], tree.taken) or not are_all_seen(tree.templates):
        return b""
    return digest_of_plain(items)
