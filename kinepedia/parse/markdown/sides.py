"""Left and right: a slip of the pen here sends a reader's body the wrong way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kinepedia.parse.markdown.body import Finding
from kinepedia.problems import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARTS = "ankle|arm|calf|elbow|foot|hand|heel|hip|knee|leg|shin|shoulder|thigh|toe|wrist"
_SIDED = re.compile(rf"\b(left|right)\s+({_PARTS})(?:s|es)?\b", re.IGNORECASE)
# "Tight calf", "tight hip" and "light hand" are said of bodies; these are hardly ever meant.
_SLIP = re.compile(
    r"\b(tight|light|rigth|righ|lef|letf|leftt)\s+(ankle|arm|elbow|foot|heel|knee|leg|shin|thigh|toe|wrist)\b",
    re.IGNORECASE,
)
_LIKELY = {"lef": "left", "letf": "left", "leftt": "left"}
_BOTH_MEANT = re.compile(
    r"\b(?:other|opposite|both|each|either|switch|swap|change|alternate|alternating|sides)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+")


def side_findings(step: str) -> Iterator[Finding]:
    """Yield what is doubtful about left and right in the plain text of one step.

    A word like "tight" before a limb is a slip if the step speaks of a side. Two sentences that give the
    same part of the body different sides contradict each other, unless the step says that both are meant.
    """
    lowered = step.lower()
    if "left" not in lowered and "ght" not in lowered:  # ignoring case, other letters stand for an i
        return
    sides = [match[1].lower() for match in _SIDED.finditer(step)]
    if not sides:
        return
    for match in _SLIP.finditer(step):
        word, part = match[1].lower(), match[2].lower()
        side = _LIKELY.get(word, "right")
        if side in sides:
            facts = (("words", match.group()), ("side", side), ("part", part))
            yield Finding(rules.SIDE_SLIP, _phrase(match.group()), facts)
    if len(set(sides)) < 2 or _BOTH_MEANT.search(step):
        return
    first_sentence: dict[str, tuple[str, str]] = {}
    for sentence in _SENTENCE.split(step):
        mentions = [
            (match[2].lower(), match[1].lower(), match.group()) for match in _SIDED.finditer(sentence)
        ]
        for part, side, words in mentions:
            earlier = first_sentence.get(part)
            if earlier and earlier[0] != side and not any(p == part and s != side for p, s, _ in mentions):
                facts = (("first", earlier[1]), ("second", words), ("part", part))
                yield Finding(rules.SIDE_CONTRADICTION, _phrase(words), facts)
                return
        for part, side, words in mentions:
            first_sentence.setdefault(part, (side, words))


def _phrase(words: str) -> str:
    """Return a pattern for words that may have emphasis on or line ends between them."""
    return r"\b" + r"[\s*_]+".join(map(re.escape, words.split())) + r"\b"
