"""How exercises lead to one another, as a graph for Graphviz or for other programs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinepedia.model.collections import EXERCISES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kinepedia.link.encyclopedia import Encyclopedia
    from kinepedia.model.addresses import Key


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow from one exercise to another.

    `kind` is "prerequisite" (do the first before the second), "harder" (the second is the harder version)
    or "alternative", which holds both ways.
    """

    origin: Key
    target: Key
    kind: str


@dataclass(frozen=True, slots=True)
class Node:
    """An exercise: its title, its primary category and that one's title, its level's title if it has one."""

    key: Key
    title: str
    category: Key | None
    category_title: str
    level: str | None


@dataclass(frozen=True, slots=True)
class Graph:
    """Exercises, and the arrows between them; each in a fixed order."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


_STYLES = {"prerequisite": "style=solid", "harder": "style=dashed", "alternative": "style=dotted, dir=none"}


def graph(encyclopedia: Encyclopedia, *, category: Key | None = None, around: Key | None = None) -> Graph:
    """Return the graph of all exercises, or of those filed under a category, or of one and its neighbours."""
    exercises = encyclopedia.collection(EXERCISES)
    edges = tuple(_edges(encyclopedia, exercises))
    if category:
        filed = encyclopedia.relations["categories"]
        exercises = [key for key in exercises if category in filed.of(key)]
    if around:
        near = {
            around,
            *(key for edge in edges for key in (edge.origin, edge.target) if _touches(edge, around)),
        }
        exercises = [key for key in exercises if key in near]
    chosen = frozenset(exercises)
    return Graph(
        tuple(_node(encyclopedia, key) for key in exercises),
        tuple(edge for edge in edges if edge.origin in chosen and edge.target in chosen),
    )


def as_json(drawn: Graph) -> str:
    """Return the graph as one JSON document; exercises are named by their slugs."""
    nodes = [
        {
            "id": node.key.slug,
            "title": node.title,
            "category": node.category.slug if node.category else None,
            "level": node.level,
        }
        for node in drawn.nodes
    ]
    edges = [{"from": edge.origin.slug, "to": edge.target.slug, "kind": edge.kind} for edge in drawn.edges]
    return json.dumps({"nodes": nodes, "edges": edges}, indent=2)


def as_dot(drawn: Graph, title: str) -> str:
    """Return the graph in the language of Graphviz (https://graphviz.org/doc/info/lang.html)."""
    lines = [
        "digraph exercises {",
        f"  graph [label={_quoted(title)}, rankdir=LR, tooltip={_quoted(title)}];",
        '  node [shape=box, style="rounded,filled", fillcolor=white];',
    ]
    clusters = dict.fromkeys(node.category for node in drawn.nodes)
    for number, category in enumerate(sorted(clusters, key=str)):
        members = [node for node in drawn.nodes if node.category == category]
        lines.append(f"  subgraph cluster_{number} {{")
        lines.append(f"    label={_quoted(members[0].category_title)};")
        lines += [f"    {_quoted(node.key.slug)} [label={_quoted(_label(node))}];" for node in members]
        lines.append("  }")
    lines += [
        f"  {_quoted(edge.origin.slug)} -> {_quoted(edge.target.slug)} [{_STYLES[edge.kind]}];"
        for edge in drawn.edges
    ]
    return "\n".join([*lines, "}"])


def _edges(encyclopedia: Encyclopedia, exercises: Collection[Key]) -> Iterator[Edge]:
    relations = encyclopedia.relations
    for key in exercises:
        for before in sorted(relations["prerequisites"].of(key)):
            yield Edge(before, key, "prerequisite")
        for harder in sorted(relations["harder"].of(key)):
            yield Edge(key, harder, "harder")
        for other in sorted(relations["alternatives"].of(key)):
            if key < other:
                yield Edge(key, other, "alternative")


def _touches(edge: Edge, key: Key) -> bool:
    return key in (edge.origin, edge.target)


def _node(encyclopedia: Encyclopedia, key: Key) -> Node:
    category = next(iter(encyclopedia.relations["categories"].of(key)), None)
    level = next(iter(encyclopedia.relations["level"].of(key)), None)
    entries = encyclopedia.entries
    return Node(
        key=key,
        title=entries[key].title,
        category=category,
        category_title=entries[category].title if category else "",
        level=entries[level].title if level else None,
    )


def _label(node: Node) -> str:
    return f"{node.title} ({node.level})" if node.level else node.title


def _quoted(text: str) -> str:
    """Return a text as a quoted string, in which Graphviz sees nothing but this text.

    A backslash would begin an escape, and "&" a character reference.
    """
    plain = " ".join(text.split()).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'
