"""The kinds of entries that can be begun; the command line needs no more to know its own words."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """What the command line says of a kind of entry, and its collection."""

    collection: str
    what: str


KINDS = {
    "exercise": Kind("exercises", "an exercise"),
    "category": Kind("categories", "a category, in which exercises are filed"),
    "muscle": Kind("muscles", "a muscle, nerve, joint or fascia"),
    "type": Kind("types", "a type of exercise or stretch"),
    "level": Kind("levels", "a level of difficulty"),
    "equipment": Kind("equipment", "a piece of equipment"),
    "routine": Kind("routines", "a routine, an ordered program of exercises"),
    "article": Kind("articles", "an article, which explains something"),
    "author": Kind("authors", "the page of an author"),
}
"""What one entry of each collection is called on the command line."""

PLACEHOLDERS = {
    "exercises": """\
Say in a sentence or two what this exercise is good for, and for whom.

## How to

### Step 1: Get ready

Describe the position in which it begins, for somebody who has never seen it.

### Step 2: Move

Describe the movement: what moves, what stays, how fast and how far.

### Step 3: Come back

Say how it ends, and what to do on the other side.
""",
    "routines": "Say what this routine is for, how often to do it, and how to go on from it.\n",
    "articles": "Begin with what the reader will know at the end.\n",
}
"""The bodies of those entries that have words to be replaced, so that they begin as drafts."""
