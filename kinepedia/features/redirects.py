"""Rules by which hosts answer old addresses at which no page can stand: `/?p=123`, `/x.php`, `/Help:Bridge/`.

There is a file for each kind of host, and the same addresses are in all of them: percent-encoded, so that
nothing in an address means anything in the host's own language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from kinepedia.model.old_addresses import as_sent, has_page, spellings
from kinepedia.plan.feature import Feature, Site, SiteFile
from kinepedia.plan.links import NOT_FOUND, Linker
from kinepedia.plan.views import FileView
from kinepedia.problems import rules
from kinepedia.problems.diagnostics import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.problems.diagnostics import Diagnostic
    from kinepedia.read.files import Attachment

_NETLIFY = "_redirects"
_NGINX = "redirects.nginx"
_APACHE = "redirects.apache"

_MOST_NAMED = 10

# What Netlify's parser takes for the new address or for a status, though it stands in front of them.
_MISTAKABLE = re.compile(r"/|https?:|[-+]?\d", re.IGNORECASE)
# What ends a value in a line for Netlify, whose parser takes U+FEFF for a space.
_END = re.compile(r"[\s\ufeff=]")
# Netlify makes a regular expression of a name. A dot may stay: in one, it fits a dot as well.
_SPECIAL = re.compile(r"([\[\](){}*+?^$|])")


class RuleView(NamedTuple):
    """What is asked for, as the host writes it, and where it is now. Both begin at the root of the host."""

    asked: str
    target: str


@dataclass(frozen=True, slots=True, eq=False)
class RulesView(FileView):
    """The rules for a host; `unanswered` are the old addresses for which it can have none."""

    rules: tuple[RuleView, ...]
    unanswered: tuple[str, ...]


def _files(site: Site) -> Iterator[SiteFile]:
    encyclopedia = site.encyclopedia
    if not (targets := _targets(encyclopedia)):
        return
    root = _root(encyclopedia)
    for name in _HOSTS:
        asked = _asked(encyclopedia, name)
        made = [RuleView(way, targets[address]) for address, ways in asked.items() for way in ways]
        if name == _NETLIFY:
            # There, the first rule that fits is followed, and one without a query fits any.
            made.sort(key=lambda rule: -rule.asked.count(" "))
        unanswered = tuple(root + as_sent(address) for address, ways in asked.items() if not ways)
        base = site.settings.base_url or ""
        yield SiteFile(name, name, RulesView(base, tuple(made), unanswered))


def _root(encyclopedia: Encyclopedia) -> str:
    return quote(urlsplit(encyclopedia.settings.base_url or "/").path, safe="/%")


def _targets(encyclopedia: Encyclopedia) -> Mapping[str, str]:
    """Return where each old address leads at which no page can stand."""
    linker = Linker(NOT_FOUND, encyclopedia.settings)  # the one whose links begin at the root
    targets: dict[str, str] = {}
    for facts in encyclopedia.entries.values():
        for address in facts.redirect_from:
            if not has_page(address):
                targets.setdefault(address, quote(linker.to(facts.address), safe="/%"))
    return targets


def _asked(encyclopedia: Encyclopedia, name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the ways in which a file says each of these addresses."""
    root = _root(encyclopedia)
    return {address: tuple(_HOSTS[name](root, address)) for address in _targets(encyclopedia)}


def _as_is(root: str, address: str) -> Iterator[str]:
    for spelling in spellings(address):
        yield root + spelling


def _as_apache(root: str, address: str) -> Iterator[str]:
    # Nothing keeps Apache from putting a variable there, while all else means only itself behind "=".
    yield from (way for way in _as_is(root, address) if "${" not in way)


def _as_netlify(root: str, address: str) -> Iterator[str]:
    """Yield how Netlify and Cloudflare say an old address.

    Netlify looks at queries and finds an address with or without its last slash. Cloudflare does neither, and
    tells small hexadecimal digits, which WordPress writes, from capital ones.
    """
    if re.search("[:*]", address.partition("?")[0]):
        return  # both would stand for anything there, and an encoded one for what no browser asks for
    written = [each.partition("?") for spelling in spellings(address) for each in _both_cases(spelling)]
    paths = [root + path for path, _, _ in written]
    if "?" not in address:
        yield from dict.fromkeys(paths)
    else:
        said = [_parameters(query) for _, _, query in written]
        yield from dict.fromkeys(" ".join([paths[0], *parameters]) for parameters in said if parameters)


def _both_cases(spelling: str) -> tuple[str, str]:
    return spelling, re.sub("%..", lambda match: match[0].lower(), spelling)


def _parameters(query: str) -> list[str]:
    """Return the parameters of a query as Netlify says them; an empty list if it cannot."""
    said: dict[str, str] = {}
    parameters = query.split("&")
    for parameter in parameters:
        name, mark, value = parameter.partition("=")
        # Netlify decodes the values that it is asked for, but not their names, and then compares.
        value = unquote(value.replace("+", " "))
        if not (name and mark) or _MISTAKABLE.match(name) or value.startswith(":") or _END.search(value):
            return []
        said[name] = _SPECIAL.sub(r"\\\1", name) + "=" + value
    return list(said.values()) if len(said) == len(parameters) else []


_HOSTS: Mapping[str, Callable[[str, str], Iterator[str]]] = {
    _NETLIFY: _as_netlify,
    _NGINX: _as_is,
    _APACHE: _as_apache,
}


def _problems(site: Site) -> Iterator[Diagnostic]:
    """Yield a problem for each file of the site's own that replaces one of ours and leaves something out."""
    for name in _HOSTS:
        if file := site.encyclopedia.static.get(name):
            own = f" {_plain(_text(file))} "
            missing = [
                f"/{address}"
                for address, ways in _asked(site.encyclopedia, name).items()
                if ways and not any(f" {_plain(way)} " in own for way in ways)
            ]
            if missing:
                more = len(missing) - _MOST_NAMED
                named = ", ".join(missing[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
                yield rules.UNANSWERED_ADDRESS.at(Place(f"static/{name}"), addresses=named)


def _text(file: Attachment) -> str:
    try:
        return file.path.read_text("utf-8", errors="replace")
    except OSError:  # whoever publishes it says so
        return ""


def _plain(text: str) -> str:
    """Return a text in which it makes no difference how a line is spaced and quoted."""
    return " ".join(re.sub(r"(?<!\S)[\"']?=|[\"']", "", text).split())


FEATURE = Feature("redirects", files=_files, check=_problems)
