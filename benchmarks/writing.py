"""Writes an encyclopedia to disk as each tool wants to have it.

The peers get the same records. What differs is said in `benchmarks/README.md`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpus import AUTHOR
from front_matter import as_meta, as_toml, as_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from corpus import Corpus, Entry, Exercise, Fields

ADDRESS = "https://example.org/"
TITLE = "Bench Encyclopedia"
EDITION = "Edition 0"
"""Stands in each tool's template of an exercise; the scenarios count it up."""

_WIKI_LINK = re.compile(r"\[\[([^|\]]+)\|([^\]]+)\]\]")
_ALERT = re.compile(r"^> \[!([A-Z]+)\]$", re.MULTILINE)
_SETTINGS = f"""\
title = "{TITLE}"
tagline = "A made-up encyclopedia to measure with"
description = "Exercises that nobody has to do."
base_url = "{ADDRESS}"
author = "{AUTHOR}"
""" + "".join(
    f'\n[[navigation]]\nlabel = "{name.capitalize()}"\nto = "{name}"\n'
    for name in ("exercises", "categories", "levels", "articles")
)


def write_kinepedia(corpus: Corpus, site: Path, theme: Path) -> None:
    """Write a site of Kinepedia into `site`, with the template of an exercise copied from the folder `theme`.

    Raises ValueError if that template has no place for the edition.
    """
    for exercise in corpus.exercises:
        fields = {"title": exercise.title, **exercise.fields}
        _write(site, "exercises", exercise.slug, as_yaml(fields), exercise.body)
    for entry in corpus.entries:
        fields = {"title": entry.title, **entry.fields}
        _write(site, entry.collection, entry.slug, as_yaml(fields), entry.body)
    (site / "site.toml").write_text(_SETTINGS, "utf-8")
    template = (theme / "exercise.html").read_text("utf-8")
    if "</article>" not in template:
        raise ValueError("the theme's exercise.html has no </article> before which the edition could stand")
    (site / "templates").mkdir()
    edited = template.replace("</article>", f"<p>{EDITION}</p>\n</article>", 1)
    (site / "templates/exercise.html").write_text(edited, "utf-8")


def write_hugo(corpus: Corpus, site: Path) -> None:
    """Write the content of a Hugo site into `site`: categories and levels are taxonomies.

    Its own default format, TOML, is what Hugo reads fastest.
    """
    for exercise in corpus.exercises:
        fields = _fields_for_peers(exercise)
        fields |= {"levels": [exercise.fields["level"]], "weight": exercise.fields["order"]}
        _write(site, "exercises", exercise.slug, as_toml(fields), _body_for_peers(exercise.body))
    for entry in corpus.entries:
        is_list = entry.collection in ("categories", "levels")
        slug = f"{entry.slug}/_index" if is_list else entry.slug
        _write(site, entry.collection, slug, as_toml(_entry_for_peers(entry)), _body_for_peers(entry.body))


def write_eleventy(corpus: Corpus, site: Path) -> None:
    """Write the content of an Eleventy site into `site`: categories and levels are tags."""
    for exercise in corpus.exercises:
        fields = _fields_for_peers(exercise)
        tags = [*exercise.fields["categories"], exercise.fields["level"]]
        fields |= {"layout": "exercise.11ty.js", "tags": tags}
        _write(site, "exercises", exercise.slug, as_yaml(fields), _body_for_peers(exercise.body))
    for entry in corpus.entries:
        is_list = entry.collection in ("categories", "levels")
        fields = {**_entry_for_peers(entry), "layout": "list.11ty.js" if is_list else "page.11ty.js"}
        _write(site, entry.collection, entry.slug, as_yaml(fields), _body_for_peers(entry.body))


def write_mkdocs(corpus: Corpus, site: Path) -> None:
    """Write the content of a MkDocs site into `site`: each page names its template."""
    (site / "content").mkdir()
    (site / "content/index.md").write_text(f"---\ntitle: {TITLE}\ntemplate: home.html\n---\n", "utf-8")
    for exercise in corpus.exercises:
        fields = {**_fields_for_peers(exercise), "template": "exercise.html"}
        _write(site, "exercises", exercise.slug, as_yaml(fields), _body_for_peers(exercise.body))
    for entry in corpus.entries:
        is_list = entry.collection in ("categories", "levels")
        fields = {**_entry_for_peers(entry), "template": "list.html" if is_list else "main.html"}
        _write(site, entry.collection, entry.slug, as_yaml(fields), _body_for_peers(entry.body))


def write_pelican(corpus: Corpus, site: Path) -> None:
    """Write the content of a Pelican site into `site`.

    Exercises are articles of their first category, with their level as tag. Pelican makes the pages of
    categories and tags by itself, without a text, so those entries are left out.
    """
    for exercise in corpus.exercises:
        fields = _fields_for_peers(exercise)
        fields |= {
            "slug": exercise.slug,
            "date": fields.pop("published"),
            "category": fields.pop("categories")[0],
            "tags": fields.pop("level"),
            "place": f"{fields.pop('order'):06}",
        }
        _write(site, "exercises", exercise.slug, as_meta(fields), _body_for_peers(exercise.body))
    for entry in corpus.entries:
        if entry.collection not in ("categories", "levels"):
            fields = {"title": entry.title, "slug": entry.slug, "url": f"{entry.collection}/{entry.slug}/"}
            fields["save_as"] = f"{entry.collection}/{entry.slug}/index.html"
            _write(site, entry.collection, entry.slug, as_meta(fields), _body_for_peers(entry.body))


def _fields_for_peers(exercise: Exercise) -> Fields:
    """Return the front matter under names that no peer gives a meaning of its own, without what is none."""
    fields: Fields = {"title": exercise.title}
    renamed = {"aliases": "other_names", "type": "kind"}
    for name, value in exercise.fields.items():
        if value != "none":
            fields[renamed.get(name, name)] = value
    fields["related"] = exercise.related
    for name, slug in (("before", exercise.previous), ("after", exercise.next)):
        if slug:
            fields[name] = slug
    return fields


def _entry_for_peers(entry: Entry) -> Fields:
    return {"title": entry.title, "summary": entry.fields["summary"]}


def _body_for_peers(body: str) -> str:
    """Return the body with wiki links as relative links, and alerts as quotations."""
    linked = _WIKI_LINK.sub(r"[\2](../../\1/)", body)
    return _ALERT.sub(lambda match: f"> **{match[1].capitalize()}.**", linked)


def _write(site: Path, collection: str, slug: str, front_matter: str, body: str) -> None:
    path = site / "content" / collection / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(front_matter + body, "utf-8")
