"""What the pages of a site are made of, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinepedia.machine.fingerprint import digest_of_plain
from kinepedia.model.schema.records import to_plain
from kinepedia.plan.pages import asset_address
from kinepedia.plan.site_views import SiteViews

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from pathlib import Path

    from kinepedia.build.options import Options
    from kinepedia.cache.memory import Memory, PageMemory, PlainDiagnostic
    from kinepedia.cache.store import Store
    from kinepedia.features.loading import Loaded
    from kinepedia.link.targets import LinkTarget
    from kinepedia.machine.progress import Progress
    from kinepedia.model.content_model import Model
    from kinepedia.model.settings import Settings
    from kinepedia.parse.entries import Entries
    from kinepedia.parse.places import Places
    from kinepedia.plan.feature import Feature
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.publish.staging import Staging
    from kinepedia.read.files import Sources
    from kinepedia.render.templates import Renderer


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Context:
    """Everything that the pages are made of and with, for both ways of making them.

    `memory` is of the last build; `published` are the files of its output that still are what it made.
    Without a `staging`, nothing is written. `problems` are those of what was read and parsed.
    """

    options: Options
    jobs: int
    settings: Settings
    model: Model
    sources: Sources
    entries: Entries
    loaded: Loaded
    memory: Memory
    published: frozenset[str]
    store: Store
    renderer: Renderer
    places: Places
    staging: Staging | None
    progress: Progress
    problems: tuple[Diagnostic, ...]

    @property
    def features(self) -> Sequence[Feature]:
        """The features in the order in which they are asked."""
        return self.loaded.features

    def site_views(
        self,
        navigation: Sequence[tuple[str, LinkTarget]],
        collections: Sequence[str],
        files: Container[str],
        site_files: Mapping[str, str],
    ) -> SiteViews:
        """Return what makes the frame of each page, with these links and these collections' lists.

        `files` are those of the output, `site_files` the templates of those that are made for machines,
        by their addresses.
        """
        assets = {name: asset_address(name, asset) for name, asset in self.sources.assets.items()}
        linked = (address for feature in self.features for address in feature.linked)
        assets |= {address: address for address in linked if address in files}
        # What is made for the theme has a digest in its address: its template is the name for it.
        assets |= {
            template: address for address, template in site_files.items() if address.startswith("assets/")
        }
        return SiteViews(self.settings, self.model, navigation, collections, assets, self.loaded.digest)

    def digest(self) -> bytes:
        """Return a fingerprint of everything but what is in the entries.

        While it is the same, a page can only have changed through an entry that it shows.
        """
        # Without the stamp: a picture that was only touched is the same picture.
        files = [(path, known[1:]) for path, known in self.sources.measured.items()]
        parts = (
            to_plain(self.settings),
            self.sources.settings,  # where in it something stands, too
            self.options.drafts,
            self.options.safe,
            self.loaded.digest,
            [feature.name for feature in self.features],
            list(self.entries.memory),  # an entry more or less changes lists, links and orders
            files,
            sorted(self.renderer.fingerprints.items()),
        )
        return digest_of_plain(parts)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Outcome:
    """The finished site: its pages, which of them were made now, and what else is published.

    `copied` has the digests of the files that are copied, by address; `copies` are those of them that have to
    be copied now. `files` has the templates of those that machines ask for, by address. `others` are the
    problems that were found in no entry alone, which a build that does not look for them tells again;
    `problems` are those and all that were found on pages.
    """

    pages: Mapping[str, PageMemory]
    made: frozenset[str]
    copied: Mapping[str, str]
    copies: Mapping[str, Path]
    files: Mapping[str, str]
    exercises: int
    problems: tuple[Diagnostic, ...] = ()
    others: tuple[PlainDiagnostic, ...] = ()
    related: tuple[bytes, bytes] = (b"", b"")
    navigation: tuple[object, ...] = ()
    collections: tuple[str, ...] = ()
