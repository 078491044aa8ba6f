"""What a build takes over from the last one of its templates, if they have not changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinepedia.machine.fingerprint import digest_of_plain
from kinepedia.read.tree import are_all_seen, are_all_settled
from kinepedia.render.templates import Renderer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinepedia.cache.memory import Memory
    from kinepedia.machine.folders import Folders
    from kinepedia.plan.feature import Feature
    from kinepedia.read.tree import Tree


def renderer_for(
    folders: Folders,
    tree: Tree,
    memory: Memory,
    templates: Sequence[str],
    features: Sequence[Feature],
    *,
    keep: bool,
    safe: bool,
    lenient: bool,
) -> Renderer:
    """Return what renders pages; it need not look at templates whose stamps are known.

    `templates` are those of all pages and files; `features` may have filters and templates. `keep` keeps
    compiled templates in the cache; for `safe` and `lenient` see `Renderer`.
    """
    known, fingerprints = memory.templates
    # An empty digest is one of templates that could change without a trace: it equals itself, and must not
    # count.
    is_known = known and known == templates_digest(tree)
    known_templates = fingerprints if is_known else None
    return Renderer(folders, templates, features, known_templates, keep=keep, safe=safe, lenient=lenient)


def templates_digest(tree: Tree) -> bytes:
    """Return the fingerprint of all templates' stamps; an empty one if a change might not show in it."""
    items = (*tree.templates, *tree.theme)
    if not are_all_settled([stamp for *_, stamp in items], tree.taken) or not are_all_seen(tree.templates):
        return b""
    return digest_of_plain(items)
