"""Resolves the links and pictures in bodies to addresses."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from pathlib import PurePosixPath
from posixpath import dirname, join, normpath, relpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kinepedia.link.targets import LinkTarget
from kinepedia.model.addresses import Key, slugify
from kinepedia.parse.markdown.sanitize import ALLOWED_SCHEMES, scheme
from kinepedia.problems import rules
from kinepedia.problems.suggest import KnownNames

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinepedia.link.names import Names
    from kinepedia.parse.facts import Facts
    from kinepedia.parse.markdown.body import Link
    from kinepedia.parse.places import Places
    from kinepedia.problems.diagnostics import Diagnostic, Rule
    from kinepedia.read.files import Attachment, Sources

_DIGEST_CHARACTERS = 10
# What a browser opens as a page of its own, in which scripts can run.
_PAGES = frozenset(
    [".htm", ".html", ".mht", ".mhtml", ".rss", ".shtml", ".svgz", ".xht", ".xhtml", ".xml", ".xsl", ".xslt"]
)


class _BrokenError(Exception):
    """A link cannot be resolved; holds the rule and its facts."""

    def __init__(self, rule: Rule, *, hint: str = "", **facts: object) -> None:
        super().__init__(rule.code)
        self.rule = rule
        self.hint = hint
        self.facts = facts


class BodyLinks:
    """Resolves the links of one body after the other, and collects the files that they publish."""

    def __init__(
        self,
        entries: Mapping[Key, Facts],
        absent: Mapping[Key, Facts],
        duplicates: list[Facts],
        names: Names,
        sources: Sources,
        pages: frozenset[str],
        places: Places,
    ) -> None:
        """Take what links can lead to.

        `duplicates` are entries whose slug another one has; `pages` are the addresses of pages of no entry.
        """
        self._entries = entries
        self._absent = absent
        self._names = names
        self._sources = sources
        self._pages = pages
        self._places = places
        # A twin has the key of the entry that took its slug: a link to its file leads there,
        # and only the slug is reported.
        everything = [*entries.values(), *absent.values(), *duplicates]
        self._by_path = {facts.content_path: facts.key for facts in everything}
        self._by_address = {facts.address: facts.key for facts in everything}
        # Only what leads somewhere: what is broken is reported for each entry, at its own places.
        self._known: defaultdict[str, dict[Link, LinkTarget]] = defaultdict(dict)  # by the folder
        self.media: dict[str, Attachment] = {}
        self.problems: list[Diagnostic] = []

    def resolve(self, facts: Facts, *, is_shown: bool) -> tuple[LinkTarget | None, ...]:
        """Return the target of each link of an entry, None for what is reported as broken."""
        if not facts.links:
            return ()
        known = self._known[facts.content_path.rpartition("/")[0]]
        own: dict[Link, LinkTarget | None] = {}
        found = []
        for link in facts.links:
            target = known.get(link)
            if target is None:
                if link not in own:
                    own[link] = self._checked(facts, link, is_shown=is_shown)
                target = own[link]
                # A link to an anchor alone leads to the entry's own page; any other means the same to all
                # entries of a folder.
                if target and not link.target.lstrip().startswith("#"):
                    known[link] = target
            found.append(target)
        return tuple(found)

    def _checked(self, facts: Facts, link: Link, *, is_shown: bool) -> LinkTarget | None:
        """Return where a link leads; None, with a report, if it is broken."""
        try:
            return self._target(facts, link)
        except _BrokenError as broken:
            if broken.rule is rules.DRAFT_REFERENCE and not is_shown:
                return None  # drafts may refer to each other: they come out together
            if broken.rule is rules.MISSING_PICTURE and self._is_reported(facts, link):
                return None
            # Only here is the file read again, as it would be for each of thousands of good links otherwise.
            for place in self._places.links(facts, link):
                self.problems.append(broken.rule.at(place, hint=broken.hint, **broken.facts))
            return None

    def _is_reported(self, facts: Facts, picture: Link) -> bool:
        """Tell whether a picture has been reported for its missing alternative text."""
        body = self._places.body(facts)
        said = (("target", picture.target),)
        return body is not None and any(
            finding.rule is rules.MISSING_ALT and finding.facts == said for finding in body.findings
        )

    def _target(self, facts: Facts, link: Link) -> LinkTarget | None:
        if not link.target.strip():
            what = "names no file" if link.picture else "has no target"
            raise _broken("", f"this one {what}; say where it leads")
        if link.wiki:
            return self._wiki(facts, link)
        name = scheme(link.target)
        if link.picture:
            return self._picture(facts, link.target, name)
        if name:  # one of our own was reported as unsafe
            return LinkTarget(link.target, external=True) if name in ALLOWED_SCHEMES else None
        path, _, anchor = link.target.partition("#")
        # After the cut: a "#" that is written as %23 belongs to the name.
        path, anchor = unquote(path), unquote(anchor)
        if not path:
            return self._entry(facts.key, anchor, facts.key.slug)
        if path.startswith("//"):
            raise _broken(link.target, "begin an address elsewhere with https://")
        if path.startswith("/"):
            return self._by_site_path(path, anchor, link.target)
        return self._by_content_path(facts, path, anchor, link.target)

    def _wiki(self, facts: Facts, link: Link) -> LinkTarget | None:
        name, anchor = self._names.split(link.target)
        if not name:
            return self._entry(facts.key, anchor, anchor, titled=link.titled)
        found = self._names.find(name)
        if len(found) > 1:
            raise _BrokenError(
                rules.AMBIGUOUS_REFERENCE,
                name=name,
                candidates=" or ".join(f'"{key}"' for key in found),
                first=f"[[{found[0]}|{name.rpartition('/')[2]}]]",
            )
        if not found:
            folder, _, rest = name.partition("/")
            guess = self._names.nearest(rest, folder) if folder in self._names.collections and rest else None
            hint = f'did you mean "{folder}/{guess}"?' if guess else self._names.did_you_mean(name)
            raise _BrokenError(rules.DANGLING_REFERENCE, hint=hint, kind="entry", name=name)
        return self._entry(found[0], anchor, name, titled=link.titled)

    def _entry(self, key: Key, anchor: str, name: str, *, titled: bool = False) -> LinkTarget | None:
        """Return the page of an entry; None, without a report, if it has been reported as broken."""
        if key in self._absent:
            if not self._absent[key].faulty:
                raise _BrokenError(rules.DRAFT_REFERENCE, name=name)
            return None
        # What a reader should see is the name that the author used, unless that is an address.
        folder, _, rest = name.partition("/")
        said = rest if rest and folder.casefold() in self._names.collections else name
        title = self._entries[key].title if said == key.slug else said
        return LinkTarget(self._entries[key].address, anchor, title=title if titled else "", key=key)

    def _by_site_path(self, path: str, anchor: str, target: str) -> LinkTarget | None:
        address = path.removeprefix("/")
        for file in (address, f"{address}index.html"):
            if file in self._sources.static and (file == address or not address or address.endswith("/")):
                return LinkTarget(address, anchor)
        is_index = address == "index.html" or address.endswith("/index.html")
        folder = address.removesuffix("index.html") if is_index else address
        for candidate in (folder, f"{folder}/"):
            if key := self._by_address.get(candidate):
                return self._entry(key, anchor, key.slug)
            if candidate in self._pages:
                return LinkTarget(candidate, anchor)
        guess = self._known_addresses.nearest(path)
        raise _broken(
            target,
            f'did you mean "{guess}"?' if guess else "no page and no file under static/ has this address",
        )

    def _by_content_path(self, facts: Facts, path: str, anchor: str, target: str) -> LinkTarget | None:
        wanted = _beside(facts, path)
        if key := self._by_path.get(wanted):
            return self._entry(key, anchor, key.slug)
        # By the path in the content, which is how it was found: a link cannot lead out of the content folder.
        if wanted in self._sources.attachments:
            return LinkTarget(self._publish(wanted, target), anchor)
        raise _broken(target, self._advice(facts, path, wanted))

    def _advice(self, facts: Facts, path: str, wanted: str) -> str:
        if path.startswith("www."):
            return f'an address elsewhere begins with https://: "https://{path}"'
        as_slug = path.strip("/").rpartition("/")[2].removesuffix(".md")
        if found := [key for key in self._names.find(as_slug) if key != facts.key]:
            return f'did you mean "[[{found[0]}]]"?'
        folder = PurePosixPath(facts.content_path).parent
        if guess := self._known_files.nearest(wanted, but=facts.content_path):
            return f'did you mean "{relpath(guess, folder)}"?'
        return f'a link to a file is written as seen from "{folder}", a link to an entry as [[its title]]'

    def _picture(self, facts: Facts, target: str, name: str | None) -> LinkTarget:
        if name or target.startswith("//"):
            reason = "it lies on another host, and pages load nothing from elsewhere"
            hint = "save the picture beside the entry, if you may publish it"
            raise _BrokenError(rules.BAD_PICTURE, target=target, reason=reason, hint=hint)
        path = unquote(target)
        if path.startswith("/"):
            address = path.removeprefix("/")
            files, wanted = self._sources.static, address
        else:
            wanted = _beside(facts, path)
            files, address = self._sources.attachments, ""
        picture = files.get(wanted)
        if picture is None:
            raise _BrokenError(
                rules.MISSING_PICTURE, target=target, hint=self._picture_hint(facts, path, wanted)
            )
        if not picture.width:
            reason = picture.problem or "it is not a picture"
            raise _BrokenError(rules.BAD_PICTURE, target=target, reason=reason)
        address = address or self._publish(wanted, target)
        return LinkTarget(address, width=picture.width, height=picture.height)

    def _picture_hint(self, facts: Facts, path: str, wanted: str) -> str:
        if path.startswith("/"):
            guess = self._known_static_pictures.nearest(wanted)
            return (
                f'did you mean "/{guess}"?'
                if guess
                else "a picture whose address begins with / lies under static/"
            )
        guess = self._known_pictures.nearest(wanted)
        folder = PurePosixPath(facts.content_path).parent
        return f'did you mean "{relpath(guess, folder)}"?' if guess else ""

    @cached_property
    def _known_addresses(self) -> KnownNames:
        return KnownNames(
            f"/{address}" for address in (*self._by_address, *self._pages, *self._sources.static)
        )

    @cached_property
    def _known_files(self) -> KnownNames:
        return KnownNames({*self._by_path, *self._sources.attachments})

    @cached_property
    def _known_pictures(self) -> KnownNames:
        return KnownNames(name for name, file in self._sources.attachments.items() if file.width)

    @cached_property
    def _known_static_pictures(self) -> KnownNames:
        return KnownNames(name for name, file in self._sources.static.items() if file.width)

    def _publish(self, content_path: str, target: str) -> str:
        """Return the address under which a file beside the entries is published."""
        attachment = self._sources.attachments[content_path]
        if attachment.problem:
            raise _BrokenError(rules.BAD_ATTACHMENT, target=target, reason=attachment.problem)
        file = PurePosixPath(content_path)
        if file.suffix.lower() in _PAGES:
            reason = "it is a page of its own, which can run scripts"
            hint = "if you trust it, put it under static/ and link to it from there: [text](/page.html)"
            raise _BrokenError(rules.BAD_ATTACHMENT, target=target, reason=reason, hint=hint)
        stem = slugify(file.stem) or "file"
        address = f"media/{stem}.{attachment.digest[:_DIGEST_CHARACTERS]}{file.suffix.lower()}"
        self.media[address] = attachment
        return address


def _beside(facts: Facts, path: str) -> str:
    return normpath(join(dirname(facts.content_path), path))


def _broken(target: str, advice: str) -> _BrokenError:
    return _BrokenError(rules.BROKEN_LINK, target=target, advice=advice)
